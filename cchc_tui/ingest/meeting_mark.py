"""Marks of meetings: a small text file for the start and one for the end of a meeting, written by a viewer.

It is two lines of UTF-8, exactly so, the second one with ``bắt đầu`` (start) or ``kết thúc`` (end) and the local moment
to the second:

    cchc-tui: dấu cuộc họp
    bắt đầu: 2021-11-10T08:30:00

The second mark that says the same is listed as repeated.
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
    """What a mark's file holds."""
    return f"{FIRST_LINE}{_WORDS[start]}: {iso(at)}\n"


def write_mark(inbox: Path, at: Stamp, start: bool) -> Path:
    """Puts a mark into the inbox and gives its path; raises OSError."""
    return put_mark(inbox, "cuoc-hop", at, _NAMES[start], mark_text(at, start))


def parse(text: str) -> MeetingRow:
    """The mark that a text is; raises Refused when it is not as it has to be."""
    said = text.removeprefix(FIRST_LINE)
    word, _, moment = said.partition(": ")
    with suppress(ValueError):
        row = MeetingRow(2, parse_iso(moment), word == _WORDS[True])
        if text == mark_text(row.at, row.start):
            return row
    raise problems.refuse(problems.BAD_MARK)
