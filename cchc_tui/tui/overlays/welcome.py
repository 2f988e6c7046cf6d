"""The welcome: a few lines about how to begin. Each user sees them once, for a minute or until a key is pressed.

Without a preferences file (the demo, tests) the welcome is never shown, because nothing could record that it was shown.
"""

from __future__ import annotations

from collections.abc import Callable

from cchc_tui.texts.language import tr
from cchc_tui.texts.tui_help_overlays import GREETING
from cchc_tui.tui.screens.screens_app import ScreensApp
from cchc_tui.tui.style.render import Line, paragraph
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.lines import Lines

SECONDS = 60.0


class Welcome(Lines):
    """The lines of the welcome, drawn over the board, above the board's footer."""

    DEFAULT_CSS = "Welcome { height: auto; layer: greeting; dock: bottom; margin: 0 0 1 0; }"

    def __init__(self) -> None:
        super().__init__(_lines, background=Background.PANEL, classes="welcome")

    def on_mount(self) -> None:
        """Remove the lines after ``SECONDS``."""
        self.set_timer(SECONDS, self.remove)


def show_welcome(app: ScreensApp) -> Callable[[], object]:
    """Show the welcome and save that it was shown. Return a callable that removes it."""
    greeting = Welcome()
    screen = app.main_screen
    if screen is not None:
        screen.set_styles("layers: default greeting;")
        screen.mount(greeting)
        app.prefer(greeted=True)
    return greeting.remove


def _lines(cells: int) -> list[Line]:
    lines: list[Line] = []
    for place, text in enumerate(GREETING):
        lines += paragraph(tr(text), cells - 2, TextRole.TEXT if place else TextRole.STRONG)
    return lines
