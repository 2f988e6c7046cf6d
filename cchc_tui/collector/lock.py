"""One collector per data folder: a kernel lock, which the kernel frees when the process that holds it ends.

The lock file has mode 0600, because every user who can open a file can lock it. The lock file is never deleted, because
a second collector would then lock a new file of the same name. Its descriptor is close-on-exec: a child process that
inherited the descriptor would hold the lock after the collector has ended.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

#: Seconds for which a starting collector tries to get the lock, because a viewer's check holds it for an instant.
PATIENCE = 0.3
_PAUSE = 0.02


class Lock:
    """The lock, held until ``release`` is called or the process ends."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    def held(self) -> bool:
        """Whether the lock is held, and the lock file was neither deleted nor replaced since it was locked."""
        return self._descriptor >= 0 and _is_file_of(self.path, self._descriptor)

    def release(self) -> None:
        """Free the lock. The lock file is not deleted."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def acquire(path: Path, patience: float = 0.0) -> Lock | None:
    """Acquire the lock. Wait for it at most ``patience`` seconds; None if another process still holds it.

    Raises OSError if the lock file cannot be created or opened.
    """
    deadline = time.monotonic() + patience
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            if time.monotonic() >= deadline:
                return None
            time.sleep(_PAUSE)
            continue
        if _is_file_of(path, descriptor):
            return Lock(path, descriptor)
        os.close(descriptor)  # the file was deleted between opening and locking, so this lock has no effect


def is_free(path: Path) -> bool | None:
    """Whether no process holds the lock.

    None if this user may not open the lock file, and so may not run a collector.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return True
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _is_file_of(path: Path, descriptor: int) -> bool:
    try:
        there = path.lstat()
    except OSError:
        return False
    ours = os.fstat(descriptor)
    return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)
