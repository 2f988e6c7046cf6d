"""Collects how one list changes the counts, and writes the changes to the counts table.

A list that arrives in order changes the counts from its moment on. A list that arrives late may change counts only from
its moment until the moment of a later list. So a change is stored as two entries: one adds the count at the moment at
which the change begins, the other subtracts it at the moment at which the change ends. Rows of later moments stay as
they are.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.counts_table import (
    ARRIVALS,
    CORRECTIONS,
    Dimension,
    GroupCounts,
    Sums,
    add_sums,
    counts_at,
    no_sums,
    packed,
    unpacked,
)
from cchc_tui.store.read.settled_state import CountKey, count_key

#: Most keys in memory before they are summed, and most sums of a dimension before they are written. If they are written
#: more than once, all of them are each time.
_MOST_KEYS = 40_000
_MOST_SUMS = 150_000
#: Reading a row of the table costs as much as this many counts in it.
_ROW_COST = 50
#: Reading the changes may cost at most this share of reading all counts.
_CHANGES_PART = 1 / 4
#: From when and until when (None: for good).
Times: TypeAlias = tuple[Stamp, Stamp | None]
#: Whether any complete row uses a correction.
_CORRECTED = """
SELECT 1 FROM state_count AS c
WHERE c.dimension = ? AND c.complete AND c.moment >= state_count.moment AND c.id < state_count.id
"""
_STATES: TypeAlias = Counter[tuple[CountKey | None, int, int, int, int]]
#: Groups of ARRIVALS, each with a day.
_ARRIVED: TypeAlias = Counter[tuple[int, ...]]


class CountDeltas:
    """Collects how a list changes the counts. ``moment`` is the list's moment. ``write`` stores the changes."""

    def __init__(self, connection: sqlite3.Connection, calendar: WorkCalendar, moment: Stamp) -> None:
        self._connection = connection
        self._moment = moment
        self._part = partial(count_key, calendar)
        self._keys: defaultdict[Stamp, tuple[_STATES, _ARRIVED]] = defaultdict(lambda: (Counter(), Counter()))
        self._size = 0  # number of keys
        #: Dimension → moment → the change of the counts from this moment on.
        self._sums: dict[int, defaultdict[Stamp, Sums]] = {
            dimension: defaultdict(no_sums) for dimension in (*Dimension, ARRIVALS)
        }
        self._changed: set[Times] = set()

    def add_all(self, states: Iterable[Sequence[Any]]) -> None:
        """Add states that hold from the list's moment on. A state has the values of the columns ``COUNT_COLUMNS``."""
        unit, procedure, field, officer, code, channel, *by = zip(*states, strict=True)
        keys, days = self._keys[self._moment]
        before = len(keys) + len(days)
        keys.update(zip(map(self._part, *by), unit, procedure, field, officer, strict=True))
        days.update(zip(code, unit, procedure, field, channel, [at // DAY for at in by[1]], strict=True))
        self._size += len(keys) + len(days) - before
        self.note(self._moment, None)
        self._limit()

    def add(self, state: Sequence[Any], n: int = 1) -> None:
        """Add a state, which holds from the list's moment on, ``n`` times. ``n`` -1 subtracts the state."""
        self.add_period(state, self._moment, None, n)
        self.note(self._moment, None)

    def add_period(self, state: Sequence[Any], since: Stamp, until: Stamp | None, n: int = 1) -> None:
        """Add a state ``n`` times (-1 subtracts it). Unlike ``add``, this does not call ``note``.

        The state holds from ``since`` until just before ``until`` (None: without end).
        """
        if since == until:
            return
        unit, procedure, field, officer, code, channel, *by = state
        key = self._part(*by), unit, procedure, field, officer
        day = code, unit, procedure, field, channel, by[1] // DAY
        for at, sign in ((since, n), (until, -n)):
            if at is not None:
                keys, days = self._keys[at]
                before = len(keys) + len(days)
                keys[key] += sign
                days[day] += sign
                self._size += len(keys) + len(days) - before
        self._limit()

    def note(self, since: Stamp, until: Stamp | None) -> None:
        """Note that this list changes a dossier's state from ``since`` until ``until`` (None: without end)."""
        if since != until:
            self._changed.add((since, until))

    @property
    def changed(self) -> list[Times]:
        """The periods in which this list changes some dossier's state, as noted by ``note()``.

        The periods are sorted. Periods that overlap or touch are joined.
        """
        found: list[Times] = []
        for since, until in sorted(self._changed, key=lambda times: times[0]):
            begin, end = found.pop() if found else (since, since)
            if end is not None and since > end:
                found.append((begin, end))
                begin = end = since
            found.append((begin, None if end is None or until is None else max(end, until)))
        return found

    def write(self) -> None:
        """Write the collected changes to the counts table."""
        self._sum()
        for dimension, sums in self._sums.items():
            self._write(dimension, sums)

    def _limit(self) -> None:
        if self._size > _MOST_KEYS:
            self._sum()
            for dimension, sums in self._sums.items():
                if sum(len(by_day) for each in sums.values() for by_day in each.values()) > _MOST_SUMS:
                    self._write(dimension, sums)

    def _write(self, dimension: int, sums: defaultdict[Stamp, Sums]) -> None:
        changes = {moment: each for moment, each in sums.items() if any(map(any, map(dict.values, each.values())))}
        if changes:
            _Table(self._connection, dimension, min(changes)).change(changes)
        sums.clear()

    def _sum(self) -> None:
        for moment, (keys, arrived) in self._keys.items():
            by_unit, by_procedure, by_field, by_officer, arrivals = (sums[moment] for sums in self._sums.values())
            for (part, unit, procedure, field, officer), n in keys.items():
                if part is not None:
                    settled, year, days, carried = part
                    by_unit[year, unit, 0, carried, settled][days] += n
                    by_procedure[year, unit, procedure, carried, settled][days] += n
                    by_field[year, unit, field, carried, settled][days] += n
                    by_officer[year, unit, officer, carried, settled][days] += n
            for (code, unit, procedure, field, channel, day), n in arrived.items():
                arrivals[code, unit, procedure, field, channel][day] += n
        self._keys.clear()
        self._size = 0


class _Table:
    """The rows of one dimension in the counts table that a change at ``start`` or later may affect.

    A run is a complete row with the rows of changes up to the next complete row. A moment has at most one complete row.
    """

    def __init__(self, connection: sqlite3.Connection, dimension: int, start: Stamp) -> None:
        self._connection, self._dimension = connection, dimension
        query = "SELECT moment FROM state_count WHERE dimension = ? AND moment <= ? AND complete ORDER BY moment DESC"
        base = connection.execute(f"{query} LIMIT 1", (dimension, start)).fetchone() or (start,)
        query = "SELECT moment, id, complete, size FROM state_count WHERE dimension = ? AND moment >= ?"
        #: Moment of a complete row → its number and size; moment with changes → what reading them costs.
        self._complete: dict[Stamp, tuple[int, int]] = {}
        self._costs: Counter[Stamp] = Counter()
        for moment, number, complete, size in connection.execute(query, (dimension, *base)).fetchall():
            if complete:
                self._complete[moment] = number, size
            else:
                self._costs[moment] += size + _ROW_COST
        self._runs = sorted(self._complete)
        self._changing = sorted(self._costs)
        query = "SELECT moment, id, size FROM state_count WHERE dimension = ?"
        self._corrections = connection.execute(query, (dimension + CORRECTIONS,)).fetchall()

    def change(self, changes: Mapping[Stamp, Sums]) -> None:
        """Apply changes to the counts. The keys of ``changes`` are the moments from which the changes have effect.

        The first complete row at the moment of a change or later is written again. All complete rows after it, up to
        the next change, share one correction row. So the cost does not depend on the number of these rows.
        """
        first, pending, changing = min(changes), no_sums(), False
        for moment in sorted({*changes, *(run for run in self._runs if run > first)}):
            if moment in changes:
                add_sums(pending, _groups_of(changes[moment]))
                changing = True
            if moment not in self._complete:
                self._change_within_run(moment, changes[moment])
                continue
            if pending and (changing or self._is_dear(moment, pending)):
                self._replace(moment, pending, complete=True)
            elif pending:
                self._corrections.append((moment, *self._insert(moment, pending, self._dimension + CORRECTIONS)))
                pending.clear()
            changing = False
        if self._corrections:
            unused = f"DELETE FROM state_count WHERE dimension = ? AND NOT EXISTS ({_CORRECTED})"
            self._connection.execute(unused, (self._dimension + CORRECTIONS, self._dimension))

    def _change_within_run(self, moment: Stamp, change: Sums) -> None:
        place = bisect_right(self._runs, moment)
        low, high = 0, len(self._changing)
        if place:
            low = bisect_left(self._changing, self._runs[place - 1])
        if place < len(self._runs):
            high = bisect_left(self._changing, self._runs[place])
        cost = sum(self._costs[at] for at in self._changing[low:high]) + _cost_of(change)
        if not place or self._cost_of_corrections(self._runs[place - 1]) + cost > _CHANGES_PART * self._size(place - 1):
            self._replace(moment, change, complete=True)
        else:
            self._replace(moment, change, complete=False)

    def _size(self, run: int) -> int:
        return self._complete[self._runs[run]][1]

    def _is_dear(self, moment: Stamp, more: Sums) -> bool:
        """Whether the complete row at ``moment`` costs less to read than the correction rows that apply to it.

        ``more`` is a further correction, which is counted too.
        """
        return self._cost_of_corrections(moment) + _cost_of(more) > self._complete[moment][1]

    def _cost_of_corrections(self, moment: Stamp) -> int:
        complete, _ = self._complete[moment]
        return sum(size + _ROW_COST for at, number, size in self._corrections if at <= moment and number > complete)

    def _replace(self, moment: Stamp, change: Sums, complete: bool) -> None:
        """Write the row of a moment again, with ``change`` added.

        With ``complete``, the row has all counts at the moment, otherwise only the changes at the moment.
        """
        connection, where = self._connection, (self._dimension, moment)
        sums = no_sums()
        if complete:
            add_sums(sums, counts_at(connection, *where))
        elif moment in self._costs:
            query = "SELECT counts FROM state_count WHERE dimension = ? AND moment = ? AND NOT complete"
            for (content,) in connection.execute(query, where).fetchall():
                add_sums(sums, unpacked(content))
        add_sums(sums, _groups_of(change))
        kept = "" if complete else " AND NOT complete"
        connection.execute(f"DELETE FROM state_count WHERE dimension = ? AND moment = ?{kept}", where)
        if self._costs.pop(moment, 0):
            self._changing.remove(moment)
        if complete:
            if moment not in self._complete:
                insort(self._runs, moment)
            self._complete[moment] = self._insert(moment, sums, self._dimension, complete=True)
        elif sums:
            _, size = self._insert(moment, sums, self._dimension)
            self._costs[moment] = size + _ROW_COST
            insort(self._changing, moment)

    def _insert(self, moment: Stamp, sums: Sums, dimension: int, complete: bool = False) -> tuple[int, int]:
        """Insert a row. Return its number and its size. The size is the number of counts in the row."""
        size, content = packed(sums)
        cursor = self._connection.execute(
            "INSERT INTO state_count (dimension, moment, complete, size, counts) VALUES (?, ?, ?, ?, ?)",
            (dimension, moment, complete, size, content),
        )
        return int(cursor.lastrowid or 0), size


def _cost_of(sums: Sums) -> int:
    return sum(map(len, sums.values())) + _ROW_COST


def _groups_of(sums: Mapping[Any, Mapping[int, int]]) -> Iterable[GroupCounts]:
    for group, by_day in sums.items():
        yield group, list(by_day), list(by_day.values())
