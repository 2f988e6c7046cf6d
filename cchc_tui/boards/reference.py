"""References: the earlier moments with which the present can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cchc_tui.boards.timeline import Timeline
from cchc_tui.domain.moments import Stamp


class Since(StrEnum):
    """The kinds of references. Each is named after what the earlier moment is.

    MEETING is the start of the meeting under way, LAST_MEETING the start of the previous meeting, EXPORT the moment of
    the previous list or sheet, OPENED the start of the app, and DATE a date that the user chose.
    """

    MEETING = "meeting"
    LAST_MEETING = "last_meeting"
    EXPORT = "export"
    OPENED = "opened"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier moment with which a board's figures are compared. ``at`` is not after the board's moment."""

    since: Since
    at: Stamp


def references(
    timeline: Timeline, now: Stamp, opened: Stamp | None = None, chosen: Stamp | None = None
) -> tuple[Reference, ...]:
    """The references available at the moment ``now``, which may be past, in order of preference.

    ``opened`` is the start of the app, ``chosen`` a date that the user chose (None: no such reference). A meeting lasts
    until its marked end, or for 12 hours if no end is marked. The previous meeting is the last one that is over at
    ``now``. The previous export is the second newest list or sheet known at ``now``.
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
