"""Cached results for trends: late counts at past moments, and daily numbers of past days (``store.read.memo``).

Late counts as reported at a moment depend only on the lists up to that moment. The daily numbers of a trend depend on
the lists up to the moment that the board shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import DAY, Stamp, day_start, to_date
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.counting import CountQuery, count_states
from cchc_tui.store.count.daily_series import DailyFlow, Series, daily_flow, late_series, resolved_by_day, times_of_day
from cchc_tui.store.read import newest_by_unit
from cchc_tui.store.read.memo import Key, ReaderMoment
from cchc_tui.store.read.store_moment import StoreMoment

T = TypeVar("T")


def late_at_each(
    moment: ReaderMoment, moments: Iterable[Stamp], calendar: WorkCalendar, compare: Compare
) -> dict[Stamp, dict[int, int]]:
    """The numbers of late dossiers by unit, as reported at each of ``moments``.

    All moments before the first list are counted in one pass.
    """
    keys: dict[Stamp, Key] = {at: (at, "late", compare) for at in sorted(moments)}
    found = moment.memo.get(moment, keys.values())
    missing = [at for at, key in keys.items() if key not in found]
    early = [at for at in missing if moment.when(at).before_lists]
    fresh: dict[Key, dict[int, int]] = {keys[at]: {} for at in early}
    if early:
        for unit, counts in late_series(moment.when(early[0]), early, compare).items():
            for at, n in zip(early, counts, strict=True):
                fresh[keys[at]].update({unit: n} if n else {})
    fresh |= {keys[at]: _late_at(moment.when(at), calendar, compare) for at in missing if at not in early}
    moment.memo.put(moment, fresh)
    return {at: (found | fresh)[key] for at, key in keys.items()}


def late_days(moment: ReaderMoment, ends: Sequence[Stamp], calendar: WorkCalendar, compare: Compare) -> Series:
    """The numbers of late dossiers by unit at each of ``ends``, followed by the number at the moment.

    ``ends`` are the ends of days. All numbers are computed from the states known at the moment. The numbers at ``ends``
    are cached.
    """
    before: Series = {}
    if ends:
        after, until = _whole_months(ends[0], ends[-1])
        days = range(after + DAY, until + 1, DAY)
        what = (after, until, compare)
        at_all = _after_list(moment, "late days", what, lambda base: late_series(moment, days, compare, base))
        before = _part(at_all, after, ends[0] - DAY, len(ends))
    early = late_at_each(moment, [moment.at] if moment.before_lists else [], calendar, compare)
    last = early[moment.at] if early else _late_at(moment, calendar, compare)
    return _joined(before, {unit: [n] for unit, n in last.items()}, len(ends))


def newest_lists(moment: ReaderMoment) -> dict[int, Stamp]:
    """For each unit number, the moment of the newest list that showed the unit (``newest_by_unit``). Cached.

    {} for a past moment, because the store has only the present values.
    """
    if moment.lists is None or not moment.is_live:
        return {}
    newest = moment.lists[1]
    return moment.memo.get_or_make(
        moment, (newest, "newest lists", ""), lambda: newest_by_unit.newest_lists(moment.connection, newest)
    )


def flow_until(moment: ReaderMoment, after: Stamp, days: int) -> DailyFlow:
    """The numbers of dossiers received and resolved on each of the ``days`` days after ``after``.

    ``after`` is the end of a day. The last of these days must be the moment's day. On this day, only dossiers up to the
    moment are counted.
    """
    today = moment.at // DAY * DAY - 1
    before = _flow_of_whole_days(moment, after, today)
    key = (moment.data_as_of or moment.at, "times of day", today)
    times = moment.memo.get_or_make(moment, key, lambda: times_of_day(moment, today))
    last = [{unit: [n] for unit, each in of.items() if (n := bisect_right(each, moment.at))} for of in times]
    received, resolved = map(_joined, (before.received, before.resolved), last, (days - 1, days - 1))
    return DailyFlow(received, resolved)


def _flow_of_whole_days(moment: ReaderMoment, after: Stamp, end: Stamp) -> DailyFlow:
    """The numbers of dossiers received and resolved on each day after ``after``, up to ``end``.

    ``after`` and ``end`` are ends of days.
    """
    if end <= after:
        return DailyFlow({}, {})
    begin, until = _whole_months(after + 1, end)
    days = (until - begin) // DAY
    flow = _after_list(moment, "flow", (begin, until), lambda base: daily_flow(moment, begin, days, base))
    received, resolved = (_part(each, begin, after, (end - after) // DAY) for each in (flow.received, flow.resolved))
    return DailyFlow(received, resolved)


def _whole_months(first: Stamp, last: Stamp) -> tuple[Stamp, Stamp]:
    """The last second before the month of ``first``, and the last second of the month of ``last``.

    Series are cached for whole months, so that other days of these months need no query.
    """
    after = to_date(last).replace(day=28) + timedelta(days=4)
    return day_start(to_date(first).replace(day=1)) - 1, day_start(after.replace(day=1)) - 1


def _part(series: Series, begin: Stamp, after: Stamp, days: int) -> Series:
    """The part of a series for the ``days`` days after ``after``. The series itself begins on the day after ``begin``.

    ``after`` and ``begin`` are ends of days. Units with only 0 in this part are left out.
    """
    skip = (after - begin) // DAY
    return {unit: part for unit, counts in series.items() if any(part := counts[skip : skip + days])}


def _after_list(moment: ReaderMoment, kind: str, what: Hashable, make: Callable[[tuple[Stamp, T] | None], T]) -> T:
    """The cached result for the newest list at the moment. If no result is cached, ``make`` computes it.

    ``kind`` and ``what`` identify the result. ``make`` gets a pair: the moment of the nearest other list with a cached
    result, and that result. It gets None if there is no such list.
    """
    key = (moment.data_as_of or moment.at, kind, what)
    kept = [(at, found) for (at, _, other), found in moment.memo.of_kind(moment, kind).items() if other == what]
    nearest = min(kept, key=lambda one: abs(one[0] - key[0]), default=None)
    return moment.memo.get_or_make(moment, key, lambda: make(nearest))


def _late_at(moment: StoreMoment, calendar: WorkCalendar, compare: Compare) -> dict[int, int]:
    """The numbers of late dossiers by unit, as reported at the moment. The moment must not be before the first list."""
    found = count_states(CountQuery(moment, calendar, compare))
    return {unit: counts.resolved_late.total() + counts.overdue.total() for (unit, _), counts in found.items()}


def _joined(before: Series, last: Series, days: int) -> Series:
    nothing = [0] * days
    return {unit: before.get(unit, nothing) + last.get(unit, [0]) for unit in before.keys() | last.keys()}


def resolved_in_each(moment: ReaderMoment, spans: Sequence[tuple[Stamp, Stamp]]) -> list[Counter[int]]:
    """The numbers of dossiers resolved in each span, by unit, as known at the moment.

    A span is a pair of ends of days. It has the days after the first end, up to the second end.
    """
    key = (moment.data_as_of or moment.at, "resolved", tuple(spans))
    return moment.memo.get_or_make(moment, key, lambda: _resolved_in_each(moment, spans))


def _resolved_in_each(moment: ReaderMoment, spans: Sequence[tuple[Stamp, Stamp]]) -> list[Counter[int]]:
    after, end = min(begin for begin, _ in spans), max(end for _, end in spans)
    sums: list[Counter[int]] = [Counter() for _ in spans]
    for unit, day, n in resolved_by_day(moment, after, (end - after) // DAY):
        for (begin, last), counts in zip(spans, sums, strict=True):
            if begin < day * DAY < last:
                counts[unit] += n
    return sums
