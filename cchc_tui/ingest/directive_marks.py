"""Marks of directives: small files in which a viewer enters the directives of a meeting and the reports about them.

In a mark, ``việc`` is the kind of the entry. ``mã`` is the id of the directive; the id is random, so that two viewers
never use the same one. ``lúc``, always the last line, is the moment of the entry. A line without a value is left out.
An entry that gives a directive (``giao``) has these lines:

    cchc-tui: chỉ đạo
    việc: giao
    mã: 3f9c0a52d1e87b46
    nội dung: Kết thúc hồ sơ đã trả kết quả trên phần mềm
    đơn vị: 29878; 29863
    chỉ tiêu: unclosed.unclosed[29878] = 0
    thời hạn: 2021-11-30
    cuộc họp: 2021-11-10T08:30:00
    lúc: 2021-11-10T09:05:12

The other kinds of entries have ``cchc-tui``, ``việc``, ``mã``, ``lúc``, and further lines. ``sửa`` (correction) has the
lines above except ``cuộc họp``. ``gia hạn`` (extension) has ``thời hạn``. ``báo cáo`` (report) has ``trạng thái`` and
``kết quả``, and if the state is ``hoàn thành`` also ``ngày hoàn thành``. ``hủy`` (cancelling) has ``kết quả``.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from cchc_tui.domain.directives import Act, DirectiveEntry, Progress
from cchc_tui.domain.moments import DAY, Stamp, day_start, iso, parse_iso, to_date, to_datetime
from cchc_tui.ingest import problems
from cchc_tui.ingest.cleaning import clean
from cchc_tui.ingest.records import EntryRow
from cchc_tui.whole_files import READABLE, create_file

DIRECTIVE_LINE = "cchc-tui: chỉ đạo\n"
#: The key of a mark's last line.
LAST = "lúc"
#: Longest text, in characters, and longest mark, in bytes.
LONGEST_TEXT = 500
LONGEST_MARK = 8_000
_ACTS = {
    Act.GIVEN: "giao",
    Act.CORRECTED: "sửa",
    Act.EXTENDED: "gia hạn",
    Act.REPORTED: "báo cáo",
    Act.CANCELLED: "hủy",
}
_FILE_WORDS = {
    Act.GIVEN: "giao",
    Act.CORRECTED: "sua",
    Act.EXTENDED: "gia-han",
    Act.REPORTED: "bao-cao",
    Act.CANCELLED: "huy",
}
_PROGRESS = {Progress.TODO: "chưa thực hiện", Progress.DOING: "đang thực hiện", Progress.DONE: "hoàn thành"}
_ID = re.compile(r"[0-9a-z]{16}")
#: The fields that a kind of entry has, and those that it must have.
_CONTENT = ("text", "units", "measure", "due")
_FIELDS = {
    Act.GIVEN: (*_CONTENT, "meeting"),
    Act.CORRECTED: _CONTENT,
    Act.EXTENDED: ("due",),
    Act.REPORTED: ("progress", "done", "result"),
    Act.CANCELLED: ("result",),
}
_NEEDED = {
    Act.GIVEN: ("text", "units"),
    Act.CORRECTED: ("text", "units"),
    Act.EXTENDED: ("due",),
    Act.REPORTED: ("progress",),
    Act.CANCELLED: (),
}


def new_directive(
    at: Stamp,
    text: str,
    units: tuple[str, ...],
    due: Stamp | None,
    measure: str = "",
    meeting: Stamp | None = None,
) -> DirectiveEntry:
    """The entry of a new directive, with a new random id. ``DirectiveEntry`` explains the arguments."""
    return DirectiveEntry(secrets.token_hex(8), Act.GIVEN, at, text, units, measure, due, meeting)


def tidy(entry: DirectiveEntry) -> DirectiveEntry:
    """The entry in the form in which its mark stores it.

    Texts are cleaned and cut. The due day and the day of completion lose their time of day.
    """
    text, measure, result = (_clean(each) for each in (entry.text, entry.measure, entry.result))
    due, done = (None if each is None else each // DAY * DAY for each in (entry.due, entry.done))
    return entry._replace(text=text, measure=measure, result=result, due=due, done=done)


def directive_text(entry: DirectiveEntry) -> str:
    """The content of a mark file that records an entry about a directive."""
    said = {
        "việc": _ACTS[entry.act],
        "mã": entry.directive,
        "nội dung": entry.text,
        "đơn vị": "; ".join(entry.units),
        "chỉ tiêu": entry.measure,
        "thời hạn": _day(entry.due),
        "cuộc họp": "" if entry.meeting is None else iso(entry.meeting),
        "trạng thái": _PROGRESS[Progress(entry.progress)] if entry.progress else "",
        "ngày hoàn thành": _day(entry.done),
        "kết quả": entry.result,
        LAST: iso(entry.at),
    }
    return DIRECTIVE_LINE + "".join(f"{key}: {text}\n" for key, text in said.items() if text)


def write_directive(inbox: Path, entry: DirectiveEntry) -> Path:
    """Write the mark of an entry into the inbox, and return the mark's path.

    Raises OSError. Raises ValueError if the entry is invalid: for example, it lacks a field of its kind, or has a field
    that its kind does not have.
    """
    entry = tidy(entry)
    if not _is_valid(entry):
        raise ValueError(entry)
    when = f"{to_datetime(entry.at):%Y%m%dT%H%M%S}"
    name = f"chi-dao-{when}-{_FILE_WORDS[entry.act]}-{secrets.token_hex(4)}.txt"
    return create_file(inbox, [name], directive_text(entry).encode(), READABLE)


def parse_directive(text: str) -> tuple[EntryRow, Stamp]:
    """The row and the moment of a mark. Raises Refused unless ``text`` is exactly what ``directive_text`` returns."""
    lines = text.removeprefix(DIRECTIVE_LINE).removesuffix("\n").split("\n")
    with suppress(ValueError, KeyError, OverflowError):
        entry = _entry({key: value for key, _, value in (line.partition(": ") for line in lines)})
        if entry == tidy(entry) and _is_valid(entry) and text == directive_text(entry):
            return EntryRow(2, entry), entry.at
    raise problems.refuse(problems.BAD_DIRECTIVE)


def _entry(said: Mapping[str, str]) -> DirectiveEntry:
    """The entry in a mark. ``said`` has the mark's lines. Raises ValueError or KeyError if they are invalid."""
    acts = {word: act for act, word in _ACTS.items()}
    progress = {word: each for each, word in _PROGRESS.items()} | {"": ""}
    units = said.get("đơn vị", "")
    return DirectiveEntry(
        said["mã"],
        acts[said["việc"]],
        parse_iso(said[LAST]),
        said.get("nội dung", ""),
        tuple(units.split("; ")) if units else (),
        said.get("chỉ tiêu", ""),
        _stamp(said.get("thời hạn", "")),
        parse_iso(said["cuộc họp"]) if "cuộc họp" in said else None,
        str(progress[said.get("trạng thái", "")]),
        _stamp(said.get("ngày hoàn thành", "")),
        said.get("kết quả", ""),
    )


def _is_valid(entry: DirectiveEntry) -> bool:
    given = {name for name in entry._fields[3:] if getattr(entry, name) not in ("", (), None)}
    done = (entry.progress == Progress.DONE) == (entry.done is not None)
    return (
        _ID.fullmatch(entry.directive) is not None
        and set(_NEEDED[entry.act]) <= given <= set(_FIELDS[entry.act])
        and done
        and len(entry.units) == len(set(entry.units))
        and all(unit == clean(unit) != "" and ";" not in unit for unit in entry.units)
        and len(directive_text(entry).encode()) <= LONGEST_MARK
    )


def _clean(text: str) -> str:
    """Clean and cut a text again and again until it no longer changes.

    This is necessary, because the result of one pass may itself look like an escape sequence.
    """
    before, text = "", text.encode("utf-8", "replace").decode()
    while text != before:
        before, text = text, clean(text)[:LONGEST_TEXT]
    return text


def _day(day: Stamp | None) -> str:
    return "" if day is None else to_date(day).isoformat()


def _stamp(day: str) -> Stamp | None:
    return day_start(date.fromisoformat(day)) if day else None
