"""The app and its terminal: none without one, and none left when it goes away.

A full-screen program whose terminal is gone spins for ever when nobody tells it. So a thread of its own waits for a
signal or for the terminal to hang up, whatever the main thread is doing, and sees to it that the process ends within a
second: in order when the app still answers, by force when it does not, the terminal put back either way.
"""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, Protocol

from cchc_tui.collector.terminal import check_terminal

__all__ = ["Guard", "check_terminal", "install"]

#: How long the app may take to leave in order.
ORDERLY_SECONDS = 0.6
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
#: What a full-screen program switched on: mouse, focus, paste and resize reports, the keyboard protocol, the other
#: screen, a hidden cursor, lines that do not wrap.
_RESTORE = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?2026l"
    "\x1b[<u\x1b[?1049l\x1b[?7h\x1b[?25h\x1b[0m"
)


class LeavingApp(Protocol):
    """What the guard needs of an app."""

    def exit(self, result: Any = None, return_code: int = 0, message: Any = None) -> None:
        """End in order."""

    def call_from_thread(self, callback: Callable[[], Any]) -> Any:
        """Run something in the app's own thread; RuntimeError where it does not run."""


class Guard:
    """Watches over one app until ``close``."""

    def __init__(self, app: LeavingApp) -> None:
        self._app = app
        self._out, self._in = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._attributes = _attributes()
        self._closed = threading.Event()
        self.heard = 0  # the last signal that asked to end, whatever becomes of the app meanwhile
        self._before = {number: signal.signal(number, self._hear) for number in _SIGNALS}
        # The kernel's signal is written to the pipe at once, even while the main thread is busy elsewhere.
        self._wakeup_before = signal.set_wakeup_fd(self._in, warn_on_full_buffer=False)
        threading.Thread(target=self._watch, name="terminal-guard", daemon=True).start()

    def close(self) -> None:
        """The app has ended: leave the process alone again."""
        self._closed.set()
        signal.set_wakeup_fd(self._wakeup_before)
        for number, before in self._before.items():
            signal.signal(number, before)
        with suppress(OSError):
            os.write(self._in, b"\0")

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        """A signal does nothing by itself: the guard's thread has it from the pipe."""
        self.heard = number

    def _watch(self) -> None:
        poll = select.poll()
        for descriptor in (0, 1, 2):
            poll.register(descriptor, 0)  # no event asked for: only hang-up and error are reported
        poll.register(self._out, select.POLLIN)
        while not self._closed.is_set():
            ready = [descriptor for descriptor, _ in poll.poll()]
            if ready != [self._out]:
                self._terminal_gone()
            with suppress(BlockingIOError):
                self._signalled(os.read(self._out, 64))
        os.close(self._out)
        os.close(self._in)

    def _signalled(self, numbers: bytes) -> None:
        for number in numbers:
            if number in _SIGNALS and not self._closed.is_set():
                self._leave(128 + number)

    def _terminal_gone(self) -> None:
        if not self._closed.is_set():
            os._exit(128 + signal.SIGHUP)  # nothing to put back, and nobody to tell

    def _leave(self, code: int) -> None:
        threading.Thread(target=self._ask, args=(code,), name="leave", daemon=True).start()
        if not self._closed.wait(ORDERLY_SECONDS):
            self._restore()
            os._exit(code)

    def _ask(self, code: int) -> None:
        # RuntimeError: not yet, or no longer, running; the deadline sees to that.
        with suppress(RuntimeError):
            self._app.call_from_thread(lambda: self._app.exit(return_code=code))

    def _restore(self) -> None:
        with suppress(OSError):
            os.set_blocking(2, False)  # a terminal that takes nothing must not hold us
            os.write(2, _RESTORE.encode("ascii"))
        if self._attributes is not None:
            with suppress(termios.error):
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})  # in the background this would stop us
                termios.tcsetattr(0, termios.TCSANOW, self._attributes)


def install(app: LeavingApp) -> Guard:
    """Guard an app that is about to run; call it in the main thread, and ``close`` what it returns afterwards.

    ``with guard.install(app): app.run()``
    """
    return Guard(app)


def _attributes() -> list[Any] | None:
    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None
