"""What an export says of its own time, in the ways that offices write it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cchc_tui.ingest.export_moment import find
from tests.kits.ingest_kit import IGATE, Desk, at, line


@pytest.mark.parametrize(
    ("text", "moment", "is_date"),
    [
        ("Thời điểm kết xuất: 10/11/2021 08:30", "2021-11-10T08:30", False),
        ("THỜI ĐIỂM KẾT XUẤT : 10/11/2021 08:30:15", "2021-11-10T08:30:15", False),
        ("Thời điểm kết xuất: 08:30 ngày 10/11/2021", "2021-11-10T08:30", False),
        ("Thời điểm kết xuất: lúc 8h30 ngày 10/11/2021", "2021-11-10T08:30", False),
        ("Thời điểm kết xuất: 8 giờ 30 phút, ngày 10 tháng 11 năm 2021", "2021-11-10T08:30", False),
        ("Thời điểm kết xuất: ngày 10 tháng 11 năm 2021", "2021-11-10", True),
        ("Kết xuất lúc 08:30 ngày 10/11/2021", "2021-11-10T08:30", False),
        ("Ngày kết xuất: 10/11/2021 lúc 08:30", "2021-11-10T08:30", False),
        ("Thời gian xuất báo cáo: 2021-11-10 08:30:00", "2021-11-10T08:30", False),
        ("Ngày in: 10/11/2021", "2021-11-10", True),
        ("Thoi diem ket xuat: 10/11/2021 08:30", "2021-11-10T08:30", False),
        ("Số liệu tính đến 08:30 ngày 10/11/2021", "2021-11-10T08:30", False),
        ("Đến ngày 10/11/2021", "2021-11-10", True),
        ("Từ ngày 01/01/2021 đến ngày 10/11/2021", "2021-11-10", True),
        ("Từ ngày 01/01/2021 00:00 đến ngày 10/11/2021 23:59", "2021-11-10", True),
        ("(Từ ngày 01/01/2021 - 10/11/2021)", "2021-11-10", True),
        ("Cao Lãnh, ngày 10 tháng 11 năm 2021", "2021-11-10", True),
    ],
)
def test_said_in_a_line(text: str, moment: str, is_date: bool) -> None:
    said = find([["UBND THÀNH PHỐ"], [text]])
    assert (said.moment, said.is_date) == (at(moment), is_date)


@pytest.mark.parametrize(
    "text",
    ["Năm 2021", "Báo cáo số 12/2021", "Đến ngày 31/02/2021", "Phụ lục 10/11", "Tổng số 10.112.021", "Tháng 11/2021"],
)
def test_nothing_said(text: str) -> None:
    assert find([[text]]).moment is None


def test_the_period_is_kept_beside_a_better_moment() -> None:
    said = find([["Từ ngày 01/01/2021 đến ngày 10/11/2021"], ["Thời điểm kết xuất: 10/11/2021 08:30"]])
    assert (said.moment, said.is_date) == (at("2021-11-10T08:30"), False)
    assert (said.period_from, said.period_to) == (date(2021, 1, 1), date(2021, 11, 10))


@pytest.mark.parametrize("cell", [datetime(2021, 11, 10, 8, 30), 44510.354166666664, "10/11/2021 08:30"])
def test_said_in_a_cell_beside_its_label(desk: Desk, cell: object) -> None:
    result = desk.read(desk.xlsx([["", "Thời điểm kết xuất:", "", cell], [], IGATE, line(1)]))
    assert result.head is not None
    assert (result.head.moment, result.head.moment_is_date) == (at("2021-11-10T08:30"), False)


def test_said_between_the_tables_of_a_page(desk: Desk) -> None:
    before = "<table><tr><td>ỦY BAN</td></tr></table><div><p>Thời điểm kết xuất:<br>10/11/2021 08:30</p></div>"
    result = desk.read(desk.html([IGATE, line(1)], before))
    assert result.head is not None
    assert result.head.moment == at("2021-11-10T08:30")
    assert result.head.sheet == "bảng 2"


def test_dates_in_the_list_are_not_its_moment(desk: Desk) -> None:
    result = desk.read(desk.xlsx([IGATE, line(1, procedure="Kết xuất lúc 08:30 ngày 10/11/2021")]))
    assert result.head is not None
    assert result.head.moment is None
