"""Charts of the last days, for a unit or for both levels. While a unit's chart is hidden, a line takes its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from typing_extensions import override

from cchc_tui.texts.tui import LEVELS
from cchc_tui.texts.tui_days import DAYS
from cchc_tui.tui.screens.board_screen import HIGH, BoardScreen
from cchc_tui.tui.session.queries import ForecastQuery, Query, TrendQuery
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Line, Span, line_width, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.forecast_text import days_line, unit_words
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.rows import PagedRows

if TYPE_CHECKING:
    from cchc_tui.boards.trend import Trend, TrendRow

#: The least height of a window that has charts below short lists.
TALL = 34
_LEAST = 7  # least rows of a chart
_BESIDE = 110  # with this many cells, there is room for two charts side by side
_NOTHING = 4  # rows for the sentence that an empty grid shows
_HIGH_SCREEN = 32  # with this many rows, a unit has a chart unless the user hides it
_UNIT_LOW, _UNIT_HIGH = 8, 13  # rows of that chart in lower and in higher windows


class LastDays(Lines):
    """The chart of a unit, or the charts of both levels if ``unit`` returns "" or an unknown key."""

    DEFAULT_CSS = "LastDays { display: none; height: 1fr; } LastDays.-on { display: block; }"

    def __init__(self, board: BoardScreen, unit: Callable[[], str] = str, lowest: int = TALL):
        """``lowest``: the least height of a window with charts."""
        super().__init__(self._charts, classes="chart")
        self._board = board
        self._unit = unit
        self._lowest = lowest

    def queries(self) -> tuple[Query, ...]:
        """The query for the trend; none if the window is too low for charts."""
        return (TrendQuery(),) if self._board.app.size.height >= self._lowest else ()

    @property
    def _trend(self) -> Trend | None:
        return cast("Trend | None", self._board.session.answer(TrendQuery()))

    def _row(self) -> TrendRow | None:
        return self._trend.row(self._unit()) if self._trend is not None else None

    def _rows(self) -> Sequence[tuple[str, TrendRow]]:
        trend, row = self._trend, self._row()
        if trend is None or not trend.moments or not self.queries():
            return ()
        return [(LEVELS[key], level) for key, level in trend.levels.items()] if row is None else [(row.name, row)]

    def fit(self, grid: Grid) -> bool:
        """Show the charts if there is enough room below the grid's rows. Return whether they are shown."""
        charts = len(self._rows())
        least = _LEAST * (min(1, charts) if self._board.app.size.width >= _BESIDE else charts)
        return grid.show_below(self, 1 if len(grid.rows) else _NOTHING, least)

    def _charts(self, cells: int) -> list[Line]:
        """The charts, one below the other or, if they then had too few rows, side by side."""
        rows = self._rows()
        each = self.size.height // max(1, len(rows))
        if each >= _LEAST or len(rows) < 2:
            return [line for name, row in rows for line in self._chart(row, cells, each, name=name)]
        wide = cells // len(rows)
        charts = [self._chart(row, wide, self.size.height, name=name) for name, row in rows]
        return [tuple(span for part in parts for span in spread(part, (), wide)) for parts in zip(*charts, strict=True)]

    def _chart(self, row: TrendRow, cells: int, rows: int, *, name: str = "", ahead: str = "") -> list[Line]:
        """The chart of a unit or level. The title has ``name``, and ``ahead``, a forecast in words."""
        from cchc_tui.tui.widgets.chart import chart_lines  # loaded on first use

        trend, timeline = self._trend, self._board.session.timeline
        if trend is None:
            return []
        meetings = [each.start for each in timeline.meetings if each.start <= trend.as_of] if timeline else []
        return chart_lines(trend, row, meetings, cells, rows, name, ahead)


class UnitChart(LastDays):
    """The chart of one unit, above the list of the unit's dossiers. While it is hidden, the screen shows ``line``."""

    _wanted: bool | None = None  # the user's choice of the chart; None: by the window's height

    @override
    def queries(self) -> tuple[Query, ...]:
        return (TrendQuery(), ForecastQuery())

    def toggle(self) -> None:
        """Hide the chart if it is shown, else show it. From then on, the chart ignores the window's height."""
        self._wanted = not self.has_class("-on")

    @override
    def fit(self, grid: Grid) -> bool:
        """Show or hide the chart, which fills the room below a short list. Return whether it is shown."""
        high, room = self._board.app.size.height, grid.room_with(self)
        shown = (high >= _HIGH_SCREEN if self._wanted is None else self._wanted) and self._row() is not None
        self.set_class(shown, "-on")
        rows = _UNIT_LOW if high < _HIGH_SCREEN else _UNIT_HIGH
        if high >= HIGH and isinstance(grid.rows, PagedRows):
            rows = max(rows, room - grid.needed_height - 1)
        self.styles.height = rows
        return shown

    @override
    def _charts(self, cells: int) -> list[Line]:
        row = self._row()
        return [] if row is None else self._chart(row, cells, self.size.height, ahead=self._expected())

    def _expected(self, *, brief: bool = False) -> str:
        """The forecast for the month's end, or why there is none; "" while the forecast is computed."""
        return unit_words(self._board.session.answer(ForecastQuery()), self._unit(), brief=brief)

    def line(self, late: int | None, ranks: Sequence[Line], cells: int) -> tuple[Line, Line]:
        """The last days as one line (empty without days), and the longest of ``ranks`` that fits beside that line.

        ``late`` replaces the count of the last day, because another board may have a newer count; None: no replacement.
        """
        row = self._row()
        if row is None or not row.late:
            return (), ranks[0]
        days = row.late if late is None else (*row.late[:-1], late)
        line, rank = days_line(days, row.stale, (self._expected(), self._expected(brief=True)), ranks, cells)
        flows = f"   {DAYS.received} {number(sum(row.received))}   {DAYS.resolved} {number(sum(row.resolved))}"
        room = cells - line_width((*line, *rank))
        return (*line, *((Span(flows, TextRole.DIM),) if len(flows) < room else ())), rank
