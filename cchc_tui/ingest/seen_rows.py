"""Recognises rows that the store has already. If 300 of 20.000 rows of an export have changed, only 300 are converted.

The digest of a row is Python's own hash of the tuple of its raw cells, mixed with a *layout* number. It costs 0,5 µs a
row, a quarter of what packing and BLAKE2b would cost. All reader processes compute the same digest for a row, because
they are started with the same hash seed (``reader_client``). A process with another seed or hash algorithm has another
layout number. It recognises no row and so converts the whole file. Two different rows have the same digest once in
2^64.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from hashlib import blake2b
from itertools import repeat
from operator import xor
from pathlib import Path
from urllib.parse import quote

from cchc_tui.domain.problems import Problem

#: To be increased when changed code gives other records for the same cells. All rows are then read again.
READER_VERSION = 3


def layout_number(*parts: object) -> int:
    """A signed 64-bit number that differs whenever the same cells may have another meaning.

    The number is computed from ``parts`` (the sheet's columns, corrections, words and so on), the reader's version and
    the hash seed.
    """
    text = repr((READER_VERSION, sys.hash_info.algorithm, hash("thành phố Cao Lãnh"), parts))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def digests(columns: Sequence[Sequence[object]], layout: int) -> list[int]:
    """The signed 64-bit digest of each row.

    ``columns`` has the rows' cells by column, ``layout`` is the ``layout_number``.
    """
    return list(map(xor, map(hash, zip(*columns, strict=True)), repeat(layout)))


class SeenRows:
    """The rows that the store has: the dossier id for each row's digest.

    ``unchanged`` has the numbers of these rows in the file that is being read.
    """

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()):
        """``pairs`` has (dossier id, digest) for each row in the store."""
        self._ids = {digest: dossier for dossier, digest in pairs}
        #: Dossier id → the last row in this file that equals its stored raw row, 0 if none does.
        self.unchanged = array("I", bytes(4 * (max(self._ids.values(), default=0) + 1)))

    @classmethod
    def from_database(cls, path: Path) -> SeenRows:
        """Load the digests in one short read-only transaction. If the store cannot be read, there are no digests."""
        try:
            with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
                return cls(connection.execute("SELECT id, digest FROM dossier"))
        except sqlite3.Error:
            return cls()  # no store, or another schema: every row is new

    def __bool__(self) -> bool:
        return bool(self._ids)

    def find(self, wanted: Sequence[int]) -> list[int | None]:
        """For each digest, the id of the dossier whose stored row has the digest; None if there is none."""
        return list(map(self._ids.get, wanted))

    def note_position(
        self, ids: Iterable[int], numbers: Iterable[int], make_problem: Callable[[int, int], Problem]
    ) -> list[Problem]:
        """Record the numbers of rows that the store has. ``ids`` are the ids of their dossiers.

        Return a problem for each dossier that already had a row number. ``make_problem`` makes the problem; its
        arguments are the earlier and the new row number.
        """
        unchanged = self.unchanged
        repeated: list[Problem] = []
        for dossier, number in zip(ids, numbers, strict=True):
            if unchanged[dossier]:
                repeated.append(make_problem(unchanged[dossier], number))
            unchanged[dossier] = number
        return repeated
