"""The moment that a viewer requests, by jumps, steps or a replay.

The session shows that moment once its boards are there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.session.reference_choice import ReferenceChoice
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.time_text import speed_words

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference

#: The speeds of a replay in steps per second.
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


class TimeTravel:
    """The requested moment, and its replay. ``changed`` is called after another moment was requested."""

    def __init__(self, now: Callable[[], Stamp], choice: ReferenceChoice, changed: Callable[[], object]):
        self._now = now
        self._choice = choice
        self._changed = changed
        self.at: Stamp | None = None  # the requested moment; None: now
        self.stepping = False  # whether it was requested by a step, not by a jump
        self.replaying = False
        self.speed = 2.0

    @property
    def moment(self) -> Stamp:
        """The requested moment. If that is now, the time of the source's clock."""
        return self._now() if self.at is None else self.at

    @property
    def reference(self) -> Reference | None:
        """The reference that applies at the requested moment; None if there is none."""
        return self._choice.reference(self.moment)

    def go(self, at: Stamp | None, *, stepping: bool = False) -> Span | None:
        """Stop a replay, and request a moment (None: now). A moment in the future means now.

        Return a sentence if ``at`` is None and now is requested already.
        """
        self.replaying = False
        if at is None and self.at is None:
            return Span(TIME.at_present)
        self._ask(at, stepping=stepping)
        return None

    def _ask(self, at: Stamp | None, *, stepping: bool) -> None:
        at = None if at is None or at >= self._now() else at
        if at != self.at:
            self.at, self.stepping = at, stepping
            self._changed()

    def go_earlier(self, *, meeting: bool = False) -> Span | None:
        """Go one step back, or to the previous start or end of a meeting. Return a sentence if that is impossible."""
        self.replaying = False
        timeline, at = self._choice.timeline, self.moment
        if timeline is None:
            return Span(TIME.not_yet_known)
        earlier = timeline.earlier_meeting(at) if meeting else timeline.earlier(at, self._now())
        if earlier is None:
            return Span(TIME.no_earlier_meeting if meeting else TIME.beginning)
        return self.go(earlier, stepping=not meeting)

    def go_later(self, *, meeting: bool = False) -> Span | None:
        """Go one step forward, or to the next start or end of a meeting.

        Return a sentence if now is requested already.
        """
        return self.go(self._later(meeting=meeting), stepping=not meeting)

    def _later(self, *, meeting: bool = False) -> Stamp | None:
        """The next step, or the next start or end of a meeting; None if that is now."""
        timeline = self._choice.timeline
        if timeline is None:
            return None
        step = timeline.later_meeting if meeting else timeline.later
        return step(self.moment, self._now())

    # ── replay ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def toggle_replay(self) -> Span | None:
        """Stop a replay, or start one from the requested moment. Return a sentence if none can start.

        If that moment is now, the replay starts from the reference.
        """
        if not self.replaying and self.at is None:
            begin = self.reference
            if begin is None or begin.at >= self._now():
                return Span(TIME.no_reference)
            self.go(begin.at)
        self.replaying = not self.replaying
        return None

    def replay_step(self, shown_at: Stamp | None) -> Span | None:
        """Go to the next step, once the previous one is on screen. Return a sentence at the end of the replay.

        ``shown_at`` is the moment on screen (None: now).
        """
        if self.at != shown_at:
            return None
        at = self._later()
        self._ask(at, stepping=True)
        if at is not None:
            return None
        self.replaying = False
        return Span(TIME.returned)

    def change_speed(self, *, up: bool) -> Span | None:
        """Make the replay faster or slower. Return a sentence with the speed, unless a running replay shows it."""
        place = SPEEDS.index(self.speed) + (1 if up else -1)
        self.speed = SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
        return None if self.replaying else Span(TIME.speed_is.format(speed=speed_words(self.speed)))
