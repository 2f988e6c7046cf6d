"""Caches late counts of past moments and daily figures of past days until a load changes them.

Each entry depends on the lists up to one moment, and is valid until another list of that moment or an earlier one
arrives. For late counts as they were reported at a moment, it is that moment itself. For the days of a trend, it is the
moment that the board shows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeAlias

from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.counting import CountQuery, count_states
from cchc_tui.store.count.daily_series import DailyFlow, Series, daily_flow, late_series
from cchc_tui.store.read.newest_by_unit import newest_lists
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.read.store_moment import ReaderMoment, StoreMoment

#: The moment up to which lists matter for an entry, and what the entry is.
_Key: TypeAlias = tuple[Stamp, Hashable]
#: Most entries in the cache. A replay of a year needs no more.
_MOST_SETTLED = 800


class DailyCache:
    """Shared by all threads of a viewer, each of which reads in a snapshot of its own.

    A thread whose snapshot is older than the cache neither uses the cache nor adds to it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._built_with: tuple[object, str] | None = None
        self._newest = 0
        self._first: Stamp | None = None
        self._entries: dict[_Key, Any] = {}

    def late(
        self,
        moment: ReaderMoment,
        moments: Sequence[Stamp],
        calendar: WorkCalendar,
        compare: Compare,
        keep: bool = False,
    ) -> Series:
        """Late counts at each moment as reported then. Ends of days are cached, and with ``keep`` all moments."""
        found = self.get(moment, [(at, compare) for at in moments])
        fresh: dict[_Key, Any] = {
            (at, compare): _late_at(moment.when(at), calendar, compare) for at in moments if (at, compare) not in found
        }
        self.put(moment, {key: n for key, n in fresh.items() if keep or key[0] % DAY == DAY - 1})
        found |= fresh
        units = {unit for counts in found.values() for unit in counts}
        return {unit: [found[at, compare].get(unit, 0) for at in moments] for unit in units}

    def late_days(
        self, moment: ReaderMoment, ends: Sequence[Stamp], calendar: WorkCalendar, compare: Compare
    ) -> Series:
        """Late counts at the ends of days, which are cached, and then at the moment, all as known at the moment."""
        key = (moment.data_as_of or moment.at, ("late", *ends, compare))
        before = self._get_or_make(moment, key, lambda: late_series(moment, ends, compare))
        last = _late_at(moment, calendar, compare)
        return _joined(before, {unit: [n] for unit, n in last.items()}, len(ends))

    def newest_lists(self, moment: ReaderMoment) -> dict[int, Stamp]:
        """See ``newest_by_unit.newest_lists``. Empty for moments before the newest list, of which this is not known."""
        if moment.lists is None or not moment.is_live:
            return {}
        newest = moment.lists[1]
        found: dict[int, Stamp] = self._get_or_make(
            moment, (newest, ("newest lists",)), lambda: newest_lists(moment.connection, newest)
        )
        return found

    def get(self, moment: ReaderMoment, keys: Iterable[_Key]) -> dict[_Key, Any]:
        """The cached entries among those asked for."""
        with self._lock:
            usable = self._refresh(moment)
            return {key: self._entries[key] for key in keys if usable and key in self._entries}

    def put(self, moment: ReaderMoment, found: dict[_Key, Any]) -> None:
        """Cache entries. Each may depend only on lists up to the moment with which its key begins."""
        with self._lock:
            if self._refresh(moment):
                if len(self._entries) + len(found) > _MOST_SETTLED:
                    self._entries.clear()
                self._entries |= found

    def _get_or_make(self, moment: ReaderMoment, key: _Key, make: Callable[[], Any]) -> Any:
        """The cached entry, or a new one, which is then cached."""
        found = self.get(moment, [key])
        if not found:
            found = {key: make()}
            self.put(moment, found)
        return found[key]

    def flow(self, moment: ReaderMoment, after: Stamp, days: int) -> DailyFlow:
        """See ``daily_series.daily_flow``. Only the last day is queried; the days before it are cached."""
        today = moment.at // DAY * DAY - 1
        cached = self.whole_days(moment, after, today)
        now = daily_flow(moment, today, moment.at, 1)
        parts = zip((cached.received, cached.resolved), (now.received, now.resolved), strict=True)
        received, resolved = (_joined(before, last, days - 1) for before, last in parts)
        return DailyFlow(received, resolved)

    def whole_days(self, moment: ReaderMoment, after: Stamp, end: Stamp) -> DailyFlow:
        """See ``daily_series.daily_flow``: from the end of one day to that of another, as known at a moment."""
        if end <= after:
            return DailyFlow({}, {})
        key = (moment.data_as_of or moment.at, ("flow", after, end))
        found: DailyFlow = self._get_or_make(moment, key, lambda: daily_flow(moment, after, end, (end - after) // DAY))
        return found

    def _refresh(self, moment: ReaderMoment) -> bool:
        """Drop entries that loads have changed. False for a reader whose snapshot is older than the cache."""
        connection, reader = moment.connection, moment.reader
        registry = connection.execute("SELECT value FROM meta WHERE key = 'registry'").fetchone()
        of = (reader.identity, registry[0] if registry else "")
        newest = int(connection.execute("SELECT coalesce(max(id), 0) FROM export").fetchone()[0])
        if of == self._built_with and newest <= self._newest:
            return newest == self._newest
        first = None if moment.lists is None else moment.lists[0]
        if of != self._built_with or first != self._first:
            self._entries.clear()
        else:
            lately = f"SELECT min(moment) FROM export NOT INDEXED WHERE id > ? AND {LISTS}"
            came = connection.execute(lately, (self._newest,)).fetchone()[0]
            if came is not None:
                self._entries = {key: found for key, found in self._entries.items() if key[0] < came}
        self._built_with, self._newest, self._first = of, newest, first
        return reader.identity is not None


def _late_at(moment: StoreMoment, calendar: WorkCalendar, compare: Compare) -> dict[int, int]:
    """Late counts at one moment, by unit, as reported then. Before the first list, its own states are used."""
    if moment.before_lists:
        return {unit: n for unit, (n,) in late_series(moment, [moment.at], compare).items()}
    found = count_states(CountQuery(moment, calendar, compare))
    return {unit: counts.resolved_late.total() + counts.overdue.total() for (unit, _), counts in found.items()}


def _joined(before: Series, last: Series, days: int) -> Series:
    nothing = [0] * days
    return {unit: before.get(unit, nothing) + last.get(unit, [0]) for unit in before.keys() | last.keys()}
