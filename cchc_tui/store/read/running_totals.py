"""Running totals of the files that arrived. One row holds the totals at a moment."""

from __future__ import annotations

import sqlite3

from cchc_tui.domain.moments import Stamp
from cchc_tui.ingest.records import MARKS

_AT = "FROM export_total WHERE known <= ? ORDER BY known DESC LIMIT 1"
#: Of several files with the same name only the newest counts, because it corrects or replaces the others.
_BEFORE = """
SELECT rejected, verdict = 'refused' FROM export WHERE name = ? AND id < ? AND known <= ? AND verdict <> 'repeated'
ORDER BY id DESC LIMIT 1
"""
_ADD = """
UPDATE export_total SET listed = listed + 1, files = files + ?, rejected = rejected + ?, refused = refused + ?
WHERE known = ?
"""


def at_moment(connection: sqlite3.Connection, at: Stamp) -> tuple[int, int, int, int]:
    """The totals at a moment: (files, files that are not marks, rejected rows, refused files).

    For rejected rows and refused files, only the newest of several files with the same name counts.
    """
    found = connection.execute(f"SELECT listed, files, rejected, refused {_AT}", (at,)).fetchone()
    return found or (0, 0, 0, 0)


def add(connection: sqlite3.Connection, export: int) -> None:
    """Add a file to the totals. ``export`` is the file's number.

    The file must be the last one in the table of exports, and its row must be complete.
    """
    query = "SELECT name, kind, verdict, known, rejected FROM export WHERE id = ?"
    name, kind, verdict, known, rejected = connection.execute(query, (export,)).fetchone()
    insert = "INSERT OR IGNORE INTO export_total (known, listed, files, rejected, refused) VALUES (?, ?, ?, ?, ?)"
    connection.execute(insert, (known, *at_moment(connection, known)))
    later = connection.execute("SELECT known FROM export_total WHERE known >= ?", (known,)).fetchall()
    for (at,) in later:  # usually one
        rows = refused = 0
        if verdict != "repeated":
            were = connection.execute(_BEFORE, (name, export, at)).fetchone() or (0, 0)
            rows, refused = rejected - were[0], (verdict == "refused") - were[1]
        connection.execute(_ADD, (kind not in MARKS, rows, refused, at))
