"""Inspects file names, which the system gives as bytes, and converts them to printable text."""

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
#: Files that a desktop creates in every folder it shows.
_DESKTOP = (b"thumbs.db", b"desktop.ini")
#: Controls, format characters (bidi marks, zero width), surrogates, private use, unassigned; line and paragraph ends.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def is_unfinished(name: bytes) -> bool:
    """Whether a file is ignored because of its name.

    These files are ignored: hidden files, locks, backups, files that are still being written, and files that a desktop
    creates.
    """
    lower = name.lower()
    return lower.startswith((b".", b"~$")) or lower.endswith((b"~", *_UNFINISHED)) or lower in _DESKTOP


def printable(name: bytes) -> str:
    r"""The file's name as printable text: in NFC, on one line, without terminal control sequences.

    Bytes that are not UTF-8 become ``\xNN``. Unprintable characters become ``\xNN`` or ``\uNNNN``.
    """
    text = unicodedata.normalize("NFC", name.decode("utf-8", "backslashreplace"))
    if text.isprintable():
        return text
    return "".join(_escaped(char) if unicodedata.category(char) in _UNPRINTABLE else char for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
