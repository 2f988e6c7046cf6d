"""Cells that cover several places, as tables merge them: each gives its value to all the places that it covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cchc_tui.ingest.raw_sheets import Cell


class MergedCell(NamedTuple):
    """A cell over several places: its first and last column, and how many rows it stands over with its own."""

    left: int
    right: int
    height: int


def spread(rows: Iterable[tuple[list[Cell], Sequence[MergedCell]]]) -> Iterator[list[Cell]]:
    """Rows, each given with the spans that begin in it, with the value of each span in its places that are empty."""
    active: dict[int, tuple[MergedCell, int, Cell]] = {}  # first column → the span, the rows left of it, its value
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
