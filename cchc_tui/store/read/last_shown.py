"""For each dossier, the number of the export that last showed it. The numbers are stored as one array in a blob."""

from __future__ import annotations

import sqlite3
import sys
from array import array


def read(connection: sqlite3.Connection) -> array[int]:
    """The array. Index n has the number of the export that last showed dossier n. Index 0 is unused."""
    found = connection.execute("SELECT exports FROM last_shown WHERE id = 1").fetchone()
    exports = array("I", [0])
    if found:
        exports = array("I")
        exports.frombytes(found[0])
        if sys.byteorder == "big":
            exports.byteswap()
    return exports


def write(connection: sqlite3.Connection, exports: array[int]) -> None:
    """Store an array of the form that ``read`` returns."""
    if sys.byteorder == "big":
        exports = array("I", exports)
        exports.byteswap()
    connection.execute("INSERT OR REPLACE INTO last_shown (id, exports) VALUES (1, ?)", (exports.tobytes(),))
