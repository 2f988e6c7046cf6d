"""The clipboard of the machine one sits at, also over SSH: the terminal is asked to fill it (OSC 52).

Whether it does is not answered. xterm, Windows Terminal, kitty, WezTerm, foot, iTerm2 and Alacritty do as they come or
by a setting; tmux with ``set-clipboard on``; GNU screen does not.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

#: Bytes of base64 that are sent at most: terminals drop, or choke on, what is longer.
MOST = 8192


def size_sent(text: str) -> int:
    """How many bytes of base64 a text becomes."""
    return len(b64encode(text.encode()))


def copy_out(app: App[Any], text: str) -> bool:
    """Asks the terminal to take the text; False where it is too long to be sent."""
    if size_sent(text) > MOST:
        return False
    app.copy_to_clipboard(text)
    app._clipboard = ""  # the app itself keeps nothing of it
    return True
