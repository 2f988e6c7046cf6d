"""Workbooks of binary records: what calamine does not say of them is found all the same."""

from __future__ import annotations

import struct
from datetime import datetime

import pytest

from cchc_tui.domain.problems import Severity
from tests.kits.binary_kit import EXCEL_95, EXCEL_97, cell, error, formula, part, record, serial, text_of, xls, xlsb
from tests.kits.ingest_kit import IGATE, Desk, Result, line

CODE, DUE, FINISHED, UNIT, STATUS = (
    IGATE.index(title)
    for title in ("Số hồ sơ", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Cơ quan/đơn vị", "Trạng thái hồ sơ")
)
TYPED = {"received": datetime(2021, 6, 16, 9, 53, 46), "due": datetime(2021, 6, 21, 11)}
ROWS = [list(IGATE), line(1, **TYPED), line(2, **TYPED), line(3, **TYPED)]
EMPTY = b"\x03\0\0\0\0\0\xff\xff"
VERSIONS = pytest.mark.parametrize("version", [EXCEL_95, EXCEL_97])


def reported(result: Result) -> list[tuple[str, int, str, str]]:
    return [(each.code, each.row, each.column, each.value) for each in result.problems]


@VERSIONS
def test_an_old_workbook_is_read_like_a_text_of_the_same_rows(desk: Desk, version: int) -> None:
    (first, *_) = desk.read(desk.csv([IGATE, line(1)])).dossiers
    result = desk.read(xls(desk.folder / "a.xls", ROWS, version))
    assert (len(result.dossiers), reported(result)) == (3, [])
    assert result.dossiers[0]._replace(row=0, digest=0) == first._replace(row=0, digest=0)


@VERSIONS
@pytest.mark.parametrize("name", ["S", "Danh sách hồ sơ"])
@pytest.mark.parametrize("column", [CODE, DUE, FINISHED])
def test_errors_of_an_old_workbook_keep_their_rows_out(desk: Desk, version: int, name: str, column: int) -> None:
    cells = {(2, column): error(2, column)}
    result = desk.read(xls(desk.folder / "a.xls", ROWS, version, cells, name))
    assert [row.row for row in result.dossiers] == [2, 4]
    assert reported(result) == [("unknown_cell", 3, IGATE[column], "#N/A")]


@VERSIONS
@pytest.mark.parametrize(
    ("result", "flags", "tokens", "is_known"),
    [
        (b"\x02\0\x17\0\0\0\xff\xff", 0, b"\x1e\x01\x00", False),  # an error
        (EMPTY, 0, b"\x1e\x01\x00", False),  # nothing was stored, as some writers do
        (EMPTY, 0, b"\x17\x00\x00", True),  # ="" gives nothing
        (bytes(8), 2, b"\x1e\x01\x00", False),  # 0, to be computed by whoever opens the file
        (struct.pack("<d", serial(datetime(2021, 6, 18, 10))), 2, b"\x1e\x01\x00", True),
    ],
)
def test_formulas_of_an_old_workbook(
    desk: Desk, version: int, result: bytes, flags: int, tokens: bytes, is_known: bool
) -> None:
    cells = {(2, FINISHED): formula(2, FINISHED, result, flags, tokens)}
    read = desk.read(xls(desk.folder / "a.xls", ROWS, version, cells))
    assert [row.row for row in read.dossiers] == ([2, 3, 4] if is_known else [2, 4])
    assert read.codes() == ([] if is_known else ["unknown_cell"])


def test_an_empty_result_among_computed_ones_is_empty(desk: Desk) -> None:
    text = record(0x207, struct.pack("<HB", 19, 0) + b"18/06/2021 10:00:00")
    cells = {
        (1, FINISHED): formula(1, FINISHED, b"\0\0\0\0\0\0\xff\xff") + text,
        (2, FINISHED): formula(2, FINISHED, EMPTY),
    }
    result = desk.read(xls(desk.folder / "a.xls", ROWS, EXCEL_97, cells))
    assert ([row.finished is None for row in result.dossiers], reported(result)) == ([False, True, False], [])


@pytest.mark.parametrize("styles", [True, False])
@pytest.mark.parametrize("epoch_1904", [True, False])
def test_dates_of_a_binary_workbook(desk: Desk, styles: bool, epoch_1904: bool) -> None:
    (first, *_) = desk.read(desk.csv([IGATE, line(1)])).dossiers
    result = desk.read(xlsb(desk.folder / "a.xlsb", ROWS, epoch_1904=epoch_1904, styles=styles))
    assert (len(result.dossiers), reported(result)) == (3, [])
    assert result.dossiers[0]._replace(row=0, digest=0) == first._replace(row=0, digest=0)


@pytest.mark.parametrize("kind", [3, 11])
@pytest.mark.parametrize("column", [CODE, DUE, FINISHED])
def test_errors_of_a_binary_workbook_keep_their_rows_out(desk: Desk, kind: int, column: int) -> None:
    cells = {(2, column): lambda x: part(kind, cell(x) + b"\x17" + bytes(10))}
    result = desk.read(xlsb(desk.folder / "a.xlsb", ROWS, cells))
    assert [row.row for row in result.dossiers] == [2, 4]
    assert reported(result) == [("unknown_cell", 3, IGATE[column], "#REF!")]


def test_merged_cells_and_rich_texts_of_a_binary_workbook(desk: Desk) -> None:
    rows = [[value if value != "UBND Phường 11" else "" for value in row] for row in ROWS]
    cells = {(1, UNIT): lambda x: part(62, cell(x) + b"\1" + text_of("UBND Phường 2") + bytes(4))}
    result = desk.read(xlsb(desk.folder / "a.xlsb", rows, cells, merged=[(1, 2, UNIT, UNIT)]))
    assert [row.agency for row in result.dossiers] == ["UBND Phường 2"] * 2 + [""]


def test_a_binary_workbook_that_was_cut_is_refused(desk: Desk) -> None:
    path = xlsb(desk.folder / "a.xlsb", ROWS)
    data = path.read_bytes()
    place = data.index("Võ Quốc Đạt".encode("utf-16-le"))
    path.write_bytes(data[:place] + bytes(40) + data[place + 40 :])
    result = desk.read(path)
    assert (result.dossiers, result.codes(Severity.REFUSED)) == ([], [])
    assert result.refused is not None
