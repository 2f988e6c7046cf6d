"""Reads XML Spreadsheet 2003, which old software writes with the extension .xls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cchc_tui.ingest import problems
from cchc_tui.ingest.raw_sheets import Cell, ListSheet, Unknown
from cchc_tui.ingest.xml_sheet import XmlSheet, float_of, moment_of, number_of, parse
from cchc_tui.settings import Limits


def sheets(file: BinaryIO, limits: Limits) -> Iterator[ListSheet]:
    """Yield the sheets of a workbook, visible ones first. Raises Refused if the file is damaged."""
    book = _Book(limits)
    parse(file, book.start, book.end, book.characters)
    for sheet in sorted(book.sheets, key=lambda sheet: sheet.hidden):
        yield sheet.sheet(book.epoch_1904)


class _Book:
    """Builds the sheets of one workbook from the events of the XML parser."""

    def __init__(self, limits: Limits):
        self.sheets: list[XmlSheet] = []
        self.epoch_1904 = False
        self._limits = limits
        self._cell: dict[str, str] | None = None
        self._type: str | None = None
        self._value: Cell = ""
        self._in_comment = False
        self._text: list[str] = []

    def start(self, kind: str, attributes: dict[str, str]) -> None:
        if kind == "Data":
            self._type = attributes.get("Type", "String")
            self._text = []
        elif kind == "Cell":
            self._cell, self._type, self._value = attributes, None, ""
        elif kind == "Row" and self.sheets:
            self.sheets[-1].begin(number_of(attributes.get("Index"), 0))
        elif kind == "Worksheet":
            self.sheets.append(XmlSheet(attributes.get("Name", ""), self._limits))
        elif kind == "Comment":
            self._in_comment = True  # a comment has its own text
        elif kind == "Visible":
            self._text = []
        elif kind == "Date1904":
            self.epoch_1904 = True

    def end(self, kind: str) -> None:
        if kind == "Data" and not self._in_comment:
            self._value = _typed(self._type or "", "".join(self._text))
        elif kind == "Comment":
            self._in_comment = False
        elif kind == "Cell" and self._cell is not None and self.sheets:
            said = self._cell
            if self._type is None and "Formula" in said:
                self._value = Unknown("=…")
            self._refuse_overlap(number_of(said.get("Index"), 0))
            across, down = number_of(said.get("MergeAcross"), 0), number_of(said.get("MergeDown"), 0)
            self.sheets[-1].put(self._value, 1, across + 1, down + 1, number_of(said.get("Index"), 0))
            self.sheets[-1].skip(across)
            self._cell = None
        elif kind == "Row" and self.sheets:
            self.sheets[-1].end()
        elif kind == "Visible" and self.sheets:
            self.sheets[-1].hidden = "".join(self._text).strip() in ("SheetHidden", "SheetVeryHidden")

    def _refuse_overlap(self, column: int) -> None:
        """Raise Refused if a merged cell above covers the position of a filled cell.

        ``column`` is the column that the file states for the filled cell (0: none).
        """
        sheet = self.sheets[-1]
        if self._value != "" and sheet.is_covered(column):
            raise problems.refuse(problems.BROKEN, sheet.name, f"MergeDown, dòng {sheet.number}")

    def characters(self, text: str) -> None:
        self._text.append(text)


def _typed(kind: str, text: str) -> Cell:
    if not text.strip() and kind in ("Number", "DateTime", "Boolean"):
        return Unknown("=…")  # the formula was not computed
    if kind == "Number":
        return float_of(text)
    if kind == "DateTime":
        return moment_of(text)
    if kind == "Error":
        return Unknown(text or "#")
    if kind == "Boolean":
        return text.strip() == "1"
    return text
