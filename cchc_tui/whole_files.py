"""Writes files atomically: first under a hidden name in the same folder, then renamed or linked to the final name.

A killed process leaves at most a hidden file behind, and the collector ignores hidden files in the inbox.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: File modes: readable by the owner only, and by the owner's group too, which is that of the folder.
PRIVATE, READABLE = 0o600, 0o640
#: Error numbers of a full disk, and of a user's full share of it.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MOST_LETTERS = 40  # most characters of the name in the hidden name, because file systems limit its length


def replace_file(path: Path, content: bytes, mode: int = PRIVATE, *, synced: bool = True) -> None:
    """Write a file at ``path``, and replace an existing one. Raises OSError; an existing file is then unchanged.

    If ``synced`` is true, the content is on disk before the file gets its name.
    """
    with written_aside(path, content, mode, synced=synced) as aside:
        aside.replace(path)


def create_file(folder: Path, names: Iterable[str], content: bytes, mode: int = PRIVATE) -> Path:
    """Write a file under the first of ``names`` that is free, and return its path.

    No existing file is replaced. Raises FileExistsError if no name is free, and other OSErrors if writing fails.
    """
    with written_aside(folder / "new", content, mode) as aside:
        for path in map(folder.joinpath, names):
            try:
                path.hardlink_to(aside)  # a link, unlike renaming, replaces nothing
            except FileExistsError:
                continue
            except OSError:  # the file system has no links: FAT, some network shares
                if path.exists() or path.is_symlink():
                    continue
                aside.rename(path)
            return path
    raise FileExistsError(folder)


@contextmanager
def written_aside(path: Path, content: bytes, mode: int = PRIVATE, *, synced: bool = True) -> Iterator[Path]:
    """Yield the path of a hidden file that has the content, in the folder of ``path``.

    The hidden file is deleted when the block ends, unless it was renamed. If ``synced`` is true, the content is on disk
    before the block begins. The file's mode does not depend on the umask.
    """
    aside = path.with_name(f".{path.name[:_MOST_LETTERS]}.{os.urandom(4).hex()}.part")
    descriptor = os.open(aside, _FLAGS, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            with suppress(OSError):  # FAT and some network shares have no modes
                os.fchmod(descriptor, mode)
            if synced:
                os.fsync(descriptor)
        yield aside
    finally:
        aside.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Flush a file's content, or a folder's names, to disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
