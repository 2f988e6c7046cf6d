"""From a key to the first byte that answers it, ours against the smallest Textual app that answers keys at all."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import inputs
from folders import collect, data_folder, drop, view_command
from measuring import PYTHON, Outcome, ratio_outcome
from terminal import Terminal, go_to_late_board, shows

from cchc_tui.demo.city import START

_DOWN, _UP = b"\x1b[B", b"\x1b[A"
#: What is pressed in turn, two keys that undo each other, and where.
WAYS = {
    "the cursor down a leaderboard": (_DOWN, _UP),
    "from one board to another": (b"1", b"2"),
    "the page of a presentation": (b"\x1b[C", b"\x1b[D"),
}


def key_to_byte(pairs: int, quick: bool) -> list[Outcome]:
    """Medians of rounds of keys, in turn on two terminals that stand side by side."""
    minimal = [PYTHON, str(Path(__file__).with_name("key_app.py"))]
    keys = 10 if quick else 30
    outcomes = []
    with data_folder() as folder:
        drop(folder, inputs.plain_csv(5_000 if quick else 20_000))
        collect(folder)
        with Terminal(view_command(folder, START)) as ours, Terminal(minimal) as theirs:
            theirs.wait_for(shows("Phường 6"), 30)
            go_to_late_board(ours)
            for name, (there, back) in WAYS.items():
                if "presentation" in name:
                    ours.send(b"\x1b[15~")  # F5
                ours.drain(1.5)
                theirs.drain(0.5)
                a: list[float] = []
                b: list[float] = []
                for _ in range(pairs + 1):
                    a.append(statistics.median(_answered(ours, back if n % 2 else there, n) for n in range(keys)))
                    b.append(statistics.median(_answered(theirs, _DOWN, n) for n in range(keys)))
                outcomes.append(ratio_outcome(f"Key to first byte: {name}", a[1:], b[1:], 2, "minimal app"))
    return outcomes


def _answered(terminal: Terminal, key: bytes, number: int) -> float:
    """How long until the first byte; what comes after it is let go by."""
    time.sleep(0.03 + 0.007 * (number % 7))
    terminal.drain(0.0)
    pressed = terminal.send(key)
    chunk = terminal.read(5)
    if chunk is None:
        raise TimeoutError("no answer to a key")
    terminal.feed(chunk.data)
    terminal.drain(0.04)
    return chunk.at - pressed
