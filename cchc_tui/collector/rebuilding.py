"""The database opened, and made anew from the archive where it is missing, damaged or of another version."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeAlias

from cchc_tui.collector import tools as all_tools
from cchc_tui.collector.lock import PATIENCE, take
from cchc_tui.collector.status import Heart
from cchc_tui.collector.tools import Tools
from cchc_tui.domain.moments import from_epoch, to_datetime
from cchc_tui.exports.records import Piece
from cchc_tui.settings import DataFolder
from cchc_tui.store import archive
from cchc_tui.store.database import StoreError, Writer
from cchc_tui.store.loading import Progress
from cchc_tui.store.rebuild import Step, clear, rebuild
from cchc_tui.texts import collector as texts

BUSY = 3
#: Told after each file, and between pieces of work of one.
Tell: TypeAlias = Callable[[Step], None]
Going: TypeAlias = Callable[[Progress], None]


def run_rebuild(data: Path) -> int:
    """``cchc-tui rebuild``: 0 when done; 1 when it failed: the old database stays; 3 while a collector is at work."""
    folder = DataFolder(data)
    folder.state.mkdir(parents=True, exist_ok=True)
    lock = take(folder.lock, PATIENCE)
    if lock is None:
        sys.stderr.write(texts.SAID.busy_rebuild + "\n")
        return BUSY
    with lock, Heart(folder, "rebuild"), closing(all_tools.load(folder)) as tools:
        try:
            count = replay(folder, tools, _say)
        except (OSError, sqlite3.Error, StoreError) as error:
            sys.stderr.write(texts.not_rebuilt(str(error)) + "\n")
            return 1
    sys.stdout.write(texts.rebuilt(count) + "\n")
    return 0


def _say(step: Step) -> None:
    sys.stdout.write(texts.rebuilding(step.number, step.total, step.result.name) + "\n")
    sys.stdout.flush()


def open_database(folder: DataFolder, tools: Tools, tell: Tell, progress: Going) -> Writer:
    """The one writer; the caller holds the lock. Raises OSError and sqlite3.Error.

    A database that cannot be used is put aside, not deleted: the archive may have been cleared out since.
    """
    clear(folder)
    archived = next(archive.kept(folder.archive), None) is not None
    if folder.database.exists():
        emptied = archived and folder.database.is_file() and folder.database.stat().st_size == 0
        if emptied or not folder.database.is_file():  # a folder in its place, say
            put_aside(folder, "broken")
        else:
            try:
                return Writer(folder.database)
            except StoreError as error:
                put_aside(folder, error.code)
    if archived:
        replay(folder, tools, tell, progress)
    return Writer(folder.database)


def replay(folder: DataFolder, tools: Tools, tell: Tell, progress: Going = lambda _: None) -> int:
    """Load the whole archive into a new database that then takes the place; gives how many files that were.

    Nobody may be writing to the old one. Viewers read it until the new one is whole. What ``tell`` and ``progress``
    raise ends it, and leaves the old one.
    """

    def read(path: Path, database: Path, name: str) -> Iterator[Piece]:
        return tools.reader.pieces(path, name, database)

    return rebuild(folder, read, _digest, tools.registry, tools.settings, tell, progress, bounded=True)


def put_aside(folder: DataFolder, why: str) -> None:
    """Rename the database with its log, so that a new one can be made."""
    suffix = f".{why}-{to_datetime(from_epoch(time.time())):%Y%m%dT%H%M%S}"
    for part in ("", "-wal", "-shm"):
        path = folder.database.with_name(folder.database.name + part)
        with suppress(FileNotFoundError):
            path.rename(folder.database.with_name(folder.database.name + suffix + part))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
