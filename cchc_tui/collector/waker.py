"""The wait between two scans of the inbox, and the request that ends the collector.

A change in the inbox or a signal ends the wait. In the child process of a viewer, the end of standard input also ends
the wait: standard input is a pipe, which the kernel closes when the viewer ends.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from contextlib import suppress
from types import FrameType

from cchc_tui.parent_watch import PARENT_WATCH

#: Seconds from the request to end until a forced exit (which loses no data), in a viewer's child and otherwise.
GRACE_CHILD = 0.7
GRACE = 5.0


class Waker:
    """A wait that threads and signal handlers can end."""

    def __init__(self) -> None:
        self._out, self._in = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)

    def wake(self) -> None:
        """End the current wait. If nobody waits now, the next wait ends at once."""
        with suppress(OSError):  # a full pipe ends the wait anyway, and after ``close`` nobody waits
            os.write(self._in, b"!")

    def wait(self, seconds: float) -> None:
        """Wait until ``wake`` is called, but at most ``seconds``."""
        select.select([self._out], [], [], max(0.0, seconds))
        with suppress(BlockingIOError):
            while os.read(self._out, 4096):
                pass

    def close(self) -> None:
        """Close the pipe that ``wake`` writes to."""
        os.close(self._out)
        os.close(self._in)


class Stop:
    """The request to end the collector. ``requested`` is True once the request was made.

    A running load stops between two batches. If the collector still runs ``grace`` seconds after the request, its
    process exits at once. A kill loses nothing at any point, and the reader process ends with its parent.
    """

    def __init__(self, waker: Waker, grace: float = GRACE) -> None:
        self.requested = False
        self._waker, self._grace = waker, grace
        self._asked, self._finished = threading.Event(), threading.Event()

    def listen(self, *, to_input: bool) -> None:
        """Call ``request`` on SIGTERM or SIGINT; with ``to_input``, also when standard input ends."""
        threading.Thread(target=self._exit_after_grace, name="stop-grace", daemon=True).start()
        signal.signal(signal.SIGTERM, self._signal)
        signal.signal(signal.SIGINT, self._signal)
        if to_input:
            # The terminal is the viewer's: Ctrl+C is meant for the viewer, and only the pipe ends this process.
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            PARENT_WATCH.when_gone(self.request)

    def request(self) -> None:
        """Ask the collector to end."""
        if self.requested:
            return
        self.requested = True
        self._waker.wake()
        self._asked.set()

    def finished(self) -> None:
        """Cancel the forced exit after ``grace`` seconds, because the collector has ended by itself."""
        self._finished.set()

    def _signal(self, number: int, frame: FrameType | None) -> None:
        self.request()

    def _exit_after_grace(self) -> None:
        self._asked.wait()
        if not self._finished.wait(self._grace):
            os._exit(0)
