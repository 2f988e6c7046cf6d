"""HTML tables, as one-stop software exports them under the name .xls; also inside a MIME message (.mht)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from cchc_tui.exports import problems
from cchc_tui.exports.encodings import REPLACE, Encoding, guess
from cchc_tui.exports.faults import Fault, Widths
from cchc_tui.exports.grids import CHUNK_ROWS, Chunk, Rows
from cchc_tui.exports.headings import Finder
from cchc_tui.exports.htmlrows import PageRows, Region
from cchc_tui.exports.legacy import CONVERTERS
from cchc_tui.exports.markup import lines_outside
from cchc_tui.exports.sniff import HOLE, has_end_of_html
from cchc_tui.exports.spans import Spread
from cchc_tui.settings import Limits
from cchc_tui.texts.exports import table_name

_SAMPLE = 256 << 10
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_\-]+)", re.IGNORECASE)
_MOST_TEXTS = 100


class HtmlPage:
    """The tables of one file, and the texts that stand around them."""

    def __init__(self, file: BinaryIO, is_message: bool, finder: Finder, limits: Limits):
        data = file.read()
        if HOLE in data:
            raise problems.refuse(problems.TRUNCATED)
        if is_message:
            data = _html_part(data)
        self.encoding = encoding = _encoding(data, finder)
        self._faults = [] if is_message or has_end_of_html(data) else [Fault(problems.NO_END)]
        self._text = data[encoding.mark :].decode(encoding.codec, REPLACE)
        if not self._text.lstrip().startswith("<"):
            self._faults.append(Fault(problems.TEXT_FIRST))
        self._finder = finder
        self._limits = limits
        convert = CONVERTERS.get(encoding.legacy)
        self._rows = PageRows(self._text, lambda rows: finder.find(rows, convert) is not None, limits)
        #: Lines of text outside all tables: titles, the period, the moment of the export.
        self.texts: list[list[str]] = [[line[:500]] for line in islice(self._lines_outside(), _MOST_TEXTS)]

    def sheets(self) -> Iterator[HtmlSheet]:
        """One sheet per table that has rows."""
        many = len(self._rows.regions) > 1
        for number, region in enumerate(self._rows.regions, 1):
            name = table_name(number) if many else ""
            widths = Widths(self._finder, self.encoding.legacy)
            yield HtmlSheet(name, self._rows, region, widths, self._limits, self._faults)

    def _lines_outside(self) -> Iterator[str]:
        for start, end in self._rows.outside():
            yield from lines_outside(self._text[start:end])


class HtmlSheet:
    """One table of a page."""

    epoch_1904 = False

    def __init__(self, name: str, rows: PageRows, region: Region, widths: Widths, limits: Limits, faults: list[Fault]):
        """``faults`` are the page's own: whichever of its sheets is read says them."""
        self.name = name
        self._page = rows
        self._region = region
        self._widths = widths
        self._limits = limits
        self._faults = faults

    def chunks(self) -> Iterator[Chunk]:
        """See Sheet."""
        number, rows = 1, self._all_rows()
        while gathered := list(islice(rows, CHUNK_ROWS)):
            if number + len(gathered) - 1 > self._limits.rows:
                raise problems.refuse(problems.TOO_MANY_ROWS, self.name, self._limits.rows + 1, str(self._limits.rows))
            for fault in self._widths.shifted(gathered, number):
                gathered[fault.row - number] = []
                self._faults.append(fault)
            yield Rows(range(number, number + len(gathered)), gathered)
            number += len(gathered)
        tally = self._region.tally
        for code, count in ((problems.ROWS_HIDDEN, tally.hidden), (problems.ROWS_IN_CELLS, tally.in_cells)):
            if count:
                self._faults.append(Fault(code, value=count))
        if lost := self._page.count(self._region) - tally.sum:
            self._faults.append(Fault(problems.ROWS_LOST, value=lost))

    def expected(self, done: int) -> int:
        """See Sheet."""
        return done

    def take_faults(self) -> list[Fault]:
        """See Faulty."""
        faults = self._faults[:]
        self._faults.clear()
        return faults

    def _all_rows(self) -> Iterator[list[str]]:
        spread, widths = Spread(self._limits, self.name), self._widths
        for row in self._page.rows(self._region, spread):
            if not spread.below_headings:
                widths.look(row)
                spread.below_headings = widths.headings_seen
            yield row


def _encoding(data: bytes, finder: Finder) -> Encoding:
    sample = data[:_SAMPLE]
    declared = _CHARSET.search(sample)
    return guess(sample, finder, declared[1].decode() if declared else "")


def _html_part(data: bytes) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content
    raise problems.refuse(problems.NOT_A_TABLE, value="MIME")
