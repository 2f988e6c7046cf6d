"""Marks: small text files that a viewer writes into the inbox, of what its user does and the archive is to keep.

A mark is known by its bytes like every export: its first line names its kind. What follows is written in one way only,
and anything else is refused, so that two marks that say the same have the same bytes.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from cchc_tui.ingest import access_mark, meeting_mark
from cchc_tui.ingest.records import AccessRow, Batch, Head, Kind, MeetingRow, Tail
from cchc_tui.ingest.safe_open import head_of

#: Whatever begins like this is meant as a mark: when it is none, that is said of it.
_MAGIC = b"cchc-tui:"
_LONGEST = 4000  # bytes; a mark has fewer


def is_mark(file: BinaryIO) -> bool:
    """Whether a file begins as a mark does."""
    return head_of(file, _LONGEST).removeprefix(codecs.BOM_UTF8).startswith(_MAGIC)


def is_mark_whole(file: BinaryIO) -> bool:
    """Whether a mark has come to its end."""
    text = head_of(file, _LONGEST + 1).decode("utf-8", "replace")
    lines = access_mark.LINES if _is_access(text) else meeting_mark.LINES
    return text.count("\n") >= lines


def _is_access(text: str) -> bool:
    return text.removeprefix("\ufeff").startswith(access_mark.FIRST_LINE.rstrip())


def read_mark(file: BinaryIO) -> Iterator[Head | Batch | Tail]:
    """The one mark of a file that begins as one; raises Refused when the rest is not as it has to be."""
    text = head_of(file, _LONGEST + 1).decode("utf-8", "replace")
    row: AccessRow | MeetingRow
    if _is_access(text):
        row = access_mark.parse(text)
        kind, at = Kind.ACCESS, row.access.until if row.access.over else row.access.at
    else:
        row = meeting_mark.parse(text)
        kind, at = Kind.MEETING, row.at
    yield Head(kind, "text", "", "", at, moment_is_date=False)
    yield Batch((row,), (), 1, 1)
    yield Tail(1, 1, 0)
