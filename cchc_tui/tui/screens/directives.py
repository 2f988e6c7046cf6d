"""Board 8: the directives, the reviews by the advisory team, and counts by unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from cchc_tui.boards.advisory import ReviewRow
from cchc_tui.boards.directives import BOARD, DirectiveRow, DirectivesBoard
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_directives import COLUMNS, PAGE, VIEWS
from cchc_tui.tui.screens.directive_rows import ALL_VIEWS, DirectiveView, Seen
from cchc_tui.tui.screens.list_columns import grid_columns, grid_row
from cchc_tui.tui.screens.sortable import SortableScreen
from cchc_tui.tui.session.queries import DirectivesQuery, Query
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Line, Span, crop
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.rows import ListRows
from cchc_tui.tui.widgets.sortable import SortableGrid


class DirectivesScreen(SortableScreen):
    """The board of directives."""

    PLACE = "directives"
    DEFAULT_CSS = """
    DirectivesScreen > .detail { height: 5; }
    DirectivesScreen.-tall > .detail { height: 8; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.VERTICAL_BREAKPOINTS = [(34, "-tall")]
        self._view: DirectiveView[Any] = ALL_VIEWS[0]
        self._board: DirectivesBoard | None = None
        self._tabs = Lines(self._tab_lines)
        self.grid = SortableGrid(grid_columns(self._view.columns), default_order=self._view.default_order)
        self._detail = Lines(self._detail_lines, classes="detail")
        self.parts = (self._tabs, self.grid, self._detail)

    def prefs_key(self) -> str:
        """The key of the saved sorting and columns. Each view has one, because it has its own columns."""
        return f"{self.PLACE}.{self._view.key}"

    @override
    def crumbs(self) -> tuple[str, ...]:
        return (PAGE.board,)

    def queries(self) -> tuple[Query, ...]:
        """The query that all views share."""
        return (DirectivesQuery(),)

    @override
    def column_rule(self, key: str) -> str:
        return COLUMNS[key][1] if key in COLUMNS else ""

    @override
    def help_columns(self) -> tuple[tuple[str, str], ...]:
        return tuple(COLUMNS[spot.column.key] for spot in self.grid.placed)

    @override
    def help_words(self) -> str:
        return tr(BOARD.topic)

    def file_name_parts(self) -> tuple[str, ...]:
        """The board and the current view."""
        return (*self.crumbs(), VIEWS[self._view.key][0])

    def action_names(self) -> Mapping[str, str]:
        """The title of the view key: the name of the next view."""
        return {"directives_view": VIEWS[_next(self._view).key][0]}

    def unavailable(self) -> frozenset[str]:
        """The action to open, in the view of reviews or without a row."""
        return frozenset({"open"}) if self._view.key == "advisory" or not len(self.grid.rows) else frozenset()

    @override
    def current_unit(self) -> str:
        seen = self._record()
        if seen is None:
            return ""
        if isinstance(seen.row, DirectiveRow):
            units = self.board_app.source.registry.units.by_key
            return next((key for key in seen.row.units if key in units), "")
        return str(seen.row.unit if isinstance(seen.row, ReviewRow) else seen.row.key)

    @override
    def current_figure(self) -> tuple[str, str]:
        seen = self._record()
        measure = seen.row.measure if seen is not None and isinstance(seen.row, DirectiveRow) else None
        return ("", "") if measure is None else (measure.board, measure.column)

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @override
    def receive(self, query: Query, answer: Any) -> None:
        self._board = answer

    @override
    def draw_rows(self) -> None:
        words = TEXT.waiting_for_rows if self._board is None else VIEWS[self._view.key][2]
        self.grid.empty = ((), (Span(f"   {words}", TextRole.DIM),))
        units = self.board_app.source.registry.units.by_key
        rows = [grid_row(seen.row.key, self._view.columns, seen, units) for seen in self._records()]
        self.grid.set_rows(ListRows(rows), mark=self.marking)

    def _records(self) -> list[Seen[Any]]:
        return self._view.records(self._board, self.board_app.source.registry.calendar)

    def _record(self) -> Seen[Any] | None:
        """The record under the cursor; None if there is no row."""
        return next((seen for seen in self._records() if seen.row.key == self.grid.cursor_key), None)

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def action_view(self, view: str = "") -> None:
        """Switch to the view with the key ``view``, or to the next one."""
        self._view = next((one for one in ALL_VIEWS if one.key == view), _next(self._view))
        self.grid.set_filter("")
        self.grid.set_columns(grid_columns(self._view.columns))
        self.grid.default_order = self._view.default_order
        self.arrange_as_kept()

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the directive, or the unit's dossiers with its open directives."""
        seen = self._record()
        if seen is None:
            return
        if isinstance(seen.row, DirectiveRow):
            from cchc_tui.tui.screens.directive import DirectiveScreen  # imported at first use

            self.app.push_screen(DirectiveScreen(event.key, self.crumbs()))
        elif not isinstance(seen.row, ReviewRow):
            from cchc_tui.tui.screens.unit import UnitScreen  # imported at first use

            which = DossierFilter(only="late", unit=event.key)
            self.app.push_screen(UnitScreen(which, seen.row.name, self.crumbs()[0]))

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _tab_lines(self, cells: int) -> list[Line]:
        """The views' titles with their numbers of rows once these are known; the current one in brackets."""
        spans = [Span(f" {PAGE.view} ", TextRole.DIM)]
        calendar = self.board_app.source.registry.calendar
        for view in ALL_VIEWS:
            title = VIEWS[view.key][0 if cells >= 70 or view is self._view else 1]
            if self._board is not None:
                title = f"{title} {number(len(view.records(self._board, calendar)))}"
            current = view is self._view
            words = f"[{title}]" if current else f" {title} "
            spans.append(Span(words, TextRole.STRONG if current else TextRole.DIM))
        return [crop(spans, cells)]

    def _detail_lines(self, cells: int) -> list[Line]:
        seen = self._record()
        return [] if seen is None else [(), *self._view.lines(seen, cells)[: self._detail.size.height - 1]]


def _next(view: DirectiveView[Any]) -> DirectiveView[Any]:
    return ALL_VIEWS[(ALL_VIEWS.index(view) + 1) % len(ALL_VIEWS)]
