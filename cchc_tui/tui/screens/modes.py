"""The app's modes: a factory for the screen of each board.

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
    """A factory for the screen of a leaderboard, or of any other board that declares its columns.

    Each board has a screen object of its own, whose drawn lines Textual keeps: one object for all of them would draw
    every line at each switch, which takes twice as long. The viewer's choices are in ``Session.leaderboards``.
    """

    def make() -> Screen[Any]:
        from cchc_tui.tui.screens.leaderboard import LeaderboardScreen

        return LeaderboardScreen(name)

    return make


#: Boards with a screen of their own; any other is a leaderboard.
_OWN: Mapping[str, Callable[[], Screen[Any]]] = {"overview": _overview, "rollout": _rollout, "exports": _exports}
MODES = {board.name: _OWN.get(board.name) or leaderboard(board.name) for board in BOARDS}
