"""``audit`` prints what is stored in the language of the command; what it does not know it prints as it is stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_tui.audit import recorder
from cchc_tui.audit.entries import AuditEntry, AuditRequest
from cchc_tui.cli.group import group
from cchc_tui.domain.audit import AuditedAct
from cchc_tui.domain.directives import Act
from cchc_tui.domain.roles import Right
from cchc_tui.settings import DataFolder
from tests.kits.audit_kit import office_below

ID = "fef21a0123456789"
#: Act, what is stored, and how it reads in Vietnamese and in English.
STORED = [
    ("shown", "công dân hỏi tại quầy", "công dân hỏi tại quầy", "a citizen asks at the counter"),
    ("hidden", "xem giúp bà Tư", "xem giúp bà Tư", "xem giúp bà Tư"),
    ("taken", "clipboard: bang-tre-han", "bộ nhớ tạm: bang-tre-han", "clipboard: bang-tre-han"),
    ("taken", "clipboard: Tin nhắn", "bộ nhớ tạm: Tin nhắn", "clipboard: Message"),
    ("taken", "board late: /tmp/a.csv", "bảng Hồ sơ trễ hạn: /tmp/a.csv", "Late dossiers: /tmp/a.csv"),
    (
        "taken",
        "board findings: -",
        "bảng Phát hiện trong số liệu: đầu ra của lệnh",
        "Findings in the data: output of the command",
    ),
    ("taken", "dossiers: /tmp/a.csv", "danh sách hồ sơ: /tmp/a.csv", "list of dossiers: /tmp/a.csv"),
    ("taken", "report brief: /tmp/a.docx", "Báo cáo nhanh: /tmp/a.docx", "Brief: /tmp/a.docx"),
    ("taken", "/home/a/cchc-tui/bang.xlsx", "/home/a/cchc-tui/bang.xlsx", "/home/a/cchc-tui/bang.xlsx"),
    (
        "entered",
        "meeting start 2021-11-10T08:30:00 Giao ban: tuần 45",
        "đầu cuộc họp 10/11/2021 08:30: Giao ban: tuần 45",
        "start of meeting 10/11/2021 08:30: Giao ban: tuần 45",
    ),
    (
        "entered",
        "meeting end 2021-11-10T10:00:00",
        "cuối cuộc họp 10/11/2021 10:00",
        "end of meeting 10/11/2021 10:00",
    ),
    (
        "entered",
        f"directive given {ID} Trả hết hồ sơ",
        f"chỉ đạo {ID}, giao việc: Trả hết hồ sơ",
        f"directive {ID}, given: Trả hết hồ sơ",
    ),
    ("entered", f"directive cancelled {ID}", f"chỉ đạo {ID}, hủy", f"directive {ID}, cancelled"),
    ("refused", "take", "lấy tệp về", "take files along"),
    ("refused", "fly", "fly", "fly"),
    ("entered", "directive praised x", "directive praised x", "directive praised x"),
    ("entered", "meeting start yesterday", "meeting start yesterday", "meeting start yesterday"),
    ("taken", "board gone: /tmp/a.csv", "board gone: /tmp/a.csv", "board gone: /tmp/a.csv"),
]


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return office_below(tmp_path)


def printed(folder: DataFolder, language: str, form: str = "csv") -> list[str]:
    done = CliRunner().invoke(group, ["--data", str(folder.path), "--lang", language, "audit", "--format", form])
    assert done.exit_code == 0
    return done.stdout.splitlines()


def log(folder: DataFolder, act: str, what: str, **fields: str) -> None:
    recorder.record(folder, AuditRequest(entry=AuditEntry(act=AuditedAct(act), what=what, **fields)))


@pytest.mark.parametrize(("language", "place"), [("vi", 2), ("en", 3)])
def test_each_line_reads_in_the_language_of_the_command(folder: DataFolder, language: str, place: int) -> None:
    for act, what, *_ in STORED:
        log(folder, act, what)
    said = [line.rpartition(",,")[2].partition(",")[2].strip('"') for line in printed(folder, language)[1:]]
    assert said == [each[place] for each in STORED]


def test_the_json_has_the_lines_as_they_are_stored(folder: DataFolder) -> None:
    for act, what, *_ in STORED:
        log(folder, act, what)
    rows = json.loads("\n".join(printed(folder, "en", "json")))["rows"]
    assert [(row["act"], row["what"]) for row in rows] == [(act, what) for act, what, *_ in STORED]


def test_every_right_and_every_entry_about_a_directive_has_words(folder: DataFolder) -> None:
    for right in Right:
        log(folder, "refused", right.value)
    for act in Act:
        log(folder, "entered", f"directive {act.value} {ID}")
    for line in printed(folder, "vi")[1:]:
        what = line.rpartition(",")[2]
        assert what not in set(Right)
        assert not what.startswith("directive")


def test_a_role_is_named_and_an_unknown_one_is_printed_as_it_is(folder: DataFolder) -> None:
    log(folder, "taken", "a.csv", role="secretary")
    log(folder, "taken", "b.csv", role="guest")
    first, second = printed(folder, "vi")[1:]
    assert ",thư ký," in first
    assert ",guest," in second
