"""The boards that have a screen and a key. Palette, help, footer and presentation use this list."""

from __future__ import annotations

from cchc_tui.boards.listed import LISTED

#: A board's name is also the app's mode, and the key of the board's texts.
BOARDS = tuple(board for board in LISTED if board.key)
