"""The boards that have a screen and a key. Palette, help, footer and presentation use this list."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from cchc_tui.boards.listed import LISTED

#: A board's name is also the app's mode, and the key of the board's texts.
BOARDS = tuple(board for board in LISTED if board.key)


def brief_keys(keys: Collection[str]) -> str:
    """The boards' keys as text. A run of three or more digits is shortened to its ends: "0-9 b d"."""
    digits = sorted(int(key) for key in keys if key.isdigit())
    runs = [[key for _, key in run] for _, run in groupby(enumerate(digits), lambda each: each[1] - each[0])]
    brief = [f"{run[0]}-{run[-1]}" if len(run) > 2 else " ".join(map(str, run)) for run in runs]
    return " ".join([*brief, *(key for key in keys if not key.isdigit())])
