"""The base of boards with sorting, filter and a choice of columns. Sorting and columns are saved per user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.widgets.ordering import Order, order_of
from cchc_tui.tui.widgets.sortable import SortableGrid


class SortableScreen(BoardScreen):
    """A board whose rows are in ``grid``. The user can sort and filter the rows, and choose the columns."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("arranged", "filtered")
    grid: SortableGrid

    def prefs_key(self) -> str:
        """The key of the saved sorting and columns. Screens with the same columns share a key."""
        return self.PLACE

    def column_rule(self, key: str) -> str:
        """The board's rule for what a column counts; "" if the board declares none."""
        return ""

    def places(self) -> tuple[str, ...]:
        """The groups of actions (``Action.place``) that work here: first the screen's own, last those of the app."""
        above = "drill" if self.DRILLED else "filtered"
        return (self.PLACE, *self.ALSO, above, "arranged", "grid", "app")

    def actions_here(self) -> tuple[Action, ...]:
        """The actions that can be used at present. Removing a filter is among them only if there is a filter."""
        here = super().actions_here()
        return here if self.grid.filter else tuple(action for action in here if action.name != "unfilter")

    def action_names(self) -> Mapping[str, str]:
        """The title of Esc while there is a filter. Esc then removes the filter instead of closing the screen."""
        return {"back": actions.BY_NAME["unfilter"].title_text} if self.grid.filter else {}

    def on_mount(self) -> None:
        """Apply the saved sorting and columns."""
        self.arrange_as_kept()

    def on_screen_resume(self) -> None:
        """Apply the saved sorting and columns again, because a screen with the same columns may have changed them."""
        self.arrange_as_kept()

    def arrange_as_kept(self) -> None:
        """Apply the user's saved sorting and columns."""
        prefs, name = self.board_app.prefs, self.prefs_key()
        self.grid.set_arrangement(order_of(prefs.sorts.get(name, "")), prefs.columns.get(name, ()))
        self.arrangement_changed()

    def keep_arrangement(self, order: Order, chosen: Sequence[str]) -> None:
        """Save and apply an order of the rows, and a choice of columns (their keys; if empty: all columns)."""
        prefs, name = self.board_app.prefs, self.prefs_key()
        sorts, columns = {**prefs.sorts, name: str(order)}, {**prefs.columns, name: tuple(chosen)}
        self.board_app.prefer(
            sorts={key: kept for key, kept in sorts.items() if kept},
            columns={key: kept for key, kept in columns.items() if kept},
        )
        self.arrange_as_kept()

    def arrangement_changed(self) -> None:
        """Draw after a change of order or filter. A grid that has all its rows has already applied the change."""
        self.invalidate()

    def on_sortable_grid_sorted(self, event: SortableGrid.Sorted) -> None:
        """Save the order that the user has chosen, and draw."""
        self.keep_arrangement(event.grid.order, self.grid.chosen)

    # ── filters ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def set_filter(self, text: str) -> None:
        """Show only the rows with all words of ``text`` (after "!": the other rows); "" shows all rows."""
        self.grid.set_filter(text)
        self.arrangement_changed()

    def count_matches(self, text: str) -> tuple[int, int] | None:
        """How many rows the filter ``text`` would show, and how many there are; None if not all rows are fetched."""
        return self.grid.count_matches(text)

    def action_unfilter(self) -> None:
        """Remove the filter."""
        self.set_filter("")

    def action_back(self) -> None:
        """Remove the filter. If there is none, close the screen."""
        if self.grid.filter:
            self.set_filter("")
        else:
            super().action_back()

    # ── sorting and columns ──────────────────────────────────────────────────────────────────────────────────────────
    def action_sort(self) -> None:
        """Sort by the next column."""
        self.grid.sort_next()

    def action_reverse(self) -> None:
        """Reverse the order of the rows."""
        self.grid.reverse()
