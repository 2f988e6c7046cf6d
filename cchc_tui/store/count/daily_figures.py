"""Late counts of past moments and daily figures of past days, each computed once (``store.read.memo``).

Late counts as they were reported at a moment depend on the lists up to it; the days of a trend on those up to the
moment that the board shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.counting import CountQuery, count_states
from cchc_tui.store.count.daily_series import DailyFlow, Series, daily_flow, late_series, times_of_day
from cchc_tui.store.read import newest_by_unit
from cchc_tui.store.read.memo import Key, ReaderMoment
from cchc_tui.store.read.store_moment import StoreMoment


def late_at_each(
    moment: ReaderMoment, moments: Sequence[Stamp], calendar: WorkCalendar, compare: Compare, keep: bool = False
) -> Series:
    """Late counts at each moment as reported then. Ends of days are kept, and with ``keep`` all moments."""
    keys: dict[Stamp, Key] = {at: (at, "late", compare) for at in moments}
    found = moment.memo.get(moment, keys.values())
    fresh = {key: _late_at(moment.when(at), calendar, compare) for at, key in keys.items() if key not in found}
    moment.memo.put(moment, {key: n for key, n in fresh.items() if keep or key[0] % DAY == DAY - 1})
    found |= fresh
    units = {unit for counts in found.values() for unit in counts}
    return {unit: [found[keys[at]].get(unit, 0) for at in moments] for unit in units}


def late_days(moment: ReaderMoment, ends: Sequence[Stamp], calendar: WorkCalendar, compare: Compare) -> Series:
    """Late counts at the ends of days, which are kept, and then at the moment, all as known at the moment."""
    key = (moment.data_as_of or moment.at, "late days", (*ends, compare))
    before = moment.memo.get_or_make(moment, key, lambda: late_series(moment, ends, compare))
    last = _late_at(moment, calendar, compare)
    return _joined(before, {unit: [n] for unit, n in last.items()}, len(ends))


def newest_lists(moment: ReaderMoment) -> dict[int, Stamp]:
    """See ``newest_by_unit.newest_lists``. Empty for moments before the newest list, of which this is not known."""
    if moment.lists is None or not moment.is_live:
        return {}
    newest = moment.lists[1]
    return moment.memo.get_or_make(
        moment, (newest, "newest lists", ""), lambda: newest_by_unit.newest_lists(moment.connection, newest)
    )


def flow_until(moment: ReaderMoment, after: Stamp, days: int) -> DailyFlow:
    """See ``daily_series.daily_flow``, up to the moment itself."""
    today = moment.at // DAY * DAY - 1
    before = flow_of_whole_days(moment, after, today)
    key = (moment.data_as_of or moment.at, "times of day", today)
    times = moment.memo.get_or_make(moment, key, lambda: times_of_day(moment, today))
    last = [{unit: [n] for unit, each in of.items() if (n := bisect_right(each, moment.at))} for of in times]
    received, resolved = map(_joined, (before.received, before.resolved), last, (days - 1, days - 1))
    return DailyFlow(received, resolved)


def flow_of_whole_days(moment: ReaderMoment, after: Stamp, end: Stamp) -> DailyFlow:
    """See ``daily_series.daily_flow``: from the end of one day to that of another, as known at a moment."""
    if end <= after:
        return DailyFlow({}, {})
    key = (moment.data_as_of or moment.at, "flow", (after, end))
    return moment.memo.get_or_make(moment, key, lambda: daily_flow(moment, after, (end - after) // DAY))


def _late_at(moment: StoreMoment, calendar: WorkCalendar, compare: Compare) -> dict[int, int]:
    """Late counts at one moment, by unit, as reported then. Before the first list, its own states are used."""
    if moment.before_lists:
        return {unit: n for unit, (n,) in late_series(moment, [moment.at], compare).items()}
    found = count_states(CountQuery(moment, calendar, compare))
    return {unit: counts.resolved_late.total() + counts.overdue.total() for (unit, _), counts in found.items()}


def _joined(before: Series, last: Series, days: int) -> Series:
    nothing = [0] * days
    return {unit: before.get(unit, nothing) + last.get(unit, [0]) for unit in before.keys() | last.keys()}
