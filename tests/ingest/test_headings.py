"""Headings are found wherever they stand and however they are written; what they mean decides the kind of export."""

from __future__ import annotations

import unicodedata

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_tui.domain.dossiers import DUE_DATE_ONLY
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest.headings import HeadingFinder
from cchc_tui.ingest.problems import MISSING_COLUMN, NO_COLUMN, NO_HEADING, OTHER_SHEET
from cchc_tui.ingest.records import Kind, SheetRow
from cchc_tui.registry import load
from tests.kits.ingest_kit import IGATE, Desk, at, line

# fmt: off
OPENCPS = (
    "Mã hồ sơ", "Mã thủ tục", "Nội dung", "Cơ quan thụ lý", "Sổ theo dõi", "Chủ hồ sơ", "Địa chỉ", "Số điện thoại",
    "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày gia hạn", "Ngày hoàn thành", "Ngày trả", "Trạng thái", "Trực tuyến",
    "Hạn xử lý",
)
TANDAN = (
    "STT", "Đơn vị tiếp nhận", "Người tiếp nhận", "Tên thủ tục hành chính", "Mã hồ sơ", "Trạng thái", "Người nộp",
    "Chủ hồ sơ", "Ngày nộp hồ sơ", "Ngày nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý",
)
SUMMARY = [
    ["TÌNH HÌNH GIẢI QUYẾT TTHC"],
    ["Từ ngày 01/01/2021 đến ngày 10/11/2021"],
    ["STT", "Lĩnh vực/Đơn vị", "Số hồ sơ tiếp nhận", "", "", "Đã giải quyết xong", "", "", "",
     "Đang giải quyết", "", "", "Tổng số trễ hạn", "Hồ sơ trả lại, rút"],
    ["", "", "Tổng số", "Kỳ trước chuyển qua", "Tiếp nhận trong kỳ", "Tổng số", "Sớm hạn", "Đúng hạn", "Trễ hạn",
     "Tổng số", "Chưa đến hạn", "Quá hạn", "", ""],
    ["(1)", "(2)", "(3 = 4 + 5)", "(4)", "(5)", "(6 = 7 + 8 + 9)", "(7)", "(8)", "(9)",
     "(10 = 11 + 12)", "(11)", "(12)", "(13 = 9 + 12)", "(14)"],
    ["I", "Cấp xã", "", "", "", "", "", "", "", "", "", "", "", ""],
    [1, "UBND phường 11", "1.241", 41.0, 1200, 38, 0, 37, 1, 2, 0, 2, 3, 1],
    [2, "UBND phường 6", 10, 4, 5, 8, 0, 8, 0, 2, 2, 0, 0, "–"],
    ["", "Tổng số", "1.251", 45, 1205, 46, 0, 45, 1, 4, 2, 2, 3, 1],
    ["", "NGƯỜI LẬP BIỂU", "", "", "", "", "", "", "", "CHỦ TỊCH"],
    ["", "Nguyễn Văn A", "", "", "", "", "", "", "", "Lê B"],
]
# fmt: on


def unmarked(text: str) -> str:
    """Without any mark, as an export in ASCII has it."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@pytest.mark.parametrize(
    "write",
    [
        str.upper,
        str.lower,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"  {text.replace(' ', '  ')} ",
        lambda text: text.replace(" ", "\n"),
        lambda text: f"{text} (*)",
        lambda text: text.replace("Hình", "Hình").replace("òa", "oà"),
        unmarked,
    ],
    ids=["capitals", "small", "NFD", "spaces", "line breaks", "brackets", "tone place", "no marks"],
)  # fmt: skip
def test_headings_in_any_writing(desk: Desk, write: object) -> None:
    assert callable(write)
    result = desk.read(desk.xlsx([[write(title) for title in IGATE], line(1)]))
    (row,) = result.dossiers
    assert (row.code, row.agency, row.officer, row.channel) == (
        "000.00.30.H20-210616-0001", "UBND Phường 11", "Võ Quốc Đạt", "online",
    )  # fmt: skip
    assert row.finished == at("2021-06-18T10:00")


def test_headings_in_another_order(desk: Desk) -> None:
    order = list(reversed(range(len(IGATE))))
    result = desk.read(desk.csv([[IGATE[i] for i in order], [line(1)[i] for i in order]]))
    assert result.dossiers[0].agency == "UBND Phường 11"


def test_after_blank_columns_and_many_title_rows(desk: Desk) -> None:
    blank: list[object] = ["", ""]
    rows = [[*blank, "UBND THÀNH PHỐ CAO LÃNH"]] + [[]] * 40 + [[*blank, *IGATE], [*blank, *line(1)]]
    for path in (desk.xlsx(rows), desk.csv(rows)):
        (row,) = desk.read(path).dossiers
        assert row.row == 43
        assert row.agency == "UBND Phường 11"


def test_other_sheets_before_the_list(desk: Desk) -> None:
    guide = [["Hướng dẫn"], ["Bước", "Nội dung", "Đơn vị"], [1, "Mở phần mềm", "Phòng Nội vụ"]]
    result = desk.read(desk.workbook({"Hướng dẫn": guide, "Trống": [], "DS": [IGATE, line(1), line(2)]}))
    assert result.head is not None
    assert result.head.sheet == "DS"
    assert len(result.dossiers) == 2


def test_lists_on_several_sheets_are_all_read(desk: Desk) -> None:
    result = desk.read(desk.workbook({"P11": [IGATE, line(1)], "P6": [("UBND Phường 6",), IGATE, line(2, code="B-2")]}))
    assert [row.code for row in result.dossiers] == ["000.00.30.H20-210616-0001", "B-2"]
    assert result.tail is not None
    assert result.tail.rows == 2


def test_a_sheet_of_another_kind_beside_the_list_is_said(desk: Desk) -> None:
    rollout = [["Đơn vị", "Mô hình", "Tình trạng"], ["UBND Phường 11", "Ngày không hẹn", "Đã triển khai"]]
    result = desk.read(desk.workbook({"Mô hình": rollout, "DS": [IGATE, line(1)]}))
    assert OTHER_SHEET in result.codes(Severity.NOTED)
    assert len(result.dossiers) == 1


def test_a_hidden_sheet_is_passed_over(desk: Desk) -> None:
    path = desk.folder / "hidden.xlsx"
    book = xlsxwriter.Workbook(str(path))
    hidden, shown = book.add_worksheet("cũ"), book.add_worksheet("mới")
    for page, code in ((hidden, "CU-1"), (shown, "MOI-1")):
        page.write_row(0, 0, IGATE)
        page.write_row(1, 0, line(1, code=code))
    hidden.hide()
    shown.activate()
    book.close()
    assert [row.code for row in desk.read(path).dossiers] == ["MOI-1"]


def test_a_repeated_heading_gives_the_first_filled_cell(desk: Desk) -> None:
    headings = [*IGATE, "Ngày kết thúc xử lý", "Cơ quan/đơn vị"]
    result = desk.read(desk.xlsx([headings, [*line(1, finished="", agency=""), "18/06/2021", "UBND Phường 6"]]))
    (row,) = result.dossiers
    assert (row.finished, row.agency) == (at("2021-06-18"), "UBND Phường 6")


def test_headings_over_two_rows(desk: Desk) -> None:
    upper = ["STT", "Số hồ sơ", "Đơn vị", "Ngày", "", "", "Trạng thái"]
    lower = ["", "", "", "tiếp nhận", "hẹn trả", "kết thúc xử lý", ""]
    rows = [upper, lower, [1, "A-1", "UBND Phường 11", "16/06/2021", "21/06/2021", "", "Đang xử lý"]]
    (row,) = desk.read(desk.xlsx(rows)).dossiers
    assert (row.received, row.due, row.row) == (at("2021-06-16"), at("2021-06-21T23:59:59"), 3)


def test_opencps_headings(desk: Desk) -> None:
    dates = ["16/06/2021 09:53", "21/06/2021", "", "18/06/2021 10:00:00", ""]
    cells = ["A-1", "1.001193", "Khai sinh", "UBND phường 11", "Hộ tịch", "Lê A", "TP", "0961", *dates]
    cells += ["Hoàn thành", "x", "Quá hạn 2.25 ngày"]
    result = desk.read(desk.html([OPENCPS, cells]))
    (row,) = result.dossiers
    assert (row.status, row.channel, row.field, row.procedure_code) == (10, "online", "Hộ tịch", "1.001193")
    assert row.due == at("2021-06-21T23:59:59")


def test_tandan_headings(desk: Desk) -> None:
    cells = [
        1,
        "UBND phường 11",
        "Ngô A",
        "Khai sinh",
        "A-1",
        "Đang xử lý",
        "Võ B",
        "Võ C",
        "15/06/2021",
        "16/06/2021 09:53",
        "21/06/2021",
        "",
    ]
    result = desk.read(desk.xlsx([TANDAN, cells]))
    (row,) = result.dossiers
    assert (row.received, row.officer, row.submitter, row.applicant) == (
        at("2021-06-16T09:53"),
        "Ngô A",
        "Võ B",
        "Võ C",
    )


def test_a_mixture_of_families(desk: Desk) -> None:
    titles = [
        "Mã hồ sơ",
        "Đơn vị tiếp nhận",
        "Phòng ban",
        "Ngày nhận",
        "Ngày hẹn trả",
        "Ngày hoàn thành",
        "Tình trạng",
        "Trực tuyến",
    ]
    cells = [
        "A-1",
        "UBND thành phố Cao Lãnh",
        "Phòng Nội vụ",
        "2021-06-16 09:53:00",
        "2021-06-21",
        "",
        "Đang thụ lý",
        "Có",
    ]
    result = desk.read(desk.csv([titles, cells], delimiter=";"))
    (row,) = result.dossiers
    assert (row.status, row.channel, row.department) == (4, "online", "Phòng Nội vụ")


def test_the_deadline_counts_when_it_holds_a_date(desk: Desk) -> None:
    titles = ["Mã hồ sơ", "Đơn vị", "Ngày nhận", "Trạng thái", "Hạn xử lý"]
    rows = [
        ["A-1", "UBND Phường 11", "16/06/2021", "Đang xử lý", deadline]
        for deadline in ("21/06/2021 10:00", "Còn 2 ngày", "")
    ]
    result = desk.read(desk.xlsx([titles, *rows]))
    assert [row.due for row in result.dossiers] == [at("2021-06-21T10:00"), None, None]
    assert not result.codes()


def test_what_is_missing_is_named(desk: Desk) -> None:
    titles = [title for title in IGATE if title != "Ngày tiếp nhận"]
    refused = desk.read(desk.xlsx([titles, ["x"] * len(titles)])).refused
    assert refused is not None
    assert (refused.code, refused.expected) == (MISSING_COLUMN, "Ngày tiếp nhận")


def test_a_table_of_no_known_kind(desk: Desk) -> None:
    for path in (
        desk.xlsx([["Họ tên", "Lương"], ["A", 1]]),
        desk.csv([["Họ tên", "Lương"], ["A", 1]]),
        desk.html([["Họ tên", "Lương"], ["A", 1]]),
    ):
        refused = desk.read(path).refused
        assert refused is not None
        assert (refused.code, refused.value) == (NO_HEADING, "")


def test_columns_that_a_board_would_need_are_said(desk: Desk) -> None:
    result = desk.read(desk.xlsx([["Mã hồ sơ", "Ngày nhận", "Tên thủ tục"], ["A-1", "16/06/2021", "Khai sinh"]]))
    missing = {problem.expected for problem in result.problems if problem.code == NO_COLUMN}
    assert missing == {"Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái hồ sơ", "Cơ quan/đơn vị"}


def test_a_rollout_with_merged_units_and_unknown_words(desk: Desk) -> None:
    rows = [["THEO DÕI"], ["TT", "Đơn vị", "Mô hình", "Tình trạng", "Ngày bắt đầu", "Số lượt"],
            [1, "UBND phường 2", "Ngày Chủ nhật thân thiện", "đang triển khai", "01/12/2021", "1.200"],
            ["", "", "Ngày không hẹn", "Sắp làm", "sớm", "nhiều"], ["", "Tổng cộng", "", "", "", 1200]]  # fmt: skip
    result = desk.read(desk.xlsx(rows))
    one, two = result.rows
    assert isinstance(one, SheetRow)
    assert isinstance(two, SheetRow)
    assert [one.values[name] for name in ("practice", "state", "turns")] == ["sunday", "running", 1200]
    said = [two.values[name] for name in ("unit", "practice", "state", "since", "turns")]
    assert said == ["UBND phường 2", "no-appointment", "", None, None]
    assert sorted(result.codes(Severity.NOTED)) == ["bad_date", "bad_number", "unknown_state"]


NAMES = [variant for variants in load().headings["dossiers"].values() for variant in variants]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_a_heading_is_known_however_it_is_cased_spaced_and_composed(name: str, data: st.DataObject) -> None:
    written = "".join(data.draw(st.sampled_from([char.upper(), char.lower()])) for char in name)
    if data.draw(st.booleans()):
        written = unicodedata.normalize("NFD", written)
    written = data.draw(st.sampled_from(["", " ", "\n"])) + written.replace(
        " ", data.draw(st.sampled_from([" ", "  ", "\u00a0"]))
    )
    assert FINDER.knows(written)


FINDER = HeadingFinder(load().headings)


def test_summary_over_three_rows_in_a_workbook(desk: Desk) -> None:
    result = desk.read(desk.xlsx(SUMMARY))
    assert result.head is not None
    assert result.head.kind is Kind.SUMMARY
    assert [tuple(row)[:5] for row in result.rows] == [
        (7, "UBND phường 11", 1241, 41, 1200),
        (8, "UBND phường 6", 10, 4, 5),
    ]
    assert result.rows[1][-3:] == (None, "", "unit_or_field")
    (broken,) = result.problems
    assert (broken.code, broken.row, broken.expected) == ("identity", 8, "3 = 4 + 5")


DATES = ("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả")


def below_groups(*above: dict[str, str]) -> list[list[str]]:
    """The headings of IGATE in rows: the given texts above some of them, which then stand below; the others on top."""
    rows = [[row.get(title, "") for title in IGATE] for row in above]
    moved = {title for row in above for title in row}
    for place, title in enumerate(IGATE):
        if title not in moved:
            rows[0][place] = title
    return [*rows, [title if title in moved else "" for title in IGATE]]


@pytest.mark.parametrize(
    "headings",
    [
        below_groups({DATES[0]: "Tiếp nhận", DATES[1]: "Tiếp nhận", DATES[2]: "Kết quả", DATES[3]: "Kết quả"}),
        below_groups({DATES[0]: "Tiếp nhận", DATES[2]: "Hoàn thành"}),
        below_groups(dict.fromkeys(DATES, "Thời gian"), {DATES[0]: "Đầu vào", DATES[2]: "Đầu ra"}),
        below_groups(dict.fromkeys(IGATE[1:4], "Hồ sơ"), {}, {DATES[1]: "Hạn"}),
        [["DANH SÁCH", "Đơn vị", "", "Tiếp nhận"], list(IGATE)],
        [list(IGATE), list(IGATE), [f"({number})" for number in range(1, len(IGATE) + 1)]],
    ],
)
@pytest.mark.parametrize("kind", ["csv", "html", "xlsx"])
def test_headings_over_several_rows(desk: Desk, headings: list[list[str]], kind: str) -> None:
    write = {"csv": desk.csv, "html": desk.html, "xlsx": desk.xlsx}[kind]
    result = desk.read(write([*headings, line(1), line(2, finished="", returned="20/06/2021 09:00")]))
    assert not result.refused
    assert not result.codes()
    assert [(row.received, row.due, row.finished, row.returned) for row in result.dossiers] == [
        (at("2021-06-16T09:53:46"), at("2021-06-21T11:00"), at("2021-06-18T10:00"), None),
        (at("2021-06-16T09:53:46"), at("2021-06-21T11:00"), None, at("2021-06-20T09:00")),
    ]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ([*IGATE, "Giờ hẹn trả"], None),
        ([*IGATE, "GIỜ HẸN TRẢ KẾT QUẢ"], None),
        ([*IGATE[:7], "Giờ", *IGATE[7:]], None),
        ([*IGATE[:7], "", *IGATE[7:]], [*[""] * 6, "Ngày", "Giờ"]),
        ([*IGATE[:6], "Hẹn trả kết quả", "", *IGATE[7:]], [*[""] * 6, "Ngày", "Giờ"]),
    ],
)
@pytest.mark.parametrize("time", ["17:00", "17h00", "5:00 CH", "17:00:00", "0.7083333333", "17 giờ 00 phút"])
def test_a_time_in_its_own_column(desk: Desk, upper: list[str], lower: list[str] | None, time: str) -> None:
    place = 7 if len(upper) > 7 and upper[7] in ("Giờ", "") else len(IGATE)
    rows = [line(1, due="21/06/2021"), line(2, due="21/06/2021 08:00"), line(3, due="21/06/2021"), line(4, due="")]
    for row, cell in zip(rows, (time, "", "-", time), strict=True):
        row.insert(place, cell)
    result = desk.read(desk.csv([upper, *([lower] if lower else []), *rows]))
    ends = [at("2021-06-21T17:00"), at("2021-06-21T08:00"), at("2021-06-21T23:59:59"), None]
    assert [row.due for row in result.dossiers] == ends
    assert [row.date_only & DUE_DATE_ONLY for row in result.dossiers][:3] == [0, 0, DUE_DATE_ONLY]


def test_a_time_that_cannot_be_read_is_reported_with_its_column(desk: Desk) -> None:
    result = desk.read(desk.csv([[*IGATE, "Giờ hẹn trả"], [*line(1, due="21/06/2021"), "cuối giờ"]]))
    assert [(p.code, p.row, p.column, p.value) for p in result.problems if p.severity is Severity.REJECTED] == [
        ("bad_date", 2, "Giờ hẹn trả", "cuối giờ")
    ]


PAGED = {
    "one row": [list(IGATE)],
    "groups": below_groups({DATES[0]: "Tiếp nhận", DATES[2]: "Kết quả"}),
    "numbered": [*below_groups({DATES[0]: "Tiếp nhận"}), [f"({number})" for number in range(1, len(IGATE) + 1)]],
    "words of both": [
        [title if title not in DATES else "Ngày" for title in IGATE],
        [title.removeprefix("Ngày ") if title in DATES else "" for title in IGATE],
    ],
}


@pytest.mark.parametrize("rows", [1, 2, 20])
@pytest.mark.parametrize("headings", PAGED)
@pytest.mark.parametrize("kind", ["csv", "html"])
def test_headings_at_the_top_of_each_page(desk: Desk, headings: str, rows: int, kind: str) -> None:
    dossiers = [line(number, finished="" if number % 2 else "18/06/2021 10:00") for number in range(1, 2 + 60 * rows)]
    lines: list[list[object]] = []
    for start in range(0, len(dossiers), rows):
        lines += [*map(list, PAGED[headings]), *dossiers[start : start + rows]]
    result = desk.read((desk.csv if kind == "csv" else desk.html)(lines))
    assert [int(row.code[-4:]) for row in result.dossiers] == list(range(1, len(dossiers) + 1))
    assert {row.returned for row in result.dossiers} == {None}
    assert not [problem for problem in result.problems if problem.code != NO_COLUMN]


def test_headings_of_each_page_in_cells_over_several_rows(desk: Desk) -> None:
    spans = "".join(
        f"<th rowspan=2>{title}</th>" if title not in DATES else "<th colspan=4>Ngày</th>" * (title == DATES[0])
        for title in IGATE
    )
    below = "".join(f"<th>{title.removeprefix('Ngày ')}</th>" for title in DATES)
    pages = [
        f"<tr>{spans}</tr><tr>{below}</tr><tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for row in (line(number, returned="19/06/2021") for number in range(1, 20))
    ]
    result = desk.read(desk.bytes(f"<html><table>{''.join(pages)}</table></html>".encode()))
    assert [(row.returned, row.finished) for row in result.dossiers] == [
        (at("2021-06-19"), at("2021-06-18T10:00"))
    ] * 19
    assert not result.problems
