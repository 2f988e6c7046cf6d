"""Recognises rows that the store already has: if 300 of 20.000 rows in an export have changed, only 300 are read.

A row's digest is Python's own hash of the tuple of its raw cells, mixed with its layout. It costs 0,5 µs a row, a
quarter of packing and BLAKE2b. It is the same in every reader process, because all are started with one hash
seed (``reader_client``). A process with another seed or hash algorithm has another *layout* number and so recognises no
row: the file is then read in full, never wrongly. Two rows share a digest once in 2^64.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import repeat
from operator import xor
from pathlib import Path
from urllib.parse import quote

from cchc_tui.domain.problems import Problem

#: To be increased when a change of the code yields other records from the same cells. All rows are then read again.
READER_VERSION = 3
#: Up to this many rows a dictionary is used (100 bytes per row), above it two sorted arrays (12 bytes, but slower).
_DICTIONARY_LIMIT = 300_000
_FETCHED = 20_000


def layout_number(*parts: object) -> int:
    """A signed 64-bit number of all that determines the meaning of cells: headings, family and more."""
    text = repr((READER_VERSION, sys.hash_info.algorithm, hash("thành phố Cao Lãnh"), parts))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def digests(columns: Sequence[Sequence[object]], layout: int) -> list[int]:
    """The signed 64-bit digest of each row, given its mapped columns."""
    return list(map(xor, map(hash, zip(*columns, strict=True)), repeat(layout)))


class SeenRows:
    """The rows in the store as digest → dossier id, and the positions of these rows in the present file."""

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()):
        """``pairs`` are (dossier id, digest)."""
        self._ids: dict[int, int] = {}
        self._sorted_digests = array("q")
        self._sorted_ids = array("I")
        for dossier, digest in pairs:
            self._ids[digest] = dossier
        self._last = max(self._ids.values(), default=0)
        #: Dossier id → the last row in this file that equals its stored raw row, 0 if none does.
        self.unchanged = array("I", bytes(4 * (self._last + 1)))

    @classmethod
    def from_database(cls, path: Path) -> SeenRows:
        """Load the digests of the store at a path, if there is one, in one short read-only transaction."""
        known = cls()
        try:
            connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
        except sqlite3.Error:
            return known
        try:
            known._load(connection)
        except sqlite3.Error:
            return cls()  # no store, or another schema: every row is new
        finally:
            connection.close()
        return known

    def _load(self, connection: sqlite3.Connection) -> None:
        self._last = connection.execute("SELECT max(id) FROM dossier").fetchone()[0] or 0
        self.unchanged = array("I", bytes(4 * (self._last + 1)))
        if self._last <= _DICTIONARY_LIMIT:
            self._ids = dict(connection.execute("SELECT digest, id FROM dossier"))
            return
        cursor = connection.execute("SELECT digest, id FROM dossier ORDER BY digest")
        while pairs := cursor.fetchmany(_FETCHED):
            self._sorted_digests.extend([digest for digest, _ in pairs])
            self._sorted_ids.extend([dossier for _, dossier in pairs])

    def __bool__(self) -> bool:
        return bool(self._ids or self._sorted_ids)

    def find(self, wanted: Sequence[int]) -> list[int | None]:
        """For each digest the dossier's id; None if the store does not have it."""
        if not self._sorted_ids:
            return list(map(self._ids.get, wanted))
        keys, ids, end = self._sorted_digests, self._sorted_ids, len(self._sorted_digests)
        places = map(bisect_left, repeat(keys), wanted)
        return [
            ids[place] if place < end and keys[place] == digest else None
            for place, digest in zip(places, wanted, strict=True)
        ]

    def note_position(
        self, ids: Iterable[int], numbers: Iterable[int], make_problem: Callable[[int, int], Problem]
    ) -> list[Problem]:
        """Keep the row numbers of known rows. Return a problem with both numbers for each row that occurs twice."""
        unchanged = self.unchanged
        repeated: list[Problem] = []
        for dossier, number in zip(ids, numbers, strict=True):
            if unchanged[dossier]:
                repeated.append(make_problem(unchanged[dossier], number))
            unchanged[dossier] = number
        return repeated
