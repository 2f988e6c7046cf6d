"""Which boards there are: one line each gives a board its screen, its key, its palette entry and its line in the help.

A screen's module is imported when its board is first opened, so a board more costs the first frame nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cchc_tui.tui.screens.base import BoardScreen


def _overview() -> BoardScreen:
    from cchc_tui.tui.screens.overview import OverviewScreen

    return OverviewScreen()


def _late() -> BoardScreen:
    from cchc_tui.tui.screens.late import LateScreen

    return LateScreen()


def _rollout() -> BoardScreen:
    from cchc_tui.tui.screens.matrix import MatrixScreen

    return MatrixScreen()


def _exports() -> BoardScreen:
    from cchc_tui.tui.screens.sources import SourcesScreen

    return SourcesScreen()


def _changes() -> BoardScreen:
    from cchc_tui.tui.screens.changes import ChangesScreen

    return ChangesScreen()


def leaderboard(name: str) -> Callable[[], BoardScreen]:
    """What makes the screen of any board that ``boards/contract.py`` describes: such a board is one line below."""

    def make() -> BoardScreen:
        from cchc_tui.tui.screens.table import TableScreen

        return TableScreen(name)

    return make


class Board(NamedTuple):
    """A board of the app: its name (a mode of the app and a key of the texts), its key, and what makes its screen."""

    name: str
    key: str
    screen: Callable[[], BoardScreen]


BOARDS: tuple[Board, ...] = (
    Board("overview", "1", _overview),
    Board("changes", "b", _changes),
    Board("late", "2", _late),
    Board("due", "d", leaderboard("due")),
    Board("forecast", "f", leaderboard("forecast")),
    Board("rollout", "4", _rollout),
    Board("exports", "0", _exports),
)
