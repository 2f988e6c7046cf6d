"""Dates in every form that exports use; what is no date is never taken for one."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.moments import stamp
from cchc_tui.ingest.dates import UNREADABLE, Dates, is_date
from cchc_tui.registry import load
from tests.kits.ingest_kit import at

DATES = Dates(load().headings["dates"])
read, read_column, holds_date = DATES.read, DATES.column, DATES.holds_date


@pytest.mark.parametrize(
    ("cell", "moment", "whole_day"),
    [
        ("16/06/2021 09:53:46", "2021-06-16T09:53:46", False),
        ("16/06/2021 09:53", "2021-06-16T09:53", False),
        ("16/06/2021", "2021-06-16", True),
        ("1/6/2021 9:5", "2021-06-01T09:05", False),
        (" 16/06/2021  09:53 ", "2021-06-16T09:53", False),
        ("'16/06/2021", "2021-06-16", True),
        ("16-06-2021 09:53", "2021-06-16T09:53", False),
        ("16.06.2021", "2021-06-16", True),
        ("16/06/2021T09:53", "2021-06-16T09:53", False),
        ("16/06/2021 00:00:00", "2021-06-16", True),
        ("2021-06-16", "2021-06-16", True),
        ("2021/06/16 09:53", "2021-06-16T09:53", False),
        ("2021-06-16 09:53:46", "2021-06-16T09:53:46", False),
        ("2021-06-16T09:53:46.123456", "2021-06-16T09:53:46", False),
        ("2021-06-16T02:53:46Z", "2021-06-16T09:53:46", False),
        ("2021-06-16T09:53:46+07:00", "2021-06-16T09:53:46", False),
        ("16/06/2021 9:53 PM", "2021-06-16T21:53", False),
        ("16/06/2021 12:05 AM", "2021-06-16T00:05", False),
        ("16/06/2021 9:53:00 CH", "2021-06-16T21:53", False),
        ("16/06/2021 9:53 SA", "2021-06-16T09:53", False),
        ("09:53 16/06/2021", "2021-06-16T09:53", False),
        ("8 giờ 30 phút ngày 16/06/2021", "2021-06-16T08:30", False),
        ("16/06/2021 8h30", "2021-06-16T08:30", False),
        ("29/02/2020", "2020-02-29", True),
        ("44363", "2021-06-16", True),
        ("44363.5", "2021-06-16T12:00", False),
        (44363, "2021-06-16", True),
        (44363.4123356481, "2021-06-16T09:53:46", False),
        (datetime(2021, 6, 16, 9, 53, 45, 999_999), "2021-06-16T09:53:46", False),
        (datetime(2021, 6, 16), "2021-06-16", True),
        (date(2021, 6, 16), "2021-06-16", True),
    ],
)
def test_a_date(cell: object, moment: str, whole_day: bool) -> None:
    assert read(cell) == (at(moment), whole_day)  # type: ignore[arg-type]  # any cell


@pytest.mark.parametrize("cell", ["", " ", "null", "NULL", "-", "—", "–", "N/A"])
def test_nothing(cell: str) -> None:
    assert read(cell) == (None, False)


@pytest.mark.parametrize(
    "cell",
    ["31/02/2021", "29/02/2021", "32/01/2021", "11/16/2021", "0/1/2021", "16/06/69", "16/06", "06/2021", "hôm nay", "x",
     "16/06/2021 24:01", "16/06/2021 09:60", "16/06/2021 13:00 AM", "16/06/2021 và sau", "02/01/0001", "31/12/1989",
     "16/06/2021 0:30 CH", "16/06/2021 25:00", "#N/A", "########", "??/??/????", "Invalid date", 0.5,
     "01/01/2101", "99/99/9999", "12345678", "Quá hạn 2.25 ngày", "16/06x2021 09:53:46",
     5.0, -1, 1e300, float("inf"), True, time(8, 30), datetime(1900, 1, 3), date(2300, 1, 1)],
)  # fmt: skip
def test_no_date(cell: object) -> None:
    assert read(cell)[0] == UNREADABLE  # type: ignore[arg-type]  # any cell
    assert read_column([cell]).stamps == [UNREADABLE]  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("21/06/2021", True), ("31/02/2021", True), ("2021-06-21", True), ("08:00 21/06/2021", True), (44363.5, True),
     (datetime(2021, 6, 21), True), ("Quá hạn 2.25 ngày", False), ("Còn 3 ngày", False), ("", False), (2.25, False)],
)  # fmt: skip
def test_what_was_meant_as_a_date(cell: object, meant: bool) -> None:
    assert holds_date(cell) is meant  # type: ignore[arg-type]  # any cell


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31, 23, 59, 59)).map(lambda d: d.replace(microsecond=0))
FORMS = ("%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M:%S", "%H:%M:%S %d/%m/%Y")


@given(MOMENTS, st.sampled_from(FORMS))
def test_every_moment_in_every_form(moment: datetime, form: str) -> None:
    text = moment.strftime(form)
    at_midnight = moment.time() == time()
    assert read(text) == (stamp(moment), at_midnight)
    assert read_column([text, ""]).stamps == [stamp(moment), None]
    assert (read_column([text]).whole_days or [False]) == [at_midnight]


@given(MOMENTS)
def test_every_moment_as_a_serial(moment: datetime) -> None:
    serial = (moment - datetime(1899, 12, 30)).total_seconds() / 86_400
    assert read(serial)[0] == stamp(moment)
    if serial > 1462:
        assert Dates({}, epoch_1904=True).read(serial - 1462)[0] == stamp(moment)
    assert read(moment)[0] == stamp(moment)


CELLS = st.one_of(
    st.sampled_from(["", "16/06/2021 09:53:46", "16/06/2021", "31/02/2021", "null", "2021-06-16 10:00"]),
    st.text(max_size=20),
    st.floats(),
    st.integers(),
    st.datetimes(),
    st.booleans(),
    MOMENTS.map(lambda moment: moment.strftime("%d/%m/%Y %H:%M")),
)


@given(st.lists(CELLS, max_size=6))
def test_a_column_is_read_as_its_cells_are(cells: list[object]) -> None:
    column = read_column(cells)  # type: ignore[arg-type]  # any cells
    alone = [read(cell) for cell in cells]  # type: ignore[arg-type]
    assert column.stamps == [moment for moment, _ in alone]
    assert (column.whole_days or [False] * len(cells)) == [whole for _, whole in alone]
    assert all(moment is None or moment == UNREADABLE or is_date(moment) for moment in column.stamps)
