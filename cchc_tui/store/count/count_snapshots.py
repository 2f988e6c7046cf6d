"""The counts by unit after each list, so that a past moment costs hardly more to count than the present.

Each list has one small blob. The other dimensions have no snapshots: ``counting`` subtracts the changes. A list in
order adds its snapshot; after a list that comes late, all later snapshots are recomputed.
"""

from __future__ import annotations

import sqlite3
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.counts_table import Dimension
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.read.settled_state import count_key

#: (year, unit, key, settled, days, n) of the counts table in dimension UNIT; the key tells what was carried over.
Row = tuple[int, ...]
_WIDTH = 6
_STATE = "unit, settled, received, due, finished, returned"
_FETCHED = 10_000


def snapshot_at(connection: sqlite3.Connection, at: Stamp) -> Iterator[Row] | None:
    """The snapshot of the newest list known at a moment; None when there is none."""
    newest = f"(SELECT max(moment) FROM export WHERE {LISTS} AND moment <= ?)"
    found = connection.execute(f"SELECT rows FROM count_snapshot WHERE moment = {newest}", (at,)).fetchone()
    return None if found is None else _unpacked(found[0])


def save_snapshot(connection: sqlite3.Connection, calendar: WorkCalendar, moment: Stamp) -> None:
    """Save the snapshot of a list. When newer lists are known, recompute theirs too."""
    newest = connection.execute(f"SELECT max(moment) FROM export WHERE {LISTS}").fetchone()[0]
    if newest is None or moment >= newest:
        rows = connection.execute(
            "SELECT year, unit, key, settled, days, n FROM state_count WHERE dimension = ?", (Dimension.UNIT,)
        ).fetchall()
        _write(connection, moment, rows)
    else:
        rebuild_snapshots(connection, calendar, moment)


def rebuild_snapshots(connection: sqlite3.Connection, calendar: WorkCalendar, start: Stamp | None = None) -> None:
    """Recompute the snapshots of all lists, or of those from ``start`` on, from the stored states."""
    moments = [at for (at,) in connection.execute(f"SELECT DISTINCT moment FROM export WHERE {LISTS}").fetchall()]
    first = min(moments, default=0) if start is None else start
    before = max((at for at in moments if at < first), default=None)
    known = None if before is None else snapshot_at(connection, before)
    if known is None and before is not None:
        return rebuild_snapshots(connection, calendar)
    sums: Counter[Row] = Counter({row[:-1]: row[-1] for row in known or ()})
    changes = _changes(connection, calendar, first)
    for moment in sorted(at for at in moments if at >= first):
        sums.update(changes.get(moment, {}))
        _write(connection, moment, ((*key, n) for key, n in sorted(sums.items()) if n))
    return None


def _changes(connection: sqlite3.Connection, calendar: WorkCalendar, first: Stamp) -> dict[Stamp, Counter[Row]]:
    """What each list from ``first`` on added to the counts and subtracted from them."""
    part = partial(count_key, calendar)
    changes: dict[Stamp, Counter[Row]] = {}
    for query in (
        f"SELECT since, NULL, {_STATE} FROM dossier WHERE since >= ?",
        f"SELECT since, until, {_STATE} FROM version WHERE until >= ?",
    ):
        cursor = connection.execute(query, (first,))
        while states := cursor.fetchmany(_FETCHED):
            for since, until, unit, *state in states:
                counted = part(*state)
                if counted is None:
                    continue
                settled, year, days, carried = counted
                key = year, unit, carried, settled, days
                if since >= first:
                    changes.setdefault(since, Counter())[key] += 1
                if until is not None:
                    changes.setdefault(until, Counter())[key] -= 1
    return changes


def _write(connection: sqlite3.Connection, moment: Stamp, rows: Iterable[Row]) -> None:
    numbers = array("i", [number for column in zip(*rows, strict=True) for number in column])
    if sys.byteorder == "big":
        numbers.byteswap()
    packed = zlib.compress(numbers.tobytes())
    connection.execute("INSERT OR REPLACE INTO count_snapshot (moment, rows) VALUES (?, ?)", (moment, packed))


def _unpacked(packed: bytes) -> Iterator[Row]:
    numbers = array("i")
    numbers.frombytes(zlib.decompress(packed))
    if sys.byteorder == "big":
        numbers.byteswap()
    count = len(numbers) // _WIDTH
    return zip(*(numbers[place * count : (place + 1) * count] for place in range(_WIDTH)), strict=True)
