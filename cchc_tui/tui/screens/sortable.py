"""A board whose rows its user sorts, filters and whose columns he chooses; sorting and columns are kept for him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.widgets.ordering import Order, order_of
from cchc_tui.tui.widgets.sortable import SortableGrid


class SortableScreen(BoardScreen):
    """A subclass has its rows in ``_grid`` and says under which name the choices for them are kept."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("arranged", "filtered")
    _grid: SortableGrid

    def prefs_key(self) -> str:
        """The name under which sorting and columns are kept: of all screens with the same columns."""
        raise NotImplementedError

    def column_rule(self, key: str) -> str:
        """What a column counts, where the board's own declaration says it; else ""."""
        return ""

    @property
    def grid(self) -> SortableGrid:
        """The rows."""
        return self._grid

    def places(self) -> tuple[str, ...]:
        """The places of the actions that work here, the nearest first."""
        above = "drill" if self.DRILLED else "filtered"
        return (self.PLACE, *self.ALSO, above, "arranged", "grid", "app")

    def actions_here(self) -> tuple[Action, ...]:
        """The actions that work here now; without a filter there is none to be taken away."""
        here = super().actions_here()
        return here if self._grid.filter else tuple(action for action in here if action.name != "unfilter")

    def action_names(self) -> Mapping[str, str]:
        """Where Esc leads up, it takes the filter away first."""
        return {"back": actions.BY_NAME["unfilter"].title_text} if self._grid.filter else {}

    def position_text(self) -> str:
        """Where the cursor stands."""
        return position(self._grid.cursor, len(self._grid.rows))

    def on_mount(self) -> None:
        """Begins as it was left the last time."""
        self.arrange_as_kept()

    def on_screen_resume(self) -> None:
        """In sight again: another screen of this kind may have been arranged meanwhile."""
        self.arrange_as_kept()

    def arrange_as_kept(self) -> None:
        """Sorts by what is kept for this user and shows the columns that he has chosen."""
        prefs, name = self.board_app.prefs, self.prefs_key()
        self.apply_arrangement(order_of(prefs.sorts.get(name, "")), prefs.columns.get(name, ()))

    def apply_arrangement(self, order: Order, chosen: Sequence[str]) -> None:
        """Another order, other columns: here of rows that are all there."""
        self._grid.set_arrangement(order, chosen)
        self.order_changed()

    def order_changed(self) -> None:
        """Rows were sorted, filtered or given other columns: what speaks of it follows, and what is shown beside it."""
        self.invalidate()

    def on_sortable_grid_sorted(self, event: SortableGrid.Sorted) -> None:
        """The user has sorted: it is kept."""
        name, sorts = self.prefs_key(), dict(self.board_app.prefs.sorts)
        sorts[name] = str(event.grid.order)
        if not sorts[name]:
            del sorts[name]
        self.board_app.prefer(sorts=sorts)
        self.order_changed()

    # ── filters ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def set_filter(self, text: str) -> None:
        """Shows only the rows that hold these words (with "!" before them: that don't); "" shows all."""
        self._grid.set_filter(text)
        self.order_changed()

    def count_matches(self, text: str) -> tuple[int, int] | None:
        """How many rows such a filter would leave, and of how many; None where that is not known here."""
        return self._grid.count_matches(text)

    def action_unfilter(self) -> None:
        """Shows all rows again."""
        if self._grid.filter:
            self.set_filter("")

    def action_back(self) -> None:
        """The filter goes first, then one goes up."""
        if self._grid.filter:
            self.set_filter("")
        else:
            super().action_back()

    # ── sorting and columns ──────────────────────────────────────────────────────────────────────────────────────────
    def action_sort(self) -> None:
        """By the next column, or by the one whose number is pressed."""
        self._grid.sort_next()

    def action_reverse(self) -> None:
        """The other way round."""
        self._grid.reverse()


def position(cursor: int, total: int) -> str:
    """Where the cursor stands, among how many rows; "" where there are none."""
    return TEXT.row_of.format(row=number(cursor + 1), total=number(total)) if total else ""
