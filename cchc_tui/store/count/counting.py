"""How many dossiers count as what at a moment: the tally, and the few that the clock or the past has to be asked about.

The tally holds all states as they stand after the last load. For now it is nearly the answer: what is open is overdue
or due soon by its due day, and only those due on the very day of the moment, or on the last day of the due-soon
window, are looked at. For a moment in the past there is a tally by unit of its own (``tallies``); of the other
dimensions, what changed after it is taken back: its cost is that of the changes since.
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
from cchc_tui.store.count.count_snapshots import tally_at
from cchc_tui.store.count.counts_table import Dimension
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.read.settled_state import (
    NO_DUE,
    ODD_SQL,
    OPEN_SQL,
    PENDING_SQL,
    Standing,
    ended,
    part_of,
    year_of,
    year_start,
)

#: What the tally's key is in a dossier's columns.
KEYS = {
    Dimension.UNIT: "0",
    Dimension.PROCEDURE: "procedure",
    Dimension.FIELD: "field",
    Dimension.OFFICER: "officer",
}
_DATES = "received, due, finished, returned"


@dataclass(slots=True)
class Figure:
    """The counts of one unit and key. Late ones are kept by working days late, of which there are few.

    ``carried`` of them were received before the period; of open ones it is told only where the view asks for it.
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


#: (unit number, key) → its figure. The key is the number of a term; of dimension UNIT it is 0.
Figures = dict[tuple[int, int], Figure]


@dataclass(frozen=True, slots=True)
class View:
    """What is asked: a moment, by which rule, of which unit (None: all), and since when an end counts."""

    at: Stamp
    calendar: WorkCalendar
    compare: Compare = "time"
    unit: int | None = None
    start: Stamp | None = None  # None: the moment's calendar year
    carried: bool = False

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


def span(connection: sqlite3.Connection) -> tuple[Stamp, Stamp] | None:
    """The moments of the oldest and the newest list; None where there is none."""
    one = f"(SELECT {{}}(moment) FROM export WHERE {LISTS})"  # each by the index, which both at once would go through
    first, last = connection.execute(f"SELECT {one.format('min')}, {one.format('max')}").fetchone()
    return None if first is None else (first, last)


def data_as_of(connection: sqlite3.Connection, at: Stamp) -> Stamp | None:
    """The moment of the newest list that a board of ``at`` rests on: before the first list, the first (DESIGN §4)."""
    known = f"SELECT max(moment) FROM export WHERE {LISTS} AND moment <= ?"
    found = connection.execute(known, (at,)).fetchone()[0]
    moments = span(connection)
    return found if found is not None or moments is None else moments[0]


def figures(connection: sqlite3.Connection, view: View, dimension: Dimension = Dimension.UNIT) -> Figures:
    """The figures of a moment, by unit and the dimension's key."""
    moments = span(connection)
    if moments is None:
        return {}
    counting = _Counting(view, dimension)
    if view.at < moments[0] or view.period_start != year_start(view.at):
        counting.each(_states(connection, view, dimension, max(view.at, moments[0])))
        return counting.figures
    past: _Past | _Kept | None = None
    if view.at < moments[1]:
        past = _kept(connection, view, dimension) or _Past(connection, view, dimension)
    counting.tally(_tally(connection, view, dimension, past))
    of_interest = f"FROM dossier WHERE since <= ?{view.filter} AND {PENDING_SQL} AND"
    for low, high, count in counting.edges():
        due = f"{of_interest} {OPEN_SQL} AND due BETWEEN ? AND ? GROUP BY 1, 2, 3"
        open_due = f"SELECT unit, {KEYS[dimension]}, standing, count(*) {due}"
        count(connection.execute(open_due, (view.at, low, high)).fetchall())
        count([(*s[:3], 1) for s in (past.due(low, high) if past else ())])
    odd = f"SELECT unit, {KEYS[dimension]}, standing, status, {_DATES} {of_interest} {ODD_SQL}"
    counting.each(connection.execute(odd, (view.at,)).fetchall())
    counting.each(past.odd() if past else ())
    if view.carried and dimension != Dimension.UNIT:  # only of units the tally tells what was carried over
        before = _Counting(view, dimension)
        before.each(_states(connection, view, dimension, view.at, f" AND received < {int(view.period_start)}"))
        for key, figure in counting.figures.items():
            figure.carried = before.figures[key].carried
    elif view.carried:
        early = f"SELECT unit, received {of_interest} standing {_in(_PENDING)} AND received < ?"
        counting.carried(connection.execute(early, (view.at, view.period_start)).fetchall())
        back = past.back if isinstance(past, _Past) else ()
        counting.carried((s[0], s[4]) for s in back if s[2] in _PENDING and s[4] < view.period_start)
    return counting.figures


def added(figures: Figures, deltas: Figures) -> Figures:
    """The sums of two, unit by unit and key by key; counts of days that come to nothing are left out."""
    sums = dict(figures)
    for key, delta in deltas.items():
        mine = sums.get(key, Figure())
        sums[key] = Figure(
            **{each.name: getattr(mine, each.name) + getattr(delta, each.name) for each in fields(Figure)}
        )
    return sums


def count_states(view: View, dimension: Dimension, states: Iterable[tuple[Iterable[_State], int]]) -> Figures:
    """The figures of some states alone, each (unit, key, standing, status, the four dates), taken so many times."""
    counting = _Counting(view, dimension)
    for some, n in states:
        counting.each(some, n)
    return counting.figures


_OPEN = frozenset({Standing.OPEN, Standing.UNCLOSED})
_PENDING = _OPEN | {Standing.WAITING, Standing.WAITING_UNCLOSED}
#: (unit, key, standing, status, received, due, finished, returned)
_State = Sequence[Any]


def _in(standings: frozenset[Standing]) -> str:
    return f"IN ({', '.join(str(int(standing)) for standing in sorted(standings))})"


def _states(
    connection: sqlite3.Connection, view: View, dimension: Dimension, cutoff: Stamp, only: str = ""
) -> Iterator[_State]:
    """Every dossier's state that held at ``cutoff``."""
    columns = f"unit, {KEYS[dimension]}, standing, status, {_DATES}"
    for source in ("dossier WHERE", "version WHERE until > :at AND"):
        cursor = connection.execute(f"SELECT {columns} FROM {source} since <= :at{view.filter}{only}", {"at": cutoff})
        while rows := cursor.fetchmany(5_000):
            yield from rows


class _Past:
    """What to take back from the tally: states that came later are ``gone``, those they took the place of ``back``."""

    def __init__(self, connection: sqlite3.Connection, view: View, dimension: Dimension) -> None:
        self._calendar = view.calendar
        self._dimension = dimension
        columns = f"SELECT unit, {KEYS[dimension]}, standing, status, {_DATES} FROM "
        gone = f"dossier WHERE since > ?{view.filter}"
        self.gone: list[_State] = connection.execute(columns + gone, (view.at,)).fetchall()
        back = f"version WHERE until > ? AND since <= ?{view.filter}"
        self.back: list[_State] = connection.execute(columns + back, (view.at, view.at)).fetchall()

    def due(self, low: Stamp, high: Stamp) -> list[_State]:
        """Of those that came back, the open ones that are due in a stretch of time."""
        return [s for s in self.back if s[2] in _OPEN and s[5] is not None and low <= s[5] <= high]

    def odd(self) -> list[_State]:
        """Of those that came back, the odd ones."""
        return [s for s in self.back if s[2] == Standing.ODD]

    def deltas(self, year: int) -> Counter[tuple[int, int, int, int]]:
        """By (unit, key, standing, days), as the tally of a year has them."""
        deltas: Counter[tuple[int, int, int, int]] = Counter()
        for states, n in ((self.gone, -1), (self.back, 1)):
            for unit, key, standing, _, *dates in states:
                part = part_of(self._calendar, standing, *dates)
                if part is not None and part[1] in (0, year):
                    deltas[unit, part[3] if self._dimension == Dimension.UNIT else key, standing, part[2]] += n
        return deltas


@dataclass(frozen=True, slots=True)
class _Kept:
    """The tally as it was, and the few states of then that it does not decide."""

    rows: list[tuple[int, ...]]
    connection: sqlite3.Connection
    view: View

    def due(self, low: Stamp, high: Stamp) -> list[_State]:
        """States that ended later: the open ones that are due in a stretch of time."""
        return self._states("version_open", f"{OPEN_SQL} AND due BETWEEN {int(low)} AND {int(high)}")

    def odd(self) -> list[_State]:
        """States that ended later: the odd ones."""
        return self._states("version_odd", ODD_SQL)

    def _states(self, index: str, condition: str) -> list[_State]:
        query = f"""
            SELECT unit, 0, standing, status, {_DATES} FROM version INDEXED BY {index}
            WHERE {condition} AND until > ? AND since <= ?{self.view.filter}
        """
        return self.connection.execute(query, (self.view.at, self.view.at)).fetchall()


def _kept(connection: sqlite3.Connection, view: View, dimension: Dimension) -> _Kept | None:
    """The tally of a moment, where it is kept: by unit, when nobody asks what open ones were carried over."""
    if dimension != Dimension.UNIT or view.carried:
        return None
    rows = tally_at(connection, view.at)
    return None if rows is None else _Kept(list(rows), connection, view)


def _tally(
    connection: sqlite3.Connection, view: View, dimension: Dimension, past: _Past | _Kept | None
) -> Iterable[tuple[int, int, int, int, int]]:
    """(unit, key, standing, days, n) of everything that stands so for good, or open, at the moment."""
    year = year_of(view.at)
    if isinstance(past, _Kept):
        unit = view.unit
        return [row[1:] for row in past.rows if row[0] in (0, year) and unit in (None, row[1])]  # type: ignore[misc]
    rows = connection.execute(
        f"SELECT unit, key, standing, days, n FROM tally WHERE dimension = ? AND year IN (0, ?){view.filter}",
        (dimension, year),
    ).fetchall()
    if past is None:
        return rows
    sums = past.deltas(year)
    for *key, n in rows:
        sums[tuple(key)] += n
    return [(*key, n) for key, n in sums.items() if n]


# Plain numbers: comparing with a member of an enumeration costs four times as much.
_ON_TIME, _BY_HOURS, _BY_DAYS, _WITHDRAWN, _OPEN_FIRST, _UNCLOSED, _, _WAITING_UNCLOSED, _ = map(int, Standing)


class _LateDays(dict[int, int]):
    """Due day → working days late on a day."""

    def __init__(self, calendar: WorkCalendar, today: int) -> None:
        super().__init__()
        self._calendar = calendar
        self._today = calendar.ordinal(today)

    def __missing__(self, due_day: int) -> int:
        late = self[due_day] = max(0, self._today - self._calendar.ordinal(due_day))
        return late


class _Counting:
    """Adds up what stands how into figures."""

    def __init__(self, view: View, dimension: Dimension) -> None:
        self._view = view
        self._by_unit = dimension == Dimension.UNIT
        self._soon_until = view.soon_until
        self._start = view.period_start
        self._today, self._soon_day = view.at // DAY, self._soon_until // DAY
        self._late = _LateDays(view.calendar, self._today)
        self.figures: defaultdict[tuple[int, int], Figure] = defaultdict(Figure)

    def tally(self, rows: Iterable[tuple[int, int, int, int, int]]) -> None:
        """Counts rows of the tally; of the open ones those due on an edge day are still to be set right."""
        figures, by_unit = self.figures, self._by_unit
        on_time = {_ON_TIME} if self._view.compare == "time" else {_ON_TIME, _BY_HOURS}
        for unit, key, standing, days, n in rows:
            figure = figures[unit, 0 if by_unit else key]
            if by_unit and key:  # of this dimension the key tells what was carried over
                figure.carried += n
            if _OPEN_FIRST <= standing <= _UNCLOSED:
                self._open(figure, standing == _UNCLOSED, days, n)
            elif standing in on_time:
                figure.on_time += n
            elif standing <= _BY_DAYS:
                figure.resolved_late[days] = figure.resolved_late.get(days, 0) + n
            elif standing == _WITHDRAWN:
                figure.withdrawn += n
            else:
                figure.waiting += n
                figure.unclosed += n if standing == _WAITING_UNCLOSED else 0

    def _open(self, figure: Figure, is_unclosed: bool, due_day: int, n: int) -> None:
        if is_unclosed:
            figure.unclosed += n
        if due_day == NO_DUE or due_day >= self._today:
            figure.in_time += n
            if self._today <= due_day < self._soon_day:
                figure.due_soon += n
            return
        late = self._late[due_day]
        figure.overdue[late] = figure.overdue.get(late, 0) + n
        if is_unclosed:
            figure.overdue_unclosed[late] = figure.overdue_unclosed.get(late, 0) + n

    def edges(self) -> list[tuple[Stamp, Stamp, Any]]:
        """Due times, from and to, of open dossiers that the due day alone does not decide, and what to do with them."""
        at, soon = self._view.at, self._soon_until
        edges: list[tuple[Stamp, Stamp, Any]] = [(soon - soon % DAY, soon, self._due_soon)]
        if self._view.compare == "time":
            edges.append((at - at % DAY, at - 1, self._overdue_today))
        return edges

    def _due_soon(self, rows: Iterable[Sequence[int]]) -> None:
        for unit, key, _, n in rows:
            self.figures[unit, key].due_soon += n

    def _overdue_today(self, rows: Iterable[Sequence[int]]) -> None:
        for unit, key, standing, n in rows:
            figure = self.figures[unit, key]
            figure.in_time -= n
            figure.due_soon -= n
            figure.overdue[0] += n
            figure.overdue_unclosed[0] += n * (standing == _UNCLOSED)

    def carried(self, rows: Iterable[tuple[int, int]]) -> None:
        """Open ones, of dimension UNIT, that were received before the period."""
        for unit, _ in rows:
            self.figures[unit, 0].carried += 1

    def each(self, states: Iterable[_State], n: int = 1) -> None:
        """Counts states one by one, by the rule itself; each ``n`` times, -1 to take it away."""
        view, soon_until = self._view, self._soon_until
        for unit, key, _, status, received, due, finished, returned in states:
            now = state(status, received, due, finished, view.at, soon_until, view.compare)
            if now == State.NOT_YET:
                continue
            end = ended(status, received, finished, returned, view.at)
            if end is not None and end < self._start:
                continue
            figure = self.figures[unit, key]
            figure.carried += n * (received < self._start)
            if now == State.WITHDRAWN:
                figure.withdrawn += n
            elif now == State.RESOLVED_ON_TIME:
                figure.on_time += n
            elif now == State.RESOLVED_LATE:
                figure.resolved_late[self._days(due, end)] += n
            elif now == State.WAITING:
                figure.waiting += n
                figure.unclosed += n * unclosed(finished, returned, view.at)
            else:
                self._one_open(figure, now, due, n, unclosed(finished, returned, view.at))

    def _one_open(self, figure: Figure, now: State, due: Stamp | None, n: int, is_unclosed: bool) -> None:
        figure.unclosed += n * is_unclosed
        if now == State.OVERDUE:
            late = self._days(due, self._view.at)
            figure.overdue[late] += n
            figure.overdue_unclosed[late] += n * is_unclosed
        else:
            figure.in_time += n
            figure.due_soon += n * (now == State.DUE_SOON)

    def _days(self, due: Stamp | None, end: Stamp | None) -> int:
        return 0 if due is None or end is None else self._view.calendar.days_late(due, end)
