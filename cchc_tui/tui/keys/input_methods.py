"""Letters that a Vietnamese input method made of keys, where keys do something and nobody types.

With Telex or VNI on, pressing a key twice, or one after another, writes one letter with its mark: it acts as the key
that it stands on (``domain/letters.py``). A letter of several keys does nothing, and that is said.
"""

from __future__ import annotations

from textual.events import Key
from textual.keys import _character_to_key

from cchc_tui.domain.letters import NO_KEY, STANDS_ON


def pressed(event: Key) -> Key:
    """The key that a letter stands on; any other key as it is."""
    base = STANDS_ON.get(event.character or "")
    return event if base is None else Key(_character_to_key(base), base)


def composed(event: Key) -> bool:
    """Whether an input method made this letter."""
    return event.character is not None and (event.character in STANDS_ON or event.character in NO_KEY)
