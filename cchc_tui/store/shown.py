"""Of when the newest list is that shows anything of a unit: what is told of it after that day is not known yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store import asserted
from cchc_tui.store.schema import LISTS
from cchc_tui.store.standing import LATE_SQL, PENDING_SQL


def newest_lists(connection: sqlite3.Connection) -> dict[int, Stamp]:
    """By unit, the moment of the newest list that showed one of its dossiers, as it stands now.

    A list that shows a unit shows one of its late or open dossiers, as good as always, and these have indexes; where
    they tell of an older day than that of the newest list, all of the unit's are looked at.
    """
    moments: dict[int, Stamp] = dict(connection.execute(f"SELECT id, moment FROM export WHERE {LISTS}").fetchall())
    exports = asserted.read(connection)
    found: dict[int, Stamp] = {}

    def look(dossiers: Iterable[tuple[int, int]]) -> None:
        for unit, dossier in dossiers:
            moment = moments.get(exports[dossier], 0)
            if moment > found.get(unit, 0):
                found[unit] = moment

    for kind in (LATE_SQL, PENDING_SQL):
        look(connection.execute(f"SELECT unit, id FROM dossier WHERE {kind}"))
    day = max(moments.values(), default=0) // DAY
    units = [number for (number,) in connection.execute("SELECT id FROM unit") if found.get(number, 0) // DAY < day]
    if units:
        look(connection.execute(f"SELECT unit, id FROM dossier WHERE unit IN ({', '.join(map(str, units))})"))
    return found
