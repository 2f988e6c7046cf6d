"""What all dates of a column have wrong is found before its rows are read: days and months swapped, days moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from cchc_tui.domain.moments import to_date
from cchc_tui.ingest import problems
from tests.kits.dated_lists import read, reported, rows_of, swapped
from tests.kits.ingest_kit import IGATE, Desk, at, line

NOVEMBER = [datetime(2021, 11, day, 8) for day in range(1, 10)]


DECEMBER = [datetime(2021, 12, day, 17) for day in range(5, 23, 2)]
ALL_OF_NOVEMBER = [datetime(2021, 11, day, 8) for day in range(2, 29, 3)]


@pytest.mark.parametrize(
    ("received", "due", "codes", "columns"),
    [
        (NOVEMBER, DECEMBER, True, {"Ngày tiếp nhận", "Ngày hẹn trả"}),
        (ALL_OF_NOVEMBER, DECEMBER, True, {"Ngày tiếp nhận", "Ngày hẹn trả"}),
        (ALL_OF_NOVEMBER * 2, DECEMBER * 2, False, {"Ngày tiếp nhận", "Ngày hẹn trả"}),
        (NOVEMBER[:3], NOVEMBER[3:6], True, {"Ngày tiếp nhận", "Ngày hẹn trả"}),
    ],
)
def test_day_and_month_swapped_are_read_right(
    desk: Desk, received: list[datetime], due: list[datetime], codes: bool, columns: set[str]
) -> None:
    rows = rows_of(received, due, codes)
    result = read(
        desk, [row | {"received": swapped(a), "due": swapped(b)} for row, a, b in zip(rows, received, due, strict=True)]
    )
    assert [(row.received, row.due) for row in result.dossiers] == [
        (at(a.isoformat()), at(b.isoformat())) for a, b in zip(received, due, strict=True)
    ]
    assert reported(result) == {(problems.DATES_SWAPPED, column) for column in columns}


@pytest.mark.parametrize("kind", ["csv", "html", "xlsx"])
@pytest.mark.parametrize("codes", [True, False])
def test_a_column_of_month_day_year(desk: Desk, kind: str, codes: bool) -> None:
    form = "%m/%d/%Y %H:%M:%S"
    rows = rows_of(ALL_OF_NOVEMBER, DECEMBER, codes)
    american = [
        row | {"received": a.strftime(form), "due": b.strftime(form)}
        for row, a, b in zip(rows, ALL_OF_NOVEMBER, DECEMBER, strict=True)
    ]
    result = read(desk, american, kind)
    assert [row.due for row in result.dossiers] == [at(b.isoformat()) for b in DECEMBER]
    assert [row.received for row in result.dossiers] == [at(a.isoformat()) for a in ALL_OF_NOVEMBER]
    assert not result.codes()


def test_a_csv_saved_by_a_program_that_swapped_what_it_could(desk: Desk) -> None:
    """Converted dates are written month first and without noughts, the others stay as they were."""
    pairs = list(zip(ALL_OF_NOVEMBER, DECEMBER, strict=True))

    def saved(moment: datetime) -> str:
        if moment.day <= 12:
            return f"{moment.day}/{moment.month}/{moment:%Y %H:%M}".replace(
                f"{moment.day}/{moment.month}/", f"{moment.month}/{moment.day}/"
            )
        return moment.strftime("%d/%m/%Y %H:%M:%S")

    rows = rows_of(ALL_OF_NOVEMBER, DECEMBER)
    result = read(
        desk, [row | {"received": saved(a), "due": saved(b)} for row, (a, b) in zip(rows, pairs, strict=True)], "csv"
    )
    assert [row.received for row in result.dossiers] == [at(a.isoformat()) for a in ALL_OF_NOVEMBER]


@pytest.mark.parametrize("written", [True, False])
def test_dates_of_many_months_on_one_day_are_of_one_month(desk: Desk, written: bool) -> None:
    rows = rows_of(NOVEMBER, NOVEMBER, codes=False)
    for row, moment in zip(rows, NOVEMBER, strict=True):
        row["received"] = row["due"] = moment.strftime("%m/%d/%Y %H:%M") if written else swapped(moment)
    result = read(desk, rows)
    assert [row.received for row in result.dossiers] == [at(moment.isoformat()) for moment in NOVEMBER]


def test_a_day_of_each_month_is_left_where_the_codes_say_so(desk: Desk) -> None:
    days = [datetime(2021, month, 10, 8) for month in range(1, 11)]
    result = read(desk, rows_of(days, [day + timedelta(days=2) for day in days]))
    assert [row.received for row in result.dossiers] == [at(day.isoformat()) for day in days]
    assert not reported(result)


@pytest.mark.parametrize("kind", ["typed", "text", "mixed"])
@pytest.mark.parametrize("codes", [True, False])
def test_a_short_list_of_the_first_days_of_a_month_is_left_as_it_is(desk: Desk, kind: str, codes: bool) -> None:
    due = [moment + timedelta(days=2) for moment in NOVEMBER]
    rows = rows_of(NOVEMBER, due, codes)
    for number, row in enumerate(rows):
        for name in ("received", "due"):
            moment = row[name]
            assert isinstance(moment, datetime)
            if kind == "text" or (kind == "mixed" and number % 2):
                row[name] = moment.strftime("%d/%m/%Y %H:%M:%S")
    result = read(desk, rows)
    assert [row.due for row in result.dossiers] == [at(moment.isoformat()) for moment in due]
    assert not reported(result)


def test_mistakes_of_single_rows_swap_no_column(desk: Desk) -> None:
    rows = rows_of(NOVEMBER, [moment + timedelta(days=2) for moment in NOVEMBER])
    rows[0]["finished"] = datetime(2021, 3, 11, 9)  # before it was received: a data defect
    rows[1]["code"] = "000.00.30.H20-210211-0002"  # another day than the received date: a data defect
    rows[2]["returned"] = "11/16/2021"
    result = read(desk, rows)
    assert not reported(result)
    assert [row.received for row in result.dossiers] == [at(a.isoformat()) for a in NOVEMBER[:2] + NOVEMBER[3:]]
    assert result.dossiers[0].finished == at("2021-03-11T09:00")
    assert result.codes() == ["bad_date"]


def test_a_typed_day_after_the_12th_speaks_against_it(desk: Desk) -> None:
    received = [datetime(2021, 11, day, 8) for day in (2, 3, 13)]
    result = read(desk, rows_of(received, [moment + timedelta(days=9) for moment in received], codes=False))
    assert not reported(result)
    assert [row.received for row in result.dossiers] == [at(moment.isoformat()) for moment in received]


def test_two_halves_that_contradict_each_other_are_refused(desk: Desk) -> None:
    rows = rows_of(NOVEMBER, [moment + timedelta(days=2) for moment in NOVEMBER])
    for row, moment in list(zip(rows, NOVEMBER, strict=True))[:4]:
        row["received"] = swapped(moment)
    result = read(desk, rows)
    assert result.refused is not None
    assert (result.refused.code, result.refused.value) == (problems.DATES_UNCLEAR, "Ngày tiếp nhận")


def test_few_dates_that_part_at_the_12th_are_said_and_left(desk: Desk) -> None:
    rows = rows_of(NOVEMBER[:2], [datetime(2021, 11, 9), datetime(2021, 11, 9)], codes=False)
    rows[0]["due"], rows[1]["due"] = datetime(2021, 11, 10, 17), "15/11/2021 17:00"
    result = read(desk, rows)
    assert [row.due for row in result.dossiers] == [at("2021-11-10T17:00"), at("2021-11-15T17:00")]


@pytest.mark.parametrize("seconds", [1, 17, 30, 56, 60])
def test_whole_days_that_a_browser_moved(desk: Desk, seconds: int) -> None:
    early = timedelta(seconds=seconds)
    days = [datetime(2021, 11, day) for day in range(3, 9)]
    rows = rows_of(days, [day + timedelta(days=2) for day in days])
    for row in rows:
        for name in ("received", "due"):
            moment = row[name]
            assert isinstance(moment, datetime)
            row[name] = moment - early
    result = read(desk, rows)
    assert [row.received for row in result.dossiers] == [at(day.isoformat()) for day in days]
    assert [row.due for row in result.dossiers] == [
        at((day + timedelta(days=2, hours=23, minutes=59, seconds=59)).isoformat()) for day in days
    ]
    assert reported(result) == {(problems.DATES_EARLY, "Ngày tiếp nhận"), (problems.DATES_EARLY, "Ngày hẹn trả")}


@pytest.mark.parametrize("time", ["23:59:59", "23:59:00", "23:59"])
def test_due_at_the_end_of_a_day_is_that_day(desk: Desk, time: str) -> None:
    rows = [row | {"due": f"1{number}/11/2021 {time}"} for number, row in enumerate(rows_of(NOVEMBER, NOVEMBER))]
    result = read(desk, rows)
    assert [row.due // 86_400 for row in result.dossiers if row.due] == [
        at(f"2021-11-1{number}") // 86_400 for number in range(9)
    ]
    assert not reported(result)


def where_it_could(moment: datetime) -> datetime:
    """As a lenient program reads dd/mm for mm/dd: days after the 12th stay right."""
    return moment.replace(day=moment.month, month=moment.day) if moment.day <= 12 else moment


#: Of a short list: received, due.
SHORT = [("2021-10-05", "2021-10-19"), ("2021-10-28", "2021-11-04"), ("2021-11-03", "2021-11-08")]
ONE_FORM: dict[str, Callable[[datetime], object]] = {
    "text where it could": lambda moment: where_it_could(moment).strftime("%d/%m/%Y"),
    "typed where it could": where_it_could,
    "iso where it could": lambda moment: where_it_could(moment).strftime("%Y-%m-%d"),
    "month first": lambda moment: f"{moment.month}/{moment.day}/{moment.year}",
}


def short_list(codes: bool, write: Callable[[datetime], object], days: Sequence[tuple[str, str]] = SHORT) -> Any:
    moments = [(datetime.fromisoformat(first), datetime.fromisoformat(last)) for first, last in days]
    rows = rows_of([first for first, _ in moments], [last for _, last in moments], codes)
    return [row | {name: write(cast(datetime, row[name])) for name in ("received", "due")} for row in rows]


@pytest.mark.parametrize("form", list(ONE_FORM))
def test_the_code_of_one_row_tells_of_a_short_list(desk: Desk, form: str) -> None:
    result = read(desk, short_list(True, ONE_FORM[form]))
    assert [str(to_date(row.received)) for row in result.dossiers] == [first for first, _ in SHORT]
    assert [str(to_date(row.due or 0)) for row in result.dossiers] == [last for _, last in SHORT]
    assert reported(result) == {(problems.DATES_SWAPPED, "Ngày tiếp nhận"), (problems.DATES_SWAPPED, "Ngày hẹn trả")}


@pytest.mark.parametrize("form", [*ONE_FORM, "right"])
def test_short_lists_in_which_nothing_tells_say_so(desk: Desk, form: str) -> None:
    """Both the receipt and the due day may be either of two, with as many days between them."""
    write = ONE_FORM.get(form, lambda moment: moment)
    for days in (
        [("2021-09-08", "2021-10-08")],
        [("2021-11-03", "2021-11-05"), ("2021-10-02", "2021-10-05"), ("2021-07-28", "2021-07-30")][
            : 2 if form == "month first" else 3
        ],
    ):
        result = read(desk, short_list(False, write, days))
        expected = {(problems.DATES_EITHER, "Ngày tiếp nhận, Ngày hẹn trả")}
        assert {(p.code, p.value) for p in result.problems if p.code.startswith("dates")} == expected
        assert len(result.dossiers) == len(days)


@pytest.mark.parametrize("codes", [True, False])
@pytest.mark.parametrize("form", ["%d/%m/%Y", "%Y-%m-%d", ""])
def test_a_short_list_that_is_right_is_left_alone_and_silent(desk: Desk, codes: bool, form: str) -> None:
    result = read(desk, short_list(codes, lambda moment: moment.strftime(form) if form else moment))
    assert [str(to_date(row.received)) for row in result.dossiers] == [first for first, _ in SHORT]
    assert result.problems == []


@pytest.mark.parametrize("write", [lambda moment: moment, lambda moment: moment.strftime("%d/%m/%Y")])
def test_what_has_happened_lies_not_ahead(desk: Desk, write: Callable[[datetime], object]) -> None:
    """Without codes: read as they stand two would have been received after the list was made."""
    days = [("2021-10-11", "2021-10-14"), ("2021-10-12", "2021-10-12"), ("2021-09-11", "2021-09-15")]
    rows = [row | {"due": ""} for row in short_list(False, lambda moment: write(where_it_could(moment)), days)]
    cells = [line(number, **row) for number, row in enumerate(rows, 1)]
    result = desk.read(desk.xlsx([["Danh sách hồ sơ, tính đến ngày 20/10/2021"], IGATE, *cells]))
    assert [str(to_date(row.received)) for row in result.dossiers] == [first for first, _ in days]
    assert reported(result) == {(problems.DATES_SWAPPED, "Ngày tiếp nhận")}


def test_one_date_in_another_form_swaps_no_column(desk: Desk) -> None:
    rows = short_list(False, lambda moment: moment.strftime("%d/%m/%Y"))
    rows[0]["returned"] = "11/16/2021"
    result = read(desk, rows)
    assert (reported(result), result.codes()) == (set(), ["bad_date"])
