"""The last days of units or levels as charts, in the room that a board leaves in a high window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cchc_tui.texts.tui import LEVELS
from cchc_tui.tui.screens.board_screen import HIGH, BoardScreen
from cchc_tui.tui.session.queries import Query, TrendQuery
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.boards.trend import Trend, TrendRow
    from cchc_tui.tui.session.session import Session

_LEAST = 12  # rows of a chart
_NOTHING = 4  # rows for the sentence in an empty grid


def chart_of(session: Session, row: TrendRow, cells: int, rows: int, *, name: str = "", ahead: str = "") -> list[Line]:
    """The chart of a row of the trend, with the meetings up to the trend's end."""
    from cchc_tui.tui.widgets.chart import chart_lines  # loaded on first use

    trend: Trend = session.answer(TrendQuery())
    known = session.timeline.meetings if session.timeline else ()
    meetings = [each.start for each in known if each.start <= trend.as_of]
    return chart_lines(trend, row, meetings, cells, rows, name, ahead)


class LastDays(Lines):
    """The charts of a unit, or of both levels where ``unit`` returns "" or an unknown key.

    They share the height of the widget. ``fit`` gives them what the rows of a grid above leave.
    """

    DEFAULT_CSS = """
    LastDays { display: none; height: 1fr; }
    LastDays.-on { display: block; }
    """

    def __init__(self, board: BoardScreen, unit: Callable[[], str] = str):
        super().__init__(self._charts, classes="chart")
        self._board = board
        self._unit = unit

    def queries(self) -> tuple[Query, ...]:
        """The query of the trend, in windows that may have room."""
        return (TrendQuery(),) if self._board.app.size.height >= HIGH else ()

    def _rows(self) -> Sequence[tuple[str, TrendRow]]:
        trend: Trend | None = self._board.session.answer(TrendQuery())
        if trend is None or not trend.moments or not self.queries():
            return ()
        row = trend.row(self._unit())
        return [(LEVELS[key], level) for key, level in trend.levels.items()] if row is None else [(row.name, row)]

    def fit(self, grid: Grid) -> bool:
        """Show the charts if enough rows are free below the grid's. Returns whether they are shown."""
        room = grid.size.height + (self.size.height if self.has_class("-on") else 0)
        needed, rows = grid.needed_height + (1 if len(grid.rows) else _NOTHING), self._rows()
        fits = bool(rows) and room - needed >= _LEAST * len(rows)
        self.set_class(fits, "-on")
        grid.styles.height = needed if fits else "1fr"
        return fits

    def _charts(self, cells: int) -> list[Line]:
        rows, session = self._rows(), self._board.session
        each = self.size.height // max(1, len(rows))
        return [line for name, row in rows for line in chart_of(session, row, cells, each, name=name)]
