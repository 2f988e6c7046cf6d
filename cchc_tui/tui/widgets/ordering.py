"""Which rows of a grid are shown, and in what order. Equal rows stay in the board's order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cchc_tui.boards.figures import by_change
from cchc_tui.boards.table import CHANGES
from cchc_tui.domain.names import by_name, unaccent
from cchc_tui.domain.search_terms import NOT
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

_PARTS = re.compile(r"[0-9]+|[^0-9]+")
_ANYWHERE = 3  # a word of this many letters may be inside another word
_WHOLE = 2  # a number of up to this many digits must be whole: 1 is not 11


class Order(NamedTuple):
    """An order of rows: the key of the column to sort by ("": the board's order), and whether the largest is first."""

    key: str = ""
    descending: bool = True

    def __str__(self) -> str:
        """The order in the form in which it is stored: ``-late``."""
        return f"-{self.key}" if self.key and self.descending else self.key


def order_of(text: str) -> Order:
    """Parse an order in its stored form."""
    return Order(text.removeprefix("-"), text.startswith("-")) if text else Order()


def in_order(rows: Iterable[GridRow], columns: Sequence[GridColumn], order: Order) -> list[GridRow]:
    """Sort rows by the column of ``order``. Rows without a value come last in both directions."""
    rows = list(rows)
    place = next((i for i, column in enumerate(columns) if column.key == order.key), -1)
    if place < 0:
        return rows
    keys = {row.key: _sort_key(row.cells[place], bool(columns[place].kind)) for row in rows}
    there = [row for row in rows if keys[row.key]]
    if columns[place].kind in CHANGES:
        there.sort(key=lambda row: by_change(keys[row.key][0], increases_first=order.descending))
    else:
        there.sort(key=lambda row: keys[row.key], reverse=order.descending)
    return [*there, *(row for row in rows if not keys[row.key])]


def _sort_key(cell: Cell, figures: bool) -> tuple[Any, ...]:
    """The sort key of a cell: by its value if the column has figures, else by its text; () without a value."""
    if figures:
        return (cell.value,) if isinstance(cell.value, int | float) else ()
    return (by_name(cell.text),) if unaccent(cell.text) else ()


class RowFilter:
    """A filter that keeps rows with all its words. If its text begins with ``!``, it hides these rows instead.

    Diacritics and case make no difference. A word of three letters or more is found anywhere in a word of the row, a
    shorter word only at the start of a word. A number of one or two digits is found only as a whole number.
    """

    def __init__(self, text: str = ""):
        self.text = " ".join(text.split())
        self.excludes = self.text.startswith(NOT)
        self.words = tuple(_parted(self.text.removeprefix(NOT)))

    def __bool__(self) -> bool:
        """Whether the filter can hide any row."""
        return bool(self.words)

    def keeps(self, row: GridRow) -> bool:
        """Whether a row is shown. The filter looks at the row's texts, not at its figures."""
        if not self.words:
            return True
        texts = (cell.whole or cell.text for cell in row.cells if not isinstance(cell.value, int | float))
        found = {word for text in texts for word in _parted(text)}
        return all(any(_meets(word, other) for other in found) for word in self.words) != self.excludes


def _parted(text: str) -> list[str]:
    """Split a text into words without diacritics, and each word into letters and numbers: "P11" is "p" and "11"."""
    return [part for word in unaccent(text).split() for part in _PARTS.findall(word)]


def _meets(word: str, other: str) -> bool:
    if word.isdecimal() and len(word) <= _WHOLE:
        return word.lstrip("0") == other.lstrip("0")
    return word in other if len(word) >= _ANYWHERE else other.startswith(word)
