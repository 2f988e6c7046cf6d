"""What is found of a whole column before its rows are read: which date it is, and what all its dates have wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from cchc_tui.domain.moments import stamp, to_date
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from tests.kits.ingest_kit import IGATE, Desk, Result, at, line

NOVEMBER = [datetime(2021, 11, day, 8) for day in range(1, 10)]
NOTES = {problems.DATES_SWAPPED, problems.DATES_EARLY, problems.DATES_PARTED}


def swapped(moment: datetime) -> object:
    """As a program writes it that takes dd/mm for mm/dd where it can, and leaves the rest as text."""
    if moment.day <= 12:
        return moment.replace(day=moment.month, month=moment.day)
    return moment.strftime("%d/%m/%Y %H:%M:%S")


def rows_of(received: Sequence[datetime], due: Sequence[datetime], codes: bool = True) -> list[dict[str, object]]:
    return [
        {
            "code": f"000.00.30.H20-{start:%y%m%d}-{number:04d}" if codes else f"HS-{number}",
            "received": start,
            "due": end,
            "finished": "",
        }
        for number, (start, end) in enumerate(zip(received, due, strict=True), 1)
    ]


def read(desk: Desk, rows: Sequence[dict[str, object]], kind: str = "xlsx") -> Result:
    write = {"xlsx": desk.xlsx, "csv": desk.csv, "html": desk.html}[kind]
    return desk.read(write([IGATE, *(line(number, **row) for number, row in enumerate(rows, 1))]))


def reported(result: Result) -> set[tuple[str, str]]:
    return {(problem.code, problem.column) for problem in result.problems if problem.code in NOTES}


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


RETURNED_ONLY = [title if title != "Ngày hẹn trả" else "Ghi chú" for title in IGATE]


def either(rows: Sequence[tuple[str, str, str]], heading: str = "Ngày trả kết quả") -> list[list[object]]:
    """Received, finished and the ambiguous date of each row, in a list without a due column."""
    titles = [heading if title == "Ngày trả kết quả" else title for title in RETURNED_ONLY]
    lines = [
        line(number, due="", received=received, finished=finished, returned=returned)
        for number, (received, finished, returned) in enumerate(rows, 1)
    ]
    return [["Đến ngày 10/11/2021"], titles, *lines]


@pytest.mark.parametrize("heading", ["Ngày trả kết quả", "NGÀY TRẢ KẾT QUẢ (lần 1)", "Ngày trả KQ"])
@pytest.mark.parametrize(
    "rows",
    [
        [("01/11/2021", "", "20/11/2021"), ("01/11/2021", "05/11/2021", "08/11/2021")],  # still to come
        [("01/11/2021", "", "08/11/2021"), ("01/11/2021", "05/11/2021", "08/11/2021")],  # open dossiers have one
        [("01/11/2021", "09/11/2021", "08/11/2021"), ("01/11/2021", "05/11/2021", "05/11/2021")],  # before the end
        [("01/11/2021", "05/11/2021", "08/11/2021"), ("01/11/2021", "05/11/2021", "05/11/2021")],  # after the receipt
    ],
)
def test_the_heading_of_a_due_date_that_is_called_the_day_of_the_result(
    desk: Desk, heading: str, rows: list[tuple[str, str, str]]
) -> None:
    result = desk.read(desk.csv(either(rows, heading)))
    assert [row.due for row in result.dossiers] == [
        at(f"{text[6:]}-{text[3:5]}-{text[:2]}T23:59:59") for *_, text in rows
    ]
    assert {row.returned for row in result.dossiers} == {None}
    assert [p.column for p in result.problems if p.code == problems.DUE_BY_DATES] == [heading]


@pytest.mark.parametrize(
    "rows",
    [
        [("01/11/2021", "", "20/10/2021"), ("01/11/2021", "05/11/2021", "05/11/2021"), ("01/11/2021", "", "")],
        [("01/11/2021", "05/11/2021", "01/10/2021"), ("01/11/2021", "05/11/2021", "05/10/2021")],
    ],
)
def test_a_file_that_does_not_tell_is_refused_with_the_question(desk: Desk, rows: list[tuple[str, str, str]]) -> None:
    result = desk.read(desk.csv(either(rows)))
    assert result.refused is not None
    assert (result.refused.code, result.refused.value) == (problems.DUE_OR_RETURNED, "Ngày trả kết quả")


def test_days_beside_finished_dossiers_alone_are_due_and_the_others_have_none(desk: Desk) -> None:
    rows = [("01/11/2021", "", ""), ("01/11/2021", "05/11/2021", "05/11/2021"), ("01/11/2021", "", "")]
    result = desk.read(desk.csv(either(rows)))
    assert [row.due for row in result.dossiers] == [None, at("2021-11-05T23:59:59"), None]
    assert [p.row for p in result.problems if p.code == problems.NO_DUE] == [3, 5]


def test_beside_a_due_column_it_is_the_day_of_handing_out(desk: Desk) -> None:
    (row,) = desk.read(desk.csv([IGATE, line(1, finished="", returned="30/11/2021")])).dossiers
    assert (row.due, row.returned) == (at("2021-06-21T11:00"), at("2021-11-30"))


@pytest.mark.parametrize("kind", ["csv", "html", "xlsx"])
@pytest.mark.parametrize("weaker", ["Ngày hẹn trả (đơn vị)", "Ngày hẹn trả (cũ)", "Hẹn trả", "Thời hạn cũ"])
def test_the_best_heading_wins(desk: Desk, kind: str, weaker: str) -> None:
    for titles, cells in (
        ([weaker, *IGATE], ["01/06/2021", *line(1)]),
        ([*IGATE, weaker], [*line(1), "01/06/2021"]),
    ):
        write = {"xlsx": desk.xlsx, "csv": desk.csv, "html": desk.html}[kind]
        (row,) = desk.read(write([titles, cells])).dossiers
        assert row.due == at("2021-06-21T11:00")


def test_a_bracketed_heading_alone_is_the_field_s(desk: Desk) -> None:
    titles = [title if title != "Ngày hẹn trả" else "Ngày hẹn trả (dd/mm/yyyy)" for title in IGATE]
    assert desk.read(desk.csv([titles, line(1)])).dossiers[0].due == at("2021-06-21T11:00")


def test_the_old_date_in_brackets_does_not_stand_in_for_an_empty_one(desk: Desk) -> None:
    rows = [["Ngày hẹn trả (cũ)", *IGATE], ["01/06/2021", *line(1, due="")]]
    assert desk.read(desk.csv(rows)).dossiers[0].due is None


@pytest.mark.parametrize("heading", ["Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả"])
def test_two_dates_of_the_same_heading(desk: Desk, heading: str) -> None:
    name = {"Ngày tiếp nhận": "received", "Ngày hẹn trả": "due", "Ngày kết thúc xử lý": "finished"}.get(
        heading, "returned"
    )
    rows = [
        [*line(1, **{name: "16/06/2021 10:00"}), "17/06/2021 10:00"],
        [*line(2, **{name: "16/06/2021 10:00"}), "2021-06-16 10:00:00"],
        [*line(3, **{name: "16/06/2021 10:00"}), ""],
        [*line(4, **{name: ""}), "16/06/2021 10:00"],
        [*line(5, **{name: "16/06/2021 10:00"}), "16/06/2021"],
        [*line(6, **{name: "16/06/2021 10:00"}), "16/06/2021 11:00"],
        [*line(7, **{name: "16/06/2021"}), "16/06/2021 10:00"],
    ]
    result = desk.read(desk.csv([[*IGATE, heading], *rows]))
    assert [getattr(row, name) for row in result.dossiers] == [at("2021-06-16T10:00")] * 5
    assert [(p.code, p.row, p.column, p.value) for p in result.problems if p.severity is Severity.REJECTED] == [
        (problems.TIED, 2, heading, "16/06/2021 10:00 ≠ 17/06/2021 10:00"),
        (problems.TIED, 7, heading, "16/06/2021 10:00 ≠ 16/06/2021 11:00"),
    ]


def test_other_fields_of_the_same_heading(desk: Desk) -> None:
    titles = [*IGATE, "Số hồ sơ", "Cơ quan/đơn vị", "Trạng thái hồ sơ", "Tên lĩnh vực"]
    same = ["000.00.30.H20-210616-0001", "UBND Phường 11", "Đang xử lý", "Hộ tịch"]
    rows = [
        [*line(1), *same],
        [*line(2), "B-2", *same[1:]],
        [*line(1, code=same[0]), same[0], "UBND Phường 2", "Đã trả", "Đất đai"],
    ]
    result = desk.read(desk.csv([titles, *rows]))
    assert [(row.agency, row.status_text, row.field) for row in result.dossiers] == [
        ("UBND Phường 11", "Đang xử lý", "Hộ tịch"),
        ("UBND Phường 11 / UBND Phường 2", "Đang xử lý / Đã trả", "Hộ tịch"),
    ]
    assert {(problem.code, problem.row, problem.column, problem.value) for problem in result.problems} == {
        (problems.TIED, 3, "Số hồ sơ", ""),
        (problems.TIED_COLUMNS, 4, "Tên lĩnh vực", ""),
        (problems.UNKNOWN_STATUS, 4, "Trạng thái hồ sơ", "Đang xử lý / Đã trả"),
    }


def long_list(count: int, first: datetime, days: int, codes: bool = True) -> list[dict[str, object]]:
    """Rows in the order of their receipt, due after five to ten days."""
    received = [first + timedelta(days=number * days // count, minutes=number % 60) for number in range(count)]
    return rows_of(received, [start + timedelta(days=5 + number % 6) for number, start in enumerate(received)], codes)


def month_first(moment: datetime) -> str:
    return moment.strftime("%m/%d/%Y %H:%M")


def serial(moment: datetime) -> str:
    return f"{(moment - datetime(1899, 12, 30)) / timedelta(days=1):.8f}"


def as_text(write: object) -> object:
    """What ``swapped`` makes, in a file that has only texts."""

    def of(moment: datetime) -> str:
        cell = swapped(moment)
        return cell if isinstance(cell, str) else write(cell)  # type: ignore[operator]

    return of


WRITERS = {
    "month first": month_first,
    "typed": swapped,
    "serials": as_text(serial),
    "ISO": as_text(lambda moment: moment.isoformat(" ")),
    "all written alike": as_text(lambda moment: f"{moment:%d/%m/%Y %H:%M:%S}"),
}


@pytest.mark.parametrize("codes", [True, False])
@pytest.mark.parametrize("columns", [("received", "due"), ("due",), ("received",)])
@pytest.mark.parametrize("writer", WRITERS)
def test_days_and_months_swapped_far_below_the_first_rows(
    desk: Desk, writer: str, columns: tuple[str, ...], codes: bool
) -> None:
    rows = long_list(2600, datetime(2021, 10, 17, 8), 40, codes)  # 900 rows before the first of a month
    expected = [(stamp(row["received"]), stamp(row["due"])) for row in rows]  # type: ignore[arg-type]
    for row in rows:
        for name in ("received", "due"):
            write = WRITERS[writer] if name in columns else plainly
            row[name] = write(row[name])  # type: ignore[operator]
    result = read(desk, rows, "xlsx" if writer == "typed" else "csv")
    assert not result.refused
    assert [(row.received, row.due) for row in result.dossiers] == expected
    titles = {"received": "Ngày tiếp nhận", "due": "Ngày hẹn trả"}
    assert reported(result) == {(problems.DATES_SWAPPED, titles[name]) for name in columns}


def plainly(moment: datetime) -> str:
    return moment.strftime("%d/%m/%Y %H:%M:%S")


@pytest.mark.parametrize("codes", [True, False])
@pytest.mark.parametrize("days", [1, 11, 40, 300])
@pytest.mark.parametrize("first", [datetime(2021, 1, 2, 8), datetime(2021, 10, 17, 8), datetime(2021, 11, 1, 8)])
def test_a_long_list_with_nothing_wrong_is_left_as_it_is(desk: Desk, first: datetime, days: int, codes: bool) -> None:
    rows = long_list(1500, first, days, codes)
    expected = [(stamp(row["received"]), stamp(row["due"])) for row in rows]  # type: ignore[arg-type]
    for row in rows:
        row["received"], row["due"] = plainly(row["received"]), plainly(row["due"])  # type: ignore[arg-type]
    result = read(desk, rows, "csv")
    assert not reported(result)
    assert [(row.received, row.due) for row in result.dossiers] == expected


@pytest.mark.parametrize("write", [month_first, WRITERS["all written alike"]])
@pytest.mark.parametrize("name", ["due", "finished"])
def test_a_list_whose_second_half_is_swapped_is_refused(desk: Desk, name: str, write: object) -> None:
    rows = long_list(4000, datetime(2021, 10, 17, 8), 40)
    for number, row in enumerate(rows):
        row["finished"] = row["due"]
        for column in ("received", "due", "finished"):
            of = write if column == name and number > 2000 else plainly
            row[column] = of(row[column])  # type: ignore[operator]
    result = read(desk, rows, "csv")
    assert result.refused is not None
    assert result.refused.code == problems.DATES_UNCLEAR
    assert result.refused.value == {"due": "Ngày hẹn trả", "finished": "Ngày kết thúc xử lý"}[name]


def test_a_due_date_of_july_says_what_the_receipt_was(desk: Desk) -> None:
    """The received dates alone may be read both ways; the due dates, which are swapped, tell."""
    rows = rows_of([datetime(2021, 7, 3, 8)] * 20, [datetime(2021, 7, 4 + day % 11, 17) for day in range(20)], False)
    for row in rows:
        row["received"], row["due"] = plainly(row["received"]), month_first(row["due"])  # type: ignore[arg-type]
    result = read(desk, rows, "csv")
    assert {row.received for row in result.dossiers} == {at("2021-07-03T08:00")}
    assert reported(result) == {(problems.DATES_SWAPPED, "Ngày hẹn trả")}


def table(*rows: Sequence[object]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in lines)}</table>"


@pytest.mark.parametrize("days", [range(1, 26, 5), range(25, 0, -5)])
@pytest.mark.parametrize(("kind", "write"), [("html", month_first), ("xlsx", month_first), ("xlsx", swapped)])
def test_evidence_of_one_table_holds_for_tables_without_any(
    desk: Desk, kind: str, days: range, write: Callable[[datetime], object]
) -> None:
    """Each table has the days of one week: only some have days after the 12th."""
    tables: list[list[list[object]]] = []
    expected = []
    for first in days:
        received = [datetime(2021, 11, first + number % 5, 8) for number in range(12)]
        due = [start + timedelta(days=3) for start in received]
        expected += [(stamp(start), stamp(end)) for start, end in zip(received, due, strict=True)]
        rows = [
            line(first, code=f"HS-{first}-{number}", received=write(start), due=write(end), finished="")
            for number, (start, end) in enumerate(zip(received, due, strict=True))
        ]
        tables.append([list(IGATE), *rows])
    if kind == "xlsx":
        path = desk.workbook({f"Tuần {number}": rows for number, rows in enumerate(tables)})
    else:
        path = desk.bytes("".join(table(*rows) for rows in tables).encode())
    result = desk.read(path)
    assert [(row.received, row.due) for row in result.dossiers] == expected
    assert reported(result) == {(problems.DATES_SWAPPED, "Ngày tiếp nhận"), (problems.DATES_SWAPPED, "Ngày hẹn trả")}


def test_faults_of_a_table_are_reported_for_that_table(desk: Desk) -> None:
    """The first table's dates do not tell what they are, so the second is looked at first."""
    low = line(1, received="01/06/2021", due="02/06/2021", code="HS-1")
    second = [IGATE, line(2), line(3), [*line(4), "thừa"], line(5)]
    result = desk.read(desk.bytes((table(IGATE, low) + table(*second)).encode()))
    assert [(p.code, p.sheet, p.row) for p in result.problems if p.severity is Severity.REJECTED] == [
        (problems.SHIFTED_ROW, "bảng 2", 4)
    ]


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
