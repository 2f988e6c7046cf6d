"""What a reader of text or HTML finds wrong with the rows of a sheet themselves, before anybody knows its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from cchc_tui.exports import problems
from cchc_tui.exports.grids import Cell
from cchc_tui.exports.headings import SEARCHED_ROWS, Finder
from cchc_tui.exports.oddrows import is_code_like

_REJECTING = frozenset((problems.TORN_ROW, problems.CUT_ROW, problems.SHIFTED_ROW))
#: So many known headings make a heading row here.
_ENOUGH_HEADINGS = 3
_DIGIT = re.compile(r"\d")
#: More filled cells than these stand in no row of signatures.
_FEW = 3


class Fault(NamedTuple):
    """A problem's code, the number of its row (0: the sheet), what is there and what was expected."""

    code: str
    row: int = 0
    value: object = ""
    expected: str = ""

    @property
    def is_rejection(self) -> bool:
        """Whether the row is kept out."""
        return self.code in _REJECTING


@runtime_checkable
class Faulty(Protocol):
    """A sheet that finds faults while it is read."""

    def take_faults(self) -> list[Fault]:
        """Those found since the last call."""


class Widths:
    """Finds rows with more cells than the list has columns: their values stand under the wrong headings."""

    def __init__(self, finder: Finder, legacy: str = ""):
        self._finder = finder
        self._legacy = legacy
        self._looked_at = 0
        self._width = 0
        self._usual = 0

    @property
    def headings_seen(self) -> bool:
        """Whether the heading row came, or will not be looked for any more."""
        return self._width > 0 or self._looked_at >= SEARCHED_ROWS

    def is_heading(self, row: Sequence[str]) -> bool:
        """Whether a row holds the headings of a list."""
        return len(row) >= _ENOUGH_HEADINGS and self._finder.known_in(row, self._legacy) >= _ENOUGH_HEADINGS

    def look(self, row: Sequence[str]) -> None:
        """Looks for the headings in one row."""
        self._looked_at += 1
        if self.is_heading(row):
            self._width = len(row)

    def shifted(self, rows: Sequence[Sequence[Cell]], first: int) -> list[Fault]:
        """The faults of rows, the first of which has the number ``first``; only after the headings were seen."""
        lengths = Counter(map(len, rows))
        if not self._width or max(lengths, default=0) <= self._width:
            return []
        length, count = lengths.most_common(1)[0]
        if count * 2 > len(rows):
            self._usual = max(self._usual, length)  # nobody wrote a heading over the last columns
        width = max(self._width, self._usual)
        return [
            Fault(problems.SHIFTED_ROW, first + index, len(row), str(width))
            for index, row in enumerate(rows)
            if len(row) > width and any(cell != "" for cell in row[width:])
        ]


def is_cut(row: Sequence[str], before: Sequence[Sequence[str]]) -> bool:
    """Whether the last row of a text, whose line has no end, was cut, by the rows before it.

    It has fewer cells than they, or the last of them is the beginning of what stands there in others (of a date, the
    beginning of its form) and of none the whole.
    """
    usual = Counter(map(len, before)).most_common(1)[0][0] if before else 0
    if len(row) < usual:
        filled = [cell.strip() for cell in row if cell.strip()]
        is_data = any(is_code_like(cell) and not re.fullmatch(r"[\d.,]+", cell) for cell in filled)
        return len(filled) > _FEW or is_data or bool(filled and filled[0].isdigit())
    if len(row) > usual or not row:
        return False
    form = _DIGIT.sub("0", row[-1])
    forms = {_DIGIT.sub("0", other[-1]) for other in before if len(other) == usual}
    return form not in forms and any(other.startswith(form) for other in forms)
