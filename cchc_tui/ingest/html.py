"""Reads HTML tables. One-stop software exports them with the extension .xls, also in a MIME message (.mht)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.errors import CloseBoundaryNotFoundDefect
from itertools import islice
from typing import BinaryIO

from typing_extensions import override

from cchc_tui.ingest import problems
from cchc_tui.ingest.encodings import REPLACE, Encoding, guess
from cchc_tui.ingest.headings import HeadingFinder
from cchc_tui.ingest.html_rows import PageRows, Region
from cchc_tui.ingest.html_spans import Spread
from cchc_tui.ingest.legacy import CONVERTERS
from cchc_tui.ingest.markup import lines_outside
from cchc_tui.ingest.raw_sheets import CHUNK_ROWS, Chunk, RawSheet, RowFault
from cchc_tui.ingest.row_faults import RowWidths
from cchc_tui.ingest.sniff import HOLE, has_end_of_html
from cchc_tui.settings import Limits
from cchc_tui.texts.problems import table_name

_SAMPLE = 256 << 10
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_\-]+)", re.IGNORECASE)
_TABLE = re.compile(rb"<\x00?t\x00?a\x00?b\x00?l\x00?e", re.IGNORECASE)
_MOST_TEXTS = 100
#: A table's headings must be in its first rows, this many, unless it continues the table before it.
_HEADINGS_WITHIN = 20


class HtmlPage:
    """The tables of one HTML file, and the text around them."""

    def __init__(self, file: BinaryIO, is_message: bool, finder: HeadingFinder, limits: Limits):
        data = file.read()
        if HOLE in data:
            raise problems.refuse(problems.TRUNCATED)
        if is_message:
            data = _pages_of(data)
        self.encoding = encoding = _encoding(data, finder)
        #: Faults of the whole page.
        self.faults = [] if is_message or has_end_of_html(data) else [RowFault(problems.NO_END)]
        self._text = data[encoding.mark :].decode(encoding.codec, REPLACE)
        if not self._text.lstrip().startswith("<"):
            self.faults.append(RowFault(problems.TEXT_FIRST))
        self._finder = finder
        self.limits = limits
        convert = CONVERTERS.get(encoding.legacy)
        self.rows = PageRows(self._text, lambda rows: finder.find(rows, convert) is not None, limits)
        #: The row widths of the last list, which a table without headings may continue.
        self.widths: RowWidths | None = None
        #: Lines of text outside all tables: titles, the period, the moment of the export.
        self.texts: list[list[str]] = [[line[:500]] for line in islice(self._lines_outside(), _MOST_TEXTS)]

    def sheets(self) -> Iterator[HtmlSheet]:
        """Yield one sheet for each table that has rows."""
        many = len(self.rows.regions) > 1
        for number, region in enumerate(self.rows.regions, 1):
            widths = RowWidths(self._finder, self.encoding.legacy, all_cells=True)
            yield HtmlSheet(table_name(number) if many else "", self, region, widths)

    def _lines_outside(self) -> Iterator[str]:
        for start, end in self.rows.outside():
            yield from lines_outside(self._text[start:end])


class HtmlSheet(RawSheet):
    """One table of an HTML page."""

    def __init__(self, name: str, page: HtmlPage, region: Region, widths: RowWidths):
        super().__init__(name)
        self._page = page
        self._region = region
        self._widths = widths

    @override
    def chunks(self) -> Iterator[Chunk]:
        number, rows, most, faults = 1, self._rows(), self._page.limits.rows, self.faults
        while gathered := list(islice(rows, CHUNK_ROWS)):
            if number + len(gathered) - 1 > most:
                raise problems.refuse(problems.TOO_MANY_ROWS, self.name, most + 1, str(most))
            for fault in self._widths.shifted(gathered, number):
                gathered[fault.row - number] = []
                faults.append(fault)
            yield Chunk(range(number, number + len(gathered)), gathered)
            number += len(gathered)
        tags = self._region.tags
        lost = self._page.rows.count(self._region) - tags.sum
        said = (
            (problems.ROWS_HIDDEN, tags.hidden),
            (problems.ROWS_IN_CELLS, tags.in_cells),
            (problems.ROWS_LOST, lost),
        )
        faults += [RowFault(code, value=count) for code, count in said if count]

    def _rows(self) -> Iterator[list[str]]:
        page, spread = self._page, Spread(self._page.limits, self.name)
        first = page.rows.rows(Region(self._region.start, self._region.end), Spread(page.limits))
        if page.widths is not None and not any(map(self._widths.is_heading, islice(first, _HEADINGS_WITHIN))):
            self._widths, spread.below_headings = page.widths, True
        for row in page.rows.rows(self._region, spread):
            if not spread.below_headings:
                self._widths.observe(row)
                if self._widths.headings_seen:
                    spread.below_headings, page.widths = True, self._widths
            yield row


def _encoding(data: bytes, finder: HeadingFinder) -> Encoding:
    sample = data[:_SAMPLE]
    declared = _CHARSET.search(sample)
    return guess(sample, finder, declared[1].decode() if declared else "")


def _pages_of(data: bytes) -> bytes:
    """The HTML pages in a MIME message that have tables, joined. A workbook saved as .mht has one page per sheet.

    Raises Refused if the message is truncated, or has no page with tables.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = []
    for part in message.walk():
        if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects):
            raise problems.refuse(problems.TRUNCATED)
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and _TABLE.search(content):
                pages.append(content)
    if not pages:
        raise problems.refuse(problems.NOT_A_TABLE, value="MIME")
    return b"\n".join(pages)
