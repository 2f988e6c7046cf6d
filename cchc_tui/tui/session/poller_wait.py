"""The wait of the poller's thread. The app ends it, an answer to a slow query, and what the collector writes.

The collector replaces its status file when a load begins, is committed, and every second. The kernel reports that
(inotify), so a viewer with nothing to do uses no processor time. Where the kernel reports nothing, as on a network
drive, or with too many watches for one user, ``watches`` is False and the poller has to look often.
"""

from __future__ import annotations

import os
import select
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

_MOVED_TO = 0x80
_READ_BYTES = 4096


class PollerWait:
    """An event that a thread waits for, beside news from the collector. Every method is thread-safe except ``watch``
    and ``wait``, which only the waiting thread calls."""

    def __init__(self) -> None:
        self._event = threading.Event()
        #: Readable once the next wait will end at once.
        self.descriptor = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        weakref.finalize(self, os.close, self.descriptor)  # while anybody holds this, a thread may call ``set``
        self._poll = select.poll()
        self._poll.register(self.descriptor, select.POLLIN)
        self._folder: _WatchedFolder | None = None

    def set(self) -> None:
        """End the present wait, or the next one, because a person waits for something."""
        self._event.set()
        self.end_wait()

    def end_wait(self) -> None:
        """End the present wait, or the next one; ``wait`` still returns False."""
        os.eventfd_write(self.descriptor, 1)

    def is_set(self) -> bool:
        """Whether ``set`` was called since the last ``clear``."""
        return self._event.is_set()

    def clear(self) -> None:
        """Forget earlier calls of ``set``."""
        with suppress(BlockingIOError):
            os.eventfd_read(self.descriptor)
        self._event.clear()

    def wait(self, seconds: float) -> bool:
        """Wait at most ``seconds``, until ``set`` is called or the collector writes. Return whether ``set`` was."""
        if not self._event.is_set():
            self._poll.poll(max(0.0, seconds) * 1000)
            if self._folder is not None:
                self._folder.drain()
        return self._event.is_set()

    def watch(self, folder: Path) -> None:
        """Watch the folder of the collector's status file. Call it from time to time: the folder may be replaced."""
        if self._folder is None:
            with suppress(OSError, AttributeError):  # no inotify, or too many of this user's processes use it
                self._folder = _WatchedFolder()
                self._poll.register(self._folder.descriptor, select.POLLIN)
        if self._folder is not None:
            self._folder.follow(folder)

    @property
    def watches(self) -> bool:
        """Whether news from the collector end a wait."""
        return self._folder is not None and self._folder.watch >= 0


class _WatchedFolder:
    """The kernel's reports about one folder."""

    def __init__(self) -> None:
        import ctypes  # only after the first frame

        self._c: Any = ctypes.CDLL(None, use_errno=True)
        self.descriptor = int(self._c.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        if self.descriptor < 0:
            raise OSError(ctypes.get_errno(), "inotify_init1")
        weakref.finalize(self, os.close, self.descriptor)
        self.watch = -1

    def follow(self, folder: Path) -> None:
        """Watch the folder that is now at this path, and no other."""
        watch = int(self._c.inotify_add_watch(self.descriptor, os.fsencode(folder), _MOVED_TO))
        if self.watch not in (-1, watch):
            self._c.inotify_rm_watch(self.descriptor, self.watch)
            self.drain()  # the end of the watch is reported too
        self.watch = watch

    def drain(self) -> None:
        """Read what was reported: only that there was something counts."""
        with suppress(BlockingIOError):
            while len(os.read(self.descriptor, _READ_BYTES)) > _READ_BYTES // 2:
                pass
