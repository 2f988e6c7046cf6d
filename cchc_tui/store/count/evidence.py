"""Sums per unit and day that show whether units follow the model practices.

The sums of the states after a list are computed once. Those after another list follow from them by the states that
began or ended in between, so their cost is proportional to these changes.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED
from cchc_tui.domain.evidence import Measure
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.read.memo import Key, ReaderMoment
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, PENDING_SQL, year_start

#: Dossiers returned on a weekend are summed by that day: day numbers modulo 7 (1970-01-01 was a Thursday).
_WEEKEND = f"returned <= :now AND returned / {DAY} % 7 IN (2, 3)"
#: A bit for each status: twice as fast as NOT IN.
_JUDGED = f"NOT {sum(1 << int(status) for status in ENDED_UNCOUNTED)} >> status & 1"
_ONLINE = "channel = (SELECT id FROM term WHERE text = 'online')"
_SAME_DAY = f"finished <= :now AND finished / {DAY} = received / {DAY} AND {_JUDGED}"
_COLUMNS = f"""
unit, received / {DAY}, CASE WHEN {_WEEKEND} THEN returned / {DAY} END, count(*),
sum({_JUDGED}), sum(channel <> 0), coalesce(sum({_ONLINE}), 0), coalesce(sum({_SAME_DAY}), 0), sum(helper <> 0)
"""
_EVER: Stamp = 1 << 60
#: The kind of the memo's entries, and how many lists have one.
_KIND, _MOST_KEPT = "practice sums", 8


class DayCounts(NamedTuple):
    """The dossiers that a unit received on one day.

    ``judged``: neither withdrawn nor refused; ``told``: their channel is known; ``same_day``: finished that day.
    """

    n: int = 0
    judged: int = 0
    told: int = 0
    online: int = 0
    same_day: int = 0
    helped: int = 0


_NOTHING = DayCounts()


@dataclass(slots=True)
class UnitDays:
    """The sums of one unit by day received, and (day received, weekend day returned) → dossiers."""

    received: dict[int, DayCounts] = field(default_factory=dict)
    weekends: Counter[tuple[int, int]] = field(default_factory=Counter)


@dataclass(slots=True)
class PracticeSums:
    """The sums by unit number. A day is a number (``stamp // 86400``).

    ``exports`` has the dossiers, and those with a helper, by export and unit. It is empty while no dossier has one.
    """

    units: dict[int, UnitDays] = field(default_factory=dict)
    exports: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def helpers(self) -> frozenset[int]:
        """The units in exports that name helpers, and so have such a column."""
        naming = {export for (export, _), (_, helped) in self.exports.items() if helped}
        return frozenset(unit for (export, unit), (n, _) in self.exports.items() if n and export in naming)

    def any_helped(self, first: int = 0) -> bool:
        """Whether a dossier received on the day ``first`` or later has a helper."""
        return any(of.helped for unit in self.units.values() for day, of in unit.received.items() if day >= first)

    def copy(self) -> PracticeSums:
        """A copy to which rows can be added."""
        units = {number: UnitDays(dict(u.received), Counter(u.weekends)) for number, u in self.units.items()}
        return PracticeSums(units, dict(self.exports))

    def add(self, rows: Iterable[tuple[Any, ...]], sign: int = 1) -> None:
        """Add rows of (unit, day received, weekend day, counts); ``sign`` -1 subtracts them."""
        for unit, received, weekend, *counts in rows:
            days = self.units.get(unit)
            if days is None:
                days = self.units[unit] = UnitDays()
            before = days.received.get(received, _NOTHING)
            days.received[received] = DayCounts(*(n + sign * more for n, more in zip(before, counts, strict=True)))
            if weekend is not None:
                days.weekends[received, weekend] += sign * counts[0]
                if not days.weekends[received, weekend]:
                    del days.weekends[received, weekend]

    def add_exports(self, rows: Iterable[tuple[int, int, int, int]], sign: int = 1) -> None:
        """Add rows of (export, unit, dossiers, dossiers with a helper)."""
        for export, unit, n, helped in rows:
            before = self.exports.get((export, unit), (0, 0))
            self.exports[export, unit] = before[0] + sign * n, before[1] + sign * helped


def practice_sums(moment: ReaderMoment, since: Stamp) -> PracticeSums:
    """The sums at a moment of dossiers received or returned since.

    Days before may be incomplete. Dates after the moment do not count yet. Exception: a list that shows a dossier as
    returned later than the list itself counts on that day.
    """
    at, known = moment.at, moment.data_as_of
    if known is None:
        return PracticeSums()
    scan = _Scan(moment.connection, year_start(since))  # a whole year, so that queries for other days can use it
    if moment.before_lists:  # the states of the first list are judged by the clock
        found = PracticeSums()
        for source in _held(known):
            found.add(scan.rows(source, at))
        _count_exports(found, scan, known)
        return found
    found = _settled_sums(moment, scan, known)
    by_clock = scan.rows(f"dossier WHERE {PENDING_SQL} AND {CLOCK_DEPENDENT_SQL} AND since <= {known:d}", at)
    if not moment.is_live:
        ended = f"version INDEXED BY version_clock_dependent WHERE until > {known:d} AND since <= {known:d}"
        by_clock += scan.rows(f"{ended} AND {CLOCK_DEPENDENT_SQL}", at)
    if by_clock:
        found = found.copy()
        found.add(by_clock)
    return found


class _Scan:
    """Queries the sums of dossiers that were received or returned since a day."""

    def __init__(self, connection: sqlite3.Connection, first: Stamp) -> None:
        self.first = first
        self._connection = connection

    def rows(self, source: str, at: Stamp = _EVER) -> list[tuple[Any, ...]]:
        """Rows for ``PracticeSums.add`` from a table with a condition."""
        wanted = f"unit > 0 AND received <= :now AND (received >= {self.first:d} OR returned >= {self.first:d})"
        query = f"SELECT {_COLUMNS} FROM {source} AND {wanted} GROUP BY 1, 2, 3"
        return self._connection.execute(query, {"now": at}).fetchall()

    def exports(self, source: str) -> list[tuple[int, int, int, int]]:
        """Rows for ``PracticeSums.add_exports``."""
        query = f"SELECT export, unit, count(*), sum(helper <> 0) FROM {source} GROUP BY 1, 2"
        return self._connection.execute(query).fetchall()


def _held(known: Stamp) -> tuple[str, str]:
    """Where the states are that held after a list."""
    return f"dossier WHERE +since <= {known:d}", f"version WHERE until > {known:d} AND since <= {known:d}"


def _changes(old: Stamp, new: Stamp) -> Iterator[tuple[str, int]]:
    """Where the states are that held after only one of two lists; 1 for those of the new one, -1 for the others."""
    low, high = sorted((old, new))
    sign = 1 if new > old else -1
    yield f"dossier WHERE since > {low:d} AND since <= {high:d}", sign
    yield f"version WHERE until > {high:d} AND since > {low:d} AND since <= {high:d}", sign
    yield f"version WHERE until > {low:d} AND until <= {high:d} AND since <= {low:d}", -sign


def _settled_sums(moment: ReaderMoment, scan: _Scan, known: Stamp) -> PracticeSums:
    """The sums after a list without clock-dependent states, derived from those in the memo if it has any."""
    memo, first = moment.memo, scan.first
    kept: dict[Key, PracticeSums] = {k: sums for k, sums in memo.of_kind(moment, _KIND).items() if k[2] <= first}
    nearest = min(kept, key=lambda key: abs(key[0] - known), default=None)
    if nearest is not None and nearest[0] == known:
        return kept[nearest]
    if nearest is None:
        found = PracticeSums()
        changes: Iterable[tuple[str, int]] = ((source, 1) for source in _held(known))
    else:
        found, scan, changes = kept[nearest].copy(), _Scan(moment.connection, nearest[2]), _changes(nearest[0], known)
    follows = bool(found.exports)
    for source, sign in changes:
        found.add(scan.rows(f"{source} AND NOT {CLOCK_DEPENDENT_SQL}"), sign)
        if follows:
            found.add_exports(scan.exports(source), sign)
    if not follows:
        _count_exports(found, scan, known)
    memo.put(moment, {(known, _KIND, scan.first): found}, _MOST_KEPT)
    return found


def _count_exports(found: PracticeSums, scan: _Scan, known: Stamp) -> None:
    """Fill ``exports`` if any dossier has a helper."""
    if found.any_helped():
        for source in _held(known):
            found.add_exports(scan.exports(source))


#: Measure → the SQL condition of a dossier that is evidence; ``{days}`` are the days that count.
_SHOWS = {
    Measure.OPEN_DAY: f"(received / {DAY} IN ({{days}}) OR ({_WEEKEND} AND returned / {DAY} IN ({{days}})))",
    Measure.ONLINE: f"{_ONLINE} AND received / {DAY} IN ({{days}})",
    Measure.SAME_DAY: f"{_SAME_DAY} AND received / {DAY} IN ({{days}})",
    Measure.HELPER: f"helper <> 0 AND received / {DAY} IN ({{days}})",
}


def condition(measure: Measure, days: Iterable[int]) -> str:
    """The SQL condition of dossiers that are evidence on these days; ``:now`` is the moment."""
    return "received <= :now AND " + _SHOWS[measure].format(days=", ".join(str(int(day)) for day in days))
