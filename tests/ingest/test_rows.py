"""What becomes of a row: loaded, rejected with its reason, or no row of data at all."""

from __future__ import annotations

from datetime import datetime

import pytest

from cchc_tui.domain.dossiers import DUE_DATE_ONLY, RECEIVED_DATE_ONLY, RETURNED_DATE_ONLY
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest.problems import CODE_DATE, NO_DUE, UNKNOWN_STATUS
from tests.kits.ingest_kit import IGATE, Desk, at, line


def only(column: int, text: object) -> list[object]:
    return ["" if place != column else text for place in range(len(IGATE))]


ODD = [
    [],
    only(0, "UBND Phường 11"),
    only(1, "Phòng Tài nguyên và Môi trường"),
    ["I", "UBND xã Mỹ Tân"],
    ["", "B.", "Cấp xã"],
    [2, "", "UBND Phường 6"],
    [f"({number})" for number in range(1, 16)],
    list(range(1, 16)),
    list(IGATE),
    ["", "Tổng cộng", 1200],
    ["Tổng số hồ sơ: 2"],
    ["", "", "CỘNG", "", "", "", "2"],
    ["", "null", "—", "-"],
    ["Nơi nhận:\n- Lưu VT", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ"],
    ["", "Người lập biểu", "", "", "", "", "KT. CHỦ TỊCH"],
    ["", "(Ký, ghi rõ họ tên)", "", "", "", "(Ký tên, đóng dấu)"],
    ["", "Nguyễn Văn A", "", "", "", "Trần Thị B"],
]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "html"])
def test_rows_that_are_no_data_are_no_rejections(desk: Desk, kind: str) -> None:
    rows = [IGATE, line(1), *ODD[:9], line(2), *ODD[9:]]
    write = {"xlsx": desk.xlsx, "csv": desk.csv, "html": desk.html}[kind]
    result = desk.read(write(rows))
    assert [row.row for row in result.dossiers] == [2, 12]
    assert result.tail is not None
    assert (result.tail.rows, result.tail.rejected) == (2, 0)
    assert not result.problems


@pytest.mark.parametrize(
    ("changed", "code", "column", "value"),
    [
        ({"code": ""}, "no_code", "Số hồ sơ", ""),
        ({"code": "null"}, "no_code", "Số hồ sơ", ""),
        ({"code": "—"}, "no_code", "Số hồ sơ", ""),
        ({"received": ""}, "no_received", "Ngày tiếp nhận", ""),
        ({"received": "null"}, "no_received", "Ngày tiếp nhận", ""),
        ({"received": "hôm qua"}, "bad_date", "Ngày tiếp nhận", "hôm qua"),
        ({"received": "31/02/2021"}, "bad_date", "Ngày tiếp nhận", "31/02/2021"),
        ({"due": "32/13/2021 10:00"}, "bad_date", "Ngày hẹn trả", "32/13/2021 10:00"),
        ({"due": "Quá hạn 2.25 ngày"}, "bad_date", "Ngày hẹn trả", "Quá hạn 2.25 ngày"),
        ({"finished": "02/01/0001"}, "bad_date", "Ngày kết thúc xử lý", "02/01/0001"),
        ({"returned": "16/06/69"}, "bad_date", "Ngày trả kết quả", "16/06/69"),
        ({"returned": "11/16/2021"}, "bad_date", "Ngày trả kết quả", "11/16/2021"),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_row_is_rejected_with_its_reason(
    desk: Desk, kind: str, changed: dict[str, object], code: str, column: str, value: str
) -> None:
    rows = [IGATE, line(1), line(2, **changed), line(3)]
    result = desk.read({"xlsx": desk.xlsx, "csv": desk.csv}[kind](rows))
    assert [row.row for row in result.dossiers] == [2, 4]
    (problem,) = result.problems
    assert (problem.severity, problem.code, problem.row) == (Severity.REJECTED, code, 3)
    assert (problem.column, problem.value) == (column, value)
    assert result.tail is not None
    assert (result.tail.rows, result.tail.accepted, result.tail.rejected) == (3, 2, 1)


def test_a_row_without_code_and_date_that_holds_data_is_rejected(desk: Desk) -> None:
    result = desk.read(desk.xlsx([IGATE, line(1), line(2, code="", received="")]))
    assert result.codes() == ["no_code"]


@pytest.mark.parametrize(
    "changed",
    [
        {"received": "x", "procedure": "Tổng hợp hồ sơ đất đai"},
        {"received": "x", "procedure": "Cộng nhận", "officer": "Trưởng phòng Lê A", "applicant": "Chủ tịch hội"},
        {"code": "", "procedure": "Tổng số hộ nghèo", "officer": "Chủ tịch UBND"},
        {"code": "", "received": "", "officer": "Trưởng phòng Lê A"},
        {"code": "", "received": "", "applicant": "Giám đốc Công ty A", "procedure": "Tổng hợp số liệu"},
    ],
)
def test_a_word_like_total_or_chairman_does_not_hide_a_dossier(desk: Desk, changed: dict[str, object]) -> None:
    result = desk.read(desk.xlsx([IGATE, line(1), line(2, **changed), line(3, code="", received="", procedure="Khác")]))
    assert [problem.row for problem in result.problems] == [3, 4]


def test_after_the_total_of_a_part_rows_are_judged_as_before(desk: Desk) -> None:
    total = ["", "Tổng số", 1]
    lost = line(3, code="", received="")
    result = desk.read(desk.xlsx([IGATE, line(1), total, line(2), lost, total, ["", "Lê A", "", "", "Trần B"]]))
    assert [problem.row for problem in result.problems] == [5]


def test_totals_and_signatures_in_a_font_encoding(desk: Desk) -> None:
    titles = ["STT", "Sè hå s¬", "§¬n vÞ", "Ngµy tiÕp nhËn"]
    end = [["", "Tæng céng", 1], ["", "N¬i nhËn: VT", "", "Chñ tÞch"]]
    result = desk.read(desk.xlsx([titles, [1, "A-1", "Ph\xadêng 11", "16/06/2021"], *end]))
    assert [row.agency for row in result.dossiers] == ["Phường 11"]
    assert not result.codes()


def test_dates_without_a_time(desk: Desk) -> None:
    result = desk.read(
        desk.xlsx([IGATE, line(1, received="16/06/2021", due="21/06/2021", finished="", returned="2021-06-22")])
    )
    (row,) = result.dossiers
    assert row.received == at("2021-06-16")
    assert row.due == at("2021-06-21T23:59:59")
    assert row.returned == at("2021-06-22")
    assert row.date_only == RECEIVED_DATE_ONLY | DUE_DATE_ONLY | RETURNED_DATE_ONLY


def test_typed_and_written_dates_in_one_column(desk: Desk) -> None:
    result = desk.read(
        desk.xlsx(
            [IGATE, line(1, due=datetime(2021, 6, 21, 11)), line(2), line(3, due=44368.5), line(4, due="21/06/2021")]
        )
    )
    assert [row.due for row in result.dossiers] == [
        at("2021-06-21T11:00"), at("2021-06-21T11:00"), at("2021-06-21T12:00"), at("2021-06-21T23:59:59"),
    ]  # fmt: skip
    assert [row.date_only for row in result.dossiers] == [0, 0, 0, DUE_DATE_ONLY]


def test_serials_that_count_from_1904(desk: Desk) -> None:
    path = desk.xlsx([IGATE, line(1, received=44363.5 - 1462, due=datetime(2021, 6, 21, 11))], date_1904=True)
    (row,) = desk.read(path).dossiers
    assert row.received == at("2021-06-16T12:00")
    assert row.due == at("2021-06-21T11:00")


def test_defects_of_loaded_rows_are_noted(desk: Desk) -> None:
    rows = [
        line(1, due=""),
        line(2, status="Đang bay"),
        line(3, status="Đang bay"),
        line(4, received="17/06/2021 08:00"),
    ]
    result = desk.read(desk.xlsx([IGATE, *rows]))
    assert len(result.dossiers) == 4
    noted = {(problem.code, problem.row, problem.value, problem.expected) for problem in result.problems}
    assert noted == {
        (NO_DUE, 2, "", ""),
        (UNKNOWN_STATUS, 3, "Đang bay", "2"),
        (CODE_DATE, 5, "210616", "17/06/2021"),
    }
    assert [row.status for row in result.dossiers] == [4, 0, 0, 4]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Trực tuyến", "online"),
        ("trực tiếp", "direct"),
        ("Dịch vụ BCCI", "post"),
        ("Qua bưu chính công ích", "post"),
        ("Trực tiếp hoặc trực tuyến", "Trực tiếp hoặc trực tuyến"),
        ("Loại khác", "Loại khác"),
        ("", ""),
    ],
)
def test_how_a_dossier_came(desk: Desk, written: str, read: str) -> None:
    assert desk.read(desk.csv([IGATE, line(1, channel=written)])).dossiers[0].channel == read


@pytest.mark.parametrize("tick", ["x", "X", "Có", "1", 1, True, "true", "✓"])
def test_a_tick_for_online(desk: Desk, tick: object) -> None:
    titles = [*IGATE[:-1], "Trực tuyến"]
    rows = [titles, line(1, channel=tick), line(2, channel=""), line(3, channel="Không"), line(4, channel="?")]
    assert [row.channel for row in desk.read(desk.xlsx(rows)).dossiers] == ["online", "direct", "direct", ""]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (951166076.0, "0951166076"),
        ("951166076.0", "0951166076"),
        ("9.51166076E8", "0951166076"),
        ("951166076", "0951166076"),
        ("'0951166076", "0951166076"),
        (2773851234.0, "02773851234"),
        (84951166076.0, "84951166076"),
        ("0277 385 1234", "0277 385 1234"),
        ("null", ""),
    ],
)
def test_phones(desk: Desk, written: object, read: str) -> None:
    assert desk.read(desk.xlsx([IGATE, line(1, phone=written)])).dossiers[0].phone == read


def test_codes_and_procedures_that_were_read_as_numbers(desk: Desk) -> None:
    titles = ["Mã hồ sơ", "Mã thủ tục", "Đơn vị", "Ngày nhận"]
    rows = [
        ["'H15.50-251203-2035", 1.00089, "P11", "16/06/2021"],
        ['="A-2"', "2.000815", "P11", "16/06/2021"],
        [123456.0, 1.001193, "P11", "16/06/2021"],
    ]
    read = [(row.code, row.procedure_code) for row in desk.read(desk.xlsx([titles, *rows])).dossiers]
    assert read == [("H15.50-251203-2035", "1.000890"), ("A-2", "2.000815"), ("123456", "1.001193")]


@pytest.mark.parametrize(
    "hostile",
    [
        "[/x]",
        "[@click=app.quit]Lê A[/]",
        "Lê\x1b]52;c;aGVsbG8=\x07 A",
        "Lê \x1b[31mA",
        "Lê\u202e A\u202c",
        "Lê\x9b31m A",
        "Lê\u200b A\ufeff",
        "Lê\x00 A",
        "Lê\u2028A",
    ],
)
def test_hostile_cells_are_only_text(desk: Desk, hostile: str) -> None:
    fields = (
        "code",
        "procedure",
        "field",
        "department",
        "agency",
        "applicant",
        "officer",
        "status",
        "channel",
        "phone",
    )
    result = desk.read(desk.csv([IGATE, line(1, **dict.fromkeys(fields, hostile))]))
    (row,) = result.dossiers
    texts = [value for value in row if isinstance(value, str)] + [problem.value for problem in result.problems]
    assert all(text.isprintable() for text in texts)
    assert row.officer in {"[/x]", "[@click=app.quit]Lê A[/]", "Lê A"}


def test_a_cell_that_is_too_long_is_cut_and_said(desk: Desk) -> None:
    result = desk.read(desk.csv([IGATE, line(1, procedure="đ" * 5000, applicant="ê" * 5000)]))
    (row,) = result.dossiers
    assert (len(row.procedure), len(row.applicant)) == (2000, 2000)
    cut = [(problem.column, problem.value) for problem in result.problems if problem.code == "cell_cut"]
    assert cut == [("Tên thủ tục hành chính", ""), ("Chủ hồ sơ", "")]


def test_a_table_that_goes_on_in_the_next(desk: Desk) -> None:
    cells = "".join(f"<td>{cell}</td>" for cell in line(2))
    after = f"<table><tr>{cells}</tr></table><table><tr><td>Tổng số</td><td>2</td></tr></table>"
    result = desk.read(desk.html([IGATE, line(1)], "<p>Đến ngày 10/11/2021</p>", after))
    assert [row.code[-4:] for row in result.dossiers] == ["0001", "0002"]
    assert result.head is not None
    assert (result.head.moment, result.head.moment_is_date) == (at("2021-11-10"), True)
    assert not result.problems


def test_cells_over_several_columns_and_rows_of_a_page(desk: Desk) -> None:
    titles = "".join(f"<th>{title}</th>" for title in ("Mã hồ sơ", "Đơn vị", "Ngày nhận", "Ngày hẹn trả"))
    page = (
        f"<html><body><table><tr><td colspan=99999999>DANH SÁCH</td></tr><tr>{titles}</tr>"
        "<tr><td>A-1</td><td rowspan=2>UBND<br>Phường 11</td><td>16/06/2021</td><td>21/06/2021</td></tr>"
        "<tr><td>A-2</td><td>17/06/2021</td><td>22/06/2021</td></tr></table></body></html>"
    )
    result = desk.read(desk.bytes(page.encode()))
    assert [(row.code, row.agency, row.received) for row in result.dossiers] == [
        ("A-1", "UBND Phường 11", at("2021-06-16")),
        ("A-2", "UBND Phường 11", at("2021-06-17")),
    ]


def _without_unit(*rows: list[object]) -> list[list[object]]:
    place = IGATE.index("Cơ quan/đơn vị")
    department = IGATE.index("Phòng ban")
    return [[cell for at, cell in enumerate(row) if at not in (place, department)] for row in rows]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "html"])
@pytest.mark.parametrize("count", [[], ["2 hồ sơ"]])
def test_a_unit_in_a_row_above_its_dossiers_is_theirs(desk: Desk, kind: str, count: list[str]) -> None:
    head, *lines = _without_unit(IGATE, *map(line, range(1, 6)))
    rows = [head, ["I", "UBND phường 6", *count], *lines[:2], ["Cộng UBND phường 6", 2], ["II", "Phường 2", *count]]
    rows += [*lines[2:4], ["Hồ sơ khác"], lines[4], ["Tổng cộng", 5], ["", "TM. UBND PHƯỜNG 11"]]
    result = desk.read({"xlsx": desk.xlsx, "csv": desk.csv, "html": desk.html}[kind](rows))
    assert [row.agency for row in result.dossiers] == ["UBND phường 6"] * 2 + ["Phường 2"] * 3
    assert [problem.code for problem in result.problems if problem.code != "no_column"] == ["units_above"]


def test_a_sheet_with_a_units_name_is_that_units(desk: Desk) -> None:
    head, *lines = _without_unit(IGATE, *map(line, range(1, 7)))
    sheets = {"P6": [["DANH SÁCH"], head, *lines[:2]], "UBND Phường 2": [head, *lines[2:4]], "Khác": [head, *lines[4:]]}
    result = desk.read(desk.workbook(sheets))
    assert [row.agency for row in result.dossiers] == ["P6"] * 2 + ["UBND Phường 2"] * 2 + [""] * 2
    assert {problem.code for problem in result.problems} == {"units_above", "no_column"}


def test_names_that_may_be_fields_or_stand_in_titles_are_no_units(desk: Desk) -> None:
    head, *lines = _without_unit(IGATE, *map(line, range(1, 4)))
    for rows in (
        [["UBND PHƯỜNG 6"], head, *lines],
        [head, ["Tư pháp"], *lines],
        [head, lines[0], ["Phường 6"], lines[1]],
    ):
        assert {row.agency for row in desk.read(desk.xlsx(rows)).dossiers} == {""}


def test_a_column_of_units_stands_above_such_rows(desk: Desk) -> None:
    result = desk.read(desk.xlsx([IGATE, ["Phường 6"], line(1), line(2)], sheet="Phường 2"))
    assert {row.agency for row in result.dossiers} == {"UBND Phường 11"}
    assert result.problems == []
