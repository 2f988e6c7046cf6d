"""The time from the start of the app to its first visible output, on a pseudo-terminal."""

from __future__ import annotations

from pathlib import Path

import inputs
from folders import collect, data_folder, drop, view_command
from measuring import PYTHON, Outcome, in_turn, ratio_outcome
from terminal import Terminal, paints

from cchc_tui.demo.city import START


def first_frame(pairs: int, quick: bool) -> Outcome:
    """The app on a folder with 20.000 dossiers, which also starts its collector, against the minimal app."""
    minimal = [PYTHON, str(Path(__file__).with_name("minimal_app.py"))]
    with data_folder() as folder:
        drop(folder, inputs.plain_csv(5_000 if quick else 20_000))
        collect(folder)
        ours = view_command(folder, START)
        a, b = in_turn(pairs, lambda: _painted(ours), lambda: _painted(minimal))
    return ratio_outcome("First frame of the app", a, b, 1.4, "minimal Textual app")


def _painted(command: list[str]) -> float:
    with Terminal(command) as terminal:
        while (chunk := terminal.read(20)) is not None:
            if paints(chunk.data):
                return chunk.at - terminal.started
    raise TimeoutError(f"nothing painted by {command}")
