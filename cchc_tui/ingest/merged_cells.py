"""Handles merged cells: every cell of a merged range gets the range's value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cchc_tui.ingest.raw_sheets import Cell


class MergedCell(NamedTuple):
    """A merged range that begins in a row: its first and last column (from 0), and its number of rows."""

    left: int
    right: int
    height: int


def spread(rows: Iterable[tuple[list[Cell], Sequence[MergedCell]]]) -> Iterator[list[Cell]]:
    """Yield rows in which merged cells are filled in.

    Each of ``rows`` is a row with the merged ranges that begin in it.
    """
    active: dict[int, tuple[MergedCell, int, Cell]] = {}  # first column → (range, remaining rows, value)
    for row, spans in rows:
        for span in spans:
            if span.left < len(row) and row[span.left] != "":
                active[span.left] = span, span.height, row[span.left]
        for left, (span, rows_left, value) in list(active.items()):
            row.extend([""] * (span.right + 1 - len(row)))
            for column in range(left, span.right + 1):
                if row[column] == "":
                    row[column] = value
            if rows_left > 1:
                active[left] = span, rows_left - 1, value
            else:
                del active[left]
        yield row
