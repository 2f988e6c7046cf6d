"""The rows of a list of dossiers."""

from __future__ import annotations

from typing import Any

from cchc_tui.boards.dossiers import DossierLine
from cchc_tui.domain.moments import DAY
from cchc_tui.texts.tui import STATES, TEXT
from cchc_tui.tui.screens.list_columns import ListColumn, Units, column, text, unit_cell
from cchc_tui.tui.style.formats import day, day_time, number
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cells import procedure_cell
from cchc_tui.tui.widgets.columns import Cell

_BAD_STATES = {"overdue", "resolved_late"}
#: The width of a masked code, and of the end of a whole code (day and serial), in which codes of an office differ.
_HIDDEN_CODE, HIDDEN_END = 22, 9
_WHOLE_CODE, WHOLE_END = 26, 13
#: The width of units' names, and of the registry's short names, such as "VP HĐND&UBND" and "T.Thuận Đông".
_UNIT, _SHORT_UNIT = 38, 12


def code_columns(personal: bool) -> tuple[ListColumn[DossierLine], ...]:
    """The column of codes. With ``personal``, codes are whole, and a column of applicants follows."""
    if not personal:
        return (_code(_HIDDEN_CODE, HIDDEN_END, "code"),)
    return (
        _code(_WHOLE_CODE, WHOLE_END, "whole_code"),
        text("applicant", 16, lambda line: line.applicant, TextRole.STRONG, cut=True, grow=40, sortable=False),
    )


def _code(width: int, end: int, heading: str) -> ListColumn[DossierLine]:
    return text("code", width, lambda line: line.code, heading=heading, stays=True, tail=True, short=end)


def columns(with_unit: bool, personal: bool, hours: bool = False) -> tuple[ListColumn[DossierLine], ...]:
    """The columns of a list of dossiers. With ``hours``, due dates have a time of day."""
    # Codes of one unit have the same beginning. So codes are shortened first, before units' names are, for procedures.
    wide = 20 if personal else 14 if with_unit else 24
    due_drop = 0 if personal and with_unit else 1
    unit = (column("unit", _UNIT, _unit_cell, short=_SHORT_UNIT),) if with_unit else ()
    return (
        *code_columns(personal),
        procedure_column(wide, grow=70, drop=2 if personal else 0),
        *unit,
        column("due", 11, _hour_cell, drop=due_drop, kind="moment")
        if hours
        else column("due", 10, _due_cell, drop=due_drop, kind="day"),
        column("days", 6, _days_cell, right=True, kind="count"),
        column("state", 18, lambda line, units: state_cell(line)),
        text("officer", 16, lambda line: line.officer, TextRole.DIM, drop=6 if with_unit else 5, cut=True),
    )


def procedure_column(width: int, **more: Any) -> ListColumn[DossierLine]:
    """The column of the procedure."""
    return column("procedure", width, lambda line, units: procedure_cell(line.procedure), cut=True, **more)


def state_cell(line: DossierLine) -> Cell:
    """The cell of a dossier's state. "Unclosed" (handed out, but not closed) takes precedence over the state."""
    if line.unclosed:
        return Cell(TEXT.unclosed, TextRole.WARN, value="unclosed")
    role = TextRole.BAD if line.state.value in _BAD_STATES else TextRole.TEXT
    return Cell(STATES[line.state.value], role, value=line.state.value)


def _unit_cell(line: DossierLine, units: Units) -> Cell:
    unit = units.get(line.unit)
    return unit_cell(unit.name, unit.key, units) if unit else Cell()


def _due_cell(line: DossierLine, units: Units) -> Cell:
    return Cell(day(line.due), value=line.due)


def _hour_cell(line: DossierLine, units: Units) -> Cell:
    # A due date without a time is the end of its day (rule 4.8).
    timed = line.due is not None and line.due % DAY != DAY - 1
    return Cell(day_time(line.due), value=line.due) if timed else _due_cell(line, units)


def _days_cell(line: DossierLine, units: Units) -> Cell:
    return Cell(number(line.days_late) if line.days_late else "", TextRole.STRONG, value=line.days_late)
