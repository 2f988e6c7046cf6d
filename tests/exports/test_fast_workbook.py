"""The fast way through a workbook gives what calamine gives, and gives way to it where it does not know its way."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter
from exports_kit import IGATE, Desk, Result, line
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.exports import problems, rawrows, rawsheet, spreadsheet
from cchc_tui.exports.grids import Cell, Sheet
from cchc_tui.exports.rawrows import Unlike
from cchc_tui.settings import Limits


def rows_of(sheet: Sheet) -> dict[int, list[Cell]]:
    """Row number → its cells, without the empty ones at its ends."""
    rows: dict[int, list[Cell]] = {}
    for chunk in sheet.chunks():
        for index, number in enumerate(chunk.numbers):
            row = list(chunk.row(index))
            if index % 50 == 0:
                assert row == [column[index] for column in chunk.columns(range(len(row)))]
            while row and row[-1] == "":
                row.pop()
            if row:
                rows[number] = row
    return rows


def fast(path: Path) -> list[dict[int, list[Cell]]]:
    def none(name: str, last: int) -> None:
        raise AssertionError("gave way to calamine")

    with path.open("rb") as file:
        return [rows_of(sheet) for sheet in rawsheet.RawWorkbook(file, Limits(), none).sheets()]  # type: ignore[arg-type]


def slow(path: Path) -> list[dict[int, list[Cell]]]:
    with path.open("rb") as file:
        return [rows_of(sheet) for sheet in spreadsheet.open_workbook(file, "xlsx", Limits())]


def part(path: Path, name: str, change: object) -> Path:
    """The workbook with one of its parts changed."""
    assert callable(change)
    with zipfile.ZipFile(path) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in parts.items():
            archive.writestr(member, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"
MAIN = '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TEXTS = st.one_of(
    st.sampled_from(["", "A & B", "<x>", " hai  khoảng ", "Phường 11", "dòng\nhai", '"nháy"', "1.200"]),
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x2000, exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=8
    ),
)
CELLS = st.one_of(TEXTS, st.none(), st.integers(-(10**6), 10**9), st.floats(-1e6, 1e6), st.booleans())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, max_size=5), max_size=12), st.integers(0, 90), st.booleans())
def test_any_workbook_gives_the_same_cells(
    tmp_path: Path, tail: list[list[object]], before: int, constant_memory: bool
) -> None:
    path = tmp_path / "any.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": constant_memory, "nan_inf_to_errors": True})
    page, bold = book.add_worksheet(), book.add_format({"bold": True})
    page.write_row(0, 0, ["Đơn vị", "", "Số"], bold)
    rows: list[list[object]] = [["x", "y", number, "lặp", None] for number in range(before)] + tail
    for number, row in enumerate(rows, 2):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, cell, bold if number % 7 == 0 else None)
            elif cell is None:
                page.write_blank(number, column, None, bold)
            else:
                page.write(number, column, cell)
    book.close()
    assert fast(path) == slow(path)


def test_the_samples_give_the_same_cells(exports: Path) -> None:
    for name in (
        "igate_xlsx/DanhSachHoSo.xlsx",
        "igate_xlsx/later/DanhSachHoSo.xlsx",
        "city_year/nhan-rong-mo-hinh.xlsx",
    ):
        assert fast(exports / name) == slow(exports / name)


def same(desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    """What reading gives, which is the same without the fast way."""
    one = desk.read(path)

    def never(*_: object) -> None:
        raise Unlike

    with monkeypatch.context() as patch:
        patch.setattr(rawsheet, "RawWorkbook", never)
        two = desk.read(path)
    key = ("row", "code", "received", "due", "finished", "agency", "status", "phone")
    assert [[getattr(row, name) for name in key] for row in one.rows] == [
        [getattr(row, name) for name in key] for row in two.rows
    ]
    assert one.rows
    return one


MANY = [IGATE, *(line(number, due=datetime(2021, 6, 21, 11), phone=951166076.0) for number in range(1, 1500))]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("<row ", "\n  <row "),
        lambda text: text.replace("<c ", "\n <c "),
        lambda text: text.replace('<row r="1200"', '<!-- hai --><row r="1200"'),
        lambda text: text.replace('<row r="1400"', '<row r="1400" customHeight="1" x="y"'),
        lambda text: text.replace("<row ", "<x:row ")
        .replace("</row>", "</x:row>")
        .replace("<worksheet ", f"<worksheet xmlns:x={MAIN} "),
        lambda text: re.sub(r'<row (r="9".*?)</row>', r"<x:row \1</x:row>", text).replace(
            "<worksheet ", f"<worksheet xmlns:x={MAIN} "
        ),
        lambda text: text.replace("<v>", "<v xml:space=\"preserve\">", 1),
        lambda text: text.replace('<c r="C9"', '<c r="C9" cm="1"'),
    ],
    ids=["lines", "cells on lines", "comment", "row attribute", "prefix", "one prefix", "space", "cell attribute"],
)  # fmt: skip
@pytest.mark.parametrize("constant_memory", [False, True])
def test_workbooks_written_otherwise(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, change: object, constant_memory: bool
) -> None:
    path = part(desk.xlsx(MANY, constant_memory=constant_memory), SHEET, change)
    result = same(desk, path, monkeypatch)
    assert len(result.rows) == 1499
    assert [row.row for row in result.rows] == list(range(2, 1501))


def test_formulas_errors_and_rich_text(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.folder / "f.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page, bold = book.add_worksheet("DS"), book.add_format({"bold": True})
    page.write_row(0, 0, IGATE)
    for number in range(1, 400):
        page.write_row(number, 0, line(number))
        page.write_formula(number, 0, "=ROW()-1", None, number)
        page.write_formula(number, 9, '="UBND "&"Phường 11"', None, "UBND Phường 11")
        if number % 50 == 0:
            page.write_formula(number, 14, "=1/0", None, "#DIV/0!")
            page.write_rich_string(number, 12, "Võ ", bold, "Quốc", " Đạt")
    book.close()
    result = same(desk, path, monkeypatch)
    assert {(row.agency, row.officer) for row in result.dossiers} == {("UBND Phường 11", "Võ Quốc Đạt")}


def test_strings_with_runs_and_phonetics(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.xlsx(MANY[:50])
    rich = (
        '<si><r><t xml:space="preserve">UBND </t></r><r><rPr><b/></rPr><t>Phường 11</t></r>'
        '<rPh sb="0" eb="1"><t>x</t></rPh></si>'
    )
    part(path, "xl/sharedStrings.xml", lambda text: text.replace("<si><t>UBND Phường 11</t></si>", rich))
    assert {row.agency for row in same(desk, path, monkeypatch).dossiers} == {"UBND Phường 11"}


def test_a_sheet_that_is_cut_inside_its_zip(desk: Desk) -> None:
    path = part(desk.xlsx(MANY), SHEET, lambda text: text[: len(text) // 2])
    refused = desk.read(path).refused
    assert refused is not None
    assert refused.code == problems.TRUNCATED


def test_columns_that_fill_up_late_are_learnt(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = 0
    slowly = rawrows.SheetRows._parsed

    def counted(rows: rawrows.SheetRows, row: str) -> tuple[int, list[Cell]]:
        nonlocal parsed
        parsed += 1
        return slowly(rows, row)

    monkeypatch.setattr(rawrows.SheetRows, "_parsed", counted)
    rows: list[list[object]] = [line(number, finished="", returned="", channel="") for number in range(1, 6001)]
    for number in range(2000, 6000, 3):
        rows[number] = line(number + 1, returned=datetime(2021, 6, 20))
    for number in range(4000, 6000, 100):
        rows[number] = line(number + 1, returned=True, phone=951166076.0)
    path = desk.xlsx([IGATE, *rows])
    assert fast(path) == slow_of(path)
    assert parsed < 400


def slow_of(path: Path) -> list[dict[int, list[Cell]]]:
    """What calamine gives, its dates as the numbers that they are."""
    return [{number: [serial(cell) for cell in row] for number, row in sheet.items()} for sheet in slow(path)]


def serial(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return (cell - datetime(1899, 12, 30)).total_seconds() / 86_400
    return float((cell - date(1899, 12, 30)).days) if isinstance(cell, date) else cell


def test_giving_way_in_the_middle_loses_and_repeats_no_row(desk: Desk) -> None:
    path = part(desk.xlsx(MANY), SHEET, lambda text: text.replace('<row r="1450"', '<!-- x --><row r="1450"'))
    used: list[int] = []

    def resume(file: object, name: str, last: int) -> object:
        used.append(last)
        return spreadsheet.resume(file, Limits(), name, last)  # type: ignore[arg-type]

    with path.open("rb") as file:
        (sheet,) = rawsheet.RawWorkbook(file, Limits(), partial(resume, file)).sheets()  # type: ignore[arg-type]
        numbers = [number for chunk in sheet.chunks() for number in chunk.numbers]
    assert numbers == list(range(1, 1501))
    assert len(used) == 1
    assert used[0] > 500
