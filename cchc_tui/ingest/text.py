"""Reads text tables (.csv, .tsv, also named .xls) as a stream, in any encoding and with any delimiter.

After an unclosed quote, the csv module would read all further rows into one cell. So it runs in strict mode, which
stops at a misplaced quote. The block of text with this quote is then read record by record, and the damaged line by
itself. All later blocks are read as usual.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from typing_extensions import override

from cchc_tui.ingest import problems
from cchc_tui.ingest.encodings import REPLACE, Encoding, guess
from cchc_tui.ingest.far_cells import fault, refuse_many
from cchc_tui.ingest.headings import HeadingFinder
from cchc_tui.ingest.raw_sheets import Chunk, RawSheet, RowFault
from cchc_tui.ingest.row_faults import RowWidths, is_cut
from cchc_tui.ingest.safe_open import head_of, size_of
from cchc_tui.ingest.sniff import HOLE
from cchc_tui.settings import Limits

_SAMPLE = 256 << 10
_BLOCK = 1 << 20
_LONGEST_LINE = 8 << 20
_SAMPLED_LINES = 200
_DELIMITERS = ",;\t|~^¦"
#: A first line that names the delimiter.
_SAID = re.compile(r"\s*\"?sep=(\\t|.)\"?\s*(?:\n|$)", re.IGNORECASE)
_ENOUGH_HEADINGS = 4
#: Rows that are compared with the last one to see whether it is truncated.
_RECENT = 200
_SOME = 20
#: Most line breaks in a cell; with more, it must contain merged rows.
_MOST_BREAKS = 20
_AT_THE_END = "unexpected end of data"


class TextSheet(RawSheet):
    """The only table of a text file."""

    def __init__(self, file: BinaryIO, finder: HeadingFinder, limits: Limits):
        super().__init__()
        sample = head_of(file, _SAMPLE)
        self.encoding: Encoding = guess(sample, finder)
        text = sample[self.encoding.mark :].decode(self.encoding.codec, "replace")
        self._line_end = "\n" if "\n" in text else "\r"
        if self._line_end not in text and size_of(file) > _SAMPLE:
            raise problems.refuse(problems.NOT_A_TABLE, value="text")
        lines = text.split(self._line_end)[:_SAMPLED_LINES]
        said = _SAID.match(lines[0])
        self._delimiter = said[1].replace("\\t", "\t") if said else _delimiter_of(lines, finder, self.encoding.legacy)
        self._spaces = _spaces_around(self._delimiter, text)
        self._widths = RowWidths(finder, self.encoding.legacy)
        self._finder = finder
        self._file = file
        self._limits = limits
        self._size = size_of(file)
        self._recent: list[list[str]] = []  # the last rows
        self._usual = 0  # the usual number of cells in a row
        self._number = 1  # the number of the next row

    @override
    def chunks(self) -> Iterator[Chunk]:
        pending = ""
        for block in self._blocks():
            pending += block
            cut = pending.rfind(self._line_end) + 1
            if cut:
                rows, rest = self._parse(pending[:cut], last=False)
                pending = rest + pending[cut:]
                yield from self._numbered(rows)
            if len(pending) > _LONGEST_LINE:
                raise problems.refuse(problems.BROKEN, value=f"dòng {self._number}: > {_LONGEST_LINE}")
        rows, _ = self._parse(pending, last=True)
        if (
            rows
            and not pending.endswith(self._line_end)
            and is_cut(rows[-1], [*self._recent, *rows[:-1]], self._finder.is_beginning)
        ):
            self.faults.append(RowFault(problems.CUT_ROW, self._number + len(rows) - 1))
            rows[-1] = []
        yield from self._numbered(rows)

    @override
    def expected(self, done: int) -> int:
        """The number of rows, estimated from the position in the file."""
        position = self._file.tell()
        return round(done * self._size / position) if 0 < position < self._size else done

    def _blocks(self) -> Iterator[str]:
        decode = codecs.getincrementaldecoder(self.encoding.codec)(REPLACE).decode
        self._file.seek(self.encoding.mark)
        while data := self._file.read(_BLOCK):
            if HOLE in data:
                raise problems.refuse(problems.TRUNCATED)
            yield decode(data)
        yield decode(b"", True)

    def _numbered(self, rows: list[list[str]]) -> Iterator[Chunk]:
        if rows:
            if max(map(len, rows)) > self._limits.columns:
                self._trim(rows)
            first, self._number = self._number, self._number + len(rows)
            self._unwrap(rows, first)
            self._usual = _usual(rows)
            for row in rows:
                if self._widths.headings_seen:
                    break
                self._widths.observe(row)
            for fault in self._widths.shifted(rows, first):
                rows[fault.row - first] = []
                self.faults.append(fault)
            self._recent = rows[-_RECENT:]
            if self._number - 1 > self._limits.rows:
                raise problems.refuse(problems.TOO_MANY_ROWS, value=self._number - 1, expected=str(self._limits.rows))
            yield Chunk(range(first, self._number), rows)

    def _trim(self, rows: list[list[str]]) -> None:
        """Remove the cells beyond the greatest accepted width. Cells with a value are reported.

        Raises Refused if there are too many cells with a value.
        """
        most = self._limits.columns
        far = [
            (number, column)
            for number, row in enumerate(rows, self._number)
            for column, cell in enumerate(row[most:], most + 1)
            if cell.strip()
        ]
        filled = sum(cell != "" for row in rows for cell in row)
        refuse_many(len(far), filled, "", max((column for _, column in far), default=0), most)
        self.faults += [fault(*place) for place in far]
        for row in rows:
            del row[most:]

    def _unwrap(self, rows: list[list[str]], first: int) -> None:
        """Split each row that is one quoted cell. A spreadsheet saves such rows if it has read each line as one cell.

        ``first`` is the number of the first row.
        """
        usual, delimiter = max(3, _usual(rows)), self._delimiter
        if min(map(len, rows)) >= usual and not all(row[0].count(delimiter) >= usual - 1 for row in rows[:_SOME]):
            return
        for index, row in enumerate(rows):
            if row and row[0].count(delimiter) >= usual - 1 and not any(row[1:]) and "\n" not in row[0]:
                parted = next(csv.reader([row[0]], delimiter=delimiter), [])
                if len(parted) >= usual:
                    rows[index] = parted
                    self.faults.append(RowFault(problems.QUOTED_LINE, first + index))

    def _parse(self, text: str, last: bool) -> tuple[list[list[str]], str]:
        """The records in the text, and the rest of the text. The rest may be the start of a further record.

        If ``last`` is true, the file ends with this text.
        """
        if self._spaces is not None:
            text = self._spaces.sub("", text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True)
        try:
            rows = list(reader)
        except csv.Error:
            return self._parse_carefully(text, last)
        if reader.line_num > len(rows) and any(self._has_swallowed(row) for row in rows):
            return self._parse_carefully(text, last)
        return rows, ""

    def _parse_carefully(self, text: str, last: bool) -> tuple[list[list[str]], str]:
        """Like ``_parse``, but one record after another. Used for text with a misplaced quote."""
        lines = list(io.StringIO(text, newline=""))
        rows: list[list[str]] = []
        start = 0
        while start < len(lines):
            rest = map(lines.__getitem__, range(start, len(lines)))
            reader = csv.reader(rest, delimiter=self._delimiter, strict=True)
            done, fault = 0, ""
            try:
                for row in reader:
                    if reader.line_num > done + 1 and self._has_swallowed(row):
                        fault = "swallowed"
                        break
                    rows.append(row)
                    done = reader.line_num
            except csv.Error as error:
                fault = str(error)
            start += done
            if fault.startswith(_AT_THE_END) and not last and len(lines) - start <= _MOST_BREAKS:
                return rows, "".join(lines[start:])
            if fault:
                rows.append(self._repair_quotes(lines[start], rows))
                start += 1
        return rows, ""

    def _has_swallowed(self, row: list[str]) -> bool:
        """Whether a cell seems to contain other rows, because of a misplaced quote."""
        many = max(2, len(row) // 2, self._usual // 2)
        end = self._line_end
        return any(
            end in cell and (cell.count(end) > _MOST_BREAKS or cell.count(self._delimiter) >= many) for cell in row
        )

    def _repair_quotes(self, line: str, before: list[list[str]]) -> list[str]:
        """Read a damaged line by itself. If it does not have the usual number of cells, reject the row and return [].

        ``before`` has the rows before this line.
        """
        usual = _usual(before) if before else self._usual
        number = self._number + len(before)
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            try:
                reader = csv.reader([line.rstrip("\r\n")], delimiter=self._delimiter, quoting=quoting)
                row = next(reader, [])
            except csv.Error:
                continue
            if len(row) == usual:
                self.faults.append(RowFault(problems.OPEN_QUOTE, number))
                return [cell.strip('"') for cell in row]
        self.faults.append(RowFault(problems.TORN_ROW, number))
        return []


def _usual(rows: list[list[str]]) -> int:
    """The most frequent number of cells in a row."""
    return Counter(map(len, rows[-100:])).most_common(1)[0][0]


def _spaces_around(delimiter: str, text: str) -> re.Pattern[str] | None:
    """A pattern for the spaces around delimiters, as in ``"a" , "b"``. None if most delimiters have no such spaces."""
    mark = re.escape(delimiter)
    space = "[ ]" if delimiter == "\t" else "[ \t]"
    spaced = len(re.findall(f'"{space}+{mark}|{mark}{space}+"', text))
    if spaced <= len(re.findall(f'"{mark}"', text)):
        return None
    return re.compile(f'(?<="){space}+(?={mark}|[\r\n]|\\Z)|(?<={mark}){space}+(?=")|^{space}+(?=")', re.MULTILINE)


def _delimiter_of(lines: list[str], finder: HeadingFinder, legacy: str) -> str:
    """The delimiter that splits a line into the most known headings; "," if no line has a delimiter.

    If no heading is known, the delimiter that splits a line into the most words is chosen.
    """
    best = (0, 0, "")
    for line in lines:
        for delimiter in _DELIMITERS:
            if delimiter not in line:
                continue
            try:
                row = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
            except csv.Error:
                continue
            known = finder.known_in(row, legacy)
            best = max(best, (known, sum(any(map(str.isalnum, cell)) for cell in row), delimiter))
        if best[0] >= _ENOUGH_HEADINGS:
            break
    return best[2] or ","
