"""File names as the system has them, bytes, and as people read them."""

from __future__ import annotations

import unicodedata

#: Endings of files that a browser, an office program or a file transfer is still writing.
_UNFINISHED = (
    b".tmp",
    b".temp",
    b".part",
    b".partial",
    b".filepart",  # WinSCP
    b".crdownload",  # Chrome
    b".download",  # Safari
    b".swp",
    b".lck",
)
#: What a desktop leaves in every folder that it shows.
_DESKTOP = (b"thumbs.db", b"desktop.ini")
#: Controls, format characters (bidi marks, zero width), surrogates, private use, unassigned; line and paragraph ends.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def is_unfinished(name: bytes) -> bool:
    """Whether a name says by itself that the file is nobody's export: hidden, a lock or backup, half a download."""
    lower = name.lower()
    return lower.startswith((b".", b"~$")) or lower.endswith((b"~", *_UNFINISHED)) or lower in _DESKTOP


def printable(name: bytes) -> str:
    r"""The name to show and to keep: NFC, one line, nothing that a terminal obeys.

    Bytes that are no UTF-8 and characters that cannot be printed stand as ``\xNN`` and ``\uNNNN``.
    """
    text = unicodedata.normalize("NFC", name.decode("utf-8", "backslashreplace"))
    return "".join(_escaped(char) if unicodedata.category(char) in _UNPRINTABLE else char for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
