"""The sheets of a workbook: without headings, hidden, of another kind, of one name, further lists below the first."""

from __future__ import annotations

import pytest
import xlsxwriter

from cchc_tui.ingest import problems
from tests.kits.ingest_kit import IGATE, Desk, changed, line


@pytest.mark.parametrize(
    ("sheets", "rows", "said"),
    [
        ({"A": [IGATE, line(1)], "B": [line(2), line(3)]}, 3, []),  # a list that was parted
        ({"A": [IGATE, line(1)], "B": [["Tiếp theo trang trước"], line(2)]}, 2, []),
        ({"A": [IGATE, line(1)], "B": [line(2)[1:]]}, 1, [("no_heading_left", "B")]),
        ({"B": [["Mã:", "000.00.30.H20-210616-0009"]], "A": [IGATE, line(1)]}, 1, [("no_heading_left", "B")]),
        ({"A": [IGATE, line(1)], "B": [["Hướng dẫn"], ["1", "Mở tệp"]]}, 1, []),
    ],
)
def test_a_sheet_without_headings(
    desk: Desk, sheets: dict[str, list[list[object]]], rows: int, said: list[tuple[str, str]]
) -> None:
    result = desk.read(desk.workbook(sheets))
    assert len(result.dossiers) == rows
    assert [(each.code, each.value) for each in result.problems] == said


def test_two_sheets_of_one_name_are_refused(desk: Desk) -> None:
    path = desk.workbook({"A": [IGATE, line(1)], "B": [IGATE, line(2)]})
    refused = desk.read(changed(path, lambda data: data.replace(b'name="B"', b'name="A"'), "xl/workbook.xml")).refused
    assert refused is not None
    assert (refused.code, refused.value) == (problems.BROKEN, "2 sheets: A, A")


def test_a_sheet_that_begins_further_right_goes_on_in_the_same_columns(desk: Desk) -> None:
    result = desk.read(desk.workbook({"A": [IGATE, line(1)], "B": [[None, *line(2)[1:]], [None, *line(3)[1:]]]}))
    assert [row.code[-1] for row in result.dossiers] == ["1", "2", "3"]


def test_a_second_list_below_the_first_has_its_own_columns(desk: Desk) -> None:
    order = [0, 2, 1, *range(9, 15), *range(3, 9)]
    other = [[row[place] for place in order] for row in (IGATE, line(3), line(4))]
    again = [*other, [IGATE[1], *IGATE[:1], *IGATE[2:]], [line(5)[1], 5, *line(5)[2:]]]
    for path in (
        desk.xlsx([IGATE, line(1), line(2), [], *again]),
        desk.csv([IGATE, line(1), line(2), *again]),
        desk.html([IGATE, line(1), line(2), *again]),
    ):
        result = desk.read(path)
        assert [(row.code, row.agency) for row in result.dossiers] == [
            (line(number)[1], "UBND Phường 11") for number in (1, 2, 3, 4, 5)
        ]
        assert result.problems == []


def test_a_hidden_list_is_read_where_nothing_else_is_one_and_said(desk: Desk) -> None:
    path = desk.folder / "a.xlsx"
    for shown in ([["Bìa"]], [IGATE, line(1)]):
        book = xlsxwriter.Workbook(str(path))
        first, second = book.add_worksheet("Bìa"), book.add_worksheet("DS")
        for page, rows in ((first, shown), (second, [IGATE, line(2), line(3)])):
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        second.hide()
        book.close()
        result = desk.read(path)
        assert len(result.dossiers) == (2 if len(shown) == 1 else 1)
        said = "hidden_sheet" if len(shown) == 1 else "hidden_sheet_left"
        assert [(each.code, each.value) for each in result.problems] == [(said, "DS")]


@pytest.mark.parametrize("after", [True, False])
def test_a_sheet_of_another_kind_is_noted_wherever_it_stands(desk: Desk, after: bool) -> None:
    other = [["Đơn vị", "Mô hình", "Trạng thái", "Từ ngày"], ["UBND Phường 11", "x", "có", "01/01/2021"]]
    sheets = {"DS": [IGATE, line(1)], "Mô hình": other}
    path = desk.workbook(sheets if after else dict(reversed(sheets.items())))
    result = desk.read(path)
    assert len(result.dossiers) == 1
    assert [(each.code, each.value) for each in result.problems] == [("other_sheet", "Mô hình")]
