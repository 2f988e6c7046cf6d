"""The counts table: the number of dossiers in each settled state after each list, so that any moment costs the same.

It has four dimensions: the unit alone, and the unit with procedure, field or officer. A board needs one of them, and in
addition reads the clock-dependent dossiers one by one. ``ARRIVALS`` is a fifth one, with other groups: the number of
dossiers received on each day, whatever their state. A list that arrives in order adds a row to each dimension: its
changes to the counts, or all counts if many changes follow the last complete row. After a list that arrives late, all
later rows are recomputed.
"""

from __future__ import annotations

import sqlite3
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import partial
from itertools import chain
from typing import Any

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.read.columns import COUNT_COLUMNS, listed
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.read.settled_state import CountKey, count_key

#: Most keys in memory before they are summed, and most sums of a dimension before they are written. If they are written
#: more than once, all of them are each time.
_MOST_KEYS = 20_000
_MOST_SUMS = 150_000
_FETCHED = 10_000
#: Reading a row of the table costs as much as this many counts in it.
_ROW_COST = 50
#: Reading the changes may cost at most this share of reading all counts.
_CHANGES_PART = 1 / 4
#: (year, unit, key, carried, settled). The year is 0 for a pending dossier, and the key in dimension UNIT.
#: In ARRIVALS: (procedure_code, unit, procedure, field, channel).
Group = tuple[int, int, int, int, int]
#: The counts of a group: ascending days, and the number of dossiers with each.
GroupCounts = tuple[Group, Sequence[int], Sequence[int]]
#: Group → days → the number of dossiers.
_Sums = defaultdict[Group, defaultdict[int, int]]


class Dimension(IntEnum):
    """The meaning of ``key`` in the counts table. The database stores these numbers."""

    UNIT = 0
    PROCEDURE = 1
    FIELD = 2
    OFFICER = 3


#: The number in the database of the counts by day received.
ARRIVALS = 4


def counts_at(connection: sqlite3.Connection, dimension: int, at: Stamp) -> Iterator[GroupCounts]:
    """The counts after the newest list known at a moment. A group may occur several times: add up its counts."""
    query = "SELECT complete, counts FROM state_count WHERE dimension = ? AND moment <= ? ORDER BY moment DESC, id DESC"
    found: list[Iterator[GroupCounts]] = []
    for complete, packed in connection.execute(query, (dimension, at)):
        found.append(_unpacked(packed))
        if complete:
            break
    return chain.from_iterable(reversed(found))


class CountDeltas:
    """Collects the changes of the counts at one moment; ``write`` stores them as rows."""

    def __init__(self, connection: sqlite3.Connection, calendar: WorkCalendar, moment: Stamp) -> None:
        self._connection = connection
        self._moment = moment
        self._part = partial(count_key, calendar)
        self._keys: Counter[tuple[CountKey | None, int, int, int, int]] = Counter()
        self._days: Counter[tuple[int, ...]] = Counter()  # a group of ARRIVALS and the day
        self._sums: dict[int, _Sums] = {dimension: _no_sums() for dimension in (*Dimension, ARRIVALS)}

    def add_all(self, states: Iterable[Sequence[Any]]) -> None:
        """Add many states, each given by its ``COUNT_COLUMNS``."""
        unit, procedure, field, officer, code, channel, *by = zip(*states, strict=True)
        self._keys.update(zip(map(self._part, *by), unit, procedure, field, officer, strict=True))
        self._days.update(zip(code, unit, procedure, field, channel, [at // DAY for at in by[1]], strict=True))
        if self._sum(_MOST_KEYS):
            for dimension, sums in self._sums.items():
                if sum(map(len, sums.values())) > _MOST_SUMS:
                    self._write(dimension)

    def add(self, state: Sequence[Any], n: int = 1) -> None:
        """Add one state ``n`` times; -1 subtracts it."""
        unit, procedure, field, officer, code, channel, *by = state
        self._keys[self._part(*by), unit, procedure, field, officer] += n
        self._days[code, unit, procedure, field, channel, by[1] // DAY] += n
        self._sum(_MOST_KEYS)

    def write(self) -> None:
        """Write the collected changes as new rows."""
        self._sum()
        for dimension in self._sums:
            self._write(dimension)

    def _write(self, dimension: int) -> None:
        sums = self._sums[dimension]
        if any(map(any, map(dict.values, sums.values()))):
            self._append(dimension, sums)
        sums.clear()

    def _sum(self, most: int = 0) -> bool:
        """Sum the keys if there are more than ``most``. Return whether there were."""
        if max(len(self._keys), len(self._days)) <= most:
            return False
        by_unit, by_procedure, by_field, by_officer, arrivals = self._sums.values()
        for (part, unit, procedure, field, officer), n in self._keys.items():
            if part is not None:
                settled, year, days, carried = part
                by_unit[year, unit, 0, carried, settled][days] += n
                by_procedure[year, unit, procedure, carried, settled][days] += n
                by_field[year, unit, field, carried, settled][days] += n
                by_officer[year, unit, officer, carried, settled][days] += n
        for (code, unit, procedure, field, channel, day), n in self._days.items():
            arrivals[code, unit, procedure, field, channel][day] += n
        self._keys.clear()
        self._days.clear()
        return True

    def _append(self, dimension: int, sums: _Sums) -> None:
        """Write a row of changes, or of all counts if reading the changes would cost too much."""
        query = "SELECT complete, size FROM state_count WHERE dimension = ? ORDER BY moment DESC, id DESC"
        cost, all_counts = sum(map(len, sums.values())) + _ROW_COST, 0
        for complete, size in self._connection.execute(query, (dimension,)):
            if complete:
                all_counts = size
                break
            cost += size + _ROW_COST
        complete = cost > all_counts * _CHANGES_PART
        if complete:
            for group, days, numbers in counts_at(self._connection, dimension, self._moment):
                by_day = sums[group]
                for day, n in zip(days, numbers, strict=True):
                    by_day[day] += n
            delete = "DELETE FROM state_count WHERE dimension = ? AND moment = ?"
            self._connection.execute(delete, (dimension, self._moment))
        size, packed = _packed(sums)
        self._connection.execute(
            "INSERT INTO state_count (dimension, moment, complete, size, counts) VALUES (?, ?, ?, ?, ?)",
            (dimension, self._moment, complete, size, packed),
        )


def write_counts(connection: sqlite3.Connection, calendar: WorkCalendar, moment: Stamp, deltas: CountDeltas) -> None:
    """Write the changes by a list. If newer lists are known, recompute all rows from ``moment`` on."""
    newest = connection.execute(f"SELECT max(moment) FROM export WHERE {LISTS}").fetchone()[0]
    if newest is None or moment >= newest:
        deltas.write()
    else:
        rebuild_counts(connection, calendar, moment)


def rebuild_counts(connection: sqlite3.Connection, calendar: WorkCalendar, start: Stamp) -> None:
    """Recompute the counts after the lists from ``start`` on, from the stored states."""
    connection.execute("DELETE FROM state_count WHERE moment >= ?", (start,))
    deltas: dict[Stamp, CountDeltas] = {}
    for query in (
        f"SELECT since, NULL, {listed(COUNT_COLUMNS)} FROM dossier WHERE since >= ?",
        f"SELECT since, until, {listed(COUNT_COLUMNS)} FROM version WHERE until >= ?",
    ):
        cursor = connection.execute(query, (start,))
        while states := cursor.fetchmany(_FETCHED):
            for since, until, *state in states:
                for moment, n in ((since, 1), (until, -1)):
                    if moment is not None and moment >= start:
                        if moment not in deltas:
                            deltas[moment] = CountDeltas(connection, calendar, moment)
                        deltas[moment].add(state, n)
    for _, each in sorted(deltas.items()):
        each.write()


def _no_sums() -> _Sums:
    return defaultdict(lambda: defaultdict(int))


def _packed(sums: _Sums) -> tuple[int, bytes]:
    """The number of counts, and the counts packed as 32-bit integers.

    These are the number of groups, the columns of the groups, their lengths, all days, and all numbers.
    """
    kept = {group: sorted((day, n) for day, n in sums[group].items() if n) for group in sorted(sums)}
    groups = {group: pairs for group, pairs in kept.items() if pairs}
    numbers = array("i", [len(groups)])
    for column in zip(*groups, strict=True):
        numbers.extend(column)
    numbers.extend(map(len, groups.values()))
    for place in (0, 1):
        numbers.extend(pair[place] for pairs in groups.values() for pair in pairs)
    if sys.byteorder == "big":
        numbers.byteswap()
    return sum(map(len, groups.values())), zlib.compress(numbers.tobytes(), 1)


def _unpacked(packed: bytes) -> Iterator[GroupCounts]:
    numbers = array("i")
    numbers.frombytes(zlib.decompress(packed))
    if sys.byteorder == "big":
        numbers.byteswap()
    count = numbers[0]
    *groups, lengths = (numbers[1 + place * count : 1 + (place + 1) * count] for place in range(6))
    begin, total = 1 + 6 * count, sum(lengths)
    for group, length in zip(zip(*groups, strict=True), lengths, strict=True):
        end = begin + length
        yield group, numbers[begin:end], numbers[begin + total : end + total]
        begin = end
