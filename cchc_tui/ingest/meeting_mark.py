"""Marks of meetings: a viewer writes one small text file for the start and one for the end of a meeting.

A mark is exactly two lines of UTF-8. The second one has ``bắt đầu`` (start) or ``kết thúc`` (end) and the local time to
the second:

    cchc-tui: dấu cuộc họp
    bắt đầu: 2021-11-10T08:30:00

A second equal mark is listed as repeated.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cchc_tui.domain.moments import Stamp, iso, parse_iso
from cchc_tui.ingest import problems
from cchc_tui.ingest.inbox_write import put_mark
from cchc_tui.ingest.records import MeetingRow

FIRST_LINE = "cchc-tui: dấu cuộc họp\n"
LINES = 2
_WORDS = {True: "bắt đầu", False: "kết thúc"}
_NAMES = {True: "bat-dau", False: "ket-thuc"}


def mark_text(at: Stamp, start: bool) -> str:
    """The content of a mark's file."""
    return f"{FIRST_LINE}{_WORDS[start]}: {iso(at)}\n"


def write_mark(inbox: Path, at: Stamp, start: bool) -> Path:
    """Write a mark into the inbox and return its path. Raises OSError."""
    return put_mark(inbox, "cuoc-hop", at, _NAMES[start], mark_text(at, start))


def parse(text: str) -> MeetingRow:
    """Parse a mark. Raises Refused when it deviates from the format in any way."""
    said = text.removeprefix(FIRST_LINE)
    word, _, moment = said.partition(": ")
    with suppress(ValueError):
        row = MeetingRow(2, parse_iso(moment), word == _WORDS[True])
        if text == mark_text(row.at, row.start):
            return row
    raise problems.refuse(problems.BAD_MARK)
