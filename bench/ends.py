"""The time from a key, a signal or a closed window to the end of the app and of its collector."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import inputs
from folders import collect, data_folder, drop, view_command
from measuring import PYTHON, Outcome, in_turn, ratio_outcome
from terminal import Terminal, paints

from cchc_tui.collector.status import read_status
from cchc_tui.demo.city import START
from cchc_tui.settings import DataFolder

_PATIENCE = 60.0
_ENDS: dict[str, Callable[[Terminal], object]] = {
    "Ctrl+Q": lambda terminal: terminal.send(b"\x11"),
    "SIGTERM": lambda terminal: terminal.process.send_signal(signal.SIGTERM),
    "closed window": lambda terminal: terminal.hang_up(),
}


def ends(pairs: int, quick: bool) -> list[Outcome]:
    """The app on a folder with 20.000 dossiers, with its collector, against Ctrl+Q in the minimal app."""
    minimal = [PYTHON, str(Path(__file__).with_name("minimal_app.py"))]
    outcomes = []
    with data_folder() as folder:
        drop(folder, inputs.plain_csv(5_000 if quick else 20_000))
        collect(folder)
        ours = view_command(folder, START)
        for name, end in _ENDS.items():
            a, b = in_turn(pairs, partial(_ended, ours, end, folder), lambda: _ended(minimal, _ENDS["Ctrl+Q"]))
            outcomes.append(ratio_outcome(f"End of all processes after {name}", a, b, 1, "minimal Textual app"))
    return outcomes


def _ended(command: list[str], end: Callable[[Terminal], object], folder: DataFolder | None = None) -> float:
    """Seconds until the last process has ended."""
    with Terminal(command) as terminal:
        while (chunk := terminal.read(20)) is not None and not paints(chunk.data):
            pass
        until = time.monotonic() + _PATIENCE
        while folder is not None and not read_status(folder.path).alive:
            terminal.collect(0.05)
            if time.monotonic() > until:
                raise TimeoutError("no collector")
        terminal.drain(0.5)
        running = [os.pidfd_open(pid) for pid in (_processes_on(folder) if folder else [terminal.process.pid])]
        began = time.monotonic()
        end(terminal)
        while running:
            found = select.select(running, [], [], _PATIENCE)[0]
            if not found:
                raise TimeoutError(f"{len(running)} processes have not ended")
            for ended in found:
                running.remove(ended)
                os.close(ended)
        return time.monotonic() - began


def _processes_on(folder: DataFolder) -> list[int]:
    """The numbers of the processes with the folder on their command line."""
    found = []
    for path in Path("/proc").iterdir():
        with suppress(OSError):
            if path.name.isdecimal() and os.fsencode(folder.path) in (path / "cmdline").read_bytes():
                found.append(int(path.name))
    return found
