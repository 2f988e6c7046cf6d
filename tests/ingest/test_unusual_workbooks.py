"""What few files do, and what would be wrong in silence if it were not minded."""

from pathlib import Path

import pytest
import xlsxwriter

from cchc_tui.ingest.biff import BinaryBook
from tests.kits.ingest_kit import IGATE, Desk, line

_COUNTS_FROM_1900 = b"\x22\x00\x02\x00\x00\x00"
_COUNTS_FROM_1904 = b"\x22\x00\x02\x00\x01\x00"


def test_an_xls_that_counts_from_1904_is_known(exports: Path, tmp_path: Path) -> None:
    data = (exports / "igate_xls" / "DS_HoSo.xls").read_bytes()
    assert data.count(_COUNTS_FROM_1900) == 1
    for number, record in enumerate((_COUNTS_FROM_1900, _COUNTS_FROM_1904)):
        path = tmp_path / f"{number}.xls"
        path.write_bytes(data.replace(_COUNTS_FROM_1900, record))
        with path.open("rb") as file:
            assert BinaryBook(file).epoch_1904 is bool(number)


def test_marks_inside_a_word_part_nothing_and_breaks_do(desk: Desk) -> None:
    cells = [str(cell) for cell in line(1)]
    place = IGATE.index("Cơ quan/đơn vị")
    cells[place] = "Ph<b>ườ</b>ng<br>11"
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (IGATE, cells))
    path = desk.folder / "list.xls"
    path.write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")
    (row,) = desk.read(path).dossiers
    assert row.agency == "Phường 11"


@pytest.mark.parametrize("place", ["XFD1", "XFD4", "XFD1048576", "SS2", "AAA700"])
@pytest.mark.parametrize("value", ["x", 7, "#REF!"])
def test_a_cell_far_away_is_named_and_refuses_nothing(desk: Desk, place: str, value: object) -> None:
    path = desk.folder / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("S")
    for number, row in enumerate((IGATE, line(1), line(2))):
        page.write_row(number, 0, row)
    page.write_formula(place, "=A1", None, value) if value == "#REF!" else page.write(place, value)
    page.write_blank("XFD2", None, book.add_format({"bold": True}))
    book.close()
    result = desk.read(path)
    assert [row.code for row in result.dossiers] == [line(1)[1], line(2)[1]]
    assert [(p.code, p.row, p.value) for p in result.problems] == [("far_cell", int(place.lstrip("ABDFSX")), place)]


def test_a_far_cell_deep_in_a_large_sheet_takes_no_memory(desk: Desk) -> None:
    path = desk.folder / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet("S")
    page.write_row(0, 0, IGATE)
    for number in range(1, 9_000):
        page.write_row(number, 0, line(number))
    page.write("XFD9000", "x")
    page.write("A1048576", "x")
    book.close()
    result = desk.read(path)
    assert (len(result.dossiers), {p.value for p in result.problems}) == (8_999, {"XFD9000", "A1048576"})


@pytest.mark.parametrize("written", ["csv", "ods"])
def test_a_far_cell_of_other_files_is_named_too(desk: Desk, written: str) -> None:
    gap = [""] * (600 - len(IGATE))
    rows = [[*IGATE, *gap, ""], [*line(1), *gap, "x"], [*line(2), *gap, ""], [*line(3), *gap, ""]]
    result = desk.read(desk.csv(rows) if written == "csv" else desk.ods(rows))
    assert len(result.dossiers) == 3
    assert [(p.code, p.row, p.value) for p in result.problems] == [("far_cell", 2, "WC2")]


def test_a_list_that_is_too_wide_itself_is_refused(desk: Desk) -> None:
    rows = [[*row, *range(600)] for row in (IGATE, line(1), line(2))]
    for path in (desk.xlsx(rows), desk.csv(rows), desk.ods(rows)):
        refused = desk.read(path).refused
        assert refused is not None
        assert refused.code == "too_wide"
