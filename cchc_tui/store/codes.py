"""Dossier codes without what finds a person: public pages answer to the serial, so it is personal data (DOMAIN §5)."""

from __future__ import annotations

import re

_LAST_PART = re.compile(r"[^-./_ ]*$")
#: Stands where the serial was.
HIDDEN = "…"


def hide_serial(code: str) -> str:
    """``000.00.14.H20-200703-0002`` → ``000.00.14.H20-200703-…``; of a code in no known form, its first half."""
    head = _LAST_PART.sub("", code)
    return (head or code[: len(code) // 2]) + HIDDEN
