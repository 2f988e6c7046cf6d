"""The boards that have a screen, with its key: palette, help, footer and presentation follow."""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.boards.listed import LISTED


class BoardKey(NamedTuple):
    """A board of the app: its name (a mode of the app and a key of the texts) and its key."""

    name: str
    key: str


BOARDS = tuple(BoardKey(one.name, one.key) for one in LISTED if one.key)
