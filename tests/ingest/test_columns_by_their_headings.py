"""Which column is which date, where a heading may mean two, and columns that share a heading."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from tests.kits.ingest_kit import IGATE, Desk, at, line

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
