"""The database made again from the archive, by command and for the collector."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from cchc_tui.collector import marks
from cchc_tui.collector import tools as all_tools
from cchc_tui.collector.lock import PATIENCE, take
from cchc_tui.collector.status import Heart
from cchc_tui.collector.tools import Tools
from cchc_tui.ingest.reader_client import ReaderDied, ReaderKilled
from cchc_tui.ingest.records import Piece
from cchc_tui.settings import DataFolder
from cchc_tui.store.read.database import StoreError
from cchc_tui.store.write.loading import Progress
from cchc_tui.store.write.rebuild import Step, rebuild
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
    sys.stdout.write(texts.rebuilding(step.number, step.total, step.result.called) + "\n")
    sys.stdout.flush()


def replay(folder: DataFolder, tools: Tools, tell: Tell, progress: Going = lambda _: None) -> int:
    """Load the whole archive into a new database that then takes the place; gives how many files that were.

    Nobody may be writing to the old one. Viewers read it until the new one is whole. What ``tell`` and ``progress``
    raise ends it, and leaves the old one.
    """

    if folder.database.is_file():
        marks.restore(folder.database, folder.archive)

    died: set[Path] = set()

    def read(path: Path, database: Path, name: str) -> Iterator[Piece]:
        try:
            yield from tools.reader.pieces(path, name, database)
        except ReaderDied as error:  # refused only when it happens twice, as with a file that comes
            if path in died:
                raise
            died.add(path)
            raise ReaderKilled(error.problem.code) from error

    return rebuild(folder, read, _digest, tools.registry, tools.settings, tell, progress, bounded=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
