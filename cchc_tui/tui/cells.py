"""Cells of a grid that say how something has changed, with their values."""

from __future__ import annotations

from cchc_tui.tui.formats import change, change_tone, rank_change
from cchc_tui.tui.widgets.columns import Cell


def change_cell(now: int, before: int | None, *, more_is_bad: bool = True) -> Cell:
    """By how much a figure has changed since then."""
    delta = None if before is None else now - before
    return Cell(change(now, before), change_tone(now, before, more_is_bad), value=delta)


def rank_cell(rank: int, before: int | None) -> Cell:
    """By how many places a row has risen towards the worst."""
    return Cell(*rank_change(rank, before), value=None if before is None else before - rank)
