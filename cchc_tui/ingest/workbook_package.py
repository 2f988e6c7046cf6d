"""Finds in an .xlsx what calamine does not report: cells with errors or uncomputed formulas, and repeated rows.

calamine returns such cells as empty. Of two cells with the same position, it returns only the last. So the XML of each
sheet is scanned once as bytes, which is fast. A sheet is parsed only if the bytes are not sufficient.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, product
from typing import IO, BinaryIO
from xml.etree import ElementTree

from cchc_tui.ingest import problems
from cchc_tui.ingest.far_cells import Trimming, has_far
from cchc_tui.ingest.packages import ZIP_ERRORS, column_number, part_name
from cchc_tui.ingest.raw_sheets import LeftOut, RowFault, Unknown
from cchc_tui.ingest.xml_sheet import parse

_BLOCK = 1 << 20
_MOST_OF_A_PART = 16 << 20
_ANY_WIDTH = 1 << 20
_PREFIX = re.compile(rb"<(\w+:)?sheetData\b")
_FUNCTION = re.compile(r"\s*([A-Za-z.]{1,20}\()")
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
#: Most cells of an uncomputed array formula that are reported.
_MOST_OF_AN_ARRAY = 100_000
#: Parts that make calamine refuse a sheet: the declared size, and errors introduced after Excel 2007.
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*>")
_NEWER_ERROR = re.compile(rb"(<(?:\w+:)?v>)#(?!REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)[A-Z_]{1,20}[!?]?(?=<)")
#: Values of number cells that are not numbers.
_NO_NUMBERS = ("NaN", "nan", "-nan")
_NO_NUMBER = re.compile(rb"a[Nn]<")
#: Comments are removed first. A sheet with one of the other elements is parsed.
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_INSTRUCTION = re.compile(rb"<\?(?!xml\s)")
_PLACE_OF_CELL = re.compile(rb"\sr=[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
_TYPE = re.compile(rb"\st=[\"'](\w+)[\"']")


class Package:
    """The parts of an .xlsx. Sheets are given by their numbers (from 0)."""

    def __init__(self, file: BinaryIO, most_columns: int = _ANY_WIDTH):
        """Raises one of ``ZIP_ERRORS`` if the zip is damaged, and Refused if one of its parts is damaged.

        Cells to the right of the column ``most_columns`` are far cells.
        """
        self._most_columns = most_columns
        self._trimmed: dict[str, bytes] = {}  # parts without their far cells
        self._archive = zipfile.ZipFile(file)
        self._parts = {part_name(member.filename): member for member in self._archive.infolist()}
        self.epoch_1904 = False
        #: The far cells of the last sheet, if it has any.
        self.far_cells: list[RowFault] | None = None
        #: Whether all formulas are still to be computed on opening, so that the result 0 of a formula means nothing.
        self._uncomputed = False
        self._sheets: list[str] = []
        #: The XML of sheets whose beginning was searched for far cells.
        self._begun: dict[int, Iterator[bytes]] = {}
        self._read_book()

    def _read_book(self) -> None:
        targets = self._targets("xl/_rels/workbook.xml.rels")
        for element in self._parse("xl/workbook.xml").iter():
            kind = element.tag.rpartition("}")[2]
            if kind == "workbookPr":
                self.epoch_1904 = element.get("date1904") in ("1", "true")
            elif kind == "calcPr":
                self._uncomputed = element.get("fullCalcOnLoad") in ("1", "true")
            elif kind == "sheet":
                relation = next((value for name, value in element.items() if name.endswith("}id")), "")
                self._sheets.append(targets.get(relation, ""))

    def _targets(self, name: str) -> dict[str, str]:
        return {one.get("Id", ""): part_name(one.get("Target", "")) for one in self._parse(name)}

    def _member(self, number: int) -> zipfile.ZipInfo | None:
        """The zip member of a sheet; None if it is missing. calamine will report that it is missing."""
        target = self._sheets[number] if number < len(self._sheets) else ""
        return self._parts.get(target) or self._parts.get(f"xl/{target}")

    def is_dense(self, number: int) -> bool:
        """Whether a sheet has no far cells, judged by its beginning.

        Call this before the methods that read the sheet.
        """
        member, self.far_cells = self._member(number), None
        if member is None or number in self._begun:
            return True
        try:
            pieces = _pieces(self._archive.open(member))
            beginning = next(pieces)
        except ZIP_ERRORS as error:
            raise problems.refuse(problems.TRUNCATED, value=error) from error
        if has_far(beginning, self._most_columns):
            return False
        self._begun[number] = chain([beginning], pieces)
        return True

    def left_out(self, number: int, name: str) -> LeftOut:
        """The cells with unknown values in a sheet. Raises Refused if two rows have the same number."""
        member = self._member(number)
        if member is None:
            return {}
        try:
            pieces = self._begun.pop(number, None) or _pieces(self._archive.open(member))
            found = _scan_pieces(pieces, self._uncomputed)
            if found is None:
                with self._archive.open(member) as part:
                    found = _Cells(name, self._uncomputed).read(part)
            return found
        except ZIP_ERRORS as error:
            raise problems.refuse(problems.TRUNCATED, name, error) from error

    def left_out_of_trimmed(self, number: int, name: str) -> LeftOut:
        """Like ``left_out``, for a sheet with far cells, which calamine reads from ``without_far_cells()``."""
        member = self._member(number)
        assert member is not None  # the sheet exists, as it is not dense
        trimming = Trimming(name, self._most_columns)
        try:
            with self._archive.open(member) as part:
                text = self._trimmed[part_name(member.filename)] = trimming.trim(_pieces(part))
        except ZIP_ERRORS as error:
            raise problems.refuse(problems.TRUNCATED, name, error) from error
        self.far_cells = trimming.faults
        found = _scan_pieces(_pieces(io.BytesIO(text)), self._uncomputed)
        return _Cells(name, self._uncomputed).read(io.BytesIO(text)) if found is None else found

    def without_far_cells(self) -> BinaryIO:
        """A copy of the workbook that calamine can read.

        The copy lacks the far cells. It also lacks declared sizes and newer kinds of errors, because calamine refuses a
        sheet that has them.
        """
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w") as made:
            for name, member in self._parts.items():
                data = self._trimmed.get(name) or self._bytes(member)
                if name.startswith("xl/worksheets/"):
                    data = _NEWER_ERROR.sub(rb"\1#N/A", _DIMENSION.sub(b"", data))
                made.writestr(member.filename, data)
        copy.seek(0)
        return copy

    def _bytes(self, member: zipfile.ZipInfo | None) -> bytes:
        try:
            return b"" if member is None else self._archive.read(member)
        except ZIP_ERRORS as error:
            raise problems.refuse(problems.TRUNCATED, value=error) from error

    def _parse(self, name: str) -> ElementTree.Element:
        member = self._parts.get(name)
        if member is None or member.file_size > _MOST_OF_A_PART:
            return ElementTree.Element("none")
        data = self._bytes(member)
        try:
            return ElementTree.fromstring(data) if b"<!" not in data else ElementTree.Element("none")
        except ElementTree.ParseError:
            return ElementTree.Element("none")


def _scan_pieces(pieces: Iterable[bytes], uncomputed: bool) -> LeftOut | None:
    """Find the cells with unknown values in the bytes of the XML. None if the bytes are not sufficient.

    They are sufficient if rows and cells are in order, and if the XML has no instructions, no CDATA and no uncomputed
    array formula. With ``uncomputed``, a formula with the result 0 counts as uncomputed.
    """
    last, tags = 0, None
    found: LeftOut = {}
    for text in pieces:
        if tags is None:
            begun = _PREFIX.search(text)
            if begun is None:
                return None  # another encoding, or no cells
            tags = _Tags(begun[1] or b"", uncomputed)
        after = _last_of(tags.row.findall(text), last)
        if after is None or _lacks_references(text):
            return None
        last = after
        if tags.any_in(text) and not tags.scan(text, found):
            return None
    return found


class _Tags:
    """Finds cells with errors and formulas in the bytes of a sheet's XML, whose tags have the namespace ``prefix``."""

    def __init__(self, prefix: bytes, uncomputed: bool):
        #: Each mark, and a byte in it. Most sheets lack that byte, which is checked fast.
        self._marks = ((b"e", b't="e'), (b"'", b"t='e"), (b"f", b"<%bf" % prefix))
        #: The tags of a row and its first cell, with their numbers.
        self.row = re.compile(
            rb'<%brow\b(?:[^>]*?\sr="(\d+)")?[^>]*>(?:\s*<%bc\b[^>]*?\sr="[A-Za-z]*(\d+)")?' % (prefix, prefix)
        )
        self._uncomputed = uncomputed
        self._candidate = re.compile(rb"<%bf[\s/>]|\st=[\"']e|>(?:NaN|-?nan)<" % prefix)
        self._begin, self._end = b"<%bc " % prefix, b"</%bc>" % prefix
        self._formula = re.compile(rb"<%bf\b([^>]*)>([^<]*)" % prefix)
        self._value = re.compile(rb"<%bv\b[^>]*>([^<]*)" % prefix)

    def any_in(self, text: bytes) -> bool:
        """Whether the rows in ``text`` may have cells with unknown values. A quick check: True may be wrong."""
        return any(letter in text and mark in text for letter, mark in self._marks) or bool(_NO_NUMBER.search(text))

    def scan(self, text: bytes, found: LeftOut) -> bool:
        """Find the cells with unknown values in the rows of ``text``, and add them to ``found``.

        Return False if such a cell has no position, or has an array formula, which applies to other cells too.
        """
        done = 0
        for candidate in self._candidate.finditer(text):
            if candidate.start() < done:
                continue
            start = text.rfind(self._begin, 0, candidate.start() + 1)
            tag = text.find(b">", start)
            done = tag if text[tag - 1 : tag] == b"/" else text.find(self._end, tag)
            place = _PLACE_OF_CELL.search(text, start, tag)
            if start < 0 or done < candidate.start() or place is None:
                return False
            shown, formula = self._shown(text[start:tag], text[tag:done])
            if shown and formula is not None and b"array" in formula[1]:
                return False
            if shown:
                cell = column_number(place[1].decode().upper()) - 1, Unknown(shown)
                found.setdefault(int(place[2]) - 1, []).append(cell)
        return True

    def _shown(self, tag: bytes, content: bytes) -> tuple[str, re.Match[bytes] | None]:
        kind, formula, value = _TYPE.search(tag), self._formula.search(content), self._value.search(content)
        written = None if formula is None else formula[2].decode("utf-8", "replace")
        said = None if value is None else value[1].decode("utf-8", "replace")
        return _shown(kind[1].decode() if kind else "", written, said, self._uncomputed), formula


def _last_of(found: Sequence[tuple[bytes, bytes]], last: int) -> int | None:
    """The number of the last row in a block of rows; None if the rows are not in order.

    ``last`` is the number of the last row before the block. ``found`` has two numbers for each row: its own number, and
    the number in the name of its first cell (b"": none).
    """
    if not found:
        return last
    rows, cells = zip(*found, strict=True)
    if rows == cells and b"" not in rows:  # the usual case: consecutive rows
        numbers = list(map(int, rows))
        if numbers[0] > last and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            return numbers[-1]
    for row, cell in found:
        number = int(row) if row else last + 1
        if number <= last or (cell and (not row or cell != row)):
            return None
        last = number
    return last


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """Yield the XML without comments, in pieces. A piece ends before the end tag of a row, so that no row is split."""
    rest = _uncommented(part.read(4 * _BLOCK))
    begun = _PREFIX.search(rest)
    closing = b"</%brow" % (begun[1] or b"" if begun else b"")
    while True:
        open_comment = rest.rfind(b"<!--") if b"!" in rest else -1
        cut = rest.rfind(closing, 0, len(rest) if open_comment < 0 else open_comment)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > 16 * _BLOCK:
            yield rest
            rest = b""
        block = part.read(_BLOCK)
        if not block:
            yield rest
            return
        rest = _uncommented(rest + block)


def _lacks_references(text: bytes) -> bool:
    return (b"!" in text and b"<!" in text) or (b"?" in text and _INSTRUCTION.search(text) is not None)


def _uncommented(text: bytes) -> bytes:
    return _COMMENT.sub(b"", text) if b"!" in text and b"<!--" in text else text


class _Cells:
    """Finds the cells with unknown values in a sheet by parsing the XML."""

    def __init__(self, sheet: str, uncomputed: bool):
        self._sheet = sheet
        self._uncomputed = uncomputed
        self._found: LeftOut = {}
        self._arrays: list[tuple[range, range]] = []  # rows and columns of uncomputed array formulas
        self._computed: set[tuple[int, int]] = set()  # cells in such formulas that have a value
        self._row = self._column = -1  # calamine numbers cells in this way if they have no numbers
        self._rows: set[int] = set()

    def read(self, part: IO[bytes]) -> LeftOut:
        tree = ElementTree.TreeBuilder()
        parse(
            part,
            lambda kind, attributes: self._start(tree.start(kind, attributes)),
            lambda kind: self._end(tree.end(kind)),
            tree.data,
            self._sheet,
        )
        for rows, columns in self._arrays:
            for row, column in islice(product(rows, columns), _MOST_OF_AN_ARRAY):
                if (row, column) not in self._computed:
                    self._found.setdefault(row, []).append((column, Unknown("=…")))
        return self._found

    def _start(self, element: ElementTree.Element) -> None:
        if element.tag == "c":
            if place := _PLACE.fullmatch(element.get("r", "")):
                self._column = column_number(place[1].upper()) - 1
                self._enter(int(place[2]) - 1)
            else:
                self._column += 1
        elif element.tag == "row":
            self._column = -1
            number = int(element.get("r", "")) - 1 if element.get("r", "").isdecimal() else self._row + 1
            self._row = -1
            self._enter(number, False)

    def _enter(self, row: int, cell: bool = True) -> None:
        """Begin a row, or continue it. Raises Refused if an earlier row with the same number has cells."""
        if row != self._row:
            if row in self._rows:
                raise problems.refuse(problems.BROKEN, self._sheet, f"dòng {row + 1} × 2")
            self._row = row
        if cell:
            self._rows.add(row)

    def _end(self, element: ElementTree.Element) -> None:
        if element.tag == "c":
            kind, formula, value = element.get("t", ""), element.find("f"), element.find("v")
            written, said = (None if one is None else one.text or "" for one in (formula, value))
            if shown := _shown(kind, written, said, self._uncomputed):
                self._found.setdefault(self._row, []).append((self._column, Unknown(shown)))
            over = formula.get("ref", "") if formula is not None and formula.get("t") == "array" else ""
            if shown and (found := _RANGE.fullmatch(over)):
                rows = range(int(found[2]) - 1, int(found[4]))
                self._arrays.append((rows, range(column_number(found[1]) - 1, column_number(found[3]))))
            if self._arrays and (shown or said or kind == "inlineStr"):
                self._computed.add((self._row, self._column))
        if element.tag in ("c", "row"):
            element.clear()  # to hold no more than one row


def _shown(kind: str, formula: str | None, value: str | None, uncomputed: bool) -> str:
    """The text that a cell with an unknown value shows, such as "#REF!"; "" if the value is known.

    With ``uncomputed``, a formula with the result 0 counts as uncomputed.
    """
    said = (value or "").strip()
    if kind == "e" or (not kind and said in _NO_NUMBERS):
        return said or "#"
    if formula is None:
        return ""
    computed = value is not None and (said or kind == "str")
    if computed and not (uncomputed and said == "0"):
        return ""
    function = _FUNCTION.match(formula)
    return f"={function[1]}…)" if function else "=…"
