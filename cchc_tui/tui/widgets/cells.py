"""Cells that several screens have: changes, and shortened names."""

from __future__ import annotations

from cchc_tui.domain.names import brief_procedure
from cchc_tui.tui.style.formats import change, change_role, rank_change
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell


def change_cell(now: int, before: int | None, *, more_is_bad: bool = True) -> Cell:
    """Make the cell that shows a figure's change."""
    delta = None if before is None else now - before
    return Cell(change(now, before), change_role(now, before, more_is_bad), value=delta)


def rank_cell(rank: int, before: int | None, *, more_is_bad: bool = True) -> Cell:
    """Make the cell that shows a rank's change. ``more_is_bad``: rank 1 is the worst, else the best."""
    return Cell(*rank_change(rank, before, more_is_bad), value=None if before is None else before - rank)


def short_cell(text: str, whole: str, role: TextRole = TextRole.TEXT) -> Cell:
    """Make the cell of a text that may be shortened. Filters and export use the full text."""
    return Cell(text, role, whole="" if text == whole else whole)


def procedure_cell(name: str) -> Cell:
    """Make the cell of a procedure's name."""
    return short_cell(brief_procedure(name), name)
