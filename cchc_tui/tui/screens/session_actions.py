"""The app's actions on the session: time and meetings, pinned units, access to personal data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.timer import Timer

from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.tui_privacy import CLOSED, PRIVACY
from cchc_tui.texts.tui_watchlist import WATCHLIST
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from cchc_tui.tui.screens.screens_app import ScreensApp
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole

_ACCESS_TICK_SECONDS = 1.0


class SessionActions(ScreensApp):
    """The app's base class for the user's actions on the session. It also shows the results of these actions."""

    _replay_timer: Timer | None = None
    _access_timer: Timer | None = None
    _minutes = 0  # minutes of access left, as shown on screen

    # ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _step(self, sentence: Span | None) -> None:
        """Finish an action on time: show ``sentence``, set the replay timer, and try to show the requested moment."""
        self.say(sentence)
        self._time_replay()
        self.arrive()

    def arrive(self) -> None:
        """If the answers for the requested moment are there, show moment and reference on the open screens."""
        before = self.session.reference
        if self.session.arrive():
            for screen in self.screen_stack:
                if isinstance(screen, MainScreen) and screen.is_mounted:
                    with screen.net():
                        screen.arrived()
                        if self.session.reference != before:
                            screen.reference_changed()

    def action_go_to(self, at: Stamp) -> None:
        """Request a moment. It is shown once its answers are there."""
        self._step(self.session.travel.go(at))

    def action_travel(self, way: str) -> None:
        """Request another moment, or control the replay, as the name ``way`` says."""
        travel = self.session.travel
        ways: dict[str, Callable[[], Span | None]] = {
            "to_live": partial(travel.go, None),
            "earlier": travel.go_earlier,
            "later": travel.go_later,
            "earlier_meeting": partial(travel.go_earlier, meeting=True),
            "later_meeting": partial(travel.go_later, meeting=True),
            "replay": travel.toggle_replay,
            "faster": partial(travel.change_speed, up=True),
            "slower": partial(travel.change_speed, up=False),
        }
        self._step(ways[way]())

    def _time_replay(self) -> None:
        travel, before, self._replay_timer = self.session.travel, self._replay_timer, None
        if before is not None:
            before.stop()
        if travel.replaying:
            self._replay_timer = self.set_interval(1 / travel.speed, self._replay_step)
        if (before is not None or travel.replaying) and self.main_screen is not None:
            self.main_screen.invalidate(rows=False)

    def _replay_step(self) -> None:
        self.say(self.session.travel.replay_step(self.session.shown_at))
        if not self.session.travel.replaying:
            self._time_replay()
        self.arrive()

    def action_compare(self) -> None:
        """Show changes since the next available reference."""
        self.say(self.session.compare_next())
        self.arrive()

    def compare_with(self, at: Stamp) -> None:
        """Show changes since the moment ``at``."""
        self.session.compare_with(at)
        self.arrive()

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

    def hide_unreadable_persons(self) -> None:
        """If personal data have become unreadable, end the access to these data and say why."""
        fault = self.session.status.personal_fault
        if fault and self.session.access.record is not None:
            self.hide_persons()
            self.tell(CLOSED[fault], TextRole.WARN)

    def hide_persons(self, words: str = "") -> bool:
        """Hide personal data at once. If any were shown, show ``words`` ("": nothing) as a message and return True."""
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
        for screen in list(self.all_screens()):
            if isinstance(screen, MinimumSizeScreen):
                screen.forget_persons()
        self.redraw()
        if self.main_screen is not None:
            self.main_screen.wants_changed()
        self._forget_texts()
        self.action_repaint()  # sends the whole screen again
        self.call_after_refresh(self._forget_texts)  # what was being drawn may have measured its texts once more

    def _forget_texts(self) -> None:
        """Empty the caches of texts that were drawn, searched or sorted."""
        from cchc_tui.domain.names import by_name, fold, unaccent
        from cchc_tui.tui.style.ascii_fallback import in_ascii
        from cchc_tui.tui.style.render import clean, width

        for cached in (clean, width, in_ascii, by_name, fold, unaccent):
            cached.cache_clear()
        self.forget_measured()
