"""Finds parts of a data folder that every user of the machine may write. Such a user could falsify figures.

Collector and viewers do not start on such a folder, and the doctor names the parts.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from cchc_tui.collector.filesystems import filesystem_of, is_network

#: The parts of a data folder, by name: the settings module takes long to import. The inbox is none of them: what comes
#: there is archived as it is.
_PARTS = ("", "state", "archive", "private", "cchc.db", "cchc.toml", "registry")
#: File systems without modes of their own: all their files have the mode that the mount says.
_WITHOUT_MODES = {"vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "msdos"}


def world_writable(folder: Path) -> tuple[Path, int] | None:
    """The path and the mode of the first part that every user may write; None if there is none."""
    return next(all_world_writable(folder), None)


def all_world_writable(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield the path and the mode of each part of the data folder that every user may write.

    The parts are the folder itself, its folders (not the inbox), the database, the settings and the registry files.
    Parts on file systems without modes of their own are left out.
    """
    for path in (*(folder / part for part in _PARTS), *sorted((folder / "registry").glob("*.toml"))):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:  # missing, or in a folder that is closed to this user
            continue
        if mode & stat.S_IWOTH and not _without_modes(path):
            yield path, mode


def _without_modes(path: Path) -> bool:
    kind = filesystem_of(path)
    return kind in _WITHOUT_MODES or is_network(kind)
