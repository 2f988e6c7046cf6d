"""The app's actions on pinned units and on access to personal data."""

from __future__ import annotations

from textual.timer import Timer

from cchc_tui.texts.tui_privacy import PRIVACY
from cchc_tui.texts.tui_watchlist import WATCHLIST
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from cchc_tui.tui.screens.screens_app import ScreensApp

_ACCESS_TICK_SECONDS = 1.0


class ViewerActions(ScreensApp):
    """Passes the actions on to the session, and shows the results on every screen."""

    _access_timer: Timer | None = None
    _minutes = 0  # minutes of access left, as shown on screen

    # ── pinned units ─────────────────────────────────────────────────────────────────────────────────────────────────
    def action_choose(self) -> None:
        """Pin the unit under the cursor, or unpin it."""
        key = self.board_screen.current_unit() if self.board_screen is not None else ""
        if not key:
            self.tell(WATCHLIST.no_unit)
            return
        unit = self.source.registry.units.by_key.get(key)
        words = self.session.watchlist.toggle(key, unit.name if unit is not None else key)
        self.redraw()
        self._pins_changed(words)

    def action_alert(self) -> None:
        """Switch to the next kind of alert for changes of pinned units."""
        self._pins_changed(self.session.watchlist.next_alert())

    def _pins_changed(self, words: str) -> None:
        self.tell(words)
        if self.main_screen is not None:
            self.main_screen.wants_changed()

    # ── personal data ────────────────────────────────────────────────────────────────────────────────────────────────
    def begin_access(self) -> None:
        """Show personal data, and count down the remaining time."""
        self._access_timer = self.set_interval(_ACCESS_TICK_SECONDS, self._tick_access)
        self._show_access()

    def action_officers(self) -> None:
        """Switch between officers' names and numbers."""
        sentence = self.session.access.toggle_officers()
        self._show_access()
        self.say(sentence)

    def _tick_access(self) -> None:
        if self.session.access.remaining <= 0:
            self.hide_persons(PRIVACY.hidden_by_time)
        elif self.session.access.minutes != self._minutes:
            self._minutes = self.session.access.minutes
            self.redraw()

    def hide_persons(self, words: str = "") -> bool:
        """Hide personal data at once. Return whether any were shown."""
        if not self.session.access.end():
            return False
        if self._access_timer is not None:
            self._access_timer.stop()
        self._show_access()
        if words:
            self.tell(words)
        return True

    def _show_access(self) -> None:
        """Remove everything drawn under the old access level, and draw what the new one allows."""
        from cchc_tui.domain.names import by_name, fold, unaccent
        from cchc_tui.tui.style.render import clean, width

        for screen in list(self.all_screens()):
            if isinstance(screen, MinimumSizeScreen):
                screen.forget_persons()
        self.redraw()
        for cached in (clean, width, by_name, fold, unaccent):  # caches of texts that were drawn, searched or sorted
            cached.cache_clear()
        if self.main_screen is not None:
            self.main_screen.wants_changed()
        self.forget_drawn()
