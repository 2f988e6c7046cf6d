"""The state counts of a moment: read from the counts table, then corrected for what the clock or the past changes.

The counts table holds all settled states after the last load. For the present it is nearly the answer: an open dossier
is overdue or due soon by its due day, so only those due on the day of the moment, or on the last day of the due-soon
window, are read one by one. For a past moment the counts by unit are read from a snapshot (``count_snapshots``); for
the other dimensions, the changes since that moment are subtracted, at a cost in proportion to their number.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from cchc_tui.domain.lateness import SOON_HOURS, Compare, State, state, unclosed
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.count_snapshots import snapshot_at
from cchc_tui.store.count.counts_table import Dimension
from cchc_tui.store.read.settled_state import (
    CLOCK_DEPENDENT_SQL,
    NO_DUE,
    OPEN_SQL,
    PENDING_SQL,
    SettledState,
    count_key,
    end_of,
    year_of,
    year_start,
)
from cchc_tui.store.read.store_moment import StoreMoment

#: Dimension → the dossier's column that is its key.
KEY_COLUMNS = {
    Dimension.UNIT: "0",
    Dimension.PROCEDURE: "procedure",
    Dimension.FIELD: "field",
    Dimension.OFFICER: "officer",
}
_DATES = "received, due, finished, returned"


@dataclass(slots=True)
class StateCounts:
    """The counts of one unit and key. Late dossiers are counted by working days late.

    ``carried`` counts those received before the period; open ones are included only where the query asks for it.
    """

    carried: int = 0
    on_time: int = 0
    in_time: int = 0  # due soon included
    due_soon: int = 0
    waiting: int = 0
    withdrawn: int = 0
    unclosed: int = 0
    resolved_late: Counter[int] = field(default_factory=Counter)
    overdue: Counter[int] = field(default_factory=Counter)
    overdue_unclosed: Counter[int] = field(default_factory=Counter)


#: (unit number, key) → its counts. The key is a term's number; in dimension UNIT it is 0.
CountsByKey = dict[tuple[int, int], StateCounts]


@dataclass(frozen=True, slots=True)
class CountQuery:
    """What to count: at which moment, by which rule, in which unit (None: all), and since when an end counts."""

    moment: StoreMoment
    calendar: WorkCalendar
    compare: Compare = "time"
    unit: int | None = None
    start: Stamp | None = None  # None: the moment's calendar year
    carried: bool = False

    @property
    def at(self) -> Stamp:
        """The moment."""
        return self.moment.at

    @property
    def period_start(self) -> Stamp:
        """The first moment of the period (rule 4.10)."""
        return year_start(self.at) if self.start is None else self.start

    @property
    def soon_until(self) -> Stamp:
        """The end of the due-soon window (rule 4.4)."""
        return self.calendar.add_hours(self.at, SOON_HOURS)

    @property
    def filter(self) -> str:
        """An SQL condition for the unit."""
        return "" if self.unit is None else f" AND unit = {int(self.unit)}"


def count_states(query: CountQuery, dimension: Dimension = Dimension.UNIT) -> CountsByKey:
    """The state counts of a moment, by unit and the dimension's key."""
    moment, connection = query.moment, query.moment.connection
    if moment.lists is None:
        return {}
    counter = _Counter(query, dimension)
    if moment.before_lists or query.period_start != year_start(query.at):
        counter.add_each(_states(connection, query, dimension, moment.cutoff))
        return counter.counts
    past: _PastChanges | _PastSnapshot | None = None
    if not moment.is_live:
        past = _past_snapshot(connection, query, dimension) or _PastChanges(connection, query, dimension)
    counter.add_settled(_settled_rows(connection, query, dimension, past))
    of_interest = f"FROM dossier WHERE since <= ?{query.filter} AND {PENDING_SQL} AND"
    for low, high, count in counter.edges():
        due = f"{of_interest} {OPEN_SQL} AND due BETWEEN ? AND ? GROUP BY 1, 2, 3"
        open_due = f"SELECT unit, {KEY_COLUMNS[dimension]}, settled, count(*) {due}"
        count(connection.execute(open_due, (query.at, low, high)).fetchall())
        count([(*s[:3], 1) for s in (past.due_between(low, high) if past else ())])
    clock_dependent = (
        f"SELECT unit, {KEY_COLUMNS[dimension]}, settled, status, {_DATES} {of_interest} {CLOCK_DEPENDENT_SQL}"
    )
    counter.add_each(connection.execute(clock_dependent, (query.at,)).fetchall())
    counter.add_each(past.clock_dependent() if past else ())
    if query.carried and dimension != Dimension.UNIT:  # the counts table tells it by unit alone
        before = _Counter(query, dimension)
        before.add_each(_states(connection, query, dimension, query.at, f" AND received < {int(query.period_start)}"))
        for key, counts in counter.counts.items():
            counts.carried = before.counts[key].carried
    elif query.carried:
        early = f"SELECT unit, received {of_interest} settled {_in(_PENDING)} AND received < ?"
        counter.add_carried(connection.execute(early, (query.at, query.period_start)).fetchall())
        restored = past.restored if isinstance(past, _PastChanges) else ()
        counter.add_carried((s[0], s[4]) for s in restored if s[2] in _PENDING and s[4] < query.period_start)
    return counter.counts


def sum_counts(counts: CountsByKey, deltas: CountsByKey) -> CountsByKey:
    """Both counts added up for each unit and key; days whose count becomes zero or less are left out."""
    sums = dict(counts)
    for key, delta in deltas.items():
        mine = sums.get(key, StateCounts())
        sums[key] = StateCounts(
            **{each.name: getattr(mine, each.name) + getattr(delta, each.name) for each in fields(StateCounts)}
        )
    return sums


def count_given(query: CountQuery, dimension: Dimension, states: Iterable[tuple[Iterable[_State], int]]) -> CountsByKey:
    """The counts of the given states alone: (unit, key, settled, status, the four dates), each counted ``n`` times."""
    counter = _Counter(query, dimension)
    for some, n in states:
        counter.add_each(some, n)
    return counter.counts


_OPEN = frozenset({SettledState.OPEN, SettledState.UNCLOSED})
_PENDING = _OPEN | {SettledState.WAITING, SettledState.WAITING_UNCLOSED}
#: (unit, key, settled, status, received, due, finished, returned)
_State = Sequence[Any]


def _in(standings: frozenset[SettledState]) -> str:
    return f"IN ({', '.join(str(int(settled)) for settled in sorted(standings))})"


def _states(
    connection: sqlite3.Connection, query: CountQuery, dimension: Dimension, cutoff: Stamp, only: str = ""
) -> Iterator[_State]:
    """The state of every dossier at ``cutoff``."""
    columns = f"unit, {KEY_COLUMNS[dimension]}, settled, status, {_DATES}"
    for source in ("dossier WHERE", "version WHERE until > :at AND"):
        cursor = connection.execute(f"SELECT {columns} FROM {source} since <= :at{query.filter}{only}", {"at": cutoff})
        while rows := cursor.fetchmany(5_000):
            yield from rows


class _PastChanges:
    """The changes to undo in the counts: later states are ``removed``, the states they replaced ``restored``."""

    def __init__(self, connection: sqlite3.Connection, query: CountQuery, dimension: Dimension) -> None:
        self._calendar = query.calendar
        self._dimension = dimension
        columns = f"SELECT unit, {KEY_COLUMNS[dimension]}, settled, status, {_DATES} FROM "
        gone = f"dossier WHERE since > ?{query.filter}"
        self.removed: list[_State] = connection.execute(columns + gone, (query.at,)).fetchall()
        back = f"version WHERE until > ? AND since <= ?{query.filter}"
        self.restored: list[_State] = connection.execute(columns + back, (query.at, query.at)).fetchall()

    def due_between(self, low: Stamp, high: Stamp) -> list[_State]:
        """The restored open states with a due time from ``low`` to ``high``."""
        return [s for s in self.restored if s[2] in _OPEN and s[5] is not None and low <= s[5] <= high]

    def clock_dependent(self) -> list[_State]:
        """The restored states whose count depends on the clock."""
        return [s for s in self.restored if s[2] == SettledState.CLOCK_DEPENDENT]

    def deltas(self, year: int) -> Counter[tuple[int, int, int, int]]:
        """The differences by (unit, key, settled, days), as the counts table has them for a year."""
        deltas: Counter[tuple[int, int, int, int]] = Counter()
        for states, n in ((self.removed, -1), (self.restored, 1)):
            for unit, key, settled, _, *dates in states:
                part = count_key(self._calendar, settled, *dates)
                if part is not None and part[1] in (0, year):
                    deltas[unit, part[3] if self._dimension == Dimension.UNIT else key, settled, part[2]] += n
        return deltas


@dataclass(frozen=True, slots=True)
class _PastSnapshot:
    """A snapshot's counts, and the few past states that it does not decide."""

    rows: list[tuple[int, ...]]
    connection: sqlite3.Connection
    count_query: CountQuery

    def due_between(self, low: Stamp, high: Stamp) -> list[_State]:
        """Open states that ended later, with a due time from ``low`` to ``high``."""
        return self._states("version_open", f"{OPEN_SQL} AND due BETWEEN {int(low)} AND {int(high)}")

    def clock_dependent(self) -> list[_State]:
        """States that ended later and whose count depends on the clock."""
        return self._states("version_clock_dependent", CLOCK_DEPENDENT_SQL)

    def _states(self, index: str, condition: str) -> list[_State]:
        query = f"""
            SELECT unit, 0, settled, status, {_DATES} FROM version INDEXED BY {index}
            WHERE {condition} AND until > ? AND since <= ?{self.count_query.filter}
        """
        return self.connection.execute(query, (self.count_query.at, self.count_query.at)).fetchall()


def _past_snapshot(connection: sqlite3.Connection, query: CountQuery, dimension: Dimension) -> _PastSnapshot | None:
    """The snapshot of a moment. It exists only by unit, and does not tell which open dossiers were carried over."""
    if dimension != Dimension.UNIT or query.carried:
        return None
    rows = snapshot_at(connection, query.at)
    return None if rows is None else _PastSnapshot(list(rows), connection, query)


def _settled_rows(
    connection: sqlite3.Connection,
    query: CountQuery,
    dimension: Dimension,
    past: _PastChanges | _PastSnapshot | None,
) -> Iterable[tuple[int, int, int, int, int]]:
    """(unit, key, settled, days, n) of all states at the moment that are settled or open."""
    year = year_of(query.at)
    if isinstance(past, _PastSnapshot):
        unit = query.unit
        return [row[1:] for row in past.rows if row[0] in (0, year) and unit in (None, row[1])]  # type: ignore[misc]
    rows = connection.execute(
        f"SELECT unit, key, settled, days, n FROM state_count WHERE dimension = ? AND year IN (0, ?){query.filter}",
        (dimension, year),
    ).fetchall()
    if past is None:
        return rows
    sums = past.deltas(year)
    for *key, n in rows:
        sums[tuple(key)] += n
    return [(*key, n) for key, n in sums.items() if n]


# Plain numbers: comparing with a member of an enumeration costs four times as much.
_ON_TIME, _BY_HOURS, _BY_DAYS, _WITHDRAWN, _OPEN_FIRST, _UNCLOSED, _, _WAITING_UNCLOSED, _ = map(int, SettledState)


class _DaysLate(dict[int, int]):
    """Due day → working days late on ``today``."""

    def __init__(self, calendar: WorkCalendar, today: int) -> None:
        super().__init__()
        self._calendar = calendar
        self._today = calendar.ordinal(today)

    def __missing__(self, due_day: int) -> int:
        late = self[due_day] = max(0, self._today - self._calendar.ordinal(due_day))
        return late


class _Counter:
    """Adds up states into counts."""

    def __init__(self, query: CountQuery, dimension: Dimension) -> None:
        self._query = query
        self._by_unit = dimension == Dimension.UNIT
        self._soon_until = query.soon_until
        self._start = query.period_start
        self._today, self._soon_day = query.at // DAY, self._soon_until // DAY
        self._late = _DaysLate(query.calendar, self._today)
        self.counts: defaultdict[tuple[int, int], StateCounts] = defaultdict(StateCounts)

    def add_settled(self, rows: Iterable[tuple[int, int, int, int, int]]) -> None:
        """Count rows of the counts table. Open dossiers due on an edge day are corrected later."""
        by_key, by_unit = self.counts, self._by_unit
        on_time = {_ON_TIME} if self._query.compare == "time" else {_ON_TIME, _BY_HOURS}
        for unit, key, settled, days, n in rows:
            counts = by_key[unit, 0 if by_unit else key]
            if by_unit and key:  # in this dimension the key tells whether it was carried over
                counts.carried += n
            if _OPEN_FIRST <= settled <= _UNCLOSED:
                self._open(counts, settled == _UNCLOSED, days, n)
            elif settled in on_time:
                counts.on_time += n
            elif settled <= _BY_DAYS:
                counts.resolved_late[days] = counts.resolved_late.get(days, 0) + n
            elif settled == _WITHDRAWN:
                counts.withdrawn += n
            else:
                counts.waiting += n
                counts.unclosed += n if settled == _WAITING_UNCLOSED else 0

    def _open(self, counts: StateCounts, is_unclosed: bool, due_day: int, n: int) -> None:
        if is_unclosed:
            counts.unclosed += n
        if due_day == NO_DUE or due_day >= self._today:
            counts.in_time += n
            if self._today <= due_day < self._soon_day:
                counts.due_soon += n
            return
        late = self._late[due_day]
        counts.overdue[late] = counts.overdue.get(late, 0) + n
        if is_unclosed:
            counts.overdue_unclosed[late] = counts.overdue_unclosed.get(late, 0) + n

    def edges(self) -> list[tuple[Stamp, Stamp, Any]]:
        """Ranges of due times that the due day alone does not decide, each with the method that corrects the counts."""
        at, soon = self._query.at, self._soon_until
        edges: list[tuple[Stamp, Stamp, Any]] = [(soon - soon % DAY, soon, self._due_soon)]
        if self._query.compare == "time":
            edges.append((at - at % DAY, at - 1, self._overdue_today))
        return edges

    def _due_soon(self, rows: Iterable[Sequence[int]]) -> None:
        for unit, key, _, n in rows:
            self.counts[unit, key].due_soon += n

    def _overdue_today(self, rows: Iterable[Sequence[int]]) -> None:
        for unit, key, settled, n in rows:
            counts = self.counts[unit, key]
            counts.in_time -= n
            counts.due_soon -= n
            counts.overdue[0] += n
            counts.overdue_unclosed[0] += n * (settled == _UNCLOSED)

    def add_carried(self, rows: Iterable[tuple[int, int]]) -> None:
        """Count open dossiers received before the period; only for dimension UNIT."""
        for unit, _ in rows:
            self.counts[unit, 0].carried += 1

    def add_each(self, states: Iterable[_State], n: int = 1) -> None:
        """Count states one by one by the rule itself, each ``n`` times; -1 subtracts."""
        query, soon_until = self._query, self._soon_until
        for unit, key, _, status, received, due, finished, returned in states:
            now = state(status, received, due, finished, query.at, soon_until, query.compare)
            if now == State.NOT_YET:
                continue
            end = end_of(status, received, finished, returned, query.at)
            if end is not None and end < self._start:
                continue
            counts = self.counts[unit, key]
            counts.carried += n * (received < self._start)
            if now == State.WITHDRAWN:
                counts.withdrawn += n
            elif now == State.RESOLVED_ON_TIME:
                counts.on_time += n
            elif now == State.RESOLVED_LATE:
                counts.resolved_late[self._days(due, end)] += n
            elif now == State.WAITING:
                counts.waiting += n
                counts.unclosed += n * unclosed(finished, returned, query.at)
            else:
                self._one_open(counts, now, due, n, unclosed(finished, returned, query.at))

    def _one_open(self, counts: StateCounts, now: State, due: Stamp | None, n: int, is_unclosed: bool) -> None:
        counts.unclosed += n * is_unclosed
        if now == State.OVERDUE:
            late = self._days(due, self._query.at)
            counts.overdue[late] += n
            counts.overdue_unclosed[late] += n * is_unclosed
        else:
            counts.in_time += n
            counts.due_soon += n * (now == State.DUE_SOON)

    def _days(self, due: Stamp | None, end: Stamp | None) -> int:
        return 0 if due is None or end is None else self._query.calendar.days_late(due, end)
