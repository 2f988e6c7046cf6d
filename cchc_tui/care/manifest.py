"""The manifest of a backup: the list of its files with their checksums. A folder without a manifest is no backup."""

from __future__ import annotations

import grp
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cchc_tui.whole_files import PRIVATE, replace_file

NAME = "manifest.json"
_CHUNK = 1 << 20


class FileEntry(msgspec.Struct, frozen=True):
    """A file of a backup: its path, size in bytes, SHA-256, mtime, mode and group.

    ``path`` is relative, and is the same in the backup and in the data folder. ``group`` is "" if the file has the
    group of the data folder, which may have another name on another machine.
    """

    path: str
    size: int
    sha: str
    mtime_ns: int
    mode: int
    group: str = ""


class FolderEntry(msgspec.Struct, frozen=True):
    """A folder in the data folder. ``group`` is "" if the folder has the group of the data folder itself."""

    path: str
    mode: int
    group: str = ""


class Manifest(msgspec.Struct, frozen=True):
    """The manifest of a backup. ``made`` is the ISO local time of the backup, ``host`` the machine.

    ``lacking`` names what is missing or damaged in the backup.
    """

    made: str
    host: str
    program: str
    files: tuple[FileEntry, ...]
    folders: tuple[FolderEntry, ...]
    lacking: tuple[str, ...] = ()
    form: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """The mode and the group of a file or folder, as an entry of the manifest has them."""

    mode: int
    group: str

    @staticmethod
    def of(path: Path, viewers: int) -> Facts:
        """The mode and the group of ``path``. ``viewers`` is the group number of the data folder. Raises OSError."""
        status = path.stat()
        group = ""
        if status.st_gid != viewers:
            try:
                group = grp.getgrgid(status.st_gid).gr_name
            except KeyError:
                group = str(status.st_gid)
        return Facts(stat.S_IMODE(status.st_mode), group)


def read(backup: Path) -> Manifest | None:
    """The manifest of a backup; None if the folder is not a complete backup."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((backup / NAME).read_bytes(), type=Manifest)
    return None


def write(backup: Path, manifest: Manifest) -> None:
    """Write the manifest into the folder of a backup. Raises OSError."""
    replace_file(backup / NAME, msgspec.json.format(msgspec.json.encode(manifest), indent=1), PRIVATE)


def damaged(backup: Path, manifest: Manifest) -> Iterator[FileEntry]:
    """Yield the entries of damaged files: missing, unreadable, or with another size or checksum than the entry says."""
    for entry in manifest.files:
        try:
            sound = is_sound(backup / entry.path, entry)
        except OSError:
            sound = False
        if not sound:
            yield entry


def is_sound(path: Path, entry: FileEntry) -> bool:
    """Whether a file has the size and the checksum that its entry says. Raises OSError."""
    if path.stat().st_size != entry.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha


def copy(source: Path, target: Path) -> tuple[int, str]:
    """Copy the content and the mtime of a file. Return its size in bytes and its SHA-256. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with source.open("rb") as file, os.fdopen(os.open(target, flags, PRIVATE), "wb") as written:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            written.write(chunk)
        mtime = os.fstat(file.fileno()).st_mtime_ns
    os.utime(target, ns=(mtime, mtime))
    return size, digest.hexdigest()
