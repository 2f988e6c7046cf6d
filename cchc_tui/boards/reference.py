"""What changes are counted from: a moment of the past, whose board is held against that of now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cchc_tui.boards.timeline import Timeline
from cchc_tui.domain.moments import Stamp


class Since(StrEnum):
    """Since when: this meeting, the one before it, the export before the newest, when the app was opened, a date."""

    MEETING = "meeting"
    LAST_MEETING = "last_meeting"
    EXPORT = "export"
    OPENED = "opened"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Reference:
    """A board is compared with the one at ``at``, which is before the board's moment or that moment itself."""

    since: Since
    at: Stamp


def references(
    timeline: Timeline, now: Stamp, opened: Stamp | None = None, chosen: Stamp | None = None
) -> tuple[Reference, ...]:
    """The ones possible at ``now``, which may be in the past, in the order in which they are offered.

    They follow from the timeline alone and the two moments given, so that every viewer has the same ones. A meeting is
    under way from its start until its end, or for 12 hours where nobody marked its end; the last meeting is the
    latest that was over by ``now``. The export is the list before the newest one known at ``now``.
    """
    return tuple(_possible(timeline, now, opened, chosen))


def _possible(timeline: Timeline, now: Stamp, opened: Stamp | None, chosen: Stamp | None) -> Iterator[Reference]:
    begun = [meeting for meeting in timeline.meetings if meeting.start <= now]
    if begun and begun[-1].under_way(now):
        yield Reference(Since.MEETING, begun[-1].start)
    over = [meeting for meeting in begun if not meeting.under_way(now)]
    if over:
        yield Reference(Since.LAST_MEETING, over[-1].start)
    known = [moment for moment in timeline.lists if moment <= now]
    if len(known) > 1:
        yield Reference(Since.EXPORT, known[-2])
    for since, at in ((Since.OPENED, opened), (Since.DATE, chosen)):
        if at is not None and at <= now:
            yield Reference(since, at)
