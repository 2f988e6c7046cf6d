"""Reads OpenDocument spreadsheets: .ods (XML in a zip) and .fods (plain XML)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import IO, BinaryIO

from cchc_tui.ingest import problems
from cchc_tui.ingest.packages import ZIP_ERRORS
from cchc_tui.ingest.raw_sheets import Cell, ListSheet, Unknown
from cchc_tui.ingest.xml_sheet import XmlSheet, float_of, moment_of, number_of, parse
from cchc_tui.settings import Limits

#: The text of a cell with an error, if the cell's type does not tell.
_ERROR = re.compile(r"#\S[^!?]*[!?]|#N/A|#REF|\w{2,8}:5\d\d")
_TIME = re.compile(r"PT(\d{1,8})H(\d{1,2})M(\d{1,2}(?:\.\d+)?)S")
#: Elements for white space → the character, which cleaning reduces to single spaces.
_SPACES = {"line-break": "\n", "tab": "\t", "s": " "}
_CELLS = ("table-cell", "covered-table-cell")
#: Elements in a cell whose text is not its value.
_ASIDE = frozenset(
    (
        *("annotation", "note", "tracked-changes", "shapes", "frame", "custom-shape", "rect", "ellipse", "caption"),
        *("g", "polygon", "polyline", "connector", "measure", "control", "ruby-text"),
    )
)
#: Type of a cell that is not text → the attribute with its value.
_VALUES = {
    "float": "value",
    "currency": "value",
    "percentage": "value",
    "date": "date-value",
    "time": "time-value",
    "boolean": "boolean-value",
}


def sheets(file: BinaryIO, limits: Limits, packed: bool) -> Iterator[ListSheet]:
    """Yield the sheets, visible ones first. If ``packed`` is true, the file is a zip.

    Raises Refused for a damaged file.
    """
    book = _Book(limits)
    if packed:
        try:
            with zipfile.ZipFile(file) as archive, archive.open("content.xml") as part:
                book.read(part)
        except ZIP_ERRORS as error:
            raise problems.refuse(problems.TRUNCATED, value=error) from error
    else:
        book.read(file)
    for sheet in sorted(book.sheets, key=lambda sheet: sheet.hidden):
        yield sheet.sheet()


class _Book:
    """Builds the sheets of one workbook from the events of the XML parser."""

    def __init__(self, limits: Limits):
        self.sheets: list[XmlSheet] = []
        self._limits = limits
        self._style = ""
        self._unseen: set[str] = set()  # styles of hidden sheets
        self._tables = self._aside = 0  # nesting depth in tables, and in texts that are not values
        self._row: dict[str, str] = {}
        self._cell: dict[str, str] | None = None
        self._texts: list[str] = []
        self._paragraphs = 0

    def read(self, part: IO[bytes]) -> None:
        parse(part, self._start, self._end, self._characters)

    def _start(self, kind: str, attributes: dict[str, str]) -> None:
        if kind in _ASIDE:
            self._aside += 1
        elif kind == "table":
            self._tables += 1
            if self._tables == 1:
                self.sheets.append(XmlSheet(attributes.get("name", ""), self._limits))
                self.sheets[-1].hidden = attributes.get("style-name", "") in self._unseen
        elif kind == "style":
            self._style = attributes.get("name", "")
        elif kind == "table-properties" and attributes.get("display") == "false":
            self._unseen.add(self._style)
        elif self._tables != 1 or self._aside:
            return
        elif kind in _CELLS:
            self._cell, self._texts, self._paragraphs = attributes, [], 0
        elif kind == "table-row":
            self._row = attributes
            self.sheets[-1].begin()
        elif kind == "p":
            self._texts += ["\n"] * (self._paragraphs > 0)
            self._paragraphs += 1
        else:
            self._texts.append(_SPACES.get(kind, ""))

    def _end(self, kind: str) -> None:
        if kind in _ASIDE:
            self._aside -= 1
        elif kind == "table":
            self._tables -= 1
        elif self._tables != 1 or self._aside:
            return
        elif kind in _CELLS and self._cell is not None:
            said = self._cell
            self.sheets[-1].put(
                _typed(said, "".join(self._texts), self._paragraphs),
                number_of(said.get("number-columns-repeated")),
                number_of(said.get("number-columns-spanned")),
                number_of(said.get("number-rows-spanned")),
            )
            self._cell = None
        elif kind == "table-row":
            self.sheets[-1].end(number_of(self._row.get("number-rows-repeated")))

    def _characters(self, text: str) -> None:
        if self._paragraphs and self._tables == 1 and not self._aside:
            self._texts.append(text)


def _typed(said: dict[str, str], text: str, paragraphs: int) -> Cell:
    kind = said.get("value-type", "")
    value = said.get(_VALUES.get(kind, "string-value"))
    if "formula" in said and (_ERROR.fullmatch(text.strip()) or (value is None and not text and not paragraphs)):
        return Unknown(text.strip() or "=…")
    if said.get("calcext:value-type") == "error":
        return Unknown(text.strip() or "#")
    value = text if value is None else value
    if kind in ("float", "currency", "percentage"):
        return float_of(value)
    if kind == "date":
        return moment_of(value)
    if kind == "time" and (time := _TIME.fullmatch(value)):
        return timedelta(hours=int(time[1]), minutes=int(time[2]), seconds=float(time[3]))
    if kind == "boolean":
        return value == "true"
    return text or value
