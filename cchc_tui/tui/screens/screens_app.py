"""The app's part with its stacks of screens: one stack a board, and what stands over it."""

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
    """Finds the screen in sight, says sentences on it, and changes the board."""

    @property
    def main_screen(self) -> MainScreen | None:
        """The board's screen or the presentation in sight, below help or palette if these are open."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, MainScreen)), None)

    @property
    def board_screen(self) -> BoardScreen | None:
        """The board's screen in sight; None while presenting."""
        screen = self.main_screen
        return screen if isinstance(screen, BoardScreen) else None

    def action_board(self, name: str) -> None:
        """Go to a board; pressed on that board, back to its top."""
        self.close_overlays()
        self.session.board = name
        if self.current_mode != name:
            self.switch_mode(name)
            if name == BOARDS[0].name:  # home, from wherever it was left
                self.call_later(self.up_to_top)
        else:
            self.up_to_top()

    def delay_update(self, delay: float = 0.05) -> None:
        """Draw nothing until the screen that comes into sight has shown its answers, and for ``delay`` at most.

        Textual waits for the whole of it whenever it switches modes.
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
        """Closes all that was opened over the board's own screen."""
        for _ in range(len(self.screen_stack) - 1):
            self.pop_screen()

    def close_overlays(self) -> None:
        """Closes what stands over the board."""
        while not isinstance(self.screen, MainScreen):
            self.pop_screen()

    def action_next_board(self) -> None:
        """Goes to the board after this one."""
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
        self.close_overlays()  # the action may be half done in one of them, and they would hide the sentence
        self.tell(CRASH.hand.format(reason=type(error).__name__), TextRole.WARN)

    def action_leave(self) -> None:
        """End the app."""
        self.exit(0)

    def action_help_quit(self) -> None:
        """Say how to leave. People press Ctrl+C by habit, and a meeting's screen must not go away for it."""
        self.tell(TEXT.how_to_leave)

    @override
    def tell(self, words: str, role: TextRole = TextRole.TEXT) -> None:
        self.say(Span(words, role))

    def say(self, sentence: Span | None) -> None:
        """Say a sentence for some seconds on the screen in sight."""
        if sentence is not None and self.main_screen is not None:
            self.main_screen.say((sentence,))
