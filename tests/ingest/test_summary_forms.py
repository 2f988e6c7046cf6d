"""Unit summaries in all the forms that offices have: each figure from its own column, none from a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.domain.problems import Severity
from cchc_tui.ingest.records import BY_FIELD, FIGURES, Kind, SummaryRow
from tests.kits.ingest_kit import Desk, Result
from tests.kits.summary_kit import (
    FLAT,
    II_06A,
    OPENCPS,
    READ,
    SAID,
    STT,
    TANDAN,
    UNIT,
    Form,
    Group,
    depth,
    grid,
    html,
    leaves,
    line,
    numbering,
    write_xlsx,
)

_FIGURES = FIGURES
_WRITERS: dict[str, Callable[[Desk, Form, Sequence[Sequence[object]]], Result]] = {
    "xlsx": lambda desk, form, rows: desk.read(write_xlsx(desk.folder / "b.xlsx", form, rows, ["BÁO CÁO"])),
    "html": lambda desk, form, rows: desk.read(desk.bytes(html(form, rows, ["BÁO CÁO"]))),
    "csv": lambda desk, form, rows: desk.read(desk.csv([["BÁO CÁO"], *grid(form), *rows])),
    "filled csv": lambda desk, form, rows: desk.read(desk.csv([["BÁO CÁO"], *grid(form, filled=True), *rows])),
    "ods": lambda desk, form, rows: desk.read(desk.ods([*grid(form), *rows])),
}


def _figures(result: Result) -> list[dict[str, int | None]]:
    assert result.head is not None, result.refused
    assert result.head.kind is Kind.SUMMARY
    rows = [row for row in result.rows if isinstance(row, SummaryRow)]
    return [{name: getattr(row, name) for name in _FIGURES} for row in rows]


def _expected(names: str) -> dict[str, int | None]:
    return dict.fromkeys(_FIGURES, None) | {name: SAID[name] for name in names.split()}


@pytest.mark.parametrize("written", list(_WRITERS))
@pytest.mark.parametrize("name", list(READ))
def test_each_form_is_read_with_its_own_figures(desk: Desk, name: str, written: str) -> None:
    form, names = READ[name]
    rows = [numbering(form), line(form, "UBND phường 6", SAID), line(form, "UBND phường 2", SAID, 2)]
    result = _WRITERS[written](desk, form, rows)
    assert _figures(result) == [_expected(names)] * 2
    assert [row[1] for row in result.rows] == ["UBND phường 6", "UBND phường 2"]
    assert result.problems == []


def test_a_form_by_field_is_known_as_one(desk: Desk) -> None:
    rows = [
        ["I", "CẤP XÃ", *[""] * 9],
        line(II_06A, "Hộ tịch", SAID),
        line(II_06A, "Tư pháp", SAID, 2),
        ["", "Tổng cộng", *[9] * 9],
    ]
    result = _WRITERS["xlsx"](desk, II_06A, rows)
    named = [(row.named_by, row.unit_text) for row in result.rows if isinstance(row, SummaryRow)]
    assert named == [(BY_FIELD, "Hộ tịch"), (BY_FIELD, "Tư pháp")]
    assert result.problems == []


@pytest.mark.parametrize("written", ["xlsx", "html"])
@pytest.mark.parametrize(
    ("above", "within"),
    [
        (["Đơn vị báo cáo: UBND phường 6", "Đơn vị nhận báo cáo: Phòng Nội vụ"], "UBND phường 6"),
        (["UBND THÀNH PHỐ CAO LÃNH", "ỦY BAN NHÂN DÂN PHƯỜNG 6"], "ỦY BAN NHÂN DÂN PHƯỜNG 6"),
        (["UBND TP CAO LÃNH", "PHÒNG TƯ PHÁP - Biểu II.06a"], "PHÒNG TƯ PHÁP"),
        (["UBND THÀNH PHỐ CAO LÃNH"], ""),
        (["UBND phường 6", "UBND phường 2"], ""),
    ],
)
def test_whose_dossiers_a_form_by_field_counts(desk: Desk, written: str, above: list[str], within: str) -> None:
    rows = [line(II_06A, "Hộ tịch", SAID), ["I", "TTHC CẤP XÃ", *[""] * 9], line(II_06A, "Đất đai", SAID)]
    if written == "xlsx":
        result = desk.read(write_xlsx(desk.folder / "b.xlsx", II_06A, rows, above))
    else:
        result = desk.read(desk.bytes(html(II_06A, rows, above)))
    assert [row.within for row in result.rows if isinstance(row, SummaryRow)] == [within, "TTHC CẤP XÃ"]


@pytest.mark.parametrize(
    "period",
    [
        "Từ ngày 15/6/2021 đến ngày 14/9/2021",
        "Từ ngày 15 tháng 6 năm 2021 đến ngày 14 tháng 9 năm 2021",
        "từ 15/06/2021 - 14/09/2021",
        "Từ 00 giờ 00 ngày 15/06/2021 đến hết 17 giờ 00 ngày 14/09/2021",
        "Từ ngày 15/06/2021 00:00 đến ngày 14/09/2021 23:59",
    ],
)
def test_the_period_of_the_quarterly_form_is_read(desk: Desk, period: str) -> None:
    above = ["BÁO CÁO", f"Kỳ báo cáo: Quý III/2021 ({period})"]
    page = html(II_06A, [line(II_06A, "Hộ tịch", SAID)], above)
    for result in (
        desk.read(desk.bytes(page)),
        desk.read(write_xlsx(desk.folder / "b.xlsx", II_06A, [line(II_06A, "Hộ tịch", SAID)], above)),
    ):
        assert result.head is not None
        assert (result.head.period_from, result.head.period_to) == (date(2021, 6, 15), date(2021, 9, 14))


@pytest.mark.parametrize(
    "title", ["Hồ sơ thuế", "Kết quả khảo sát", "Hài lòng", "Trả kết quả", "Lệ phí", "Thư xin lỗi", "Tình hình khác"]
)
def test_a_bare_word_under_another_group_is_no_figure(desk: Desk, title: str) -> None:
    other = Group(title, (("Tổng số", ""), ("Trong hạn", ""), ("Quá hạn", ""), ("Trước hạn", "")))
    form: Form = (*TANDAN, other)
    for result in (
        _WRITERS["html"](desk, form, [line(form, "Phường 6", SAID)]),
        _WRITERS["xlsx"](desk, (other, *TANDAN), [line((other, *TANDAN), "Phường 6", SAID)]),
    ):
        assert _figures(result) == [_expected(READ["TanDan"][1])]


def test_columns_that_nobody_can_tell_are_named(desk: Desk) -> None:
    form: Form = (*TANDAN, Group("Hồ sơ thuế", (("Quá hạn", ""),)), ("Điểm", ""))
    result = _WRITERS["html"](desk, form, [line(form, "Phường 6", SAID)])
    (noted,) = result.problems
    assert (noted.code, noted.value) == ("unread_columns", "Hồ sơ thuế > Quá hạn; Điểm")


def test_two_columns_of_one_figure_give_none(desk: Desk) -> None:
    form: Form = (UNIT, ("Tiếp nhận", "intake"), ("Đã giải quyết", "resolved"), ("Quá hạn", "resolved_late"))
    form = (*form, ("Đang giải quyết", "open"), ("Quá hạn", "overdue"), ("Trả lại, rút", "withdrawn"))
    result = _WRITERS["html"](desk, form, [line(form, "Phường 6", SAID)])
    assert _figures(result) == [_expected("intake resolved open withdrawn")]
    assert [problem.value for problem in result.problems] == ["Quá hạn; Quá hạn"]


def test_a_bare_late_beside_early_and_on_time_is_not_the_overdue(desk: Desk) -> None:
    form: Form = (UNIT, ("Tiếp nhận", "intake"), ("Trước hạn", "early"), ("Đúng hạn", "on_time"), ("Quá hạn", ""))
    result = _WRITERS["html"](desk, (*form, ("Đang xử lý", "open")), [line((*form, ("x", "open")), "Phường 6", SAID)])
    assert _figures(result) == [_expected("intake early on_time open")]


def test_only_on_time_stands_for_all_that_were_not_late(desk: Desk) -> None:
    done = Group("Đã giải quyết", (("Tổng số", "resolved"), ("Đúng hạn", "timely"), ("Quá hạn", "resolved_late")))
    form: Form = (UNIT, ("Tiếp nhận", "intake"), done)
    (said,) = _figures(_WRITERS["xlsx"](desk, form, [line(form, "Phường 6", SAID)]))
    assert (said["early"], said["timely"], said["overdue"], said["open"]) == (None, 85, None, None)


def test_sums_are_checked_only_where_all_parts_stand(desk: Desk) -> None:
    broken = SAID | {"resolved": 99, "open": 40, "intake": 7}
    result = _WRITERS["html"](desk, TANDAN, [line(TANDAN, "Phường 6", broken)])
    assert [problem.code for problem in result.problems] == ["identity"]
    assert result.problems[0].expected == "Tổng số = Kỳ trước chuyển sang + Tiếp nhận trong kỳ"
    blank = SAID | {"early": "", "resolved": 99, "opening": "", "intake": 7}
    assert _WRITERS["html"](desk, OPENCPS, [line(OPENCPS, "Phường 6", blank)]).problems == []


def test_refused_ones_may_count_as_resolved(desk: Desk) -> None:
    said = SAID | {"resolved": 93}
    assert _WRITERS["html"](desk, OPENCPS, [line(OPENCPS, "Phường 6", said)]).problems == []
    wrong = _WRITERS["html"](desk, OPENCPS, [line(OPENCPS, "Phường 6", SAID | {"resolved": 94})])
    assert [problem.value for problem in wrong.problems] == ["Phường 6: 94 ≠ 92"]


@pytest.mark.parametrize(
    "name",
    ["UBND phường 6, thành phố Cao Lãnh", "UBND phường 6 - TP Cao Lãnh", "- UBND Phường 6", "– P.6", "+ Phường 6",
     "1. UBND phường 6", "UBND Phường 6 – TP. Cao Lãnh", "UBND phường 6, TP. Cao Lãnh, tỉnh Đồng Tháp"],
)  # fmt: skip
def test_a_unit_is_known_with_the_city_behind_and_dashes_before(desk: Desk, name: str) -> None:
    (row,) = _WRITERS["html"](desk, TANDAN, [line(TANDAN, name, SAID)]).rows
    found = desk.registry.units.find(row[1], date(2021, 11, 10)).unit
    assert found is not None
    assert found.name == "Phường 6"


@pytest.mark.parametrize(
    ("numbers", "index"),
    [
        (["(1)", "(2)", "(3 = 4 + 5)", "(4)", "(5)"], 0),
        (["A", "B", "1=2+3", "2", "3"], 0),
        (["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"], 0),
        (["1", "2", "3 = 4/5 * 100%", "4", "5"], 0),
    ],
)
def test_rows_of_numbers_are_no_units(desk: Desk, numbers: list[str], index: int) -> None:
    rows = [numbers + [str(n) for n in range(6, 13)], line(TANDAN, "Phường 6", SAID)]
    rows[0] = rows[0][: len(rows[1])]
    result = _WRITERS["csv"](desk, TANDAN, rows)
    assert [row[1] for row in result.rows] == ["Phường 6"], index
    assert result.problems == []


def test_the_units_heading_may_stand_below_the_groups(desk: Desk) -> None:
    rows = grid(TANDAN)
    rows[0][0], rows[1][0] = "", "Đơn vị"
    result = desk.read(desk.csv([["BÁO CÁO TÌNH HÌNH"], *rows, line(TANDAN, "Phường 6", SAID)]))
    assert _figures(result) == [_expected(READ["TanDan"][1])]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_order_of_columns_gives_the_same_figures(desk: Desk, data: st.DataObject) -> None:
    form, names = READ[data.draw(st.sampled_from(list(READ)))]
    mixed = _shuffled(form, data)
    figures = {name: data.draw(st.integers(0, 9_999)) for name in SAID}
    result = _WRITERS[data.draw(st.sampled_from(["xlsx", "html"]))](desk, mixed, [line(mixed, "Phường 6", figures)])
    (said,) = _figures(result)
    for name in _FIGURES:
        expected = figures[name] if name in names.split() else None
        if name == "withdrawn" and {"pulled", "refused"} <= {key for _, key in leaves(form)}:
            expected = figures["pulled"] + figures["refused"]
        if form is READ["letters"][0] and name in ("resolved_late", "overdue"):
            word = "late" if name == "resolved_late" else name
            expected = figures[f"{word} with a letter"] + figures[f"{word} without a letter"]
        assert said[name] == expected, (name, depth(mixed))


def _shuffled(form: Form, data: st.DataObject) -> Form:
    parts = [
        Group(part.title, tuple(_shuffled(part.below, data))) if isinstance(part, Group) else part for part in form
    ]
    return data.draw(st.permutations(parts))


@pytest.mark.parametrize("name", list(READ))
def test_headings_that_come_again_on_the_next_page_are_no_rows(desk: Desk, name: str) -> None:
    form, names = READ[name]
    data = line(form, "UBND phường 6", SAID)
    for heading in (grid(form), grid(form, filled=True)):
        result = _WRITERS["csv"](desk, form, [data, *heading, numbering(form), data])
        assert _figures(result) == [_expected(names)] * 2
        assert result.problems == []


def test_all_that_wait_are_added_up_wherever_they_stand(desk: Desk) -> None:
    asked = Group("Tạm dừng", (("Bổ sung", "waiting"), ("Thực hiện nghĩa vụ tài chính", "pulled")))
    form: Form = (UNIT, TANDAN[1], TANDAN[2], TANDAN[3], asked)
    (said,) = _figures(_WRITERS["xlsx"](desk, form, [line(form, "Phường 6", SAID)]))
    assert (said["waiting"], said["withdrawn"]) == (6, None)


@pytest.mark.parametrize(
    ("heading", "figure"),
    [
        ("Số hồ sơ đã giải quyết trước hạn", "early"),
        ("Hồ sơ đang xử lý quá hạn", "overdue"),
        ("Số hồ sơ quá hạn đang giải quyết", "overdue"),
        ("TỔNG SỐ HỒ SƠ ĐÃ TIẾP NHẬN", "intake"),
        ("Giải quyết trễ hạn (9)", "resolved_late"),
        ("Hồ sơ tồn đầu kỳ", "opening"),
        ("Đã giải quyết - Đúng hạn", "on_time"),
        ("DANG GIAI QUYET QUA HAN", "overdue"),
        ("Tỷ lệ % giải quyết trễ hạn", ""),
        ("Tỷ lệ giải quyết đúng hạn", ""),
        ("Quá hạn (%)", ""),
        ("Hồ sơ trực tuyến đang giải quyết, đã quá hạn", ""),
        ("Số ngày quá hạn", ""),
    ],
)
def test_one_heading_may_say_all(desk: Desk, heading: str, figure: str) -> None:
    form: Form = (UNIT, (heading, "x"), ("Trả lại, rút", "withdrawn"), ("Tạm dừng", "waiting"))
    form = (*form, ("Tiếp nhận trong kỳ", "received"), ("Đang giải quyết", "open"))
    (said,) = _figures(_WRITERS["csv"](desk, form, [line(form, "Phường 6", SAID | {"x": 777})]))
    assert {name for name, value in said.items() if value == 777} - {"timely"} == ({figure} - {""})


def test_a_flat_table_has_its_figures_by_itself(desk: Desk) -> None:
    """A bare "Quá hạn" with no group above it, nor other parts beside it, is of those still open."""
    (said,) = _figures(_WRITERS["xlsx"](desk, FLAT, [line(FLAT, "Phường 6", SAID)]))
    assert (said["overdue"], said["resolved_late"]) == (SAID["overdue"], None)


@pytest.mark.parametrize("level", ["CẤP XÃ", "Cấp thành phố", "Khối phường", "Toàn huyện"])
@pytest.mark.parametrize("written", ["xlsx", "html"])
def test_the_total_of_a_level_is_no_unit_and_hides_nothing_below_it(desk: Desk, level: str, written: str) -> None:
    rows = [
        ["I", level, *line(TANDAN, "", SAID)[1:]],
        [1, *line(TANDAN, "Phường 6", SAID)],
        [2, *line(TANDAN, "Phường 2", SAID | {"early": "12a"})],
    ]
    result = _WRITERS[written](desk, (STT, *TANDAN), rows)
    assert [row[1] for row in result.rows] == ["Phường 6"]
    assert [(each.code, each.value) for each in result.problems] == [("bad_number", "12a")]


@pytest.mark.parametrize("column", [1, 3, 9])
def test_those_who_sign_are_no_rows_and_are_not_quoted(desk: Desk, column: int) -> None:
    rows: list[list[object]] = [line(TANDAN, "Phường 6", SAID)]
    for text in ("TRƯỞNG PHÒNG", "(Ký, ghi rõ họ tên)", "Nguyễn Văn An"):
        rows.append([text if place == column else "" for place in range(10)])
    for result in (_WRITERS[written](desk, TANDAN, rows) for written in ("xlsx", "html", "csv", "ods")):
        assert ([row[1] for row in result.rows], result.problems) == (["Phường 6"], [])
    said = _WRITERS["xlsx"](desk, TANDAN, [rows[0], rows[-1]]).problems
    assert [(each.code, each.value) for each in said] == [("no_unit", "")]
    beside = [line(TANDAN, "Phường 2", SAID | {"early": "Nguyễn Văn An"})]
    assert [each.value for each in _WRITERS["xlsx"](desk, TANDAN, beside).problems] == [""]


@pytest.mark.parametrize("mark", ["{} ({})", "{}\n({})", "{} ({})=(7)+(8)", "{1}. {0}"])
def test_numbers_in_the_headings_themselves_say_nothing(desk: Desk, mark: str) -> None:
    for form, names in (READ["flat"], READ["OpenCPS"], READ["results"]):
        numbered = iter(range(1, 99))

        def number(parts: Form, numbers: Iterator[int] = numbered) -> Form:
            return [
                Group(part.title, tuple(number(part.below)))
                if isinstance(part, Group)
                else (mark.format(part[0], next(numbers)), part[1])
                for part in parts
            ]

        result = _WRITERS["html"](desk, number(form), [line(form, "Phường 6", SAID)])
        assert _figures(result) == [_expected(names)]


@pytest.mark.parametrize("first", ["unit", "field"])
def test_a_second_table_whose_rows_are_named_otherwise_is_left(desk: Desk, first: str) -> None:
    by_unit = [*grid(TANDAN), line(TANDAN, "UBND phường 6", SAID)]
    by_field = [["Lĩnh vực", *by_unit[0][1:]], by_unit[1], line(TANDAN, "Tư pháp", SAID)]
    sheets = {"A": by_unit, "B": by_field} if first == "unit" else {"B": by_field, "A": by_unit}
    result = desk.read(desk.workbook(sheets))
    assert [row[1] for row in result.rows] == ["UBND phường 6"]
    assert [(each.code, each.value) for each in result.problems] == [("other_sheet", "B")]


@pytest.mark.parametrize("name", ["TanDan", "weekly", "letters"])
def test_a_figure_that_cannot_be_known_is_none_and_said(desk: Desk, name: str) -> None:
    form, names = READ[name]
    book = xlsxwriter.Workbook(str(desk.folder / "b.xlsx"))
    sheet = book.add_worksheet()
    for number, row in enumerate([*grid(form, filled=True), line(form, "Phường 6", SAID)]):
        sheet.write_row(number, 0, row)
    place = [key for _, key in leaves(form)].index("in_time")
    sheet.write_formula(depth(form), place, "=SUM(A1:A9)")  # never computed
    book.close()
    result = desk.read(desk.folder / "b.xlsx")
    assert _figures(result) == [_expected(names) | {"in_time": None}]
    assert [(each.code, each.severity, each.value) for each in result.problems] == [
        ("unknown_cell", Severity.NOTED, "=SUM(…)")
    ]


@pytest.mark.parametrize(
    ("heading", "named_by"), [("Lĩnh vực/Đơn vị", "unit_or_field"), ("Đơn vị", ""), ("Lĩnh vực", BY_FIELD)]
)
def test_what_the_rows_of_a_form_are_named_by(desk: Desk, heading: str, named_by: str) -> None:
    form: Form = ((heading, "unit"), *TANDAN[1:])
    rows = [line(form, "Phường 6", SAID), line(form, "Tư pháp", SAID)]
    result = _WRITERS["xlsx"](desk, form, rows)
    named = [(row.named_by, row.unit_text) for row in result.rows if isinstance(row, SummaryRow)]
    assert named == [(named_by, "Phường 6"), (named_by, "Tư pháp")]
