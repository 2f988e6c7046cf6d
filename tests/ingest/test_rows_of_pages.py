"""Every row in the bytes of a page is read, belongs to a cell, or is said: whatever was typed into a cell or nested."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from tests.kits.ingest_kit import IGATE, Desk, Result, line

HEADINGS = f"<tr>{''.join(f'<th>{title}</th>' for title in IGATE)}</tr>"
NOTE = IGATE.index("Cán bộ xử lý hiện tại")


def row(number: int, **changed: object) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in line(number, **changed))}</tr>"


def page(*rows: str, table: str = "<table>", end: str = "</table>") -> bytes:
    return f"<html><body>{table}{HEADINGS}{''.join(rows)}{end}</body></html>".encode()


def numbers(result: Result) -> list[int]:
    return [int(found.code[-4:]) for found in result.dossiers]


@pytest.mark.parametrize(
    "typed",
    [
        "<!-- kèm", "<!--", "<script>", "<script src=x>", "<style>", "<plaintext>", "<xmp>", "<textarea>", "<title>",
        "<select>", "<svg>", "<math>", "<noscript>", "<template>", "<iframe>", "<frameset>", "</table>", "</tr>",
        "<tr>", "</td>", "<table>", "</body></html>", "</table> <tr>", "<tbody>", "<td>", "<![CDATA[", "<?php",
        "< 5 ha", '<a href="', "<table><tr><td>", "-->", "</script>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", [1, 10, 20])
def test_what_is_typed_into_a_cell_hides_no_row(desk: Desk, typed: str, place: int) -> None:
    rows = [row(number, officer=f"Ghi {typed} chú" if number == place else "Võ") for number in range(1, 21)]
    result = desk.read(desk.bytes(page(*rows)))
    others = [number for number in range(1, 21) if number != place]
    assert [number for number in numbers(result) if number != place] == others
    assert place in numbers(result) or problems.SHIFTED_ROW in result.codes() or problems.BAD_DATE in result.codes()
    assert {found.agency for found in result.dossiers} == {"UBND Phường 11"}
    assert {found.status_text for found in result.dossiers if found.code[-4:] != f"{place:04d}"} == {"Đang xử lý"}


def test_a_comment_that_is_typed_is_text_and_a_closed_one_is_none(desk: Desk) -> None:
    rows = [row(1, officer="<!-- kèm"), row(2, officer="xong -->"), row(3, officer="Võ <!-- x --> Đạt")]
    result = desk.read(desk.bytes(page(*rows)))
    assert [found.officer for found in result.dossiers] == ["<!-- kèm", "xong -->", "Võ Đạt"]


@pytest.mark.parametrize("mark", [("<!--", "-->"), ("<script>", "</script>"), ("<style>", "</style>")])
def test_rows_that_the_page_itself_hides_are_counted(desk: Desk, mark: tuple[str, str]) -> None:
    rows = [row(1), mark[0], row(2), row(3), mark[1], row(4)]
    result = desk.read(desk.bytes(page(*rows)))
    assert numbers(result) == [1, 4]
    assert [(found.code, found.value) for found in result.problems] == [(problems.ROWS_HIDDEN, "2")]


def test_an_unclosed_comment_between_rows_hides_nothing(desk: Desk) -> None:
    result = desk.read(desk.bytes(page(row(1), "<!-- ", row(2), row(3))))
    assert numbers(result) == [1, 2, 3]


@pytest.mark.parametrize(
    "inner",
    [
        "<table><tr><td>Thủ tục A</td></tr></table>",
        "<table border=1><tbody><tr><td>Thủ tục</td></tr><tr><td>A</td></tr></tbody></table>",
        "<div><table><tr><td><table><tr><td>Thủ tục A</td></tr></table></td></tr></table></div>",
        "<table><tr><td>Thủ tục</td></tr></table><table><tr><td>A</td></tr></table>",
        "<TABLE><TR><TD>Thủ tục<TD>A</TABLE>",
    ],
)
def test_a_table_in_a_cell_is_the_text_of_that_cell(desk: Desk, inner: str) -> None:
    rows = [row(number, procedure=inner if number in (2, 5) else "Thủ tục A") for number in range(1, 7)]
    result = desk.read(desk.bytes(page(*rows)))
    assert numbers(result) == [1, 2, 3, 4, 5, 6]
    assert {found.procedure for found in result.dossiers} == {"Thủ tục A"}
    assert {found.status_text for found in result.dossiers} == {"Đang xử lý"}
    assert result.codes() == []
    assert result.codes(Severity.NOTED) == [problems.ROWS_IN_CELLS]


def test_a_list_inside_a_page_laid_out_by_tables(desk: Desk) -> None:
    inside = f"<table>{HEADINGS}{row(1)}{row(2)}</table>"
    layout = f"<table><tr><td>Menu</td><td>UBND</td></tr><tr><td>x</td><td>{inside}</td></tr></table>"
    twice = f"<table><tr><td>{layout}</td></tr><tr><td>Chân trang</td></tr></table>"
    for content in (layout, twice):
        result = desk.read(desk.bytes(f"<html><body>{content}</body></html>".encode()))
        assert numbers(result) == [1, 2]
        assert not result.problems


def test_rows_after_the_tables_end_are_the_lists(desk: Desk) -> None:
    result = desk.read(desk.bytes(page(row(1), row(2), "</table>", row(3), row(4), end="")))
    assert numbers(result) == [1, 2, 3, 4]
    assert [found.row for found in result.dossiers] == [2, 3, 4, 5]


def test_tags_that_nobody_closes(desk: Desk) -> None:
    loose = "".join(f"<TR>{''.join(f'<TD>{cell}' for cell in line(number))}" for number in range(1, 30))
    titles = "".join(f"<TH>{title}" for title in IGATE)
    result = desk.read(desk.bytes(f"<HTML><TABLE><TR>{titles}{loose}</TABLE></HTML>".encode()))
    assert numbers(result) == list(range(1, 30))
    assert not result.problems


@pytest.mark.parametrize("titles", [["UBND THÀNH PHỐ"], ["UBND THÀNH PHỐ", "CỘNG HÒA XÃ HỘI"], ["A", "B", "C"]])
def test_titles_above_cells_that_nobody_closes(desk: Desk, titles: list[str]) -> None:
    rows = [[*titles], ["DANH SÁCH"], list(IGATE), *(line(number) for number in range(1, 10))]
    loose = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in cells)}</tr>" for cells in rows)
    result = desk.read(desk.bytes(f"<html><table>{loose}</table></html>".encode()))
    assert numbers(result) == list(range(1, 10))
    assert not result.problems


def test_cells_without_a_rows_beginning(desk: Desk) -> None:
    bare = row(2).removeprefix("<tr>")
    result = desk.read(desk.bytes(page(row(1), bare, row(3))))
    assert numbers(result) == [1, 2, 3]


@pytest.mark.parametrize("rows", [2, 199, 200, 201, 250, 1000, 65535])
@pytest.mark.parametrize("place", [0, 9])
def test_a_value_over_any_number_of_rows_is_each_rows(desk: Desk, rows: int, place: int) -> None:
    count = min(rows, 1200)

    def written(number: int, cells: list[object], unit: str, span: int = rows) -> str:
        own = [f"<td>{cell}</td>" for index, cell in enumerate(cells) if index != 9]
        if number == 1:
            own.insert(place, f'<td rowspan="{span}">{unit}</td>')
        return f"<tr>{''.join(own)}</tr>"

    titles = [title for index, title in enumerate(IGATE) if index != 9]
    titles.insert(place, IGATE[9])
    groups = [written(number, line(number), "UBND Phường 11") for number in range(1, count + 1)]
    numbers_after = range(1, 4) if count == rows else ()
    after = [written(number, line(count + number), "UBND Phường 2", 0) for number in numbers_after]
    heading = f"<tr>{''.join(f'<td>{title}</td>' for title in titles)}</tr>"
    data = f"<html><table>{heading}{''.join(groups)}{''.join(after)}</table></html>"
    result = desk.read(desk.bytes(data.encode()))
    assert [found.agency for found in result.dossiers] == ["UBND Phường 11"] * count + ["UBND Phường 2"] * len(after)
    assert {found.status_text for found in result.dossiers} == {"Đang xử lý"}
    assert not result.problems


def test_a_value_over_columns_is_each_columns_and_a_total_is_none(desk: Desk) -> None:
    cells = line(1)
    own = [f"<td>{cell}</td>" for cell in cells[:7]] + ["<td colspan='2'>18/06/2021</td>"]
    own += [f"<td>{cell}</td>" for cell in cells[9:]]
    total = "<tr><td colspan=9>Tổng cộng</td><td>1</td></tr>"
    group = "<tr><td colspan=15>UBND Phường 11</td></tr>"
    result = desk.read(desk.bytes(page(group, f"<tr>{''.join(own)}</tr>", total)))
    (found,) = result.dossiers
    assert found.finished == found.returned is not None
    assert not result.problems


def test_a_span_ends_with_its_group_of_rows(desk: Desk) -> None:
    first = row(1).replace("<td>UBND Phường 11", "<td rowspan=9>UBND Phường 11")
    result = desk.read(desk.bytes(page("<tbody>", first, "</tbody><tbody>", row(2), "</tbody>")))
    assert numbers(result) == [1, 2]
    assert not result.problems


def test_a_span_that_says_too_many_rows_shifts_no_value(desk: Desk) -> None:
    first = row(1).replace("<td>UBND Phường 11", "<td rowspan=3>UBND Phường 11")
    bare = row(2).replace("<td>UBND Phường 11</td>", "")
    result = desk.read(desk.bytes(page(first, bare, row(3), row(4))))
    assert numbers(result) == [1, 2, 4]
    assert [(found.code, found.row) for found in result.problems] == [(problems.SHIFTED_ROW, 4)]


@pytest.mark.parametrize("end", ["</table></body>", "</table>", "", "\r\n", "</table></body></ht", "</tbody>"])
def test_a_page_without_its_last_tag_whose_rows_are_whole(desk: Desk, end: str) -> None:
    data = f"<html><body><table><tbody>{HEADINGS}{row(1)}{row(2)}{end}".encode()
    result = desk.read(desk.bytes(data))
    assert numbers(result) == [1, 2]
    assert result.codes(Severity.NOTED) == [problems.NO_END]


@pytest.mark.parametrize("end", ["<tr>", "<tr><td>3</td>", "<tr><td>3", "<tr><td", "<t", "<"])
def test_a_page_that_ends_inside_a_row_is_refused(desk: Desk, end: str) -> None:
    data = f"<html><body><table>{HEADINGS}{row(1)}{row(2)}{end}".encode()
    result = desk.read(desk.bytes(data))
    assert result.refused is not None
    assert result.refused.code == problems.TRUNCATED


@pytest.mark.parametrize("before", ["DANH SÁCH<br>", "Warning: mysql_connect()\r\n<html>", "x\n\n<!DOCTYPE html>", "-"])
def test_a_line_of_text_before_the_page(desk: Desk, before: str) -> None:
    result = desk.read(desk.bytes(before.encode() + page(row(1), row(2))))
    assert numbers(result) == [1, 2]
    assert result.codes(Severity.NOTED) == [problems.TEXT_FIRST]


def test_marks_of_rows_in_a_text_table_do_not_make_it_a_page(desk: Desk) -> None:
    assert numbers(desk.read(desk.csv([IGATE, line(1, officer="<tr>"), line(2, officer="<table>")]))) == [1, 2]


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_page_whose_last_part_is_zeros_is_refused(desk: Desk, share: float) -> None:
    data = page(*(row(number) for number in range(1, 100)))
    cut = int(len(data) * share)
    result = desk.read(desk.bytes(data[:cut] + bytes(len(data) - cut)))
    assert result.refused is not None
    assert result.refused.code == problems.TRUNCATED


def test_a_hole_of_zeros_in_a_page_is_refused(desk: Desk) -> None:
    data = page(*(row(number) for number in range(1, 100)))
    result = desk.read(desk.bytes(data[:9000] + bytes(4096) + data[13096:]))
    assert result.refused is not None
    assert result.refused.code == problems.TRUNCATED


def test_many_marks_without_an_end_take_no_time(desk: Desk) -> None:
    for noise in (
        "<tr><td>",
        "<!-- ",
        "<script>",
        "<table><tr><td>",
        "<table>",
        "</table>",
        "<td>",
        '<td title="',
        "<a b='",
    ):
        path: Path = desk.bytes(page(row(1), noise * 20_000, row(2)))
        assert desk.read(path).dossiers or desk.read(path).refused


@pytest.mark.parametrize("mark", ["<!-- ", "<script>", "<style>", "<xml>", "<div>", "<b>", "<a href='", "&amp", "<"])
def test_many_marks_in_a_cell_or_before_the_list_take_no_time(desk: Desk, mark: str) -> None:
    noise = mark * 60_000
    for data in (page(row(1, officer=noise), row(2)).decode(), f"<html><body>{noise}{page(row(1), row(2)).decode()}"):
        assert numbers(desk.read(desk.bytes(data.encode()))) == [1, 2]


@pytest.mark.parametrize("depth", [1, 5, 20_000])
def test_a_list_at_the_bottom_of_tables_in_each_others_cells(desk: Desk, depth: int) -> None:
    """So deep inside each other no page is laid out: that is refused in no time."""
    table = f"<table>{HEADINGS}{row(1)}{row(2)}</table>"
    result = desk.read(desk.bytes(f"{'<table><tr><td>' * depth}{table}{'</td></tr></table>' * depth}".encode()))
    assert (numbers(result) == [1, 2]) == (depth < 10)
    assert (result.refused is None) == (depth < 10)


def test_a_value_over_rows_of_a_table_that_goes_on_in_the_next(desk: Desk) -> None:
    first = row(2).replace("<td>UBND Phường 11", "<td rowspan=2>UBND Phường 11")
    after = f"<table>{first}{row(3).replace('<td>UBND Phường 11</td>', '')}</table>"
    result = desk.read(desk.bytes(page(row(1), end=f"</table>{after}")))
    assert [(found.code[-4:], found.agency) for found in result.dossiers] == [
        (f"{number:04d}", "UBND Phường 11") for number in (1, 2, 3)
    ]
    assert not result.problems


def test_a_page_with_the_names_of_a_spreadsheet(desk: Desk) -> None:
    names = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:s="urn:schemas-microsoft-com:office:spreadsheet"'
    result = desk.read(desk.bytes(page(row(1)).replace(b"<html>", f"<html {names}>".encode())))
    assert numbers(result) == [1]


def test_equals_and_quotes_come_through_as_they_are_written(desk: Desk) -> None:
    cell = "=&quot;Võ Đạt&quot;"
    assert desk.read(desk.bytes(page(row(1, officer=cell)))).dossiers[0].officer in ('="Võ Đạt"', "Võ Đạt")
    cells = [IGATE, line(1, officer='="Võ Đạt"')]
    assert desk.read(desk.csv(cells)).dossiers[0].officer in ('="Võ Đạt"', "Võ Đạt")


def test_a_script_between_rows_after_a_stray_end_of_one(desk: Desk) -> None:
    result = desk.read(desk.bytes(page(row(1), "</script>", row(2), "<script>", row(3), "</script>", row(4))))
    assert numbers(result) == [1, 2, 4]
    assert result.codes(Severity.NOTED) == [problems.ROWS_HIDDEN]


@pytest.mark.parametrize("span", ["+3", " 3", "3.0", "03", "'3'", '"3px"'])
def test_a_span_in_every_writing_that_browsers_take(desk: Desk, span: str) -> None:
    first = row(1).replace(
        "<td>UBND Phường 11", f"<td rowspan={span if span[0] in QUOTES else repr(span)}>UBND Phường 11"
    )
    bare = [row(number).replace("<td>UBND Phường 11</td>", "") for number in (2, 3)]
    result = desk.read(desk.bytes(page(first, *bare, row(4))))
    assert {found.agency for found in result.dossiers} == {"UBND Phường 11"}
    assert numbers(result) == [1, 2, 3, 4]


QUOTES = "'\""


@pytest.mark.parametrize("cell", ["UBND Phường 11", "Hộ tịch", "0951166076", "21/06/2021 11:00:00"])
def test_a_row_with_a_cell_too_few_is_read_under_no_other_heading(desk: Desk, cell: str) -> None:
    rows = [row(number) for number in range(1, 10)]
    rows[4] = rows[4].replace(f"<td>{cell}</td>", "")
    result = desk.read(desk.bytes(page(*rows)))
    assert numbers(result) == [1, 2, 3, 4, 6, 7, 8, 9]
    assert [(found.code, found.row, found.value, found.expected) for found in result.problems] == [
        (problems.SHIFTED_ROW, 6, "14", "15")
    ]


def test_rows_of_which_none_has_a_last_cell_are_whole(desk: Desk) -> None:
    rows = [row(number).replace("<td>Trực tuyến</td></tr>", "</tr>") for number in range(1, 10)]
    result = desk.read(desk.bytes(page(*rows)))
    assert numbers(result) == list(range(1, 10))
    assert not result.problems


def test_a_list_of_cells_without_any_rows_beginning(desk: Desk) -> None:
    rows = [row(number).removeprefix("<tr>") for number in range(1, 10)]
    data = f"<html><table>{HEADINGS.removeprefix('<tr>')}{''.join(rows)}</table></html>"
    assert numbers(desk.read(desk.bytes(data.encode()))) == list(range(1, 10))


def test_character_data_is_text(desk: Desk) -> None:
    data = page(row(1), row(2)).decode().replace("<td>", "<td><![CDATA[").replace("</td>", "]]></td>")
    result = desk.read(desk.bytes(data.encode()))
    assert numbers(result) == [1, 2]
    assert {found.agency for found in result.dossiers} == {"UBND Phường 11"}


def message(*pages: bytes, encoding: str = "quoted-printable") -> bytes:
    """A workbook as a web page in one file: each sheet is a part."""
    encoders: dict[str, Callable[[bytes], bytes]] = {
        "quoted-printable": quopri.encodestring,
        "base64": base64.encodebytes,
        "8bit": bytes,
    }
    parts = [
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        + encoders[encoding](part)
        for part in pages
    ]
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\nA page.\r\n\r\n'
    return head + b"\r\n".join(parts) + b"\r\n--b--\r\n"


FRAMES = b"<html><head></head><frameset rows='*,39'><frame src='sheet001.htm'></frameset></html>"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("first", [FRAMES, b"<html><body>x</body></html>", page(row(9)).replace(b"H20", b"H30")])
def test_a_workbook_saved_as_a_web_page_in_one_file(desk: Desk, encoding: str, first: bytes) -> None:
    data = message(first, page(row(1), row(2)), page(row(3)), encoding=encoding)
    assert numbers(desk.read(desk.bytes(data)))[-3:] == [1, 2, 3]
    for cut in (len(data) // 2, len(data) - 12):
        refused = desk.read(desk.bytes(data[:cut])).refused
        assert refused is not None
        assert refused.code == problems.TRUNCATED


FIELDS = {
    "input": "<input type='text' class=f value='{}' readonly>",
    "without a type": "<INPUT VALUE=\"{}\" name='type'/>",
    "with a tick beside": "<input type=checkbox value=1><input type='hidden' value='x'><input type=date value=\"{}\">",
    "select": "<select><option value=1>—</option><option value=2 selected>{}</option><option>x</option></select>",
    "first of a select": "<select><option>{}</option><option>x</option></select>",
    "textarea": "<textarea rows=2>{}</textarea>",
}


@pytest.mark.parametrize("form", list(FIELDS))
def test_what_a_page_shows_in_fields_is_read(desk: Desk, form: str) -> None:
    plain = desk.read(desk.bytes(page(row(1), row(2)))).dossiers
    cells = [[str(cell) for cell in line(number)] for number in (1, 2)]
    rows = [
        "<tr>" + "".join(f"<td>{FIELDS[form].format(cell) if cell else ''}</td>" for cell in row) + "</tr>"
        for row in cells
    ]
    found = desk.read(desk.bytes(page(*rows))).dossiers
    assert [row[2:] for row in found] == [row[2:] for row in plain]
