"""Which export last showed each dossier: one array, by the dossier's number, kept as one blob."""

from __future__ import annotations

import sqlite3
import sys
from array import array


def read(connection: sqlite3.Connection) -> array[int]:
    """The array; position 0 is no dossier."""
    found = connection.execute("SELECT exports FROM asserted WHERE id = 1").fetchone()
    exports = array("I", [0])
    if found:
        exports = array("I")
        exports.frombytes(found[0])
        if sys.byteorder == "big":
            exports.byteswap()
    return exports


def write(connection: sqlite3.Connection, exports: array[int]) -> None:
    """Keeps the array."""
    if sys.byteorder == "big":
        exports = array("I", exports)
        exports.byteswap()
    connection.execute("INSERT OR REPLACE INTO asserted (id, exports) VALUES (1, ?)", (exports.tobytes(),))
