"""The base of screens with a list of dossiers, which is fetched page by page, and the columns of such lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from typing_extensions import override

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import DossierLine, DossierList
from cchc_tui.domain.moments import DAY
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import ONLY, STATES, TEXT
from cchc_tui.tui.screens.board_screen import ExportParts, Paged
from cchc_tui.tui.screens.last_days import LastDays
from cchc_tui.tui.screens.list_columns import (
    Context,
    ListColumn,
    column,
    day_stamp,
    figure,
    grid_columns,
    grid_row,
    text,
)
from cchc_tui.tui.screens.sortable import SortableScreen
from cchc_tui.tui.session.queries import LinesRequest, ListQuery, Query
from cchc_tui.tui.style.formats import day, day_time
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cells import procedure_cell
from cchc_tui.tui.widgets.columns import Cell, GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.explanation import Explanation, of_state
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.ordering import Order
from cchc_tui.tui.widgets.rows import PagedRows
from cchc_tui.tui.widgets.sortable import SortableGrid

_BAD_STATES = {"overdue", "resolved_late"}
#: The width of a masked code, and of the end of a whole code (day and serial), in which codes of an office differ.
_HIDDEN_CODE, HIDDEN_END = 22, 9
_WHOLE_CODE, WHOLE_END = 26, 13
#: The width of units' names, and of the registry's short names, such as "VP HĐND&UBND" and "T.Thuận Đông".
_UNIT, _SHORT_UNIT = 38, 12


class DossierListScreen(SortableScreen):
    """A list of the dossiers that a filter selects. Its query sorts and filters: the grid does not have all rows."""

    DRILLED = True
    #: The order of the list until the user sorts it.
    DEFAULT_ORDER: ClassVar[Order] = Order("days", True)

    def __init__(self, which: DossierFilter, name: str, above: str):
        super().__init__()
        self._which = which
        self._crumbs = (above, name)
        self._personal = False  # whether the columns include personal data
        self._coming: PagedRows | None = None  # rows of a newer list, until the visible ones are fetched
        self._asked: dict[Query, PagedRows] = {}
        self._head = Lines(self.head_lines)
        self.grid = SortableGrid(grid_columns(self.list_columns()), default_order=self.DEFAULT_ORDER)
        self._days = LastDays(self, self.current_unit)
        self.parts = (self._head, self.grid, self._days)

    # ── for subclasses ───────────────────────────────────────────────────────────────────────────────────────────────
    def list_columns(self) -> tuple[ListColumn[DossierLine], ...]:
        """The columns of the list."""
        raise NotImplementedError

    def head_lines(self, cells: int) -> list[Line]:
        """The lines above the list."""
        raise NotImplementedError

    @override
    def queries(self) -> tuple[Query, ...]:
        return (ListQuery(self._which), *self._days.queries())

    def rests_on(self) -> tuple[Query, ...]:
        """The list's query only. If another query of the screen fails, the list is shown all the same."""
        return (ListQuery(self._which),)

    def file_name_parts(self) -> tuple[str, ...]:
        """The breadcrumbs, and which of the dossiers are listed, such as the overdue ones."""
        return (*self.crumbs(), tr(ONLY[self._which.only]))

    def export_parts(self) -> ExportParts | None:
        """The whole list, not only the fetched rows; None before the list has arrived."""
        found = self.session.answer(ListQuery(self._which))
        return None if found is None else ExportParts(paged=Paged(found, self._row_maker()))

    def help_chosen(self) -> Explanation | None:
        """The explanation of the state of the dossier under the cursor; None without a dossier under the cursor."""
        row = self.grid.cursor_row
        if row is None:
            return None
        states = (row.cells[i].value for i, column in enumerate(self.grid.columns) if column.key == "state")
        state = next(states, "unclosed")  # a list without this column is of unclosed dossiers
        return of_state(row.cells[0].text, str(state))

    def current_unit(self) -> str:
        """The key of the unit that the list is limited to; "" if it is not limited to one."""
        return self._which.unit or ""

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the dossier under the cursor."""
        from cchc_tui.tui.screens.dossier import DossierScreen  # imported at first use

        self.app.push_screen(DossierScreen(int(event.key), self.crumbs()))

    @override
    def arrangement_changed(self) -> None:
        super().arrangement_changed()
        self.change_filter(sort=str(self.grid.order), text=self.grid.filter.text)

    def change_filter(self, **changed: Any) -> None:
        """Change fields of the list's ``DossierFilter``. The old rows stay until the new list arrives."""
        which = replace(self._which, **changed)
        if which != self._which:
            self._which = which
            self.wants_changed()

    # ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _row_maker(self) -> Callable[[DossierLine], GridRow]:
        columns, context = self.list_columns(), self.context
        return lambda line: grid_row(str(line.id), columns, line, context)

    @override
    def receive(self, query: Query, before: Any) -> None:
        answer: DossierList | None = self.last(ListQuery)  # None: the viewer's role may not see it
        if query == ListQuery(self._which) and answer is not None:
            rows = PagedRows(answer.ids, lambda offset, limit: self._ask(rows, answer, offset, limit))
            self._coming = rows
            self._settle()

    def _ask(self, rows: PagedRows, found: DossierList, offset: int, limit: int) -> None:
        self._asked[self.session.fetch_once(LinesRequest(found, offset, limit))] = rows

    def on_fetched(self, query: Query, answer: Any) -> None:
        """Add a fetched page of lines to the ``PagedRows`` that asked for the page."""
        rows = self._asked.pop(query, None)
        if rows is None or not isinstance(query, LinesRequest):
            return
        rows.fill(query.offset, answer, self._row_maker())
        if rows is self._coming:
            self._settle()
        elif rows is self.grid.rows:
            self.grid.refresh_rows()
            self.invalidate(rows=False)

    def _settle(self) -> None:
        """Show the new list if its rows around the cursor are fetched. Until then the old list stays visible."""
        rows = self._coming
        if rows is None:
            return
        at = rows.find(self.grid.cursor_key) if self.grid.cursor_key else -1
        at = at if at >= 0 else min(self.grid.cursor, max(0, len(rows) - 1))
        near, last = self.grid.size.height, len(rows) - 1
        ends = {max(0, at - near), at, min(last, at + near)} if last >= 0 else set()
        if None in [rows.get(index) for index in ends]:  # a list and not any(), because each ``get`` requests a page
            return
        self._coming = None
        self.grid.say(TEXT.no_dossiers)
        self.grid.set_rows(rows, mark=False)
        self.invalidate()

    def let_go(self) -> None:
        """Discard the rows of the list, except those around the cursor."""
        if isinstance(self.grid.rows, PagedRows):
            self.grid.rows.rest(self.grid.cursor)
        self._coming = None
        self._asked.clear()

    @override
    def draw_rows(self) -> None:
        self.grid.draw()
        if isinstance(self.grid.rows, PagedRows):
            self._days.fit(self.grid)

    # ── personal data ────────────────────────────────────────────────────────────────────────────────────────────────
    def forget_persons(self) -> None:
        """Clear the rows until they are fetched again, and the filter if it may name somebody. The cursor stays."""
        super().forget_persons()
        if self._personal:
            self.set_filter("")
        self.let_go()
        self.grid.forget_rows()
        self.fit_columns()

    def on_mount(self) -> None:
        """Set the columns, because the screen may be opened while personal data are shown."""
        self.fit_columns()

    def fit_columns(self) -> None:
        """Adapt the columns to the filter and to the access level to personal data. The cursor keeps its row."""
        self._personal = self.session.access.level.personal
        self.grid.set_columns(grid_columns(self.list_columns()), stay=True)


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────
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


def first_columns(procedure: int, with_unit: bool, personal: bool) -> tuple[ListColumn[DossierLine], ...]:
    """The first columns of most lists: code, applicant, procedure (``procedure`` cells wide), and unit."""
    unit = (column("unit", _UNIT, _unit_cell, short=_SHORT_UNIT),) if with_unit else ()
    return (*code_columns(personal), procedure_column(procedure, grow=70, drop=2 if personal else 0), *unit)


def dossier_columns(with_unit: bool, personal: bool, hours: bool = False) -> tuple[ListColumn[DossierLine], ...]:
    """The columns of a list of dossiers. With ``hours``, due dates have a time of day."""
    # Codes of one unit have the same beginning. So codes are shortened first, before units' names are, for procedures.
    wide = 20 if personal else 14 if with_unit else 24
    due_drop = 0 if personal and with_unit else 1
    return (
        *first_columns(wide, with_unit, personal),
        column("due", 11, _hour_cell, drop=due_drop, kind="moment") if hours else _due(drop=due_drop),
        _days(),
        column("state", 18, lambda line, context: state_cell(line)),
        _officer(with_unit),
    )


def returned_columns(with_unit: bool, personal: bool) -> tuple[ListColumn[DossierLine], ...]:
    """The columns for lists of unclosed dossiers (handed out, not closed), with the day of return and days since."""
    return (
        *first_columns(12 if with_unit else 20, with_unit, personal),
        day_stamp("returned", lambda line: line.returned),
        figure("days_returned", 6, lambda line: line.days_returned, TextRole.STRONG),
        _due(drop=1 if with_unit else 0),
        _days(drop=2 if with_unit else 0),
        _officer(with_unit),
    )


def procedure_column(width: int, **more: Any) -> ListColumn[DossierLine]:
    """The column of the procedure."""
    return column("procedure", width, lambda line, context: procedure_cell(line.procedure), cut=True, **more)


def plain_state_column() -> ListColumn[DossierLine]:
    """The column of states in lists of dossiers in any state. It has no colours and never says "unclosed"."""
    return column(
        "state", 18, lambda line, _: Cell(STATES[line.state.value], TextRole.DIM, value=line.state.value), drop=1
    )


def _due(drop: int) -> ListColumn[DossierLine]:
    return day_stamp("due", lambda line: line.due, drop=drop)


def _days(drop: int = 0) -> ListColumn[DossierLine]:
    return figure("days", 6, lambda line: line.days_late, TextRole.STRONG, blank=True, drop=drop)


def _officer(with_unit: bool) -> ListColumn[DossierLine]:
    return text("officer", 16, lambda line: line.officer, TextRole.DIM, drop=6 if with_unit else 5, cut=True)


def state_cell(line: DossierLine) -> Cell:
    """The cell of a dossier's state. "Unclosed" (handed out, but not closed) takes precedence over the state."""
    if line.unclosed:
        return Cell(TEXT.unclosed, TextRole.WARN, value="unclosed")
    role = TextRole.BAD if line.state.value in _BAD_STATES else TextRole.TEXT
    return Cell(STATES[line.state.value], role, value=line.state.value)


def _unit_cell(line: DossierLine, context: Context) -> Cell:
    unit = context.registry.units.by_key.get(line.unit)
    return context.unit_cell(unit.name, unit.key) if unit else Cell()


def _hour_cell(line: DossierLine, context: Context) -> Cell:
    # A due date without a time is the end of its day.
    timed = line.due is not None and line.due % DAY != DAY - 1
    return Cell(day_time(line.due) if timed else day(line.due), value=line.due)
