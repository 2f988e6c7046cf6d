"""Cells that several screens have: changes, and shortened names."""

from __future__ import annotations

from cchc_tui.domain.names import brief_procedure
from cchc_tui.domain.units import Unit
from cchc_tui.tui.style.formats import change, change_role
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell

LONG = 17  # the names of wards and communes stay whole


def change_cell(now: int | None, before: int | None, *, more_is_bad: bool = True) -> Cell:
    """Make the cell that shows how a figure changed; an empty cell if ``now`` or ``before`` is None (not known)."""
    delta = None if now is None or before is None else now - before
    return Cell(change(now, before), change_role(now, before, more_is_bad), value=delta)


def rank_cell(rank: int, before: int | None, *, more_is_bad: bool = True) -> Cell:
    """Make the cell that shows by how many places a row moved. Without an earlier rank (None), it is empty.

    With ``more_is_bad``, rank 1 is the worst; otherwise it is the best.
    """
    if before is None:
        return Cell("", TextRole.DIM)
    text = f"▲{before - rank}" if rank < before else f"▼{rank - before}" if rank > before else " ="
    return Cell(text, change_role(before, rank, more_is_bad), value=before - rank)


def procedure_cell(name: str) -> Cell:
    """Make the cell of a procedure's name. It may be shortened; filters and export use the full name."""
    brief = brief_procedure(name)
    return Cell(brief, whole="" if brief == name else name)


def unit_cell(name: str, unit: Unit | None, longest: int = LONG) -> Cell:
    """Make the cell of a unit's name. Its short form is the registry's, if ``name`` is longer than ``longest``."""
    brief = unit.brief if unit is not None and len(name) > longest and unit.brief != name else ""
    return Cell(name, whole=name, short=brief)
