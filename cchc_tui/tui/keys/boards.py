"""The boards that have a screen, with its key: palette, help, footer and presentation follow.

A screen's module is imported when its board is first opened, so a board more costs the first frame nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.boards.listed import LISTED

if TYPE_CHECKING:
    from cchc_tui.tui.screens.board_screen import BoardScreen


def _overview() -> BoardScreen:
    from cchc_tui.tui.screens.overview import OverviewScreen

    return OverviewScreen()


def _rollout() -> BoardScreen:
    from cchc_tui.tui.screens.matrix import MatrixScreen

    return MatrixScreen()


def _exports() -> BoardScreen:
    from cchc_tui.tui.screens.sources import SourcesScreen

    return SourcesScreen()


def leaderboard(name: str) -> Callable[[], BoardScreen]:
    """What makes the screen of a leaderboard, or of any other board that says its columns."""

    def make() -> BoardScreen:
        from cchc_tui.tui.screens.leaderboard import LeaderboardScreen

        return LeaderboardScreen(name)

    return make


class Board(NamedTuple):
    """A board of the app: its name (a mode of the app and a key of the texts), its key, and what makes its screen."""

    name: str
    key: str
    screen: Callable[[], BoardScreen]


#: Boards with a screen of their own; any other is a leaderboard.
_OWN = {"overview": _overview, "rollout": _rollout, "exports": _exports}
BOARDS = tuple(Board(one.name, one.key, _OWN.get(one.name) or leaderboard(one.name)) for one in LISTED if one.key)
