"""Marks: small text files that a viewer writes into the inbox to record its user's actions in the archive.

A mark is recognised by its content, like every export: the first line names its kind. The rest has exactly one form and
anything else is refused, so that equal marks have equal bytes.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from cchc_tui.ingest import access_mark, meeting_mark
from cchc_tui.ingest.records import AccessRow, Batch, Head, Kind, MeetingRow, Tail
from cchc_tui.ingest.safe_open import head_of

#: A file that begins so is meant as a mark, and is refused as one if it is invalid.
_MAGIC = b"cchc-tui:"
_LONGEST = 4000  # bytes; every mark is shorter


def is_mark(file: BinaryIO) -> bool:
    """Whether a file begins like a mark."""
    return head_of(file, _LONGEST).removeprefix(codecs.BOM_UTF8).startswith(_MAGIC)


def is_mark_whole(file: BinaryIO) -> bool:
    """Whether a mark is complete."""
    text = head_of(file, _LONGEST + 1).decode("utf-8", "replace")
    lines = access_mark.LINES if _is_access(text) else meeting_mark.LINES
    return text.count("\n") >= lines


def _is_access(text: str) -> bool:
    return text.removeprefix("\ufeff").startswith(access_mark.FIRST_LINE.rstrip())


def read_mark(file: BinaryIO) -> Iterator[Head | Batch | Tail]:
    """Parse a file that begins like a mark. Raises Refused when the rest is invalid."""
    text = head_of(file, _LONGEST + 1).decode("utf-8", "replace")
    row: AccessRow | MeetingRow
    if _is_access(text):
        row = access_mark.parse(text)
        kind, at = Kind.ACCESS, row.access.until if row.access.over else row.access.at
    else:
        row = meeting_mark.parse(text)
        kind, at = Kind.MEETING, row.at
    yield Head(kind, "text", "", at, moment_is_date=False)
    yield Batch((row,), (), 1, 1)
    yield Tail(1, 1, 0)
