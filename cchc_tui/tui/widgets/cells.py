"""Cells of a grid that several screens have: how something has changed, and names that are cut short."""

from __future__ import annotations

from cchc_tui.domain.names import brief_procedure
from cchc_tui.tui.style.formats import change, change_role, rank_change
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell


def change_cell(now: int, before: int | None, *, more_is_bad: bool = True) -> Cell:
    """By how much a figure has changed since then."""
    delta = None if before is None else now - before
    return Cell(change(now, before), change_role(now, before, more_is_bad), value=delta)


def rank_cell(rank: int, before: int | None, *, more_is_bad: bool = True) -> Cell:
    """By how many places a row has risen: towards the worst, or towards the best."""
    return Cell(*rank_change(rank, before, more_is_bad), value=None if before is None else before - rank)


def short_cell(text: str, whole: str, role: TextRole = TextRole.TEXT) -> Cell:
    """A text that is short for another one, or is that itself."""
    return Cell(text, role, whole="" if text == whole else whole)


def procedure_cell(name: str) -> Cell:
    """A procedure's name in a row."""
    return short_cell(brief_procedure(name), name)
