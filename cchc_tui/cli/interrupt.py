"""Ctrl-C ends the program without a word and with the exit code of shells, 130, also while modules are imported."""

from __future__ import annotations

import os
import signal

CODE = 128 + signal.SIGINT


def leave_at_once() -> None:
    """From now on Ctrl-C ends this process on the spot, unless it is ignored, as in the background.

    Until a command or the app runs, there is nothing to tidy up. KeyboardInterrupt would be printed, or become another
    error, where it is raised within an import.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def tidy_up_first() -> None:
    """From now on Ctrl-C raises SystemExit, so that a command closes and removes what it has begun."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, _stop)


def _leave(*_: object) -> None:
    os._exit(CODE)


def _stop(*_: object) -> None:
    raise SystemExit(CODE)
