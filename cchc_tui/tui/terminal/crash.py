"""What becomes of a fault of ours: the screen in a meeting comes back by itself, and the fault is kept in a file.

Textual ends an app at any exception that nobody caught and prints it with the values of its variables, on a wall in
front of thirty people. Here it is written to a file without them, and the app begins again where it was; where that
fails too it begins with the overview, and after that it ends with a sentence.
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

_WITHIN = 60.0  # seconds: falls further apart have nothing to do with one another
_MOST = 3  # so many within that time, and it is left
_LARGEST = 1_000_000  # bytes of the file; then it begins again
_noted: dict[str, float] = {}  # faults, and when they were last written down


class Place(NamedTuple):
    """Where the app was: its board, and whether it was presenting."""

    board: str = ""
    presenting: bool = False


class Falls:
    """Counts the falls of one run and says where to begin again."""

    def __init__(self, log: Path | None, clock: Callable[[], float] = time.monotonic):
        self.log = log
        self._clock = clock
        self._fallen: list[float] = []

    def after(self, error: BaseException, place: Place) -> Place | None:
        """Where to begin after this one, the fault written down; None: it is over."""
        now = self._clock()
        self._fallen = [at for at in self._fallen if now - at < _WITHIN] + [now]
        if self.log is not None:
            write_down(self.log, error)
        if len(self._fallen) >= _MOST:
            return None
        return place if len(self._fallen) == 1 else Place()


def write_down(log: Path, error: BaseException) -> None:
    """Appends the fault to the file, without the values of its variables; a file that can't be written is let be."""
    lines = traceback.TracebackException.from_exception(error, capture_locals=False).format()
    linecache.clearcache()  # the whole of every file that the traceback names
    text = f"{time.strftime('%Y-%m-%dT%H:%M:%S')}\n{''.join(lines)}\n"
    with suppress(OSError):
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        how = os.O_TRUNC if log.exists() and log.stat().st_size > _LARGEST else os.O_APPEND
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | how, 0o600), "w", encoding="utf-8") as file:
            file.write(text)


def note(error: BaseException) -> None:
    """Writes down a fault that costs only a part of the screen; one that comes with each frame, once a minute."""
    place = fault_name(error)
    now = time.monotonic()
    if now - _noted.get(place, -_WITHIN) >= _WITHIN:
        _noted[place] = now
        write_down(log_path(), error)


def log_path() -> Path:
    """The file of this user's faults."""
    from platformdirs import user_log_path  # only where there was one

    return user_log_path("cchc-tui", appauthor=False) / "faults.log"
