"""Marks: small text files that a viewer writes into the inbox to record its user's actions in the archive.

A mark is recognised by its content, like every export: the first line names its kind. The rest has exactly one form and
anything else is refused, so that equal marks have equal bytes.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

from cchc_tui.domain.moments import Stamp
from cchc_tui.ingest import access_mark, meeting_mark
from cchc_tui.ingest.records import Batch, Head, Kind, Row, Tail
from cchc_tui.ingest.safe_open import head_of

#: A file that begins so is meant as a mark, and is refused as one if it is invalid.
_MAGIC = b"cchc-tui:"
_LONGEST = 4000  # bytes; every mark is shorter


class _Mark(NamedTuple):
    """One kind of mark: how its file begins, how many lines it has, and what the file says."""

    kind: str
    first_line: str
    lines: int
    parse: Callable[[str], Row]
    moment: Callable[[Any], Stamp]


_MARKS = (
    _Mark(
        Kind.ACCESS,
        access_mark.FIRST_LINE,
        access_mark.LINES,
        access_mark.parse,
        lambda row: row.access.until if row.access.over else row.access.at,
    ),
    _Mark(Kind.MEETING, meeting_mark.FIRST_LINE, meeting_mark.LINES, meeting_mark.parse, lambda row: row.at),
)


def is_mark(file: BinaryIO) -> bool:
    """Whether a file begins like a mark."""
    return head_of(file, _LONGEST).removeprefix(codecs.BOM_UTF8).startswith(_MAGIC)


def is_mark_whole(file: BinaryIO) -> bool:
    """Whether a mark is complete."""
    text = _text_of(file)
    return text.count("\n") >= _mark_of(text).lines


def read_mark(file: BinaryIO) -> Iterator[Head | Batch | Tail]:
    """Parse a file that begins like a mark. Raises Refused when the rest is invalid."""
    text = _text_of(file)
    mark = _mark_of(text)
    row = mark.parse(text)
    yield Head(mark.kind, "text", "", mark.moment(row), moment_is_date=False)
    yield Batch((row,), (), 1, 1)
    yield Tail(1, 1, 0)


def _text_of(file: BinaryIO) -> str:
    return head_of(file, _LONGEST + 1).decode("utf-8", "replace")


def _mark_of(text: str) -> _Mark:
    """The kind that the first line names. If it names none, the last one says what is wrong."""
    first = text.removeprefix("\ufeff")
    return next((mark for mark in _MARKS if first.startswith(mark.first_line.rstrip())), _MARKS[-1])
