"""Meetings: stores the marks of their starts and ends, and combines marks into meetings.

Marks are stored unchanged and combined when they are read, so the order of their arrival does not matter. A start
during a meeting does not split the meeting, and an end without a meeting has no effect. Such a mark is stored too, with
a note among the problems of its export.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import Batch, Columns, MeetingRow
from cchc_tui.store.write.loader import Loader, rows_of

#: Seconds after which a meeting without an end counts as over: no meeting lasts overnight.
LONGEST: Stamp = 12 * 3600


class Mark(NamedTuple):
    """A stored mark of a meeting. ``start`` is true for the meeting's start, false for its end.

    ``boards`` has names of boards, separated by spaces; None if the mark does not say which boards were shown.
    """

    at: Stamp
    start: bool
    title: str = ""
    chair: str = ""
    boards: str | None = None

    @property
    def shown(self) -> tuple[str, ...] | None:
        """The names of the boards that were shown; None if the mark does not say which."""
        return None if self.boards is None else tuple(self.boards.split())


#: The columns of ``meeting`` that a mark has.
COLUMNS = ", ".join(Mark._fields)


class Meeting(NamedTuple):
    """A meeting from ``start`` to ``end``. ``end`` is None if the meeting is under way, or if its end was never marked.

    ``title``, and ``chair`` (the chair's title), are "" if not given. ``boards`` are the boards that were shown by the
    viewer who ended the meeting, in the order in which they were shown; None if they are unknown.
    """

    start: Stamp
    end: Stamp | None
    title: str = ""
    chair: str = ""
    boards: tuple[str, ...] | None = None

    def under_way(self, at: Stamp) -> bool:
        """Whether the meeting is under way at a moment. A meeting without an ``end`` lasts ``LONGEST`` seconds."""
        return self.start <= at < (self.start + LONGEST if self.end is None else self.end)


def meetings_of(marks: Iterable[Mark]) -> list[Meeting]:
    """The meetings that the marks describe, earliest first.

    ``marks`` must be sorted by moment, and starts must come before ends of the same second. A start during a meeting
    begins no new meeting, but gives it a title and chair if it has none. An end without a meeting is ignored. If
    another end has the same second as the end of a meeting, its boards are added to that meeting.
    """
    made: list[Meeting] = []
    for mark in marks:
        last = made[-1] if made else None
        running = last is not None and last.end is None and mark.at < last.start + LONGEST
        if mark.start and not running:
            made.append(Meeting(mark.at, None, mark.title, mark.chair))
        elif last is not None and running and mark.start:
            made[-1] = last._replace(title=last.title or mark.title, chair=last.chair or mark.chair)
        elif last is not None and (running or (not mark.start and last.end == mark.at)):
            boards = mark.shown if last.boards is None else tuple(dict.fromkeys((*last.boards, *(mark.shown or ()))))
            made[-1] = last._replace(end=mark.at, boards=boards)
    return made


def meetings(connection: sqlite3.Connection) -> list[Meeting]:
    """All meetings in the store, earliest first."""
    marks = connection.execute(f"SELECT {COLUMNS} FROM meeting ORDER BY at, start DESC, id")
    return meetings_of(map(Mark._make, marks))


def starts(connection: sqlite3.Connection, export: int) -> bool | None:
    """Whether the mark in an export is the start of a meeting; None if the export is no mark of a meeting."""
    found = connection.execute("SELECT start FROM meeting WHERE export = ?", (export,)).fetchone()
    return None if found is None else bool(found[0])


class MeetingLoad(Loader):
    """Stores the mark of the start or the end of a meeting."""

    def take(self, batch: Batch | Columns) -> None:
        """Store the mark, unless the store has the same mark.

        If no meeting begins or ends with the mark, add a note to the problems.
        """
        for row in rows_of(batch, MeetingRow):
            boards = None if row.boards is None else " ".join(row.boards)
            mark = Mark(row.at, row.start, row.title, row.chair, boards)
            same = " AND ".join(f"{name} IS ?" for name in Mark._fields)
            if self.context.connection.execute(f"SELECT 1 FROM meeting WHERE {same}", mark).fetchone():
                self.counts.unchanged += 1
                continue
            self._note(row)
            insert = f"INSERT INTO meeting (export, {COLUMNS}) VALUES (?, {', '.join('?' * len(mark))})"
            self.context.connection.execute(insert, (self.context.incoming.id, *mark))
            self.counts.loaded += 1

    def _note(self, row: MeetingRow) -> None:
        marks = self.context.connection.execute(
            f"SELECT {COLUMNS} FROM meeting WHERE at <= ? ORDER BY at, start DESC, id", (row.at,)
        )
        running = [each.start for each in meetings_of(map(Mark._make, marks)) if each.under_way(row.at)]
        if row.start and running:
            code, since = problems.SECOND_START, f"{to_datetime(running[-1]):%H:%M %d/%m/%Y}"
        elif not row.start and not running:
            code, since = problems.END_WITHOUT_START, ""
        else:
            return
        self.counts.problems.append(problems.make(Severity.NOTED, code, row=row.row, expected=since))
