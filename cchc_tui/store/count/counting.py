"""Counts dossiers by state at a moment: reads the counts table, then corrects its numbers for the time of day.

The counts table has the number of dossiers in each settled state (``SettledState``) after each list. For an open
dossier, the table also has the due day, which usually decides whether the dossier is overdue or due soon. So only two
kinds of dossiers are read one by one: open dossiers due on the moment's day or on the last day of the due-soon window,
and clock-dependent dossiers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from operator import add
from typing import Any, Self

from cchc_tui.domain.lateness import SOON_HOURS, Compare, State, state, unclosed
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.counts_table import Dimension, Group, GroupCounts, counts_at
from cchc_tui.store.count.state_counts import CountsByKey, StateCounts
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
DATES = "received, due, finished, returned"


@dataclass(frozen=True, slots=True)
class CountQuery:
    """What to count: the dossiers of the unit with the number ``unit`` (None: all units) in a period."""

    moment: StoreMoment
    calendar: WorkCalendar
    compare: Compare = "time"
    unit: int | None = None
    start: Stamp | None = None  # None: the moment's calendar year
    carried: bool = False  # include open dossiers in ``StateCounts.carried``
    merged: Mapping[int, int] = field(default_factory=dict)  # unit → the unit under which it is counted

    @property
    def at(self) -> Stamp:
        """The moment for which dossiers are counted."""
        return self.moment.at

    @property
    def period_start(self) -> Stamp:
        """The first moment of the period."""
        return year_start(self.at) if self.start is None else self.start

    @property
    def soon_until(self) -> Stamp:
        """The end of the due-soon window."""
        return self.calendar.add_hours(self.at, SOON_HOURS)

    @property
    def is_of_states(self) -> bool:
        """Whether states must be counted one by one.

        The counts table cannot be used if it does not cover the moment or the period.
        """
        return self.moment.before_lists or self.period_start != year_start(self.at)

    @property
    def filter(self) -> str:
        """An SQL condition that selects the unit, to be appended to another condition (" AND …"); "" for all units."""
        return "" if self.unit is None else f" AND unit = {int(self.unit)}"


#: (unit, key, settled, status, received, due, finished, returned)
_State = Sequence[Any]


@dataclass(frozen=True, slots=True)
class StateDeltas:
    """Changes to the counts. ``states`` has pairs of a state and ``n``: the state is counted ``n`` more times.

    ``n`` may be negative. ``groups`` has the same changes in the form of the counts table. Two kinds of states may need
    a correction for the time of day. ``by_due`` has the open states with a due date, as sorted tuples (due, unit, key,
    settled state, n). ``clock_dependent`` has the clock-dependent states.
    """

    states: Sequence[tuple[_State, int]] = ()
    groups: Sequence[GroupCounts] = ()
    by_due: Sequence[tuple[int, ...]] = ()
    clock_dependent: Sequence[tuple[_State, int]] = ()

    @classmethod
    def of(cls, states: Sequence[tuple[_State, int]], calendar: WorkCalendar) -> Self:
        """Make deltas from pairs of a state and ``n``. The fields besides ``states`` are computed from these pairs."""
        by_due = sorted(
            (due, unit, key, settled, n)
            for (unit, key, settled, _, _, due, *_), n in states
            if _OPEN_FIRST <= settled <= _UNCLOSED and due is not None
        )
        clock_dependent = [(each, n) for each, n in states if each[2] == _CLOCK_DEPENDENT]
        return cls(states, _grouped(states, calendar), by_due, clock_dependent)


def _grouped(states: Iterable[tuple[_State, int]], calendar: WorkCalendar) -> list[GroupCounts]:
    groups: defaultdict[Group, Counter[int]] = defaultdict(Counter)
    for (unit, key, settled, _, *dates), n in states:
        part = count_key(calendar, settled, *dates)
        if part is not None:
            _, year, days, carried = part
            groups[year, unit, key, carried, settled][days] += n
    return [(group, sorted(days), [days[day] for day in sorted(days)]) for group, days in groups.items()]


def count_states(
    query: CountQuery, dimension: Dimension = Dimension.UNIT, deltas: StateDeltas = StateDeltas()
) -> CountsByKey:
    """The state counts by (unit number, key of the dimension), with ``deltas`` added.

    Keys without dossiers are left out.
    """
    lists = query.moment.lists
    if lists is None:
        return {}
    counter = _Counter(query)
    if not query.is_of_states:
        _add_stored(counter, dimension, deltas.groups)
        counter.correct_given(deltas)
    elif query.period_start == year_start(query.at) and lists[0] - query.at < query.at - query.period_start:
        _add_before_lists(counter, dimension, deltas)
    else:  # also long before the first list: most of its states changed since, so subtracting them would cost more
        counter.add_each(_states(query, dimension, f"received <= {query.at:d}"))
        counter.add_given(deltas.states)
    return {key: counts for key, counts in counter.counts.items() if counts}


def _add_stored(counter: _Counter, dimension: Dimension, groups: Sequence[GroupCounts], held: str = "1") -> None:
    """Count the states in the counts table, and ``groups``. Then correct the counts of the table for the time of day.

    Negative numbers in ``groups`` subtract states. ``held`` is an SQL condition: only states that satisfy it are
    corrected. It must exclude the subtracted states. The caller must correct all other counts of ``groups``.
    """
    query = counter.query
    counter.add_settled(chain(counts_at(query.moment.connection, dimension, query.moment.cutoff), groups))
    columns = f"unit, {KEY_COLUMNS[dimension]}, settled"
    for low, high, correct in counter.edges():
        due = f"{OPEN_SQL} AND due BETWEEN {low:d} AND {high:d} AND {held} GROUP BY 1, 2, 3"
        correct(_pending(query, f"{columns}, count(*)", due, "INDEXED BY version_open"))
    states = f"{columns}, status, {DATES}"
    counter.add_each(_pending(query, states, CLOCK_DEPENDENT_SQL, "INDEXED BY version_clock_dependent"))
    if query.carried:
        early = f"{PENDING_SQL} AND NOT {CLOCK_DEPENDENT_SQL} AND received < {query.period_start:d} AND {held}"
        counter.add_carried(_pending(query, f"{columns}, count(*)", f"{early} GROUP BY 1, 2, 3"))


def _add_before_lists(counter: _Counter, dimension: Dimension, deltas: StateDeltas) -> None:
    """Count the states of the first list as they were at ``query.at``, a moment before the first list.

    In the counts table, a state is counted correctly if its received, finished and returned dates are not after
    ``query.at``, or missing. Each state with a later date is subtracted from the table's counts and counted by itself.
    Clock-dependent states are not in the table, so each of them is also counted by itself.
    """
    query, others = counter.query, _Counter(counter.query)
    newest = "max(received, coalesce(finished, 0), coalesce(returned, 0))"
    states = _states(query, dimension, f"NOT {CLOCK_DEPENDENT_SQL} AND {newest} > {query.at:d}")
    groups = _grouped(((each, -1) for each in others.passing(states)), query.calendar)
    others.add_given(deltas.states)
    _add_stored(counter, dimension, groups, f"{newest} <= {query.at:d}")
    for key, counts in others.counts.items():
        counter.counts[key] += counts


def count_deltas(query: CountQuery, deltas: StateDeltas) -> CountsByKey:
    """Count only the changes in ``deltas``, without the states in the store. A count may be negative."""
    counter = _Counter(query)
    if query.is_of_states:
        counter.add_given(deltas.states)
    else:
        counter.add_settled(deltas.groups)
        counter.correct_given(deltas)
    return counter.counts


def _add_days(by_days: Counter[int], days: Collection[int], numbers: Iterable[int]) -> None:
    """Add to ``by_days``, for each of ``days``, the number of dossiers at the same index. A day may occur twice."""
    if not by_days:
        dict.update(by_days, zip(days, numbers, strict=True))
        if len(by_days) == len(days):
            return
        by_days.clear()
    sums = map(add, numbers, map(by_days.get, days, repeat(0)))
    dict.update(by_days, zip(days, sums, strict=True))  # an assignment to a Counter costs four times as much


def _states(query: CountQuery, dimension: Dimension, condition: str) -> Iterator[_State]:
    """Yield the states of dossiers that hold at the moment's ``cutoff`` and for which the SQL ``condition`` is true."""
    columns = f"unit, {KEY_COLUMNS[dimension]}, settled, status, {DATES}"
    for source in ("dossier WHERE", "version WHERE until > :at AND"):
        held = f"SELECT {columns} FROM {source} since <= :at{query.filter} AND {condition}"
        cursor = query.moment.connection.execute(held, {"at": query.moment.cutoff})
        while rows := cursor.fetchmany(5_000):
            yield from rows


def _pending(query: CountQuery, columns: str, condition: str, version_index: str = "") -> list[tuple[Any, ...]]:
    """The ``columns`` of the open, waiting and clock-dependent states that satisfy a condition at the ``cutoff``.

    ``columns`` and ``condition`` are SQL.
    """
    sources = [f"dossier WHERE {PENDING_SQL}"]
    if not query.moment.is_live:
        sources.append(f"version {version_index} WHERE until > :at")
    found: list[tuple[Any, ...]] = []
    for source in sources:
        statement = f"SELECT {columns} FROM {source} AND since <= :at{query.filter} AND {condition}"
        found += query.moment.connection.execute(statement, {"at": query.moment.cutoff})
    return found


# Plain integers: comparing with a member of an enumeration takes four times as long.
_ON_TIME, _BY_HOURS, _BY_DAYS, _WITHDRAWN, _OPEN_FIRST, _UNCLOSED, _, _WAITING_UNCLOSED, _CLOCK_DEPENDENT = map(
    int, SettledState
)


class _DaysLate(dict[int, int]):
    """A cache of the working days from a due day, given as a day number, to the day number ``today``; at least 0."""

    def __init__(self, calendar: WorkCalendar, today: int) -> None:
        super().__init__()
        self._calendar = calendar
        self._today = calendar.ordinal(today)

    def __missing__(self, due_day: int) -> int:
        late = self[due_day] = max(0, self._today - self._calendar.ordinal(due_day))
        return late


class _Counter:
    def __init__(self, query: CountQuery) -> None:
        self.query = query
        self._soon_until = query.soon_until
        self._start = query.period_start
        self._today, self._soon_day = query.at // DAY, self._soon_until // DAY
        self._late = _DaysLate(query.calendar, self._today)
        self._merged = query.merged
        self.counts: defaultdict[tuple[int, int], StateCounts] = defaultdict(StateCounts)

    def _of(self, unit: int, key: int) -> StateCounts:
        return self.counts[self._merged.get(unit, unit), key]

    def add_settled(self, groups: Iterable[GroupCounts]) -> None:
        """Count groups of the counts table. Open dossiers are counted by their due days.

        Afterwards, the counts must be corrected for the due times in the ranges that ``edges()`` returns.
        """
        only, this_year, merged, by_key = self.query.unit, year_of(self.query.at), self._merged, self.counts
        last_on_time = _ON_TIME if self.query.compare == "time" else _BY_HOURS
        for (year, unit, key, carried, settled), days, numbers in groups:
            if year not in (0, this_year) or only not in (None, unit):
                continue
            counts = by_key[merged.get(unit, unit), key]
            total = sum(numbers)
            counts.carried += total * carried
            if settled in (_UNCLOSED, _WAITING_UNCLOSED):
                counts.unclosed += total
            if _OPEN_FIRST <= settled <= _UNCLOSED:
                self._add_open(counts, settled == _UNCLOSED, days, numbers)
            elif settled <= last_on_time:
                counts.on_time += total
            elif settled <= _BY_DAYS:
                _add_days(counts.resolved_late, days, numbers)
            elif settled == _WITHDRAWN:
                counts.withdrawn += total
            else:
                counts.waiting += total
        for counts in self.counts.values():
            _add_days(counts.overdue, counts.overdue_unclosed.keys(), counts.overdue_unclosed.values())

    def _add_open(self, counts: StateCounts, is_unclosed: bool, days: Sequence[int], numbers: Sequence[int]) -> None:
        """Count open dossiers. ``numbers`` has how many are due on each of ``days``, which are in ascending order.

        The first of ``days`` may be ``NO_DUE``, for dossiers without a due day.
        """
        first, today = days[0] == NO_DUE, bisect_left(days, self._today)
        overdue = numbers[first:today]
        if overdue:
            late = list(map(self._late.__getitem__, days[first:today]))
            _add_days(counts.overdue_unclosed if is_unclosed else counts.overdue, late, overdue)
        if len(overdue) < len(days):
            counts.in_time += sum(numbers) - sum(overdue)
            counts.due_soon += sum(numbers[today : bisect_left(days, self._soon_day)])

    def edges(self) -> list[tuple[Stamp, Stamp, Any]]:
        """Ranges of due times in which the due day alone does not decide the state, each as (low, high, method).

        The method corrects the counts for open dossiers that are due in the range.
        """
        at, soon = self.query.at, self._soon_until
        edges: list[tuple[Stamp, Stamp, Any]] = [(soon - soon % DAY, soon, self._due_soon)]
        if self.query.compare == "time":
            edges.append((at - at % DAY, at - 1, self._overdue_today))
        return edges

    def _due_soon(self, rows: Iterable[Sequence[int]]) -> None:
        for unit, key, _, n in rows:
            self._of(unit, key).due_soon += n

    def _overdue_today(self, rows: Iterable[Sequence[int]]) -> None:
        for unit, key, settled, n in rows:
            counts = self._of(unit, key)
            counts.in_time -= n
            counts.due_soon -= n
            counts.overdue[0] += n
            counts.overdue_unclosed[0] += n * (settled == _UNCLOSED)

    def add_carried(self, rows: Iterable[Sequence[int]]) -> None:
        for unit, key, _, n in rows:
            self._of(unit, key).carried += n

    def add_given(self, states: Iterable[tuple[_State, int]]) -> None:
        """Count each state ``n`` times, where ``states`` has pairs (state, ``n``)."""
        for each, n in states:
            self.add_each((each,), n)

    def correct_given(self, deltas: StateDeltas) -> None:
        """Correct the counts of ``deltas.groups`` by the times of day at which dossiers are due (see ``edges``).

        The groups have only the days. Call this after ``deltas.groups`` was counted.
        """
        for low, high, correct in self.edges():
            first, after = (bisect_left(deltas.by_due, (due,)) for due in (low, high + 1))
            correct(row for _, *row in deltas.by_due[first:after])
        self.add_given(deltas.clock_dependent)

    def passing(self, states: Iterable[_State]) -> Iterator[_State]:
        """Pass the states through unchanged, and count each one on the way."""
        for each in states:
            self.add_each((each,))
            yield each

    def add_each(self, states: Iterable[_State], n: int = 1) -> None:
        """Apply the lateness rule to each state, and count it ``n`` times; -1 subtracts it."""
        query, soon_until = self.query, self._soon_until
        for unit, key, _, status, received, due, finished, returned in states:
            now = state(status, received, due, finished, query.at, soon_until, query.compare)
            if now == State.NOT_YET:
                continue
            end = end_of(status, received, finished, returned, query.at)
            if end is not None and end < self._start:
                continue
            counts = self._of(unit, key)
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
            late = self._days(due, self.query.at)
            counts.overdue[late] += n
            counts.overdue_unclosed[late] += n * is_unclosed
        else:
            counts.in_time += n
            counts.due_soon += n * (now == State.DUE_SOON)

    def _days(self, due: Stamp | None, end: Stamp | None) -> int:
        return 0 if due is None or end is None else self.query.calendar.days_late(due, end)
