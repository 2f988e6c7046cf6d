"""Dossier codes without what finds a person: public pages answer to the serial, so it is personal data (DOMAIN §5)."""

from __future__ import annotations

import re

_LAST_PART = re.compile(r"[^-./_ ]*$")
_MAY_BE_A_NAME = re.compile(r"[^\x21-\x7e]|[a-z]{2}")
_FIRST = 3
#: Stands where the serial was.
HIDDEN = "…"


def hide_serial(code: str) -> str:
    """``000.00.14.H20-200703-0002`` → ``000.00.14.H20-200703-…``.

    Of a code in no known form little is left, and nothing of one that may be a name: its first letters, up to three.
    """
    head = _LAST_PART.sub("", code)
    if not head or _MAY_BE_A_NAME.search(head):
        head = "" if _MAY_BE_A_NAME.search(code) else code[: min(_FIRST, len(code) // 2)]
    return head + HIDDEN
