"""A kind of sheet that is declared here alone has its template, its reader with reasons, its table and its history."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from cchc_tui.boards.sheets import HeldRow, held
from cchc_tui.boards.source import Source
from cchc_tui.cli.init import make
from cchc_tui.collector.once import run_once
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import DAY, LOCAL, iso, parse_iso, to_datetime
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import Field, FieldType, Sheet, Sum

TOY = Sheet(
    name="toy",
    title="đồ chơi",
    brief="đồ chơi",
    heading="THEO DÕI ĐỒ CHƠI",
    file="do-choi",
    key=("unit",),
    rows_for=("unit",),
    checks=(Sum("toys", ("whole", "broken")),),
    fields=(
        Field(name="unit", type=FieldType.UNIT, headings=("Đơn vị",), required=True, choices="communes"),
        Field(name="toys", type=FieldType.COUNT, headings=("Số đồ chơi", "Đồ chơi"), required=True, example=3),
        Field(name="whole", type=FieldType.COUNT, headings=("Còn tốt",)),
        Field(name="broken", type=FieldType.COUNT, headings=("Đã hỏng",)),
        Field(name="weight", type=FieldType.NUMBER, headings=("Cân nặng",)),
        Field(
            name="colour",
            type=FieldType.CHOICE,
            headings=("Màu",),
            choices={"red": ("Đỏ", "Đỏ tươi"), "blue": ("Xanh",)},
            note="Màu của phần lớn đồ chơi.",
        ),
        Field(name="keeper", type=FieldType.TEXT, headings=("Người giữ",), personal=True),
    ),
)
FIRST = parse_iso("2021-11-09T10:00")
SECOND, NOW = FIRST + DAY, FIRST + 3 * DAY
#: Unit → its cells from the second column on.
Filled = dict[str, list[object]]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(SHEETS, TOY.name, TOY)
    make(tmp_path)
    return tmp_path


def fill(office: Path, at: int, rows: Filled, name: str = "do-choi.xlsx") -> None:
    """Fills in the template and drops it into the inbox, written at a moment."""
    page = CalamineWorkbook.from_path(office / "templates" / "do-choi.xlsx").get_sheet_by_index(0)
    path = office / "inbox" / name
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(page.name)
        for number, cells in enumerate(page.to_python(skip_empty_area=False)):
            sheet.write_row(number, 0, cells[:2] + (rows.get(str(cells[1])) or cells[2:]))
    written = to_datetime(at).replace(tzinfo=LOCAL).timestamp()
    os.utime(path, (written, written))


def collected(office: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert run_once(office, as_json=True) in {0, 1}
    (file,) = json.loads(capsys.readouterr().out)["files"]
    return dict(file)


@pytest.fixture
def source(office: Path) -> Iterator[Source]:
    source = Source(office, Clock(NOW, 0))
    source.open()
    yield source
    source.close()


def of(source: Source, at: int | None = None) -> dict[str, HeldRow]:
    with source.moment(at) as moment:
        return {str(row.values["unit"]): row for row in held(moment, "toy")}


def test_its_template_asks_for_each_unit_with_notes_and_choices(office: Path) -> None:
    book = CalamineWorkbook.from_path(office / "templates" / "do-choi.xlsx")
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert book.sheet_names == ["Đồ chơi", "Danh mục"]
    assert rows[0][0] == "THEO DÕI ĐỒ CHƠI"
    assert rows[2] == ["STT", "Đơn vị", "Số đồ chơi", "Còn tốt", "Đã hỏng", "Cân nặng", "Màu", "Người giữ"]
    assert rows[3][:3] == ["Ví dụ", "", 3]
    assert len(rows) == 4 + 15
    assert "[toy]" in (office / "registry" / "headings.toml").read_text(encoding="utf-8")


def test_what_it_says_holds_now_and_in_the_past(
    office: Path, source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(office, FIRST, {"Phường 6": [5, 3, 2, "8,5", "đỏ tươi", "Lê Văn Giữ"], "Phường 11": [1, "", "", "", "", ""]})
    file = collected(office, capsys)
    assert (file["kind"], file["verdict"], file["accepted"], file["rejected"]) == ("toy", "accepted", 2, [])
    fill(office, SECOND, {"Phường 6": [6, 3, 3, "", "xanh", ""]}, "do-choi-2.xlsx")
    collected(office, capsys)
    now, before = of(source), of(source, FIRST)
    assert {unit: row.values["toys"] for unit, row in now.items()} == {"29878": 6, "29863": 1}
    assert (now["29878"].values["colour"], now["29878"].since) == ("blue", SECOND)
    assert before["29878"].values == {
        "unit": "29878",
        "toys": 5,
        "whole": 3,
        "broken": 2,
        "weight": 8.5,
        "colour": "red",
        "keeper": "",
    }
    assert of(source, FIRST - DAY) == before  # before the first sheet, that one


def test_a_row_that_can_not_be_taken_is_rejected_with_its_reason(
    office: Path, source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong: Filled = {
        "Phường 1": [5, 3, 1, "", "", ""],
        "Phường 2": ["nhiều", "", "", "", "", ""],
        "Phường 4": [1, "", "", "", "tím", ""],
        "Phường 3": ["", 1, "", "", "", ""],
        "Phường 6": [2, 1, 1, "", "", ""],
    }
    fill(office, FIRST, wrong)
    file = collected(office, capsys)
    assert (file["verdict"], file["rows"], file["accepted"]) == ("partial", 5, 1)
    reasons = [one["reason"] for one in file["rejected"]]
    assert all("do-choi.xlsx" in reason and "Đồ chơi" in reason and "dòng" in reason for reason in reasons)
    assert "3 + 1 = 4 ≠ 5" in reasons[0]
    assert "Số đồ chơi = Còn tốt + Đã hỏng" in reasons[0]
    assert "“nhiều” không phải là số nguyên" in reasons[1]
    assert "Cần một trong: Đỏ, Xanh" in reasons[2]
    assert "để trống" in reasons[3]
    assert list(of(source)) == ["29878"]


def test_a_sheet_that_comes_late_changes_only_the_past(
    office: Path, source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(office, SECOND, {"Phường 6": [6, "", "", "", "", ""]})
    collected(office, capsys)
    fill(office, FIRST, {"Phường 6": [5, "", "", "", "", ""]}, "cu.xlsx")
    collected(office, capsys)
    told = {iso(at): of(source, at)["29878"].values["toys"] for at in (FIRST, SECOND - 1, SECOND, NOW)}
    assert list(told.values()) == [5, 5, 6, 6]
