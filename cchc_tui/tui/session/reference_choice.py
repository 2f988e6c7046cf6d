"""The reference (the moment since which changes are counted), and the meeting that the viewer has marked."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.session.write_queries import MarkMeeting
from cchc_tui.tui.style.formats import clock_time
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference, Since
    from cchc_tui.boards.timeline import Timeline

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

        The second call confirms the end, which changes the reference of all viewers. ``boards`` were shown meanwhile.
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
        """The start of the meeting under way, or None. A mark of this viewer counts before the collector loads it."""
        if self.timeline is None:
            return None
        if self._mark is not None and 0 <= now - self._mark.when <= _MARK_SECONDS:
            edges = {edge for meeting in self.timeline.meetings for edge in (meeting.start, meeting.end)}
            if self._mark.when not in edges:
                return self._mark.when if self._mark.start else None
        from cchc_tui.boards.reference import Since, references  # imported only after the first frame

        return next((one.at for one in references(self.timeline, now) if one.since is Since.MEETING), None)
