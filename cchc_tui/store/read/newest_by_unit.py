"""Finds the newest list that shows each unit. The store knows nothing about the unit after the day of this list."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.read import last_shown
from cchc_tui.store.read.settled_state import LATE_SQL, PENDING_SQL


def newest_lists(connection: sqlite3.Connection, newest: Stamp) -> dict[int, Stamp]:
    """For each unit number, the moment of the newest list that showed one of the unit's current dossiers.

    ``newest`` is the moment of the newest list of all.
    """
    exports = last_shown.read(connection)
    found: dict[int, Stamp] = {}

    def look(dossiers: Iterable[tuple[int, int]]) -> None:
        showed: defaultdict[int, set[int]] = defaultdict(set)
        for unit, dossier in dossiers:
            showed[unit].add(exports[dossier])
        moments = _moments(connection, set().union(*showed.values()))
        for unit, lists in showed.items():
            found[unit] = max(found.get(unit, 0), *(moments.get(number, 0) for number in lists))

    # Late and unfinished dossiers have indexes, and nearly every list of a unit shows such dossiers.
    for kind in (LATE_SQL, PENDING_SQL):
        look(connection.execute(f"SELECT unit, id FROM dossier WHERE {kind}"))
    units = [
        n for (n,) in connection.execute("SELECT id FROM unit WHERE id > 0") if found.get(n, 0) // DAY < newest // DAY
    ]
    if units:
        look(connection.execute(f"SELECT unit, id FROM dossier WHERE unit IN ({', '.join(map(str, units))})"))
    return {unit: moment for unit, moment in found.items() if moment}


def _moments(connection: sqlite3.Connection, lists: set[int]) -> dict[int, Stamp]:
    query = "SELECT id, moment FROM export WHERE id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (json.dumps(list(lists)),)))
