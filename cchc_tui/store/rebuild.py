"""The database anew, from the archive: every export in the order of its arrival, into a file that takes its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from cchc_tui.exports.records import Piece
from cchc_tui.registry import Registry
from cchc_tui.settings import DataFolder, Settings
from cchc_tui.store import archive
from cchc_tui.store.database import Writer
from cchc_tui.store.loading import ExportFile, LoadResult, Progress, list_repeated, load, repeated

#: Beside the database while it is being made.
_SUFFIXES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Step:
    """One export is loaded again: the ``number``-th of ``total``."""

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
    progress: Callable[[Progress], None] = lambda _: None,
) -> int:
    """Loads the whole archive again; gives how many files that were. The caller holds the collector's lock.

    ``read`` is given the file, the database that knows what was loaded so far, and the name of the file; ``digest`` is
    that of its bytes. The old database stays as it is until the new one is whole; when anything fails, for good.
    """
    fresh = folder.database.with_name(f".{folder.database.name}.rebuild")
    _remove(fresh)
    try:
        files = list(archive.kept(folder.archive))
        with Writer(fresh) as writer:
            for number, kept in enumerate(files, 1):
                path = folder.archive / kept.path
                mtime, size = archive.moments_of(path)
                file = ExportFile(kept.name, digest(path), size, mtime, kept.arrived, kept.path)
                earlier = repeated(writer, file.sha)
                if earlier is not None:
                    result = list_repeated(writer, file, earlier)
                else:
                    result = load(writer, file, read(path, fresh, kept.name), registry, settings, progress)
                tell(Step(number, len(files), result))
        _swap(fresh, folder.database)
    finally:
        _remove(fresh)
    return len(files)


def _swap(fresh: Path, database: Path) -> None:
    """The new file takes the old one's name. The old one's log must not be taken for the new one's, so it goes first.

    What it still holds is moved into the old database before, so that a crash in between loses nothing. Viewers keep
    the old file until they see that it was replaced.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for suffix in _SUFFIXES[1:]:
        with suppress(FileNotFoundError):
            database.with_name(database.name + suffix).unlink()
    fresh.replace(database)


def _remove(path: Path) -> None:
    for suffix in _SUFFIXES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
