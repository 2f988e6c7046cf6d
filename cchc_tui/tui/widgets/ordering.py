"""Which rows of a grid are shown and in what order: pure, over cells' values. Equal rows stay in the board's order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from cchc_tui.domain.names import unaccent
from cchc_tui.tui.widgets.columns import Cell, Column, GridRow

#: What stands before words that rows are not to hold.
NOT = "!"
_PARTS = re.compile(r"[0-9]+|[^0-9]+")
_ANYWHERE = 3  # letters from which on a word may stand within another
_WHOLE = 2  # digits up to which a number is meant whole: 1 is not 11

NaturalKey: TypeAlias = tuple[tuple[int, int, str], ...]


class Order(NamedTuple):
    """The key of the column that rows are sorted by ("": as they came), and whether the largest comes first."""

    key: str = ""
    descending: bool = True

    def __str__(self) -> str:
        """As a user's choice is kept: ``-late``."""
        return f"-{self.key}" if self.key and self.descending else self.key


def order_of(text: str) -> Order:
    """The order that was kept as a text."""
    return Order(text.removeprefix("-"), text.startswith("-")) if text else Order()


def natural_key(text: str) -> NaturalKey:
    """By this, names stand as people expect: without marks and case, numbers by their size (Phường 2, Phường 11)."""
    return tuple(_part(part) for part in _PARTS.findall(unaccent(text)))


def _part(part: str) -> tuple[int, int, str]:
    if not part[0].isdecimal():
        return 1, 0, part.strip()
    digits = part.lstrip("0")
    return 0, len(digits), digits  # the longer number is the larger one, however many digits a hostile text has


def in_order(rows: Iterable[GridRow], columns: Sequence[Column], order: Order) -> list[GridRow]:
    """The rows by one column; those that have nothing there come last either way."""
    rows = list(rows)
    place = next((i for i, column in enumerate(columns) if column.key == order.key), -1)
    if place < 0:
        return rows
    keys = {row.key: _sort_key(row.cells[place], bool(columns[place].kind)) for row in rows}
    there = [row for row in rows if keys[row.key] is not None]
    there.sort(key=lambda row: keys[row.key], reverse=order.descending)  # type: ignore[arg-type,return-value]
    return [*there, *(row for row in rows if keys[row.key] is None)]


def _sort_key(cell: Cell, figures: bool) -> float | NaturalKey | None:
    if figures:
        return cell.value if isinstance(cell.value, int | float) else None
    return natural_key(cell.text) or None


class RowFilter:
    """Words that a row must hold; with ``!`` before them: that it must not hold. Marks and case make no difference.

    A word of three letters or more may stand anywhere within one of the row's words, a shorter one only at its
    beginning; a number of one or two digits is meant whole.
    """

    def __init__(self, text: str = ""):
        self.text = " ".join(text.split())
        self.excludes = self.text.startswith(NOT)
        self.words = tuple(_parted(self.text.removeprefix(NOT)))

    def __bool__(self) -> bool:
        """Whether it leaves out anything at all."""
        return bool(self.words)

    def keeps(self, row: GridRow) -> bool:
        """Whether a row is shown. Figures are not looked at, only words."""
        if not self.words:
            return True
        found = {word for cell in row.cells if _is_words(cell) for word in _parted(cell.whole or cell.text)}
        return all(any(_meets(word, other) for other in found) for word in self.words) != self.excludes


def _is_words(cell: Cell) -> bool:
    return bool(cell.text) and not isinstance(cell.value, int | float)


def _parted(text: str) -> list[str]:
    """The words of a text without marks, numbers apart from letters: "P11" is "p" and "11"."""
    return [part for word in unaccent(text).split() for part in _PARTS.findall(word)]


def _meets(word: str, other: str) -> bool:
    if word.isdecimal() and len(word) <= _WHOLE:
        return word.lstrip("0") == other.lstrip("0")
    return word in other if len(word) >= _ANYWHERE else other.startswith(word)
