"""The collector's database: kept open, checked, and rebuilt from the archive if it is missing or damaged.

An unusable database is renamed, not deleted, because it may have data of files that are lost from the archive.
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
from cchc_tui.settings import DataFolder, make_private
from cchc_tui.store.read.database import Writer
from cchc_tui.store.read.database_file import StoreError
from cchc_tui.store.write import archive, built_with
from cchc_tui.store.write.rebuild import clear
from cchc_tui.texts import collector as texts

_PARTS = ("", "-wal", "-shm", "-journal")
#: Most rebuilds in a row if the rebuilt database is also found to be unusable.
_TRIES = 3
#: After this many repairs, each within ``_WITHIN`` seconds of the one before, foreign writes are no longer checked for.
_MOST, _WITHIN = 12, 10.0


class LiveDatabase:
    """Holds the only connection that writes. The caller must hold the lock. Rebuilds call the callbacks."""

    def __init__(self, folder: DataFolder, status: StatusWriter, on_step: OnStep, on_progress: OnProgress) -> None:
        self._folder, self._status, self._on_step, self._on_progress = folder, status, on_step, on_progress
        self._watched = not filesystems.is_network(filesystems.filesystem_of(folder.path))
        self._integrity_check = self._new_check()
        self._writer: Writer | None = None
        self._fault = ""  # why the database has to be renamed and rebuilt; "gone": it is missing
        self._of_personal = False  # whether only the personal data have this fault
        self._aside = ""  # the new name of the renamed database
        self._in_a_row, self._last = 0, 0.0

    def writer(self, context: ReadingContext) -> Writer:
        """The writer of a sound and current database. If necessary, the database is rebuilt first.

        Raises StoreError and other errors of SQLite, and the errors of ``replay``.
        """
        if self._writer is None:
            self._writer = self._open(context)
        self._writer.check()
        if self._integrity_check.fault is not None:
            raise self._integrity_check.fault
        if not built_with.is_current(self._writer.connection, context.registry, context.settings):
            # Registry or settings were edited, perhaps while no collector ran, so the same files load differently.
            self.close()
            self._replay(context)
            self._writer = Writer(self._folder.database, self._watched)
        return self._writer

    def _new_check(self) -> IntegrityCheck:
        return IntegrityCheck(self._folder.database, self._folder.personal)

    def begin_check(self) -> None:
        """Start the integrity check if it is due. Call this when there is nothing else to do."""
        self._integrity_check.begin()

    def end_check(self) -> None:
        """End a running integrity check.

        The next check is due a day after this one began, or when the database is reopened.
        """
        self._integrity_check.close()

    def discard_after(self, error: sqlite3.Error) -> bool:
        """Close the database after an error, unless the error is temporary. Return whether the database is unusable.

        The next call of ``writer`` rebuilds an unusable database from the archive.
        """
        self._note_fault(error)
        if self._fault or not is_passing(error):
            self.close()
        return bool(self._fault)

    def _note_fault(self, error: sqlite3.Error) -> None:
        if not self._fault:
            self._fault = _fault_of(error)
            self._of_personal = isinstance(error, StoreError) and error.path == self._folder.personal

    def close(self) -> None:
        """End the integrity check and close the database."""
        self._integrity_check.close()
        self._integrity_check = self._new_check()
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(sqlite3.Error):
                writer.close()

    def _open(self, context: ReadingContext) -> Writer:
        clear(self._folder)
        self._hide_leftovers()
        note = ""
        for _ in range(_TRIES):
            writer = None if self._fault else self._usable()
            if writer is None and self._fault:
                self._of_personal = self._of_personal and self._archived()
                self._aside = self._put_aside(self._fault) or self._aside
                if self._archived():
                    self._replay(context)
                note = texts.mended("personal" if self._of_personal else self._fault, self._aside)
                self._fault, self._aside, self._of_personal = "", "", False
            else:
                break
        writer = writer or Writer(self._folder.database, self._watched)
        if note:
            self._report_repair(note)
        return writer

    def _report_repair(self, note: str) -> None:
        """Report a repair in the status.

        After many repairs in a row, the database is no longer checked for writes by other programs, because file times
        seem to be unreliable here.
        """
        self._status.set_note(note)
        sys.stderr.write(note + "\n")
        now = time.monotonic()
        self._in_a_row = self._in_a_row + 1 if now - self._last < _WITHIN else 1
        self._last = now
        self._watched = self._watched and self._in_a_row < _MOST

    def _usable(self) -> Writer | None:
        """Open the existing database. If it is missing or unusable, return None and store the reason in ``_fault``.

        ``_fault`` is "" if the database is missing and the archive is empty.
        """
        path = self._folder.database
        parts = [path.with_name(path.name + part) for part in _PARTS]
        if any(part.exists() and not part.is_file() for part in parts):  # for example a folder
            self._fault = "altered"
            return None
        if not path.exists():
            self._fault = "gone" if self._archived() else ""
            return None
        writer = None
        try:
            writer = Writer(path, self._watched)
            if not built_with.archive_has_more(writer.connection, self._folder.archive):
                return writer
            self._fault = "older"
        except sqlite3.Error as error:
            self._note_fault(error)
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
        """Move the databases and their logs into the folder of personal data, to make room for new databases.

        If only the personal data have a fault, only the database of personal data is moved. The folder of personal data
        is used, because databases of earlier versions contain personal data. Return the new path of the first moved
        database, relative to the data folder; "" if there was no database.
        """
        private = self._folder.private
        make_private(private)
        ending = f".{fault}-{to_datetime(from_epoch(time.time())):%Y%m%dT%H%M%S}"
        paths = [self._folder.personal] if self._of_personal else [self._folder.database, self._folder.personal]
        endings = (ending if n == 1 else f"{ending}-{n}" for n in count(1))
        free = next(one for one in endings if not any((private / (path.name + one)).exists() for path in paths))
        for path in paths:
            for part in _PARTS:
                with suppress(FileNotFoundError):
                    path.with_name(path.name + part).rename(private / (path.name + free + part))
        moved = [aside for path in paths if (aside := private / (path.name + free)).exists()]
        if moved and not self._of_personal:
            mark_recovery.restore_marks(moved[0], self._folder.archive)
        return moved[0].relative_to(self._folder.path).as_posix() if moved else ""

    def _hide_leftovers(self) -> None:
        """Move the old databases that earlier versions left in the data folder into the folder of personal data.

        These databases contain personal data.
        """
        for path in self._folder.path.glob(f"{self._folder.database.name}.*-*T*"):
            make_private(self._folder.private)
            path.rename(self._folder.private / path.name)


def _fault_of(error: sqlite3.Error) -> str:
    """The code of the damage that an error indicates; "" if the error indicates none."""
    if isinstance(error, StoreError):
        return error.code
    return "broken" if is_torn(error) else ""
