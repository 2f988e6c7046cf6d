"""Screens with the dossiers behind a row of a board, and the row's figures above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, get_args

from typing_extensions import override

from cchc_tui.boards.board import GROUPINGS, By
from cchc_tui.boards.dossier_filter import RECEIVED, DossierFilter, Only
from cchc_tui.boards.dossiers import DossierLine
from cchc_tui.boards.leaderboard import OPENED_AS
from cchc_tui.boards.table import ValueType
from cchc_tui.texts.tui import CHANNELS, ONLY, TEXT
from cchc_tui.tui.screens.dossier_list import (
    DossierListScreen,
    dossier_columns,
    first_columns,
    plain_state_column,
    returned_columns,
)
from cchc_tui.tui.screens.last_days import UnitChart
from cchc_tui.tui.screens.list_columns import ListColumn, stamp, text
from cchc_tui.tui.screens.opened_row import RowOpenedFrom
from cchc_tui.tui.session.queries import DirectivesQuery, LateQuery, Query, leaderboard_query
from cchc_tui.tui.style.render import Line, Span, enough, line_width, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.grid import CHOSEN_SIGN
from cchc_tui.tui.widgets.ordering import Order

if TYPE_CHECKING:
    from cchc_tui.boards.directives import DirectiveRow
    from cchc_tui.boards.late import LateBoard

_KNOWN_TYPES = frozenset({ValueType.COUNT, ValueType.SHARE})
_FIGURES = frozenset({"late", "overdue", "unclosed", "due_soon", "late_rate"})


class UnitScreen(DossierListScreen):
    """The list of the dossiers that one row of the late board counts."""

    PLACE = "unit"
    #: The board that has the row.
    board: ClassVar[str] = "late"

    def __init__(self, which: DossierFilter, name: str, above: str):
        super().__init__(which, name, above)
        by, key = _row_of(which)
        query = leaderboard_query(self.board, by, level=which.level) if by else None
        self._row = RowOpenedFrom(self, self.board, query, key)
        self._parts = RECEIVED if which.only in RECEIVED else _parts_with(which.only)
        self._chart: UnitChart | None = None  # only for a unit
        self._head.styles.height = 2
        if by == "unit" and self.board == UnitScreen.board:
            self._days = self._chart = UnitChart(self, self.current_unit)
            self.parts = (self._head, self._chart, self.grid)

    @override
    def queries(self) -> tuple[Query, ...]:
        directives = (DirectivesQuery(),) if self._chart is not None else ()
        return (*self._row.queries, *super().queries(), *directives)

    @override
    def help_signs(self) -> tuple[tuple[str, str], ...]:
        from cchc_tui.texts.tui_help import CHART_SIGNS  # imported at first use

        return CHART_SIGNS if self._chart is not None else ()

    @override
    def unavailable(self) -> frozenset[str]:
        return frozenset() if self._chart is not None else frozenset({"chart"})

    @property
    def _returned(self) -> bool:
        """Whether the list has only open dossiers that were handed out. Such a list has its own columns and order."""
        return self._which.only == "returned_open"

    @override
    def list_columns(self) -> tuple[ListColumn[DossierLine], ...]:
        across = self._which.unit is None and self._which.officer is None  # whether they may be of several units
        if self._returned:
            return returned_columns(across, self._personal)
        return dossier_columns(across, self._personal, hours=self._which.only in {"due_soon", "due_today"})

    @override
    def draw_rows(self) -> None:
        """Draw the list; also show or hide the chart, which does not wait for the list."""
        if self._chart is None:
            super().draw_rows()
            return
        self.grid.draw()
        lines = (2 if self._chart.fit(self.grid) else 3) + bool(self._open_directives())
        before, self._head.styles.height = self._head.styles.height, lines
        if before != self._head.styles.height:  # the chart has other room then
            self.call_after_refresh(self.invalidate)

    @override
    def current_figure(self) -> tuple[str, str]:
        return ("unclosed", "unclosed") if self._returned else ("late", self._which.only)

    @override
    def fit_columns(self) -> None:
        self.grid.default_order = Order("returned", False) if self._returned else self.DEFAULT_ORDER
        super().fit_columns()

    @override
    def prefs_key(self) -> str:
        return f"{self.PLACE}.returned" if self._returned else self.PLACE

    @override
    def head_lines(self, cells: int) -> list[Line]:
        """The row's figures and rank, the last days if their chart is hidden, open directives, and the choices."""
        place, chart = self._rank(), self._chart
        days = chart is not None and not chart.has_class("-on")
        room = cells - line_width(place)
        figures = self.figures(cells if days else room)
        above = line_width(figures) < room  # whether the rank is beside the figures, not the days
        head = [spread(figures, place if above else (), cells)]
        if chart is not None and days:
            ranks = ((), ()) if above else (place, self._rank(level=False))
            board: LateBoard | None = self.last(LateQuery)
            row = None if board is None else board.row(self._row.key)
            head.append(spread(*chart.line(None if row is None else row.counts.late, ranks, cells), cells))
        directives = [self._directives_line(cells)] if self._open_directives() else []
        return [*head, *directives, self._only_line(cells)]

    def figures(self, cells: int) -> Line:
        """As many figures of the board's row as fit into ``cells``."""
        return self._row.figures(cells, lambda one: one.key in _FIGURES, counts=True)

    def _rank(self, *, level: bool = True) -> Line:
        """The rank of the board's row, after a star if the row is a pinned unit."""
        star = f"{CHOSEN_SIGN} " if self._which.unit in self.session.watchlist.pins else ""
        return (Span(star, TextRole.STRONG), *self._row.rank(level=level))

    def _open_directives(self) -> list[DirectiveRow]:
        """The directives that the unit still has to meet, the most urgent first."""
        unit = self.registry.units.by_key.get(self._which.unit or "")
        board = self.session.answer(DirectivesQuery()) if self._chart is not None else None
        if board is None or unit is None:
            return []
        from cchc_tui.boards.last_meeting import need  # imported only if there are directives

        return sorted((row for row in board.rows if row.is_open and row.of(unit.key, unit.level.value)), key=need)

    def _directives_line(self, cells: int) -> Line:
        """The number of open directives, then as many as fit, each with number, measure or text, and state."""
        from cchc_tui.texts.tui_directives import PAGE  # imported only if there are directives
        from cchc_tui.tui.screens.directive_rows import STATE_ROLES, figures_text, measure_text, state_text

        rows = self._open_directives()
        head = Span(f" {PAGE.open_here.format(n=len(rows))}  ", TextRole.STRONG)
        pieces: list[Line] = []
        for row in rows:
            what = row.text if row.measure is None else f"{measure_text(row)} ({figures_text(row)})"
            words = state_text(row, self.session.moment, self.registry.calendar)
            pieces.append((Span(f"{row.number}. {what}"), Span(f" {words}", STATE_ROLES[row.state])))
        return enough((head,), pieces, "  ·  ", cells)

    def _only_line(self, cells: int) -> Line:
        spans: list[Span] = [Span(f" {TEXT.only_word} ", TextRole.DIM)]
        for only in self._parts:
            chosen = only == self._which.only
            words, role = (f"[{ONLY[only]}]", TextRole.STRONG) if chosen else (f" {ONLY[only]} ", TextRole.DIM)
            spans.append(Span(words, role))
        return self.with_since(spans, cells)

    def action_chart(self) -> None:
        """Show or hide the chart."""
        if self._chart is not None:
            self._chart.toggle()
            self.invalidate()

    def action_only(self, only: str = "") -> None:
        """List the dossiers of the choice ``only``.

        If there is no such choice, as for "", list the dossiers of the next choice.
        """
        following = self._parts[(self._parts.index(self._which.only) + 1) % len(self._parts)]
        self._shown_answers.clear()
        self.change_filter(only=next((name for name in self._parts if name == only), following))
        self.fit_columns()
        self.arrange_as_kept()


class ReceivedScreen(UnitScreen):
    """The list of dossiers received in the year, with their channels. The choices: all, online, and other dossiers."""

    DEFAULT_ORDER: ClassVar[Order] = Order("received", True)
    board = "online"
    topic = "received"

    @override
    def prefs_key(self) -> str:
        return self.topic

    @override
    def current_figure(self) -> tuple[str, str]:
        return "", ""

    @override
    def list_columns(self) -> tuple[ListColumn[DossierLine], ...]:
        across = self._which.unit is None
        return (
            *first_columns(14 if across else 24, across, self._personal),
            stamp("received", lambda line: line.received),
            text("channel", 11, lambda line: CHANNELS.get(line.channel, line.channel), cut=True, sortable=False),
            plain_state_column(),
        )

    @override
    def figures(self, cells: int) -> Line:
        return self._row.figures(cells, lambda one: one.type in _KNOWN_TYPES)


def _parts_with(only: Only) -> tuple[Only, ...]:
    """The choices of dossiers to list. If ``only`` is "returned_open", it is offered instead of "unclosed"."""
    other = "unclosed" if only == "returned_open" else "returned_open"
    listed = {"late", "overdue", "unclosed", "returned_open", "due_soon", "due_today", "all"} - {other}
    return tuple(part for part in get_args(Only) if part in listed)


def _row_of(which: DossierFilter) -> tuple[By | None, str]:
    """The grouping in which a filter selects a row of the board, and the row's key; (None, "") if there is no row."""
    groups = ((by, getattr(which, OPENED_AS.get(by, by))) for by in GROUPINGS)
    return next(((by, key) for by, key in groups if key is not None), (None, ""))
