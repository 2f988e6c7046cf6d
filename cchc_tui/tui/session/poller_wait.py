"""The wait of the poller's thread. It ends when the app asks, a slow query is answered, or the collector writes.

The collector replaces its status file every second, when a load begins, and when a load is committed. The kernel
reports each replacement (inotify), so a viewer with nothing to do uses no processor time. The kernel reports nothing on
a network drive, or if one user has too many watches. Then ``watches`` is False, and the poller has to check for news
often.
"""

from __future__ import annotations

import os
import select
import socket
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

from typing_extensions import override

from cchc_tui.tui.terminal.waking_event import WakingEvent

_MOVED_TO = 0x80
_READ_BYTES = 4096


class PollerWait(WakingEvent):
    """An event that is set when a user waits for an answer. Only one thread may call ``watch`` and ``wait``."""

    def __init__(self) -> None:
        super().__init__()
        self._poll = select.poll()
        self._poll.register(self.descriptor, select.POLLIN)
        self._folder: _WatchedFolder | None = None

    @override
    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the event, ``end_wait`` or the collector, at most ``timeout`` seconds. Return ``is_set()``."""
        if not self.is_set():
            self._poll.poll(None if timeout is None else max(0.0, timeout) * 1000)
            if self._folder is not None:
                self._folder.drain()
        return self.is_set()

    def wait_beside(self, other: socket.socket | None, seconds: float) -> bool:
        """Wait at most ``seconds`` until the event is set, ``end_wait`` is called, or ``other`` has data to read.

        The collector does not end this wait. Return ``is_set()``.
        """
        ready = select.poll()
        for each in (self.descriptor, *(() if other is None else (other,))):
            ready.register(each, select.POLLIN)
        ready.poll(seconds * 1000)
        return self.is_set()

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
        """Whether news from the collector ends a wait."""
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
        """Watch the folder that is now at this path, instead of an earlier one."""
        watch = int(self._c.inotify_add_watch(self.descriptor, os.fsencode(folder), _MOVED_TO))
        if self.watch not in (-1, watch):
            self._c.inotify_rm_watch(self.descriptor, self.watch)
            self.drain()  # the end of the watch is reported too
        self.watch = watch

    def drain(self) -> None:
        """Discard the reports. It matters only that there were some."""
        with suppress(BlockingIOError):
            while len(os.read(self.descriptor, _READ_BYTES)) > _READ_BYTES // 2:
                pass
