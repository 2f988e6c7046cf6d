"""Which boards there are, in their order. A new board is a file in ``boards/`` that ends in its ``BOARD``, and a line
here: its command, its screen, its page of the presentation, its entry in the palette and its line in the help follow.

A board's file is imported when the board is first asked for, so a board more costs the first frame nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from cchc_tui.boards.board import ListBoard
    from cchc_tui.boards.leaderboard import Leaderboard

    Board: TypeAlias = Leaderboard[Any] | ListBoard[Any]


class Listed(NamedTuple):
    """A board: its name, its key on screens ("": it has no screen of its own) and its file ("": called as the board).

    A board without ``answers`` is a screen only: it has no JSON and no table.
    """

    name: str
    key: str = ""
    module: str = ""
    answers: bool = True

    @property
    def board(self) -> Board:
        """What its file says of it."""
        board: Board = import_module(self.module or f"cchc_tui.boards.{self.name}").BOARD
        return board


LISTED: tuple[Listed, ...] = (
    Listed("overview", "1", answers=False),
    Listed("changes", "b"),
    Listed("late", "2"),
    Listed("due", "d"),
    Listed("forecast", "f"),
    Listed("rollout", "4"),
    Listed("exports", "0"),
    Listed("findings"),
    Listed("trend"),
)


def board_names() -> list[str]:
    """The boards that answer as JSON and as a table."""
    return [one.name for one in LISTED if one.answers]


def board_of(name: str) -> Board:
    """The board of that name; KeyError where there is none."""
    found = {one.name: one for one in LISTED if one.answers}
    return found[name].board
