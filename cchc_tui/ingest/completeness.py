"""Checks from the last bytes of a file whether it is complete. This is fast enough for every scan of the inbox."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO

from cchc_tui.ingest import compound, packages
from cchc_tui.ingest.marks import is_mark, is_mark_whole
from cchc_tui.ingest.records import Refused
from cchc_tui.ingest.safe_open import head_of, open_export, tail_of
from cchc_tui.ingest.sniff import (
    HtmlEnd,
    as_text,
    end_of_html,
    is_html,
    is_unwritten,
    is_xml_whole,
    utf16_of,
    xml_workbook,
)

_LOOKED_AT = 64 << 10
_ANY_SIZE = 1 << 40


class Completeness(Enum):
    """The result: a valid end, an invalid end, or unknown, because a text table may always continue."""

    YES = auto()
    NO = auto()
    UNKNOWN = auto()


def completeness_of(path: Path) -> Completeness:
    """Check the zip directory, the length stated in a compound file, or the end of a page or mark.

    A file whose last part is not written yet is incomplete. All other files are UNKNOWN, also those that are not
    regular or cannot be opened, because the reader reports that. Never raises.
    """
    try:
        with open_export(path, _ANY_SIZE) as file:
            head = head_of(file, _LOOKED_AT)
            if is_unwritten(file, head):
                return Completeness.NO
            if head.startswith(b"PK"):
                return Completeness.YES if packages.is_whole(file) else Completeness.NO
            if head.startswith(compound.MAGIC):
                return Completeness.YES if compound.is_whole(file) else Completeness.NO
            if is_mark(file):
                return Completeness.YES if is_mark_whole(file) else Completeness.UNKNOWN
            text = as_text(head)
            if text is not None and xml_workbook(text):
                return Completeness.YES if is_xml_whole(file) else Completeness.NO
            if text is not None and (text.lstrip().startswith("<") or is_html(text)):
                return Completeness.YES if end_of_html(file) is HtmlEnd.CLOSED else Completeness.NO
            return Completeness.NO if text is not None and _is_cut(file, head) else Completeness.UNKNOWN
    except Refused:
        return Completeness.UNKNOWN


def _is_cut(file: BinaryIO, head: bytes) -> bool:
    """Whether a text table ends within a row: its last line has no line end, and fewer delimiters than others."""
    encoding = utf16_of(head)
    text = tail_of(file, _LOOKED_AT).decode(encoding or "latin-1", "replace")
    lines = text.rsplit("\n", 3)[1:]
    if len(lines) < 3 or not lines[-1].strip():
        return False
    return any(lines[0].count(mark) == lines[1].count(mark) > lines[2].count(mark) for mark in ",;\t|")
