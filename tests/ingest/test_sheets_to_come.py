"""The sheets of the meeting's boards to come can be declared: each is known by its headings and read as declared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cchc_tui.ingest.records import SheetRow
from cchc_tui.registry import RegistryError, load
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import HISTORY, Field, FieldType, Sheet
from cchc_tui.texts.exports import codes
from tests.kits.ingest_kit import Desk, at

UNIT = Field(name="unit", type=FieldType.UNIT, headings=("Đơn vị",), required=True, missing="no_unit")
NOTE = Field(name="note", type=FieldType.TEXT, headings=("Ghi chú",), personal=True)


def text(name: str, *headings: str, **more: Any) -> Field:
    return Field(name=name, type=FieldType.TEXT, headings=headings, **more)


def number(name: str, heading: str, kind: FieldType = FieldType.COUNT, **more: Any) -> Field:
    return Field(name=name, type=kind, headings=(heading,), **more)


def choice(name: str, heading: str, **choices: str) -> Field:
    spelt = {key: (said,) for key, said in choices.items()}
    return Field(name=name, type=FieldType.CHOICE, headings=(heading,), choices=spelt)


def sheet(name: str, key: str, *fields: Field, **more: Any) -> Sheet:
    return Sheet(
        name=name, title=name, brief=name, heading=name, file=name, key=tuple(key.split()), fields=fields, **more
    )


CODE = text("code", "Mã TTHC", required=True)
PROCEDURE, FIELD = text("procedure", "Tên thủ tục", "Tên TTHC", required=True), text("field", "Lĩnh vực")
COMING = (
    sheet(
        "review", "unit code", UNIT, CODE, PROCEDURE, FIELD, NOTE,
        choice("result", "Kết quả", keep="Giữ nguyên", simplify="Kiến nghị đơn giản hóa", drop="Kiến nghị bãi bỏ"),
        choice("state", "Trạng thái", reviewed="Đã rà soát", proposed="Đã kiến nghị", approved="Đã phê duyệt",
               done="Đã thực thi", refused="Không được chấp nhận"),
        number("day", "Ngày", FieldType.DATE),
    ),
)  # fmt: skip
#: Sheet → a row as an office fills it in, and what is read.
ROWS: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "review": (
        {"Đơn vị": "P.6", "Mã TTHC": "1.000890", "Tên TTHC": "Khai sinh", "Trạng thái": "Đã phê duyệt"},
        {"unit": "P.6", "state": "approved", "result": "", "day": None},
    ),
    "testing": (
        {"Đơn vị": "Phường 6", "Đợt": "I/2021", "Ngày": "30/11/2021", "Số phải sát hạch": 12},
        {"plan": "I/2021", "day": at("2021-11-30"), "due": 12, "attended": None},
    ),
    "directives": (
        {"Nội dung": "Kết thúc", "Đơn vị": "Phường 6; P.11", "Ngày giao": "10/11/2021", "Trạng thái": "Hoàn thành"},
        {"units": "Phường 6; P.11", "given": at("2021-11-10"), "state": "done", "measure": ""},
    ),
    "advisory": (
        {"Ngày": "10/11/2021", "Đơn vị": "P.6", "Nội dung kiểm tra": "Một cửa", "Tình trạng": "Đang khắc phục"},
        {"subject": "Một cửa", "state": "doing", "due": None},
    ),
    "scores": (
        {"Đơn vị": "Phường 6", "Tiêu chí": "nhân rộng mô hình", "Điểm tự đánh giá": "4,5", "Điểm thẩm định": 4},
        {"criterion": "models", "self_assessed": 4.5, "appraised": 4},
    ),
}  # fmt: skip


@pytest.fixture
def desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for one in COMING:
        monkeypatch.setitem(SHEETS, one.name, one)
    desk.registry = load()
    return desk


@pytest.mark.parametrize("name", ROWS)
def test_each_is_known_by_its_headings_and_read_as_declared(desk: Desk, name: str) -> None:
    cells, expected = ROWS[name]
    headings = [
        next((said for said in field.headings if said in cells), field.headings[0]) for field in SHEETS[name].fields
    ]
    rows = [["DANH SÁCH"], ["STT", *headings], [1, *(cells.get(heading, "") for heading in headings)]]
    result = desk.read(desk.xlsx(rows))
    assert result.head is not None
    assert result.head.kind == name
    (row,) = result.rows
    assert isinstance(row, SheetRow)
    assert row.values.items() >= expected.items()
    assert not result.problems


def test_sums_of_tested_officials_that_do_not_agree_are_both_named(desk: Desk) -> None:
    heads = ["Đơn vị", "Đợt", "Số phải sát hạch", "Đã dự", "Vắng", "Đạt", "Không đạt"]
    rows = [heads, ["P.6", "I", 12, 9, 2, 9, 0], ["P.11", "I", 12, 10, 2, 9, 2], ["P.2", "I", 12, 10, 2, "", ""]]
    result = desk.read(desk.xlsx(rows))
    assert [(one.row, one.code, one.value, one.expected) for one in result.problems] == [
        (2, "unequal_sum", "9 + 2 = 11 ≠ 12", "Số phải sát hạch = Đã dự + Vắng"),
        (3, "unequal_sum", "9 + 2 = 11 ≠ 10", "Đã dự = Đạt + Không đạt"),
    ]
    assert [row[0] for row in result.rows] == [4]


@pytest.mark.parametrize("one", [*SHEETS.values(), *COMING], ids=lambda one: one.name)
def test_what_a_declaration_names_is_there(one: Sheet) -> None:
    names = [field.name for field in one.fields]
    assert len(set(names)) == len(names)
    assert not {field.stored for field in one.fields} & set(HISTORY)
    parts = [name for check in one.checks for name in check.fields]
    assert {*one.key, *one.known_by, *one.rows_for, *parts} <= set(names)
    assert len(one.required_headings) >= 2
    assert {code for field in one.fields for code in (field.missing, field.unknown)} <= codes()


def test_an_office_adds_headings_and_spellings_of_a_sheet(desk: Desk, tmp_path: Path) -> None:
    own = tmp_path / "registry"
    own.mkdir()
    said = '[scores]\nself_assessed = ["Tự chấm lấy"]\n[review_state]\nreviewed = ["Rà soát xong"]\n'
    (own / "headings.toml").write_text(said, encoding="utf-8")
    desk.registry = load(own)
    (row,) = desk.read(desk.xlsx([["Đơn vị", "Tiêu chí", "Tự chấm lấy"], ["P.6", "models", 3]])).rows
    assert isinstance(row, SheetRow)
    assert row.values["self_assessed"] == 3
    heads = ["Đơn vị", "Mã TTHC", "Tên TTHC", "Trạng thái"]
    (row,) = desk.read(desk.xlsx([heads, ["P.6", "1.1", "Khai sinh", "rà soát xong"]])).rows
    assert isinstance(row, SheetRow)
    assert row.values["state"] == "reviewed"


@pytest.mark.parametrize("said", ["[toys]\nunit = []", "[scores]\nowner = []", '[review_state]\nlost = ["Mất"]'])
def test_an_office_is_told_of_a_section_or_a_field_that_no_sheet_has(desk: Desk, tmp_path: Path, said: str) -> None:
    own = tmp_path / "registry"
    own.mkdir()
    (own / "headings.toml").write_text(said + "\n", encoding="utf-8")
    with pytest.raises(RegistryError, match=r"there is no such (section|field)"):
        load(own)
