"""The viewer's choices for a leaderboard, except the order of its rows, which the user's preferences keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cchc_tui.texts.tui import LEVELS_SHORT
from cchc_tui.tui.session.queries import Query, leaderboard_query

if TYPE_CHECKING:
    from cchc_tui.boards.board import Board, By
    from cchc_tui.domain.moments import Stamp


class LeaderboardChoices:
    """The choices for one leaderboard, and the query for them."""

    def __init__(self, board: Board[Any]):
        self._board = board
        self.by: By = board.groupings[0] if board.groupings else "unit"
        self.level = ""  # "": both
        self.first_seen = False  # whether dates count as they were first seen

    @property
    def asked_level(self) -> str:
        """The level in the query. For rows by unit it is "": the screen itself hides the rows of the other level."""
        return self.level if self.by != "unit" else ""

    def query(self, reference: Stamp | None) -> Query:
        """The board's query. ``reference`` is part of the query only if the board's figures are themselves changes."""
        since = None if self._board.compared else reference
        return leaderboard_query(
            self._board.name, self.by, level=self.asked_level, first_seen=self.first_seen, since=since
        )

    def group(self, by: str, steps: int) -> bool:
        """Choose the grouping ``by``. If the board lacks it, choose the grouping ``steps`` after the present one.

        Return False if the board has no groupings.
        """
        names = self._board.groupings
        if names:
            further = names[(names.index(self.by) + steps) % len(names)]
            self.by = next((name for name in names if name == by), further)
        return bool(names)

    def next_level(self) -> None:
        """Choose the next level, in the order: both levels, the city's, the communes'."""
        levels = list(LEVELS_SHORT)
        self.level = levels[(levels.index(self.level) + 1) % len(levels)]
