"""Inserts the states of a list that arrives late. The content of current states does not change.

The history of a dossier is a sequence of periods. In each period one state holds, from ``since`` until ``until``; the
last list that showed this state has the moment ``seen``. A state from a late list is inserted as if the list had
arrived in time. It ends when the next list shows another state. If it splits the period of another state, this other
state holds again from the next list on, because the store does not know which lists within the period lacked the
dossier.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import Any

from cchc_tui.domain.moments import Stamp
from cchc_tui.store.count.counts_writer import CountDeltas
from cchc_tui.store.read.columns import CONTENT, STATE, listed, placeholders
from cchc_tui.store.write.encoding import (
    CODE,
    CONTENT_PART,
    DEFECTS,
    DIGEST,
    PERSON,
    SETTLED_STATE,
    STORED_COLUMNS,
    StoredRow,
    count_columns_of,
    restated_at,
)
from cchc_tui.store.write.loader import Incoming

_CURRENT = f"SELECT export, since, {listed(STORED_COLUMNS)} FROM dossier WHERE id = ?"
_VERSIONS = f"""
SELECT until, until_export, seen, person, {listed(STATE, CONTENT)} FROM version WHERE until = ? AND dossier = ?
ORDER BY since DESC, until_export DESC
"""
_INSERT = f"""
INSERT INTO version (until, seen, until_export, person, dossier, {listed(STATE, CONTENT)})
VALUES (?, ?, ?, ?, ?, {placeholders(STATE, CONTENT)})
"""

_KEY = "until = ? AND dossier = ? AND since = ? AND until_export = ?"


@dataclass(frozen=True, slots=True)
class StatePeriod:
    """A state of a dossier, and the period in which it held.

    ``until`` and ``until_export`` are None for the current state.
    """

    dossier: int
    export: int
    since: Stamp
    until: Stamp | None
    until_export: int | None
    seen: Stamp
    stored: StoredRow

    @property
    def key(self) -> tuple[int | None, ...]:
        """The primary key of the period in the table ``version``."""
        return self.until, self.dossier, self.since, self.until_export

    def has_content_of(self, row: StoredRow) -> bool:
        """Whether this state has the same content and personal data as a stored row."""
        mine = self.stored
        return mine[CONTENT_PART] == row[CONTENT_PART] and mine[PERSON] == row[PERSON]


def state_periods(connection: sqlite3.Connection, dossier: int, seen: Stamp) -> list[StatePeriod]:
    """All states of a dossier with their periods, oldest first. The last one is the current state.

    ``seen`` is the moment of the newest list that showed the dossier.
    """
    export, since, *now = connection.execute(_CURRENT, (dossier,)).fetchone()
    found = [StatePeriod(dossier, export, since, None, None, seen, tuple(now))]
    before: list[Any] = connection.execute(_VERSIONS, (since, dossier)).fetchall()
    while before:
        for until, ended_by, shown, person, by, begun, *state in before:
            after = found[-1].stored
            stored = (*state, *after[DIGEST : CODE + 1], person)
            found.append(StatePeriod(dossier, by, begun, until, ended_by, shown, stored))
        first = found[-1]
        # Of several lists with one moment, only the last one's state held. The others' states end when they begin.
        before = connection.execute(_VERSIONS, (first.since, dossier)).fetchall() if first.since != first.until else []
    return found[::-1]


class History:
    """Inserts the states of a list that arrives late into the histories of the list's dossiers."""

    def __init__(
        self, connection: sqlite3.Connection, incoming: Incoming, deltas: CountDeltas, moments: dict[int, Stamp]
    ) -> None:
        self._connection = connection
        self._incoming = incoming
        self._deltas = deltas
        self._lists = sorted(set(moments.values()))
        #: Number of dossiers in this list that a newer list has shown.
        self.older = 0
        #: Dossiers whose history may have changed.
        self.changed_dossiers: set[int] = set()

    def insert_current(self, dossier: int, seen: Stamp) -> None:
        """Record that this list shows a dossier in its current state.

        ``seen`` is the moment of the newest list that showed the dossier.
        """
        _, since, *now = self._connection.execute(_CURRENT, (dossier,)).fetchone()
        if since > self._incoming.moment:
            self.insert_state(dossier, tuple(now), seen)
        else:
            self.older += 1

    def insert_state(self, dossier: int, row: StoredRow, seen: Stamp) -> None:
        """Insert the state that a dossier has in this list. ``row`` is this state.

        ``seen`` is the moment of the newest list that showed the dossier.
        """
        self.older += 1
        moment = self._incoming.moment
        known = [
            period
            for period in state_periods(self._connection, dossier, seen)
            if period.until is None or period.since < period.until
        ]
        place = bisect_right([period.since for period in known], moment)
        after = known[place] if place < len(known) else None
        before = known[place - 1] if place else None
        if before is not None and before.has_content_of(row):
            if before.until is None or before.seen >= moment:
                return
            self._set(before, seen=moment)
        elif before is not None and before.seen > moment:
            self._split(before, row)
        else:
            if before is not None:
                self._end(before)
            if after is not None and after.has_content_of(row):
                self._begin(after, moment)
            elif after is not None:
                self._insert(self._period(dossier, row, after.since, after.export))
            if after is not None:
                self._deltas.note(moment, after.since)
        self.changed_dossiers.add(dossier)

    def _period(self, dossier: int, row: StoredRow, until: Stamp, until_export: int) -> StatePeriod:
        """The period in which a dossier has the state that this list shows.

        The period ends at ``until``, the moment of the list ``until_export``, which shows the dossier in another state.
        """
        shown = self._incoming
        return StatePeriod(dossier, shown.id, shown.moment, until, until_export, shown.moment, row)

    def _split(self, period: StatePeriod, row: StoredRow) -> None:
        """Insert the state of this list into the period of another state.

        The other state holds again from the next list on.
        """
        moment = self._incoming.moment
        again = self._lists[bisect_right(self._lists, moment)]
        if period.since < moment:
            last = self._lists[bisect_left(self._lists, moment) - 1]
            seen = max(period.since, last)
            self._insert(replace(period, until=moment, until_export=self._incoming.id, seen=seen))
        self._insert(self._period(period.dossier, row, again, period.export))
        self._begin(period, again)
        self._deltas.note(moment, again)

    def _insert(self, period: StatePeriod) -> None:
        stored = restated_at(period.stored, period.since)
        end = (period.until, period.seen, period.until_export, stored[PERSON])
        state = stored[: CONTENT_PART.stop]
        self._connection.execute(_INSERT, (*end, period.dossier, period.export, period.since, *state))
        self._deltas.add_period(count_columns_of(stored), period.since, period.until)

    def _begin(self, period: StatePeriod, since: Stamp) -> None:
        """Move the beginning of a period to ``since``.

        Recompute the settled state and defects of the period's state.
        """
        begun = restated_at(period.stored, since)
        self._deltas.add_period(count_columns_of(period.stored), period.since, period.until, -1)
        self._deltas.add_period(count_columns_of(begun), since, period.until)
        if begun[SETTLED_STATE] != period.stored[SETTLED_STATE]:
            self._deltas.note(since, period.until)
        values = {"since": since, "settled": begun[SETTLED_STATE], "defects": begun[DEFECTS]}
        if period.until is not None:
            self._set(period, **values)
            return
        update = f"UPDATE dossier SET {', '.join(f'{name} = ?' for name in values)} WHERE id = ?"
        self._connection.execute(update, (*values.values(), period.dossier))

    def _end(self, period: StatePeriod) -> None:
        """End a period at this list's moment."""
        self._deltas.add_period(count_columns_of(period.stored), self._incoming.moment, period.until, -1)
        self._set(period, until=self._incoming.moment, until_export=self._incoming.id)

    def _set(self, period: StatePeriod, **values: Any) -> None:
        columns = ", ".join(f"{name} = ?" for name in values)
        self._connection.execute(f"UPDATE version SET {columns} WHERE {_KEY}", (*values.values(), *period.key))
