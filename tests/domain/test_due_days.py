"""Due days as people say them; what is not understood or over is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_tui.domain.due_days import EXAMPLES, DueDayError, parse_day
from cchc_tui.domain.workcalendar import WorkCalendar

WEDNESDAY = date(2021, 11, 10)
DAYS = st.dates(date(2005, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("30/11", "2021-11-30"),
        ("30-11", "2021-11-30"),
        ("30.11.2021", "2021-11-30"),
        ("30/11/21", "2021-11-30"),
        ("2021-11-30", "2021-11-30"),
        ("ngày 30/11", "2021-11-30"),
        ("trước ngày 30 tháng 11", "2021-11-30"),
        ("30 tháng 11 năm 2022", "2022-11-30"),
        ("chậm nhất 30/11.", "2021-11-30"),
        ("10/11", "2021-11-10"),
        ("15/1", "2022-01-15"),
        ("29/2", "2024-02-29"),
        ("30", "2021-11-30"),
        ("ngày 5", "2021-12-05"),
        ("mùng 5", "2021-12-05"),
        ("31", "2021-12-31"),
        ("hôm nay", "2021-11-10"),
        ("ngày mai", "2021-11-11"),
        ("MAI", "2021-11-11"),
        ("ngày kia", "2021-11-12"),
        ("ngày mốt", "2021-11-12"),
        ("thứ sáu", "2021-11-12"),
        ("thu sau", "2021-11-12"),
        ("Thứ 6", "2021-11-12"),
        ("t6", "2021-11-12"),
        ("thứ tư", "2021-11-17"),
        ("thứ hai", "2021-11-15"),
        ("thứ năm", "2021-11-11"),
        ("chủ nhật", "2021-11-14"),
        ("cn", "2021-11-14"),
        ("thứ sáu tuần sau", "2021-11-19"),
        ("thứ hai tuần tới", "2021-11-15"),
        ("thứ sáu này", "2021-11-12"),
        ("trước thứ sáu", "2021-11-12"),
        ("cuối tuần", "2021-11-12"),
        ("trong tuần", "2021-11-12"),
        ("tuần này", "2021-11-12"),
        ("tuần sau", "2021-11-19"),
        ("trong tuần tới", "2021-11-19"),
        ("cuối tháng", "2021-11-30"),
        ("trong tháng này", "2021-11-30"),
        ("hết tháng 12", "2021-12-31"),
        ("tháng 2", "2022-02-28"),
        ("hết tháng 12/2022", "2022-12-31"),
        ("giữa tháng 12", "2021-12-15"),
        ("tháng sau", "2021-12-31"),
        ("cuối quý", "2021-12-31"),
        ("quý I", "2022-03-31"),
        ("hết quý 4", "2021-12-31"),
        ("quý 1 năm 2023", "2023-03-31"),
        ("cuối năm", "2021-12-31"),
        ("+3", "2021-11-13"),
        ("+ 10", "2021-11-20"),
        ("3 ngày nữa", "2021-11-13"),
        ("sau 3 ngày", "2021-11-13"),
        ("trong 3 ngày", "2021-11-13"),
        ("3 ngày làm việc", "2021-11-15"),
        ("2 tuần", "2021-11-24"),
        ("1 tháng nữa", "2021-12-10"),
        ("tomorrow", "2021-11-11"),
        ("by friday", "2021-11-12"),
        ("thursday", "2021-11-11"),
        ("tuesday", "2021-11-16"),
        ("sunday", "2021-11-14"),
        ("thứ7", "2021-11-13"),
        ("t7", "2021-11-13"),
        ("end of month", "2021-11-30"),
        ("in 3 days", "2021-11-13"),
    ],
)
def test_a_day_as_people_say_it(said: str, day: str) -> None:
    assert parse_day(said, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said",
    ["", "  ", "30/13", "31/11", "0", "32", "sáu", "thứ", "thứ 8", "tháng 13", "quý 5", "sớm", "30/11/", "1/2/3/4",
     "+", "-3", "+9999", "late.late", "thứ sáu sau nữa", "9999-99-99"],
)  # fmt: skip
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(DueDayError) as refused:
        parse_day(said, WEDNESDAY)
    assert refused.value.day is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("09/11", "2021-11-09"),
        ("9/11/2021", "2021-11-09"),
        ("5/11", "2021-11-05"),
        ("30/6", "2021-06-30"),
        ("2020-12-31", "2020-12-31"),
        ("thứ hai tuần này", "2021-11-08"),
        ("hết tháng 10", "2021-10-31"),
        ("quý 3", "2021-09-30"),
    ],
)
def test_a_day_that_is_over_is_refused_by_its_name(said: str, day: str) -> None:
    with pytest.raises(DueDayError) as refused:
        parse_day(said, WEDNESDAY)
    assert refused.value.day == date.fromisoformat(day)


def test_the_end_of_a_week_is_its_last_working_day() -> None:
    work = WorkCalendar({date(2021, 11, 12): False, date(2021, 11, 20): True})
    assert parse_day("cuối tuần", WEDNESDAY, work) == date(2021, 11, 11)
    assert parse_day("3 ngày làm việc", WEDNESDAY, work) == date(2021, 11, 16)
    assert parse_day("cuối tuần", date(2021, 11, 13), work) == date(2021, 11, 19)
    assert parse_day("cuối tuần", date(2021, 11, 12), work) == date(2021, 11, 12)  # nothing is worked from then on


WORDS = ("thứ", "tháng", "sáu", "6", "30/11", "+", "tuần", "sau", "hết", "quý")


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=25) | st.lists(st.sampled_from(WORDS)).map(" ".join), today=DAYS)
def test_any_text_gives_a_day_from_today_on_or_is_refused(text: str, today: date) -> None:
    with suppress(DueDayError):
        assert parse_day(text, today) >= today


@settings(max_examples=60, deadline=None)
@given(today=DAYS, ahead=st.integers(0, 181))
def test_a_written_day_is_that_day_however_it_is_written(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    for said in (f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}", day.isoformat(), f"{day.day}/{day.month}", f"+{ahead}"):
        assert parse_day(said, today) == day
    for example in EXAMPLES:
        if "/" not in example:
            assert parse_day(example, today) >= today
