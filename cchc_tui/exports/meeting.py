"""Marks of meetings: a small text file for the start and one for the end of a meeting, written by a viewer.

A mark is known by its bytes like every export. It is two lines of UTF-8, exactly so, the second one with ``bắt đầu``
(start) or ``kết thúc`` (end) and the local moment to the second:

    cchc-tui: dấu cuộc họp
    bắt đầu: 2021-11-10T08:30:00

So two marks that say the same have the same bytes, and the second one is listed as repeated.
"""

from __future__ import annotations

import codecs
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from cchc_tui.domain.moments import Stamp, iso, parse_iso, to_datetime
from cchc_tui.exports import problems
from cchc_tui.exports.opening import head_of
from cchc_tui.exports.records import Batch, Head, Kind, MeetingRow, Tail

FIRST_LINE = "cchc-tui: dấu cuộc họp\n"
#: Whatever begins like this is meant as a mark: when it is none, that is said of it.
_MAGIC = b"cchc-tui:"
_WORDS = {True: "bắt đầu", False: "kết thúc"}
_NAMES = {True: "bat-dau", False: "ket-thuc"}
_LONGEST = 200  # bytes; a mark has fewer
#: The collector is another user than the viewer, and a mark is no secret.
_MODE = 0o644


def mark_text(at: Stamp, start: bool) -> str:
    """What a mark's file holds."""
    return f"{FIRST_LINE}{_WORDS[start]}: {iso(at)}\n"


def write_mark(inbox: Path, at: Stamp, start: bool) -> Path:
    """Puts a mark into the inbox under a name of its own and gives its path; raises OSError.

    It is written aside under a hidden name, which the collector leaves alone, and appears at once and whole.
    """
    name = f"cuoc-hop-{to_datetime(at):%Y%m%dT%H%M%S}-{_NAMES[start]}-{secrets.token_hex(4)}.txt"
    aside = inbox / f".{name}.part"
    try:
        with aside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(mark_text(at, start))
            file.flush()
            os.fchmod(file.fileno(), _MODE)
            os.fsync(file.fileno())
        return aside.rename(inbox / name)
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise


def is_mark(file: BinaryIO) -> bool:
    """Whether a file begins as a mark does."""
    return head_of(file, _LONGEST).removeprefix(codecs.BOM_UTF8).startswith(_MAGIC)


def is_mark_whole(file: BinaryIO) -> bool:
    """Whether a mark has come to its end."""
    return head_of(file, _LONGEST + 1).count(b"\n") > 1


def read_mark(file: BinaryIO) -> Iterator[Head | Batch | Tail]:
    """The one mark of a file that begins as one; raises Refused when the rest is not as it has to be."""
    text = head_of(file, _LONGEST + 1).decode("utf-8", "replace")
    row = _row(text)
    yield Head(Kind.MEETING, "text", "", "", row.at, moment_is_date=False)
    yield Batch((row,), (), 1, 1)
    yield Tail(1, 1, 0)


def _row(text: str) -> MeetingRow:
    said = text.removeprefix(FIRST_LINE)
    word, _, moment = said.partition(": ")
    with suppress(ValueError):
        row = MeetingRow(2, parse_iso(moment), word == _WORDS[True])
        if text == mark_text(row.at, row.start):
            return row
    raise problems.refuse(problems.BAD_MARK, value=said)
