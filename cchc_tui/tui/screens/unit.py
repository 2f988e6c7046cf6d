"""The dossiers behind a figure of a unit, field, procedure, officer or age band, one line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, get_args

from textual.binding import BindingType
from typing_extensions import override

from cchc_tui.boards.dossier_filter import DossierFilter, Only
from cchc_tui.boards.dossiers import DossierLine, DossierList
from cchc_tui.boards.late import LateBoard, LateRow
from cchc_tui.boards.trend import Trend, TrendRow
from cchc_tui.texts.language import one_line, tr
from cchc_tui.texts.tui import COLUMNS, ONLY, TEXT
from cchc_tui.texts.tui_days import DAYS
from cchc_tui.texts.tui_ranks import RANKS
from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.screens.board_screen import HIGH
from cchc_tui.tui.screens.dossier_rows import columns, finder
from cchc_tui.tui.screens.export_parts import ExportParts, Paged
from cchc_tui.tui.screens.last_days import LastDays, chart_of
from cchc_tui.tui.screens.list_columns import ListColumn, grid_columns, grid_row
from cchc_tui.tui.screens.sortable import SortableScreen
from cchc_tui.tui.session.queries import ForecastQuery, LateQuery, LinesRequest, ListQuery, Query, TrendQuery
from cchc_tui.tui.style.formats import change, change_role, number, percent
from cchc_tui.tui.style.render import Line, Span, line_width, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.forecast_text import days_line, unit_words
from cchc_tui.tui.widgets.grid import CHOSEN_SIGN
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.ordering import Order
from cchc_tui.tui.widgets.rows import PagedRows
from cchc_tui.tui.widgets.sortable import SortableGrid

if TYPE_CHECKING:
    from cchc_tui.tui.widgets.explanation import Explanation

_HIGH_SCREEN = 32
_CHART_LOW, _CHART_HIGH = 8, 13


class UnitScreen(SortableScreen):
    """The dossiers that one row of a leaderboard counts."""

    DEFAULT_CSS = """
    UnitScreen > .chart { display: none; }
    UnitScreen > .chart.-on { display: block; }
    """
    PLACE = "unit"
    DRILLED = True
    BINDINGS: ClassVar[list[BindingType]] = bindings("unit", "drill")
    #: The order of the list if the user has not sorted it.
    DEFAULT_ORDER: ClassVar[Order] = Order("days", True)

    def __init__(self, which: DossierFilter, name: str, board: LateQuery | None, key: str, above: str):
        super().__init__()
        self._which = which
        self._personal = False  # whether the columns include personal data
        self._called = name
        self._board_query = board
        self._key = key
        self._above = above
        self._row: LateRow | None = None
        self._place = (0, 0)  # rank in its level, number of rows there
        self._coming: PagedRows | None = None  # rows of a newer list, shown once the visible ones are fetched
        self._shown: PagedRows | None = None
        self._asked: dict[Query, PagedRows] = {}
        self._trend: Trend | None = None
        self._charting = False
        self._charted: bool | None = None  # the user's choice of the chart; None: by the screen's height
        self._head = Lines(self._head_lines)
        self._chart = Lines(self._chart_lines, classes="chart")
        self._head.styles.height = 3 if self._has_days else 2
        self._grid = SortableGrid(grid_columns(self.list_columns()), default_order=self.DEFAULT_ORDER)
        self._days = LastDays(self, self.current_unit)
        self.parts = (self._head, self._chart, self._grid, self._days)

    def apply_arrangement(self, order: Order, chosen: Sequence[str]) -> None:
        """Fetch the list again: the query sorts it."""
        super().apply_arrangement(order, chosen)
        self._ask_again(sort=str(order))

    def on_sortable_grid_sorted(self, event: SortableGrid.Sorted) -> None:
        """Fetch the list again: the query sorts it."""
        self._ask_again(sort=str(event.grid.order))

    def set_filter(self, text: str) -> None:
        """Filter, which also fetches the list again: the query filters it."""
        super().set_filter(text)
        self._ask_again(text=self._grid.filter.text)

    def _ask_again(self, **changed: Any) -> None:
        """Fetch the list with a changed filter or order. The old rows stay until the new list comes."""
        changed = {name: value for name, value in changed.items() if getattr(self._which, name, "") != value}
        if changed:
            self._which = replace(self._which, **changed)
            self.wants_changed()

    def queries(self) -> tuple[Query, ...]:
        """The queries that this board sends."""
        board = (self._board_query,) if self._board_query is not None else ()
        days = (TrendQuery(), ForecastQuery()) if self._has_days else self._days.queries()
        return (*board, ListQuery(self._which), *days)

    def rests_on(self) -> tuple[Query, ...]:
        """The query of the list only: without the leaderboard's answer, just the figures above are missing."""
        return (ListQuery(self._which),)

    def crumbs(self) -> tuple[str, ...]:
        """The breadcrumbs from the board to this screen."""
        return (self._above, self._called)

    def file_name_parts(self) -> tuple[str, ...]:
        """The breadcrumbs and the listed part, such as overdue."""
        return (*self.crumbs(), tr(ONLY[self._which.only]))

    def export_parts(self) -> ExportParts | None:
        """The whole list, whose lines the export fetches; None before the list comes."""
        found = self.session.answer(ListQuery(self._which))
        if not isinstance(found, DossierList):
            return None
        return ExportParts(paged=Paged(found, self._row_maker()))

    def _row_maker(self) -> Callable[[DossierLine], GridRow]:
        """A function that makes the row of a dossier."""
        columns, units = self.list_columns(), self.board_app.source.registry.units.by_key
        return lambda line: grid_row(str(line.id), columns, line, units)

    @property
    def _across(self) -> bool:
        """Whether the dossiers may be of several units. An officer's are of one, which is part of the officer's key."""
        return self._which.unit is None and self._which.officer is None

    def help_chosen(self) -> Explanation | None:
        """The explanation of the state of the dossier under the cursor; None without one."""
        from cchc_tui.tui.widgets.explanation import of_state  # loaded on first use

        row = self._grid.rows.get(self._grid.cursor) if len(self._grid.rows) else None
        if row is None:
            return None
        state = next(row.cells[i].value for i, column in enumerate(self._grid.columns) if column.key == "state")
        return of_state(row.cells[0].text, str(state))

    @property
    def _has_days(self) -> bool:
        """Whether the last days are shown: only for a whole unit, not a field or procedure within one."""
        which = self._which
        return which.unit is not None and self._board_query is not None and not (which.field or which.procedure)

    def help_signs(self) -> tuple[tuple[str, str], ...]:
        """The signs of the chart."""
        from cchc_tui.texts.tui_help import CHART_SIGNS  # loaded on first use

        return CHART_SIGNS if self._has_days else ()

    def unavailable(self) -> frozenset[str]:
        """The chart, except for a whole unit."""
        return frozenset() if self._has_days else frozenset({"chart"})

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def current_unit(self) -> str:
        """The unit of the list; "" if the list is not of one unit."""
        return self._which.unit or ""

    @override
    def receive(self, query: Query, answer: Any) -> None:
        if isinstance(answer, LateBoard):
            self._row = answer.row(self._key)
            peers = [row for row in answer.rows if self._row is not None and row.level == self._row.level]
            self._place = (self._row.rank if self._row else 0, len(peers))
        elif isinstance(answer, Trend):
            self._trend = answer
        elif isinstance(answer, DossierList) and query == ListQuery(self._which):
            rows = PagedRows(len(answer), lambda offset, limit: self._ask(rows, answer, offset, limit), finder(answer))
            self._coming = rows
            self._settle()

    def let_go(self) -> None:
        """Drop the rows of the list except those around the cursor."""
        if self._shown is not None:
            self._shown.rest(self._grid.cursor)
        self._coming = None
        self._asked.clear()

    def _ask(self, rows: PagedRows, found: DossierList, offset: int, limit: int) -> None:
        self._asked[self.session.fetch_once(LinesRequest(found, offset, limit))] = rows

    def on_fetched(self, query: Query, answer: Any) -> None:
        """Add a fetched page of lines to its rows."""
        rows = self._asked.pop(query, None)
        if rows is None or not isinstance(query, LinesRequest):
            return
        rows.fill(query.offset, list(map(self._row_maker(), answer)))
        if rows is self._coming:
            self._settle()
        elif rows is self._shown:
            self._grid.refresh_rows()
            self.invalidate(rows=False)

    def _settle(self) -> None:
        """Show the newer rows once the visible ones are fetched, so that a refresh never blanks the list."""
        rows = self._coming
        if rows is None:
            return
        at = rows.find(self._grid.cursor_key) if self._grid.cursor_key else -1
        at = at if at >= 0 else min(self._grid.cursor, max(0, len(rows) - 1))
        near, last = self._grid.size.height, len(rows) - 1
        ends = {max(0, at - near), at, min(last, at + near)} if last >= 0 else set()
        if None in [rows.get(index) for index in ends]:  # a list, not any(): each ``get`` requests its page
            return
        self._coming, self._shown = None, rows
        self._grid.empty = ((), (Span(f"   {TEXT.no_dossiers}", TextRole.DIM),))
        self._grid.set_rows(rows, mark=False)
        self.invalidate()

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _head_lines(self, cells: int) -> list[Line]:
        place, days = self._rank(), self._has_days and not self._charting
        room = cells - line_width(place)
        figures = self._figures(cells if days else room)
        above = line_width(figures) < room  # whether the rank goes beside the figures rather than the days
        head = [spread(figures, place if above else (), cells)]
        if days:
            head.append(spread(*self._days_line(() if above else place, cells), cells))
        return [*head, self._filter(cells)]

    def _day_row(self) -> TrendRow | None:
        trend, unit = self._trend, self._which.unit
        return trend.row(unit) if trend is not None and unit is not None else None

    def _days_line(self, place: Line, cells: int) -> tuple[Line, Line]:
        """The last days in one line, and the rank for the right end. Today's figure is the leaderboard's newer one."""
        row = self._day_row()
        if row is None or not row.late:
            return (), place
        late = (*row.late[:-1], self._row.counts.late) if self._row is not None else row.late
        ranks = (place, self._rank(level=False) if place else ())
        line, place = days_line(late, row.stale, (self._expected(), self._expected(brief=True)), ranks, cells)
        flows = f"   {DAYS.received} {number(sum(row.received))}   {DAYS.resolved} {number(sum(row.resolved))}"
        room = cells - line_width((*line, *place))
        return (*line, *((Span(flows, TextRole.DIM),) if len(flows) < room else ())), place

    def _expected(self, *, brief: bool = False) -> str:
        """The forecast for the month's end, or why there is none; "" while the forecast is computed."""
        forecast = self.session.answer(ForecastQuery())
        return unit_words(forecast, self._which.unit or "", brief=brief)

    def _chart_lines(self, cells: int) -> list[Line]:
        row = self._day_row()
        return chart_of(self.session, row, cells, self._chart_rows, ahead=self._expected()) if row is not None else []

    @property
    def _chart_rows(self) -> int:
        """The rows of the chart. In a high window it has what a short list leaves."""
        height = self.app.size.height
        if height < HIGH or self._shown is None:
            return _CHART_LOW if height < _HIGH_SCREEN else _CHART_HIGH
        room = self._grid.size.height + (self._chart.size.height if self._charting else 0)
        return max(_CHART_HIGH, room - self._grid.needed_height - 1)

    @override
    def draw_rows(self) -> None:
        """Show or hide the chart. Without the chart, a line above the list has the last days."""
        self._grid.draw()
        if not self._has_days:
            if self._shown is not None:
                self._days.fit(self._grid)
            return
        wanted = self.app.size.height >= _HIGH_SCREEN if self._charted is None else self._charted
        self._charting = wanted and self._day_row() is not None
        self._chart.set_class(self._charting, "-on")
        self._chart.styles.height = self._chart_rows
        self._head.styles.height = 2 + (not self._charting)

    def action_chart(self) -> None:
        """Show or hide the chart."""
        self._charted = not self._charting
        self.invalidate()

    def _figures(self, cells: int) -> Line:
        row = self._row
        if row is None:
            return ()
        counts = row.counts
        base = self.session.baseline(self._board_query) if self._board_query is not None else None
        old = base.row(self._key) if base is not None else None
        line: Line = ()
        for key in ("late", "overdue", "unclosed", "due_soon", "rate"):
            title = Span(f"{'   ' if line else ' '}{one_line(COLUMNS[key][0]).lower()} ", TextRole.DIM)
            if key == "rate":
                longer = (*line, title, Span(percent(counts.late_rate), TextRole.STRONG))
            else:
                now, before = getattr(counts, key), getattr(old.counts, key) if old is not None else None
                moved = () if before is None else (Span(f" {change(now, before)}", change_role(now, before)),)
                longer = (*line, title, Span(number(now), TextRole.STRONG), *moved)
            line = longer if line_width(longer) < cells else line
        return line

    def _rank(self, *, level: bool = True) -> Line:
        """The rank within the level, with the level's name if ``level`` is set, after a star if the unit is pinned."""
        place, of = self._place
        if self._row is None:
            return ()
        star = f"{CHOSEN_SIGN} " if self._which.unit in self.session.watchlist.pins else ""
        rank = f"{RANKS[self._row.level if level else ''].format(rank=place, of=of)} " if of > 1 else ""
        return (Span(star, TextRole.STRONG), Span(rank, TextRole.DIM))

    def _filter(self, cells: int) -> Line:
        spans: list[Span] = [Span(f" {TEXT.only_word} ", TextRole.DIM)]
        for only in _CYCLE:
            chosen = only == self._which.only
            spans.append(
                Span(f"[{ONLY[only]}]" if chosen else f" {ONLY[only]} ", TextRole.STRONG if chosen else TextRole.DIM)
            )
        right = (Span(f"{self.session.since_words()} ", TextRole.DIM),)
        return spread(spans, right if line_width((*spans, *right)) < cells else (), cells)

    def forget_persons(self) -> None:
        """Remove the lines until they are fetched again, and a filter that may name somebody. The cursor stays."""
        super().forget_persons()
        if self._personal:
            self.set_filter("")
        self._coming = self._shown = None
        self._asked.clear()
        self._grid.forget_rows()
        self._fit_columns()

    def on_mount(self) -> None:
        """Set the columns: the screen may open while personal data are shown."""
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Adapt the columns to the access level to personal data."""
        if self._personal != self.session.access.level.personal:
            self._personal = not self._personal
            key = self._grid.cursor_key
            self._set_columns()
            self._grid.stay_on(key)

    def _set_columns(self) -> None:
        wanted = grid_columns(self.list_columns())
        if self._grid.columns != wanted:
            self._grid.set_columns(wanted)

    # ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────
    def list_columns(self) -> tuple[ListColumn[DossierLine], ...]:
        """The columns of the list."""
        hours = self._which.only in {"due_soon", "due_today"}  # whether due dates have an hour
        return columns(self._across, self._personal, hours)

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the dossier."""
        from cchc_tui.tui.screens.dossier import DossierScreen  # loaded on first use

        self.app.push_screen(DossierScreen(int(event.key), self.crumbs()))

    def action_only(self, only: str = "") -> None:
        """List the part ``only`` of the dossiers, or the next part."""
        following = _CYCLE[(_CYCLE.index(self._which.only) + 1) % len(_CYCLE)]
        self._shown_answers.clear()
        self._ask_again(only=next((name for name in _CYCLE if name == only), following))
        self._set_columns()


_CYCLE: tuple[Only, ...] = tuple(
    only for only in get_args(Only) if only in {"late", "overdue", "unclosed", "due_soon", "due_today", "all"}
)
