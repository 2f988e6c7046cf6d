"""The sources of a grid's rows: a list, or pages that are fetched when they are scrolled into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from typing_extensions import override

from cchc_tui.tui.widgets.columns import GridRow


class Rows(Protocol):
    """The rows of a grid in their order. ``loaded`` has all rows; None if the rows are fetched in pages."""

    loaded: tuple[GridRow, ...] | None = None

    def __len__(self) -> int: ...

    def get(self, index: int) -> GridRow | None:
        """Return a row; None if it has not been fetched yet."""

    def find(self, key: str) -> int:
        """The index of the row with this key; -1 if no row is known to have the key."""


class ListRows(Rows):
    """Rows that are all in memory."""

    def __init__(self, rows: Sequence[GridRow] = ()):
        self.loaded: tuple[GridRow, ...] = tuple(rows)
        self._index = {row.key: i for i, row in enumerate(self.loaded)}

    def __len__(self) -> int:
        return len(self.loaded)

    @override
    def get(self, index: int) -> GridRow | None:
        return self.loaded[index]

    @override
    def find(self, key: str) -> int:
        return self._index.get(key, -1)


class MadeRows:
    """A page of rows, each made from its record when it is first read: a window shows few rows of a page."""

    def __init__(self, records: Sequence[Any], make: Callable[[Any], GridRow]):
        self._records = records
        self._make = make
        self._made: dict[int, GridRow] = {}

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, index: int) -> GridRow:
        row = self._made.get(index)
        if row is None:
            row = self._made[index] = self._make(self._records[index])
        return row


class PagedRows(Rows):
    """Rows that are fetched in pages, so that a list of 100,000 rows appears immediately.

    ``ids`` are the keys of all rows, as numbers. ``need`` (first index, number of rows) is called once for each page to
    be drawn. The page is later given to ``fill``.
    """

    PAGE = 256

    def __init__(self, ids: Sequence[int], need: Callable[[int, int], None]):
        self._total = len(ids)
        self._ids = ids
        self._need = need
        self._pages: dict[int, MadeRows] = {}
        self._asked: set[int] = set()

    def __len__(self) -> int:
        return self._total

    @override
    def get(self, index: int) -> GridRow | None:
        number, place = divmod(index, self.PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self._need(number * self.PAGE, self.PAGE)
            return None
        return page[place] if place < len(page) else None

    @override
    def find(self, key: str) -> int:
        with suppress(ValueError):
            return self._ids.index(int(key))
        pages = self._pages.items()
        return next(
            (number * self.PAGE + i for number, page in pages for i in range(len(page)) if page[i].key == key), -1
        )

    def rest(self, index: int) -> None:
        """Keep only the pages around an index, and fetch no more pages, because the list is no longer on screen."""
        here = index // self.PAGE
        self._pages = {number: page for number, page in self._pages.items() if abs(number - here) <= 1}
        self._ids, self._need = (), lambda *_: None

    def fill(self, offset: int, records: Sequence[Any], make: Callable[[Any], GridRow]) -> None:
        """Receive the records of the page that starts at an index, and the function that makes a record's row."""
        self._pages[offset // self.PAGE] = MadeRows(records, make)
