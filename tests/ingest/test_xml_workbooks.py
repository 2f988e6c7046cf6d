"""Workbooks that are XML: XML Spreadsheet 2003, and OpenDocument in a zip or as one text."""

from __future__ import annotations

import zipfile
from datetime import datetime
from xml.sax.saxutils import escape

import pytest

from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.completeness import Completeness, completeness_of
from tests.kits.ingest_kit import IGATE, Desk, Result, at, line

SS = "urn:schemas-microsoft-com:office:spreadsheet"
UNIT = IGATE.index("Cơ quan/đơn vị")


def data(value: object) -> str:
    if isinstance(value, datetime):
        return f'<Cell><Data ss:Type="DateTime">{value.isoformat()}.000</Data></Cell>'
    return f'<Cell><Data ss:Type="String">{escape(str(value))}</Data></Cell>'


def row(values: list[object] | tuple[str, ...], more: str = "") -> str:
    return f"<Row{more}>{''.join(data(value) for value in values)}</Row>"


def book(rows: str, before: str = "", after: str = "") -> bytes:
    page = f'<Worksheet ss:Name="S"><Table>{rows}</Table>{after}</Worksheet>'
    return f'<?xml version="1.0"?>{before}<Workbook xmlns="{SS}" xmlns:ss="{SS}">{page}</Workbook>'.encode()


def reported(result: Result) -> list[tuple[str, int, str, str]]:
    return [(p.code, p.row, p.column, p.value) for p in result.problems if p.severity is Severity.REJECTED]


def test_types_and_numbers_of_rows_and_columns(desk: Desk) -> None:
    second = row(line(2, due=datetime(2021, 6, 21, 11)), ' ss:Index="7"').replace(
        data("Võ Quốc Đạt"), data("Võ Quốc Đạt").replace("<Cell>", '<Cell ss:Index="13">')
    )
    result = desk.read(desk.bytes(book(row(IGATE) + row(line(1)) + second)))
    assert [(each.row, each.due, each.officer) for each in result.dossiers] == [
        (2, at("2021-06-21T11:00"), "Võ Quốc Đạt"),
        (7, at("2021-06-21T11:00"), "Võ Quốc Đạt"),
    ]
    assert result.head is not None
    assert result.head.format == "xml"


def test_merged_cells_comments_and_marks_in_a_text(desk: Desk) -> None:
    unit = data("UBND Phường 11")
    merged = unit.replace("<Cell>", '<Cell ss:MergeDown="2">').replace(
        "UBND", '<B xmlns="http://www.w3.org/TR/REC-html40">UBND</B>'
    )
    comment = '<Comment ss:Author="x"><ss:Data><Font>sai rồi</Font></ss:Data></Comment></Cell>'
    rows = row(IGATE) + row(line(1)).replace(unit, merged.replace("</Cell>", comment))
    for number in (2, 3, 4):
        rows += (
            row(line(number))
            .replace(unit, "")
            .replace(data("Huỳnh Ngọc Xuân"), data("x").replace("<Cell>", f'<Cell ss:Index="{UNIT + 2}">'))
        )
    title = data("DANH SÁCH").replace("<Cell>", '<Cell ss:MergeAcross="14">')
    result = desk.read(desk.bytes(book(f"<Row>{title}</Row>" + rows)))
    assert [each.agency for each in result.dossiers] == ["UBND Phường 11"] * 3 + [""]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('<Cell><Data ss:Type="Error">#REF!</Data></Cell>', "#REF!"),
        ('<Cell ss:Formula="=RC[-1]+5"/>', "=…"),
        ('<Cell ss:Formula="=NA()"><Data ss:Type="Error">#N/A</Data></Cell>', "#N/A"),
        ('<Cell ss:Formula="=RC[-1]+5"><Data ss:Type="DateTime"></Data></Cell>', "=…"),
        ('<Cell ss:Formula="=RC[-1]+5"><Data ss:Type="Number"/></Cell>', "=…"),
        ('<Cell><Data ss:Type="Number">NaN</Data></Cell>', "NaN"),
    ],
)
def test_errors_in_xml_spreadsheets(desk: Desk, content: str, shown: str) -> None:
    due = data("21/06/2021 11:00:00")
    result = desk.read(desk.bytes(book(row(IGATE) + row(line(1)).replace(due, content) + row(line(2)))))
    assert len(result.dossiers) == 1
    assert reported(result) == [("unknown_cell", 2, "Ngày hẹn trả", shown)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_of_xml(desk: Desk, encoding: str) -> None:
    text = book(row(IGATE) + row(line(1))).decode()
    assert len(desk.read(desk.bytes(text.encode(encoding))).dossiers) == 1


@pytest.mark.parametrize(
    "before", ['<!DOCTYPE a [<!ENTITY x "y">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">', "<!DOCTYPE a>"]
)
def test_a_document_type_is_refused(desk: Desk, before: str) -> None:
    refused = desk.read(desk.bytes(book(row(IGATE) + row(line(1)), before))).refused
    assert refused is not None
    assert (refused.code, refused.value) == (problems.BROKEN, "DOCTYPE")


def test_xml_is_whole_when_it_is_closed(desk: Desk) -> None:
    whole = book(row(IGATE) + row(line(1)))
    assert completeness_of(desk.bytes(whole + b"\n")) is Completeness.YES
    for cut in (whole[:-3], whole[: len(whole) // 2]):
        path = desk.bytes(cut)
        assert completeness_of(path) is Completeness.NO
        refused = desk.read(path).refused
        assert refused is not None
        assert refused.code == problems.TRUNCATED


def test_a_hidden_sheet_of_xml(desk: Desk) -> None:
    hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    result = desk.read(desk.bytes(book(row(IGATE) + row(line(1)), after=hidden)))
    assert len(result.dossiers) == 1
    assert "hidden_sheet" in [problem.code for problem in result.problems]


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = (
    f'xmlns:office="{OFFICE}office:1.0" xmlns:table="{OFFICE}table:1.0" xmlns:text="{OFFICE}text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods_cell(value: object) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def ods_row(values: list[object] | tuple[str, ...], more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(ods_cell(value) for value in values)}</table:table-row>"


def ods(desk: Desk, rows: str, flat: bool) -> Result:
    body = f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
    body = f"<office:body>{body}</office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    if flat:
        text = f'<office:document {SPACES} office:mimetype="{kind}">{body}</office:document>'
        return desk.read(desk.bytes(text.encode()))
    path = desk.folder / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{body}</office:document-content>")
    return desk.read(path)


@pytest.mark.parametrize("flat", [True, False])
def test_texts_repeats_and_gaps_of_opendocument(desk: Desk, flat: bool) -> None:
    unit = ods_cell("UBND Phường 11")
    broken = unit.replace("UBND ", "UBND<text:line-break/>").replace(
        "<text:p>", "<office:annotation><text:p>Ghi chú</text:p></office:annotation><text:p>"
    )
    two = unit.replace("UBND ", "UBND</text:p><text:p>")
    blank = '<table:table-cell table:number-columns-repeated="1024"/>'
    gap = f'<table:table-row table:number-rows-repeated="4">{blank}</table:table-row>'
    end = gap.replace('"4"', '"1048000"')
    rows = ods_row(IGATE) + gap + ods_row(line(1)).replace(unit, broken) + ods_row(line(2)).replace(unit, two) + end
    result = ods(desk, rows, flat)
    assert [(each.row, each.agency) for each in result.dossiers] == [(6, "UBND Phường 11"), (7, "UBND Phường 11")]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (
            '<table:table-cell table:formula="of:=[.A1]" office:value-type="string" office:string-value=""'
            ' calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>',
            "#REF!",
        ),
        ('<table:table-cell table:formula="of:=[.A1]"/>', "=…"),
        (
            '<table:table-cell table:formula="of:=[.A1]" office:value-type="float" office:value="0">'
            "<text:p>Err:502</text:p></table:table-cell>",
            "Err:502",
        ),
        (
            '<table:table-cell table:formula="of:=[.A1]" office:value-type="float" office:value="0">'
            "<text:p>Lỗi:522</text:p></table:table-cell>",
            "Lỗi:522",
        ),
        (
            '<table:table-cell table:formula="of:=[.A1]" office:value-type="string" office:string-value="">'
            "<text:p>#GIÁ TRỊ!</text:p></table:table-cell>",
            "#GIÁ TRỊ!",
        ),
        ('<table:table-cell table:formula="of:=[.A1]" office:value-type="date"/>', "=…"),
        ('<table:table-cell table:formula="of:=[.A1]" office:value-type="string"/>', "=…"),
        ('<table:table-cell office:value-type="float" office:value="NaN"/>', "NaN"),
    ],
)
def test_errors_in_opendocument(desk: Desk, content: str, shown: str) -> None:
    rows = ods_row(IGATE) + ods_row(line(1)).replace(ods_cell("21/06/2021 11:00:00"), content) + ods_row(line(2))
    result = ods(desk, rows, True)
    assert len(result.dossiers) == 1
    assert reported(result) == [("unknown_cell", 2, "Ngày hẹn trả", shown)]


def test_hours_of_opendocument_that_are_a_date(desk: Desk) -> None:
    hours = '<table:table-cell office:value-type="time" office:time-value="PT1065035H00M00.0000001S"/>'
    rows = ods_row(IGATE) + ods_row(line(1)).replace(ods_cell("21/06/2021 11:00:00"), hours)
    assert [each.due for each in ods(desk, rows, True).dossiers] == [at("2021-06-29T11:00")]


def test_texts_beside_a_cells_value(desk: Desk) -> None:
    unit = ods_cell("UBND Phường 11")
    more = (
        "<draw:custom-shape xmlns:draw='d'><text:p>ô vẽ</text:p></draw:custom-shape>",
        "<table:table table:is-sub-table='true'><table:table-row><table:table-cell><text:p>x</text:p>"
        "</table:table-cell></table:table-row></table:table>",
    )
    for text in more:
        for place in ("<text:p>", "</table:table-cell>"):
            rows = ods_row(IGATE) + ods_row(line(1)).replace(unit, unit.replace(place, text + place))
            assert [each.agency for each in ods(desk, rows, True).dossiers] == ["UBND Phường 11"]


def test_a_cell_below_a_merged_one_that_says_no_column(desk: Desk) -> None:
    unit = data("UBND Phường 11")
    down = unit.replace("<Cell>", '<Cell ss:MergeDown="1">')
    second = row(line(2)).replace(unit, "")
    refused = desk.read(desk.bytes(book(row(IGATE) + row(line(1)).replace(unit, down) + second))).refused
    assert refused is not None
    assert (refused.code, refused.value) == (problems.BROKEN, "MergeDown, dòng 3")


def test_empty_lines_before_the_xml(desk: Desk) -> None:
    assert len(desk.read(desk.bytes(b"\r\n \n" + book(row(IGATE) + row(line(1))))).dossiers) == 1


def test_a_merged_unit_of_opendocument(desk: Desk) -> None:
    unit = ods_cell("UBND Phường 11")
    spanning = unit.replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="300"')
    rows = ods_row(IGATE) + ods_row(line(1)).replace(unit, spanning)
    for number in range(2, 301):
        rows += ods_row(line(number)).replace(unit, "<table:covered-table-cell/>")
    rows += ods_row(line(301)).replace(unit, "<table:table-cell/>")
    assert [each.agency for each in ods(desk, rows, False).dossiers] == ["UBND Phường 11"] * 300 + [""]
