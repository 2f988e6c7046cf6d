"""The app's part that has keys first: letters that an input method made, and keys pressed before there are any data."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.actions import ActionParseResult
from textual.dom import DOMNode
from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_crash import CRASH
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys.actions import ACTIONS
from cchc_tui.tui.keys.input_methods import composed, pressed
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.input_net import InputNet
from cchc_tui.tui.widgets.board_app import BoardApp

#: What can be done before the data are read.
_EARLY = frozenset(action.function for action in ACTIONS if action.early)


class KeysApp(InputNet, BoardApp):
    """``CchcApp`` has the rest."""

    @property
    def main_screen(self) -> MainScreen | None:
        """The board's screen or the presentation in sight, below help or palette if these are open."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, MainScreen)), None)

    @property
    def board_screen(self) -> BoardScreen | None:
        """The board's screen in sight; None while presenting."""
        screen = self.main_screen
        return screen if isinstance(screen, BoardScreen) else None

    @property
    def presenting(self) -> bool:
        """Whether the presentation is in sight: the one main screen that is not a board's."""
        return self.main_screen is not None and self.board_screen is None

    def close_overlays(self) -> None:
        """Close what stands over the main screen."""
        while not isinstance(self.screen, MainScreen):
            self.pop_screen()

    @override
    def action_failed(self, error: Exception) -> None:
        self.close_overlays()  # the action may be half done in one of them, and they would hide the sentence
        self.tell(CRASH.hand.format(reason=type(error).__name__), TextRole.WARN)

    def ask_reason(self) -> None:
        """Asks why personal data are to be shown."""
        raise NotImplementedError

    async def on_event(self, event: events.Event) -> None:
        """A letter with a mark is the key that it stands on, but where one types; one that does nothing says so."""
        if isinstance(event, events.Key) and composed(event) and not getattr(self.screen, "TYPES", False):
            letter, event = event.character, pressed(event)
            if event.key not in self.active_bindings:
                self.tell(TEXT.no_such_key.format(letter=letter), TextRole.WARN)
        await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """What a key does; before the data are there, a sentence instead of what rests on them."""
        name = action.partition("(")[0].rpartition(".")[2] if isinstance(action, str) else action[1]
        if self.screen is self.board_screen and not self.status.known and name not in _EARLY:
            self.tell(TIME.not_yet_known)
            return True
        return await super().run_action(action, default_namespace, namespaces)
