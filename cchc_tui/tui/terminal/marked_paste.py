"""Limits the length of pastes that the terminal marks (bracketed paste), and removes escape characters from them.

Textual reads a paste character by character, and runs keys where a paste holds an escape character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START

#: Seconds after which a paste without an end counts as ended, because its end was lost: it would swallow every key.
PASTE_SECONDS = 5.0


class MarkedPaste:
    """Splits input into parts inside and outside of marked pastes, and cuts long pastes. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float], most: int):
        """``most`` is the number of characters that are kept of a paste."""
        self._clock, self._most = clock, most
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
                self._began, self._left, self._tail, data = self._clock(), self._most, "", data[end:]
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
    """The beginning of an end mark with which the content ends; "" if there is none."""
    lengths = range(len(BRACKETED_PASTE_END) - 1, 0, -1)
    return next((content[-n:] for n in lengths if content.endswith(BRACKETED_PASTE_END[:n])), "")
