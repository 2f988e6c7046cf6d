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
#: How wide a code is, and its end that tells dossiers of one office apart: the day and the serial, shown or not.
_HIDDEN_CODE, HIDDEN_END = 22, 9
_WHOLE_CODE, WHOLE_END = 26, 13
#: How wide units' names are; the registry's short ones, such as "VP HĐND&UBND" and "T.Thuận Đông".
_UNIT, _SHORT_UNIT = 38, 12


def finder(found: DossierList) -> Callable[[str], int]:
    """Finds the number of a row by its key."""

    def find(key: str) -> int:
        try:
            return found.ids.index(int(key))
        except ValueError:
            return -1

    return find


def code_columns(personal: bool) -> tuple[GridColumn, ...]:
    """The code; where personal data are shown it is whole, and the applicant stands beside it."""
    if not personal:
        return (GridColumn("code", COLUMNS["code"][0], _HIDDEN_CODE, stays=True, tail=True, short=HIDDEN_END),)
    return (
        GridColumn("code", PERSONAL_COLUMNS["whole_code"][0], _WHOLE_CODE, stays=True, tail=True, short=WHOLE_END),
        GridColumn("applicant", PERSONAL_COLUMNS["applicant"][0], 16, cut=True, grow=40, sortable=False),
    )


def code_cells(line: DossierLine, personal: bool) -> tuple[Cell, ...]:
    """What stands under them."""
    return (Cell(line.code), *((Cell(line.applicant, TextRole.STRONG),) if personal else ()))


def columns(with_unit: bool, personal: bool, hours: bool = False) -> tuple[GridColumn, ...]:
    """The columns of a list; with ``hours`` of what falls due these days, each at its hour."""

    def title(key: str) -> str:
        return COLUMNS[key][0]

    # Codes of one unit begin all alike: they give way to procedures sooner than units' names do.
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
    """A unit's name, in its short form where there is no room."""
    unit = units.get(key)
    return Cell(unit.name, short=unit.brief) if unit else Cell()


def state_cell(line: DossierLine) -> Cell:
    """The state; that it is only not closed says more than that it is overdue."""
    if line.unclosed:
        return Cell(TEXT.unclosed, TextRole.WARN, value="unclosed")
    role = TextRole.BAD if line.state.value in _BAD_STATES else TextRole.TEXT
    return Cell(STATES[line.state.value], role, value=line.state.value)


def row_of(line: DossierLine, units: Mapping[str, Unit], personal: bool, hours: bool = False) -> GridRow:
    """A line under them; ``units`` are those of the registry by key, where the list is of several."""
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
