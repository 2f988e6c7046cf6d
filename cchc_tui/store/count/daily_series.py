"""Late counts at several moments, and dossiers received and resolved per day. A month costs little more than a day.

All numbers come from the states that hold at one moment, so data that arrived later also count for earlier days. A
state is late in at most one interval. The interval begins when the due time has passed, or when the dossier was
received or finished, whichever is last. For an open dossier the interval never ends. For a finished dossier it ends
with the year of the finished date, because a resolved dossier counts only in that year. So the moments are not counted
one by one: each state adds one where its interval begins and subtracts one where it ends. States that are late at all
of the moments are counted by SQLite. Only the other states are read one by one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import add
from typing import Any

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING
from cchc_tui.domain.lateness import Compare, late, late_from
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.count.state_sources import changes_between
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, LATE_SQL, OPEN_SQL, PENDING_SQL, year_end, year_start
from cchc_tui.store.read.store_moment import StoreMoment

#: Unit number → one count for each moment, or for each day.
Series = dict[int, list[int]]

_EVER = 1 << 60
_ENDED = frozenset(int(status) for status in ENDED_UNCOUNTED)
_WAITING = frozenset(int(status) for status in WAITING)
_STATE = "unit, status, received, due, finished"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def late_interval(
    status: int, received: Stamp, due: Stamp | None, finished: Stamp | None, compare: Compare
) -> tuple[Stamp, Stamp] | None:
    """The first and last moment at which a dossier with this state is late; None if it is never late.

    The state is assumed to hold at all moments.
    """
    if due is None or status in _ENDED:
        return None
    begin = max(received, late_from(due, compare))
    if finished is None:
        return None if status in _WAITING else (begin, _EVER)
    if not late(due, finished, compare):
        return None
    # The clock of a waiting dossier is stopped, so it is late only when it was finished late.
    return max(begin, finished) if status in _WAITING else begin, year_end(finished)


def late_series(
    known: StoreMoment, moments: Sequence[Stamp], compare: Compare, base: tuple[Stamp, Series] | None = None
) -> Series:
    """The numbers of late dossiers per unit at each of ``moments``, which ascend, by the states that hold at ``known``.

    If ``known`` is before the first list, the states of the first list are used. Units without late dossiers are left
    out. ``base`` has the moment of another list, and the result of this function for that list. With ``base``, only
    states that differ between the two lists are read.
    """
    if known.lists is None or not moments:
        return {}
    size = len(moments) + 1
    of, before = (None, {}) if base is None else base
    steps: defaultdict[int, list[int]] = defaultdict(lambda: [0] * size)
    for unit, status, received, due, finished, n in _ever_late(known, moments, of):
        found = late_interval(status, received, due, finished, compare)
        if found is not None:
            low, high = bisect_left(moments, found[0]), bisect_right(moments, found[1])
            if low < high:
                steps[unit][low] += n
                steps[unit][high] -= n
    return _added(before, {unit: list(accumulate(each[:-1])) for unit, each in steps.items()})


def _added(before: Series, more: Series) -> Series:
    """The sum of two series. Units with only 0 in the sum are left out."""
    none = [0] * max(map(len, (*before.values(), *more.values())), default=0)
    sums = {u: list(map(add, before.get(u, none), more.get(u, none))) for u in before.keys() | more.keys()}
    return {unit: counts for unit, counts in sums.items() if any(counts)}


def _ever_late(known: StoreMoment, moments: Sequence[Stamp], of: Stamp | None) -> Iterator[Sequence[Any]]:
    """Yield the states that hold at ``known`` and may be late at one of ``moments``, each with a number of dossiers.

    ``of`` is the moment of another list. With ``of``, only states that differ between the two lists are yielded, and
    the states of the other list have negative numbers.
    """
    connection = known.connection
    values = {"known": known.cutoff, "year": year_start(moments[0]), "start": moments[0], "end": moments[-1]}
    kinds = (
        # (condition of a state, condition under which it is late at all moments; such states are grouped by unit)
        (f"{LATE_SQL} AND finished >= :year", "max(finished, received) <= :start"),
        (f"{PENDING_SQL} AND {OPEN_SQL} AND due < :end", f"max(due, received) < :start - {DAY}"),
        (f"{PENDING_SQL} AND {CLOCK_DEPENDENT_SQL}", "0"),
    )
    any_kind = " OR ".join(kind for kind, _ in kinds)
    if of is not None:
        for source, sign in changes_between(of, known.data_as_of or known.at):
            query = f"SELECT {_STATE}, {sign} FROM {source} AND ({any_kind})"
            yield from connection.execute(query, values).fetchall()
        return
    for kind, throughout in kinds:
        query = f"""
            SELECT {_STATE}, count(*) FROM dossier WHERE since <= :known AND {kind}
            GROUP BY unit, settled, CASE WHEN {throughout} THEN 0 ELSE id END
        """
        yield from connection.execute(query, values).fetchall()
    if not known.is_live:
        query = f"SELECT {_STATE}, 1 FROM version WHERE until > :known AND since <= :known AND ({any_kind})"
        yield from connection.execute(query, values).fetchall()


@dataclass(frozen=True, slots=True)
class DailyFlow:
    """The numbers of dossiers received and resolved on each day, by unit.

    ``received`` counts all dossiers. ``resolved`` counts the dossiers finished on the day, except withdrawn and refused
    ones.
    """

    received: Series
    resolved: Series


def daily_flow(known: StoreMoment, after: Stamp, days: int, base: tuple[Stamp, DailyFlow] | None = None) -> DailyFlow:
    """The numbers of dossiers received and resolved on each of ``days`` days after ``after``, as known at ``known``.

    ``after`` is the end of a day. ``base`` has the moment of another list, and the result of this function for that
    list. With ``base``, only states that differ between the two lists are read.
    """
    of, before = (None, DailyFlow({}, {})) if base is None else base
    came_by_unit: defaultdict[int, list[int]] = defaultdict(lambda: [0] * days)
    went_by_unit: defaultdict[int, list[int]] = defaultdict(lambda: [0] * days)
    first = after // DAY + 1
    columns = f"unit, received / {DAY}, {_CAME}, finished / {DAY}, {_WENT}, count(*)"
    group = "GROUP BY 2, 3, 4, 5, 6"
    for sign, unit, received, came, finished, went, n in _happened(known, after, days, columns, group, of=of):
        if came:
            came_by_unit[unit][received - first] += sign * n
        if went:
            went_by_unit[unit][finished - first] += sign * n
    return DailyFlow(_added(before.received, came_by_unit), _added(before.resolved, went_by_unit))


def times_of_day(known: StoreMoment, after: Stamp) -> tuple[dict[int, list[Stamp]], dict[int, list[Stamp]]]:
    """For one day, two mappings of units to sorted times: when dossiers were received, and when they were resolved.

    The day begins right after ``after``, which is the last second of a day.
    """
    received: defaultdict[int, list[Stamp]] = defaultdict(list)
    resolved: defaultdict[int, list[Stamp]] = defaultdict(list)
    for _, unit, begin, came, end, went in _happened(known, after, 1, f"unit, received, {_CAME}, finished, {_WENT}"):
        if came:
            received[unit].append(begin)
        if went:
            resolved[unit].append(end)
    for times in (*received.values(), *resolved.values()):
        times.sort()
    return received, resolved


def resolved_by_day(known: StoreMoment, after: Stamp, days: int) -> Iterator[tuple[int, int, int]]:
    """Yield (unit, day number, number of dossiers) for the dossiers that ``daily_flow()`` counts as resolved.

    A unit and day may be yielded several times, with numbers to be added up.
    """
    for _, *row in _happened(known, after, days, f"unit, finished / {DAY}, count(*)", "GROUP BY 2, 3", _WENT):
        yield row[0], row[1], row[2]


_CAME = "received > :after AND received <= :end"
_WENT = f"finished > :after AND finished <= :end AND status NOT IN ({_listed(_ENDED)})"


_ANY = f"({_CAME} OR finished > :after AND finished <= :end)"


def _happened(
    known: StoreMoment,
    after: Stamp,
    days: int,
    columns: str,
    group: str = "",
    what: str = _ANY,
    of: Stamp | None = None,
) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each state of a dossier that ``what`` selects: the number 1, then the ``columns``.

    ``what`` is an SQL condition. Its parameters are the period, which begins at ``after`` and has ``days`` days.
    ``group`` is a GROUP BY clause ("": the rows are not grouped). ``of`` is the moment of another list. With ``of``,
    only states that differ between the two lists are yielded, and the rows of the other list begin with -1, so that
    they are subtracted.
    """
    if known.lists is None:
        return
    values = {"after": after, "end": after + days * DAY, "known": known.cutoff}
    # A list from before these days cannot show what happened on them, except as dates in the future.
    late = after >= known.lists[0]
    sources = [
        ("dossier WHERE since > :after AND since <= :known" if late else "dossier WHERE +since <= :known", 1),
        (f"dossier WHERE {PENDING_SQL} AND {CLOCK_DEPENDENT_SQL} AND {'since <= :after' if late else '0'}", 1),
        ("version WHERE until > :known AND since <= :known", 1),
    ]
    if of is not None:
        sources = changes_between(of, known.data_as_of or known.at)
    for source, sign in sources:
        query = f"SELECT {sign}, {columns} FROM {source} AND {what} {group}"
        yield from known.connection.execute(query, values).fetchall()
