"""Tell pasted text from pressed keys, where the terminal does not mark a paste. Pure.

Nobody presses a dozen different keys at once; a line that stood still for a second brings ten at most. So many
printable characters in one go are a paste, and they run no keys. A held key may repeat in any number: brackets and
signs, escape sequences, backspace, arrows, the mouse.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

#: Characters at once that are a paste. The fastest hand makes ten or twelve in a second.
LEAST = 12
#: Seconds within which characters come at once. A paste ends when nothing has come for so long.
QUIET = 0.04
#: Keys that users hold down.
HELD = frozenset("[]{}+-<>\r")
#: Characters of a paste that are kept: one line has no room for more.
MOST = 10_000

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[PX^_\]][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[OPX^_\]])", re.DOTALL)
_OPEN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O|[PX^_\]][^\x07\x1b]*\x1b?)?\Z")


class Bursts:
    """Sits between reading and keys. ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._waiting = ""  # several characters, which are keys if nothing follows
        self._pasted: str | None = None  # the paste as far as it has come
        self._open = ""  # the start of an escape sequence whose rest has not been read yet
        self._last = 0.0

    @property
    def patience(self) -> float | None:
        """Seconds until ``rest`` returns something if nothing more comes; None if it has nothing."""
        if self._pasted is None and not self._waiting:
            return None
        return max(0.0, self._last + QUIET - self._clock())

    def take(self, data: str) -> str:
        """Take what was read and return the part that is certainly keys; "" while more must come to know."""
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
        """Return what waits, as keys, because a marked paste follows."""
        keys, self._waiting = self._waiting, ""
        return keys

    def rest(self) -> tuple[str, str]:
        """Return (keys, pasted text) that are certain because nothing has followed for ``QUIET`` seconds."""
        if self.patience != 0.0:
            return "", ""
        keys, pasted = self._waiting, self._pasted or ""
        self._waiting, self._pasted, self._open = "", None, ""
        return keys, pasted
