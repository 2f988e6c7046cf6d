"""The numbers that stand for repeated texts, places and units in the store. They are kept in memory during a load.

A new unit is written at once; new texts and places are written after all rows.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from cchc_tui.domain.moments import to_date
from cchc_tui.domain.units import Match, UnitIndex


class TermTable(dict[str, int]):
    """Gives each text a number, by which the store refers to the text. The empty text has the number 0."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection.execute("SELECT text, id FROM term").fetchall())
        self._written = len(self)

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number

    def write(self, connection: sqlite3.Connection) -> None:
        """Write the texts that are new since the last call."""
        fresh = list(self.items())[self._written :]
        connection.executemany("INSERT INTO term (text, id) VALUES (?, ?)", fresh)
        self._written = len(self)


class UnitTable:
    """Gives each unit key a number, by which the store refers to the unit. The number 0 means no unit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = dict(connection.execute("SELECT key, id FROM unit").fetchall())

    def number(self, match: Match) -> int:
        """The number of the unit in the result of a look-up; 0 if the look-up found none.

        A new unit is written to the database.
        """
        return 0 if match.unit is None else self.of_key(match.unit.key)

    def of_key(self, key: str) -> int:
        """The number of a key. The key is that of a unit, or a level. A new key is written to the database."""
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)  # number 0 is no unit
            self._connection.execute("INSERT INTO unit (key, id) VALUES (?, ?)", (key, self._numbers[key]))
        return self._numbers[key]


def place_of(units: UnitIndex, agency: str, department: str, era: int) -> Match:
    """The unit of a dossier. It depends only on the dossier's row, so that the same row always means the same unit.

    ``era`` is the number of the era (``days_of_eras``) in which the dossier was received. A name in the row means the
    unit with this name in that era, because units change. If only a later unit has the name, the name counts as
    unknown, because a dossier cannot belong to a unit that did not exist yet.
    """
    return units.place(agency, department, days_of_eras(units)[era])


def days_of_eras(units: UnitIndex) -> list[date]:
    """One day of each era. An era is the time between two successive changes of units in the registry."""
    starts = [to_date(start) for start in units.eras]
    return [starts[0] - timedelta(days=1), *starts] if starts else [date(2021, 1, 1)]


class PlaceTable(dict[tuple[str, str, int], tuple[int, int]]):
    """Maps (agency, department, era) to (number of the place, number of the unit).

    A place is an agency together with a department. The unit depends on the era too (``place_of``), because units
    change.
    """

    def __init__(self, connection: sqlite3.Connection, index: UnitIndex, units: UnitTable) -> None:
        super().__init__()
        self._index = index
        self._units = units
        rows = connection.execute("SELECT agency, department, id FROM place").fetchall()
        self._numbers: dict[tuple[str, str], int] = {
            (agency, department): number for agency, department, number in rows
        }
        self._written = len(self._numbers)

    def __missing__(self, key: tuple[str, str, int]) -> tuple[int, int]:
        agency, department, era = key
        number = self._numbers.setdefault((agency, department), len(self._numbers) + 1)
        match = place_of(self._index, agency, department, era)
        found = self[key] = number, self._units.number(match)
        return found

    def write(self, connection: sqlite3.Connection) -> None:
        """Write the places that the database does not have yet. A place is an agency together with a department."""
        fresh = [(*place, number) for place, number in self._numbers.items()][self._written :]
        connection.executemany("INSERT INTO place (agency, department, id) VALUES (?, ?, ?)", fresh)
        self._written = len(self._numbers)
