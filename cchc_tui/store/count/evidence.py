"""Sums per unit and day that show whether units follow the model practices.

The sums of all states after the last load are computed once, from some day on. Later loads only add their changes. For
a past moment the changes since are subtracted, so its cost is proportional to them, as in ``store/count/counting.py``.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED
from cchc_tui.domain.evidence import Measure
from cchc_tui.domain.moments import DAY, Stamp, day_start, to_date
from cchc_tui.store.read.database import Reader
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.read.settled_state import PENDING_SQL, SettledState
from cchc_tui.store.read.store_moment import ReaderMoment

#: Dossiers returned on a weekend are summed by that day: day numbers modulo 7 (1970-01-01 was a Thursday).
_WEEKEND = f"returned <= :now AND returned / {DAY} % 7 IN (2, 3)"
_ENDED = ", ".join(str(int(status)) for status in sorted(ENDED_UNCOUNTED))
_ONLINE = "channel = (SELECT id FROM term WHERE text = 'online')"
_SAME_DAY = f"finished <= :now AND finished / {DAY} = received / {DAY} AND status NOT IN ({_ENDED})"
_IS_CLOCK_DEPENDENT = f"settled = {SettledState.CLOCK_DEPENDENT:d}"
_COLUMNS = f"""
unit, received / {DAY}, CASE WHEN {_WEEKEND} THEN returned / {DAY} END, count(*),
sum(status NOT IN ({_ENDED})), sum(channel <> 0), coalesce(sum({_ONLINE}), 0), coalesce(sum({_SAME_DAY}), 0),
sum(helper <> 0)
"""
_EVER: Stamp = 1 << 60
#: Most sums cached per connection, each from another day on.
_MOST_CACHED = 4

#: Unit number → the start of the first day that matters.
Since = Mapping[int, Stamp]


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

    ``helpers`` are the units in exports that name helpers, and so have such a column.
    """

    units: dict[int, UnitDays] = field(default_factory=dict)
    helpers: frozenset[int] = frozenset()

    def copy(self) -> PracticeSums:
        """A copy to which rows can be added."""
        units = {number: UnitDays(dict(u.received), Counter(u.weekends)) for number, u in self.units.items()}
        return PracticeSums(units, self.helpers)

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


@dataclass(frozen=True, slots=True)
class _Base:
    """The sums of all states after a load, without clock-dependent ones, and what they were computed from.

    ``version`` is the connection's data version, ``registry`` the registry's fingerprint, ``last`` the newest export,
    ``moment`` the moment of the newest list.
    """

    since: Since
    version: int
    registry: str
    last: int
    moment: Stamp
    sums: PracticeSums


_BASES: WeakKeyDictionary[Reader, list[_Base]] = WeakKeyDictionary()


def practice_sums(moment: ReaderMoment, since: Since) -> PracticeSums:
    """The sums at a moment of dossiers received or returned since.

    Days before those asked for may be incomplete. Dates after the moment do not count yet. Exception: a list that shows
    a dossier as returned later than the list itself counts on that day.
    """
    at, lists, connection = moment.at, moment.lists, moment.connection
    if lists is None or not since:
        return PracticeSums()
    since = {unit: _start(first) for unit, first in since.items()}
    scan = _Scan(connection, since)
    if moment.before_lists:  # the states of the first list are judged by the clock
        found = PracticeSums()
        found.add(scan.rows(f"dossier WHERE +since <= {moment.cutoff:d}", at))
        found.add(scan.rows(f"version WHERE until > {moment.cutoff:d} AND since <= {moment.cutoff:d}", at))
        found.helpers = _helpers(connection) if _any_helped(found) else frozenset()
        return found
    base = _base(moment.reader, since, lists[1], not moment.is_live)
    clock_dependent = scan.rows(f"dossier WHERE {PENDING_SQL} AND {_IS_CLOCK_DEPENDENT} AND since <= {at:d}", at)
    if moment.is_live and not clock_dependent:
        return base.sums
    found = base.sums.copy()
    found.add(clock_dependent)
    if not moment.is_live:
        found.add(scan.rows(f"dossier WHERE since > {at:d} AND NOT {_IS_CLOCK_DEPENDENT}"), -1)
        found.add(scan.rows(f"version WHERE until > {at:d} AND since <= {at:d} AND NOT {_IS_CLOCK_DEPENDENT}"))
        found.add(scan.rows(f"version WHERE until > {at:d} AND since <= {at:d} AND {_IS_CLOCK_DEPENDENT}", at))
    return found


class _Scan:
    """Queries the sums of some units, each from its day on."""

    def __init__(self, connection: sqlite3.Connection, since: Since) -> None:
        self._connection = connection
        conditions = []
        for first in set(since.values()):
            units = ", ".join(str(unit) for unit, its in since.items() if its == first)
            conditions.append(f"unit IN ({units}) AND (received >= {first:d} OR returned >= {first:d})")
        self._condition = f"({' OR '.join(conditions)})"

    def rows(self, source: str, at: Stamp = _EVER) -> list[tuple[Any, ...]]:
        """Rows for ``PracticeSums.add`` from a table with a condition."""
        query = f"SELECT {_COLUMNS} FROM {source} AND received <= :now AND {self._condition} GROUP BY 1, 2, 3"
        return self._connection.execute(query, {"now": at}).fetchall()


def _start(moment: Stamp, of_year: bool = False) -> Stamp:
    """The start of a moment's month, or of its year."""
    first = to_date(moment).replace(day=1)
    return day_start(first.replace(month=1) if of_year else first)


def _covers(base: Since, since: Since) -> bool:
    return all(unit in base and base[unit] <= first for unit, first in since.items())


def _any_helped(found: PracticeSums) -> bool:
    return any(day.helped for unit in found.units.values() for day in unit.received.values())


def _helpers(connection: sqlite3.Connection, condition: str = "1") -> frozenset[int]:
    """The units in exports that name helpers, among the dossiers that meet a condition."""
    named = f"SELECT DISTINCT export FROM dossier WHERE {condition} AND helper <> 0"
    query = f"SELECT DISTINCT unit FROM dossier WHERE {condition} AND export IN ({named})"
    return frozenset(unit for (unit,) in connection.execute(query))


def _base(reader: Reader, since: Since, newest: Stamp, past: bool) -> _Base:
    """The sums after the last load: cached, or updated, or computed.

    They begin with a whole month, so that tomorrow's query can use them; for a past moment, with a whole year.
    """
    version, connection = reader.data_version(), reader.connection
    cached = _BASES.setdefault(reader, [])
    covering = [base for base in cached if _covers(base.since, since)]
    old = next((base for base in covering if base.version == version), covering[-1] if covering else None)
    if old is not None and old.version == version:
        return old
    registry = connection.execute("SELECT value FROM meta WHERE key = 'registry'").fetchone()
    last = connection.execute("SELECT max(id) FROM export").fetchone()[0]
    terms = (version, registry[0] if registry else "", last, newest)
    if old is not None and _may_follow(connection, old, terms[1]):
        scan, found = _Scan(connection, old.since), old.sums.copy()
        found.add(scan.rows(f"dossier WHERE since > {old.moment:d} AND NOT {_IS_CLOCK_DEPENDENT}"))
        were = f"version WHERE until > {old.moment:d} AND since <= {old.moment:d}"
        found.add(scan.rows(f"{were} AND NOT {_IS_CLOCK_DEPENDENT}"), -1)
        found.helpers |= _helpers(connection, f"since > {old.moment:d}")
        base = _Base(old.since, *terms, found)
    else:
        since = {unit: _start(first, of_year=past) for unit, first in since.items()}
        scan, found = _Scan(connection, since), PracticeSums()
        found.add(scan.rows(f"dossier WHERE NOT {_IS_CLOCK_DEPENDENT}"))
        found.helpers = _helpers(connection) if _any_helped(found) else frozenset()
        base = _Base(since, *terms, found)
    _BASES[reader] = [*(one for one in cached if one is not old), base][-_MOST_CACHED:]
    return base


def _may_follow(connection: sqlite3.Connection, old: _Base, registry: str) -> bool:
    """Whether sums can be updated: all lists since are newer, because an older list changes the past too."""
    late = f"SELECT 1 FROM export NOT INDEXED WHERE id > ? AND {LISTS} AND moment <= ? LIMIT 1"
    return old.registry == registry and connection.execute(late, (old.last, old.moment)).fetchone() is None


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
