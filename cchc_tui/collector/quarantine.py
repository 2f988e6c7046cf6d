"""Isolates a file that crashes the collector, so that all other files are still loaded.

Before an unexpected exception ends the collector, the file that caused it is recorded on disk. A viewer or the service
manager starts the next collector. That collector refuses the file, with the exception as the reason, and does not crash
again.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import msgspec

from cchc_tui.collector.intake import StopRequested
from cchc_tui.collector.retries import is_torn
from cchc_tui.collector.staged_file import FileChanged
from cchc_tui.collector.watch import InboxEntry, Signature
from cchc_tui.domain.faults import fault_name
from cchc_tui.store.read.database_file import StoreError
from cchc_tui.whole_files import READABLE, replace_file

#: Exceptions that may happen with any file: the file is tried again later.
FORESEEN = (OSError, sqlite3.OperationalError, StoreError, FileChanged, StopRequested)


class Quarantine:
    """The record of the last file that crashed a collector."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def reason(self, entry: InboxEntry) -> str:
        """The exception with which this file crashed an earlier collector; "" if it did not."""
        try:
            signature, reason = msgspec.json.decode(self._path.read_bytes(), type=tuple[Signature, str])
        except (OSError, msgspec.DecodeError):
            return ""
        return reason if signature == entry.signature else ""

    def clear(self) -> None:
        """Delete the record."""
        with suppress(FileNotFoundError):
            self._path.unlink()

    def guard(self, entry: InboxEntry) -> _Guard:
        """A context manager to load a file in. It records an unexpected exception and does not suppress it."""
        return _Guard(self._path, entry)


class _Guard:
    def __init__(self, path: Path, entry: InboxEntry) -> None:
        self._path, self._entry = path, entry

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if not isinstance(error, Exception) or isinstance(error, FORESEEN):
            return
        if not (isinstance(error, sqlite3.Error) and is_torn(error)):
            note = msgspec.json.encode((self._entry.signature, fault_name(error)))
            with suppress(OSError):
                replace_file(self._path, note, READABLE)
