"""Where a grid gets its rows: a list, or pages that are asked for when they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from cchc_tui.tui.widgets.columns import GridRow


class Rows(Protocol):
    """Rows in their order, found by number and by key."""

    def __len__(self) -> int: ...

    def get(self, index: int) -> GridRow | None:
        """A row, or None where it has not come yet."""

    def find(self, key: str) -> int:
        """The number of the row with that key; -1 when it is not known."""


class ListRows:
    """Rows that are all there."""

    def __init__(self, rows: Sequence[GridRow] = ()):
        self._rows = tuple(rows)
        self._index = {row.key: i for i, row in enumerate(self._rows)}

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, index: int) -> GridRow | None:
        """The row with that number."""
        return self._rows[index]

    def find(self, key: str) -> int:
        """The number of the row with that key."""
        return self._index.get(key, -1)


class PagedRows:
    """Rows that come page by page: ``need`` is called once for each page that is looked at, ``fill`` brings it.

    A list of 100.000 rows is on screen at once, since only the page in sight is ever asked for.
    """

    PAGE = 256

    def __init__(self, total: int, need: Callable[[int, int], None], find: Callable[[str], int] | None = None):
        self._total = total
        self._need = need
        self._find = find
        self._pages: dict[int, tuple[GridRow, ...]] = {}
        self._asked: set[int] = set()
        self._index: dict[str, int] = {}

    def __len__(self) -> int:
        return self._total

    def get(self, index: int) -> GridRow | None:
        """The row with that number."""
        number, place = divmod(index, self.PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self._need(number * self.PAGE, self.PAGE)
            return None
        return page[place] if place < len(page) else None

    def find(self, key: str) -> int:
        """The number of the row with that key."""
        return self._find(key) if self._find is not None else self._index.get(key, -1)

    def rest(self, index: int) -> None:
        """Keeps only the rows around that one, for a list out of sight; from now on no page is asked for."""
        here = index // self.PAGE
        self._pages = {number: page for number, page in self._pages.items() if abs(number - here) <= 1}
        self._index = {
            row.key: number * self.PAGE + i for number, page in self._pages.items() for i, row in enumerate(page)
        }
        self._find, self._need = None, lambda *_: None

    def fill(self, offset: int, rows: Sequence[GridRow]) -> None:
        """The page that begins at that row has come."""
        self._pages[offset // self.PAGE] = tuple(rows)
        self._index.update((row.key, offset + i) for i, row in enumerate(rows))
