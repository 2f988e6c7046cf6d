"""The rows of a grid: a list, or pages that are fetched when they are scrolled into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from typing_extensions import override

from cchc_tui.tui.widgets.columns import GridRow


class Rows:
    """The rows of a grid in their order. ``loaded`` has all rows; None if the rows are fetched in pages."""

    loaded: tuple[GridRow, ...] | None

    def __init__(self, rows: Sequence[GridRow] = ()):
        self.loaded = self._rows = tuple(rows)
        self._index = {row.key: i for i, row in enumerate(rows)}

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, index: int) -> GridRow | None:
        """Return a row; None if it has not been fetched yet."""
        return self._rows[index]

    def find(self, key: str) -> int:
        """The index of the row with this key; -1 if no row is known to have the key."""
        return self._index.get(key, -1)


class PagedRows(Rows):
    """Rows that are fetched in pages, so that a list of 100,000 rows appears immediately.

    ``ids`` are the keys of all rows, as numbers. ``need`` (first index, number of rows) is called once for each page to
    be drawn. The page is later given to ``fill``. A row is made when it is first read: a window shows few rows of a
    page.
    """

    PAGE = 256
    loaded = None

    def __init__(self, ids: Sequence[int], need: Callable[[int, int], None]):
        self._total = len(ids)
        self._ids = ids
        self._need = need
        self._records: dict[int, Sequence[Any]] = {}  # number of a page → its records
        self._made: dict[int, GridRow] = {}
        self._asked: set[int] = set()

    def __len__(self) -> int:
        return self._total

    @override
    def get(self, index: int) -> GridRow | None:
        number, place = divmod(index, self.PAGE)
        if number not in self._records:
            if number not in self._asked:
                self._asked.add(number)
                self._need(number * self.PAGE, self.PAGE)
        elif index not in self._made and place < len(self._records[number]):
            self._made[index] = self._make(self._records[number][place])
        return self._made.get(index)

    @override
    def find(self, key: str) -> int:
        with suppress(ValueError):
            return self._ids.index(int(key))
        return next((index for index, row in self._made.items() if row.key == key), -1)

    def rest(self, index: int) -> None:
        """Keep only the pages around an index, and fetch no more pages, because the list is no longer on screen."""
        number = index // self.PAGE
        self._records = {near: page for near, page in self._records.items() if abs(near - number) <= 1}
        self._made = {near: row for near, row in self._made.items() if near // self.PAGE in self._records}
        self._ids, self._need = (), lambda *_: None

    def fill(self, offset: int, records: Sequence[Any], make: Callable[[Any], GridRow]) -> None:
        """Receive the records of the page that starts at an index, and the function that makes a record's row."""
        self._records[offset // self.PAGE] = records
        self._make = make
