"""How a viewer puts a mark into the inbox: at once and whole."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from cchc_tui.domain.moments import Stamp, to_datetime

#: The collector is another user than the viewer; the folder says who may read it.
_MODE = 0o644


def put_mark(inbox: Path, kind: str, at: Stamp, word: str, text: str) -> Path:
    """Puts a mark into the inbox under a name of its own (of what kind, when, which) and gives its path.

    Raises OSError.

    It is written aside under a hidden name, which the collector leaves alone, and appears at once and whole.
    """
    name = f"{kind}-{to_datetime(at):%Y%m%dT%H%M%S}-{word}-{secrets.randbelow(10**6):06}.txt"
    aside = inbox / f".{name}.part"
    try:
        with aside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fchmod(file.fileno(), _MODE)
            os.fsync(file.fileno())
        os.link(aside, inbox / name)  # unlike a renaming, it takes the place of nothing
        aside.unlink()
        return inbox / name
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise
