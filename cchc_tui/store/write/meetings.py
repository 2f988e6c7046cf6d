"""Meetings: every mark as it arrived, and the meetings that pairs of marks form.

Marks are stored as they are and combined when they are read, so the order of their arrival does not matter. A start
during a meeting does not split it, and an end without a meeting has no effect. Both are stored, with a note on their
export.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import Batch, Columns, MeetingRow
from cchc_tui.store.write.loader import Loader, rows_of

#: Seconds after which a meeting without an end counts as over: no meeting lasts overnight.
LONGEST: Stamp = 12 * 3600

#: (at, whether it is a start).
Mark: TypeAlias = tuple[Stamp, bool]


class Meeting(NamedTuple):
    """A meeting, ``start <= end``. ``end`` is None if the meeting is under way, or if its end was never marked."""

    start: Stamp
    end: Stamp | None

    def under_way(self, at: Stamp) -> bool:
        """Whether the meeting is under way at a moment. Without an ``end``, it lasts for ``LONGEST``."""
        return self.start <= at < (self.start + LONGEST if self.end is None else self.end)


def meetings_of(marks: Iterable[Mark]) -> list[Meeting]:
    """The meetings that marks form, in ascending order.

    Marks must be sorted by moment, with starts before ends of the same second. A start during a meeting and an end
    without one are ignored.
    """
    made: list[Meeting] = []
    for at, start in marks:
        running = bool(made) and made[-1].end is None and at < made[-1].start + LONGEST
        if start and not running:
            made.append(Meeting(at, None))
        elif running and not start:
            made[-1] = made[-1]._replace(end=at)
    return made


def meetings(connection: sqlite3.Connection) -> list[Meeting]:
    """All meetings in the store, in ascending order."""
    return meetings_of(connection.execute("SELECT at, start FROM meeting ORDER BY at, start DESC"))


def starts(connection: sqlite3.Connection, export: int) -> bool | None:
    """Whether the mark of an export is a meeting's start; None if the export is not such a mark."""
    found = connection.execute("SELECT start FROM meeting WHERE export = ?", (export,)).fetchone()
    return None if found is None else bool(found[0])


class MeetingLoad(Loader):
    """Stores the mark of one file."""

    def take(self, batch: Batch | Columns) -> None:
        """Store the mark unless it exists, with a note if it begins or ends no meeting."""
        for row in rows_of(batch, MeetingRow):
            if self.context.connection.execute("SELECT 1 FROM meeting WHERE at = ? AND start = ?", row[1:]).fetchone():
                self.counts.unchanged += 1
                continue
            self._note(row)
            insert = "INSERT INTO meeting (export, at, start) VALUES (?, ?, ?)"
            self.context.connection.execute(insert, (self.context.incoming.id, row.at, row.start))
            self.counts.loaded += 1

    def _note(self, row: MeetingRow) -> None:
        marks = self.context.connection.execute(
            "SELECT at, start FROM meeting WHERE at <= ? ORDER BY at, start DESC", (row.at,)
        )
        running = [meeting.start for meeting in meetings_of(marks) if meeting.under_way(row.at)]
        if row.start and running:
            code, since = problems.SECOND_START, f"{to_datetime(running[-1]):%H:%M %d/%m/%Y}"
        elif not row.start and not running:
            code, since = problems.END_WITHOUT_START, ""
        else:
            return
        self.counts.problems.append(problems.make(Severity.NOTED, code, row=row.row, expected=since))
