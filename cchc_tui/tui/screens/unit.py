"""The dossiers behind a figure of a unit, field, procedure, officer or age band, below that row's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from typing_extensions import override

from cchc_tui.boards.board import GROUPINGS, By
from cchc_tui.boards.dossier_filter import DossierFilter, Only
from cchc_tui.boards.dossiers import DossierLine
from cchc_tui.boards.late import LateBoard, LateRow
from cchc_tui.boards.leaderboard import OPENED_AS
from cchc_tui.texts.language import one_line
from cchc_tui.texts.tui import COLUMNS, ONLY, TEXT
from cchc_tui.texts.tui_ranks import RANKS
from cchc_tui.tui.screens.dossier_list import DossierListScreen, dossier_columns, returned_columns
from cchc_tui.tui.screens.last_days import UnitChart
from cchc_tui.tui.screens.list_columns import ListColumn
from cchc_tui.tui.session.queries import DirectivesQuery, LateQuery, Query
from cchc_tui.tui.style.formats import change, change_role, number, percent
from cchc_tui.tui.style.render import Line, Span, enough, line_width, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.grid import CHOSEN_SIGN
from cchc_tui.tui.widgets.ordering import Order

if TYPE_CHECKING:
    from cchc_tui.boards.directives import DirectiveRow


class UnitScreen(DossierListScreen):
    """The dossiers that one row of a leaderboard counts."""

    PLACE = "unit"

    def __init__(self, which: DossierFilter, name: str, above: str):
        super().__init__(which, name, above)
        by, self._key = _row_of(which)
        self._board_query = LateQuery(by, level=which.level) if by else None
        self._parts = _parts(which.only)
        self._row: LateRow | None = None
        self._peers = 0  # rows of its level
        self._chart: UnitChart | None = None  # only for a unit
        self._head.styles.height = 2
        if by == "unit":
            self._days = self._chart = UnitChart(self, self.current_unit)
            self.parts = (self._head, self._chart, self.grid)

    def queries(self) -> tuple[Query, ...]:
        """The query for the leaderboard, which has the row's figures, and the query for the list."""
        directives = (DirectivesQuery(),) if self._chart is not None else ()
        return (*((self._board_query,) if self._board_query else ()), *super().queries(), *directives)

    def help_signs(self) -> tuple[tuple[str, str], ...]:
        """The signs of the chart."""
        from cchc_tui.texts.tui_help import CHART_SIGNS  # imported at first use

        return CHART_SIGNS if self._chart is not None else ()

    def unavailable(self) -> frozenset[str]:
        """The chart action, unless the list is of a unit."""
        return frozenset() if self._chart is not None else frozenset({"chart"})

    def list_columns(self) -> tuple[ListColumn[DossierLine], ...]:
        """The columns. There is one for units, unless all dossiers are of one unit, or of an officer of one unit."""
        across = self._which.unit is None and self._which.officer is None
        if self._which.only == "returned_open":
            return returned_columns(across, self._personal)
        hours = self._which.only in {"due_soon", "due_today"}  # whether due dates show a time of day
        return dossier_columns(across, self._personal, hours)

    @override
    def receive(self, query: Query, answer: Any) -> None:
        super().receive(query, answer)
        if isinstance(answer, LateBoard):
            self._row = row = answer.row(self._key)
            self._peers = sum(row is not None and each.level == row.level for each in answer.rows)

    @override
    def draw_rows(self) -> None:
        """Draw the list; also show or hide the chart, which does not wait for the list."""
        if self._chart is None:
            super().draw_rows()
            return
        self.grid.draw()
        self._head.styles.height = (2 if self._chart.fit(self.grid) else 3) + bool(self._open_directives())

    @override
    def current_figure(self) -> tuple[str, str]:
        if self._which.only == "returned_open":
            return "unclosed", "unclosed"
        return "late", self._which.only

    @override
    def fit_columns(self) -> None:
        self.grid.default_order = (
            Order("returned", False) if self._which.only == "returned_open" else self.DEFAULT_ORDER
        )
        super().fit_columns()

    def prefs_key(self) -> str:
        """The key of preferences. The list of unclosed dossiers has its own columns and order."""
        return f"{self.PLACE}.returned" if self._which.only == "returned_open" else self.PLACE

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def head_lines(self, cells: int) -> list[Line]:
        """The row's figures and rank, the last days if no chart shows them, and the listed part."""
        place, chart = self._rank(), self._chart
        days = chart is not None and not chart.has_class("-on")
        room = cells - line_width(place)
        figures = self._figures(cells if days else room)
        above = line_width(figures) < room  # whether the rank is beside the figures, not the days
        head = [spread(figures, place if above else (), cells)]
        if chart is not None and days:
            late = self._row.counts.late if self._row is not None else None
            ranks = ((), ()) if above else (place, self._rank(level=False))
            head.append(spread(*chart.line(late, ranks, cells), cells))
        directives = [self._directives_line(cells)] if self._open_directives() else []
        return [*head, *directives, self._only_line(cells)]

    def _open_directives(self) -> list[DirectiveRow]:
        """The directives that the unit still has to meet, the most urgent first."""
        unit = self.board_app.source.registry.units.by_key.get(self._which.unit or "")
        board = self.session.answer(DirectivesQuery()) if self._chart is not None and unit is not None else None
        if board is None or unit is None:
            return []
        from cchc_tui.boards.last_meeting import need  # imported only if there are directives

        return sorted((row for row in board.rows if row.is_open and row.of(unit.key, unit.level.value)), key=need)

    def _directives_line(self, cells: int) -> Line:
        """How many directives are open, and as many of them as fit: the number, the figure, the state."""
        from cchc_tui.texts.tui_directives import PAGE  # imported only if there are directives
        from cchc_tui.tui.screens.directive_rows import STATE_ROLES, figures_text, measure_text, state_text

        calendar, rows = self.board_app.source.registry.calendar, self._open_directives()
        head = Span(f" {PAGE.open_here.format(n=len(rows))}  ", TextRole.STRONG)
        pieces: list[Line] = []
        for row in rows:
            what = row.text if row.measure is None else f"{measure_text(row)} ({figures_text(row)})"
            state = Span(f" {state_text(row, self.session.moment, calendar)}", STATE_ROLES[row.state])
            pieces.append((Span(f"{row.number}. {what}"), state))
        return enough((head,), pieces, "  ·  ", cells)

    def _figures(self, cells: int) -> Line:
        row = self._row
        if row is None or self._board_query is None:
            return ()
        counts = row.counts
        base = self.session.baseline(self._board_query)
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
        """The rank within the level, after a star if the unit is pinned. With ``level``, the level's name is added."""
        if self._row is None:
            return ()
        star = f"{CHOSEN_SIGN} " if self._which.unit in self.session.watchlist.pins else ""
        words = RANKS[self._row.level if level else ""].format(rank=self._row.rank, of=self._peers)
        return (Span(star, TextRole.STRONG), Span(f"{words} " if self._peers > 1 else "", TextRole.DIM))

    def _only_line(self, cells: int) -> Line:
        """The parts that can be listed, the chosen one in brackets, and the reference of changes."""
        spans: list[Span] = [Span(f" {TEXT.only_word} ", TextRole.DIM)]
        for only in self._parts:
            chosen = only == self._which.only
            words, role = (f"[{ONLY[only]}]", TextRole.STRONG) if chosen else (f" {ONLY[only]} ", TextRole.DIM)
            spans.append(Span(words, role))
        right = (Span(f"{self.session.since_words()} ", TextRole.DIM),)
        return spread(spans, right if line_width((*spans, *right)) < cells else (), cells)

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def action_chart(self) -> None:
        """Show or hide the chart."""
        if self._chart is not None:
            self._chart.toggle()
            self.invalidate()

    def action_only(self, only: str = "") -> None:
        """List the part ``only`` of the dossiers; without it, the next part."""
        parts = self._parts
        following = parts[(parts.index(self._which.only) + 1) % len(parts)]
        self._shown_answers.clear()
        self.change_filter(only=next((name for name in parts if name == only), following))
        self.fit_columns()
        self.arrange_as_kept()


def _row_of(which: DossierFilter) -> tuple[By | None, str]:
    """The grouping and key of the row of the late board whose dossiers a filter selects; (None, "") without one."""
    groups = ((by, getattr(which, OPENED_AS.get(by, by))) for by in GROUPINGS)
    return next(((by, key) for by, key in groups if key is not None), (None, ""))


def _parts(only: Only) -> tuple[Only, ...]:
    """The parts that can be listed. A list of "returned_open" has this part instead of "unclosed"."""
    other = "unclosed" if only == "returned_open" else "returned_open"
    listed = {"late", "overdue", "unclosed", "returned_open", "due_soon", "due_today", "all"} - {other}
    return tuple(part for part in get_args(Only) if part in listed)
