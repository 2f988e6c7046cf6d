"""A copy of one inbox file, made before the file is read.

The collector owns the copy. So the bytes that are read are also the bytes that are archived, even if the sender changes
the original meanwhile. The copy has a hidden name in the archive folder until its load is committed. A kill leaves at
most one copy behind, and the next ``stage`` overwrites it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cchc_tui.collector.watch import InboxEntry, signature_at, signature_of
from cchc_tui.ingest.safe_open import open_regular
from cchc_tui.whole_files import sync

_CHUNK = 1 << 20
_NAME = ".staged"


class FileChanged(Exception):  # noqa: N818  nothing went wrong
    """A file changed after it was considered complete. A later scan will load it."""


class StagedFile:
    """A copy of an inbox file, which has to be moved to the archive or discarded."""

    def __init__(self, path: Path, sha: str, entry: InboxEntry) -> None:
        self.path, self.sha, self.entry = path, sha, entry

    def move_to_archive(self, target: Path) -> None:
        """Move the copy to ``target``, its path in the archive, and sync it to disk. Raises OSError."""
        target.parent.mkdir(parents=True, exist_ok=True)
        sync(self.path)
        self.path.rename(target)
        sync(target.parent)

    def discard(self) -> None:
        """Delete the copy, unless it was moved to the archive."""
        with suppress(FileNotFoundError):
            self.path.unlink()


def stage(entry: InboxEntry, archive: Path, check_stop: Callable[[], None]) -> StagedFile:
    """Copy a file into the folder ``archive``.

    ``check_stop`` is called between chunks, and may raise to end the copying. Raises FileChanged if the file no longer
    matches ``entry``. Raises OSError if the file cannot be read or copied.
    """
    try:
        source = open_regular(entry.path)
    except (FileNotFoundError, ValueError):
        raise FileChanged(entry.name) from None
    path = archive / _NAME
    digest = hashlib.sha256()
    try:
        with os.fdopen(source, "rb", buffering=0) as file, path.open("wb") as copy:
            if signature_of(os.fstat(source)) != entry.signature:
                raise FileChanged(entry.name)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
                check_stop()
        os.utime(path, ns=(entry.signature.mtime_ns, entry.signature.mtime_ns))
        if signature_at(entry.path) != entry.signature:
            raise FileChanged(entry.name)
    except BaseException:
        path.unlink(missing_ok=True)  # mainly for a full disk
        raise
    return StagedFile(path, digest.hexdigest(), entry)


def remove(entry: InboxEntry, aside: Path) -> None:
    """Remove a file from the inbox, unless another file has taken its name.

    The file at the path is first renamed to ``aside`` and compared with ``entry`` there. If it differs, it is put back.
    So a newer file of the same name is not lost.
    """
    try:
        entry.path.rename(aside)
    except FileNotFoundError:
        return
    except (
        OSError
    ):  # another file system, or a sender locks the file; a file that replaces it between these two lines is lost
        if signature_at(entry.path) == entry.signature:
            entry.path.unlink()
        return
    if signature_at(aside) == entry.signature:
        aside.unlink()
    else:
        put_back(aside, entry.path)


def put_back(aside: Path, path: Path) -> None:
    """Move the file ``aside`` back to ``path`` in the inbox. If ``path`` is in use, a number is added to the name."""
    for number in range(1, 1000):
        target = path if number == 1 else path.with_name(f"{path.stem} ({number}){path.suffix}")
        if signature_at(target) is None:
            aside.rename(target)
            return
