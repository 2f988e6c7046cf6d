"""The part of the app that handles screens: a stack per board, with the screens opened over it."""

from __future__ import annotations

from contextlib import ExitStack

from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_crash import CRASH
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.input_net import InputNet
from cchc_tui.tui.widgets.board_app import BoardApp


class ScreensApp(InputNet, BoardApp):
    """Find the main screen, show messages on it, and switch boards."""

    @property
    def main_screen(self) -> MainScreen | None:
        """The board's screen or the presentation, also while an overlay is open over it."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, MainScreen)), None)

    @property
    def board_screen(self) -> BoardScreen | None:
        """The board's screen; None during a presentation."""
        screen = self.main_screen
        return screen if isinstance(screen, BoardScreen) else None

    def action_board(self, name: str) -> None:
        """Switch to a board. On that board already, close what is open over its own screen."""
        self.close_overlays()
        self.session.board = name
        if self.current_mode != name:
            self.switch_mode(name)
            if name == BOARDS[0].name:  # the first board always opens at its own screen
                self.call_later(self.up_to_top)
        else:
            self.up_to_top()

    def delay_update(self, delay: float = 0.05) -> None:
        """Hold drawing until the new screen has drawn its answers, for ``delay`` seconds at most.

        Textual's own method always holds drawing for the whole ``delay`` when modes are switched.
        """
        held = ExitStack()
        held.enter_context(self.batch_update())

        def draw() -> None:
            latest.stop()
            held.close()
            self.screen.refresh()

        self.call_later(lambda: self.screen.call_later(draw))
        latest = self.set_timer(delay, draw)

    def up_to_top(self) -> None:
        """Close all screens over the board's own."""
        for _ in range(len(self.screen_stack) - 1):
            self.pop_screen()

    def close_overlays(self) -> None:
        """Close the overlays over the main screen."""
        while not isinstance(self.screen, MainScreen):
            self.pop_screen()

    def action_next_board(self) -> None:
        """Switch to the next board."""
        names = [board.name for board in BOARDS]
        self.action_board(names[(names.index(self.current_mode) + 1) % len(names)])

    @override
    def redraw(self) -> None:
        for screen in self.all_screens():
            if isinstance(screen, MinimumSizeScreen):
                screen.invalidate()
            for widget in screen.walk_children(with_self=True):
                widget.refresh()

    @override
    def action_failed(self, error: Exception) -> None:
        self.close_overlays()  # an overlay may be half changed, and would hide the message
        self.tell(CRASH.hand.format(reason=type(error).__name__), TextRole.WARN)

    def action_leave(self) -> None:
        """End the app."""
        self.exit(0)

    def action_help_quit(self) -> None:
        """Show how to leave. People press Ctrl+C by habit, which must not end a meeting's screen."""
        self.tell(TEXT.how_to_leave)

    @override
    def tell(self, words: str, role: TextRole = TextRole.TEXT) -> None:
        self.say(Span(words, role))

    def say(self, sentence: Span | None) -> None:
        """Show a sentence for some seconds on the main screen."""
        if sentence is not None and self.main_screen is not None:
            self.main_screen.say((sentence,))
