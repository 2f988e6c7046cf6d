"""Where in time a viewer stands, what it can step to from there, and what its changes are counted from. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference, Since
    from cchc_tui.boards.timeline import Timeline

#: Steps a second of a replay, from slow to fast, and where it begins.
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
FIRST_SPEED = 2.0
#: For so many seconds a mark of this viewer's own is believed before it has come back through the collector.
_MARK_SECONDS = 30


class TimeTravel:
    """A moment to look at (None: now), and the choice of a reference; all methods take the clock's ``now``."""

    def __init__(self) -> None:
        self.requested_at: Stamp | None = None
        self.timeline: Timeline | None = None
        self.opened: Stamp | None = None
        self.chosen: Stamp | None = None  # a date that changes are to be counted from
        self._since: Since | None = None  # None: the first of those that are possible
        self._marked: tuple[Stamp, bool] | None = None

    # ── steps ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def earlier(self, now: Stamp) -> Stamp | None:
        """The step before; None at the beginning."""
        return self.timeline.earlier(self.moment(now), now) if self.timeline is not None else None

    def later(self, now: Stamp) -> Stamp | None:
        """The step after; None where that is now."""
        return self.timeline.later(self.moment(now), now) if self.timeline is not None else None

    def earlier_meeting(self, now: Stamp) -> Stamp | None:
        """The start or end of a meeting before; None at the beginning."""
        return self.timeline.earlier_meeting(self.moment(now)) if self.timeline is not None else None

    def later_meeting(self, now: Stamp) -> Stamp | None:
        """The start or end of a meeting after; None where that is now."""
        return self.timeline.later_meeting(self.moment(now), now) if self.timeline is not None else None

    def moment(self, now: Stamp) -> Stamp:
        """The moment that is looked at."""
        return now if self.requested_at is None else self.requested_at

    # ── what changes are counted from ────────────────────────────────────────────────────────────────────────────────
    def references(self, now: Stamp) -> tuple[Reference, ...]:
        """Those that can be counted from, at the moment that is looked at."""
        if self.timeline is None:
            return ()
        from cchc_tui.boards.reference import references  # after the first frame

        return references(self.timeline, self.moment(now), self.opened, self.chosen)

    def reference(self, now: Stamp) -> Reference | None:
        """The one that was chosen where it is possible, else the first; None where there is none."""
        possible = self.references(now)
        return next((one for one in possible if one.since == self._since), possible[0] if possible else None)

    def compare_next(self, now: Stamp) -> None:
        """Counts from the reference after this one."""
        possible = self.references(now)
        if possible:
            current = self.reference(now)
            self._since = possible[(possible.index(current) + 1) % len(possible)].since if current else None

    def compare_with(self, moment: Stamp) -> None:
        """Counts from a chosen moment."""
        from cchc_tui.boards.reference import Since  # after the first frame

        self.chosen = moment
        self._since = Since.DATE

    # ── meetings ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def meeting_under_way(self, now: Stamp) -> bool:
        """Whether a meeting has begun and is not over; a mark made here counts before it has come back."""
        if self.timeline is None:
            return False
        if self._marked is not None and 0 <= now - self._marked[0] <= _MARK_SECONDS:
            edges = {edge for meeting in self.timeline.meetings for edge in (meeting.start, meeting.end)}
            if self._marked[0] not in edges:
                return self._marked[1]
        from cchc_tui.boards.reference import Since, references  # after the first frame

        return any(one.since is Since.MEETING for one in references(self.timeline, now))

    def marked(self, now: Stamp, start: bool) -> None:
        """A mark was written."""
        self._marked = now, start

    def not_marked(self) -> None:
        """The mark could not be written after all."""
        self._marked = None


def faster(speed: float) -> float:
    """The next speed up, as far as there is one."""
    return min((one for one in SPEEDS if one > speed), default=speed)


def slower(speed: float) -> float:
    """The next speed down, as far as there is one."""
    return max((one for one in SPEEDS if one < speed), default=speed)
