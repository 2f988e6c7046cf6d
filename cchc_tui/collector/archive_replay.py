"""Rebuilds the database from the archive, for the ``rebuild`` command and for the collector."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from cchc_tui.collector import mark_recovery, reading_context
from cchc_tui.collector.lock import PATIENCE, acquire
from cchc_tui.collector.reading_context import ReadingContext
from cchc_tui.collector.redating import redate
from cchc_tui.collector.status import StatusWriter
from cchc_tui.domain.moments import from_epoch
from cchc_tui.ingest.reader_client import ReaderDied, ReaderKilled
from cchc_tui.ingest.records import Piece
from cchc_tui.settings import DataFolder
from cchc_tui.store.read.database_file import StoreError
from cchc_tui.store.write.loading import RowProgress
from cchc_tui.store.write.rebuild import Step, rebuild
from cchc_tui.texts import collector as texts

BUSY = 3
#: The callbacks of ``replay``: OnStep is called after each file, OnProgress between two parts of one file.
OnStep: TypeAlias = Callable[[Step], None]
OnProgress: TypeAlias = Callable[[RowProgress], None]


def run_rebuild(data: Path) -> int:
    """Run ``cchc-tui rebuild``. Return 0 when done, 1 if it failed (the old database stays), 3 if a collector runs.

    Raises RegistryError when the registry or the settings cannot be read.
    """
    folder = DataFolder(data)
    folder.state.mkdir(parents=True, exist_ok=True)
    lock = acquire(folder.lock, PATIENCE)
    if lock is None:
        sys.stderr.write(texts.SAID.busy_rebuild + "\n")
        return BUSY
    with lock, StatusWriter(folder, "rebuild"), closing(reading_context.load(folder)) as context:
        try:
            redated = redate(folder, from_epoch(time.time()))
            count = replay(folder, context, _say)
        except (OSError, sqlite3.Error, StoreError) as error:
            sys.stderr.write(texts.not_rebuilt(str(error)) + "\n")
            return 1
    sys.stdout.write(texts.rebuilt(count) + "\n")
    if redated:
        sys.stdout.write(texts.redated(redated) + "\n")
    return 0


def _say(step: Step) -> None:
    sys.stdout.write(texts.rebuilding(step.number, step.total, step.result.label) + "\n")
    sys.stdout.flush()


def replay(
    folder: DataFolder,
    context: ReadingContext,
    on_step: OnStep,
    on_progress: OnProgress = lambda _: None,
    without: frozenset[str] = frozenset(),
) -> int:
    """Load the whole archive into a new database, which replaces the old one. Return the number of loaded files.

    The caller must hold the collector's lock. Viewers read the old database until the new one is complete. An exception
    from ``on_step`` or ``on_progress`` ends the rebuild and leaves the old database as it is. ``without`` has the
    archive paths of files that are not loaded.
    """

    if folder.database.is_file():
        mark_recovery.restore_marks(folder.database, folder.archive)

    died: set[Path] = set()

    def read(path: Path, database: Path, name: str) -> Iterator[Piece]:
        try:
            yield from context.pieces(path, name, database)
            context.reader.start()  # for the next file
        except ReaderDied as error:  # as in the inbox, a file is refused only when its reader has died twice
            if path in died:
                raise
            died.add(path)
            raise ReaderKilled(error.problem.code) from error

    fixed = (context.registry, context.settings, on_step, on_progress)
    return rebuild(folder, read, _digest, *fixed, bounded=True, without=without)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
