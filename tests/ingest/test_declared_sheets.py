"""Each sheet of the meeting's boards is known by its headings and read as declared; what can't be right is rejected."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.ingest.records import SheetRow
from cchc_tui.registry import RegistryError, load
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import HISTORY, Sheet
from cchc_tui.texts.problems import codes
from tests.kits.ingest_kit import Desk, at

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


@pytest.mark.parametrize("one", SHEETS.values(), ids=lambda one: one.name)
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


HEADS = ["Đơn vị", "Đợt", "Ngày", "Số phải sát hạch", "Đã dự", "Vắng", "Đạt", "Không đạt", "Ghi chú"]
GOOD = ["Phường 6", "Đợt 1/2021", "20/05/2021", 12, 11, 1, 10, 1, ""]


def wrong(place: str, value: object) -> list[object]:
    """A row of tested officials with one cell that can't be right."""
    return [value if head == place else cell for head, cell in zip(HEADS, GOOD, strict=True)]


@pytest.mark.parametrize(
    ("row", "code", "column", "value", "expected"),
    [
        (wrong("Đơn vị", "Phường 60"), "not_a_unit", "Đơn vị", "Phường 60", ""),
        (wrong("Đơn vị", ""), "no_unit", "Đơn vị", "", ""),
        (wrong("Đợt", ""), "no_value", "Đợt", "", ""),
        (wrong("Số phải sát hạch", ""), "no_value", "Số phải sát hạch", "", ""),
        (wrong("Ngày", "20/05/2022"), "outside_period", "Ngày", "20/05/2022", "01/01/2021 – 31/12/2021"),
        (wrong("Ngày", "31/02/2021"), "bad_date", "Ngày", "31/02/2021", ""),
        (wrong("Đã dự", "mười một"), "bad_number", "Đã dự", "mười một", ""),
        (wrong("Đã dự", -11), "bad_number", "Đã dự", "-11", ""),
        (wrong("Đạt", 10.5), "bad_number", "Đạt", "10.5", ""),
        (wrong("Vắng", 2), "unequal_sum", "Số phải sát hạch", "11 + 2 = 13 ≠ 12", "Số phải sát hạch = Đã dự + Vắng"),
        (wrong("Không đạt", 0), "unequal_sum", "Đã dự", "10 + 0 = 10 ≠ 11", "Đã dự = Đạt + Không đạt"),
        (wrong("Đợt", "ĐỢT 1 - 2021"), "said_twice", "Đơn vị", "P.6: ĐỢT 1 - 2021", "2"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_row_of_tested_officials_that_can_not_be_right_is_rejected_where_it_stands(
    desk: Desk, row: list[object], code: str, column: str, value: str, expected: str
) -> None:
    row = ["P.6", *row[1:]] if code == "said_twice" else row
    rows = [HEADS, GOOD if code == "said_twice" else ["Phường 2", *GOOD[1:]], row]
    result = desk.read(desk.xlsx(rows))
    (problem,) = result.problems
    assert (problem.severity, problem.code, problem.row, problem.column) == ("rejected", code, 3, column)
    assert problem.sheet
    assert problem.value == value
    assert expected in problem.expected
    assert [one[0] for one in result.rows] == [2]


def test_no_note_beside_tested_officials_is_ever_quoted(desk: Desk) -> None:
    rows = [HEADS, [*GOOD[:-1], "Nguyễn Văn Người Vắng"], [*wrong("Vắng", 2)[:-1], "Lê Thị Người Vắng"]]
    result = desk.read(desk.xlsx(rows))
    assert len(result.problems) == 1
    assert "Người Vắng" not in str(result.problems)


def test_a_unit_reviews_a_procedure_in_one_row_and_says_what_became_of_it(desk: Desk) -> None:
    heads = ["Đơn vị rà soát", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Kết quả rà soát", "Trạng thái kiến nghị", "Ngày"]
    rows: list[list[object]] = [
        heads,
        ["Phường 6", "1.000894", "Đăng ký kết hôn", "Hộ tịch", "Kiến nghị đơn giản hóa", "Đã trình", "05/11/2021"],
        ["", "1.000894", "Đăng ký  kết hôn", "", "Giữ nguyên", "Đã rà soát", ""],
        ["", "", "Khai sinh", "", "Giữ nguyên", "Đang xem xét", ""],
        ["", "", "Khai sinh", "", "Để đó", "Đã rà soát", ""],
        ["Phường 99", "", "Khai sinh", "", "Giữ nguyên", "Đã rà soát", ""],
        ["Phường 2", "", "Khai sinh", "", "Giữ nguyên", "", ""],
    ]
    result = desk.read(desk.xlsx(rows))
    assert [(one.row, one.code, one.value) for one in result.problems] == [
        (3, "said_twice", "Phường 6: 1.000894: Đăng ký kết hôn"),
        (4, "unknown_choice", "Đang xem xét"),
        (5, "unknown_choice", "Để đó"),
        (6, "not_a_unit", "Phường 99"),
    ]
    read = [row for row in result.rows if isinstance(row, SheetRow)]
    assert [(row.values["unit"], row.values["state"], row.values["result"]) for row in read] == [
        ("Phường 6", "proposed", "simplify"),
        ("Phường 2", "", "keep"),
    ]


def test_a_part_greater_than_its_whole_is_rejected_though_the_other_part_is_not_given(desk: Desk) -> None:
    heads = ["Đơn vị", "Đợt", "Số phải sát hạch", "Đã dự", "Vắng", "Đạt", "Không đạt"]
    rows = [heads, ["P.6", "I", 10, 11, "", "", ""], ["P.11", "I", 10, 9, 1, 10, ""], ["P.2", "I", 10, 9, "", 9, ""]]
    result = desk.read(desk.xlsx(rows))
    assert [(one.row, one.code, one.value, one.expected) for one in result.problems] == [
        (2, "unequal_sum", "11 > 10", "Số phải sát hạch = Đã dự + Vắng"),
        (3, "unequal_sum", "10 > 9", "Đã dự = Đạt + Không đạt"),
    ]
    assert [row[0] for row in result.rows] == [4]


@pytest.mark.parametrize("form", ["{}", "({})"])
@pytest.mark.parametrize("name", SHEETS)
def test_numbers_below_the_headings_are_no_row(desk: Desk, name: str, form: str) -> None:
    headings = ["STT", *(field.headings[0] for field in SHEETS[name].fields)]
    result = desk.read(desk.xlsx([headings, [form.format(number) for number in range(1, len(headings) + 1)]]))
    assert result.head is not None
    assert (result.head.kind, result.rows, result.problems) == (name, [], [])


def test_a_column_of_percentages_is_not_the_one_with_its_name(desk: Desk) -> None:
    heads = ["Đơn vị", "Đợt", "Số phải sát hạch", "Đã dự", "Đạt (%)", "Đạt"]
    (row,) = desk.read(desk.xlsx([heads, ["P.6", "I", 12, 12, "75%", ""]])).rows
    assert isinstance(row, SheetRow)
    assert row.values["passed"] is None
    heads = ["Nội dung nhiệm vụ", "Chủ trì thực hiện", "Ngày ban hành", "Thời hạn", "Tiến độ (%)", "Trạng thái"]
    result = desk.read(desk.xlsx([heads, ["Việc", "P.6", "10/11/2021", "30/11/2021", "50%", ""]]))
    assert not result.problems
    (row,) = result.rows
    assert isinstance(row, SheetRow)
    assert row.values["state"] == ""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Cấp xã", "commune"),
        ("UBND CÁC XÃ, PHƯỜNG", "commune"),
        ("Phòng Tư pháp, cấp xã", "Phòng Tư pháp; commune"),
        ("P.6, P.11 và Phòng Văn hóa và Thông tin", "P.6; P.11; Phòng Văn hóa và Thông tin"),
        ("Phường 6\nPhường 11\n", "Phường 6; Phường 11"),
        ("P.6; Phường 6; P.11", "P.6; P.11"),
    ],
)
def test_the_units_of_a_directive_however_they_stand_in_the_cell(desk: Desk, said: str, expected: str) -> None:
    result = desk.read(desk.xlsx([["Nội dung", "Đơn vị", "Ngày giao", "Thời hạn"], ["Việc", said, "10/11/2021", ""]]))
    assert not result.problems
    (row,) = result.rows
    assert isinstance(row, SheetRow)
    assert row.values["units"] == expected


def test_a_unit_that_there_is_not_among_others_rejects_the_row(desk: Desk) -> None:
    heads = ["Nội dung", "Đơn vị", "Ngày giao", "Thời hạn"]
    result = desk.read(desk.xlsx([heads, ["Việc", "Phường 6; Phường 66, P.11", "10/11/2021", ""]]))
    assert [(one.row, one.code, one.value) for one in result.problems] == [(2, "not_a_unit", "Phường 66, P.11")]
