"""Sums of dossiers by unit, day received and weekend day returned, and how such sums are stored."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from cchc_tui.domain.moments import Stamp

#: Identifies stored sums: (moment of their list, moment from which on dossiers are included).
Place: TypeAlias = tuple[Stamp, Stamp]


class DayCounts(NamedTuple):
    """Numbers of the dossiers that a unit received on one day. ``n`` counts all of them.

    ``judged`` counts the dossiers that were neither withdrawn nor refused. ``same_day`` counts the judged dossiers that
    were finished on the day they were received. ``told`` counts the dossiers with a known channel, ``online`` those
    that came online, and ``helped`` those with a helper.
    """

    n: int = 0
    judged: int = 0
    told: int = 0
    online: int = 0
    same_day: int = 0
    helped: int = 0


_NOTHING = DayCounts()


@dataclass(slots=True)
class UnitDays:
    """The sums of one unit. Days are numbers (``stamp // 86400``).

    ``received`` maps the day received to the counts of that day. ``weekends`` maps (day received, weekend day returned)
    to the number of dossiers.
    """

    received: dict[int, DayCounts] = field(default_factory=dict)
    weekends: Counter[tuple[int, int]] = field(default_factory=Counter)


@dataclass(slots=True)
class PracticeSums:
    """The sums that show whether units follow the practices, by unit number.

    ``exports`` maps (export, unit) to (number of dossiers, number of dossiers with a helper). It is empty if no dossier
    has a helper.
    """

    units: dict[int, UnitDays] = field(default_factory=dict)
    exports: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def helpers(self) -> frozenset[int]:
        """The units with dossiers in an export that has a column for helpers.

        An export is assumed to have this column if some row names a helper.
        """
        naming = {export for (export, _), (_, helped) in self.exports.items() if helped}
        return frozenset(unit for (export, unit), (n, _) in self.exports.items() if n and export in naming)

    def any_helped(self, first: int = 0) -> bool:
        """Whether any dossier that was received on the day number ``first`` or later has a helper."""
        return any(of.helped for unit in self.units.values() for day, of in unit.received.items() if day >= first)

    def copy(self) -> PracticeSums:
        """A copy, so that adding rows to it leaves the original unchanged."""
        units = {number: UnitDays(dict(u.received), Counter(u.weekends)) for number, u in self.units.items()}
        return PracticeSums(units, dict(self.exports))

    def add(self, rows: Iterable[tuple[Any, ...]], sign: int = 1) -> None:
        """Add the counts in rows (unit, day received, weekend day returned or None, counts…).

        With the ``sign`` -1, the counts are subtracted.
        """
        for unit, received, weekend, *counts in rows:
            days = self.units.get(unit)
            if days is None:
                days = self.units[unit] = UnitDays()
            before = days.received.get(received, _NOTHING)
            days.received[received] = DayCounts(*(n + sign * more for n, more in zip(before, counts, strict=True)))
            if weekend is not None:
                days.weekends[received, weekend] += sign * counts[0]
                if not days.weekends[received, weekend]:
                    del days.weekends[received, weekend]

    def add_exports(self, rows: Iterable[tuple[int, int, int, int]], sign: int = 1) -> None:
        """Add the counts in rows (export, unit, number of dossiers, number of dossiers with a helper).

        With the ``sign`` -1, the counts are subtracted.
        """
        for export, unit, n, helped in rows:
            before = self.exports.pop((export, unit), (0, 0))
            found = before[0] + sign * n, before[1] + sign * helped
            if found != (0, 0):  # or each export that ever came would have its pairs
                self.exports[export, unit] = found

    def packed(self) -> bytes:
        """The sums as compressed JSON, for the database."""
        received = [(u, day, *of) for u, days in self.units.items() for day, of in days.received.items()]
        weekends = [(u, *pair, n) for u, days in self.units.items() for pair, n in days.weekends.items()]
        exports = [(*key, *n) for key, n in self.exports.items()]
        return zlib.compress(json.dumps((received, weekends, exports), separators=(",", ":")).encode(), 1)

    @classmethod
    def unpacked(cls, packed: bytes) -> PracticeSums:
        """The sums in bytes that ``packed`` returned."""
        received, weekends, exports = json.loads(zlib.decompress(packed))
        sums = cls(exports={(export, unit): (n, helped) for export, unit, n, helped in exports if n})
        for unit, day, *of in received:
            sums.units.setdefault(unit, UnitDays()).received[day] = DayCounts(*of)
        for unit, day, back, n in weekends:
            sums.units[unit].weekends[day, back] = n
        return sums


def stored_places(connection: sqlite3.Connection) -> list[Place]:
    """The keys of all stored sums, in descending order of the lists' moments.

    A key is (moment of the list, moment from which on dossiers are included).
    """
    return connection.execute("SELECT moment, first FROM practice_sums ORDER BY moment DESC").fetchall()


def stored_sums(connection: sqlite3.Connection, moment: Stamp) -> PracticeSums:
    """The sums that are stored for the list of this moment. There must be such sums."""
    query = "SELECT sums FROM practice_sums WHERE moment = ?"
    return PracticeSums.unpacked(connection.execute(query, (moment,)).fetchone()[0])


def store_sums(connection: sqlite3.Connection, place: Place, sums: PracticeSums) -> None:
    """Store the sums of a list. ``place`` is the key of the sums (see ``stored_places``)."""
    insert = "INSERT OR REPLACE INTO practice_sums (moment, first, sums) VALUES (?, ?, ?)"
    connection.execute(insert, (*place, sums.packed()))


def remove_sums(connection: sqlite3.Connection, start: Stamp, until: Stamp | None = None) -> None:
    """Remove the stored sums of the lists with moments from ``start`` until before ``until`` (None: without end)."""
    connection.execute("DELETE FROM practice_sums WHERE moment >= ? AND moment < ifnull(?, moment + 1)", (start, until))
