"""The app's modes: for each board a function that creates its screen.

A screen's module is imported when its board is first opened, so that other boards do not delay the first frame.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.screen import Screen

from cchc_tui.tui.keys.boards import BOARDS


def _screen(name: str) -> Screen[Any]:
    if name == "overview":
        from cchc_tui.tui.screens.overview import OverviewScreen

        return OverviewScreen()
    if name == "rollout":
        from cchc_tui.tui.screens.matrix import MatrixScreen

        return MatrixScreen()
    if name == "exports":
        from cchc_tui.tui.screens.sources import SourcesScreen

        return SourcesScreen()
    return leaderboard(name)


def leaderboard(name: str) -> Screen[Any]:
    """Create the screen of a leaderboard, or of another board that declares its columns.

    Each board has a screen object of its own, because Textual keeps the drawn lines of each: with one object for all
    boards, each switch would draw every line, which takes twice as long. ``Session.leaderboards`` has the choices.
    """
    from cchc_tui.tui.screens.leaderboard import LeaderboardScreen

    return LeaderboardScreen(name)


MODES = {board.name: partial(_screen, board.name) for board in BOARDS}
