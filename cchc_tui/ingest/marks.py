"""Marks: small text files that a viewer writes into the inbox, so that the archive records the actions of its user.

A mark is recognised by its content, like every export: the first line names the kind of mark. The text is UTF-8. Its
form is fixed exactly, so that equal marks have equal bytes. The second of two equal marks is listed as repeated.

A mark of a meeting ends with a line ``bắt đầu`` (start) or ``kết thúc`` (end) that has the local time to the second.
Before this line, a start may have the meeting's title (``tên``) and the title of the chair (``chủ trì``). An end may
have the boards that its viewer showed during the meeting (``bảng đã xem``, may be empty):

    cchc-tui: dấu cuộc họp
    tên: Họp giao ban cải cách hành chính
    chủ trì: Phó Chủ tịch UBND thành phố
    bắt đầu: 2021-11-10T08:30:00

Each access to personal data has two marks: one when it begins and one when it ends. Personal data are only shown after
the first mark was written. ``việc`` is ``mở`` (begin) or ``kết thúc`` (end). ``đến`` is the time at which the access
expires, or at which it ended:

    cchc-tui: xem dữ liệu cá nhân
    việc: mở
    từ: 2021-11-10T08:30:00
    đến: 2021-11-10T08:35:00
    người xem: vanthu
    máy: may-chu
    thư mục: /srv/cchc
    lý do: công dân hỏi tại quầy

``directive_marks`` describes a mark of a directive.
"""

from __future__ import annotations

import codecs
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cchc_tui.accounts import own_account
from cchc_tui.domain.moments import Stamp, iso, parse_iso, to_datetime
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.ingest import problems
from cchc_tui.ingest.cleaning import clean
from cchc_tui.ingest.directive_marks import DIRECTIVE_LINE, LAST, LONGEST_MARK, parse_directive
from cchc_tui.ingest.records import AccessRow, Batch, Head, Kind, MeetingRow, Row, Tail
from cchc_tui.ingest.safe_open import head_of
from cchc_tui.whole_files import READABLE, create_file

#: A file that begins with these bytes is treated as a mark, and refused if it is not a valid one.
_MAGIC = b"cchc-tui:"
MEETING_LINE = "cchc-tui: dấu cuộc họp\n"
ACCESS_LINE = "cchc-tui: xem dữ liệu cá nhân\n"
_STARTS = {True: "bắt đầu", False: "kết thúc"}
_TITLE, _CHAIR, _BOARDS = "tên: ", "chủ trì: ", "bảng đã xem: "
_NAMES = re.compile(r"[a-z0-9_-]+(?:, [a-z0-9_-]+)*")
_ENDS = {False: "mở", True: "kết thúc"}
_KEYS = ("việc", "từ", "đến", "người xem", "máy", "thư mục", "lý do")
#: Longest stored reason, in characters.
LONGEST_REASON = 200
#: Longest stored title of a meeting or of its chair, in characters.
LONGEST_TITLE = 120


def meeting_text(
    at: Stamp, start: bool, title: str = "", chair: str = "", boards: tuple[str, ...] | None = None
) -> str:
    """The content of a mark file that records the start or the end of a meeting.

    ``MeetingRow`` explains the arguments.
    """
    said = [f"{key}{text}\n" for key, text in ((_TITLE, title), (_CHAIR, chair)) if text]
    if boards is not None:
        said.append(f"{_BOARDS}{', '.join(boards)}\n")
    return f"{MEETING_LINE}{''.join(said)}{_STARTS[start]}: {iso(at)}\n"


def write_meeting(
    inbox: Path, at: Stamp, start: bool, title: str = "", chair: str = "", boards: tuple[str, ...] | None = None
) -> Path:
    """Write the mark of a meeting's start or end into the inbox. Return the mark's path. Raises OSError."""
    title, chair = (clean(clean(text)[:LONGEST_TITLE]) for text in (title, chair))
    text = meeting_text(at, start, title, chair, boards)
    return _write(inbox, "cuoc-hop", at, "bat-dau" if start else "ket-thuc", text)


def new_access(at: Stamp, until: Stamp, folder: Path, reason: str) -> AccessRecord:
    """The record of a new access to personal data, by the user of this process on this machine.

    The access lasts from ``at`` until at most ``until``. ``folder`` is the data folder.
    """
    import socket  # only needed here

    texts = (own_account(), socket.gethostname(), str(folder), clean(reason)[:LONGEST_REASON])
    return AccessRecord(at, until, False, *(clean(text.encode("utf-8", "replace").decode()) for text in texts))


def access_text(access: AccessRecord) -> str:
    """The content of a mark file that records the beginning or the end of an access to personal data."""
    said = (_ENDS[access.over], iso(access.at), iso(access.until), *access[3:])
    return ACCESS_LINE + "".join(f"{key}: {text}\n" for key, text in zip(_KEYS, said, strict=True))


def write_access(inbox: Path, access: AccessRecord) -> Path:
    """Write the mark of an access into the inbox. Return the mark's path. Raises OSError."""
    word = "ket-thuc" if access.over else "mo"
    return _write(inbox, "xem-du-lieu-ca-nhan", _moment_of(access), word, access_text(access))


def _write(inbox: Path, kind: str, at: Stamp, word: str, text: str) -> Path:
    """Write a mark atomically. The file's name has ``kind``, the time ``at``, ``word`` and a random number.

    The mode lets all users read the file, because the collector may run as another user. The mode of the folder limits
    access.
    """
    name = f"{kind}-{to_datetime(at):%Y%m%dT%H%M%S}-{word}-{secrets.randbelow(10**6):06}.txt"
    return create_file(inbox, [name], text.encode(), READABLE)


def _moment_of(access: AccessRecord) -> Stamp:
    return access.until if access.over else access.at


def _meeting(text: str) -> tuple[MeetingRow, Stamp]:
    *lines, last = text.removeprefix(MEETING_LINE).removesuffix("\n").split("\n")
    said = {key: line.removeprefix(key) for key in (_TITLE, _CHAIR, _BOARDS) for line in lines if line.startswith(key)}
    word, _, moment = last.partition(": ")
    with suppress(ValueError):
        title, chair, boards = said.get(_TITLE, ""), said.get(_CHAIR, ""), said.get(_BOARDS)
        names = None if boards is None else tuple(boards.split(", ")) if boards else ()
        row = MeetingRow(len(lines) + 2, parse_iso(moment), word == _STARTS[True], title, chair, names)
        plain = all(clean(each) == each and len(each) <= LONGEST_TITLE for each in (title, chair))
        own = names is None if row.start else not title and not chair
        if plain and own and (not boards or _NAMES.fullmatch(boards)) and text == meeting_text(*row[1:]):
            return row, row.at
    raise problems.refuse(problems.BAD_MARK)


def _access(text: str) -> tuple[AccessRow, Stamp]:
    lines = text.removeprefix(ACCESS_LINE).split("\n")
    said = [line.partition(": ")[2] for line in lines[: len(_KEYS)]]
    with suppress(ValueError):
        done, at, until, *rest = said
        access = AccessRecord(parse_iso(at), parse_iso(until), done == _ENDS[True], *rest)
        plain = all(clean(part) == part for part in rest)
        if plain and text == access_text(access) and access.at <= access.until:
            return AccessRow(2, access), _moment_of(access)
    raise problems.refuse(problems.BAD_ACCESS)


class _Mark(NamedTuple):
    """One kind of mark. ``parse`` returns the row and the moment of a mark. It raises Refused if the mark is invalid.

    A complete mark ends with a line that begins with one of the words in ``last``.
    """

    kind: str
    first_line: str
    last: tuple[str, ...]
    parse: Callable[[str], tuple[Row, Stamp]]


_MARKS = (
    _Mark(Kind.ACCESS, ACCESS_LINE, (_KEYS[-1],), _access),
    _Mark(Kind.DIRECTIVE, DIRECTIVE_LINE, (LAST,), parse_directive),
    _Mark(Kind.MEETING, MEETING_LINE, tuple(_STARTS.values()), _meeting),
)


def is_mark(file: BinaryIO) -> bool:
    """Whether a file begins like a mark. The rest of the file may be invalid."""
    return head_of(file, LONGEST_MARK).removeprefix(codecs.BOM_UTF8).startswith(_MAGIC)


def is_mark_whole(file: BinaryIO) -> bool:
    """Whether a mark is complete: it ends with the last line of its kind, and this line has a line end."""
    text = _text_of(file)
    return text.endswith("\n") and text[:-1].rpartition("\n")[2].startswith(_mark_of(text).last)


def read_mark(file: BinaryIO) -> Iterator[Head | Batch | Tail]:
    """Yield the head, rows and tail of a file that begins like a mark.

    Raises Refused if the rest of the file is invalid.
    """
    text = _text_of(file)
    mark = _mark_of(text)
    row, moment = mark.parse(text)
    yield Head(mark.kind, "text", "", moment, moment_is_date=False)
    yield Batch((row,), (), 1, 1)
    yield Tail(1, 1, 0)


def _text_of(file: BinaryIO) -> str:
    return head_of(file, LONGEST_MARK + 1).decode("utf-8", "replace")


def _mark_of(text: str) -> _Mark:
    """The kind of mark that the first line names.

    If the line names no kind, the result is the last kind, because its ``parse`` reports the error.
    """
    first = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return next((mark for mark in _MARKS if first.startswith(mark.first_line.rstrip())), _MARKS[-1])
