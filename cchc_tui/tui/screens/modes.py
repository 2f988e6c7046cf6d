"""The app's modes: for each board a function that creates its screen.

A screen's module is imported when its board is first opened, so that other boards do not delay the first frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen

from cchc_tui.tui.keys.boards import BOARDS


def _overview() -> Screen[Any]:
    from cchc_tui.tui.screens.overview import OverviewScreen

    return OverviewScreen()


def _rollout() -> Screen[Any]:
    from cchc_tui.tui.screens.matrix import MatrixScreen

    return MatrixScreen()


def _exports() -> Screen[Any]:
    from cchc_tui.tui.screens.sources import SourcesScreen

    return SourcesScreen()


def leaderboard(name: str) -> Callable[[], Screen[Any]]:
    """A function that creates the screen of a leaderboard, or of another board that declares its columns.

    Each board has a screen object of its own, because Textual keeps the drawn lines of each: with one object for all
    boards, each switch would draw every line, which takes twice as long. ``Session.leaderboards`` has the choices.
    """

    def make() -> Screen[Any]:
        from cchc_tui.tui.screens.leaderboard import LeaderboardScreen

        return LeaderboardScreen(name)

    return make


#: Boards with a screen of their own; all others are leaderboards.
_OWN: Mapping[str, Callable[[], Screen[Any]]] = {"overview": _overview, "rollout": _rollout, "exports": _exports}
MODES = {board.name: _OWN.get(board.name) or leaderboard(board.name) for board in BOARDS}
