"""Board 1: late counts in large figures, units with most late dossiers, model practices, events, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.timer import Timer
from typing_extensions import override

from cchc_tui.domain.moments import to_date
from cchc_tui.texts.tui import COLUMNS, LEVELS, TEXT, WORST
from cchc_tui.tui.screens.board_screen import HIGH, BoardScreen, ExportParts
from cchc_tui.tui.screens.last_days import LastDays
from cchc_tui.tui.screens.overview_lines import LEFT, TALL, event_lines, figure_lines, finding_line, level_figure, moved
from cchc_tui.tui.session.queries import ForecastQuery, LateQuery, OverviewQuery, Query
from cchc_tui.tui.session.status import Time
from cchc_tui.tui.style.formats import count, number
from cchc_tui.tui.style.missing_sheet import missing_sheet
from cchc_tui.tui.style.render import Line, Span, fit_words
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cells import change_cell, rank_cell, unit_cell
from cchc_tui.tui.widgets.columns import FIGURES, Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor, restart
from cchc_tui.tui.widgets.forecast_text import levels_line
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Beside, Lines
from cchc_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from cchc_tui.boards.late import LateBoard
    from cchc_tui.boards.overview import Overview
    from cchc_tui.tui.widgets.explanation import Explanation

_WIDE = 110
_NARROW = 72  # in a narrower window the practices are left out for the units' names; they have a board of their own
_MODEL = 36  # cells in which the practices' names differ; one of them is a whole sentence
_FEW, _MANY = 5, 12  # number of units on low and on high screens


class OverviewScreen(BoardScreen):
    """The screen of the overview, the first board of a meeting."""

    PLACE = "overview"
    DEFAULT_CSS = """
    OverviewScreen > .figures { height: auto; }
    OverviewScreen > .lists { height: 6; }
    OverviewScreen.-tall > .lists { height: 13; }
    OverviewScreen > .lists > .models { width: 36; }
    OverviewScreen.-wide > .lists > .models { width: 40%; min-width: 60; }
    OverviewScreen.-narrow > .lists > .models { display: none; }
    OverviewScreen > .below { height: 1fr; }
    OverviewScreen .events { height: 1fr; }
    OverviewScreen LastDays { width: 40%; }
    OverviewScreen.-empty > .lists { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._fresh: frozenset[str] = frozenset()
        self._fading: Timer | None = None
        self._figures = Lines(self._figure_lines, classes="figures")
        self._worst = Grid(
            (
                GridColumn("rank", COLUMNS["rank"][0], 2, right=True, drop=FIGURES + 1, kind="count"),
                GridColumn("move", "", 3, drop=FIGURES + 3, kind="count"),
                GridColumn("name", WORST, 14, measured=True),
                GridColumn("late", COLUMNS["late"][0], 5, right=True, watch=True, measured=True, kind="count"),
                GridColumn("change", COLUMNS["change"][0], 4, right=True, drop=2, measured=True, kind="count"),
                GridColumn("bar", "", 6, drop=FIGURES + 2, grow=40),
            ),
        )
        self._models = Grid(
            (
                GridColumn("practice", COLUMNS["practice"][0], 9, measured=True),
                GridColumn(
                    "claimed", COLUMNS["claimed"][0], 3, right=True, watch=True, grow=5, measured=True, kind="count"
                ),
                GridColumn("change", COLUMNS["change"][0], 4, right=True, kind="count"),
                *(
                    GridColumn(key, COLUMNS[key][0], 4, right=True, watch=True, kind="count")
                    for key in ("shown", "unseen", "unknown")
                ),
                GridColumn("planned", COLUMNS["planned"][0], 8, right=True, watch=True, drop=FIGURES + 1, kind="count"),
            ),
            classes="models",
            name="models",
        )
        self._events = Lines(self._event_lines, classes="events")
        self._days = LastDays(self, lambda: self._worst.cursor_key, HIGH)
        self.parts = (
            self._figures,
            Beside(self._worst, self._models, classes="lists"),
            Beside(self._events, self._days, classes="below"),
        )
        self._set_classes(update=False)  # before the first frame no styles need an update

    @override
    def queries(self) -> tuple[Query, ...]:
        return (OverviewQuery(), LateQuery("unit"), ForecastQuery(), *self._days.queries())

    def help_chosen(self) -> Explanation | None:
        """How the unit's figures are computed or, if the list of practices has the focus, the practice's totals."""
        from cchc_tui.tui.widgets.explanation import of_counts, of_practice_totals  # imported at first use

        if self._models.has_focus and self._board is not None:
            key = self._models.cursor_key
            column = next((each for each in self._board.practices if each.key == key), None)
            return None if column is None else of_practice_totals(column)
        row = self._units.row(self._worst.cursor_key) if self._units is not None else None
        return None if row is None else of_counts(row.name, row.counts)

    def export_parts(self) -> ExportParts | None:
        """A table of the large figures, to precede the tables of the two lists; None before the answer."""
        from cchc_tui.tui.screens.export_snapshot import figures_table  # imported at first use

        board = self._board
        return None if board is None else ExportParts(before=(figures_table(board, self._base()),))

    @override
    def fit(self) -> None:
        super().fit()
        self._set_classes()

    def _set_classes(self, *, update: bool = True) -> None:
        self.set_class(self.app.size.width >= _WIDE, "-wide", update=update)
        self.set_class(self.app.size.height >= TALL, "-tall", update=update)
        self.set_class(self.app.size.width < _NARROW, "-narrow", update=update)
        self._days.set_class(self.app.size.width >= _WIDE and self.app.size.height >= HIGH, "-on", update=update)

    def current_unit(self) -> str:
        """The key of the unit under the cursor; "" unless the list of units has the focus."""
        return self._worst.cursor_key if self._worst.has_focus else ""

    @override
    def current_figure(self) -> tuple[str, str]:
        return "late", "late"

    @override
    def receive(self, query: Query, before: Any) -> None:
        board = self._board
        first = before is None or before.data_as_of is None
        if isinstance(query, OverviewQuery) and board is not None and not first and self.marking:
            old = before.levels
            changed = {level for level, of in board.levels.items() if level not in old or old[level].late != of.late}
            if changed:
                self._fresh |= changed
                self._fading = restart(self._fading, self, self._fade)

    @property
    def _board(self) -> Overview | None:
        return cast("Overview | None", self.last(OverviewQuery))

    @property
    def _units(self) -> LateBoard | None:
        return cast("LateBoard | None", self.last(LateQuery))

    @override
    def draw_rows(self) -> None:
        self._worst.starred = self.session.watchlist.pins
        if self._units is not None and self._units.data_as_of is not None:
            self._draw_worst(self._units)
        if self._board is not None:
            self._draw_models(self._board)

    @override
    def draw_frame(self) -> None:
        super().draw_frame()
        self.set_class(self.status.empty, "-empty")

    def _fade(self) -> None:
        self._fresh = frozenset()
        self.invalidate(rows=False)

    def _base(self) -> Overview | None:
        return cast("Overview | None", self.session.baseline(OverviewQuery()))

    def _figure_lines(self, cells: int) -> list[Line]:
        status, board = self.status, self._board
        if status.empty:
            return list(self.empty_lines(cells))
        if board is None or board.data_as_of is None:
            board = None
        base = self._base()
        levels, old = board.levels if board is not None else {}, base.levels if base is not None else {}
        figures = [
            level_figure(LEVELS[level], levels.get(level), old.get(level), fresh=level in self._fresh)
            for level in LEVELS
        ]
        asides: list[Line] = []
        forecast: Line = ()
        if board is not None:
            asides.append(moved(TEXT.due_soon_total, _due_soon(board), _due_soon(base) if base is not None else None))
            if board.unplaced_dossiers:
                were = base.unplaced_dossiers if base is not None else None
                asides.append(moved(TEXT.unplaced_total, board.unplaced_dossiers, were, TextRole.WARN))
            forecast = levels_line(self.session.answer(ForecastQuery()), board.data_as_of, cells - LEFT)
        return figure_lines(figures, asides, self._title(board), forecast, cells, self.app.size.height)

    def _title(self, board: Overview | None) -> tuple[Line, Line]:
        left: Line = (Span(f"  {TEXT.overview_title}", TextRole.STRONG),)
        if board is not None:
            year = to_date(board.as_of).year
            left = (*left, Span(f" {TEXT.overview_year.format(year=year)}", TextRole.DIM))
        if self.status.time is Time.DEMO:
            left = (*left, Span(f"   {TEXT.made_up}", TextRole.WARN))
        return left, (Span(f"{self.session.since_words()} ", TextRole.DIM),)

    def _draw_worst(self, units: LateBoard) -> None:
        worst = units.rows[: _MANY if self.app.size.height >= TALL else _FEW]
        base: LateBoard | None = self.session.baseline(LateQuery("unit"))
        before = {row.key: row.counts.late for row in base.rows} if base is not None else {}
        places = {row.key: place for place, row in enumerate(base.rows, 1)} if base is not None else {}
        top = max((row.counts.late for row in worst), default=0)
        rows = []
        for place, row in enumerate(worst, 1):
            late = row.counts.late
            name = unit_cell(row.name, self.registry.units.by_key.get(row.key))
            head = (Cell(str(place), TextRole.DIM, value=place), rank_cell(place, places.get(row.key)), name)
            figures = (Cell(number(late), TextRole.STRONG, value=late), change_cell(late, before.get(row.key)))
            rows.append(GridRow(row.key, (*head, *figures, Cell("", TextRole.BAR, late / top if top else 0.0))))
        self._worst.set_rows(Rows(rows), mark=self.marking)

    def _draw_models(self, board: Overview) -> None:
        wide = self.app.size.width >= _WIDE
        of = f"/{board.units}" if wide else ""
        base = self._base()
        before = {practice.key: practice.claimed for practice in base.practices} if base is not None else {}
        rows = []
        for each in board.practices:
            name = Cell(fit_words(each.name, _MODEL), short=each.short)
            claimed = Cell(f"{count(each.claimed)}{of}", TextRole.STRONG, value=each.claimed)
            changed = change_cell(each.claimed, before.get(each.key), more_is_bad=False)
            shown = Cell(count(each.seen), TextRole.STRONG, value=each.seen)
            unseen = Cell(count(each.unseen), TextRole.BAD if each.unseen else TextRole.DIM, value=each.unseen)
            unknown = Cell(count(each.unknown), TextRole.DIM, value=each.unknown)
            planned = Cell(count(each.states.get("planned")), TextRole.DIM, value=each.states.get("planned"))
            rows.append(GridRow(each.key, (name, claimed, changed, shown, unseen, unknown, planned)))
        self._models.set_rows(Rows(rows), mark=self.marking)

    def _event_lines(self, cells: int) -> list[Line]:
        board = self._board
        if board is None or board.data_as_of is None:
            return []
        room = self._events.size.height
        events = event_lines(board, cells, max(1, room - 2))
        missing: Line = () if board.claims else (Span(f"  {missing_sheet('rollout', cells - 3)}", TextRole.WARN),)
        return [missing, *events, finding_line(board, self._base(), cells)]

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the late dossiers of the unit under the cursor. A practice opens the board of model practices."""
        if event.widget is self._models:
            self.app.call_later(self.app.run_action, "board('rollout')")
            return
        row = self._units.row(event.key) if self._units is not None else None
        if row is not None:
            from cchc_tui.boards.dossier_filter import DossierFilter  # imported at first use
            from cchc_tui.tui.screens.unit import UnitScreen

            self.app.push_screen(UnitScreen(DossierFilter(unit=row.key), row.name, self.crumbs()[0]))


def _due_soon(board: Overview) -> int:
    return sum(counts.due_soon for counts in board.levels.values())
