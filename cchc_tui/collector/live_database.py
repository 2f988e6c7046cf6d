"""The collector's database: kept open, watched, and made from the archive where it is missing or not to be trusted.

What can't be used is put aside, not deleted: the archive may have been cleared out since.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import suppress
from itertools import count

from cchc_tui.collector import filesystems, mark_recovery
from cchc_tui.collector.archive_replay import OnProgress, OnStep, replay
from cchc_tui.collector.integrity_check import IntegrityCheck
from cchc_tui.collector.reading_context import ReadingContext
from cchc_tui.collector.retries import is_passing, is_torn
from cchc_tui.collector.status import StatusWriter
from cchc_tui.domain.moments import from_epoch, to_datetime
from cchc_tui.settings import DataFolder
from cchc_tui.store.read.database import StoreError, Writer
from cchc_tui.store.write import archive, built_with
from cchc_tui.store.write.rebuild import clear
from cchc_tui.texts import collector as texts

_PARTS = ("", "-wal", "-shm", "-journal")
#: What is damaged again while it is made is made again, so often.
_TRIES = 3
#: So often in a row within so many seconds each, it is our way of watching that is at fault.
_MOST, _WITHIN = 12, 10.0


class LiveDatabase:
    """The one writer; the caller holds the lock. ``tell`` and ``going`` hear how far a rebuild is, and may end it."""

    def __init__(self, folder: DataFolder, status: StatusWriter, on_step: OnStep, on_progress: OnProgress) -> None:
        self._folder, self._status, self._on_step, self._on_progress = folder, status, on_step, on_progress
        self._watched = not filesystems.is_network(filesystems.filesystem_of(folder.path))
        self._integrity_check = IntegrityCheck(folder.database)
        self._writer: Writer | None = None
        self._fault = ""  # the present one is to be put aside, or is gone
        self._aside = ""  # the name under which it stands
        self._in_a_row, self._last = 0, 0.0

    def writer(self, context: ReadingContext) -> Writer:
        """The database as it should be; raises StoreError where it is no longer so, and what a rebuild raises."""
        if self._writer is None:
            self._writer = self._open(context)
        self._writer.check()
        if self._integrity_check.fault:
            raise StoreError("broken", self._folder.database, self._integrity_check.fault)
        if not built_with.is_current(self._writer.connection, context.registry, context.settings):
            # Edited, maybe while no collector ran: what the files say is stored otherwise now.
            self.close()
            self._replay(context)
            self._writer = Writer(self._folder.database, self._watched)
        return self._writer

    def begin_check(self) -> None:
        """Nothing else is to do: all of it may be looked through."""
        self._integrity_check.begin()

    def discard_after(self, error: sqlite3.Error) -> bool:
        """Lets go of a database that brought out an error; whether it can be made from the archive at once."""
        self._fault = self._fault or _fault_of(error)
        if self._fault or not is_passing(error):
            self.close()
        return bool(self._fault)

    def close(self) -> None:
        """Close it in order."""
        self._integrity_check.close()
        self._integrity_check = IntegrityCheck(self._folder.database)
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(sqlite3.Error):
                writer.close()

    def _open(self, context: ReadingContext) -> Writer:
        clear(self._folder)
        note = ""
        for _ in range(_TRIES):
            writer = None if self._fault else self._usable()
            if writer is None and self._fault:
                self._aside = self._put_aside(self._fault) or self._aside
                if self._archived():
                    self._replay(context)
                note = texts.mended(self._fault, self._aside)
                self._fault = self._aside = ""
            else:
                break
        writer = writer or Writer(self._folder.database, self._watched)
        if note:
            self._report_repair(note)
        return writer

    def _report_repair(self, note: str) -> None:
        """Tells it, and counts how often: where times of files change by themselves it would never end."""
        self._status.set_note(note)
        sys.stderr.write(note + "\n")
        now = time.monotonic()
        self._in_a_row = self._in_a_row + 1 if now - self._last < _WITHIN else 1
        self._last = now
        self._watched = self._watched and self._in_a_row < _MOST

    def _usable(self) -> Writer | None:
        """The writer of what stands there; None where there is nothing of ours yet, or nothing to be trusted."""
        path = self._folder.database
        parts = [path.with_name(path.name + part) for part in _PARTS]
        if any(part.exists() and not part.is_file() for part in parts):  # a folder in its place, say
            self._fault = "altered"
            return None
        if not path.exists():
            self._fault = "gone" if self._archived() else ""
            return None
        writer = None
        try:
            writer = Writer(path, self._watched)
            if not built_with.lists_missing_files(writer.connection, self._folder.archive):
                return writer
            self._fault = "older"
        except sqlite3.Error as error:
            self._fault = _fault_of(error)
            if not self._fault:
                raise
        if writer is not None:
            writer.close()
        return None

    def _archived(self) -> bool:
        return next(archive.archived_files(self._folder.archive), None) is not None

    def _replay(self, context: ReadingContext) -> None:
        try:
            replay(self._folder, context, self._on_step, self._on_progress)
        finally:
            self._status.end_load()

    def _put_aside(self, fault: str) -> str:
        """Rename the database with its log, so that a new one can be made; the name, "" where nothing was there."""
        path = self._folder.database
        stem = f"{path.name}.{fault}-{to_datetime(from_epoch(time.time())):%Y%m%dT%H%M%S}"
        names = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
        aside = next(one for one in map(path.with_name, names) if not one.exists())
        for part in _PARTS:
            with suppress(FileNotFoundError):
                path.with_name(path.name + part).rename(aside.with_name(aside.name + part))
        if not aside.exists():
            return ""
        mark_recovery.restore_marks(aside, self._folder.archive)
        return aside.name


def _fault_of(error: sqlite3.Error) -> str:
    """Why a database that brought out an error can't be used; "" where that may pass."""
    if isinstance(error, StoreError):
        return error.code
    return "broken" if is_torn(error) else ""
