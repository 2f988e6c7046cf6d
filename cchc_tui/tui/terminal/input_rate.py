"""Drops what comes faster than a person can press keys and move a mouse.

The app handles a few hundred keys in a second. More would wait in its queue, in any number, and run for minutes after
their cause is over: a key that is stuck, a program that types, a connection that repeats bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual import events
from textual.message import Message

#: This many events may come at once: what a hung line held back of a held key.
AT_ONCE = 300.0
#: So many come in each second afterwards. A held key repeats 30 to 60 times.
EACH_SECOND = 100.0
#: After this many seconds without a drop, the next one is reported again.
SAID_AGAIN = 1.0


class InputRate:
    """Counts the events of keys and of the mouse, and drops too many. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float]):
        self._clock = clock
        self._room = AT_ONCE
        self._counted = clock()
        self._dropped = self._counted - SAID_AGAIN  # when the last event of a key was dropped
        self._pressed = False  # whether a button of the mouse was pressed and not released

    def let_through(self, message: Message) -> Iterator[Message]:
        """Yield the message, or nothing if there are too many messages.

        For the first of a series of dropped keys, yield an empty paste. The screen then shows the same sentence as
        after a paste.
        """
        if not isinstance(message, events.InputEvent):
            yield message
            return
        now = self._clock()
        self._room = min(AT_ONCE, self._room + (now - self._counted) * EACH_SECOND)
        self._counted = now
        released = self._pressed and isinstance(message, events.MouseUp)  # else the button would count as held down
        if self._room >= 1.0 or released:
            self._room = max(0.0, self._room - 1.0)
            self._pressed = isinstance(message, events.MouseDown) or (self._pressed and not released)
            yield message
            return
        if isinstance(message, events.Key):
            if now - self._dropped >= SAID_AGAIN:
                yield events.Paste("")
            self._dropped = now
