"""What people type for a moment, and what is none."""

from __future__ import annotations

import pytest

from cchc_tui.domain.moments import iso, parse_iso
from cchc_tui.domain.typed_moments import NoMomentError, parse_moment

NOW = parse_iso("2021-11-10T08:33:20")
NEAR = parse_iso("2021-11-03T16:00")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("10/11 08:30", "2021-11-10T08:30:00"),
        ("08:30 10/11", "2021-11-10T08:30:00"),
        ("3-11-2021 8h05", "2021-11-03T08:05:00"),
        ("3.11.21 8 giờ", "2021-11-03T08:00:00"),
        ("2021-11-03T08:30", "2021-11-03T08:30:00"),
        ("2021-11-03 08:30:15", "2021-11-03T08:30:15"),
        ("hôm qua 7g30", "2021-11-09T07:30:00"),
        ("HÔM QUA", "2021-11-09T23:59:59"),
        ("hom kia", "2021-11-08T23:59:59"),
        ("3 ngày trước", "2021-11-07T23:59:59"),
        ("tuần trước", "2021-11-03T23:59:59"),
        ("01/11/2021", "2021-11-01T23:59:59"),
        ("31/12", "2020-12-31T23:59:59"),  # that of this year is still to come
        ("29/2", "2020-02-29T23:59:59"),
        ("14:15", "2021-11-03T14:15:00"),  # of the day that is looked at
        ("10/11", "2021-11-10T08:33:20"),
        ("hôm nay", "2021-11-10T08:33:20"),
        ("bây giờ", "2021-11-10T08:33:20"),
        ("08:30 yesterday", "2021-11-09T08:30:00"),
        ("3 days ago", "2021-11-07T23:59:59"),
        ("Last Week", "2021-11-03T23:59:59"),
        ("now", "2021-11-10T08:33:20"),
    ],
)
def test_each_way_to_write_a_moment_is_understood(typed, found):
    assert iso(parse_moment(typed, NOW, NEAR)) == found


def test_a_day_that_changes_are_counted_from_begins_in_its_first_second():
    assert iso(parse_moment("01/11", NOW, NEAR, begin=True)) == "2021-11-01T00:00:00"
    assert iso(parse_moment("hôm nay", NOW, NEAR, begin=True)) == "2021-11-10T00:00:00"
    assert iso(parse_moment("01/11 08:00", NOW, NEAR, begin=True)) == "2021-11-01T08:00:00"


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "mai", "31/02", "31/02/2021", "25:00", "8:75", "10/11 08:30 09:00", "08:30 chiều", "9/9/99999", "x"],
)
def test_what_is_no_moment_is_refused(typed):
    with pytest.raises(NoMomentError) as trouble:
        parse_moment(typed, NOW, NEAR)
    assert trouble.value.later is None


@pytest.mark.parametrize(
    ("typed", "later"), [("10/11 09:00", "2021-11-10T09:00:00"), ("11/11/2021", "2021-11-11T23:59:59")]
)
def test_what_has_not_come_yet_is_refused_as_that(typed, later):
    with pytest.raises(NoMomentError) as trouble:
        parse_moment(typed, NOW, NEAR)
    assert trouble.value.later == parse_iso(later)


@pytest.mark.parametrize("typed", ["01/01/0001", "01/01/0100", "31/12/1999", "1999-12-31"])
def test_years_before_any_software_are_no_moments(typed):
    with pytest.raises(NoMomentError):
        parse_moment(typed, NOW, NEAR)
