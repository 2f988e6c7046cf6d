"""Lists that come late: one older than what is loaded changes no present state, but the past is as it showed it.

A dossier's past is a row of runs: states with the time from ``since`` until ``until``, and when a list last showed
them (``seen``). What a late list shows goes between them as if it had come in time. How long it held is known where the
next list shows another state; lists in between that did not hold the dossier are not known of, so it is taken to have
held until the next list there is.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

from cchc_tui.domain.moments import Stamp
from cchc_tui.store.count.counts_table import CountDeltas
from cchc_tui.store.read.columns import CONTENT, STATE, listed, placeholders
from cchc_tui.store.write.encoding import (
    CODE,
    CONTENT_PART,
    DEFECTS,
    DIGEST,
    PERSONAL_PART,
    SETTLED_STATE,
    STORED_COLUMNS,
    StoredRow,
    count_columns_of,
    restated_at,
)
from cchc_tui.store.write.loader import Incoming

_CURRENT = f"SELECT export, since, {listed(STORED_COLUMNS)} FROM dossier WHERE id = ?"
_VERSIONS = f"""
SELECT until, until_export, seen, personal, {listed(STATE, CONTENT)} FROM version WHERE until = ? AND dossier = ?
ORDER BY since DESC, until_export DESC
"""
_INSERT = f"""
INSERT INTO version (until, seen, until_export, personal, dossier, {listed(STATE, CONTENT)})
VALUES (?, ?, ?, ?, ?, {placeholders(STATE, CONTENT)})
"""

_KEY = "until = ? AND dossier = ? AND since = ? AND until_export = ?"


@dataclass(frozen=True, slots=True)
class StatePeriod:
    """A state and when it held; ``until`` and what ended it are None for the current one."""

    dossier: int
    export: int
    since: Stamp
    until: Stamp | None
    until_export: int | None
    seen: Stamp
    stored: StoredRow

    @property
    def key(self) -> tuple[int | None, ...]:
        """What finds it among the versions."""
        return self.until, self.dossier, self.since, self.until_export

    def has_content_of(self, row: StoredRow) -> bool:
        """Whether a row says the same."""
        mine = self.stored
        return mine[CONTENT_PART] == row[CONTENT_PART] and mine[PERSONAL_PART] == row[PERSONAL_PART]


def state_periods(connection: sqlite3.Connection, dossier: int, seen: Stamp) -> list[StatePeriod]:
    """All states a dossier had, oldest first, the current one (last shown at ``seen``) at the end."""
    export, since, *now = connection.execute(_CURRENT, (dossier,)).fetchone()
    found = [StatePeriod(dossier, export, since, None, None, seen, tuple(now))]
    before: list[Any] = connection.execute(_VERSIONS, (since, dossier)).fetchall()
    while before:
        for until, ended_by, shown, personal, by, begun, *state in before:
            after = found[-1].stored
            stored = (*state, *after[DIGEST : CODE + 1], *(json.loads(personal) if personal else after[PERSONAL_PART]))
            found.append(StatePeriod(dossier, by, begun, until, ended_by, shown, stored))
        first = found[-1]
        # Of lists of one moment only the last is a state that held; what the others showed ends where it begins.
        before = connection.execute(_VERSIONS, (first.since, dossier)).fetchall() if first.since != first.until else []
    return found[::-1]


class History:
    """Puts what an older list shows into the past."""

    def __init__(
        self, connection: sqlite3.Connection, incoming: Incoming, deltas: CountDeltas, moments: dict[int, Stamp]
    ) -> None:
        self._connection = connection
        self._incoming = incoming
        self._deltas = deltas
        self._lists = sorted(set(moments.values()))
        #: How many dossiers the list shows that a newer one has shown.
        self.older = 0
        #: Dossiers whose past may be another now.
        self.changed_dossiers: set[int] = set()

    def insert_current(self, dossier: int, seen: Stamp) -> None:
        """The list shows the state that is the current one."""
        _, since, *now = self._connection.execute(_CURRENT, (dossier,)).fetchone()
        if since > self._incoming.moment:
            self.insert_state(dossier, tuple(now), seen)
        else:
            self.older += 1

    def insert_state(self, dossier: int, row: StoredRow, seen: Stamp) -> None:
        """The list shows a dossier as ``row`` says; a newer list, of ``seen``, showed it too."""
        self.older += 1
        self.changed_dossiers.add(dossier)
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
            if before.until is not None and before.seen < moment:
                self._set(before, seen=moment)
        elif before is not None and before.seen > moment:
            self._split(dossier, before, row)
        else:
            if before is not None:
                self._end(before)
            if after is not None and after.has_content_of(row):
                self._begin(dossier, after, moment)
            elif after is not None:
                self._insert(dossier, row, moment, after.since, after.export)

    def _split(self, dossier: int, period: StatePeriod, row: StoredRow) -> None:
        """A state was shown before and after, and something else in between."""
        moment = self._incoming.moment
        again = self._lists[bisect_right(self._lists, moment)]
        if period.since < moment:
            last = self._lists[bisect_left(self._lists, moment) - 1]
            self._insert(
                dossier, period.stored, period.since, moment, self._incoming.id, max(period.since, last), period.export
            )
        self._insert(dossier, row, moment, again, period.export)
        self._begin(dossier, period, again)

    def _insert(
        self,
        dossier: int,
        stored: StoredRow,
        since: Stamp,
        until: Stamp,
        until_export: int,
        seen: Stamp | None = None,
        export: int | None = None,
    ) -> None:
        state = restated_at(stored, since)[: CONTENT_PART.stop]
        personal = json.dumps(stored[PERSONAL_PART], ensure_ascii=False)
        end = (until, since if seen is None else seen, until_export, personal)
        self._connection.execute(_INSERT, (*end, dossier, export or self._incoming.id, since, *state))

    def _begin(self, dossier: int, period: StatePeriod, since: Stamp) -> None:
        """A state held from another moment on, and so it may stand otherwise."""
        begun = restated_at(period.stored, since)
        values = {"since": since, "standing": begun[SETTLED_STATE], "defects": begun[DEFECTS]}
        if period.until is not None:
            self._set(period, **values)
            return
        update = f"UPDATE dossier SET {', '.join(f'{name} = ?' for name in values)} WHERE id = ?"
        self._connection.execute(update, (*values.values(), dossier))
        self._deltas.add(count_columns_of(period.stored), -1)
        self._deltas.add(count_columns_of(begun))

    def _end(self, period: StatePeriod) -> None:
        """A state held until this list; its personal columns can no longer be told from the state after it."""
        personal = json.dumps(period.stored[PERSONAL_PART], ensure_ascii=False)
        self._set(period, until=self._incoming.moment, until_export=self._incoming.id, personal=personal)

    def _set(self, period: StatePeriod, **values: Any) -> None:
        columns = ", ".join(f"{name} = ?" for name in values)
        self._connection.execute(f"UPDATE version SET {columns} WHERE {_KEY}", (*values.values(), *period.key))
