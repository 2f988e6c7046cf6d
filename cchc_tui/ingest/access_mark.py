"""Marks of access to personal data. The viewer writes one when the access begins and one when it ends.

A mark is exactly eight lines of UTF-8. Nothing is shown without the first mark. ``việc`` is ``mở`` (begin; ``đến`` is
when the access expires) or ``kết thúc`` (end; ``đến`` is when it ended):

    cchc-tui: xem dữ liệu cá nhân
    việc: mở
    từ: 2021-11-10T08:30:00
    đến: 2021-11-10T08:35:00
    người xem: vanthu
    máy: may-chu
    thư mục: /srv/cchc
    lý do: công dân hỏi tại quầy
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from cchc_tui.domain.moments import Stamp, iso, parse_iso
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.ingest import problems
from cchc_tui.ingest.cleaning import clean
from cchc_tui.ingest.inbox_write import put_mark
from cchc_tui.ingest.records import AccessRow

FIRST_LINE = "cchc-tui: xem dữ liệu cá nhân\n"
LINES = 8
_DONE = {False: "mở", True: "kết thúc"}
_NAMES = {False: "mo", True: "ket-thuc"}
_KEYS = ("việc", "từ", "đến", "người xem", "máy", "thư mục", "lý do")
#: Longest stored reason, in characters.
LONGEST_REASON = 200


def new_access(at: Stamp, until: Stamp, folder: Path, reason: str) -> AccessRecord:
    """An access that begins now, by this process's user on this machine."""
    import pwd  # only needed here
    import socket

    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = str(os.getuid())
    texts = (user, socket.gethostname(), str(folder), clean(reason)[:LONGEST_REASON])
    return AccessRecord(at, until, False, *(clean(text.encode("utf-8", "replace").decode()) for text in texts))


def mark_text(access: AccessRecord) -> str:
    """The content of a mark's file."""
    said = (_DONE[access.over], iso(access.at), iso(access.until), *access[3:])
    return FIRST_LINE + "".join(f"{key}: {text}\n" for key, text in zip(_KEYS, said, strict=True))


def write_access(inbox: Path, access: AccessRecord) -> Path:
    """Write a mark into the inbox and return its path. Raises OSError."""
    at = access.until if access.over else access.at
    return put_mark(inbox, "xem-du-lieu-ca-nhan", at, _NAMES[access.over], mark_text(access))


def parse(text: str) -> AccessRow:
    """Parse a mark. Raises Refused when it deviates from the format in any way."""
    lines = text.removeprefix(FIRST_LINE).split("\n")
    said = [line.partition(": ")[2] for line in lines[: len(_KEYS)]]
    with suppress(ValueError):
        done, at, until, *rest = said
        access = AccessRecord(parse_iso(at), parse_iso(until), done == _DONE[True], *rest)
        plain = all(clean(part) == part for part in rest)
        if plain and text == mark_text(access) and access.at <= access.until:
            return AccessRow(2, access)
    raise problems.refuse(problems.BAD_ACCESS)
