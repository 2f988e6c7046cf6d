"""Loads a list into a store that has dossiers: adds new dossiers, and keeps the old states of changed dossiers."""

from __future__ import annotations

from array import array
from itertools import chain, compress, count
from typing import Any

from cchc_tui.domain.changes import may_have_changed
from cchc_tui.domain.codes import hide_serial
from cchc_tui.domain.lateness import Compare, State, state
from cchc_tui.domain.moments import Stamp
from cchc_tui.ingest.records import Batch, Columns, Tail
from cchc_tui.store.read import last_shown
from cchc_tui.store.read.columns import CONTENT, STATE, assigned, listed, placeholders
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.write.encoding import (
    CODE,
    CONTENT_PART,
    DIGEST,
    PERSON,
    ROW,
    STATE_FIELDS,
    STORED_COLUMNS,
    UNIT,
    PersonalRow,
    StoredRow,
    count_columns_of,
)
from cchc_tui.store.write.findings import Findings, shown_state
from cchc_tui.store.write.first_load import repeated_code
from cchc_tui.store.write.history import History
from cchc_tui.store.write.list_load import ListLoad
from cchc_tui.store.write.loader import LoadContext, LoadCounts, columns_of
from cchc_tui.store.write.persons import Persons
from cchc_tui.store.write.vanished import note_vanished

_LATE = frozenset({State.OVERDUE, State.RESOLVED_LATE})
_RESOLVED = frozenset({State.RESOLVED_ON_TIME, State.RESOLVED_LATE})
_FIND = f"SELECT id, export, since, {listed(STORED_COLUMNS)} FROM dossier WHERE "
_REMEMBER = f"""
INSERT INTO version (dossier, {listed(STATE, CONTENT)}, until, seen, until_export, person)
VALUES (?, {placeholders(STATE, CONTENT)}, ?, ?, ?, ?)
"""
_RECALL = f"""
SELECT {listed(STATE, CONTENT)}, person FROM version WHERE dossier = ? AND until = ? AND until_export = ?
"""
#: The number of columns before ``STORED_COLUMNS`` in the rows of ``_FIND``.
_BEFORE = 3


class MergeLoad(ListLoad):
    """Updates the table of dossiers from a list."""

    def __init__(self, context: LoadContext) -> None:
        super().__init__(context)
        connection, incoming = context.connection, context.incoming
        self._rule: Compare = context.compare
        self._exports = last_shown.read(connection)
        self._moments: dict[int, Stamp] = dict(
            connection.execute(f"SELECT id, moment FROM export WHERE {LISTS}").fetchall()
        )
        self._persons = Persons(context.private, incoming.id)
        self._history = History(connection, incoming, self._deltas, self._moments)
        self._findings = Findings(connection, incoming, self._moments)
        #: Dossier → its row in this file, 0 if it has none so far.
        self._rows = array("I", bytes(4 * len(self._exports)))
        self._touched = array("I")
        #: Dossiers that a newer list has shown → their last row in this file, which belongs in their history.
        self._older: dict[int, StoredRow] = {}
        self._first_new = len(self._exports)
        #: Rows to write at the end of a portion.
        self._fresh: dict[str, tuple[StoredRow, PersonalRow]] = {}
        self._versions: list[tuple[Any, ...]] = []
        self._updates: list[tuple[Any, ...]] = []

    def take(self, batch: Batch | Columns) -> None:
        """Load the new and changed rows.

        A row is unchanged if its cells only write the stored values in another way. Only its stored digest is updated,
        so that the reader of the next list recognises the row.
        """
        for stored, personal in self._encoder.portions(columns_of(batch)):
            dossiers = self._persons.dossiers([code for code, *_ in personal])
            query = f"{_FIND} id IN ({', '.join(map(str, dossiers.values()))})"
            known = {found[0]: found for found in self._connection.execute(query).fetchall()}
            there = [(dossiers[person[0]], person) for person in personal if person[0] in dossiers]
            numbers = iter(self._persons.numbers(there))
            for row, person in zip(stored, personal, strict=True):
                dossier = dossiers.get(person[0])
                if dossier is None:
                    self._add_new(row, person)
                else:
                    self._merge_row(known[dossier], (*row[:PERSON], next(numbers)), person[0])
            self._flush()

    def _add_new(self, row: StoredRow, person: PersonalRow) -> None:
        code = person[0]
        before = self._fresh.get(code)
        if before is not None:
            self._note_repeated(code, row[CODE], before[0][ROW], row[ROW])
        self._fresh[code] = row, person

    def _note_repeated(self, code: str, hidden: str, row: int, kept: int) -> None:
        self.counts.problems.append(repeated_code(hidden, row, kept))
        twice = self._findings.repeated_codes
        twice[code] = min(row, twice.get(code, row))

    def _merge_row(self, was: tuple[Any, ...], row: StoredRow, code: str) -> None:
        dossier = was[0]
        earlier = self._rows[dossier]
        if earlier:
            self._note_repeated(code, row[CODE], earlier, row[ROW])
            was = self._undo(dossier)
        else:
            self._touched.append(dossier)
        self._rows[dossier] = row[ROW]
        stored = was[_BEFORE:]
        if self._last_shown_at(dossier) > self._incoming.moment:
            self._older[dossier] = row
        elif stored[CONTENT_PART] == row[CONTENT_PART] and stored[PERSON] == row[PERSON]:
            if stored[DIGEST] != row[DIGEST]:
                self._connection.execute("UPDATE dossier SET digest = ? WHERE id = ?", (row[DIGEST], dossier))
        else:
            self._replace(was, row)

    def _last_shown_at(self, dossier: int) -> Stamp:
        return self._moments[self._exports[dossier]] if dossier < self._first_new else self._incoming.moment

    def _replace(self, was: tuple[Any, ...], row: StoredRow) -> None:
        dossier, stored = was[0], was[_BEFORE:]
        if dossier < self._first_new:
            end = (self._incoming.moment, self._last_shown_at(dossier), self._incoming.id, stored[PERSON])
            self._versions.append((*was[: _BEFORE + CONTENT_PART.stop], *end))
            self.counts.changed += 1
            self._count_events(stored, row, 1)
            if may_have_changed(shown_state(stored, self._last_shown_at(dossier)), shown_state(row, 0)):
                self._findings.suspects.add(dossier)
        self._updates.append((*row, dossier))
        self._deltas.add(count_columns_of(stored), -1)
        self._deltas.add(count_columns_of(row))

    def _flush(self) -> None:
        export, moment = self._incoming.id, self._incoming.moment
        fresh, self._fresh = self._fresh, {}
        values = f"?, {export}, {moment}, {placeholders(STORED_COLUMNS)}"
        insert = f"INSERT INTO dossier (id, export, since, {listed(STORED_COLUMNS)}) VALUES ({values})"
        first = len(self._rows)
        self._connection.executemany(insert, ((first + n, *row) for n, (row, _) in enumerate(fresh.values())))
        if fresh:
            dossiers = range(first, first + len(fresh))
            self._persons.add_dossiers(dossiers, [person for _, person in fresh.values()])
        for row, _ in fresh.values():
            self._deltas.add(count_columns_of(row))
            self._count_events(None, row, 1)
        self._rows.extend(row[ROW] for row, _ in fresh.values())
        self.counts.loaded += len(fresh)
        self._flush_changes()

    def _flush_changes(self) -> None:
        export, moment = self._incoming.id, self._incoming.moment
        self._connection.executemany(_REMEMBER, self._versions)
        update = f"UPDATE dossier SET export = {export}, since = {moment}, {assigned(STORED_COLUMNS)} WHERE id = ?"
        self._connection.executemany(update, self._updates)
        self._versions, self._updates = [], []

    def _undo(self, dossier: int) -> tuple[Any, ...]:
        """Undo the change that an earlier row of this file made to a dossier.

        Return the dossier's row as it was before this file. New dossiers that are collected but not yet written are not
        written here, because a later row may have the code of one of them.
        """
        self._flush_changes()
        (now,) = self._connection.execute(f"{_FIND} id = ?", (dossier,)).fetchall()
        key = (dossier, self._incoming.moment, self._incoming.id)
        found = self._connection.execute(_RECALL, key).fetchall()
        if not found or dossier >= self._first_new or now[1] != self._incoming.id:
            return tuple(now)
        (export, since, *state_and_content, person) = found[0]
        stored = now[_BEFORE:]
        # The digest 0 matches no row, so the next list reads the row once again.
        was = (*state_and_content, 0, stored[CODE], person)
        self._connection.execute("DELETE FROM version WHERE dossier = ? AND until = ? AND until_export = ?", key)
        update = f"UPDATE dossier SET export = ?, since = ?, {assigned(STORED_COLUMNS)} WHERE id = ?"
        self._connection.execute(update, (export, since, *was, dossier))
        self._deltas.add(count_columns_of(stored), -1)
        self._deltas.add(count_columns_of(was))
        self.counts.changed -= 1
        self._count_events(was, stored, -1)
        return (dossier, export, since, *was)

    def _count_events(self, was: StoredRow | None, now: StoredRow, n: int) -> None:
        """Add ``n`` times the events of a change from ``was`` (None: a new dossier) to ``now``.

        A negative ``n`` subtracts. Both states are judged at the list's moment. So an event comes from the list, and
        not from the passing of time.
        """
        unit, events = now[UNIT], self.counts.events
        after = self._state(now)
        before = State.NOT_YET if was is None else self._state(was)
        if was is None:
            events[unit, "new", ""] += n
        elif after in _RESOLVED and before not in _RESOLVED:
            events[unit, "finished", ""] += n
        elif after == State.WITHDRAWN and before != State.WITHDRAWN:
            events[unit, "withdrawn", ""] += n
        if (after in _LATE) != (before in _LATE):
            events[unit, "late" if after in _LATE else "cured", ""] += n

    def _state(self, stored: StoredRow) -> State:
        status, received, due, finished, _ = STATE_FIELDS(stored[CONTENT_PART])
        at = self._incoming.moment
        return state(status, received, due, finished, at, at, self._rule)

    def finish(self, tail: Tail) -> LoadCounts:
        """Handle codes that occur twice in the file, update the findings, and record which dossiers the file showed."""
        counts = self.counts
        unchanged = tail.unchanged
        unchanged.extend([0] * (len(self._rows) - len(unchanged)))
        for dossier in self._touched:
            row, other = self._rows[dossier], unchanged[dossier]
            if other:
                code = self._persons.code(dossier)
                self._note_repeated(code, hide_serial(code), min(row, other), max(row, other))
                if other > row:
                    self._undo(dossier)
        before = self._exports[:]
        self._update_findings(unchanged, before, self._update_last_shown(unchanged), tail)
        counts.problems += self._encoder.unplaced()
        self._encoder.write()
        unplaced = self._connection.execute("SELECT id FROM dossier WHERE unit = 0").fetchall()
        counts.unplaced = sum(1 for (dossier,) in unplaced if unchanged[dossier] or self._rows[dossier])
        counts.older = self._history.older
        return counts

    def _update_findings(self, unchanged: array[int], before: array[int], exports: array[int], tail: Tail) -> None:
        """Update the findings: changes after the fact, duplicates, and vanished dossiers.

        For each dossier number, ``exports`` has the number of the list that last showed the dossier. ``before`` has the
        same without this list.
        """
        findings = self._findings
        findings.suspects |= self._history.changed_dossiers
        findings.update_from_states(exports)
        firsts = _first_rows(unchanged, tail)
        shown = unchanged
        shown[self._first_new :] = self._rows[self._first_new :]
        for dossier in self._touched:
            shown[dossier] = max(shown[dossier], self._rows[dossier])
        findings.update_duplicates(self._doubled(shown, firsts), shown, exports)
        note_vanished(self._connection, findings, self._incoming, shown, before, self._moments, tail.rejected)

    def _doubled(self, shown: array[int], firsts: dict[int, int]) -> dict[int, tuple[int, int]]:
        """Map each dossier with several rows in the file to the numbers of (first row, row that is used)."""
        for code, row in self._findings.repeated_codes.items():
            dossier = self._persons.dossiers([code])[code]
            firsts[dossier] = min(row, firsts.get(dossier, row))
        return {dossier: (row, shown[dossier]) for dossier, row in firsts.items()}

    def _update_last_shown(self, unchanged: array[int]) -> array[int]:
        """Record that this list showed its dossiers.

        Return an array with the number of the list that last showed each dossier, by dossier number. If a newer list
        has shown a dossier, the dossier's state in this list is added to the dossier's history.
        """
        export, moment = self._incoming.id, self._incoming.moment
        newer = {number for number in set(self._exports) if number and self._moments[number] > moment}
        exports = self._exports
        exports.extend([export] * (len(self._rows) - len(exports)))
        if newer:
            for dossier, row in enumerate(unchanged):
                if exports[dossier] not in newer:
                    exports[dossier] = export if row or self._rows[dossier] else exports[dossier]
                elif row > self._rows[dossier]:
                    self._history.insert_current(dossier, self._moments[exports[dossier]])
                elif dossier in self._older:
                    self._history.insert_state(dossier, self._older[dossier], self._moments[exports[dossier]])
        else:
            for dossier in chain(compress(count(), unchanged), self._touched):
                exports[dossier] = export
        shown = len(unchanged) - unchanged.count(0) + sum(1 for dossier in self._touched if not unchanged[dossier])
        self.counts.unchanged = shown - self.counts.changed - self._history.older
        last_shown.write(self._connection, exports)
        return exports


def _first_rows(unchanged: array[int], tail: Tail) -> dict[int, int]:
    """Map each unchanged dossier for which the file has several equal rows to the number of the first of these rows."""
    earlier = {problem.row: int(problem.expected) for problem in tail.repeated}
    if not earlier:
        return {}
    firsts = {}
    for dossier, row in enumerate(unchanged):
        while row in earlier:
            row = earlier[row]  # noqa: PLW2901  back to the first one
            firsts[dossier] = row
    return firsts
