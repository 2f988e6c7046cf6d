"""Records what viewers do. The data folder's owner writes to the log; for any other user, the collector writes to it.

The collector listens on a socket in the data folder. It asks the kernel which user sent a request, so that nobody can
log under another name. So viewers need no right to write.
"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from cchc_tui.accounts import own_account
from cchc_tui.audit import log
from cchc_tui.audit.entries import AuditRequest
from cchc_tui.domain.audit import NotLoggedError
from cchc_tui.settings import DataFolder

#: Seconds that a viewer waits for the collector's answer.
PATIENCE = 5.0
#: The collector's answer when the entry is on disk; any other answer is the reason why it is not.
WRITTEN = b"ok\n"
#: Longest message, in bytes.
LONGEST_MESSAGE = 16_384


def record(folder: DataFolder, request: AuditRequest) -> None:
    """Log an entry. Raises NotLoggedError unless the entry is certainly on disk."""
    try:
        _write_or_ask(folder, request)
    except OSError as error:
        raise NotLoggedError(error.errno, error.strerror or str(error)) from error


def _write_or_ask(folder: DataFolder, request: AuditRequest) -> None:
    if folder.path.stat().st_uid == os.geteuid():
        log.write(folder, request, own_account())
        return
    answer = _ask(folder, msgspec.json.encode(request) + b"\n")
    if answer != WRITTEN:
        raise OSError(errno.EIO, answer.decode("utf-8", "replace").strip() or os.strerror(errno.EPIPE))


def _ask(folder: DataFolder, message: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(PATIENCE)
        with short_path(folder.audit_socket) as path:
            connection.connect(path)
        connection.sendall(message)
        return connection.makefile("rb").readline(LONGEST_MESSAGE)


@contextmanager
def short_path(path: Path) -> Iterator[str]:
    """Yield another path to the same file, short enough for the address of a socket (107 bytes)."""
    descriptor = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}/{path.name}"
    finally:
        os.close(descriptor)
