"""The list of boards, in the order in which users see them.

To add a board, define ``BOARD`` in a file in ``boards/``, and add a line here. The board's command, screen, page of the
presentation, palette entry and help follow from its declaration. A board's file is imported when the board is first
used, so that boards which nobody uses do not delay the first frame.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cchc_tui.boards.board import Board


class Listed(NamedTuple):
    """An entry in the list of boards: the board's name, and the key to press for its screen ("": no screen).

    ``module`` is the module that declares the board; "" stands for the module in ``boards/`` with the board's name. A
    board without ``answers`` is only a screen, without JSON and table.
    """

    name: str
    key: str = ""
    module: str = ""
    answers: bool = True

    @property
    def board(self) -> Board[Any]:
        """The declaration of the board. Its module is imported at the first use."""
        board: Board[Any] = import_module(self.module or f"cchc_tui.boards.{self.name}").BOARD
        return board


LISTED: tuple[Listed, ...] = (
    Listed("overview", "1", answers=False),
    Listed("changes", "b"),
    Listed("late", "2"),
    Listed("unclosed", "3"),
    Listed("due", "d"),
    Listed("forecast", "f"),
    Listed("rollout", "4"),
    Listed("online", "5"),
    Listed("review", "6"),
    Listed("testing", "7"),
    Listed("directives", "8"),
    Listed("index", "9"),
    Listed("exports", "0"),
    Listed("findings"),
    Listed("trend"),
)


def board_names() -> list[str]:
    """The names of the boards with JSON and table."""
    return [one.name for one in LISTED if one.answers]


def board_of(name: str) -> Board[Any]:
    """The board with this name. Raises KeyError if there is no such board, or if it has no JSON and table."""
    found = {one.name: one for one in LISTED if one.answers}
    return found[name].board
