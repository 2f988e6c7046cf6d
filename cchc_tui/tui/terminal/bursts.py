"""Tells text that was pasted from keys that were pressed, where the terminal does not mark a paste. Pure.

Nobody presses a dozen different keys at once; a line that stands still for a second brings ten at most together. So
many printable characters in one go are a paste, and no key is run by them. Keys that one holds, arrows and the mouse
may come in any number: brackets and signs that are repeated, escape sequences, backspace.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

#: So many characters at once are pasted. The fastest hand makes ten or twelve in a second.
LEAST = 12
#: What comes within so many seconds comes at once; and a paste is over when nothing has come for so long.
QUIET = 0.04
#: Keys that make sense to hold down.
HELD = frozenset("[]{}+-<>\r")
#: Of a paste, no more is kept: it is typed on one line, if at all.
MOST = 10_000

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[PX^_\]][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[OPX^_\]])", re.DOTALL)
_OPEN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O|[PX^_\]][^\x07\x1b]*\x1b?)?\Z")


class Bursts:
    """Between what is read and what becomes keys. ``clock`` tells seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._waiting = ""  # more than one character: whether they are keys is known when nothing follows
        self._pasted: str | None = None  # what has come so far of a paste
        self._open = ""  # the beginning of a sequence that the last read was cut in
        self._last = 0.0

    @property
    def patience(self) -> float | None:
        """Seconds until ``rest`` has something to give if nothing comes; None where it has nothing."""
        if self._pasted is None and not self._waiting:
            return None
        return max(0.0, self._last + QUIET - self._clock())

    def take(self, data: str) -> str:
        """Takes what was read and returns the part that is certainly keys, nothing while more must come first."""
        self._last = self._clock()
        if self._pasted is not None:
            self._pasted = (self._pasted + data)[:MOST]
            return ""
        came = self._waiting + data
        plain = [char for char in _SEQUENCE.sub("", self._open + came) if char.isprintable() or char in "\r\n\t"]
        if len(plain) >= LEAST and not (len({*plain}) == 1 and plain[0] in HELD):
            self._pasted, self._waiting = came[:MOST], ""
            return ""
        if len(plain) > 1:
            self._waiting = came
            return ""
        cut = _OPEN.search(self._open + came)
        self._waiting, self._open = "", cut[0] if cut else ""
        return came

    def let_go(self) -> str:
        """What waits, as keys: a paste that is marked follows."""
        keys, self._waiting = self._waiting, ""
        return keys

    def rest(self) -> tuple[str, str]:
        """What has turned out to be keys, and what to be pasted, since nothing has followed for a while."""
        if self.patience != 0.0:
            return "", ""
        keys, pasted = self._waiting, self._pasted or ""
        self._waiting, self._pasted, self._open = "", None, ""
        return keys, pasted
