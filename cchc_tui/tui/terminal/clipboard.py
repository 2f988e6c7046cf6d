"""The clipboard of the user's machine, also over SSH: the terminal is asked to fill it (OSC 52).

The terminal does not report success. These terminals support OSC 52, some of them after a setting: xterm, Windows
Terminal, kitty, WezTerm, foot, iTerm2, Alacritty, and tmux with ``set-clipboard on``. GNU screen does not.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from textual.app import App

#: The most bytes of base64 to send. Terminals ignore longer texts, or hang.
MOST = 8192


def copy_out(app: App[Any], text: str) -> bool:
    """Ask the terminal to copy the text; return False if it is too long to be sent."""
    if len(b64encode(text.encode())) > MOST:
        return False
    app.copy_to_clipboard(text)
    app._clipboard = ""  # the app keeps no copy
    return True
