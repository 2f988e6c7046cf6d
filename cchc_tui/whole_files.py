"""Files that appear at once and whole: written under a hidden name in the same folder, and then given their own.

A kill leaves at most a hidden file, which the collector passes over in the inbox.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Modes: its owner reads a file, or everybody whom its folder lets in.
PRIVATE, READABLE = 0o600, 0o644
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MOST_LETTERS = 40  # of a name are in the hidden one, which must not get too long


def replace_file(path: Path, content: bytes, mode: int = PRIVATE, *, synced: bool = True) -> None:
    """Put a file in the place of whatever has its name. Raises OSError, and then what was there is there still."""
    with written_aside(path, content, mode, synced=synced) as aside:
        aside.replace(path)


def create_file(folder: Path, names: Iterable[str], content: bytes, mode: int = PRIVATE) -> Path:
    """Write a file under the first name that is free, and give its path.

    It never takes another file's place. Raises OSError, which is FileExistsError where no name is free.
    """
    with written_aside(folder / "new", content, mode) as aside:
        for path in map(folder.joinpath, names):
            try:
                path.hardlink_to(aside)  # unlike a renaming, a link replaces nothing
            except FileExistsError:
                continue
            except OSError:  # a file system without links: FAT, some network shares
                if path.exists() or path.is_symlink():
                    continue
                aside.rename(path)
            return path
    raise FileExistsError(folder)


@contextmanager
def written_aside(path: Path, content: bytes, mode: int = PRIVATE, *, synced: bool = True) -> Iterator[Path]:
    """Give a hidden file beside ``path`` that holds the content; at the end it goes if it still has that name.

    ``synced``: on disk before it is given. Its mode does not depend on the umask.
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
    """Have a file's content, or a folder's names, on disk; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
