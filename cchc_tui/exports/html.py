"""HTML tables, as one-stop software exports them under the name .xls; also inside a MIME message (.mht)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from typing import BinaryIO

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cchc_tui.exports import problems
from cchc_tui.exports.encodings import REPLACE, Encoding, guess
from cchc_tui.exports.grids import ListSheet
from cchc_tui.exports.headings import Finder
from cchc_tui.settings import Limits
from cchc_tui.texts.exports import table_name

_SAMPLE = 256 << 10
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_\-]+)", re.IGNORECASE)
_MOST_ROWSPAN = 200
_MOST_TEXTS = 100
#: Marks that do not part the text that they stand in.
_INLINE = frozenset(("b", "strong", "i", "em", "u", "s", "font", "span", "a", "sub", "sup", "small", "big"))
_WRAPPERS = frozenset(("div", "center", "form", "main", "section", "article", "span", "font"))


class HtmlPage:
    """The tables of one file, and the texts that stand around them."""

    def __init__(self, file: BinaryIO, is_message: bool, finder: Finder, limits: Limits):
        data = file.read()
        if is_message:
            data = _html_part(data)
        self.encoding = encoding = _encoding(data, finder)
        page = LexborHTMLParser(data[encoding.mark :].decode(encoding.codec, REPLACE))
        self._tables = [table for table in page.css("table") if table.css_first("tr") is not None]
        self._page = page  # owns the nodes
        self._limits = limits
        #: Lines of text outside all tables: titles, the period, the moment of the export.
        self.texts: list[list[str]] = [[text] for text in _texts_of(page.body)] if page.body is not None else []

    def sheets(self) -> Iterator[ListSheet]:
        """One sheet per table that has rows."""
        many = len(self._tables) > 1
        for number, table in enumerate(self._tables, 1):
            name = table_name(number) if many else ""
            lines = _own_lines(table, self._page.css_first("table table") is not None)
            yield ListSheet(name, _rows(lines, name, self._limits))


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


def _texts_of(node: LexborNode) -> Iterator[str]:
    """The texts of a page's blocks, without those of its tables."""
    given = 0
    waiting = [node]  # the next is the last
    while waiting and given < _MOST_TEXTS:
        child = waiting.pop()
        if child.tag == "table":
            continue
        if child is node or child.tag in _WRAPPERS:
            waiting.extend(reversed(list(child.iter(include_text=True))))
            continue
        text = child.text(separator=" ").strip()
        if text:
            given += 1
            yield text[:500]


def _rows(lines: Iterator[LexborNode], name: str, limits: Limits) -> Iterator[list[str]]:
    """The rows of a table as a spreadsheet shows them: a cell over several places stands in its first."""
    reserved: dict[int, int] = {}  # column → rows below that a cell above still takes
    count = 0
    for line in lines:
        count += 1
        if count > limits.rows:
            raise problems.refuse(problems.TOO_MANY_ROWS, name, count, str(limits.rows))
        row: list[str] = []
        held, reserved = reserved, {}
        for cell in line.iter():
            if cell.tag not in ("td", "th"):
                continue
            while held and held.get(len(row), 0):
                _hold(row, held, reserved)
            attributes = cell.attributes
            start = len(row)
            row.append(_text_of(cell))
            width = _span(attributes.get("colspan"), limits.columns) if "colspan" in attributes else 1
            if len(row) + width > limits.columns + 1:
                raise problems.refuse(problems.TOO_WIDE, name, len(row) + width, str(limits.columns))
            row.extend([""] * (width - 1))
            if "rowspan" in attributes and (height := _span(attributes.get("rowspan"), _MOST_ROWSPAN)) > 1:
                reserved.update(dict.fromkeys(range(start, start + width), height - 1))
        while held and held.get(len(row), 0):
            _hold(row, held, reserved)
        yield row


def _text_of(cell: LexborNode) -> str:
    """A cell's text: marks inside a word ("Ph<b>ườ</b>ng") part nothing, breaks and blocks do."""
    first = cell.child
    if first is None or (first.tag == "-text" and first.next is None):
        return cell.text()  # nearly every cell of a million
    parts = []
    for child in cell.traverse(include_text=True):
        if child.tag == "-text":
            parts.append(child.text_content or "")
        elif child.tag not in _INLINE:
            parts.append(" ")
    return "".join(parts)


def _hold(row: list[str], held: dict[int, int], reserved: dict[int, int]) -> None:
    """Leaves the next place of a row empty for a cell above it."""
    left = held[len(row)] - 1
    if left:
        reserved[len(row)] = left
    row.append("")


def _own_lines(table: LexborNode, nested: bool) -> Iterator[LexborNode]:
    """The rows of this table; a row that only holds another table inside is layout."""
    for child in table.iter():
        lines = (child,) if child.tag == "tr" else child.iter() if child.tag in ("thead", "tbody", "tfoot") else ()
        for line in lines:
            if line.tag == "tr" and not (nested and line.css_first("table") is not None):
                yield line


def _span(text: str | None, most: int) -> int:
    """A colspan or rowspan within reason."""
    return min(max(int(text), 1), most) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1
