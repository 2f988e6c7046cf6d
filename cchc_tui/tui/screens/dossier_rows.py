"""The rows of a list of dossiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cchc_tui.boards.dossiers import DossierLine, DossierList
from cchc_tui.texts.tui import COLUMNS, STATES, TEXT
from cchc_tui.texts.tui_privacy import COLUMNS as PERSONAL_COLUMNS
from cchc_tui.tui.cells import procedure_cell
from cchc_tui.tui.formats import day, number
from cchc_tui.tui.themes import Tone
from cchc_tui.tui.widgets.columns import Cell, Column, GridRow

_BAD_STATES = {"overdue", "resolved_late"}
_HIDDEN_CODE, _WHOLE_CODE = 22, 26


def finder(found: DossierList) -> Callable[[str], int]:
    """Finds the number of a row by its key."""

    def find(key: str) -> int:
        try:
            return found.ids.index(int(key))
        except ValueError:
            return -1

    return find


def code_columns(personal: bool) -> tuple[Column, ...]:
    """The code; where personal data are shown it is whole, and the applicant stands beside it."""
    if not personal:
        return (Column("code", COLUMNS["code"][0], _HIDDEN_CODE, stays=True),)
    return (
        Column("code", PERSONAL_COLUMNS["whole_code"][0], _WHOLE_CODE, stays=True),
        Column("applicant", PERSONAL_COLUMNS["applicant"][0], 16, cut=True, grow=40, sortable=False),
    )


def code_cells(line: DossierLine, personal: bool) -> tuple[Cell, ...]:
    """What stands under them."""
    return (Cell(line.code), *((Cell(line.applicant, Tone.STRONG),) if personal else ()))


def columns(with_unit: bool, personal: bool) -> tuple[Column, ...]:
    """The columns of a list."""

    def title(key: str) -> str:
        return COLUMNS[key][0]

    unit = (Column("unit", title("unit"), 37, drop=4),) if with_unit else ()
    return (
        *code_columns(personal),
        Column("procedure", title("procedure"), 20 if personal else 14, cut=True, grow=70, drop=2 if personal else 0),
        *unit,
        Column("due", title("due"), 10, drop=1, kind="day"),
        Column("days", title("days"), 6, right=True, kind="count"),
        Column("state", title("state"), 18),
        Column("officer", title("officer"), 16, drop=5),
    )


def row_of(line: DossierLine, units: Mapping[str, str], personal: bool) -> GridRow:
    """A line under them; ``units`` are the names of units by key, where the list is of several."""
    if line.unclosed:
        state = Cell(TEXT.unclosed, Tone.WARN, value="unclosed")
    else:
        tone = Tone.BAD if line.state.value in _BAD_STATES else Tone.TEXT
        state = Cell(STATES[line.state.value], tone, value=line.state.value)
    unit = (Cell(units.get(line.unit, "")),) if units else ()
    return GridRow(
        str(line.id),
        (
            *code_cells(line, personal),
            procedure_cell(line.procedure),
            *unit,
            Cell(day(line.due), value=line.due),
            Cell(number(line.days_late) if line.days_late else "", Tone.STRONG, value=line.days_late),
            state,
            Cell(line.officer, Tone.DIM),
        ),
    )
