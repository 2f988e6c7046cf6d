"""Letters that a Vietnamese input method composes from keys that the user presses as commands.

With Telex or VNI on, two keys in a row may arrive as one letter with a mark. Such a letter acts as its base key
(``domain/letters.py``). A letter that several keys can produce does nothing, and the app says so.
"""

from __future__ import annotations

from textual.events import Key
from textual.keys import _character_to_key

from cchc_tui.domain.letters import NO_KEY, STANDS_ON


def pressed(event: Key) -> Key:
    """For a composed letter, the event of its base key; any other event unchanged."""
    base = STANDS_ON.get(event.character or "")
    return event if base is None else Key(_character_to_key(base), base)


def composed(event: Key) -> bool:
    """Whether an input method must have composed this letter."""
    return event.character is not None and (event.character in STANDS_ON or event.character in NO_KEY)
