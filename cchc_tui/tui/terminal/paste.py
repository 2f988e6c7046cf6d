"""Pasted text in the terminal's input, which must not act as keys.

A terminal with bracketed paste marks the begin and the end of a paste. Textual reads a marked paste character by
character, and runs keys where the paste has an escape character. So escape characters are removed, and long pastes are
cut.

Other terminals mark nothing. Nobody presses a dozen different keys at once, though ten may arrive together after the
connection has hung for a second. So a dozen printable characters at once are a paste, and run no actions. An exception
are keys that a person may hold down: brackets and signs, backspace, arrows. They repeat some thirty times in a second.
But ``MOST_KEYS`` characters at once are always a paste.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START

#: Seconds after which a paste without an end counts as ended, because its end was lost: it would swallow every key.
PASTE_SECONDS = 5.0
#: This many characters at once are a paste. The fastest typist presses ten or twelve keys in a second.
LEAST = 12
#: Characters are at once if they come within this many seconds. A paste ends after as long without a character.
QUIET = 0.04
#: Two characters that come within this many seconds were not typed by hand; they wait for what follows.
TYPED = 0.01
#: For this many seconds after a paste, two characters or arrows at once belong to it: it may arrive in parts.
AFTER = 0.5
#: This many characters at once are no keys, not even those of a held arrow.
MOST_KEYS = 1024
#: Keys that users hold down.
HELD = frozenset("[]{}+-<>\r")
#: Characters of a paste that are kept: one line has no room for more.
MOST = 10_000

#: Reports of the mouse's position that another report follows.
_PASSED = re.compile(r"(?:\x1b\[<3[2-9];-?\d+;-?\d+M)+(?=\x1b\[<3[2-9];-?\d+;-?\d+M)")
_ALT = re.compile(r"\x1b[^\[OPX^_\]\x1b]")
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[PX^_\]][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[OPX^_\]])", re.DOTALL)
_OPEN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O|[PX^_\]][^\x07\x1b]*\x1b?)?\Z")


class MarkedPaste:
    """Splits input into parts inside and outside of marked pastes, and cuts long pastes. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float]):
        self._clock = clock
        self._began: float | None = None  # when the current paste began
        self._left = 0
        self._tail = ""  # the end of what came, where the marks of beginning or end may be cut

    def parts(self, data: str) -> Iterator[tuple[str, bool]]:
        """Yield the parts of the input, and whether each belongs to a paste. The two marks of a paste belong to it."""
        while data:
            if self._began is None:
                seen = self._tail + data
                at = seen.find(BRACKETED_PASTE_START)
                if at < 0:
                    self._tail = seen[1 - len(BRACKETED_PASTE_START) :]
                    yield data, False
                    return
                begin = max(0, at - len(self._tail))
                end = at + len(BRACKETED_PASTE_START) - len(self._tail)
                if begin:
                    yield data[:begin], False
                yield data[begin:end], True
                self._began, self._left, self._tail, data = self._clock(), MOST, "", data[end:]
                continue
            content, mark, data = (self._tail + data).partition(BRACKETED_PASTE_END)
            self._tail = "" if mark else _cut_mark(content)
            yield self._kept(content.removesuffix(self._tail)) + mark, True
            if mark:
                self._began = None

    def overdue(self) -> str:
        """If a paste has no end mark after ``PASTE_SECONDS``, end the paste and return an end mark; else return ""."""
        if self._began is None or self._clock() - self._began < PASTE_SECONDS:
            return ""
        self._began, self._tail = None, ""
        return BRACKETED_PASTE_END

    def _kept(self, content: str) -> str:
        kept = content[: self._left].replace("\x1b", "")
        self._left -= len(kept)
        return kept


def _cut_mark(content: str) -> str:
    """The last characters of ``content`` if they may be the first part of the mark that ends a paste; else ""."""
    lengths = range(len(BRACKETED_PASTE_END) - 1, 0, -1)
    return next((content[-n:] for n in lengths if content.endswith(BRACKETED_PASTE_END[:n])), "")


class UnmarkedPaste:
    """Separates pressed keys from pasted text in the input. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float]):
        self._clock = clock
        self._waiting = ""  # several characters, which are keys if nothing follows them
        self._pasted: str | None = None  # the paste so far
        self._open = ""  # the start of an escape sequence that is not complete yet
        self._last = 0.0
        self._typed = 0.0  # when the last character came
        self._ended = -AFTER  # when the last paste ended

    @property
    def patience(self) -> float | None:
        """Seconds after which ``rest`` returns something if no input comes; None if nothing is held back."""
        if self._pasted is None and not self._waiting:
            return None
        return max(0.0, self._last + QUIET - self._clock())

    def take(self, data: str) -> str:
        """Take input, and return the characters that are certainly keys.

        "" if the input belongs to a paste, or if only the next input can decide whether it does.
        """
        before, now = self._typed, self._clock()
        self._last = now
        if self._pasted is not None:
            self._pasted = (self._pasted + data)[:MOST]
            return ""
        came = self._waiting + _PASSED.sub("", data)
        seen = self._open + came
        plain = [char for char in _SEQUENCE.sub("", seen) if char.isprintable() or char in "\r\n\t"]
        many, least = len(plain) + len(_ALT.findall(seen)), LEAST
        if now - self._ended < AFTER:
            many, least = len(plain) + len(_SEQUENCE.findall(seen)), 2
        if len(seen) >= MOST_KEYS or (many >= least and not (len({*plain}) == 1 and plain[0] in HELD)):
            self._pasted, self._waiting = came[:MOST], ""
            return ""
        if plain:
            self._typed = now
        if len(plain) > 1 or (plain and now - before < TYPED):
            self._waiting = came
            return ""
        cut = _OPEN.search(self._open + came)
        self._waiting, self._open = "", cut[0] if cut else ""
        return came

    def let_go(self) -> str:
        """Return the characters that are held back, as keys, because a marked paste follows."""
        keys, self._waiting = self._waiting, ""
        return keys

    def rest(self) -> tuple[str, str]:
        """The keys and the pasted text that became certain because no input came for ``QUIET`` seconds; "" for none."""
        if self.patience != 0.0:
            return "", ""
        keys, pasted = self._waiting, self._pasted or ""
        if pasted:
            self._ended = self._clock()
        self._waiting, self._pasted, self._open = "", None, ""
        return keys, pasted
