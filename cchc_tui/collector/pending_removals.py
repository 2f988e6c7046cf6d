"""Loaded files that could not leave the inbox yet. A later collector does not read them again."""

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
    """The record of these files on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._noted: frozenset[Signature] = frozenset()
        with suppress(OSError, msgspec.DecodeError):
            self._noted = msgspec.json.decode(path.read_bytes(), type=frozenset[Signature])

    def was_loaded(self, entry: InboxEntry, connection: sqlite3.Connection) -> bool:
        """Whether this very file was loaded before and the database lists it."""
        if entry.signature not in self._noted:
            return False
        file = entry.signature.size, from_epoch(entry.signature.mtime_ns / 1e9)
        return connection.execute(_LISTED, file).fetchone() is not None

    def save(self, signatures: frozenset[Signature]) -> None:
        """Record the loaded files that are in the inbox now. Raises OSError."""
        if signatures != self._noted:
            replace_file(self._path, msgspec.json.encode(sorted(signatures)), READABLE, synced=False)
            self._noted = signatures
