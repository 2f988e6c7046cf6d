"""Handles cells of an HTML table that span rows or columns: each position that a cell covers gets its value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc_tui.ingest import problems
from cchc_tui.settings import Limits

_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*\+?(\d+)", re.I)
_ANY = 1 << 30


class Spread:
    """Puts the cells of each row of one table into their columns.

    Set ``below_headings`` to True after the headings. Until then, a spanning cell has its value only at its first
    position, because a title over all columns belongs to no column.
    """

    def __init__(self, limits: Limits, name: str = ""):
        self.below_headings = False
        self._limits = limits
        self._name = name
        self._width = 0
        self._held: dict[int, tuple[int, str]] = {}  # column → further rows that a cell covers, and the cell's value

    @property
    def room(self) -> int:
        """The number of cells that make the next row as wide as the previous row; 0 before the first row."""
        return self._width - len(self._held)

    def end_group(self) -> None:
        """End a group of rows. A cell never spans beyond the end of its group."""
        self._held = {}

    def row(self, cells: Sequence[tuple[str, str]], has_spans: bool = True) -> list[str]:
        """A row with each value in its column. ``cells`` are pairs of a tag's attributes and the cell's text.

        If ``has_spans`` is False, no cell spans several columns or rows; this saves a search. Raises Refused if the row
        is too wide.
        """
        if not self._held and not has_spans:
            return self._checked([text for _, text in cells])
        spans = [_spans(tag) if tag else (1, 1) for tag, _ in cells]
        alone = sum(width == 1 and bool(text.strip()) for (width, _), (_, text) in zip(spans, cells, strict=True))
        # A cell that spans most of the row is a title or the word "total" and belongs to no column.
        across = self.below_headings and alone > sum(width - 1 for width, _ in spans)
        held, self._held = self._held, {}
        row: list[str] = []
        for (width, height), (_, text) in zip(spans, cells, strict=True):
            self._fill(row, held)
            start = len(self._checked(row))
            row += [text, *[text if across else ""] * min(width - 1, self._limits.columns - start)]
            if height > 1:
                for column in range(start, len(row)):
                    self._held[column] = (height - 1, row[column] if self.below_headings else "")
        self._fill(row, held)
        for column in held:  # the row has too few cells
            self._keep(column, held)
        return self._checked(row)

    def _fill(self, row: list[str], held: dict[int, tuple[int, str]]) -> None:
        while (value := held.get(len(row))) is not None:
            self._keep(len(row), held)
            row.append(value[1])

    def _keep(self, column: int, held: dict[int, tuple[int, str]]) -> None:
        left, text = held[column]
        if left > 1:
            self._held.setdefault(column, (left - 1, text))

    def _checked(self, row: list[str]) -> list[str]:
        if len(row) > self._limits.columns + 1:
            raise problems.refuse(problems.TOO_WIDE, self._name, len(row), str(self._limits.columns))
        self._width = len(row)
        return row


def _spans(tag: str) -> tuple[int, int]:
    """The numbers of columns and rows that a cell spans.

    With rowspan="0", a cell spans all following rows. The second number is then ``_ANY``.
    """
    if "span" not in tag.lower():
        return 1, 1
    found = {kind.lower(): int(number[:9]) for kind, number in _SPAN.findall(tag)}
    return max(1, found.get("col", 1)), found.get("row", 1) or _ANY
