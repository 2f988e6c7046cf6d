"""Handlers whose errors do not end the app."""

from __future__ import annotations

from typing import ClassVar

from textual.message import Message
from textual.message_pump import MessagePump


class MessageNet(MessagePump):
    """An app, a screen or a widget that catches the errors of its handlers of some messages."""

    CAUGHT: ClassVar[tuple[type[Message], ...]] = ()

    def handler_failed(self, error: Exception) -> None:
        """Receive an error that a handler of a message in ``CAUGHT`` raised."""
        raise NotImplementedError

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not isinstance(message, self.CAUGHT):
                raise
            self.handler_failed(error)
