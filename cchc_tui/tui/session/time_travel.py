"""The moment that a viewer requests, and the reference, which is the earlier moment since which changes are counted.

The viewer requests a moment by a jump, a step or a replay. The session shows it once its boards have been fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.session.write_queries import MarkMeeting
from cchc_tui.tui.style.formats import clock_time
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import speed_words

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference, Since
    from cchc_tui.boards.timeline import Timeline

#: The speeds of a replay in steps per second.
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
#: Seconds for which a mark of this viewer counts although the collector has not loaded it.
_MARK_SECONDS = 30
#: A meeting is ended only if the user asks for that twice within this many seconds.
CONFIRM_SECONDS = 8.0


class ReferenceChoice:
    """The kind of reference that the viewer has chosen, and the viewer's newest mark of a meeting."""

    def __init__(self) -> None:
        self.timeline: Timeline | None = None
        self.opened: Stamp | None = None
        self.chosen: Stamp | None = None  # the moment that the user chose as the reference; None: none chosen
        self._since: Since | None = None  # the chosen kind of reference; None: the first available one
        self._mark: MarkMeeting | None = None  # this viewer's newest mark
        self._end_asked_at = -CONFIRM_SECONDS  # when the user last asked to end the meeting

    def references(self, at: Stamp, timeline: Timeline | None = None) -> tuple[Reference, ...]:
        """The references available at a moment, by ``timeline`` or else the known timeline; () without a timeline."""
        timeline = timeline or self.timeline
        if timeline is None:
            return ()
        from cchc_tui.boards.reference import references  # imported only after the first frame

        return references(timeline, at, self.opened, self.chosen)

    def reference(self, at: Stamp, timeline: Timeline | None = None) -> Reference | None:
        """The chosen reference if it is available, else the first available one; None if there is none."""
        possible = self.references(at, timeline)
        return next((one for one in possible if one.since == self._since), possible[0] if possible else None)

    def compare_next(self, at: Stamp) -> None:
        """Choose the next of the references available at ``at``. After the last reference comes the first."""
        possible = self.references(at)
        if possible:
            current = self.reference(at)
            self._since = possible[(possible.index(current) + 1) % len(possible)].since if current else None

    def compare_with(self, moment: Stamp) -> None:
        """Choose a moment as the reference."""
        from cchc_tui.boards.reference import Since  # imported only after the first frame

        self.chosen = moment
        self._since = Since.DATE

    def start_meeting(self, now: Stamp, title: str, chair: str) -> MarkMeeting:
        """The query that marks the start of a meeting."""
        self._mark = MarkMeeting(True, now, title, chair)
        return self._mark

    def end_meeting(self, now: Stamp, boards: tuple[str, ...]) -> MarkMeeting | None:
        """The query that marks the end of a meeting; None at the first of two calls within ``CONFIRM_SECONDS``.

        The second call confirms the end, which changes the reference of all viewers. ``boards`` are the boards that
        this viewer has shown during the meeting.
        """
        if monotonic() - self._end_asked_at > CONFIRM_SECONDS:
            self._end_asked_at = monotonic()
            return None
        self._end_asked_at = -CONFIRM_SECONDS
        self._mark = MarkMeeting(False, now, boards=boards)
        return self._mark

    def apply_mark(self, mark: MarkMeeting, trouble: str | None) -> Span:
        """Return a sentence that says whether the mark was written. ``trouble`` is the reason why not, or None."""
        if trouble is not None:
            self._mark = None
            return Span(TIME.not_marked.format(reason=trouble), TextRole.WARN)
        return Span((TIME.marked_start if mark.start else TIME.marked_end).format(when=clock_time(mark.when)))

    def meeting_since(self, now: Stamp) -> Stamp | None:
        """The start of the meeting under way, or None.

        A mark of this viewer counts even before the collector has loaded it.
        """
        if self.timeline is None:
            return None
        if self._mark is not None and 0 <= now - self._mark.when <= _MARK_SECONDS:
            edges = {edge for meeting in self.timeline.meetings for edge in (meeting.start, meeting.end)}
            if self._mark.when not in edges:
                return self._mark.when if self._mark.start else None
        from cchc_tui.boards.reference import Since, references  # imported only after the first frame

        return next((one.at for one in references(self.timeline, now) if one.since is Since.MEETING), None)


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
        """The moment one step later, or the next start or end of a meeting; None stands for the present."""
        timeline = self._choice.timeline
        if timeline is None:
            return None
        step = timeline.later_meeting if meeting else timeline.later
        return step(self.moment, self._now())

    # ── replay ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def toggle_replay(self) -> Span | None:
        """Stop a replay, or start one. Return a sentence if no replay can start.

        A replay starts from the requested moment. If now is requested, the replay starts from the reference.
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
