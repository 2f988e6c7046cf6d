"""The export that last showed each dossier: one array by dossier number, stored as a blob."""

from __future__ import annotations

import sqlite3
import sys
from array import array


def read(connection: sqlite3.Connection) -> array[int]:
    """Read the array. Position 0 is unused."""
    found = connection.execute("SELECT exports FROM last_shown WHERE id = 1").fetchone()
    exports = array("I", [0])
    if found:
        exports = array("I")
        exports.frombytes(found[0])
        if sys.byteorder == "big":
            exports.byteswap()
    return exports


def write(connection: sqlite3.Connection, exports: array[int]) -> None:
    """Store the array."""
    if sys.byteorder == "big":
        exports = array("I", exports)
        exports.byteswap()
    connection.execute("INSERT OR REPLACE INTO last_shown (id, exports) VALUES (1, ?)", (exports.tobytes(),))
