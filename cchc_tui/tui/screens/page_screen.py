"""The base of screens about one thing: lines of facts, and below them a list, such as the thing's history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.screens.last_days import LastDays
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import GridColumn, GridRow
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.rows import Rows


class PageScreen(BoardScreen):
    """A screen with the answer to one query as facts and rows. An answer of None says that the thing does not exist."""

    DRILLED = True
    grid: Grid
    DEFAULT_CSS = "PageScreen > .facts { height: auto; }"

    def __init__(self, query: Query, above: tuple[str, ...], columns: Sequence[GridColumn]):
        super().__init__()
        self._query, self._above = query, above
        self.facts = Lines(self._fact_lines, classes="facts")
        self.grid = Grid(columns)
        self.days = LastDays(self, self.charted_unit)
        self.parts = (self.facts, self.grid, self.days)

    def rows(self, page: Any) -> Iterable[GridRow]:
        """The rows of the list."""
        raise NotImplementedError

    def fact_lines(self, page: Any, cells: int) -> list[Line]:
        """The lines above the list."""
        raise NotImplementedError

    def charted_unit(self) -> str:
        """The key of the unit whose last days are shown; "" for those of both levels."""
        return self.current_unit()

    def gone(self) -> str:
        """The sentence to show if the answer is None, because the thing does not exist."""
        raise NotImplementedError

    @property
    def page(self) -> Any:
        """The answer; None before the answer has arrived, or if the thing does not exist."""
        return self.last(type(self._query))

    @override
    def queries(self) -> tuple[Query, ...]:
        return (self._query, *self.days.queries())

    @override
    def unavailable(self) -> frozenset[str]:
        return frozenset({"open"})

    @override
    def draw_rows(self) -> None:
        rows = () if self.page is None else tuple(self.rows(self.page))
        self.grid.set_rows(Rows(rows), mark=False)
        self.days.fit(self.grid)

    def _fact_lines(self, cells: int) -> list[Line]:
        if self.page is not None:
            return self.fact_lines(self.page, cells)
        answered = type(self._query) in self._last  # with None
        return [(Span(f"  {self.gone() if answered else TEXT.waiting_for_rows}", TextRole.DIM),)]
