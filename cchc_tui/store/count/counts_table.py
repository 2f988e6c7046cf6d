"""The counts table: the number of dossiers in each settled state. A load adds and subtracts what it changes.

It has four dimensions, each combined with the unit: none (the key tells what was carried over from an earlier year),
procedure, field and officer. A board reads one dimension, and reads only those dossiers that depend on the clock.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import partial
from typing import Any

from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.read.settled_state import CountKey, count_key

#: Keys held in memory before they are summed up, and sums before they are written.
_MOST_KEYS = 20_000
_MOST_SUMS = 50_000
_ADD = """
INSERT INTO state_count (dimension, year, unit, key, settled, days, n) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET n = n + excluded.n
"""
_DROP = """
DELETE FROM state_count WHERE dimension = ? AND year = ? AND unit = ? AND key = ? AND settled = ? AND days = ? AND n = 0
"""


class Dimension(IntEnum):
    """What ``key`` is in the counts table. The database stores these numbers."""

    UNIT = 0
    PROCEDURE = 1
    FIELD = 2
    OFFICER = 3


class CountDeltas:
    """What a load adds to the counts table and subtracts from it."""

    def __init__(self, connection: sqlite3.Connection, calendar: WorkCalendar) -> None:
        self._connection = connection
        self._part = partial(count_key, calendar)
        self._keys: Counter[tuple[CountKey | None, int, int, int, int]] = Counter()
        self._sums: Counter[tuple[int, int, int, int, int, int]] = Counter()

    def add_all(self, states: Iterable[Sequence[Any]]) -> None:
        """Add many states, each given by its ``COUNT_COLUMNS``."""
        unit, procedure, field, officer, *by = zip(*states, strict=True)
        self._keys.update(zip(map(self._part, *by), unit, procedure, field, officer, strict=True))
        if len(self._keys) > _MOST_KEYS:
            self._sum()
        if len(self._sums) > _MOST_SUMS:
            self.write()

    def add(self, state: Sequence[Any], n: int = 1) -> None:
        """Add one state ``n`` times; -1 subtracts it."""
        unit, procedure, field, officer, *by = state
        self._keys[self._part(*by), unit, procedure, field, officer] += n

    def write(self) -> None:
        """Write all changes to the table."""
        self._sum()
        self._connection.executemany(_ADD, ((*key, n) for key, n in self._sums.items() if n))
        self._connection.executemany(_DROP, (key for key, n in self._sums.items() if n < 0))
        self._sums.clear()

    def _sum(self) -> None:
        sums = self._sums
        for (part, unit, procedure, field, officer), n in self._keys.items():
            if part is not None:
                settled, year, days, carried = part
                sums[Dimension.UNIT, year, unit, carried, settled, days] += n
                sums[Dimension.PROCEDURE, year, unit, procedure, settled, days] += n
                sums[Dimension.FIELD, year, unit, field, settled, days] += n
                sums[Dimension.OFFICER, year, unit, officer, settled, days] += n
        self._keys.clear()
