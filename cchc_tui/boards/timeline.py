"""The moments through which users can step: moments of lists, ends of days, and meetings."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.ingest.records import Kind
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.store.read.memo import ALL, ReaderMoment
from cchc_tui.store.read.schema import LOADED
from cchc_tui.store.write.meetings import Meeting, meetings

#: A cache key: equal if the same sheets are known (``sheets_known``).
SheetsKnown: TypeAlias = tuple[int, int, int]
_SHEETS = f"SELECT kind, moment, id FROM export WHERE kind IN (SELECT value FROM json_each(?)) AND {LOADED}"
_TAKEN = f"SELECT DISTINCT moment FROM export WHERE kind IN (SELECT value FROM json_each(?)) AND {LOADED}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The moments of all lists, and all meetings.

    ``lists`` are the different moments of loaded dossier lists and input sheets, in ascending order. ``meetings`` are
    sorted by start.
    """

    lists: tuple[Stamp, ...]
    meetings: tuple[Meeting, ...]

    def steps(self, now: Stamp) -> tuple[Stamp, ...]:
        """The moments through which users can step, in ascending order, up to ``now``.

        These are the moments of all lists, and the last seconds of all days. The first day is that of the first list;
        the last one is the day before ``now``.
        """
        if not self.lists:
            return ()
        ends = range(self.lists[0] // DAY * DAY + DAY - 1, now // DAY * DAY, DAY)
        return tuple(sorted({*ends, *(moment for moment in self.lists if moment <= now)}))

    def earlier(self, at: Stamp, now: Stamp) -> Stamp | None:
        """The last of the moments ``steps(now)`` before ``at``; None if there is none."""
        return _before(self.steps(now), at)

    def later(self, at: Stamp, now: Stamp) -> Stamp | None:
        """The first of the moments ``steps(now)`` after ``at``; None if there is none."""
        return _after(self.steps(now), at)

    def earlier_meeting(self, at: Stamp) -> Stamp | None:
        """The last moment before ``at`` at which a meeting started or ended; None if there is none."""
        return _before(self._edges(), at)

    def later_meeting(self, at: Stamp, now: Stamp) -> Stamp | None:
        """The first moment after ``at``, up to ``now``, at which a meeting started or ended; None if there is none."""
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


def timeline(moment: ReaderMoment) -> Timeline:
    """The timeline of the store. It has all lists and meetings, also those after the moment."""
    return moment.memo.get_or_make(moment, (ALL, "timeline", ""), lambda: _timeline(moment.connection))


def sheets_known(moment: ReaderMoment) -> SheetsKnown:
    """A cache key that changes if another sheet holds at this moment. The cache itself notices only dossier lists.

    The key has the number of sheet files up to the moment and their highest id. The key also has a hash of the first
    file of each kind of sheet, because boards show that file's rows at earlier moments too.
    """
    moments, ids, firsts = moment.memo.get_or_make(moment, (ALL, "sheets known", ""), lambda: _sheets(moment))
    count = bisect_right(moments, moment.at)
    return count, ids[count], firsts


def _sheets(moment: ReaderMoment) -> tuple[list[Stamp], list[int], int]:
    files = sorted(moment.connection.execute(_SHEETS, (json.dumps([*SHEETS]),)), key=lambda file: (file[1], file[2]))
    first: dict[str, int] = {}
    for kind, _, number in files:
        first.setdefault(kind, number)
    ids = [0, *accumulate((number for _, _, number in files), max)]
    return [at for _, at, _ in files], ids, hash(tuple(sorted(first.items())))


def _timeline(connection: sqlite3.Connection) -> Timeline:
    lists = connection.execute(_TAKEN, (json.dumps([Kind.DOSSIERS, *SHEETS]),)).fetchall()
    return Timeline(tuple(sorted(moment for (moment,) in lists)), tuple(meetings(connection)))
