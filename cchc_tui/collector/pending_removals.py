"""Records loaded files that could not be removed from the inbox yet. So a later collector does not load them again."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

import msgspec

from cchc_tui.collector.watch import InboxEntry, Signature
from cchc_tui.domain.moments import from_epoch
from cchc_tui.whole_files import READABLE, replace_file

_LISTED = "SELECT 1 FROM export WHERE size = ? AND mtime = ? LIMIT 1"


class PendingRemovals:
    """The record on disk of loaded files that are still in the inbox."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._noted: frozenset[Signature] = frozenset()
        with suppress(OSError, msgspec.DecodeError):
            self._noted = msgspec.json.decode(path.read_bytes(), type=frozenset[Signature])

    def was_loaded(self, entry: InboxEntry, connection: sqlite3.Connection) -> bool:
        """Whether a file was loaded in its present state.

        The record must have the file's signature, and the database must list a file of the same size and mtime.
        """
        if entry.signature not in self._noted:
            return False
        file = entry.signature.size, from_epoch(entry.signature.mtime_ns / 1e9)
        return connection.execute(_LISTED, file).fetchone() is not None

    def save(self, signatures: frozenset[Signature]) -> None:
        """Write the record with these files, if it changed. Raises OSError."""
        if signatures != self._noted:
            replace_file(self._path, msgspec.json.encode(sorted(signatures)), READABLE, synced=False)
            self._noted = signatures
