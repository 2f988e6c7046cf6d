"""Keeps the app running after an error in the handling of a key or the mouse. The error is logged and shown.

Such an error ends only the user's action. Answering queries and drawing are protected separately (``session/asker.py``,
``screens/main_screen.py``).
"""

from __future__ import annotations

from typing import cast

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump

from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.terminal.terminal_app import TerminalApp


class Did(Message):
    """A message by which a widget says that the user did something on the widget."""


#: Caused by the user: keys, the mouse, pasted text, widgets' messages about them, and delayed parts of an action.
_BY_HAND = (events.InputEvent, events.Paste, events.Callback, Did)


class InputNet(MessagePump):
    """The base of the app, screens and widgets. An error in a user's action ends only that action."""

    def takes(self, message: Message) -> bool:
        """Whether to handle a message. A subclass may refuse a message that came too late for its screen."""
        return True

    async def _dispatch_message(self, message: Message) -> None:
        try:
            if self.takes(message):
                await super()._dispatch_message(message)
        except Exception as error:
            if not isinstance(message, _BY_HAND):
                raise
            log_error(error)
            cast("TerminalApp", self.app).action_failed(error)
