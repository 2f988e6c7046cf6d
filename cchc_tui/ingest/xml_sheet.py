"""Builds sheets from workbooks in plain XML, row by row, with the parser expat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from math import isfinite
from typing import IO
from xml.parsers import expat

from cchc_tui.ingest import problems
from cchc_tui.ingest.far_cells import fault, refuse_many
from cchc_tui.ingest.merged_cells import MergedCell, spread
from cchc_tui.ingest.raw_sheets import Cell, ListSheet, Unknown
from cchc_tui.settings import Limits

_BLOCK = 1 << 18
_CALCEXT = ":calcext:1.0"
#: Error codes of expat for a truncated file.
_CUT = tuple(
    expat.errors.codes[message]
    for message in (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN)
)


class XmlSheet:
    """A sheet that is being built. Empty rows are not stored, and repeated rows are stored once."""

    def __init__(self, name: str, limits: Limits):
        self.name = name
        self.hidden = False
        self._limits = limits
        self._rows: list[tuple[int, int, list[Cell], list[MergedCell]]] = []
        self._last = self._filled = 0
        self._far: list[tuple[int, int]] = []  # (row, column) of far cells
        self._above: list[tuple[int, int, int]] = []  # cells that span rows: first and last column, last row
        self.begin()

    def begin(self, number: int = 0) -> None:
        """Begin a row. ``number`` is the number that the file states for the row; 0 if it states none."""
        self.number = max(number, self._last + 1)
        self._cells: list[Cell] = []
        self._spans: list[MergedCell] = []
        self._column = 0
        self._above = [cell for cell in self._above if cell[2] >= self.number]

    def is_covered(self, column: int = 0) -> bool:
        """Whether a cell from a row above, which spans several rows, covers the position of the next cell.

        ``column`` is the column that the file states for the next cell (from 1; 0: none). The position is this column
        or the next free one, whichever is further right.
        """
        place = max(self._column, column - 1)
        return any(left <= place <= right for left, right, _ in self._above)

    def put(self, value: Cell, repeat: int = 1, width: int = 1, height: int = 1, column: int = 0) -> None:
        """Add a cell ``repeat`` times.

        ``column`` is the column that the file states for the cell (from 1; 0: none). The position is this column or the
        next free one, whichever is further right. ``width`` and ``height`` are the numbers of columns and rows that the
        cell spans.
        """
        self._column = max(self._column, column - 1)
        room = self._limits.columns - self._column
        if value != "":
            self._filled += 1
            if repeat > room or room < 1:
                self._far.append((self.number, self._column + repeat))
        if value != "" and room > 0:
            repeat, width = min(repeat, room), min(width, room)
            self._cells.extend([""] * (self._column - len(self._cells)))
            self._cells.extend([value] * repeat)
            if width > 1 or height > 1:
                self._spans.append(MergedCell(self._column, self._column + width - 1, height))
            if height > 1:
                self._above.append((self._column, self._column + width - 1, self.number + height - 1))
        self._column += max(repeat, 1)

    def skip(self, places: int) -> None:
        """Skip ``places`` columns of the row, because a merged cell covers them."""
        self._column += places

    def end(self, repeat: int = 1) -> None:
        """End the row, which the sheet has ``repeat`` times in succession."""
        self._last = self.number + repeat - 1
        if self._cells:
            if self._last > self._limits.rows:
                raise problems.refuse(problems.TOO_MANY_ROWS, self.name, self._last, str(self._limits.rows))
            self._rows.append((self.number, repeat, self._cells, self._spans))

    def sheet(self, epoch_1904: bool = False) -> ListSheet:
        """The finished sheet. Raises Refused if it has many far cells."""
        total = self._rows[-1][0] + self._rows[-1][1] - 1 if self._rows else 0
        widest = max((column for _, column in self._far), default=0)
        refuse_many(len(self._far), self._filled, self.name, widest, self._limits.columns)
        sheet = ListSheet(self.name, spread(self._all()), total, epoch_1904, self.hidden)
        sheet.faults = [fault(row, column) for row, column in self._far]
        return sheet

    def _all(self) -> Iterator[tuple[list[Cell], Sequence[MergedCell]]]:
        number = 1
        for first, repeat, cells, spans in self._rows:
            while number < first:
                yield [], ()
                number += 1
            for _ in range(repeat):
                yield list(cells), spans
                number += 1


def parse(
    part: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
    sheet: str = "",
) -> None:
    """Parse XML in pieces. Raises Refused if the XML is invalid, or has a document type, which may define entities.

    The handlers get names without namespaces. Only names of LibreOffice's extensions keep a prefix
    ("calcext:value-type"), because without the prefix their attributes would have the same names as other attributes.
    """

    def name_of(name: str) -> str:
        space, _, local = name.rpartition(" ")
        return f"calcext:{local}" if space.endswith(_CALCEXT) else local

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: start(
        name_of(name), {name_of(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: end(name_of(name))
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(part.read(_BLOCK).lstrip(b" \t\r\n"), False)  # some scripts write empty lines before the XML
        while block := part.read(_BLOCK):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        code = problems.TRUNCATED if error.code in _CUT else problems.BROKEN
        raise problems.refuse(code, sheet, error) from error


def number_of(text: str | None, least: int = 1) -> int:
    """The number in an attribute, but at least ``least``. If the number is missing or unreasonable, ``least``."""
    return max(least, int(text)) if text and text.isascii() and text.isdecimal() and len(text) < 10 else least


def moment_of(text: str) -> Cell:
    """The date and time in an ISO text. Any other text is returned unchanged."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def float_of(text: str) -> Cell:
    """The number in a text (Unknown if it is not finite). Any other text is returned unchanged."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if isfinite(number) else Unknown(text)


def _refuse(*declared: object) -> None:
    raise problems.refuse(problems.BROKEN, value="DOCTYPE")
