"""Reads the terminal's input so that no byte ends the app.

Textual's input thread ends the app at a byte that is not UTF-8 and at a key report without a valid character. Radio
links and modems produce such bytes. Here they are skipped. Pastes that the terminal does not mark are distinguished
from keys (``unmarked_paste.py``), marked ones are cut (``marked_paste.py``), and more keys than a person presses are
dropped (``input_rate.py``).
"""

from __future__ import annotations

import os
import select
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from typing_extensions import override

from cchc_tui.tui.terminal.input_rate import InputRate
from cchc_tui.tui.terminal.marked_paste import PASTE_SECONDS, MarkedPaste
from cchc_tui.tui.terminal.unmarked_paste import MOST, UnmarkedPaste
from cchc_tui.tui.terminal.waking_event import WakingEvent
from cchc_tui.tui.terminal.window_size import possible

_LOOK = 0.1
#: The seconds after the last byte in which something of it may still be waiting for its end.
_PENDING = 2 * PASTE_SECONDS
_AT_ONCE = 4096


class SturdyParser(XTermParser):
    """A parser that limits pastes and the rate of keys, and ignores impossible window sizes.

    If the end mark of a paste was lost, the parser ends the paste, which would else swallow every key.
    """

    def __init__(self, debug: bool = False, clock: Callable[[], float] = time.monotonic):
        """``clock`` returns seconds."""
        super().__init__(debug)
        self._clock = clock
        self._unmarked = UnmarkedPaste(clock)
        self._marked = MarkedPaste(clock, MOST)
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
        """Whether the reported size is possible for a window.

        If the size is impossible, restore the scale of mouse positions from the last report of a possible size.
        """
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
                came = os.read(self.fileno, _AT_ONCE)
                pending_until = time.monotonic() + _PENDING
                if not came:  # the terminal is gone, so the guard ends the process
                    self.exit_event.wait(_LOOK)
                for message in parser.feed(decode(came)) if came else ():
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)
