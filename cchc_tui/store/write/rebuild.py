"""Rebuilds the database from the archive: loads every export into a new file, in the order of arrival."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cchc_tui.domain.moments import from_epoch, to_datetime
from cchc_tui.ingest.problems import ARCHIVE_DAMAGED, refuse
from cchc_tui.ingest.reader_client import ReaderKilled
from cchc_tui.ingest.records import Piece, Refused
from cchc_tui.registry import Registry
from cchc_tui.settings import DataFolder, Settings, make_private
from cchc_tui.store.read import personal
from cchc_tui.store.read.database import Writer
from cchc_tui.store.write import archive, built_with
from cchc_tui.store.write.loading import ExportFile, LoadResult, RowProgress, list_repeated, load, raising, repeated
from cchc_tui.store.write.originals import DamagedOriginalError
from cchc_tui.whole_files import sync

#: Seconds to wait for viewers that keep the old database's log in use.
_PATIENCE = 30.0
#: Pauses before a file whose reader was killed is read again, and between checks for a stop request, in seconds.
_PAUSES = (0.5, 2.0, 5.0, 10.0)
_STEP = 0.1
#: Suffixes of a database and its companion files.
_SUFFIXES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a rebuild: of ``total`` exports, the one at position ``number`` was loaded with ``result``."""

    number: int
    total: int
    result: LoadResult


def rebuild(
    folder: DataFolder,
    read: Callable[[Path, Path, str], Iterator[Piece]],
    digest: Callable[[Path], str],
    registry: Registry,
    settings: Settings,
    tell: Callable[[Step], None] = lambda _: None,
    progress: Callable[[RowProgress], None] = lambda _: None,
    bounded: bool = False,
    without: frozenset[str] = frozenset(),
) -> int:
    """Load the whole archive into a new database. Return the number of files.

    The caller must hold the collector's lock. ``read`` gets the path of a file, the path of the new database, and the
    file's name. ``digest`` returns the SHA-256 of a file's bytes. ``bounded`` is explained at ``ExportFile``. Files
    with a path in ``without`` are left out.

    The new database replaces the old one only when it is complete. After an error the old one stays. A kill at any
    point leaves one complete database; ``clear`` removes all other files. If the old database lists files that the
    archive lacks, or if the archive has damaged files, the old database is kept in the folder of personal data.
    """
    fresh = _beside(folder)
    _remove(fresh)
    try:
        files = [kept for kept in archive.archived_files(folder.archive) if kept.path not in without]
        damaged = 0
        with Writer(fresh) as writer:
            for number, kept in enumerate(files, 1):
                with _opened(folder.archive, kept) as (path, damage):
                    mtime, size = archive.mtime_and_size(path)
                    damaged += damage is not None
                    sha = "" if damage else digest(path)
                    file = ExportFile(kept.name, sha, size, mtime, kept.arrived, kept.path, bounded)
                    earlier = None if damage else repeated(writer, sha)
                    if earlier is not None:
                        result = list_repeated(writer, file, earlier)
                    else:
                        pieces = partial(raising, damage) if damage else partial(read, path, fresh, kept.name)
                        result = _load(writer, file, pieces, registry, settings, progress)
                tell(Step(number, len(files), result))
        _swap(fresh, folder, damaged)
    finally:
        _remove(fresh)
    return len(files)


@contextmanager
def _opened(folder: Path, kept: archive.ArchivedFile) -> Iterator[tuple[Path, Refused | None]]:
    """Yield the original of an archived file, and None.

    If the compressed file of the original is damaged, yield the compressed file and its refusal instead. The file is
    listed with this refusal.
    """
    with ExitStack() as stack:
        try:
            found, damage = stack.enter_context(archive.opened(folder, kept.path)), None
        except DamagedOriginalError:
            found = archive.stored_at(folder, kept.path) or folder / kept.path
            damage = refuse(ARCHIVE_DAMAGED)
        yield found, damage


def _load(
    writer: Writer,
    file: ExportFile,
    pieces: Callable[[], Iterator[Piece]],
    registry: Registry,
    settings: Settings,
    progress: Callable[[RowProgress], None],
) -> LoadResult:
    """Load a file, and try again a few times if its reader process is killed, for example for lack of memory."""
    for pause in _PAUSES:
        with suppress(ReaderKilled):
            return load(writer, file, pieces(), registry, settings, progress)
        end = time.monotonic() + pause
        while time.monotonic() < end:
            progress(RowProgress(0, 0))
            time.sleep(_STEP)
    return load(writer, file, pieces(), registry, settings, progress)


def clear(folder: DataFolder) -> None:
    """Remove the files that a killed rebuild left behind. The caller must hold the collector's lock."""
    _remove(_beside(folder))
    archive.clear(folder.archive)


def _beside(folder: DataFolder) -> Path:
    return folder.database.with_name(f".{folder.database.name}.rebuild")


def _swap(fresh: Path, folder: DataFolder, damaged: int) -> None:
    """Replace the old database by the new one. ``damaged`` is the number of damaged files in the archive.

    First the log of the old database is checkpointed, so that a kill loses nothing. Then this log is deleted, because
    it must not be applied to the new file. Viewers keep the old file open until they notice the replacement.
    """
    if folder.database.is_file():
        _settle(folder, damaged)
    # Killed between the two, the collector finds that they do not belong together, and rebuilds once more.
    for new, old in ((personal.path_beside(fresh), folder.personal), (fresh, folder.database)):
        for suffix in _SUFFIXES[1:]:
            with suppress(FileNotFoundError):
                old.with_name(old.name + suffix).unlink()
        sync(new)
        new.replace(old)
        sync(old.parent)


def _settle(folder: DataFolder, damaged: int) -> None:
    """Checkpoint the old database. Raises OperationalError if viewers prevent this for too long.

    If the rebuild loses data, the old database and its personal data are kept in the folder of personal data, as hard
    links with the time in their names. A damaged old database is neither checkpointed nor kept.
    """
    try:
        with closing(sqlite3.connect(folder.database, timeout=_PATIENCE)) as old:
            busy, *_ = old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            lost = damaged + built_with.count_missing_files(old, folder.archive)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return
    if busy:
        raise sqlite3.OperationalError("database is locked")
    if lost:
        make_private(folder.private)
        ending = f".before-{to_datetime(from_epoch(time.time())):%Y%m%dT%H%M%S}"
        for path in (folder.database, folder.personal):
            for suffix in _SUFFIXES[:2] if path == folder.personal else _SUFFIXES[:1]:
                with suppress(FileNotFoundError):
                    (folder.private / (path.name + ending + suffix)).hardlink_to(path.with_name(path.name + suffix))


def _remove(path: Path) -> None:
    for database in (path, personal.path_beside(path)):
        for suffix in _SUFFIXES:
            with suppress(FileNotFoundError):
                database.with_name(database.name + suffix).unlink()
