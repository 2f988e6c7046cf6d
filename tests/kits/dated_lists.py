"""Lists with dates as various programs write them, and the problems that are reported on whole columns of dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cchc_tui.ingest import problems
from tests.kits.ingest_kit import IGATE, Desk, Result, line

NOTES = {problems.DATES_SWAPPED, problems.DATES_EARLY, problems.DATES_PARTED}


def swapped(moment: datetime) -> object:
    """The cell of a program that reads dd/mm as mm/dd where possible, and leaves other dates as text."""
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


def month_first(moment: datetime) -> str:
    return moment.strftime("%m/%d/%Y %H:%M")


def plainly(moment: datetime) -> str:
    return moment.strftime("%d/%m/%Y %H:%M:%S")
