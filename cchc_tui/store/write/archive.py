"""The archive: each export byte for byte as it arrived. The database can be rebuilt from it.

A file is named ``archive/2021/11/20211110T083000-001-DanhSachHoSo.xlsx``: its time of arrival, its number within that
second, and its name. Refused files are under ``refused/``. The mtime is preserved, because some exports have no other
moment. Nothing else is needed to load a file again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc_tui.domain.moments import Stamp, from_epoch, parse_iso, to_datetime

REFUSED = "refused"
#: Longest name in most file systems, in bytes.
_LONGEST = 255
_KEPT = re.compile(r"(\d{8}T\d{6})-(\d{3,})-(.*)", re.DOTALL)
_PLACE = re.compile(rf"({REFUSED}/)?\d{{4}}/\d\d/\d{{8}}T\d{{6}}-\d{{3,}}-[^/\x00]+")
_NOT_IN_A_NAME = re.compile(r"[/\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of the archive: its path there, its time of arrival, and its original name."""

    path: str
    arrived: Stamp
    name: str
    refused: bool


def place_for(archive: Path, name: str, arrived: Stamp, refused: bool = False) -> str:
    """The path in the archive, relative to it, for a file that arrives: the next free number of that second.

    ``name`` is printable text. Only the collector adds files, so the path stays free.
    """
    start = f"{to_datetime(arrived):%Y%m%dT%H%M%S}-"
    month = f"{to_datetime(arrived):%Y/%m}"
    taken = [0]
    for folder in (archive / month, archive / REFUSED / month):
        if folder.is_dir():
            matches = (_KEPT.fullmatch(entry.name) for entry in folder.iterdir() if entry.name.startswith(start))
            taken += [int(match[2]) for match in matches if match]
    head = f"{start}{max(taken) + 1:03d}-"
    root = f"{REFUSED}/{month}" if refused else month
    return f"{root}/{head}{_fitting(_NOT_IN_A_NAME.sub('_', name), _LONGEST - len(head))}"


def archived_files(archive: Path) -> Iterator[ArchivedFile]:
    """All files of the archive in their order of arrival."""
    found = []
    for path in archive.rglob("*"):
        match = _KEPT.fullmatch(path.name)
        if match and path.is_file() and not path.is_symlink():
            when, nth, name = match.groups()
            arrived = parse_iso(when)
            relative = path.relative_to(archive)
            entry = ArchivedFile(relative.as_posix(), arrived, name, relative.parts[0] == REFUSED)
            found.append(((arrived, int(nth), relative.as_posix()), entry))
    yield from (entry for _, entry in sorted(found, key=lambda item: item[0]))


def is_place(path: str) -> bool:
    """Whether a path has the form of the paths that ``place_for`` returns."""
    return _PLACE.fullmatch(path) is not None


def mtime_and_size(path: Path) -> tuple[Stamp, int]:
    """A file's mtime and size."""
    status = path.stat()
    return from_epoch(status.st_mtime), status.st_size


def _fitting(name: str, room: int) -> str:
    """A name shortened to ``room`` bytes; its extension stays."""
    if len(os.fsencode(name)) <= room:
        return name
    ending = Path(name).suffix[:16]
    stem = name[: len(name) - len(ending)].encode()[: room - len(ending.encode())]
    return stem.decode("utf-8", "ignore") + ending
