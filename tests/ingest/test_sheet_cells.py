"""Workbooks: cells that can't be known, merged cells, rows far away, names of parts."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import biff, far_cells, problems, spreadsheet, workbook_package
from cchc_tui.ingest.completeness import Completeness, completeness_of
from cchc_tui.ingest.raw_sheets import Cell, LeftOut, Unknown
from cchc_tui.settings import Limits
from tests.kits.ingest_kit import IGATE, Desk, changed, line, package

UNIT, DUE, FINISHED = (IGATE.index(title) for title in ("Cơ quan/đơn vị", "Ngày hẹn trả", "Ngày kết thúc xử lý"))


def rows_of(path: Path, file_format: str = "xlsx") -> dict[int, list[Cell]]:
    """The rows of the first sheet that are not empty, by their numbers."""
    with path.open("rb") as file:
        sheet = next(spreadsheet.open_workbook(file, file_format, Limits()))
        return {
            number: list(row)
            for chunk in sheet.chunks()
            for number, row in zip(chunk.numbers, chunk.rows, strict=True)
            if any(cell != "" for cell in row)
        }


def cell(place: str, content: str) -> str:
    """A row of text cells with another cell in place of one."""
    cells = [
        f'<c r="{chr(65 + column)}2" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
        for column, value in enumerate(line(1))
    ]
    cells[ord(place) - 65] = content
    heads = "".join(
        f'<c r="{chr(65 + column)}1" t="inlineStr"><is><t>{title}</t></is></c>' for column, title in enumerate(IGATE)
    )
    return f'<row r="1">{heads}</row><row r="2">{"".join(cells)}</row>'


AFTER = '<row r="3">{}</row>'.format(
    "".join(
        f'<c r="{chr(65 + column)}3" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
        for column, value in enumerate(line(2))
    )
)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('<c r="G2" t="e"><v>#REF!</v></c>', "#REF!"),
        ("<c r='G2' t='e'><f>VLOOKUP(1,A:B,2,0)</f><v>#N/A</v></c>", "#N/A"),
        ('<c t="e" r="G2" s="0"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="G2"><f>VLOOKUP(B2,X1:Y9,2,0)</f></c>', "=VLOOKUP(…)"),
        ('<c r="G2"><f>F2+5</f><v></v></c>', "=…"),
        ('<c r="G2"><f>F2+5</f><v/></c>', "=…"),
        ('<c r="G2"><f t="shared" si="0"/></c>', "=…"),
        ("<c><f>F2+5</f></c>", "=…"),
    ],
)
def test_errors_and_formulas_never_computed(desk: Desk, content: str, shown: str) -> None:
    result = desk.read(package(desk.folder / "a.xlsx", cell("G", content) + AFTER))
    assert [row.row for row in result.dossiers] == [3]  # the last row too
    (problem,) = [each for each in result.problems if each.severity is Severity.REJECTED]
    assert (problem.code, problem.row, problem.column, problem.value) == (
        problems.UNKNOWN_CELL,
        2,
        "Ngày hẹn trả",
        shown,
    )


@pytest.mark.parametrize("prefix", ["x:", "main:"])
def test_errors_where_the_names_have_a_prefix(desk: Desk, prefix: str) -> None:
    path = package(desk.folder / "a.xlsx", cell("G", '<c r="G2" t="e"><v>#REF!</v></c>'))

    def with_prefix(data: bytes) -> bytes:
        marked = re.sub(rb"<(/?)(?=[a-z])", rb"<\1" + prefix.encode(), data)
        return marked.replace(b"xmlns=", b"xmlns:" + prefix.encode()[:-1] + b"=")

    assert desk.read(changed(path, with_prefix)).codes() == ["unknown_cell"]


def test_a_computed_formula_is_a_value_and_one_that_gives_nothing_is_empty(desk: Desk) -> None:
    for content in (
        '<c r="H2" t="str"><f>IF(1,"","")</f><v></v></c>',
        '<c r="H2" t="str"><f>A1</f><v>18/06/2021 10:00:00</v></c>',
    ):
        result = desk.read(package(desk.folder / "a.xlsx", cell("H", content)))
        assert (len(result.dossiers), result.codes()) == (1, [])


def test_a_workbook_that_leaves_all_computing_to_its_reader(desk: Desk) -> None:
    path = desk.folder / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("S")
    for number, row in enumerate((IGATE, line(1), line(2))):
        page.write_row(number, 0, row)
    page.write_formula(2, FINISHED, "=F3+1")
    book.close()
    result = desk.read(path)
    assert [row.code for row in result.dossiers] == [line(1)[1]]
    assert result.codes() == ["unknown_cell"]


def test_errors_before_the_first_filled_column_and_below_the_last_row(desk: Desk) -> None:
    content = '<row r="3"><c r="A3" t="e"><v>#REF!</v></c><c r="C3"><v>1</v></c></row>'
    content += '<row r="9"><c r="D9" t="e"><v>#N/A</v></c></row>'
    rows = rows_of(package(desk.folder / "a.xlsx", content))
    assert rows == {3: [Unknown("#REF!"), "", 1.0, ""], 9: ["", "", "", Unknown("#N/A")]}


CELLS = st.sampled_from(
    [
        '<c r="{}"/>',
        '<c r="{}"><v>1</v></c>',
        '<c s="1" r="{}" t="s"><v>0</v></c>',
        '<c r="{}" t="inlineStr"><is><t>a t="e" b</t></is></c>',
        '<c r="{}" t="e"><v>#REF!</v></c>',
        "<c t='e' r='{}'><f>A1</f><v>#N/A</v></c>",
        '<c r="{}"><f>VLOOKUP(A1,B:C,2)</f></c>',
        '<c r="{}"><f>SUM(A1)</f><v>0</v></c>',
        '<c r="{}"><f t="shared" si="0"/><v></v></c>',
        '<c r="{}" t="str"><f>A1</f><v/></c>',
        '<c r="{}" t="b"><f>A1</f><v>1</v></c>',
        '<c r="{}"><f t="array" ref="A1:B9">A1</f></c>',
        '<c r="{}"><v>NaN</v></c>',
        "<c><f>A1</f></c>",
        '<c r="{}"><v>-nan</v></c>',
        '<c r="{}" t="inlineStr"><is><t>NaN</t></is></c>',
        '<c r="{}"><!-- a > b --><v>nan</v><!----></c>',
        "<!-- <c><f/></c> -->",
        "<!-- </row><row r='1'><sheetData> - <![CDATA[ -->",
        "<?note <!-- ?>",
        '<c r="{}" t="str"><v><![CDATA[<!-- <row r="1"> ]]></v></c><!-- ]]> -->',
    ]
)


def _scanned(text: str, uncomputed: bool = False) -> LeftOut | None:
    return workbook_package._scan_pieces(workbook_package._pieces(io.BytesIO(text.encode())), uncomputed)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=4), max_size=8), st.booleans(), st.sampled_from(["", "x:"]))
def test_the_quick_look_tells_what_the_parser_does(rows: list[list[str]], uncomputed: bool, prefix: str) -> None:
    content = "".join(
        f'<row r="{y}">{"".join(one.format(f"{chr(65 + x)}{y}") for x, one in enumerate(row))}</row>'
        for y, row in enumerate(rows, 1)
    )
    text = f"<worksheet><sheetData>{content}</sheetData></worksheet>"
    text = re.sub(r"<(/?)(?=[a-z])", rf"<\1{prefix}", text).replace("sheet>", "sheet xmlns:x='x'>", 1)
    quick = _scanned(text, uncomputed)
    parsed = workbook_package._Cells("S", uncomputed).read(io.BytesIO(text.encode()))
    assert quick is None or quick == parsed
    if not any(one in content for one in ("array", "<c>", "CDATA", "<?")):
        assert quick == parsed


@pytest.mark.parametrize("block", [64, 150, 999])
def test_comments_and_numbers_that_are_none_cost_no_parser(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_package, "_BLOCK", block)
    rows = "".join(
        f'<row r="{y}"><!-- row {y} </row> --><c r="A{y}"><v>NaN</v></c><c r="B{y}"><v>{y}</v></c></row>'
        for y in range(1, 400)
    )
    text = f"<?xml version='1.0'?><!-- <sheetData> --><worksheet><sheetData>{rows}</sheetData><!-- x --></worksheet>"
    found = _scanned(text)
    assert found == {row: [(0, Unknown("NaN"))] for row in range(399)}
    unclosed = text.replace("</sheetData>", "<!-- </sheetData>").replace("<!-- x -->", "")
    assert _scanned(unclosed) is None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text("aư&<>_ ", max_size=5), st.integers(), st.booleans()), max_size=6),
        max_size=12,
    ),
    st.integers(0, 3),
)
def test_any_workbook_gives_what_calamine_gives(
    desk: Desk, rows: list[list[str | int | bool | None]], gap: int
) -> None:
    path = desk.xlsx([*[[]] * gap, *rows])
    sheet = CalamineWorkbook.from_object(str(path)).get_sheet_by_index(0)
    plain = [[""] * sheet.start[1] + row for row in sheet.iter_rows()] if sheet.start is not None else []
    assert list(rows_of(path).values()) == [row for row in plain if any(value != "" for value in row)]


@pytest.mark.parametrize("value", ["#REF!", None])
def test_a_merged_unit_is_that_of_all_its_rows(desk: Desk, value: str | None) -> None:
    path = desk.folder / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("S")
    page.write_row(2, 0, IGATE)
    for number in range(300):
        page.write_row(3 + number, 0, [cell if cell != "UBND Phường 11" else "" for cell in line(number)])
    page.merge_range(3, UNIT, 202, UNIT, value or "UBND Phường 11")
    page.merge_range(203, UNIT, 302, UNIT, "UBND Phường 2")
    book.close()
    first = value or "UBND Phường 11"
    assert [row.agency for row in desk.read(path).dossiers] == [first] * 200 + ["UBND Phường 2"] * 100


def test_merged_titles_and_groups_are_no_dossiers(desk: Desk) -> None:
    path = desk.folder / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("S")
    last = len(IGATE) - 1
    page.merge_range(0, 0, 0, last, "DANH SÁCH HỒ SƠ đến ngày 10/11/2021 08:30")
    page.write_row(2, 0, IGATE)
    page.merge_range(3, 0, 3, last, "UBND Phường 11")
    page.write_row(4, 0, line(1))
    page.merge_range(5, 0, 5, last, "UBND Phường 2")
    page.write_row(6, 0, line(2))
    page.merge_range(7, 0, 7, 4, "Tổng cộng: 2 hồ sơ")
    page.merge_range(9, 6, 9, 10, "Người lập biểu")
    book.close()
    result = desk.read(path)
    assert ([row.row for row in result.dossiers], result.codes()) == ([5, 7], [])
    assert result.head is not None
    assert result.head.moment is not None


def test_what_stands_in_a_merged_place_of_its_own_stays(desk: Desk) -> None:
    places = (("A1", 1), ("A2", 2), ("B3", 3))
    rows = "".join(f'<row r="{value}"><c r="{place}"><v>{value}</v></c></row>' for place, value in places)
    path = package(desk.folder / "a.xlsx", rows)
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B3"/></mergeCells>'
    changed(path, lambda data: data.replace(b"</sheetData>", merged))
    assert rows_of(path) == {1: [1.0, 1.0], 2: [2.0, 1.0], 3: [1.0, 3.0]}


def test_rows_out_of_order_are_all_there_with_their_numbers(desk: Desk) -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in (2, 500_000, 3, 1))
    assert rows_of(package(desk.folder / "a.xlsx", rows)) == {1: [1.0], 2: [2.0], 3: [3.0], 500_000: [500_000.0]}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A1"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"/><row><c r="A2"><v>2</v></c></row>',
    ],
)
def test_two_rows_of_one_number_are_refused(desk: Desk, rows: str) -> None:
    refused = desk.read(package(desk.folder / "a.xlsx", rows)).refused
    assert refused is not None
    assert refused.code == problems.BROKEN


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: name.replace("/", "\\"),
        lambda name: name.replace("workbook", "Workbook").replace("sheet1", "Sheet1"),
        lambda name: name.replace("/", "\\").replace("sheet1", "SHEET1"),
    ],
)
def test_parts_named_otherwise(desk: Desk, rename: Callable[[str], str]) -> None:
    path = package(desk.folder / "a.xlsx", cell("G", '<c r="G2" t="e"><v>#REF!</v></c>'))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(rename(name) if name.startswith("xl") else name, data)
    assert desk.read(path).codes() == ["unknown_cell"]


def test_what_was_never_computed_reaches_as_far_as_its_array(desk: Desk) -> None:
    array = '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f t="array" ref="B2:B5">C2:C5</f></c></row>'
    rows = array + '<row r="3"><c r="B3"/></row><row r="4"><c r="B4"><v>7</v></c></row><row r="6"><c r="B6"/></row>'
    found = rows_of(package(desk.folder / "a.xlsx", rows))
    assert [found[number][1] for number in (2, 3, 4, 5)] == [Unknown("=…"), Unknown("=…"), 7.0, Unknown("=…")]
    assert 6 not in found


@pytest.mark.parametrize("content", ["<c r='G2'><v>NaN</v></c>", '<c r="G2" s="0"><v>nan</v></c>'])
def test_a_number_that_is_none(desk: Desk, content: str) -> None:
    assert desk.read(package(desk.folder / "a.xlsx", cell("G", content) + AFTER)).codes() == ["unknown_cell"]


@pytest.mark.parametrize("shown", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!", "#BUSY!"])
def test_an_error_of_a_newer_excel_is_its_rows_fault_alone(desk: Desk, shown: str) -> None:
    content = f'<c r="G2" t="e"><v>{shown}</v></c>'
    result = desk.read(package(desk.folder / "a.xlsx", cell("G", content) + AFTER))
    assert [row.row for row in result.dossiers] == [3]
    assert [(each.code, each.value) for each in result.problems] == [("unknown_cell", shown)]


@pytest.mark.parametrize("size", ["", "foo", "A1", "B2:C2", "A1:XFD1048576"])
def test_a_size_that_a_sheet_only_claims_to_have(desk: Desk, size: str) -> None:
    path = package(desk.folder / "a.xlsx", cell("A", "") + AFTER)
    claimed = f'<dimension ref="{size}"/><sheetData>'.encode()
    assert len(desk.read(changed(path, lambda data: data.replace(b"<sheetData>", claimed))).dossiers) == 2


@pytest.mark.parametrize("form", ["[h]:mm:ss", "[hh]:mm", "[m]"])
def test_a_date_that_is_shown_as_hours_is_a_date(desk: Desk, form: str) -> None:
    path = desk.xlsx([IGATE, line(1, due=datetime(2021, 6, 21, 11))], default_date_format=form)
    (first, *_) = desk.read(desk.csv([IGATE, line(1)])).dossiers
    assert [row.due for row in desk.read(path).dossiers] == [first.due]


def test_an_error_that_was_saved_as_text_is_no_code(desk: Desk) -> None:
    for code in ("#REF!", "#N/A", "########", "0", 0):
        result = desk.read(desk.xlsx([IGATE, line(1), line(2, code=code)]))
        assert (len(result.dossiers), result.codes()) == (1, ["no_code"])


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def sheet_stream(cells: bytes) -> bytes:
    """A workbook's records with one sheet of these cells."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    bound = struct.pack("<IHBB", 0, 0, 3, 0) + b"S 1"
    end = record(0x0A, b"")
    place = len(begin) + 4 + len(bound) + len(end)
    return begin + record(0x85, struct.pack("<I", place) + bound[4:]) + end + begin + cells + end


def test_errors_in_an_old_workbook(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = record(0x0205, struct.pack("<HHHBB", 4, 2, 0, 0x17, 1))
    cells += record(0x0205, struct.pack("<HHHBB", 5, 2, 0, 1, 0))  # true, no error
    cells += record(0x0006, struct.pack("<HHH", 6, 3, 0) + b"\x02\x00\x2a\x00\x00\x00\xff\xff" + bytes(8))
    cells += record(0x0006, struct.pack("<HHHd", 7, 3, 0, 44505.5) + bytes(8))
    cells += (
        record(0x0809, bytes(8)) + record(0x0205, struct.pack("<HHHBB", 9, 9, 0, 0, 1)) + record(0x0A, b"")
    )  # chart
    stream = sheet_stream(cells)
    monkeypatch.setattr(biff.compound, "workbook", lambda file: iter([stream[:100], stream[100:]]))
    with desk.bytes(b"x").open("rb") as file:
        assert biff.BinaryBook(file).left_out(0, "") == {4: [(2, Unknown("#REF!"))], 6: [(3, Unknown("#N/A"))]}


def test_a_typed_date_of_an_xlsx_stays_one(desk: Desk) -> None:
    (row,) = desk.read(desk.xlsx([IGATE, line(1, due=datetime(2021, 6, 21, 11))])).dossiers
    assert row.due is not None
    assert completeness_of(desk.folder / "ds.xlsx") is Completeness.YES


@pytest.mark.parametrize("place", ["RZ99999", "SA1", "ZZ1", "AAA1", "XFD1", "A100000", "RZ100000", "B1048576", "A1"])
@pytest.mark.parametrize("most_columns", [20, 494, 512, 600, 16_384])
def test_a_quick_look_finds_far_cells_as_reading_all_references_does(place: str, most_columns: int) -> None:
    sheet = b'<dimension ref="A1:B2"/><row><c r="A1"/><c r="%s" t="s"/></row>' % place.encode()
    assert far_cells.has_far(sheet, most_columns) == far_cells.are_far(*far_cells.extent(sheet), most_columns)
    declared = b'<dimension ref="A1:%s"/><row><c r="A1"/></row>' % place.encode()
    assert far_cells.has_far(declared, most_columns) == far_cells.are_far(*far_cells.extent(declared), most_columns)
