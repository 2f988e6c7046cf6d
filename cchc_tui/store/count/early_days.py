"""The states of the first list by day, so that the counts of a moment before it cost what those of a day cost.

Before the first list its states are judged by their dates. An idle collector stores, in portions, each day's states:
those received, due, finished or returned on it. It counts all states at the end of each day, as if it were a list's
moment (``CountDeltas``). The counts of a moment follow from those of the day before and the states of the day.
"""

from __future__ import annotations

import sqlite3
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.counts_table import EARLY, CountDeltas
from cchc_tui.store.count.state_deltas import OPEN, UNCLOSED, StateDeltas, grouped
from cchc_tui.store.count.state_sources import held
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.read.settled_state import settled_state

#: (unit, procedure, field, officer, status, received, due, finished, returned)
EarlyState = tuple[Any, ...]
_COLUMNS = "unit, procedure, field, officer, status, received, due, finished, returned"
#: Days of receipt in a portion. Over a million dossiers it takes about a second.
_PORTION = 10
#: Days stored after the first list, for dossiers that become due soon.
_AHEAD = 20
_NO_DATE = -(1 << 62)


def _first_list(connection: sqlite3.Connection) -> Stamp | None:
    first: Stamp | None = connection.execute(f"SELECT min(moment) FROM export WHERE {LISTS}").fetchone()[0]
    return first


def _last_day(connection: sqlite3.Connection) -> int | None:
    last: int | None = connection.execute("SELECT max(day) FROM early_day").fetchone()[0]
    return last


def lacks_days(connection: sqlite3.Connection) -> bool:
    """Whether not all days are stored. Costs microseconds."""
    first, last = _first_list(connection), _last_day(connection)
    return first is not None and (last is None or last < first // DAY + _AHEAD)


def has_day(connection: sqlite3.Connection, day: int) -> bool:
    """Whether this day and all earlier ones are stored, up to the last one that is ever stored."""
    last = _last_day(connection)
    return not lacks_days(connection) and last is not None and day <= last


def remove_days(connection: sqlite3.Connection, moment: Stamp) -> None:
    """Remove all days if a list of ``moment`` changes what the first list says, or becomes the first."""
    first = _first_list(connection)
    if first is None or moment <= first:
        connection.execute("DELETE FROM early_day")
        connection.execute("DELETE FROM state_count WHERE dimension >= ?", (EARLY,))


def store_days(connection: sqlite3.Connection, calendar: WorkCalendar) -> None:
    """Store one portion of the days, in the caller's transaction."""
    first, last = _first_list(connection), _last_day(connection)
    if first is None:
        return
    after = _NO_DATE if last is None else (last + 1) * DAY - 1
    until = _end_of_portion(connection, first, after)
    begun = f"received <= {until:d} AND (received > {after:d}"
    dated = "".join(f" OR {date} BETWEEN {after + 1:d} AND {until:d}" for date in ("due", "finished", "returned"))
    by_day: defaultdict[int, list[EarlyState]] = defaultdict(list)
    by_day[until // DAY] = []
    for source in held(first):
        for state in connection.execute(f"SELECT {_COLUMNS} FROM {source} AND {begun}{dated})"):
            for day in {date // DAY for date in state[5:] if date is not None and after < date <= until}:
                by_day[day].append(state)
    for day, states in sorted(by_day.items()):
        if day < first // DAY:
            _count(connection, calendar, day, states)
        connection.execute("INSERT INTO early_day (day, states) VALUES (?, ?)", (day, _packed(states)))


def _end_of_portion(connection: sqlite3.Connection, first: Stamp, after: Stamp) -> Stamp:
    days = f"SELECT DISTINCT received / {DAY} AS day FROM {{}} AND received > {after:d} AND received <= {first:d}"
    both = " UNION ".join(days.format(source) for source in held(first))
    found = [day for (day,) in connection.execute(f"{both} ORDER BY 1 LIMIT {_PORTION}")]
    return (found[-1] + 1 if len(found) == _PORTION else first // DAY + _AHEAD + 1) * DAY - 1


def _count(connection: sqlite3.Connection, calendar: WorkCalendar, day: int, states: Sequence[EarlyState]) -> None:
    deltas = CountDeltas(connection, calendar, (day + 1) * DAY - 1, EARLY)
    for *keys, status, received, due, finished, returned in states:
        for at, n in (((day + 1) * DAY - 1, 1), (day * DAY - 1, -1)):
            if received <= at:
                settled, _, *dates = as_of(status, received, due, finished, returned, at)
                deltas.add((*keys, settled, *dates), n)
    deltas.write()


def as_of(
    status: int, received: Stamp, due: Stamp | None, finished: Stamp | None, returned: Stamp | None, at: Stamp
) -> tuple[Any, ...]:
    """The settled state, the status and the dates of a dossier, without dates after ``at``."""
    if finished is not None and finished > at:
        finished = None
    if returned is not None and returned > at:
        returned = None
    return settled_state(status, received, due, finished, returned, at), status, received, due, finished, returned


def early_deltas(
    connection: sqlite3.Connection,
    calendar: WorkCalendar,
    at: Stamp,
    soon_until: Stamp,
    dimension: int,
    unit: int | None,
) -> tuple[Stamp, StateDeltas] | None:
    """The nearest end of a day, and what its counts need to become those of ``at``; None if days are not stored."""
    first, today, soon = _first_list(connection), at // DAY, soon_until // DAY
    if first is None or not has_day(connection, soon):
        return None
    base = (today + (at % DAY > DAY / 2 and today < first // DAY)) * DAY - 1
    low, high = sorted((base, at))
    changes, by_due = [], []
    for day in {today, soon}:
        for each in states_of(connection, day):
            if unit not in (None, each[0]):
                continue
            keys, (status, received, due, finished, returned) = (each[0], each[dimension] if dimension else 0), each[4:]
            if day == today and (
                low < received <= high
                or (finished is not None and low < finished <= high)
                or (returned is not None and low < returned <= high)
            ):
                for moment, n in ((base, -1), (at, 1)):
                    if received <= moment:
                        changes.append(((*keys, *as_of(status, received, due, finished, returned, moment)), n))
            if due is not None and due // DAY == day and received <= at and (finished is None or finished > at):
                settled = as_of(status, received, due, finished, returned, at)[0]
                if OPEN <= settled <= UNCLOSED:
                    by_due.append((due, *keys, settled, 1))
    return base, StateDeltas(groups=grouped(changes, calendar), by_due=sorted(by_due))


def states_of(connection: sqlite3.Connection, day: int) -> Iterator[EarlyState]:
    """The states that were received, due, finished or returned on a day."""
    found = connection.execute("SELECT states FROM early_day WHERE day = ?", (day,)).fetchone()
    numbers = array("q")
    if found:
        numbers.frombytes(zlib.decompress(found[0]))
    if sys.byteorder == "big":
        numbers.byteswap()
    size = len(numbers) // 9
    *others, due, finished, returned = (numbers[place * size : (place + 1) * size] for place in range(9))
    dates = ([None if date == _NO_DATE else date for date in each] for each in (due, finished, returned))
    return zip(*others, *dates, strict=True)


def _packed(states: Sequence[EarlyState]) -> bytes:
    columns = chain.from_iterable(zip(*sorted(states, key=lambda state: state[:5]), strict=True))
    numbers = array("q", [_NO_DATE if number is None else number for number in columns])
    if sys.byteorder == "big":
        numbers.byteswap()
    return zlib.compress(numbers.tobytes(), 1)
