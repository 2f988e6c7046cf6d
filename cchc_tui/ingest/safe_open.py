"""Opens an export safely for reading: no links, pipes or devices, and no empty or oversized files."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cchc_tui.ingest import problems
from cchc_tui.ingest.records import Refused

_MIB = 1 << 20
#: Follow no links, do not block on pipes, own no terminal, pass the descriptor to no child.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_REASONS = {
    errno.ELOOP: problems.LINK,
    errno.EMLINK: problems.LINK,
    errno.ENOENT: problems.VANISHED,
    errno.EACCES: problems.NO_PERMISSION,
    errno.EPERM: problems.NO_PERMISSION,
    errno.ENXIO: problems.NOT_A_FILE,
    errno.EISDIR: problems.NOT_A_FILE,
}


def open_regular(path: Path) -> int:
    """Open a regular file without blocking, and without following a link. Return the descriptor.

    Raises OSError. Raises ValueError with the type of the entry if it is no regular file.
    """
    descriptor = os.open(path, _FLAGS)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise ValueError(_what(mode))
    return descriptor


@contextmanager
def open_export(path: Path, file_mb: int) -> Iterator[BinaryIO]:
    """Open a file for reading. Raises Refused with the reason, also if reading fails within the block.

    ``file_mb`` is the largest accepted size in MiB. All checks use the descriptor. So nobody can replace the file
    between a check and the reading.
    """
    try:
        descriptor = open_regular(path)
    except OSError as error:
        raise _refusal(error) from error
    except ValueError as error:
        raise problems.refuse(problems.NOT_A_FILE, value=error) from error
    with os.fdopen(descriptor, "rb") as file:
        size = size_of(file)
        if size == 0:
            raise problems.refuse(problems.EMPTY)
        if size > file_mb * _MIB:
            raise problems.refuse(problems.TOO_LARGE, value=f"{size / _MIB:.0f} MiB", expected=f"{file_mb} MiB")
        try:
            yield file
        except OSError as error:
            raise _refusal(error) from error


def size_of(file: BinaryIO) -> int:
    """The size of an open file in bytes."""
    return os.fstat(file.fileno()).st_size


def head_of(file: BinaryIO, length: int) -> bytes:
    """The first ``length`` bytes of a file. Afterwards the file's position is at its start."""
    file.seek(0)
    head = file.read(length)
    file.seek(0)
    return head


def tail_of(file: BinaryIO, length: int) -> bytes:
    """The last ``length`` bytes of a file. Afterwards the file's position is at its start."""
    file.seek(max(0, size_of(file) - length))
    tail = file.read(length)
    file.seek(0)
    return tail


def readable_name(name: str) -> str:
    """A file name as printable text. Bytes that are not UTF-8 become "�"; unprintable characters are escaped."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def _refusal(error: OSError) -> Refused:
    code = _REASONS.get(error.errno or 0, problems.CANNOT_OPEN)
    return problems.refuse(code, value=os.strerror(error.errno) if error.errno else str(error))


def _what(mode: int) -> str:
    kinds = {stat.S_IFIFO: "FIFO", stat.S_IFCHR: "device", stat.S_IFBLK: "device", stat.S_IFSOCK: "socket"}
    return kinds.get(stat.S_IFMT(mode), "directory")
