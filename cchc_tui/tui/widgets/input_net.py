"""An error in what a key or the mouse does costs that action: a sentence says so, the error is logged, the app goes on.

Answering queries and drawing have nets of their own (``session/asker.py``, ``screens/main_screen.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.message import Message
from typing_extensions import override

from cchc_tui.texts.tui_crash import CRASH
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.terminal.message_net import MessageNet

if TYPE_CHECKING:
    from cchc_tui.tui.widgets.board_app import BoardApp


class Did(Message):
    """A widget's report of something that the user did on it."""


class InputNet(MessageNet):
    """An app, a screen or a widget that the user acts on."""

    #: Keys, the mouse, pasted text, what widgets report of them, and what an action does a moment later.
    CAUGHT = (events.InputEvent, events.Paste, events.Callback, Did)

    @override
    def handler_failed(self, error: Exception) -> None:
        log_error(error)
        app = cast("BoardApp", self.app)
        app.close_overlays()  # the failed action may be half done in one of them, and they would hide the sentence
        app.tell(CRASH.hand.format(reason=type(error).__name__), TextRole.WARN)
