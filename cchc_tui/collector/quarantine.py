"""Keeps a file that crashed the collector from crashing it again, so that all other files are still loaded.

Before an unexpected exception ends the collector, the file that caused it is recorded on disk. The next collector,
which a viewer or the service manager starts, refuses the recorded file and gives the exception as the reason.
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
        """The exception with which this file crashed an earlier collector; "" if the file crashed none."""
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
        """A context manager for loading a file.

        It records an unexpected exception with the file, and raises it again.
        """
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
