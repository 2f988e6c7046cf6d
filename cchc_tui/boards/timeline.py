"""The moments that users can step through: lists, ends of days, and meetings."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.ingest.records import Kind
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.store.read.database import Reader
from cchc_tui.store.read.schema import LOADED
from cchc_tui.store.read.search import newest_export
from cchc_tui.store.write.meetings import meetings, under_way

#: A condition for ``export``: files that change boards.
_TAKEN = f"kind IN (SELECT value FROM json_each(?)) AND {LOADED}"
#: Exports are never deleted from a database, so only newer ones are read.
_LATELY = f"SELECT moment FROM export NOT INDEXED WHERE id > ? AND {_TAKEN}"
_KNOWN: WeakKeyDictionary[Reader, tuple[int, Timeline]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting, ``start <= end``. Without an ``end`` it is under way, or nobody marked its end."""

    start: Stamp
    end: Stamp | None

    def under_way(self, at: Stamp) -> bool:
        """Whether it is under way at a moment: from its start to before its end, or for 12 hours without an end."""
        return under_way(self.start, self.end, at)


@dataclass(frozen=True, slots=True)
class Timeline:
    """``lists`` are the distinct moments of dossier lists and declared sheets that were taken, ascending; ``meetings``
    are ascending by their start."""

    lists: tuple[Stamp, ...]
    meetings: tuple[Meeting, ...]

    def steps(self, now: Stamp) -> tuple[Stamp, ...]:
        """What can be stepped through, ascending, none after ``now``: the lists' moments and the last second of each
        day, from the first list's day up to the day before that of ``now``."""
        if not self.lists:
            return ()
        ends = range(self.lists[0] // DAY * DAY + DAY - 1, now // DAY * DAY, DAY)
        return tuple(sorted({*ends, *(moment for moment in self.lists if moment <= now)}))

    def earlier(self, at: Stamp, now: Stamp) -> Stamp | None:
        """The step before ``at``; None at the start."""
        return _before(self.steps(now), at)

    def later(self, at: Stamp, now: Stamp) -> Stamp | None:
        """The step after ``at``; None if the next one is live."""
        return _after(self.steps(now), at)

    def earlier_meeting(self, at: Stamp) -> Stamp | None:
        """The last start or end of a meeting before ``at``; None if there is none."""
        return _before(self._edges(), at)

    def later_meeting(self, at: Stamp, now: Stamp) -> Stamp | None:
        """The next start or end of a meeting after ``at`` and not after ``now``; None if the next step is live."""
        found = _after(self._edges(), at)
        return found if found is not None and found <= now else None

    def _edges(self) -> tuple[Stamp, ...]:
        edges = {meeting.start for meeting in self.meetings}
        return tuple(sorted(edges | {meeting.end for meeting in self.meetings if meeting.end is not None}))


def _before(steps: tuple[Stamp, ...], at: Stamp) -> Stamp | None:
    place = bisect_left(steps, at)
    return steps[place - 1] if place else None


def _after(steps: tuple[Stamp, ...], at: Stamp) -> Stamp | None:
    place = bisect_right(steps, at)
    return steps[place] if place < len(steps) else None


def timeline(reader: Reader) -> Timeline:
    """All lists and meetings in the store, also those that lie ahead."""
    with reader.snapshot() as connection:
        newest = newest_export(connection)
        done, known = _KNOWN.get(reader, (0, Timeline((), ())))
        if done != newest:
            found = connection.execute(_LATELY, (done, json.dumps([Kind.DOSSIERS, *SHEETS]))).fetchall()
            lists = known.lists if not found else tuple(sorted({*known.lists, *(moment for (moment,) in found)}))
            known = Timeline(lists, tuple(Meeting(*span) for span in meetings(connection)))
            _KNOWN[reader] = newest, known
        return known
