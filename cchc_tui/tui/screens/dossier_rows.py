"""The rows of a list of dossiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cchc_tui.boards.dossiers import DossierLine, DossierList
from cchc_tui.domain.moments import DAY
from cchc_tui.domain.units import Unit
from cchc_tui.texts.tui import COLUMNS, STATES, TEXT
from cchc_tui.texts.tui_privacy import COLUMNS as PERSONAL_COLUMNS
from cchc_tui.tui.style.formats import day, day_time, number
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cells import procedure_cell
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

_BAD_STATES = {"overdue", "resolved_late"}
#: Cells of a code, and of its end (day and serial) that tells dossiers of one office apart: masked, then whole.
_HIDDEN_CODE, HIDDEN_END = 22, 9
_WHOLE_CODE, WHOLE_END = 26, 13
#: Cells of units' names, and of the registry's short ones, such as "VP HĐND&UBND" and "T.Thuận Đông".
_UNIT, _SHORT_UNIT = 38, 12


def finder(found: DossierList) -> Callable[[str], int]:
    """A function from a row's key to its index in the list; -1 if the list lacks the key."""

    def find(key: str) -> int:
        try:
            return found.ids.index(int(key))
        except ValueError:
            return -1

    return find


def code_columns(personal: bool) -> tuple[GridColumn, ...]:
    """The column of the code; with ``personal`` the code is whole and a column of applicants follows."""
    if not personal:
        return (GridColumn("code", COLUMNS["code"][0], _HIDDEN_CODE, stays=True, tail=True, short=HIDDEN_END),)
    return (
        GridColumn("code", PERSONAL_COLUMNS["whole_code"][0], _WHOLE_CODE, stays=True, tail=True, short=WHOLE_END),
        GridColumn("applicant", PERSONAL_COLUMNS["applicant"][0], 16, cut=True, grow=40, sortable=False),
    )


def code_cells(line: DossierLine, personal: bool) -> tuple[Cell, ...]:
    """The cells for ``code_columns``."""
    return (Cell(line.code), *((Cell(line.applicant, TextRole.STRONG),) if personal else ()))


def columns(with_unit: bool, personal: bool, hours: bool = False) -> tuple[GridColumn, ...]:
    """The columns of a list of dossiers; ``hours`` adds the hour to due dates."""

    def title(key: str) -> str:
        return COLUMNS[key][0]

    # Codes of one unit begin alike: they are shortened for the procedures sooner than units' names are.
    wide = 20 if personal else 14 if with_unit else 24
    due_drop = 0 if personal and with_unit else 1
    unit = (GridColumn("unit", title("unit"), _UNIT, short=_SHORT_UNIT),) if with_unit else ()
    return (
        *code_columns(personal),
        GridColumn("procedure", title("procedure"), wide, cut=True, grow=70, drop=2 if personal else 0),
        *unit,
        GridColumn("due", title("due"), 11 if hours else 10, drop=due_drop, kind="moment" if hours else "day"),
        GridColumn("days", title("days"), 6, right=True, kind="count"),
        GridColumn("state", title("state"), 18),
        GridColumn("officer", title("officer"), 16, drop=6 if with_unit else 5, cut=True),
    )


def unit_cell(key: str, units: Mapping[str, Unit]) -> Cell:
    """The cell of a unit's name, which is short where there is no room; empty for an unknown key."""
    unit = units.get(key)
    return Cell(unit.name, short=unit.brief) if unit else Cell()


def state_cell(line: DossierLine) -> Cell:
    """The cell of a dossier's state: "unclosed" takes precedence over the state itself."""
    if line.unclosed:
        return Cell(TEXT.unclosed, TextRole.WARN, value="unclosed")
    role = TextRole.BAD if line.state.value in _BAD_STATES else TextRole.TEXT
    return Cell(STATES[line.state.value], role, value=line.state.value)


def row_of(line: DossierLine, units: Mapping[str, Unit], personal: bool, hours: bool = False) -> GridRow:
    """The row of a dossier for ``columns``; ``units`` are the registry's by key, empty in a list of one unit."""
    # A due date without a time is the end of its day (rule 4.8).
    timed = hours and line.due is not None and line.due % DAY != DAY - 1
    unit = (unit_cell(line.unit, units),) if units else ()
    return GridRow(
        str(line.id),
        (
            *code_cells(line, personal),
            procedure_cell(line.procedure),
            *unit,
            Cell(day_time(line.due) if timed else day(line.due), value=line.due),
            Cell(number(line.days_late) if line.days_late else "", TextRole.STRONG, value=line.days_late),
            state_cell(line),
            Cell(line.officer, TextRole.DIM),
        ),
    )
