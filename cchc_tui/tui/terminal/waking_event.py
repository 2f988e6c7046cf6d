"""An event for which a thread can wait together with files, in one system call (Linux)."""

from __future__ import annotations

import os
import threading
import weakref
from contextlib import suppress

from typing_extensions import override


class WakingEvent(threading.Event):
    """A ``threading.Event`` whose ``descriptor`` is readable while the event is set, and after ``end_wait``."""

    def __init__(self) -> None:
        super().__init__()
        self.descriptor = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        weakref.finalize(self, os.close, self.descriptor)  # while anybody holds this, a thread may call ``set``

    @override
    def set(self) -> None:
        super().set()
        self.end_wait()

    def end_wait(self) -> None:
        """Make the descriptor readable until the next ``clear``, without setting the event."""
        os.eventfd_write(self.descriptor, 1)

    @override
    def clear(self) -> None:
        with suppress(BlockingIOError):
            os.eventfd_read(self.descriptor)
        super().clear()
