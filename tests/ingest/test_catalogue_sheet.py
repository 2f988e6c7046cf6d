"""The catalogue of procedures is read in the forms in which offices publish it."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_tui.ingest.records import SheetRow
from tests.kits.ingest_kit import Desk

FIELD_HEADINGS = (
    *("STT", "MÃ TTHC", "Tên TTHC", "Lĩnh vực", "Cấp thực hiện", "Cơ quan thực hiện", "Mức độ", "Dịch vụ BCCI"),
    *("Quyết định số", "TRẠNG THÁI", "Ghi chú"),
)


def read(desk: Desk, *rows: list[Any]) -> tuple[list[dict[str, Any]], list[tuple[int, str, str]]]:
    result = desk.read(desk.xlsx([["DANH MỤC THỦ TỤC HÀNH CHÍNH"], [], *rows]))
    assert result.head is not None
    assert result.head.kind == "catalogue"
    said = [row.values for row in result.rows if isinstance(row, SheetRow)]
    return said, [(one.row, one.code, one.value) for one in result.problems]


def test_the_form_of_the_field_is_read_with_all_its_columns(desk: Desk) -> None:
    rows, problems = read(
        desk,
        [*FIELD_HEADINGS],
        ["I", "", "LĨNH VỰC HỘ TỊCH", *[""] * 8],
        [1, "1.000894", "Đăng ký kết hôn", "Hộ tịch", "Cấp Xã", "UBND cấp xã", 3, "Có", "125/QĐ", "Đã công bố", ""],
        [2, "2.000815", "Chứng thực bản sao", "", "Cấp Huyện\nCấp Xã", "", "Toàn trình", "", "", "Bãi bỏ", "cũ"],
    )
    assert problems == []
    assert rows == [
        {
            "code": "1.000894",
            "name": "Đăng ký kết hôn",
            "field": "Hộ tịch",
            "level": "commune",
            "service": "3",
            "agency": "UBND cấp xã",
            "state": "published",
            "decision": "125/QĐ",
            "note": "",
        },
        {
            "code": "2.000815",
            "name": "Chứng thực bản sao",
            "field": "Hộ tịch",
            "level": "city;commune",
            "service": "4",
            "agency": "",
            "state": "abolished",
            "decision": "",
            "note": "cũ",
        },
    ]


def test_levels_and_service_levels_are_known_however_they_are_written(desk: Desk) -> None:
    levels = ("Cấp thành phố; Cấp xã", "cấp xã, cấp huyện", "Thành phố và xã", "CẤP HUYỆN/CẤP XÃ", "cap xa", "Cấp tỉnh")
    services = ("DVC toàn trình", "4.0", 3.0, "Một phần", "cung cấp thông tin", "")
    made = [[f"1.{n}", f"Thủ tục {n}", *pair] for n, pair in enumerate(zip(levels, services, strict=True))]
    rows, problems = read(desk, ["Mã TTHC", "Tên thủ tục", "Cấp thực hiện", "Mức độ"], *made)
    assert problems == [(5, "choice_left_out", "4.0")]
    assert [row["level"] for row in rows] == [*["city;commune"] * 4, "commune", "other"]
    assert [row["service"] for row in rows] == ["4", "", "3", "3", "2", ""]


def test_what_is_not_understood_is_named_and_the_rest_is_read(desk: Desk) -> None:
    rows, problems = read(
        desk,
        ["Mã TTHC", "Tên thủ tục", "Cấp thực hiện", "Mức độ", "Trạng thái"],
        ["1.1", "Một", "Cấp xã; cấp thôn", "5", "Đã công bố"],
        ["", "Hai", "Cấp xã", 4, "Chờ ký"],
        ["1.3", "", "Cấp xã", 4, ""],
        ["1.4", "Bốn", "", 4, ""],
        ["1.5", "Năm", "Cấp xã", "5", "Đã công bố"],
    )
    assert [(row["name"], row["level"], row["service"], row["state"]) for row in rows] == [
        ("Hai", "commune", "4", ""),
        ("Năm", "commune", "", "published"),
    ]
    assert problems == [
        (4, "unknown_choice", "Cấp xã; cấp thôn"),
        (5, "choice_left_out", "Chờ ký"),
        (6, "no_value", ""),
        (7, "no_value", ""),
        (8, "choice_left_out", "5"),
    ]


@pytest.mark.parametrize("group", [False, True])
def test_a_service_level_may_be_the_column_that_a_row_ticks(desk: Desk, group: bool) -> None:
    heads = ["Mã TTHC", "Tên thủ tục", "Cấp thực hiện", "TOÀN TRÌNH", "Một phần", "Cung cấp thông tin"]
    above = [[*heads[:3], "Mức độ", "", ""], ["", "", "", *heads[3:]]] if group else [heads]
    rows, problems = read(
        desk,
        *above,
        ["1.1", "Một", "Cấp xã", "x", "", ""],
        ["1.2", "Hai", "Cấp xã", "", " X ", "-"],
        ["1.3", "Ba", "Cấp xã", "", "", "✓"],
        ["1.4", "Bốn", "Cấp xã", "", "", ""],
        ["1.5", "Năm", "Cấp xã", "x", "x", ""],
        ["1.6", "Sáu", "Cấp xã", "2022", "", ""],
    )
    assert [row["service"] for row in rows] == ["4", "3", "2", "", "", ""]
    first = 8 if group else 7
    assert problems == [
        (first + 1, "choice_left_out", "Mức độ 4, Mức độ 3"),
        (first + 2, "choice_left_out", "2022"),
    ]


def test_service_levels_of_2021_may_be_columns_too(desk: Desk) -> None:
    heads = ["STT", "Tên thủ tục", "Cấp thực hiện", "Mức độ 2", "Mức độ 3", "Mức độ 4"]
    rows, problems = read(desk, heads, ["1", "2", "3", "4", "5", "6"], [1, "Một", "Cấp xã", "", "x", ""])
    assert ([row["service"] for row in rows], problems) == (["3"], [])
