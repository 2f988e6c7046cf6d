"""The page of the unit that is the worst just now: it changes with it until a key leads away."""

from __future__ import annotations

from textual import events

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.late import LateRow
from cchc_tui.texts.tui import BOARD_NAMES
from cchc_tui.texts.tui_luxuries import LUX
from cchc_tui.tui.actions import ACTIONS
from cchc_tui.tui.paint import Span
from cchc_tui.tui.queries import LateQuery
from cchc_tui.tui.screens.unit import UnitScreen

#: What may be done without ending it: nothing of it leads elsewhere, or it comes back by itself.
_LOOKS = {"help", "palette", "theme", "language", "mouse", "ascii", "repaint", "personal", "officers", "take"}
_ASIDE = _LOOKS | {"compare", "mark_meeting", "choose", "alert", "ticker", "follow"}
_KEPT = frozenset(key for action in ACTIONS if action.name in _ASIDE for key in action.keys)


class FollowScreen(UnitScreen):
    """A unit's page whose breadcrumb says that it is followed."""

    def __init__(self, row: LateRow):
        self._following = True
        super().__init__(DossierFilter(unit=row.key), row.name, LateQuery("unit"), row.key, BOARD_NAMES["late"])
        self.key = row.key
        self.told = ""  # what is said once it is in sight

    def crumbs(self) -> tuple[str, ...]:
        """That it is followed, and the unit."""
        return (LUX.following, self._called) if self._following else super().crumbs()

    def on_mount(self) -> None:
        """Says why this unit is open."""
        self.say((Span(self.told),))

    def ended(self) -> None:
        """From now on it is the page of this unit and no other."""
        self._following = False
        self.rewrite_thin_lines()

    def on_key(self, event: events.Key) -> None:
        """A key that leads anywhere ends it."""
        if event.key not in _KEPT:
            self.cchc.luxuries.unfollow()

    def on_click(self) -> None:
        """So does the mouse."""
        self.cchc.luxuries.unfollow()
