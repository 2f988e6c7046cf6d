"""The one place where the collector waits, and the one flag that ends it.

It is woken by a change in the inbox, by a signal, or, as the child of a viewer, by the end of its standard input, which
the kernel closes when the viewer dies, however it dies.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from contextlib import suppress
from types import FrameType

from cchc_tui.collector.parent_watch import PARENT_WATCH

#: A load under way is given up at once; what still runs after so long is cut off, which loses nothing.
GRACE_CHILD = 0.7
GRACE = 5.0


class Waker:
    """Something to wait for that threads and signal handlers may nudge."""

    def __init__(self) -> None:
        self._out, self._in = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)

    def wake(self) -> None:
        """End the wait under way, or the next one."""
        with suppress(OSError):  # full is as good as nudged; closed needs no nudge
            os.write(self._in, b"!")

    def wait(self, seconds: float) -> None:
        """Return when nudged, at the latest after ``seconds``."""
        select.select([self._out], [], [], max(0.0, seconds))
        with suppress(BlockingIOError):
            while os.read(self._out, 4096):
                pass

    def close(self) -> None:
        """Free the descriptors."""
        os.close(self._out)
        os.close(self._in)


class Stop:
    """Whether the collector has been asked to end.

    A load under way is given up between two batches. What does not answer by the last call is cut off: a kill at any
    point loses nothing, and the reader goes with its parent.
    """

    def __init__(self, waker: Waker, grace: float = GRACE) -> None:
        self.requested = False
        self._waker, self._grace = waker, grace
        self._asked, self._finished = threading.Event(), threading.Event()

    def listen(self, *, to_input: bool) -> None:
        """Hear SIGTERM and SIGINT, and the end of standard input."""
        threading.Thread(target=self._exit_after_grace, name="stop-grace", daemon=True).start()
        signal.signal(signal.SIGTERM, self._signal)
        signal.signal(signal.SIGINT, self._signal)
        if to_input:
            # A viewer's terminal is not ours: only the pipe counts, and Ctrl+C is meant for the viewer.
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            PARENT_WATCH.when_gone(self.request)

    def request(self) -> None:
        """End soon."""
        if self.requested:
            return
        self.requested = True
        self._waker.wake()
        self._asked.set()

    def finished(self) -> None:
        """The collector has ended in order: nothing is left to cut off."""
        self._finished.set()

    def _signal(self, number: int, frame: FrameType | None) -> None:
        self.request()

    def _exit_after_grace(self) -> None:
        self._asked.wait()
        if not self._finished.wait(self._grace):
            os._exit(0)
