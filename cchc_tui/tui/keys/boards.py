"""The boards that have a screen and a key. Palette, help, footer and presentation use this list."""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.boards.listed import LISTED


class BoardKey(NamedTuple):
    """A board of the app: its name (also the app's mode and the key of its texts), and the key that opens it."""

    name: str
    key: str


BOARDS = tuple(BoardKey(one.name, one.key) for one in LISTED if one.key)
