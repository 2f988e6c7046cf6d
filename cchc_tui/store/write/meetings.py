"""Meetings: every mark as it came, and which meetings the marks make.

The marks are kept as they are; what they mean together is found when it is asked for, so that the order in which they
arrive does not matter. A start while a meeting is under way does not split it, and an end without a meeting ends none:
both are kept, and noted with the export that brought them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TypeAlias

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import Batch, Columns, MeetingRow, Tail
from cchc_tui.store.write.loader import Incoming, LoadCounts, rows_of

#: Seconds after its start from which a meeting that nobody ended counts as over: no meeting lasts overnight.
LONGEST: Stamp = 12 * 3600

#: (at, whether it is a start).
Mark: TypeAlias = tuple[Stamp, bool]
#: (start, end); without an end it is under way, or nobody marked its end.
Span: TypeAlias = tuple[Stamp, Stamp | None]


def under_way(start: Stamp, end: Stamp | None, at: Stamp) -> bool:
    """Whether a meeting is under way at a moment: from its start until before its end, or for ``LONGEST``."""
    return start <= at < (start + LONGEST if end is None else end)


def spans(marks: Iterable[Mark]) -> list[Span]:
    """The meetings that marks make, ascending; the marks are in the order of their moments, of two in
    one second the start first.

    A start while a meeting is under way, and an end while none is, make no difference.
    """
    made: list[Span] = []
    for at, start in marks:
        running = bool(made) and made[-1][1] is None and at < made[-1][0] + LONGEST
        if start and not running:
            made.append((at, None))
        elif running and not start:
            made[-1] = made[-1][0], at
    return made


def meetings(connection: sqlite3.Connection) -> list[Span]:
    """All meetings that the store knows, ascending."""
    return spans(connection.execute("SELECT at, start FROM meeting ORDER BY at, start DESC"))


def starts(connection: sqlite3.Connection, export: int) -> bool | None:
    """Whether the mark that an export brought is a meeting's start; None where it brought none."""
    found = connection.execute("SELECT start FROM meeting WHERE export = ?", (export,)).fetchone()
    return None if found is None else bool(found[0])


class MeetingLoad:
    """Keeps the mark of one file."""

    def __init__(self, connection: sqlite3.Connection, incoming: Incoming) -> None:
        self._connection = connection
        self._incoming = incoming
        self._counts = LoadCounts()

    def take(self, batch: Batch | Columns) -> None:
        """Keeps it, unless the same one is there; notes it where it begins or ends no meeting."""
        for row in rows_of(batch, MeetingRow):
            if self._connection.execute("SELECT 1 FROM meeting WHERE at = ? AND start = ?", row[1:]).fetchone():
                self._counts.unchanged += 1
                continue
            self._note(row)
            insert = "INSERT INTO meeting (export, at, start) VALUES (?, ?, ?)"
            self._connection.execute(insert, (self._incoming.id, row.at, row.start))
            self._counts.loaded += 1

    def _note(self, row: MeetingRow) -> None:
        marks = self._connection.execute(
            "SELECT at, start FROM meeting WHERE at <= ? ORDER BY at, start DESC", (row.at,)
        )
        running = [start for start, end in spans(marks) if under_way(start, end, row.at)]
        if row.start and running:
            code, since = problems.SECOND_START, f"{to_datetime(running[-1]):%H:%M %d/%m/%Y}"
        elif not row.start and not running:
            code, since = problems.END_WITHOUT_START, ""
        else:
            return
        self._counts.problems.append(problems.make(Severity.NOTED, code, row=row.row, expected=since))

    def finish(self, tail: Tail) -> LoadCounts:
        """What was kept."""
        return self._counts
