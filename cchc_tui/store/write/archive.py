"""The archive: the original of each export, as it arrived or compressed. The database can be rebuilt from it.

The name of an archived file is ``archive/2021/11/20211110T083000-001-DanhSachHoSo.xlsx``: the time of arrival, a number
within that second, and the original name. Refused files are under ``refused/``. The mtime is preserved, because some
exports state no moment. Nothing else is needed to load a file again. A compressed file (``originals``) has ``.gz``
after its name. Paths in the database and in an ``ArchivedFile`` lack this ``.gz``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from cchc_tui.domain.moments import Stamp, from_epoch, parse_iso, to_datetime
from cchc_tui.store.write.originals import ENDING, promise_of, unpack

REFUSED = "refused"
#: Longest name in most file systems, in bytes, with room for the ending of a compressed file.
_LONGEST = 255 - len(ENDING)
#: Hidden names in the archive folder of files that are being compressed or read. A kill may leave them behind.
_ASIDE = ".*.part"
_KEPT = re.compile(r"(\d{8}T\d{6})-(\d{3,})-(.*)", re.DOTALL)
_PLACE = re.compile(rf"({REFUSED}/)?\d{{4}}/\d\d/\d{{8}}T\d{{6}}-\d{{3,}}-[^/\x00]+")
_NOT_IN_A_NAME = re.compile(r"[/\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of the archive: its path within the archive, its time of arrival, and its original name."""

    path: str
    arrived: Stamp
    name: str
    refused: bool


class ArchivePlaces:
    """Gives each arriving file a path in the archive, with the next free number within the second of its arrival.

    Only the collector adds files. So the archive's folder is read once for each second, and not once for each file.
    """

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._second = ""
        self._taken = 0  # the highest number of that second

    def next(self, name: str, arrived: Stamp, refused: bool = False, listed: str = "") -> str:
        """The path, relative to the archive, for a file that arrives. ``name`` is printable text.

        ``listed`` is the last path that the database has for the second ``arrived``; "" if it has none. It is needed
        because a killed collector may leave a file that is listed in the database but not yet in the archive.
        """
        second = f"{to_datetime(arrived):%Y%m%dT%H%M%S}-"
        month = f"{to_datetime(arrived):%Y/%m}"
        if second != self._second:
            self._second, self._taken = second, self._highest(second, month)
        self.take(listed)
        head = f"{second}{self._taken + 1:03d}-"
        root = f"{REFUSED}/{month}" if refused else month
        return f"{root}/{head}{_fitting(_NOT_IN_A_NAME.sub('_', name), _LONGEST - len(head))}"

    def take(self, place: str) -> None:
        """Mark the number in ``place`` as used.

        A path with another second than the last call of ``next`` is ignored.
        """
        match = _KEPT.fullmatch(place.rpartition("/")[2])
        if match and f"{match[1]}-" == self._second:
            self._taken = max(self._taken, int(match[2]))

    def _highest(self, second: str, month: str) -> int:
        taken = [0]
        for folder in (self._archive / month, self._archive / REFUSED / month):
            if folder.is_dir():
                matches = (_KEPT.fullmatch(entry.name) for entry in folder.iterdir() if entry.name.startswith(second))
                taken += [int(match[2]) for match in matches if match]
        return max(taken)


def place_for(archive: Path, name: str, arrived: Stamp, refused: bool = False) -> str:
    """The path, relative to the archive, for one file that arrives. For several files, use ``ArchivePlaces``."""
    return ArchivePlaces(archive).next(name, arrived, refused)


def archived_files(archive: Path) -> Iterator[ArchivedFile]:
    """Yield all files of the archive in the order of their arrival."""
    found: dict[str, tuple[Stamp, int]] = {}
    for path in archive.rglob("*"):
        match = _KEPT.fullmatch(path.name)
        if match and path.is_file() and not path.is_symlink():
            place = path.relative_to(archive).as_posix()
            found[_uncompressed(path, place)] = parse_iso(match[1]), int(match[2])
    for place, (arrived, _) in sorted(found.items(), key=lambda item: (*item[1], item[0])):
        name = place.rpartition("/")[2].split("-", 2)[2]
        yield ArchivedFile(place, arrived, name, place.startswith(f"{REFUSED}/"))


def _uncompressed(path: Path, place: str) -> str:
    return place.removesuffix(ENDING) if place.endswith(ENDING) and promise_of(path) is not None else place


def stored_at(archive: Path, place: str) -> Path | None:
    """The file that stores an original, as it arrived or compressed; None if there is none.

    ``place`` is the original's path.
    """
    path = archive / place
    for one in (path, path.with_name(path.name + ENDING), path):  # it may be compressed between two looks
        if one.exists() and (one == path or promise_of(one) is not None):
            return one
    return None


@contextmanager
def opened(archive: Path, place: str) -> Iterator[Path]:
    """Yield a file with the bytes and mtime of an original. ``place`` is the original's path.

    A compressed original is unpacked to a temporary copy, which is deleted at the end of the block. Raises
    FileNotFoundError, DamagedOriginalError, and OSError.
    """
    stored = stored_at(archive, place)
    if stored is None:
        raise FileNotFoundError(archive / place)
    if stored == archive / place:
        yield stored
        return
    copy = aside(archive, place)
    try:
        unpack(stored, copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def aside(archive: Path, place: str) -> Path:
    """The path of a hidden temporary copy, in the archive folder, of the original with the path ``place``."""
    return archive / f".{blake2b(place.encode(), digest_size=8).hexdigest()}.part"


def clear(archive: Path) -> None:
    """Delete the temporary copies that a killed process left behind. The caller must hold the collector's lock."""
    for path in archive.glob(_ASIDE):
        path.unlink(missing_ok=True)


def is_place(path: str) -> bool:
    """Whether a path has the form of the paths that ``ArchivePlaces.next`` returns."""
    return _PLACE.fullmatch(path) is not None


def mtime_and_size(path: Path) -> tuple[Stamp, int]:
    """A file's mtime, and its size in bytes. Raises OSError."""
    status = path.stat()
    return from_epoch(status.st_mtime), status.st_size


def _fitting(name: str, room: int) -> str:
    """A name shortened to at most ``room`` bytes. Its extension is kept."""
    if len(os.fsencode(name)) <= room:
        return name
    ending = Path(name).suffix[:16]
    stem = name[: len(name) - len(ending)].encode()[: room - len(ending.encode())]
    return stem.decode("utf-8", "ignore") + ending
