"""Finds parts of a data folder that every user of the machine may write. Such a user could falsify the data.

The collector and the viewers do not start on such a folder. ``doctor`` names the parts.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cchc_tui.collector.filesystems import filesystem_of, is_network

#: The parts of a data folder, by name: the settings module takes long to import. The inbox is none of them: what comes
#: there is archived as it is.
_PARTS = ("", "state", "archive", "private", "cchc.db", "cchc.db-wal", "cchc.db-shm", "cchc.toml", "registry")
#: File systems without modes of their own: all their files have the mode that the mount says.
_WITHOUT_MODES = {"vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "msdos"}
#: The folders in a data folder → the modes of what the program makes in them: of folders, and of files.
_ROOMS = {
    "state": (0o2750, 0o640),
    "archive": (0o2750, 0o640),
    "registry": (0o2750, 0o640),
    "templates": (0o2750, 0o640),
    "audit": (0o700, 0o600),
}


class OpenPart(NamedTuple):
    """A part of a data folder that every user may write: its path, its mode, and the mode that it should have."""

    path: Path
    mode: int
    right: int


class OpenRoom(NamedTuple):
    """A folder with entries that every user may write, the number of these entries, and a command to close them."""

    path: Path
    entries: int
    cure: str


def world_writable(folder: Path) -> OpenPart | None:
    """The first part that every user may write; None if there is no such part."""
    return next(all_world_writable(folder), None)


def all_world_writable(folder: Path) -> Iterator[OpenPart]:
    """Yield each part of the data folder that every user may write.

    The parts are the folder itself, its folders (not the inbox), the database, the settings and the registry files. A
    part is left out if its file system has no modes.
    """
    for path in (*(folder / part for part in _PARTS), *sorted((folder / "registry").glob("*.toml"))):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:  # missing, or in a folder that is closed to this user
            continue
        if mode & stat.S_IWOTH and not _without_modes(path):
            yield OpenPart(path, mode, closed(path, mode))


def closed(path: Path, mode: int) -> int:
    """The mode without the group's right to write, and without all rights of others.

    For a file, the result also lacks the right to execute.
    """
    return mode & (0o640 if path.is_file() else ~0o027)


def open_inbox(inbox: Path) -> OpenPart | None:
    """The inbox if every user may write it; else None.

    ``OpenPart.right`` is the mode that the inbox should have. If the inbox and the data folder have the same group,
    this mode lacks the group's right to write.
    """
    try:
        facts, owner = inbox.stat(), inbox.parent.stat()
    except OSError:
        return None
    mode = stat.S_IMODE(facts.st_mode)
    if not mode & stat.S_IWOTH or _without_modes(inbox):
        return None
    return OpenPart(inbox, mode, mode & (~0o007 if facts.st_gid != owner.st_gid else ~0o027))


def open_rooms(folder: Path) -> Iterator[OpenRoom]:
    """Yield the folders of the data folder that have entries which every user may write."""
    from shlex import quote  # only doctor asks; a viewer looks at the folder before its first frame

    for name, (of_folders, of_files) in _ROOMS.items():
        room = folder / name
        count = sum(map(_is_open, _entries(room)))
        if count and not _without_modes(room):
            modes = f"-type d -exec chmod {of_folders:04o} {{}} + -o -type f -exec chmod {of_files:04o} {{}} +"
            yield OpenRoom(room, count, f"find {quote(str(room))} -perm -o=w \\( {modes} \\)")


def _entries(room: Path) -> Iterator[Path]:
    yield room
    for place, folders, files in os.walk(room):
        yield from (Path(place, name) for name in (*folders, *files))


def _is_open(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:  # gone meanwhile
        return False
    return bool(mode & stat.S_IWOTH) and (stat.S_ISDIR(mode) or stat.S_ISREG(mode))


def _without_modes(path: Path) -> bool:
    kind = filesystem_of(path)
    return kind in _WITHOUT_MODES or is_network(kind)
