"""The time from a key to the first visible byte of the answer.

Moving the cursor is compared with the smallest Textual app that answers a key. Changing the board, or the page of a
presentation, is compared with a Textual app that switches between two DataTables.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import NamedTuple

import inputs
from folders import collect, data_folder, drop, view_command
from measuring import PYTHON, Outcome, ratio_outcome, value_outcome
from terminal import Terminal, go_to_late_board, paints, shows

from cchc_tui.demo.city import START

_DOWN, _UP, _RIGHT, _LEFT, _F5 = b"\x1b[B", b"\x1b[A", b"\x1b[C", b"\x1b[D", b"\x1b[15~"
#: No answer may take longer than that, whatever a peer takes.
_MOST_MS = 20


class Way(NamedTuple):
    """Two keys that undo each other, the peer's two keys, and how many times the peer's time ours may take."""

    name: str
    keys: tuple[bytes, bytes]
    peer: str
    peer_keys: tuple[bytes, bytes]
    limit: float


_MODES = (b"2", b"1")  # the peer begins on its first one
WAYS = (
    Way("the cursor down a leaderboard", (_DOWN, _UP), "minimal app", (_DOWN, _UP), 2),
    Way("from one board to another", (b"1", b"2"), "two DataTables", _MODES, 0.2),
    Way("the page of a presentation", (_RIGHT, _LEFT), "two DataTables", _MODES, 0.2),
)


def key_to_byte(pairs: int, quick: bool) -> list[Outcome]:
    """Medians of rounds of keys, in turn in the app and in its peer, on terminals of 120x40."""
    minimal, tables = ([PYTHON, str(Path(__file__).with_name(name))] for name in ("key_app.py", "two_tables_app.py"))
    keys = 10 if quick else 30
    outcomes = []
    with data_folder() as folder:
        drop(folder, inputs.plain_csv(5_000 if quick else 20_000))
        collect(folder)
        with (
            Terminal(view_command(folder, START)) as ours,
            Terminal(minimal) as small,
            Terminal(tables) as large,
        ):
            small.wait_for(shows("Phường 6"), 30)
            large.wait_for(shows("Đơn vị số 27"), 30)
            go_to_late_board(ours)
            peers = {"minimal app": small, "two DataTables": large}
            for way in WAYS:
                if way.keys == (_RIGHT, _LEFT):
                    ours.send(_F5)
                outcomes += _measured(way, ours, peers[way.peer], pairs, keys)
    return outcomes


def _measured(way: Way, ours: Terminal, peer: Terminal, pairs: int, keys: int) -> list[Outcome]:
    for terminal in (ours, peer):
        terminal.drain(1.0)
    a: list[float] = []
    b: list[float] = []
    for _ in range(pairs + 1):
        a.append(statistics.median(_answered(ours, way.keys[n % 2], n) for n in range(keys)))
        b.append(statistics.median(_answered(peer, way.peer_keys[n % 2], n) for n in range(keys)))
    title = f"Key to first byte: {way.name}"
    milliseconds = [took * 1000 for took in a[1:]]
    return [ratio_outcome(title, a[1:], b[1:], way.limit, way.peer), value_outcome(title, milliseconds, _MOST_MS, "ms")]


def _answered(terminal: Terminal, key: bytes, number: int) -> float:
    """Seconds from a key to the first visible output. What comes after it is read and not counted."""
    time.sleep(0.03 + 0.007 * (number % 7))
    terminal.drain(0.0)
    pressed = terminal.send(key)
    while (chunk := terminal.read(5)) is not None:
        terminal.feed(chunk.data)
        if paints(chunk.data):
            terminal.drain(0.04)
            return chunk.at - pressed
    raise TimeoutError("no answer to a key")
