"""Which period the name of a plan says."""

from __future__ import annotations

from datetime import date

import pytest

from cchc_tui.domain.named_periods import named_period

YEAR = (date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Đợt 1/2021", YEAR),
        ("Đợt 2 năm 2021", YEAR),
        ("6 tháng đầu năm 2021", YEAR),
        ("Quý IV/2021", (date(2021, 10, 1), date(2021, 12, 31))),
        ("quí 1 năm 2021", (date(2021, 1, 1), date(2021, 3, 31))),
        ("Q2-2021", (date(2021, 4, 1), date(2021, 6, 30))),
        ("Tháng 11/2021", (date(2021, 11, 1), date(2021, 11, 30))),
        ("Từ tháng 9 đến tháng 12/2021", (date(2021, 9, 1), date(2021, 12, 31))),
        ("Năm 2021-2022", (date(2021, 1, 1), date(2022, 12, 31))),
        ("Đợt 1", None),
        ("Tháng 11", None),
        ("Kế hoạch 150/KH-UBND ngày 05/10/2021", None),  # a plan of that day may be held in the next year
        ("Kế hoạch số 2021/KH-UBND", None),
        ("", None),
    ],
)
def test_a_year_and_perhaps_a_quarter_or_a_month_are_its_period(text: str, period: tuple[date, date] | None) -> None:
    assert named_period(text) == period
