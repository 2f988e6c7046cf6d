"""Waits until an app is at rest, by looking at its event loop and threads.

Textual's pilot guesses that from the processor time: its wait takes at least 20 ms and ends when this process used less
than 1 ms of them. That is too long where all is done at once, and too short where another process has the processor.
"""

from __future__ import annotations

import asyncio
import inspect
import select
import socket
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import thread as pool
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.pilot import Pilot

from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.session import poller_wait
from cchc_tui.tui.terminal.driver import SturdyDriver, SturdyParser

if TYPE_CHECKING:
    import pytest

#: What is due within so many seconds belongs to what is waited for, as it does where the pilot waits.
SOON = 1 / 50
#: On a terminal more does: figures come while it is read.
SOON_ON_A_TERMINAL = 0.35
#: The threads of the tests' own machinery, and those that wait for a terminal or a signal.
_OTHERS = frozenset(threading.enumerate())
_WAITS_OUTSIDE = frozenset({"textual-input", "terminal-guard"})


def use_rest(patch: pytest.MonkeyPatch) -> None:
    """Let pilots wait until the app has come to rest."""
    patch.setattr("textual.app.wait_for_idle", at_rest)
    patch.setattr("textual.pilot.wait_for_idle", at_rest)
    patch.setattr(Pilot, "_wait_for_screen", all_read)


async def at_rest(_least: float = 0, most: float = 1, *, soon: float = SOON) -> None:
    """Wait until no thread works and nothing is due in the loop within ``soon`` seconds; at most ``most`` seconds."""
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + most
    while loop.time() < end:
        await asyncio.sleep(0)
        if any(map(_works, threading.enumerate())):
            await asyncio.sleep(0.001)
        elif not loop._ready:
            now = loop.time()
            following = min((alarm.when() for alarm in loop._scheduled if not alarm.cancelled()), default=end)
            if following > now + soon:
                return
            await asyncio.sleep(max(0.0, following - now))


async def all_read(_pilot: Pilot[int], timeout: float = 30) -> bool:
    """Wait until all messages are read, or for ``timeout`` seconds.

    The pilot has sent one more message to each widget.
    """
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + timeout
    await asyncio.sleep(0)
    while loop._ready and loop.time() < end:
        await asyncio.sleep(0)
    return True


def _works(thread: threading.Thread) -> bool:
    """Whether a thread does anything but wait."""
    if thread is threading.current_thread() or thread in _OTHERS or thread.name in _WAITS_OUTSIDE:
        return False
    frame = sys._current_frames().get(thread.ident or 0)
    if frame is None:
        return False
    place, held = (frame.f_code.co_filename, frame.f_code.co_name), frame.f_locals
    if place == (threading.__file__, "wait"):
        return "waiter" not in held or not held["waiter"].locked()  # it is let go by who tells something
    if place == (poller_wait.__file__, "wait"):
        folder = held["self"]._folder
        told = [held["self"].descriptor, *([] if folder is None else [folder.descriptor])]
        return bool(select.select(told, [], [], 0)[0])
    if place == (pool.__file__, "_worker"):
        return "work_item" in held or held["work_queue"].qsize() > 0
    return True


#: Where the thread that reads the terminal waits for input.
_READS = SturdyDriver.run_input_thread.__code__
_SOURCE, _FIRST = inspect.getsourcelines(SturdyDriver.run_input_thread)
_WAITS = _FIRST + next(number for number, line in enumerate(_SOURCE) if "select.select(" in line)


def _is_reading() -> bool:
    """Whether the thread that reads the terminal does anything but wait for input, or has not begun."""
    thread = next((each for each in threading.enumerate() if each.name == "textual-input"), None)
    frame = None if thread is None else sys._current_frames().get(thread.ident or 0)
    return frame is None or frame.f_code is not _READS or frame.f_lineno != _WAITS


def answer(app: CchcApp, descriptor: int) -> None:
    """Send each byte that comes on the socket ``descriptor`` back, once the app on this terminal is at rest.

    Then all input has been read, each key has had its effect, and its output is written.
    """
    asked = socket.socket(fileno=descriptor)
    held = False
    plain = SturdyParser.tick

    def tick(parser: SturdyParser) -> Iterable[Message]:
        nonlocal held
        yield from plain(parser)
        held = parser.patience < 0.1 or parser._timeout_time is not None  # the rest of a sequence may follow

    def run() -> None:
        while question := asked.recv(1):
            while select.select([0], [], [], 0)[0] or _is_reading() or held or app._loop is None:
                time.sleep(0.01)
            asyncio.run_coroutine_threadsafe(at_rest(most=7, soon=SOON_ON_A_TERMINAL), app._loop).result()
            asked.send(question)

    SturdyParser.tick = tick  # type: ignore[method-assign]
    threading.Thread(target=run, name="at rest", daemon=True).start()
