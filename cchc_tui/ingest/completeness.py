"""Checks whether a file is complete, by its structure and its last bytes.

The check is fast enough for every scan of the inbox.
"""

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
    """Whether a file is complete. UNKNOWN: the end of the file does not tell, or the file cannot be opened."""

    YES = auto()
    NO = auto()
    UNKNOWN = auto()


def completeness_of(path: Path) -> Completeness:
    """Check whether a file is complete, by the rules of its format. Never raises.

    NO has one of these reasons:

    - the file ends in zeros, or within a row;
    - its zip directory or a part of its compound file is missing;
    - the last end tag of the page or of the XML workbook is missing.

    UNKNOWN stands for a text table or mark that may continue, and for a file that cannot be opened or is no regular
    file. If the file cannot be read, the reader will report the reason.
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
    """Whether the last line of a text table is incomplete.

    It is incomplete if it lacks a line end and has fewer delimiters than the two lines before it.
    """
    encoding = utf16_of(head)
    text = tail_of(file, _LOOKED_AT).decode(encoding or "latin-1", "replace")
    lines = text.rsplit("\n", 3)[1:]
    if len(lines) < 3 or not lines[-1].strip():
        return False
    return any(lines[0].count(mark) == lines[1].count(mark) > lines[2].count(mark) for mark in ",;\t|")
