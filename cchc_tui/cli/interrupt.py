"""Makes Ctrl-C end the program silently, at any time, with the exit code that shells use for it: 130."""

from __future__ import annotations

import os
import signal

CODE = 128 + signal.SIGINT


def leave_at_once() -> None:
    """Make Ctrl-C end this process at once from now on. If Ctrl-C is ignored, as in the background, it stays ignored.

    This is for the time before a command or the app runs, when there is nothing to tidy up yet. Python would raise
    KeyboardInterrupt during an import, and the error would be printed or become another error.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def tidy_up_first() -> None:
    """Make Ctrl-C raise SystemExit from now on, so that a command can close its files and remove unfinished ones."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, _stop)


def _leave(*_: object) -> None:
    os._exit(CODE)


def _stop(*_: object) -> None:
    raise SystemExit(CODE)
