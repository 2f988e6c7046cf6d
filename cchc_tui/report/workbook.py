"""Writes tables as a workbook that is ready to print: A4, one page wide, with headings on every page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from cchc_tui.boards.table import Column, Table, Value, ValueType
from cchc_tui.domain.moments import to_datetime
from cchc_tui.report.tables import RIGHT, all_rows, cells_of, moment_line, shown
from cchc_tui.texts import boards as texts

#: Excel number formats. Excel applies the user's language to them, such as 1.416 and 12,3 %.
_FORMATS: Final = {
    ValueType.COUNT: "#,##0",
    ValueType.CHANGE: "+#,##0;-#,##0;0",
    ValueType.SHARE: "0.0 %",
    ValueType.POINTS: "+0.0;-0.0;0.0",
    ValueType.DAYS: "#,##0.0",
    ValueType.NUMBER: "#,##0.0",
    ValueType.MOMENT: "dd/mm/yyyy hh:mm",
    ValueType.DAY: "dd/mm/yyyy",
}
#: The least and the greatest width of a column, in characters. Longer text is wrapped in its cell.
_NARROWEST, _WIDEST = 6, 44
#: The number of rows from which a column's width is measured.
_MEASURED = 400
#: The number of characters that fit the width of a portrait page. A wider table is printed in landscape.
_UPRIGHT = 84
#: The number of characters that a landscape page has in legible print, and the width to which columns of a wider table
#: are reduced for that: their texts are wrapped.
_LANDSCAPE, _WRAPPED = 170, 24
_LINE = 16.5  # points
#: Average number of letters per unit of column width (Excel's unit is the width of one digit).
_LETTER = 1.15
#: The greatest length of the text of a cell, and of a footer.
_LONGEST, _FOOTER = 32_767, 200
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_A4 = 9


def as_workbook(sheets: Iterable[tuple[str, Sequence[str], Table]]) -> bytes:
    """Make a workbook. Each item of ``sheets`` is the name of a sheet, the lines above its headings, and its table.

    The first line is in bold. Text is never converted to formulas, links or numbers.
    """
    from xlsxwriter import Workbook  # a slow import, only for workbooks

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": _FONT,
    }
    with Workbook(out, options) as book:
        formats = _Formats(book)
        for name, above, table in sheets:
            _Sheet(book.add_worksheet(name), _numbered(table), formats).write(above)
    return out.getvalue()


def set_for_print(sheet: Any, heading: int, columns: int, rows: int, width: float, moment: str) -> None:
    """Set up a sheet for printing and reading: page, footer, frozen panes and filters.

    ``heading`` is the index of the row with the headings. ``width`` is the sum of the column widths in characters.
    ``moment`` is the text at the left of the footer.
    """
    sheet.set_paper(_A4)
    if width > _UPRIGHT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    sheet.repeat_rows(heading)
    sheet.set_footer(f"&L{moment[:_FOOTER].replace('&', '&&')}&R{texts.BOARD.page.format(page='&P', pages='&N')}")
    sheet.freeze_panes(heading + 1, 0)
    if rows:
        sheet.autofilter(heading, 0, heading + rows, columns - 1)


def _numbered(table: Table) -> Table:
    """Add row numbers as the first column of a table.

    They replace a first column with ranks that equal the row numbers.
    """
    ranked = table.columns[0].key == "rank" and [row[0] for row in table.rows] == [*range(1, len(table.rows) + 1)]
    first = 1 if ranked else 0
    return replace(
        table,
        columns=(Column("number", texts.BOARD.number, ValueType.COUNT), *table.columns[first:]),
        rows=tuple((number, *row[first:]) for number, row in enumerate(table.rows, 1)),
        totals=tuple((None, *row[first:]) for row in table.totals),
    )


class _Formats:
    """The cell formats of a workbook. There is one for each type of value, in rows, in sums and in headings."""

    def __init__(self, book: Any):
        def cell_format(sort: ValueType, **more: Any) -> Any:
            if sort in _FORMATS:
                more["num_format"] = _FORMATS[sort]
            align = "right" if sort in RIGHT else "center" if sort in _FORMATS else "left"
            if align == "left":
                more["indent"] = 1
            return book.add_format({"border": 1, "valign": "top", "text_wrap": True, "align": align, **_FONT, **more})

        shade = {"bold": True, "bg_color": "#E7E6E6", "valign": "vcenter"}
        self.row = {sort: cell_format(sort) for sort in ValueType}
        self.sum = {sort: cell_format(sort, bold=True) for sort in ValueType}
        self.heading = {sort: cell_format(sort, **shade) for sort in ValueType}
        middle = {"align": "center", "valign": "vcenter", "text_wrap": True}
        self.title = book.add_format({**middle, **_FONT, "bold": True, "font_size": 14})
        self.line = book.add_format({**middle, **_FONT, "italic": True})


class _Sheet:
    def __init__(self, sheet: Any, table: Table, formats: _Formats):
        self._sheet = sheet
        self._table = table
        self._formats = formats
        self._widths = _legible([self._width(place) for place in range(len(table.columns))])

    def write(self, above: Sequence[str]) -> None:
        """Write the whole sheet, and set up printing.

        From top: the lines ``above``, an empty line, headings, rows, sums.
        """
        table, sheet = self._table, self._sheet
        width = sum(self._widths)
        for number, line in enumerate(above):
            self._above(number, line, width * (1 if number else 0.8))
        heading = len(above) + 1
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, self._widths[place])
            sheet.write_string(heading, place, column.title, self._formats.heading[column.type])
        rooms = (int(width) - 1 for width in self._widths)  # room for a bold heading beside the arrow
        sheet.set_row(heading, _LINE * max(map(_lines, (column.title for column in table.columns), rooms)))
        for number, row in enumerate(all_rows(table)):
            formats = self._formats.row if number < len(table.rows) else self._formats.sum
            sheet.set_row(heading + 1 + number, self._height(row))
            for place, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                _write(sheet, heading + 1 + number, place, value, column.type, formats[column.format])
        set_for_print(sheet, heading, len(table.columns), len(table.rows), width, moment_line(table))

    def _above(self, number: int, line: str, room: float) -> None:
        """Write a line of text into the row ``number``, in one cell across all columns.

        ``room`` is the width in characters. The height of the row is set to what the text needs.
        """
        cell_format = self._formats.line if number else self._formats.title
        if len(self._widths) > 1:
            self._sheet.merge_range(number, 0, number, len(self._widths) - 1, "", cell_format)
        self._sheet.write_string(number, 0, line[:_LONGEST], cell_format)
        self._sheet.set_row(number, _LINE * (1 + int(cells_of(line) // room)) * (1 if number else 1.2))

    def _height(self, row: Sequence[Value]) -> float:
        """The height in points that a row of values needs for its texts.

        Spreadsheet programs do not compute the height of a row when they open a file.
        """
        pairs = zip(row, self._widths, strict=True)
        return _LINE * max(_lines(text, _room(width)) if isinstance(text, str) else 1 for text, width in pairs)

    def _width(self, place: int) -> int:
        """The width that a column needs for its values and its heading, in characters. Headings wrap between words."""
        column = self._table.columns[place]
        values = (shown(row[place], column.format) for row in islice(all_rows(self._table), _MEASURED))
        word = max(map(cells_of, column.title.split()), default=0) + 2  # room for the arrow of the filter
        return min(_WIDEST, max(_NARROWEST, word, *map(cells_of, values), 0) + 2)


def _legible(widths: list[int]) -> list[int]:
    """Reduce the widest columns until the table fits on a landscape page, but no column below ``_WRAPPED``."""
    while sum(widths) > _LANDSCAPE and max(widths) > _WRAPPED:
        widths[widths.index(max(widths))] -= 1
    return widths


def _room(width: int) -> int:
    """The number of letters that fit into one line of a column. In a narrow column, room for two letters stays free."""
    return int(width * _LETTER) - (2 if width <= _WRAPPED else 0)


def _lines(text: str, room: int) -> int:
    """The number of lines that a text needs if a line has room for ``room`` characters.

    Words that fit are not broken.
    """
    lines, used = 1, 0
    for word in text.split():
        size = cells_of(word)
        if used and used + 1 + size > room:
            lines, used = lines + 1, 0
        used += size + bool(used)
        lines, used = lines + max(0, used - 1) // room, used if used <= room else used % room
    return lines


def _write(sheet: Any, row: int, place: int, value: Value, sort: ValueType, cell_format: Any) -> None:
    if value is None:
        sheet.write_blank(row, place, None, cell_format)
    elif isinstance(value, str):
        sheet.write_string(row, place, value[:_LONGEST], cell_format)
    elif sort in (ValueType.MOMENT, ValueType.DAY):
        sheet.write_datetime(row, place, to_datetime(int(value)), cell_format)
    else:
        sheet.write_number(row, place, value, cell_format)
