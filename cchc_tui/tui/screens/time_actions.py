"""The app's actions on time: past moments, replay, the reference since which changes count, meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.screens.screens_app import ScreensApp
from cchc_tui.tui.style.render import Span

if TYPE_CHECKING:
    from cchc_tui.domain.moments import Stamp


class TimeActions(ScreensApp):
    """Passes the actions on to the session, and shows the results on the main screen."""

    _replay_timer: Timer | None = None

    def _step(self, sentence: Span | None) -> None:
        """After a step: show its sentence, set the replay timer, and show the moment if its answers are there."""
        self.say(sentence)
        self._time_replay()
        self.arrive()

    def arrive(self) -> None:
        """Show the requested moment with its changes since the reference, if all answers have arrived."""
        before = self.session.reference
        if self.session.arrive():
            for screen in self.screen_stack:
                if isinstance(screen, MainScreen) and screen.is_mounted:
                    with screen.net():
                        screen.arrived()
                        if self.session.reference != before:
                            screen.reference_changed()

    def action_go_to(self, at: Stamp | None) -> None:
        """Go to a moment; do nothing for None."""
        if at is not None:
            self._step(self.session.travel.go(at))

    def action_earlier(self) -> None:
        """Go one step back."""
        self._step(self.session.travel.go_earlier())

    def action_later(self) -> None:
        """Go one step forward."""
        self._step(self.session.travel.go_later())

    def action_earlier_meeting(self) -> None:
        """Go back to the start or end of a meeting."""
        self._step(self.session.travel.go_earlier(meeting=True))

    def action_later_meeting(self) -> None:
        """Go forward to the start or end of a meeting."""
        self._step(self.session.travel.go_later(meeting=True))

    def action_to_live(self) -> None:
        """Go back to now."""
        self._step(self.session.travel.go(None))

    def action_replay(self) -> None:
        """Replay the steps until now; or stop a replay."""
        self._step(self.session.travel.toggle_replay())

    def action_faster(self) -> None:
        """Replay faster."""
        self._step(self.session.travel.change_speed(up=True))

    def action_slower(self) -> None:
        """Replay slower."""
        self._step(self.session.travel.change_speed(up=False))

    def _time_replay(self) -> None:
        """Start, stop or change the timer of the replay."""
        was_replaying = self._replay_timer is not None
        if self._replay_timer is not None:
            self._replay_timer.stop()
            self._replay_timer = None
        if self.session.travel.replaying:
            self._replay_timer = self.set_interval(1 / self.session.travel.speed, self._replay_step)
        if (was_replaying or self.session.travel.replaying) and self.main_screen is not None:
            self.main_screen.invalidate(rows=False)

    def _replay_step(self) -> None:
        self.say(self.session.travel.replay_step(self.session.shown_at))
        if not self.session.travel.replaying:
            self._time_replay()
        self.arrive()

    def action_compare(self) -> None:
        """Switch to the next available reference, and count changes since then."""
        self.say(self.session.compare_next())
        self.arrive()

    def compare_with(self, at: Stamp | None) -> None:
        """Count changes since a moment; do nothing for None."""
        if at is not None:
            self.session.compare_with(at)
            self.arrive()

    def action_mark_meeting(self) -> None:
        """Mark the start of a meeting, or the end of the one under way."""
        self.say(self.session.mark_meeting())
