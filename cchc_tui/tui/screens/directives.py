"""Board 8: the directives, the reviews by the advisory team, and counts by unit."""

from __future__ import annotations

from typing_extensions import override

from cchc_tui.boards.advisory import ReviewRow
from cchc_tui.boards.directives import BOARD, DirectiveRow
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui_directives import COLUMNS, PAGE
from cchc_tui.tui.screens.directive_rows import VIEWS
from cchc_tui.tui.screens.views import ViewsScreen
from cchc_tui.tui.session.queries import DirectivesQuery, Query
from cchc_tui.tui.widgets.cursor import Cursor


class DirectivesScreen(ViewsScreen):
    """The board of directives."""

    PLACE = "directives"
    DEFAULT_CSS = """
    DirectivesScreen > .detail { height: 5; }
    DirectivesScreen.-tall > .detail { height: 8; }
    """
    views = VIEWS

    @override
    def crumbs(self) -> tuple[str, ...]:
        return (PAGE.board,)

    @override
    def queries(self) -> tuple[Query, ...]:
        return (DirectivesQuery(), *self.days.queries())

    @override
    def column_rule(self, key: str) -> str:
        return COLUMNS[key][1] if key in COLUMNS else ""

    @override
    def help_columns(self) -> tuple[tuple[str, str], ...]:
        return tuple(COLUMNS[spot.column.key] for spot in self.grid.placed)

    @override
    def help_words(self) -> str:
        return tr(BOARD.topic)

    @override
    def unavailable(self) -> frozenset[str]:
        return frozenset({"open"}) if self.view.key == "advisory" or not len(self.grid.rows) else frozenset()

    @override
    def current_unit(self) -> str:
        row = self.record()
        if isinstance(row, DirectiveRow):
            return next((key for key in row.units if key in self.registry.units.by_key), "")
        return str(row.unit if isinstance(row, ReviewRow) else row.key) if row is not None else ""

    @override
    def current_figure(self) -> tuple[str, str]:
        row = self.record()
        measure = row.measure if isinstance(row, DirectiveRow) else None
        return ("", "") if measure is None else (measure.board, measure.column)

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the directive under the cursor; in the counts by unit, the unit's late dossiers."""
        row = self.record()
        if isinstance(row, DirectiveRow):
            from cchc_tui.tui.screens.directive import DirectiveScreen  # imported at first use

            self.app.push_screen(DirectiveScreen(event.key, self.crumbs()))
        elif row is not None and not isinstance(row, ReviewRow):
            from cchc_tui.tui.screens.unit import UnitScreen  # imported at first use

            self.app.push_screen(UnitScreen(DossierFilter(unit=event.key), row.name, self.crumbs()[0]))
