"""What all dates of a column have wrong is found wherever it begins, in long lists and over several tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from cchc_tui.domain.moments import stamp
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from tests.kits.dated_lists import month_first, plainly, read, reported, rows_of, swapped
from tests.kits.ingest_kit import IGATE, Desk, at, line


def long_list(count: int, first: datetime, days: int, codes: bool = True) -> list[dict[str, object]]:
    """Rows in the order of their receipt, due after five to ten days."""
    received = [first + timedelta(days=number * days // count, minutes=number % 60) for number in range(count)]
    return rows_of(received, [start + timedelta(days=5 + number % 6) for number, start in enumerate(received)], codes)


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
    rows = long_list(2200, datetime(2021, 10, 17, 8), 30, codes)  # 1.100 rows before the first of a month
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
