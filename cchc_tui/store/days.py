"""How many were late at each of some moments, and what each day brought: a month at little more than a day's cost.

A state is late in one stretch of time: from when its due time has passed (or from when it was received, or finished,
where that comes later) for good, or to the end of the year that it was finished in, since a resolved dossier counts in
that year alone (rule 4.10). And it holds in one stretch, from the list that showed it to the one that showed another.
So nothing is counted moment by moment: what was settled before the first of them is read from the tally, of what is
open the due times alone are looked at, and of what changed in between each state adds one where its stretch begins and
takes one away where it ends. Before the first list its own states hold (DESIGN §4).
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING
from cchc_tui.domain.lateness import Compare, late
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.figures import span
from cchc_tui.store.standing import LATE_SQL, PENDING_SQL, Standing, year_end, year_of
from cchc_tui.store.tally import Dimension

#: Unit number → a figure for each moment, or for each day.
Series = dict[int, list[int]]

_EVER = 1 << 60
_ENDED = frozenset(int(status) for status in ENDED_UNCOUNTED)
_WAITING = frozenset(int(status) for status in WAITING)
_OPEN = f"standing IN ({Standing.OPEN:d}, {Standing.UNCLOSED:d})"
_ODD = f"standing = {Standing.ODD:d}"
_STATE = "unit, status, received, due, finished"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def late_from(due: Stamp, compare: Compare) -> Stamp:
    """The first moment at which something due then, and still open, is overdue."""
    return (due // DAY + 1) * DAY if compare == "date" else due + 1


def stretch(
    status: int, received: Stamp, due: Stamp | None, finished: Stamp | None, compare: Compare
) -> tuple[Stamp, Stamp] | None:
    """The first and the last moment at which a state, were it to hold for ever, is late; None for one that never is."""
    if due is None or status in _ENDED:
        return None
    begin = max(received, late_from(due, compare))
    if finished is None:
        return None if status in _WAITING else (begin, _EVER)
    if not late(due, finished, compare):
        return None
    # The clock of a waiting one stands still, so that it is late only once it was finished late.
    return max(begin, finished) if status in _WAITING else begin, year_end(finished)


def late_counts(connection: sqlite3.Connection, moments: Sequence[Stamp], compare: Compare) -> Series:
    """How many dossiers of each unit are late at each of the moments, which ascend; units with none are left out."""
    known = span(connection)
    if known is None or not moments:
        return {}
    walk = _Walk(connection, moments, compare, known[0])
    if moments[0] >= known[0]:
        walk.settled()
        walk.open_throughout()
    walk.changed()
    return {unit: counts for unit, steps in walk.steps.items() if any(counts := list(accumulate(steps[:-1])))}


class _Walk:
    """Adds up, for each unit, by how much the count of each moment differs from that of the moment before it."""

    def __init__(
        self, connection: sqlite3.Connection, moments: Sequence[Stamp], compare: Compare, first: Stamp
    ) -> None:
        self._connection = connection
        self._moments = moments
        self._compare: Compare = compare
        self._first = first
        size = len(moments) + 1
        self.steps: defaultdict[int, list[int]] = defaultdict(lambda: [0] * size)
        #: What holds at all moments was there by then; before the first list nothing does, and all is looked at.
        self._start = moments[0] if moments[0] >= first else -1
        self._values = {"start": self._start, "end": max(moments[-1], first)}
        #: Of the states that the tally counts as resolved late, those that it must not: they came in between.
        self._later: defaultdict[tuple[int, int], int] = defaultdict(int)

    def _add(self, unit: int, begin: Stamp, last: Stamp, n: int = 1) -> None:
        low, high = bisect_left(self._moments, begin), bisect_right(self._moments, last)
        if low < high:
            steps = self.steps[unit]
            steps[low] += n
            steps[high] -= n

    def settled(self) -> None:
        """What was resolved late, by the tally of each year."""
        only = f"standing = {Standing.LATE_BY_DAYS:d}" if self._compare == "date" else LATE_SQL
        years = sorted({year_of(moment) for moment in self._moments})
        query = (
            f"SELECT unit, year, sum(n) FROM tally WHERE dimension = {Dimension.UNIT:d} AND year IN ({{}}) AND {only}"
        )
        found = self._connection.execute(query.format(", ".join(map(str, years))) + " GROUP BY 1, 2").fetchall()
        came = f"SELECT unit, finished FROM dossier WHERE since > ? AND {only}"
        for unit, finished in self._connection.execute(came, (self._start,)).fetchall():
            self._later[unit, year_of(finished)] += 1
        for unit, year, n in found:
            of_year = [moment for moment in self._moments if year_of(moment) == year]
            self._add(unit, of_year[0], of_year[-1], n - self._later[unit, year])

    def open_throughout(self) -> None:
        """What was open before and still is: late once its due time has passed."""
        grouped = f"""
            SELECT unit, max(due, :start - 2 * {DAY}), count(*) FROM dossier
            WHERE {PENDING_SQL} AND {_OPEN} AND due < :end AND since <= :start GROUP BY 1, 2
        """
        for unit, due, n in self._connection.execute(grouped, self._values).fetchall():
            self._add(unit, late_from(due, self._compare), _EVER, n)
        odd = f"SELECT {_STATE}, 0, {_EVER} FROM dossier WHERE {PENDING_SQL} AND {_ODD} AND since <= :start"
        self._each(self._connection.execute(odd, self._values).fetchall())

    def changed(self) -> None:
        """What came or went in between, state by state; what can be late at no time is not even read."""
        ever_late = f"({LATE_SQL} OR {_ODD} OR {_OPEN} AND due < {{}})"
        now = f"""
            SELECT {_STATE}, since, {_EVER} FROM dossier
            WHERE since > :start AND since <= :end AND {ever_late.format(":end")}
        """
        self._each(self._connection.execute(now, self._values).fetchall())
        before = f"""
            SELECT {_STATE}, since, until FROM version
            WHERE until > :start AND since <= :end AND since < until AND {ever_late.format("min(until, :end)")}
        """
        self._each(self._connection.execute(before, self._values).fetchall())

    def _each(self, states: Iterable[Sequence[Any]]) -> None:
        first = self._first
        for unit, status, received, due, finished, since, until in states:
            found = stretch(status, received, due, finished, self._compare)
            if found is None or until <= first:
                continue
            # What the first list shows holds before it too.
            self._add(unit, max(found[0], since) if since > first else found[0], min(found[1], until - 1))


@dataclass(frozen=True, slots=True)
class Flow:
    """What each day brought, by unit: dossiers received, and those finished that were not withdrawn or refused."""

    received: Series
    resolved: Series


def flow(connection: sqlite3.Connection, after: Stamp, at: Stamp, days: int, known: Stamp | None = None) -> Flow:
    """What each of the days up to that of ``at`` brought, by the states that hold at ``known`` (None: at ``at``).

    ``after`` is the end of the day before the first of them. A day is told by what is known now and not by what was
    known at its end, when the export that tells of it may not have come yet.
    """
    lists = span(connection)
    result = Flow({}, {})
    if lists is None:
        return result
    # What happened in these days can't have been shown before them, except as something that was yet to come.
    start = after if after >= lists[0] else -1
    values = {"after": after, "at": at, "known": max(at if known is None else known, lists[0]), "start": start}
    first = after // DAY + 1
    happened = "(received > :after AND received <= :at OR finished > :after AND finished <= :at)"
    for source in (
        "dossier WHERE since > :start AND since <= :known",
        f"dossier WHERE {PENDING_SQL} AND {_ODD} AND since <= :start",
        "version WHERE until > :known AND since <= :known",
    ):
        query = f"""
            SELECT unit, received / {DAY}, received > :after AND received <= :at,
            finished / {DAY}, finished > :after AND finished <= :at AND status NOT IN ({_listed(_ENDED)}), count(*)
            FROM {source} AND {happened} GROUP BY 1, 2, 3, 4, 5
        """
        for unit, received, came, finished, went, n in connection.execute(query, values).fetchall():
            if came:
                result.received.setdefault(unit, [0] * days)[received - first] += n
            if went:
                result.resolved.setdefault(unit, [0] * days)[finished - first] += n
    return result
