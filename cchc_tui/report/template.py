"""Writes the template of an input sheet: an empty workbook. Each column has a heading, a note and its choices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, Final

from cchc_tui.domain.moments import FIRST_YEAR
from cchc_tui.registry import Registry
from cchc_tui.report.workbook import set_for_print
from cchc_tui.sheets.sheet import EXAMPLE, Field, FieldType, Sheet
from cchc_tui.texts.cli import TEMPLATE_LISTS, TEMPLATE_NUMBER

#: Row indexes of the headings and of the first row to fill in. The row between them is the example.
_HEADINGS, _FIRST = 2, 4
#: How many rows have validated cells if the sheet does not prescribe its rows.
_BLANK_ROWS = 500
_NARROWEST, _WIDEST = 12, 44
_FORMATS: Final = {FieldType.DATE: "dd/mm/yyyy", FieldType.COUNT: "#,##0", FieldType.NUMBER: "#,##0.##"}
_CHECKS: Final[dict[FieldType, dict[str, Any]]] = {
    FieldType.COUNT: {"validate": "integer", "criteria": ">=", "value": 0},
    FieldType.NUMBER: {"validate": "decimal", "criteria": ">=", "value": 0},
    FieldType.DATE: {"validate": "date", "criteria": ">=", "value": date(FIRST_YEAR, 1, 1)},
}


def write_template(path: Path, sheet: Sheet, registry: Registry) -> None:
    """Write the template of a sheet to ``path``.

    If ``sheet.rows_for`` names fields, the template has a row for each combination of these fields' values.
    """
    import xlsxwriter  # a slow import, only for templates

    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        _Template(book, sheet, registry).write()


class _Template:
    def __init__(self, book: Any, sheet: Sheet, registry: Registry):
        self._book, self._sheet = book, sheet
        self._page = book.add_worksheet(sheet.title[:1].upper() + sheet.title[1:])
        self._offered = {
            field.name: [names[0] for names in registry.spellings(sheet, field).values()]
            for field in sheet.fields
            if field.type in (FieldType.UNIT, FieldType.CHOICE, FieldType.CHOICES)
        }
        self._rows = list(product(*(self._offered[name] for name in sheet.rows_for))) if sheet.rows_for else []

    def write(self) -> None:
        """Write the page to fill in, and a hidden page with the choices for drop-down lists."""
        page, sheet = self._page, self._sheet
        bold = self._book.add_format({"bold": True})
        page.write(0, 0, sheet.heading, bold)
        page.write(_HEADINGS, 0, TEMPLATE_NUMBER, self._book.add_format({"bold": True, "border": 1}))
        page.write(_HEADINGS + 1, 0, EXAMPLE, self._example())
        widths = [_NARROWEST, *(self._column(place, field) for place, field in enumerate(sheet.fields, 1))]
        for number, values in enumerate(self._rows, 1):
            row = _FIRST + number - 1
            page.write_number(row, 0, number)
            for name, value in zip(sheet.rows_for, values, strict=True):
                page.write_string(row, 1 + sheet.fields.index(sheet.field(name)), value)
        self._write_lists()
        set_for_print(page, _HEADINGS, len(widths), len(self._rows) + 1, sum(widths), sheet.heading)

    def _column(self, place: int, field: Field) -> int:
        """Write a column: heading, note, example, and the check of its cells. Return its width in characters."""
        page, offered = self._page, self._offered.get(field.name, [])
        page.write_string(_HEADINGS, place, field.headings[0], self._book.add_format({"bold": True, "border": 1}))
        if field.note:
            page.write_comment(_HEADINGS, place, field.note)
        if field.example is not None:
            page.write(_HEADINGS + 1, place, field.example, self._example())
        width = min(_WIDEST, max(_NARROWEST, *map(len, (field.headings[0], *offered))))
        form = {"num_format": _FORMATS[field.type]} if field.type in _FORMATS else {}
        page.set_column(place, place, width, self._book.add_format(form))
        check = _CHECKS.get(field.type) or ({"validate": "list", "source": self._list(field)} if offered else None)
        if check is not None:
            last = _FIRST + (len(self._rows) or _BLANK_ROWS) - 1
            # The workbook only warns about other texts, because the reader understands more spellings.
            page.data_validation(_FIRST, place, last, place, {**check, "error_type": "warning"})
        return width

    def _list(self, field: Field) -> str:
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[list(self._offered).index(field.name)]
        return f"='{TEMPLATE_LISTS}'!${letter}$1:${letter}${len(self._offered[field.name])}"

    def _write_lists(self) -> None:
        lists = self._book.add_worksheet(TEMPLATE_LISTS)
        names: Sequence[str]
        for place, names in enumerate(self._offered.values()):
            lists.write_column(0, place, names)
        lists.hide()

    def _example(self) -> Any:
        return self._book.add_format({"italic": True, "font_color": "#7F7F7F"})
