"""An error in what a key or the mouse does costs that action: it is logged, a sentence says so, and the app goes on.

Answering queries and drawing have nets of their own (``session/asker.py``, ``screens/main_screen.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump

from cchc_tui.tui.terminal.crash import log_error

if TYPE_CHECKING:
    from cchc_tui.tui.terminal.terminal_app import TerminalApp


class Did(Message):
    """A widget's report of something that the user did on it."""


#: Keys, the mouse, pasted text, what widgets report of them, and what an action does a moment later.
_BY_HAND = (events.InputEvent, events.Paste, events.Callback, Did)


class InputNet(MessagePump):
    """An app, a screen or a widget that the user acts on."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not isinstance(message, _BY_HAND):
                raise
            log_error(error)
            cast("TerminalApp", self.app).action_failed(error)
