"""Reads the terminal's input so that no byte ends the app, and no input makes the app work for minutes.

Textual's input thread ends the app at a byte that is not UTF-8 and at a key report without a valid character. Radio
links and modems produce such bytes. Here they are skipped. Pasted text runs no actions (``paste.py``).

The app handles a few hundred keys in a second. Far more keys can come from a stuck key, a program that types, or a
connection that repeats bytes. They would wait in the app's queue and still run minutes later. So input is dropped if it
comes faster than a person can press keys and move a mouse.
"""

from __future__ import annotations

import os
import select
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from typing_extensions import override

from cchc_tui.tui.terminal.paste import PASTE_SECONDS, MarkedPaste, UnmarkedPaste
from cchc_tui.tui.terminal.waking_event import WakingEvent
from cchc_tui.tui.terminal.window_size import possible

_LOOK = 0.1
#: Seconds after the last byte in which the parser may still wait for the rest of a sequence or a paste.
_PENDING = 2 * PASTE_SECONDS
_READ_BYTES = 4096
#: This many events may come at once: those of a held key, which a hung line has held back.
AT_ONCE = 300.0
#: This many events may come in each second. A held key repeats 30 to 60 times.
EACH_SECOND = 100.0
#: After this many seconds without a dropped key, the next dropped key is reported.
SAID_AGAIN = 1.0


class InputRate:
    """Drops events of keys and of the mouse that come too fast. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float]):
        self._clock = clock
        self._room = AT_ONCE
        self._counted = clock()
        self._dropped = self._counted - SAID_AGAIN  # when the last event of a key was dropped
        self._pressed = False  # whether a button of the mouse was pressed and not released

    def let_through(self, message: Message) -> Iterator[Message]:
        """Yield the message, unless it comes too fast.

        For the first of a series of dropped keys, yield an empty paste: the screen then says the same as after a paste.
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


class SturdyParser(XTermParser):
    """A parser that limits pastes and the rate of keys, and ignores impossible window sizes."""

    def __init__(self, debug: bool = False, clock: Callable[[], float] = time.monotonic):
        """``clock`` returns seconds."""
        super().__init__(debug)
        self._clock = clock
        self._unmarked = UnmarkedPaste(clock)
        self._marked = MarkedPaste(clock)
        self._rate = InputRate(clock)
        self._scale = self.mouse_pixels, self.terminal_size, self.terminal_pixel_size

    @override
    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
            return
        for part, marked in self._marked.parts(data):
            yield from self._read(self._unmarked.let_go() + part if marked else self._unmarked.take(part))

    def _read(self, data: str) -> Iterable[Message]:
        for message in super().feed(data) if data else ():
            if not isinstance(message, events.Resize) or self._is_believed(message):
                yield from self._rate.let_through(message)

    @override
    def tick(self) -> Iterable[Message]:
        yield from self._read(self._marked.overdue())
        keys, pasted = self._unmarked.rest()
        yield from self._read(keys)
        if pasted:
            yield events.Paste(pasted)
        for message in super().tick():
            yield from self._rate.let_through(message)

    @property
    def patience(self) -> float:
        """Seconds after which ``tick`` has to be called if no input comes."""
        return min(_LOOK, _LOOK if self._unmarked.patience is None else self._unmarked.patience)

    def _is_believed(self, report: events.Resize) -> bool:
        """Whether a window can have the reported size. If not, keep the last good report's scale of mouse positions."""
        there = possible(report.size) == report.size
        if there:
            scaled = report.pixel_size is not None and all(report.pixel_size)
            self._scale = (scaled, self.terminal_size, self.terminal_pixel_size)
        self.mouse_pixels, self.terminal_size, self.terminal_pixel_size = self._scale
        return there


class SturdyDriver(LinuxDriver):
    """A driver that continues to read after input that cannot be parsed."""

    _app: App[object]

    @override
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.exit_event: WakingEvent = WakingEvent()

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size that the terminal reports, not ``COLUMNS`` and ``LINES``, which may be of another window."""
        with suppress(OSError):
            width, height = os.get_terminal_size(self.fileno)
            if width and height:
                return width, height
        return super()._get_terminal_size()

    def _run_input_thread(self) -> None:
        while not self.exit_event.is_set():
            try:
                self.run_input_thread()
            except (ValueError, ArithmeticError, ParseError):  # a key report without a valid character
                continue
            except BaseException as error:  # noqa: BLE001 - handed on to the app, which starts again
                if isinstance(error, Exception):
                    self._app.call_later(self._app._handle_exception, error)
                return

    def run_input_thread(self) -> None:
        """Read until the app ends. Bytes that are not UTF-8 are skipped."""
        parser = SturdyParser(self._debug)
        decode = getincrementaldecoder("utf-8")("ignore").decode
        pending_until = 0.0
        while not self.exit_event.is_set():
            # Without anything pending the thread sleeps: many viewers run on one machine.
            patience = parser.patience if time.monotonic() < pending_until else None
            ready, _, _ = select.select([self.fileno, self.exit_event.descriptor], [], [], patience)
            if self.fileno in ready:
                came = os.read(self.fileno, _READ_BYTES)
                pending_until = time.monotonic() + _PENDING
                if not came:  # the terminal is gone, so the guard ends the process
                    self.exit_event.wait(_LOOK)
                for message in parser.feed(decode(came)) if came else ():
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)
