"""Ends the process when its terminal goes away, or when a signal asks the process to end.

A full-screen program whose terminal is gone runs for ever in a loop. So a thread waits for a signal or a hang-up,
whatever the main thread is doing. After a hang-up the thread ends the process at once. After a signal the process ends
within a second: in order if the app still responds, else by force, after the terminal is restored.
"""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
from contextlib import suppress
from types import FrameType
from typing import Any

from textual.app import App

#: Seconds that the app may take to end in order.
ORDERLY_SECONDS = 0.6
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
#: Switches off what a full-screen program switches on: reports of mouse, focus, paste and size, the keyboard protocol,
#: the alternate screen, a hidden cursor, unwrapped lines.
_RESTORE = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?2026l"
    "\x1b[<u\x1b[?1049l\x1b[?7h\x1b[?25h\x1b[0m"
)


class Guard:
    """Ends an app's process on a hang-up or a signal. Use it in the main thread: ``with Guard(app): app.run()``."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._out, self._in = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._attributes: list[Any] | None = None
        with suppress(termios.error):
            self._attributes = termios.tcgetattr(0)
        self._closed = threading.Event()
        self.heard = 0  # the last signal that asked the app to end; 0 for none
        self._before = {number: signal.signal(number, self._hear) for number in _SIGNALS}
        # The signal's number is written to the pipe at once, even while the main thread is busy.
        self._wakeup_before = signal.set_wakeup_fd(self._in, warn_on_full_buffer=False)
        threading.Thread(target=self._watch, name="terminal-guard", daemon=True).start()

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        """Stop guarding, and restore the signal handlers that were there before."""
        self._closed.set()
        signal.set_wakeup_fd(self._wakeup_before)
        for number, before in self._before.items():
            signal.signal(number, before)
        with suppress(OSError):
            os.write(self._in, b"\0")

    def _hear(self, number: int, frame: FrameType | None) -> None:
        """Remember the signal. The guard's thread reads it from the pipe and acts."""
        self.heard = number

    def _watch(self) -> None:
        poll = select.poll()
        for descriptor in (0, 1, 2):
            poll.register(descriptor, 0)  # without requested events, poll reports only hang-up and error
        poll.register(self._out, select.POLLIN)
        while not self._closed.is_set():
            ready = [descriptor for descriptor, _ in poll.poll()]
            if ready != [self._out] and not self._closed.is_set():
                os._exit(128 + signal.SIGHUP)  # the terminal is gone, so it cannot be restored
            with suppress(BlockingIOError):
                for number in os.read(self._out, 64):
                    if number in _SIGNALS and not self._closed.is_set():
                        self._leave(128 + number)
        os.close(self._out)
        os.close(self._in)

    def _leave(self, code: int) -> None:
        threading.Thread(target=self._ask, args=(code,), name="leave", daemon=True).start()
        if not self._closed.wait(ORDERLY_SECONDS):
            self._restore()
            os._exit(code)

    def _ask(self, code: int) -> None:
        # RuntimeError: the app does not run yet, or no longer. If so, the deadline ends the process.
        with suppress(RuntimeError):
            self._app.call_from_thread(lambda: self._app.exit(return_code=code))

    def _restore(self) -> None:
        with suppress(OSError):
            os.set_blocking(2, False)  # so that a terminal that reads nothing does not block this process
            os.write(2, _RESTORE.encode("ascii"))
        if self._attributes is not None:
            with suppress(termios.error):
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})  # the signal would stop a background process
                termios.tcsetattr(0, termios.TCSANOW, self._attributes)
