"""What a hand does costs a sentence where it fails: a key, a click, a choice. It is written down, and the app goes on.

Answering and drawing have nets of their own (``asking``, ``screens.fed``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump

from cchc_tui.texts.tui_falls import FALLS
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.crash import note

if TYPE_CHECKING:
    from cchc_tui.tui.widgets.board_app import BoardApp


class Did(Message):
    """What a widget tells of that a hand did on it."""


#: Keys and the mouse, what is pasted, what widgets make of these, and what an action leaves for a moment later.
_BY_HAND = (events.InputEvent, events.Paste, events.Callback, Did)


class InputNet(MessagePump):
    """An app, a screen or a widget that one does something on."""

    async def _dispatch_message(self, message: Message) -> None:
        """The one door to all that it handles. Cancellation goes through it, and what Textual itself depends on."""
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not isinstance(message, _BY_HAND):
                raise
            note(error)
            app = cast("BoardApp", self.app)
            app.close_overlays()  # what failed there may be half done, and the sentence stands below them
            app.tell(FALLS.hand.format(reason=type(error).__name__), TextRole.WARN)
