"""Days late are working days by the Vietnamese calendar, and an office's own days win over it."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.moments import iso, parse_iso
from cchc_tui.domain.workcalendar import WorkCalendar, age_band
from cchc_tui.registry import load

CALENDAR = load().calendar


@pytest.mark.parametrize(
    ("due", "end", "days"),
    [
        ("2021-10-29T16:00", "2021-11-10T08:30", 8),
        ("2021-10-21T11:00", "2021-11-10T08:30", 14),
        ("2021-11-10T08:00", "2021-11-10T17:00", 0),
        ("2021-11-05T17:00", "2021-11-07T10:00", 0),  # a weekend has no working day
        ("2021-09-01T17:00", "2021-09-06T08:00", 1),  # 2 and 3 September off, then a weekend
        ("2019-12-31T17:00", "2020-01-02T08:00", 1),  # across years, 1 January off
        ("2021-02-09T17:00", "2021-02-17T08:00", 1),  # Tết
    ],
)
def test_working_days_late(due: str, end: str, days: int) -> None:
    assert CALENDAR.days_late(parse_iso(due), parse_iso(end)) == days


def test_the_override_file_carries_what_the_calendar_library_lacks() -> None:
    assert not CALENDAR.is_workday(date(2026, 1, 2))
    assert CALENDAR.is_workday(date(2026, 1, 10))


def test_an_offices_own_day_wins() -> None:
    own = WorkCalendar({date(2021, 11, 9): False, date(2021, 11, 13): True})
    assert not own.is_workday(date(2021, 11, 9))
    assert own.is_workday(date(2021, 11, 13))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2021-11-10T08:30", 24, "2021-11-15T08:30"),
        ("2021-11-10T08:30", 1, "2021-11-10T09:30"),
        ("2021-11-10T11:00", 1, "2021-11-10T14:00"),  # across the noon break
        ("2021-11-06T09:00", 8, "2021-11-08T17:30"),  # from a Saturday
        ("2021-11-10T20:00", 1, "2021-11-11T08:30"),
    ],
)
def test_working_hours_ahead(start: str, hours: int, end: str) -> None:
    assert iso(CALENDAR.add_hours(parse_iso(start), hours)) == parse_iso_text(end)


def parse_iso_text(text: str) -> str:
    return iso(parse_iso(text))


@given(st.dates(date(2012, 1, 1), date(2030, 12, 31)), st.integers(0, 400))
def test_counting_ahead_agrees_with_walking_day_by_day(first: date, length: int) -> None:
    walked = sum(CALENDAR.is_workday(first + timedelta(days=n + 1)) for n in range(length))
    start = parse_iso(first.isoformat())
    assert CALENDAR.days_late(start, start + length * 86_400) == walked


def test_office_hours_are_data() -> None:
    short = WorkCalendar(hours=[(time(8), time(10))])
    assert iso(short.add_hours(parse_iso("2021-11-10T08:00"), 3)) == "2021-11-11T09:00:00"


def test_age_bands() -> None:
    assert [age_band(days, (0, 3, 6)) for days in (0, 2, 3, 5, 6, 100)] == [0, 0, 1, 1, 2, 2]


def test_a_year_long_past_is_counted_too():
    assert CALENDAR.days_late(parse_iso("0300-03-01T08:00"), parse_iso("0300-03-02T08:00")) <= 1
    assert CALENDAR.days_late(parse_iso("2019-12-31T17:00"), parse_iso("2020-01-02T08:00")) == 1
