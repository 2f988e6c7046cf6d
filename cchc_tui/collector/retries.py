"""Records failures that do not end the collector. The status shows the failures, and the files are tried again later.

If the reader of a file is killed, the file is recorded on disk. The file that is being read is also recorded, because
the system may end the collector together with the reader when memory is short. The next collector reads a recorded file
after all other files, and alone.
"""

from __future__ import annotations

import errno
import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from cchc_tui.collector.status import StatusWriter
from cchc_tui.collector.watch import InboxEntry, Signature
from cchc_tui.store.read.database_file import StoreError
from cchc_tui.texts import collector as texts
from cchc_tui.whole_files import NO_ROOM, READABLE, replace_file

#: Seconds before a failed file is tried again.
RETRY = 5.0
LONGEST_RETRY = 60.0


class Retries:
    """The files that could not be loaded, with the reasons, and the error that keeps all files from being loaded."""

    def __init__(self, status: StatusWriter, record: Path) -> None:
        """``record`` is the path of the file that records the files whose reader was killed."""
        self._status, self._record = status, record
        self._files: dict[Signature, tuple[float, float, str]] = {}  # → its ctime, when it is due, the sentence
        self._killed = _recorded(record)  # → how often
        self._saved = dict(self._killed)
        self.registry_error = self.clock_error = ""
        self.general_error = ""  # the error that keeps all files from being loaded

    def retain(self, entries: Iterable[InboxEntry]) -> None:
        """Forget the files that are not among ``entries``, because they are gone or have changed."""
        there = {entry.signature for entry in entries}
        self._files = {signature: why for signature, why in self._files.items() if signature in there}
        self._killed = {signature: times for signature, times in self._killed.items() if signature in there}
        self._save(self._killed)

    def postpone(self, entry: InboxEntry, sentence: str) -> None:
        """Try a file again after ``RETRY`` seconds. Show ``sentence`` until the file is loaded, changed or gone."""
        self._files[entry.signature] = (entry.changed, time.monotonic() + RETRY, sentence)

    def begin(self, entry: InboxEntry) -> None:
        """Record that a file is being read.

        If this process is killed during the reading, the next collector assumes that the reader was killed.
        """
        self._save(self._killed | {entry.signature: self._killed.get(entry.signature, 0) + 1})

    def reader_killed(self, entry: InboxEntry) -> None:
        """Plan another attempt for a file whose reader was killed. The file may not have been the cause.

        The first pause lasts ``RETRY`` seconds. Each further pause is twice as long, up to ``LONGEST_RETRY``.
        """
        times = self._killed[entry.signature] = self._killed.get(entry.signature, 0) + 1
        pause = min(RETRY * 2 ** (times - 1), LONGEST_RETRY)
        self._files[entry.signature] = (entry.changed, time.monotonic() + pause, texts.reader_ended(entry.name))
        self._save(self._killed)

    def loaded(self, entry: InboxEntry) -> None:
        """Forget the failures of a file, because it is loaded now."""
        self._files.pop(entry.signature, None)
        self._killed.pop(entry.signature, None)
        self._save(self._killed)

    def ended(self) -> None:
        """Record that no file is being read any more."""
        self._save(self._killed)

    def was_killed(self, entry: InboxEntry) -> bool:
        """Whether a reader was killed while it read this file."""
        return entry.signature in self._killed

    @property
    def any_killed(self) -> bool:
        """Whether any file has to be read again because its reader was killed."""
        return bool(self._killed)

    def is_due(self, entry: InboxEntry) -> bool:
        """Whether a file may be tried now: its pause is over, or its ctime has changed (new permissions)."""
        changed, again, _ = self._files.get(entry.signature, (0.0, 0.0, ""))
        return time.monotonic() >= again or changed != entry.changed

    def report(self, general_error: str = "") -> None:
        """Show one error in the status: the general error, or else that of a file, the registry or the clock.

        If the status file could not be written, the reason for this replaces the general error.
        """
        fault = self._status.fault
        self.general_error = sentence_of(fault) if fault else general_error
        of_a_file = next((sentence for *_, sentence in self._files.values()), "")
        self._status.set_error(self.general_error or of_a_file or self.registry_error or self.clock_error)

    def _save(self, killed: dict[Signature, int]) -> None:
        if killed == self._saved:
            return
        with suppress(OSError):  # a full disk is reported elsewhere
            replace_file(self._record, msgspec.json.encode(list(killed.items())), READABLE, synced=False)
            self._saved = dict(killed)


def _recorded(record: Path) -> dict[Signature, int]:
    try:
        return dict(msgspec.json.decode(record.read_bytes(), type=list[tuple[Signature, int]]))
    except (OSError, msgspec.DecodeError):
        return {}


def sentence_of(error: OSError | sqlite3.Error | StoreError) -> str:
    """The message for the user: what is wrong, and what to do about it."""
    if isinstance(error, OSError) and error.errno == errno.EROFS:
        return texts.SAID.read_only
    if isinstance(error, OSError):
        return texts.SAID.disk_full if error.errno in NO_ROOM else texts.not_written(error.strerror or str(error))
    if isinstance(error, StoreError) or is_torn(error):
        return texts.SAID.being_mended
    if isinstance(error, sqlite3.OperationalError) and _code(error) == sqlite3.SQLITE_FULL:
        return texts.SAID.disk_full
    return texts.not_written(str(error))


def is_torn(error: sqlite3.Error) -> bool:
    """Whether an error means that the database file is damaged."""
    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_passing(error: sqlite3.Error) -> bool:
    """Whether an error is temporary, because another process has locked the database or the disk is full."""
    return _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}


def _code(error: sqlite3.Error) -> int:
    # The low byte is the primary code. Errors of the sqlite3 module itself have none.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
