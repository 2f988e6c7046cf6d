"""Writes a viewer's mark into the inbox atomically."""

from __future__ import annotations

import secrets
from pathlib import Path

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.whole_files import READABLE, create_file


def put_mark(inbox: Path, kind: str, at: Stamp, word: str, text: str) -> Path:
    """Write a mark into the inbox under a unique name of its kind, time and word, and return its path.

    Raises OSError. The collector may be another user than the viewer; the folder says who may read it.
    """
    name = f"{kind}-{to_datetime(at):%Y%m%dT%H%M%S}-{word}-{secrets.randbelow(10**6):06}.txt"
    return create_file(inbox, [name], text.encode(), READABLE)
