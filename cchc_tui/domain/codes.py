"""Hides the serials of dossier codes. A serial is personal data: public pages find people by it."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: The signs between the parts of a code.
SEPARATORS = ("-", ".", "/", "_", " ")
_LAST_PART = re.compile(r"[^-./_ ]*$")
_MAY_BE_A_NAME = re.compile(r"[^\x21-\x7e]|[a-z]{2}")
_FIRST = 3
#: Replaces the serial.
HIDDEN = "…"


def hide_serials(codes: Iterable[str]) -> list[str]:
    """``hide_serial`` for many codes. This is fast if many codes differ only in their serials."""
    heads: dict[str, str] = {}
    hidden = []
    for code in codes:
        head, dash, serial = code.rpartition("-")
        if dash and serial.isdecimal():
            found = heads.get(head)
            if found is None:
                found = heads[head] = hide_serial(code)
            hidden.append(found)
        else:
            hidden.append(hide_serial(code))
    return hidden


def hide_serial(code: str) -> str:
    """A code without its serial: ``000.00.14.H20-200703-…`` for ``000.00.14.H20-200703-0002``.

    A code in an unknown form keeps at most its first three characters. A code that may be a person's name keeps none.
    """
    head = _LAST_PART.sub("", code)
    if not head or _MAY_BE_A_NAME.search(head):
        head = "" if _MAY_BE_A_NAME.search(code) else code[: min(_FIRST, len(code) // 2)]
    return head + HIDDEN
