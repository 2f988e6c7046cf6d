"""The files of the audit log: one file a month, with one JSON object per line. Lines are only ever added."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from cchc_tui.audit.entries import AuditEntry, AuditRequest, cleaned
from cchc_tui.domain.moments import from_epoch, iso, parse_iso
from cchc_tui.ingest.marks import write_access
from cchc_tui.settings import DataFolder

#: Modes of the folder and its files: only the collector's user may read or write them.
FOLDER_MODE, FILE_MODE = 0o700, 0o600
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
_ENTRY = msgspec.json.Decoder(AuditEntry)


class BadAuditLine(NamedTuple):
    """A line of the log that is not a valid entry. ``line`` is its number in the file, from 1."""

    file: str
    line: int
    text: str


def write(folder: DataFolder, request: AuditRequest, user: str) -> None:
    """Write an entry to the log for the account ``user``. If an access begins or ends, put its mark into the inbox too.

    When the call returns, entry and mark are on disk. If it raises OSError, the act must not be done.
    """
    entry = cleaned(msgspec.structs.replace(request.entry, user=user, at=iso(from_epoch(time.time()))))
    _append(folder.audit, entry)
    if request.access is not None:
        write_access(folder.inbox, request.access._replace(user=entry.user))


def _append(audit: Path, entry: AuditEntry) -> None:
    audit.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    line = msgspec.json.encode(entry) + b"\n"
    descriptor = os.open(audit / f"{entry.at[:7]}.jsonl", _FLAGS, FILE_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # one writer at a time, so that a repair below hits nobody's line
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":  # a disk that was full cut the last line
            line = b"\n" + line
        if os.write(descriptor, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(folder: DataFolder) -> Iterator[AuditEntry | BadAuditLine]:
    """Yield the entries of the log, and the lines that are no entries, in the order in which they were written.

    Raises OSError if this user may not read the log.
    """
    if not folder.audit.exists():
        return
    for path in sorted(Path(entry.path) for entry in os.scandir(folder.audit) if entry.name.endswith(".jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if not line:
                continue
            try:
                entry = _ENTRY.decode(line)
                parse_iso(entry.at)
                yield entry
            except ValueError:
                yield BadAuditLine(path.name, number, line.decode("utf-8", "replace"))
