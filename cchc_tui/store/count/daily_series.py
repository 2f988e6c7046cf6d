"""How many were late at each of some moments, and what each day brought: a month at little more than a day's cost.

Both are told by the states that hold at one moment, so that a day is judged by what is known of it now and not by what
was known at its end. Such a state is late in one stretch of time: from when its due time has passed (or from when it
was received, or finished, where that comes later) for good, or to the end of the year that it was finished in, since a
resolved dossier counts in that year alone (rule 4.10). So nothing is counted moment by moment: each state adds one
where its stretch begins and takes one away where it ends, and those that are late all along are counted by SQLite.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING
from cchc_tui.domain.lateness import Compare, late
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.count.counting import list_span
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, LATE_SQL, OPEN_SQL, PENDING_SQL, year_end, year_start

#: Unit number → a figure for each moment, or for each day.
Series = dict[int, list[int]]

_EVER = 1 << 60
_ENDED = frozenset(int(status) for status in ENDED_UNCOUNTED)
_WAITING = frozenset(int(status) for status in WAITING)
_STATE = "unit, status, received, due, finished"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def late_from(due: Stamp, compare: Compare) -> Stamp:
    """The first moment at which something due then, and still open, is overdue."""
    return (due // DAY + 1) * DAY if compare == "date" else due + 1


def late_interval(
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


def late_series(connection: sqlite3.Connection, moments: Sequence[Stamp], compare: Compare, known: Stamp) -> Series:
    """How many dossiers of each unit are late at each of the moments, which ascend, by the states that hold at
    ``known`` (before the first list: by its states). Units with none are left out.
    """
    lists = list_span(connection)
    if lists is None or not moments:
        return {}
    size = len(moments) + 1
    steps: defaultdict[int, list[int]] = defaultdict(lambda: [0] * size)
    for unit, status, received, due, finished, n in _ever_late(connection, moments, max(known, lists[0]), lists[1]):
        found = late_interval(status, received, due, finished, compare)
        if found is not None:
            low, high = bisect_left(moments, found[0]), bisect_right(moments, found[1])
            if low < high:
                steps[unit][low] += n
                steps[unit][high] -= n
    return {unit: counts for unit, each in steps.items() if any(counts := list(accumulate(each[:-1])))}


def _ever_late(
    connection: sqlite3.Connection, moments: Sequence[Stamp], known: Stamp, newest: Stamp
) -> Iterator[Sequence[Any]]:
    """The states that hold at ``known`` and may be late at one of the moments, each with how many there are."""
    values = {"known": known, "year": year_start(moments[0]), "start": moments[0], "end": moments[-1]}
    kinds = (
        # What such a state is, and when it is so at all moments: of those one stands for all of its unit.
        (f"{LATE_SQL} AND finished >= :year", "max(finished, received) <= :start"),
        (f"{PENDING_SQL} AND {OPEN_SQL} AND due < :end", f"max(due, received) < :start - {DAY}"),
        (f"{PENDING_SQL} AND {CLOCK_DEPENDENT_SQL}", "0"),
    )
    for kind, throughout in kinds:
        query = f"""
            SELECT {_STATE}, count(*) FROM dossier WHERE since <= :known AND {kind}
            GROUP BY unit, standing, CASE WHEN {throughout} THEN 0 ELSE id END
        """
        yield from connection.execute(query, values).fetchall()
    if known < newest:
        any_kind = " OR ".join(kind for kind, _ in kinds)
        query = f"SELECT {_STATE}, 1 FROM version WHERE until > :known AND since <= :known AND ({any_kind})"
        yield from connection.execute(query, values).fetchall()


@dataclass(frozen=True, slots=True)
class DailyFlow:
    """What each day brought, by unit: dossiers received, and those finished that were not withdrawn or refused."""

    received: Series
    resolved: Series


def daily_flow(
    connection: sqlite3.Connection, after: Stamp, at: Stamp, days: int, known: Stamp | None = None
) -> DailyFlow:
    """What each of the days up to that of ``at`` brought, by the states that hold at ``known`` (None: at ``at``).

    ``after`` is the end of the day before the first of them. A day is told by what is known now and not by what was
    known at its end, when the export that tells of it may not have come yet.
    """
    lists = list_span(connection)
    result = DailyFlow({}, {})
    if lists is None:
        return result
    # What happened in these days can't have been shown before them, except as something that was yet to come.
    start = after if after >= lists[0] else -1
    values = {"after": after, "at": at, "known": max(at if known is None else known, lists[0]), "start": start}
    first = after // DAY + 1
    happened = "(received > :after AND received <= :at OR finished > :after AND finished <= :at)"
    for source in (
        "dossier WHERE since > :start AND since <= :known",
        f"dossier WHERE {PENDING_SQL} AND {CLOCK_DEPENDENT_SQL} AND since <= :start",
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
