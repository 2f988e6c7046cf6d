"""Marks of directives: one form for each entry, read back as written, and strict."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_tui.domain.directives import Act, DirectiveEntry, Progress
from cchc_tui.ingest import problems
from cchc_tui.ingest.completeness import Completeness, completeness_of
from cchc_tui.ingest.directive_marks import (
    DIRECTIVE_LINE,
    LONGEST_TEXT,
    directive_text,
    new_directive,
    parse_directive,
    tidy,
    write_directive,
)
from cchc_tui.ingest.records import EntryRow, Kind, Refused
from tests.kits.ingest_kit import Desk, at

NINE = at("2021-11-10T09:05:12")
DUE = at("2021-11-30T00:00")
ID = "3f9c0a52d1e87b46"
GIVEN = DirectiveEntry(
    ID,
    Act.GIVEN,
    NINE,
    "Kết thúc hồ sơ đã trả kết quả: làm ngay",
    ("29878", "29863", "commune"),
    "late.late[29878] = 0",
    DUE,
    at("2021-11-10T08:30:00"),
)
ENTRIES = [
    GIVEN,
    DirectiveEntry(ID, Act.GIVEN, NINE, "Việc", ("noi-vu",)),
    DirectiveEntry(ID, Act.CORRECTED, NINE, "Việc khác", ("29869@2025-07-01",), "", DUE),
    DirectiveEntry(ID, Act.EXTENDED, NINE, due=DUE),
    DirectiveEntry(ID, Act.REPORTED, NINE, progress=Progress.DOING, result="đang làm"),
    DirectiveEntry(ID, Act.REPORTED, NINE, progress=Progress.DONE, done=DUE),
    DirectiveEntry(ID, Act.CANCELLED, NINE, result="không cần nữa"),
    DirectiveEntry(ID, Act.CANCELLED, NINE),
]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.act)
def test_an_entry_reads_as_it_was_written_and_no_part_of_it_does(desk: Desk, entry: DirectiveEntry) -> None:
    path = write_directive(desk.folder, entry)
    result = desk.read(path.rename(desk.folder / "DanhSach.xlsx"))
    assert result.head is not None
    assert (result.head.kind, result.head.moment, result.head.moment_is_date) == (Kind.DIRECTIVE, NINE, False)
    assert result.rows == [EntryRow(2, entry)]
    text = directive_text(entry)
    for n in range(len(DIRECTIVE_LINE), len(text), 7):
        cut = desk.bytes(text[:n].encode(), "cut.txt")
        assert completeness_of(cut) is not Completeness.YES
        with pytest.raises(Refused):
            parse_directive(text[:n])


def test_the_form_of_a_given_directive() -> None:
    assert directive_text(GIVEN) == (
        "cchc-tui: chỉ đạo\nviệc: giao\nmã: 3f9c0a52d1e87b46\nnội dung: Kết thúc hồ sơ đã trả kết quả: làm ngay\n"
        "đơn vị: 29878; 29863; commune\nchỉ tiêu: late.late[29878] = 0\nthời hạn: 2021-11-30\n"
        "cuộc họp: 2021-11-10T08:30:00\nlúc: 2021-11-10T09:05:12\n"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("việc: giao", "việc: GIAO"),
        ("việc: giao", "việc: gia hạn"),
        ("mã: 3f9c0a52d1e87b46", "mã: 1"),
        ("thời hạn: 2021-11-30", "thời hạn: 30/11/2021"),
        ("thời hạn: 2021-11-30", "thời hạn: 2021-11-31"),
        ("lúc: 2021-11-10T09:05:12", "lúc: 2021-11-10T09:05"),
        ("nội dung: ", "nội dung:  "),
        ("nội dung: ", "nội dung: \x1b[31m"),
        ("đơn vị: 29878; 29863", "đơn vị: 29878;29863"),
        ("đơn vị: 29878; 29863", "đơn vị: 29878; 29878"),
        ("đơn vị: 29878; 29863; commune\n", ""),
        ("chỉ tiêu", "chi tieu"),
        ("lúc:", "trạng thái: hoàn thành\nlúc:"),
    ],
)
def test_another_form_is_refused_and_not_quoted(desk: Desk, old: str, new: str) -> None:
    text = directive_text(GIVEN).replace(old, new)
    result = desk.read(desk.bytes(text.encode(), "chi-dao.txt"))
    assert result.refused is not None
    assert (result.refused.code, result.refused.value) == (problems.BAD_DIRECTIVE, "")


def test_decomposed_letters_are_another_form_of_a_directive(desk: Desk) -> None:
    text = unicodedata.normalize("NFD", directive_text(GIVEN))
    result = desk.read(desk.bytes(text.encode(), "chi-dao.txt"))
    assert result.refused is not None
    assert result.refused.code == problems.BAD_DIRECTIVE


@pytest.mark.parametrize(
    "changes",
    [{"text": ""}, {"text": "\n\x1b[31m "}, {"units": ()}, {"units": ("a;b",)}, {"directive": "x"}, {"result": "thừa"}],
)
def test_what_lacks_something_is_not_written(desk: Desk, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="DirectiveEntry"):
        write_directive(desk.folder, GIVEN._replace(**changes))
    assert not list(desk.folder.glob("chi-dao*"))


def test_two_directives_of_one_second_never_share_their_id() -> None:
    made = {new_directive(NINE, "Việc", ("29878",), DUE).directive for _ in range(200)}
    assert len(made) == 200


@settings(max_examples=60)
@given(st.text(), st.text(max_size=30))
def test_any_text_is_cleaned_cut_and_read_back(text: str, measure: str) -> None:
    entry = tidy(GIVEN._replace(text=f"Việc {text * 3} _x005F_x0041_", measure=measure, due=DUE + 3600))
    assert len(entry.text) <= LONGEST_TEXT
    assert entry.due == DUE
    row, moment = parse_directive(directive_text(entry))
    assert (row.entry, moment) == (entry, NINE)
