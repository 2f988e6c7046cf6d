"""Crashes: the error is logged, and the app starts again.

After an uncaught exception Textual ends the app and prints the values of variables, on a wall in front of thirty
people. Here the error is written to a file, without values. After the first crash the app starts again where it was.
After a second crash within a minute the app starts with the overview. After a third one the app ends and prints a
sentence.
"""

from __future__ import annotations

import linecache
import os
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cchc_tui.domain.faults import fault_name
from cchc_tui.own_folder import hidden_file

LOG = "faults.log"
_WITHIN = 60.0  # seconds: crashes are counted together if they are this close
_MOST = 3  # this many crashes, so close together, end the app
_LARGEST = 1_000_000  # the most bytes of the file; a longer one is emptied
_logged: dict[str, float] = {}  # place of an error → when it was last logged


class Place(NamedTuple):
    """Where in the app the user was: on which board ("": the overview), and whether in the presentation."""

    board: str = ""
    presenting: bool = False


class RestartPolicy:
    """Counts the crashes of one run, and decides whether and where the app starts again."""

    def __init__(self, log: Path | None, clock: Callable[[], float] = time.monotonic):
        self.log = log
        self._clock = clock
        self._crashes: list[float] = []

    def place_after(self, error: BaseException, place: Place) -> Place | None:
        """Log the error and return the place to start again at; None to end the app."""
        now = self._clock()
        self._crashes = [at for at in self._crashes if now - at < _WITHIN] + [now]
        if self.log is not None:
            write_down(self.log, error)
        if len(self._crashes) >= _MOST:
            return None
        return place if len(self._crashes) == 1 else Place()


def write_down(log: Path, error: BaseException) -> None:
    """Append the error to the log file, without values of variables. If the file cannot be written, do nothing."""
    lines = traceback.TracebackException.from_exception(error, capture_locals=False).format()
    linecache.clearcache()  # linecache may hold the whole of each file that the traceback names
    text = f"{time.strftime('%Y-%m-%dT%H:%M:%S')}\n{''.join(lines)}\n"
    with suppress(OSError):
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        how = os.O_TRUNC if log.exists() and log.stat().st_size > _LARGEST else os.O_APPEND
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | how, 0o600), "w", encoding="utf-8") as file:
            file.write(text)


def log_error(error: BaseException) -> None:
    """Log an error after which the app goes on. Errors of one place in the code are logged at most once a minute."""
    place = fault_name(error)
    now = time.monotonic()
    if now - _logged.get(place, -_WITHIN) >= _WITHIN:
        _logged[place] = now
        with suppress(OSError, ImportError, RuntimeError):  # without a home directory, there is no log file
            write_down(log_path(), error)


def log_path() -> Path:
    """Return the path of this user's error log."""
    if (own := hidden_file(LOG)) is not None:
        return own
    from platformdirs import user_log_path  # imported only after an error

    return user_log_path("cchc-tui", appauthor=False) / LOG
