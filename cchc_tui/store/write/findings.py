"""Updates the table of findings while a list is loaded: changes after the fact, duplicates, and vanished dossiers."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable

from cchc_tui.domain.changes import ShownState, detect_changes
from cchc_tui.domain.findings import OF_STATES, ChangeKind
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.read.columns import CONTENT
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.write.encoding import CONTENT_PART, StoredRow
from cchc_tui.store.write.history import StatePeriod, state_periods
from cchc_tui.store.write.loader import Incoming

_INSERT = 'INSERT INTO finding (kind, dossier, export, seen_at, "before", "after", until) VALUES (?, ?, ?, ?, ?, ?, ?)'
_OPEN_FINDINGS = "SELECT dossier, id, seen_at FROM finding WHERE kind = ? AND until IS NULL"
_OF_STATES = ", ".join(str(int(change)) for change in OF_STATES)
_STATUS, _DUE, _FINISHED, _DATE_ONLY = map(CONTENT.index, ("status", "due", "finished", "date_only"))


def shown_state(stored: StoredRow, seen: Stamp) -> ShownState:
    """Convert a stored row for ``may_have_changed()``, which uses neither ``export`` nor ``since``: both are 0."""
    content = stored[CONTENT_PART]
    return ShownState(0, seen, 0, content[_STATUS], content[_DUE], content[_FINISHED], content[_DATE_ONLY])


class Findings:
    """Updates the findings for one list. ``moments`` maps the number of each list to its moment."""

    def __init__(self, connection: sqlite3.Connection, incoming: Incoming, moments: dict[int, Stamp]) -> None:
        self._connection = connection
        self._incoming = incoming
        self._moments = moments
        #: Dossiers whose findings must be recomputed.
        self.suspects: set[int] = set()
        #: Code that occurs twice in the list → its first row.
        self.repeated_codes: dict[str, int] = {}
        days = connection.execute(f"SELECT moment FROM export WHERE {LISTS} AND day_only AND moment <> mtime")
        self._days_alone = frozenset(moment for (moment,) in days.fetchall())

    def update_from_states(self, exports: array[int]) -> None:
        """Find the changes after the fact in the states of each dossier in ``suspects``. They replace the stored ones.

        For each dossier number, ``exports`` has the number of the list that last showed the dossier.
        """
        connection = self._connection
        found = []
        delete = f"DELETE FROM finding WHERE dossier = ? AND kind IN ({_OF_STATES})"
        connection.executemany(delete, [(dossier,) for dossier in self.suspects])
        for dossier in sorted(self.suspects):
            states = state_periods(connection, dossier, self._moments[exports[dossier]])
            for one in detect_changes([self._shown(run) for run in states]):
                found.append((one.change, dossier, one.export, one.seen_at, one.before, one.after, None))
        connection.executemany(_INSERT, found)

    def _shown(self, run: StatePeriod) -> ShownState:
        content = run.stored[CONTENT_PART]
        seen = run.seen - run.seen % DAY if run.seen in self._days_alone else run.seen
        return ShownState(
            run.since, seen, run.export, content[_STATUS], content[_DUE], content[_FINISHED], content[_DATE_ONLY]
        )

    def update_duplicates(self, used: dict[int, tuple[int, int]], shown: array[int], exports: array[int]) -> None:
        """Update the duplicates. A duplicate is a dossier with two rows in this list.

        ``used`` maps each such dossier to (row not used, row used). For each dossier number, ``shown`` has 0 if the
        dossier is not in this list, and ``exports`` the number of the list that last showed the dossier.

        A duplicate ends when a later list shows the dossier only once. If a later list has already shown the dossier,
        the duplicate ends at the moment of the list that follows this one.
        """
        incoming = self._incoming
        open_findings = {
            dossier: (number, since) for dossier, number, since in self.open_findings(ChangeKind.DUPLICATE)
        }

        def newest(dossier: int) -> bool:
            return exports[dossier] == incoming.id

        self.end(
            at for dossier, at in open_findings.items() if shown[dossier] and dossier not in used and newest(dossier)
        )
        after = min((moment for moment in self._moments.values() if moment > incoming.moment), default=None)
        for dossier, rows in used.items():
            if not newest(dossier):
                self.add(ChangeKind.DUPLICATE, dossier, *rows, until=after)
            elif dossier not in open_findings:
                self.add(ChangeKind.DUPLICATE, dossier, *rows)

    def open_findings(self, change: ChangeKind) -> list[tuple[int, int, Stamp]]:
        """The findings of this kind that have not ended, each as (dossier, number of the finding, its start)."""
        return self._connection.execute(_OPEN_FINDINGS, (change,)).fetchall()

    def add(
        self, change: ChangeKind, dossier: int, before: int | None, after: int | None, until: Stamp | None = None
    ) -> None:
        """Add a finding that begins with this list. It ends at ``until`` (None: not yet)."""
        incoming = self._incoming
        self._connection.execute(_INSERT, (change, dossier, incoming.id, incoming.moment, before, after, until))

    def end(self, numbers: Iterable[tuple[int, Stamp]]) -> None:
        """End findings at this list's moment. Each finding is given as (number, start).

        A finding that starts at this moment or later is deleted.
        """
        moment = self._incoming.moment
        for number, since in numbers:
            if since < moment:
                self._connection.execute("UPDATE finding SET until = ? WHERE id = ?", (moment, number))
            else:
                self._connection.execute("DELETE FROM finding WHERE id = ?", (number,))
