"""Restores a backup: copies it into an empty folder, on this machine or on another one.

All files are first copied into a hidden folder. When all are there, they are moved to their places, the archive first.
If a restore was interrupted, the next restore finds the hidden folder, and begins again.
"""

from __future__ import annotations

import grp
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc_tui.care import manifest
from cchc_tui.care.backup import backups
from cchc_tui.care.manifest import FileEntry, FolderEntry, Manifest
from cchc_tui.settings import DataFolder
from cchc_tui.whole_files import sync

_RESTORING = ".restoring"
_FOLDER_MODE = 0o2750
#: The widest modes that are restored.
_WIDEST_FILE, _WIDEST_FOLDER = 0o640, 0o2770


class RestoreError(Exception):
    """Nothing was restored. ``code`` is the key of the message that says why (``texts.care``)."""

    def __init__(self, code: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(f"{code} {' '.join(details)}".rstrip())
        self.code, self.details = code, details


@dataclass(frozen=True, slots=True)
class Restored:
    """A finished restore: when the backup was made, the number of files restored, and the damaged files left out."""

    made: str
    files: int
    left_out: tuple[str, ...]


def restore(backup: Path, target: Path, *, sound_only: bool = False) -> Restored:
    """Check a backup and copy it into ``target``, which must be empty or not exist. Raises RestoreError and OSError.

    A damaged file is an error. With ``sound_only``, damaged files are left out instead.
    """
    listed = manifest.read(backup)
    if listed is None and (inside := backups(backup)):
        raise RestoreError("backups_inside", (str(inside[-1]),))
    if listed is None or not all(map(_is_inside, _paths(listed))):
        raise RestoreError("no_backup")
    _check_empty(target, listed)
    left_out = tuple(entry.path for entry in manifest.damaged(backup, listed))
    if left_out and not sound_only:
        raise RestoreError("damaged", left_out)
    entries = [entry for entry in listed.files if entry.path not in left_out]
    existed = target.is_dir()
    target.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    if not existed:
        target.chmod(_FOLDER_MODE)
    hidden = target / _RESTORING
    for name in [_RESTORING, *_top_level(listed)] if hidden.exists() else []:
        _remove(target / name)
    hidden.mkdir(mode=0o700)
    _fill(backup, hidden, entries, listed, _Ownership(target))
    os.sync()
    for name in _top_level(listed):
        if (hidden / name).exists():
            (hidden / name).rename(target / name)
    sync(target)
    hidden.rmdir()
    return Restored(listed.made, len(entries), left_out)


def _paths(listed: Manifest) -> list[str]:
    return [*(file.path for file in listed.files), *(folder.path for folder in listed.folders)]


def _is_inside(path: str) -> bool:
    parts = Path(path).parts
    return bool(parts) and not Path(path).is_absolute() and ".." not in parts


def _top_level(listed: Manifest) -> list[str]:
    """The names of files and folders at the top of a backup.

    The archive comes first: a database can be rebuilt from it.
    """
    names = {Path(path).parts[0] for path in _paths(listed)}
    first = DataFolder(Path()).archive.name
    return sorted(names, key=lambda name: (name != first, name))


def _check_empty(target: Path, listed: Manifest) -> None:
    if not target.exists():
        return
    there = {path.name for path in target.iterdir()} if target.is_dir() else {target.name}
    if there and not (_RESTORING in there and there <= {_RESTORING, *_top_level(listed)}):
        raise RestoreError("not_empty")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _fill(backup: Path, hidden: Path, entries: list[FileEntry], listed: Manifest, ownership: _Ownership) -> None:
    known = {folder.path: folder for folder in listed.folders}
    needed = {name for entry in entries for name in _with_parents(entry.path)} - {entry.path for entry in entries}
    for name in sorted({*known, *needed}):
        path = hidden / name
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        above = (known[one] for one in _with_parents(name) if one in known)
        ownership.apply(path, next(above, FolderEntry(name, _FOLDER_MODE)))
    for entry in entries:
        path = hidden / entry.path
        if manifest.copy(backup / entry.path, path) != (entry.size, entry.sha):
            raise RestoreError("damaged", (entry.path,))
        ownership.apply(path, entry)


def _with_parents(name: str) -> Iterator[str]:
    """Yield a path, then the folders that contain it, from the nearest to the farthest."""
    yield name
    yield from (parent.as_posix() for parent in Path(name).parents if parent.parts)


class _Ownership:
    """Sets owner, group and mode of restored files. Most files get owner and group of the target folder.

    Some files, such as personal data, had another group in the backup. Such a file gets the group with the same name.
    If this group cannot be set, only the owner may read the file.
    """

    def __init__(self, target: Path) -> None:
        status = target.stat()
        self._owner, self._viewers = status.st_uid, status.st_gid

    def apply(self, path: Path, entry: FileEntry | FolderEntry) -> None:
        mode = entry.mode & (_WIDEST_FILE if isinstance(entry, FileEntry) else _WIDEST_FOLDER)
        if not self._set_group(path, entry.group):
            mode &= 0o700
        path.chmod(mode)

    def _set_group(self, path: Path, name: str) -> bool:
        owner = self._owner if os.geteuid() == 0 else -1
        try:
            group = grp.getgrnam(name).gr_gid if name else self._viewers
            os.chown(path, owner, group)
        except (KeyError, PermissionError):
            return False
        return True
