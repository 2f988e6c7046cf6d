"""The bytes of one file of the inbox, copied to where nobody else can change them.

What is read, what is loaded and what the archive keeps are then the same bytes, owned by the collector, whatever the
sender still does to his file. The copy stands beside the archive under a hidden name until its load is committed; a
kill leaves at most that one copy, and the next claim takes its place.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cchc_tui.collector.readiness import open_export
from cchc_tui.collector.watch import InboxEntry, signature_at, signature_of
from cchc_tui.whole_files import sync

_CHUNK = 1 << 20
_NAME = ".taking"


class FileChanged(Exception):  # noqa: N818  nothing went wrong
    """The file is not what it was when it was found whole: it is left for a later look."""


class StagedFile:
    """A copy that still has to be kept or discarded."""

    def __init__(self, path: Path, sha: str, entry: InboxEntry) -> None:
        self.path, self.sha, self.entry = path, sha, entry

    def move_to_archive(self, target: Path) -> None:
        """Put the copy into the archive, safe from a power cut; raises OSError."""
        target.parent.mkdir(parents=True, exist_ok=True)
        sync(self.path)
        self.path.rename(target)
        sync(target.parent)

    def discard(self) -> None:
        """The copy is not needed."""
        with suppress(FileNotFoundError):
            self.path.unlink()


def stage(entry: InboxEntry, archive: Path, go_on: Callable[[], None]) -> StagedFile:
    """Copy a file; ``go_on`` is called between chunks and may raise to give up.

    Raises Changed when the file is not what the look found, OSError when it cannot be read or copied.
    """
    try:
        source = open_export(entry.path)
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
                go_on()
        os.utime(path, ns=(entry.signature.mtime_ns, entry.signature.mtime_ns))
        if signature_at(entry.path) != entry.signature:
            raise FileChanged(entry.name)
    except BaseException:
        path.unlink(missing_ok=True)  # on a full disk above all
        raise
    return StagedFile(path, digest.hexdigest(), entry)


def remove(entry: InboxEntry, aside: Path) -> None:
    """Take a file out of the inbox, unless something else stands at its name by now.

    It is renamed first and looked at then, so that a newer file that took its place in that very moment is not lost.
    """
    try:
        entry.path.rename(aside)
    except FileNotFoundError:
        return
    except OSError:  # another file system, or a sender that holds it: the moment between look and removal stays
        if signature_at(entry.path) == entry.signature:
            entry.path.unlink()
        return
    if signature_at(aside) == entry.signature:
        aside.unlink()
    else:
        put_back(aside, entry.path)


def put_back(aside: Path, path: Path) -> None:
    """Give a file back to the inbox; under a name beside its own when that was taken meanwhile."""
    for number in range(1, 1000):
        target = path if number == 1 else path.with_name(f"{path.stem} ({number}){path.suffix}")
        if signature_at(target) is None:
            aside.rename(target)
            return
