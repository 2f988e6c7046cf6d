"""The moment that a viewer requests, the steps from it, and the reference of its changes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference, Since
    from cchc_tui.boards.timeline import Timeline

#: The speeds of a replay in steps per second, and the first speed.
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
FIRST_SPEED = 2.0
#: Seconds for which a meeting mark of this viewer counts before the collector has loaded it.
_MARK_SECONDS = 30


class TimeTravel:
    """The requested moment (None: now) and the chosen reference. Methods take the clock's time as ``now``."""

    def __init__(self) -> None:
        self.requested_at: Stamp | None = None
        self.timeline: Timeline | None = None
        self.opened: Stamp | None = None
        self.chosen: Stamp | None = None  # a moment that the user chose as reference
        self._since: Since | None = None  # the chosen kind of reference; None: the first that is possible
        self._marked: tuple[Stamp, bool] | None = None

    # ── steps ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def earlier(self, now: Stamp) -> Stamp | None:
        """The moment one step back; None at the beginning."""
        return self.timeline.earlier(self.moment(now), now) if self.timeline is not None else None

    def later(self, now: Stamp) -> Stamp | None:
        """The moment one step forward; None if that is now."""
        return self.timeline.later(self.moment(now), now) if self.timeline is not None else None

    def earlier_meeting(self, now: Stamp) -> Stamp | None:
        """The previous start or end of a meeting; None if there is none."""
        return self.timeline.earlier_meeting(self.moment(now)) if self.timeline is not None else None

    def later_meeting(self, now: Stamp) -> Stamp | None:
        """The next start or end of a meeting; None if now comes first."""
        return self.timeline.later_meeting(self.moment(now), now) if self.timeline is not None else None

    def moment(self, now: Stamp) -> Stamp:
        """The requested moment, with ``now`` for None."""
        return now if self.requested_at is None else self.requested_at

    # ── what changes are counted from ────────────────────────────────────────────────────────────────────────────────
    def references(self, now: Stamp) -> tuple[Reference, ...]:
        """The references that changes at the requested moment can be counted from."""
        if self.timeline is None:
            return ()
        from cchc_tui.boards.reference import references  # after the first frame

        return references(self.timeline, self.moment(now), self.opened, self.chosen)

    def reference(self, now: Stamp) -> Reference | None:
        """The chosen reference if it is possible, else the first possible one; None if there is none."""
        possible = self.references(now)
        return next((one for one in possible if one.since == self._since), possible[0] if possible else None)

    def compare_next(self, now: Stamp) -> None:
        """Choose the next possible reference."""
        possible = self.references(now)
        if possible:
            current = self.reference(now)
            self._since = possible[(possible.index(current) + 1) % len(possible)].since if current else None

    def compare_with(self, moment: Stamp) -> None:
        """Choose a moment as the reference."""
        from cchc_tui.boards.reference import Since  # after the first frame

        self.chosen = moment
        self._since = Since.DATE

    # ── meetings ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def meeting_under_way(self, now: Stamp) -> bool:
        """Whether a meeting is under way. A mark of this viewer counts before the collector has loaded it."""
        if self.timeline is None:
            return False
        if self._marked is not None and 0 <= now - self._marked[0] <= _MARK_SECONDS:
            edges = {edge for meeting in self.timeline.meetings for edge in (meeting.start, meeting.end)}
            if self._marked[0] not in edges:
                return self._marked[1]
        from cchc_tui.boards.reference import Since, references  # after the first frame

        return any(one.since is Since.MEETING for one in references(self.timeline, now))

    def marked(self, now: Stamp, start: bool) -> None:
        """Note that this viewer marks the start or the end of a meeting now."""
        self._marked = now, start

    def not_marked(self) -> None:
        """Discard the mark of this viewer, because it could not be written."""
        self._marked = None


def faster(speed: float) -> float:
    """The next faster speed; the same at the fastest."""
    return min((one for one in SPEEDS if one > speed), default=speed)


def slower(speed: float) -> float:
    """The next slower speed; the same at the slowest."""
    return max((one for one in SPEEDS if one < speed), default=speed)
