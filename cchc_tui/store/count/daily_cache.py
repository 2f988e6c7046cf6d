"""Caches late counts of past moments and daily figures of past days until a load changes them.

Each entry depends on the lists up to one moment, and is valid until another list of that moment or an earlier one
arrives. For late counts as they were reported at a moment, it is that moment itself. For the days of a trend, it is the
moment that the board shows.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeAlias

from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.counting import CountQuery, count_states, data_as_of, list_span
from cchc_tui.store.count.daily_series import DailyFlow, Series, daily_flow, late_series
from cchc_tui.store.read.database import Reader
from cchc_tui.store.read.newest_by_unit import newest_lists
from cchc_tui.store.read.schema import LISTS

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
        reader: Reader,
        connection: sqlite3.Connection,
        moments: Sequence[Stamp],
        calendar: WorkCalendar,
        compare: Compare,
        keep: bool = False,
    ) -> Series:
        """Late counts at each moment as reported then. Ends of days are cached, and with ``keep`` all moments."""
        found = self.get(reader, connection, [(at, compare) for at in moments])
        fresh: dict[_Key, Any] = {
            (at, compare): _late_at(connection, at, calendar, compare) for at in moments if (at, compare) not in found
        }
        self.put(reader, connection, {key: n for key, n in fresh.items() if keep or key[0] % DAY == DAY - 1})
        found |= fresh
        units = {unit for counts in found.values() for unit in counts}
        return {unit: [found[at, compare].get(unit, 0) for at in moments] for unit in units}

    def late_days(
        self,
        reader: Reader,
        connection: sqlite3.Connection,
        moments: Sequence[Stamp],
        calendar: WorkCalendar,
        compare: Compare,
    ) -> Series:
        """Late counts at each moment as known at the last one. All but the last are ends of days and are cached."""
        *ends, at = moments
        key = (data_as_of(connection, at) or at, ("late", *ends, compare))
        before = self._get_or_make(reader, connection, key, lambda: late_series(connection, ends, compare, at))
        last = _late_at(connection, at, calendar, compare)
        return _joined(before, {unit: [n] for unit, n in last.items()}, len(ends))

    def newest_lists(self, reader: Reader, connection: sqlite3.Connection, at: Stamp) -> dict[int, Stamp]:
        """See ``newest_by_unit.newest_lists``. Empty for moments before the newest list, of which this is not known."""
        lists = list_span(connection)
        if lists is None or at < lists[1]:
            return {}
        found: dict[int, Stamp] = self._get_or_make(
            reader, connection, (lists[1], ("newest lists",)), lambda: newest_lists(connection, lists[1])
        )
        return found

    def get(self, reader: Reader, connection: sqlite3.Connection, keys: Iterable[_Key]) -> dict[_Key, Any]:
        """The cached entries among those asked for."""
        with self._lock:
            usable = self._refresh(reader, connection)
            return {key: self._entries[key] for key in keys if usable and key in self._entries}

    def put(self, reader: Reader, connection: sqlite3.Connection, found: dict[_Key, Any]) -> None:
        """Cache entries. Each may depend only on lists up to the moment with which its key begins."""
        with self._lock:
            if self._refresh(reader, connection):
                if len(self._entries) + len(found) > _MOST_SETTLED:
                    self._entries.clear()
                self._entries |= found

    def _get_or_make(self, reader: Reader, connection: sqlite3.Connection, key: _Key, make: Callable[[], Any]) -> Any:
        """The cached entry, or a new one, which is then cached."""
        found = self.get(reader, connection, [key])
        if not found:
            found = {key: make()}
            self.put(reader, connection, found)
        return found[key]

    def flow(self, reader: Reader, connection: sqlite3.Connection, after: Stamp, at: Stamp, days: int) -> DailyFlow:
        """See ``daily_series.daily_flow``. Only the last day is queried; the days before it are cached."""
        today = at // DAY * DAY - 1
        cached = self.whole_days(reader, connection, after, today, at)
        now = daily_flow(connection, today, at, 1)
        parts = zip((cached.received, cached.resolved), (now.received, now.resolved), strict=True)
        received, resolved = (_joined(before, last, days - 1) for before, last in parts)
        return DailyFlow(received, resolved)

    def whole_days(
        self, reader: Reader, connection: sqlite3.Connection, after: Stamp, end: Stamp, known: Stamp
    ) -> DailyFlow:
        """See ``daily_series.daily_flow``: from the end of one day to that of another, as known at a later moment."""
        if end <= after:
            return DailyFlow({}, {})
        key = (data_as_of(connection, known) or known, ("flow", after, end))
        found: DailyFlow = self._get_or_make(
            reader, connection, key, lambda: daily_flow(connection, after, end, (end - after) // DAY, known)
        )
        return found

    def _refresh(self, reader: Reader, connection: sqlite3.Connection) -> bool:
        """Drop entries that loads have changed. False for a reader whose snapshot is older than the cache."""
        registry = connection.execute("SELECT value FROM meta WHERE key = 'registry'").fetchone()
        of = (reader.identity, registry[0] if registry else "")
        newest = int(connection.execute("SELECT coalesce(max(id), 0) FROM export").fetchone()[0])
        if of == self._built_with and newest <= self._newest:
            return newest == self._newest
        lists = f"SELECT min(moment) FROM export WHERE {LISTS}"
        first = connection.execute(lists).fetchone()[0]
        if of != self._built_with or first != self._first:
            self._entries.clear()
        else:
            lately = f"SELECT min(moment) FROM export NOT INDEXED WHERE id > ? AND {LISTS}"
            came = connection.execute(lately, (self._newest,)).fetchone()[0]
            if came is not None:
                self._entries = {key: found for key, found in self._entries.items() if key[0] < came}
        self._built_with, self._newest, self._first = of, newest, first
        return reader.identity is not None


def _late_at(connection: sqlite3.Connection, at: Stamp, calendar: WorkCalendar, compare: Compare) -> dict[int, int]:
    """Late counts at one moment, by unit, as reported then. Before the first list, its own states are used."""
    lists = list_span(connection)
    if lists is not None and at < lists[0]:
        return {unit: n for unit, (n,) in late_series(connection, [at], compare, at).items()}
    found = count_states(connection, CountQuery(at, calendar, compare))
    return {unit: counts.resolved_late.total() + counts.overdue.total() for (unit, _), counts in found.items()}


def _joined(before: Series, last: Series, days: int) -> Series:
    nothing = [0] * days
    return {unit: before.get(unit, nothing) + last.get(unit, [0]) for unit in before.keys() | last.keys()}
