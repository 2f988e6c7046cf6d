"""Recognises the format of a file by its bytes. The file's name is not used."""

from __future__ import annotations

import codecs
import re
from enum import Enum, auto
from typing import BinaryIO

from cchc_tui.ingest import compound, packages, problems
from cchc_tui.ingest.safe_open import head_of, tail_of
from cchc_tui.settings import Limits

_LOOKED_AT = 64 << 10
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"RIFF", "WebP"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
    (b"SQLite format 3\x00", "SQLite"),
)
_PAGE_TAGS = ("<table", "<html", "<tr", "<!doctype html", "<body", "<head", "<meta", "<style")
_ROW_OF_CELLS = re.compile(r"<tr\b[^<>]*>\s*<t[dh]\b")
#: This many zero bytes mean that a part of the file is not written yet.
HOLE = bytes(512)
#: A workbook may end in zero bytes, but not in this many.
_LEAST_ZEROS = 8192
#: The first record of a BIFF file without a container, as Excel 2 to 5 and some present software write it. It starts a
#: sheet or a workbook.
_BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00..[\x05\x06\x10\x20\x40\x00][\x00\x01]", re.DOTALL)
#: Highest share of control characters in a text; damaged cells contain some. Binary files have about a tenth.
_MOST_CONTROLS = 0.05
#: The first element of a workbook in plain XML, after declarations, instructions and comments.
_XML_WORKBOOK = re.compile(
    r"(?:\s++|<\?[^>]*+>|<!--.*?-->|<!doctype[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>)*+<(?:\w+:)?"
    r"(?:(workbook)(?=[^>]*schemas-microsoft-com:office:spreadsheet)|document(?=[^>]*opendocument\.spreadsheet))\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_END = re.compile(rb"</(?:\w+:)?(?:workbook|document)\s*>(?:\s++|<!--.*?-->)*+\Z", re.IGNORECASE | re.DOTALL)


def sniff(file: BinaryIO, limits: Limits) -> str:
    """The format of a file: xlsx, xlsb, ods, fods, xls, xml (XML Spreadsheet 2003), html, mht (HTML in a mail) or csv.

    Raises Refused if the file is not a table, is encrypted or truncated, or is a zip bomb.
    """
    head = head_of(file, _LOOKED_AT)
    if head.startswith(compound.MAGIC) and is_unwritten(file, head):
        raise problems.refuse(problems.TRUNCATED)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return packages.workbook_format(file, limits)
    if head.startswith(compound.MAGIC):
        compound.check(file)
        return "xls"
    if _BARE_BIFF.match(head):
        raise problems.refuse(problems.OLD_FORMAT, value="BIFF, Excel 2-5")
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise problems.refuse(problems.EMPTY)
    if is_unwritten(file, head):
        raise problems.refuse(problems.TRUNCATED)
    text = as_text(head)
    if text is None and HOLE in head[512:] and b"\x00" not in head[:512] and as_text(head.replace(b"\x00", b"")):
        raise problems.refuse(problems.TRUNCATED)
    if text is None or (head.startswith(tuple(magic for magic, _ in _FOREIGN)) and not _looks_like_lines(text)):
        raise problems.refuse(problems.NOT_A_TABLE, value=_name_of(head))
    return _sniff_text(text, file)


class HtmlEnd(Enum):
    """How the bytes of an HTML page end."""

    CLOSED = auto()
    #: The page ends after a complete row, without its last tags.
    AFTER_A_ROW = auto()
    CUT = auto()


def end_of_html(file: BinaryIO) -> HtmlEnd:
    """How a page ends.

    CLOSED: with the page's end tag. A page without a start tag may also end with the end tag of a table. CUT: within a
    row. AFTER_A_ROW: in any other way.
    """
    start = head_of(file, _LOOKED_AT).replace(b"\x00", b"").lower()
    tail = tail_of(file, _LOOKED_AT).replace(b"\x00", b"").lower()
    if _closes(start, tail):
        return HtmlEnd.CLOSED
    if b"</table" in tail[-4096:] or b"</body" in tail[-4096:]:
        return HtmlEnd.AFTER_A_ROW
    rest = tail[tail.rfind(b"</tr") :] if b"</tr" in tail else b""
    return (
        HtmlEnd.CUT
        if not rest or b"<" in rest[1:].replace(b"</tbody>", b"") or b">" not in rest
        else HtmlEnd.AFTER_A_ROW
    )


def has_end_of_html(data: bytes) -> bool:
    """Whether a page's bytes have the ending that ``HtmlEnd.CLOSED`` describes."""
    start, tail = (part.replace(b"\x00", b"").lower() for part in (data[:_LOOKED_AT], data[-_LOOKED_AT:]))
    return _closes(start, tail)


def _closes(start: bytes, tail: bytes) -> bool:
    return (b"</html" if b"<html" in start else b"</table") in tail[-4096:]


def is_html(text: str) -> bool:
    """Whether a file that begins with ``text`` is an HTML page.

    The text of a page begins with "<" and has tags of a page, or has a row of a table.
    """
    start = text.lstrip().lower()
    if _is_message(start):
        return False
    if start.startswith("<"):
        return not xml_workbook(text) and any(tag in start for tag in _PAGE_TAGS)
    return _ROW_OF_CELLS.search(start) is not None


def is_unwritten(file: BinaryIO, head: bytes) -> bool:
    """Whether a file ends in zeros. Such a file has its full size already, but its content is still being copied."""
    least = _LEAST_ZEROS if head.startswith((b"PK", compound.MAGIC)) else len(HOLE)
    tail = tail_of(file, least)
    return len(tail) == least and not tail.strip(b"\x00")


def xml_workbook(text: str) -> str:
    """The format of a workbook in plain XML that begins with ``text``: "xml" or "fods".

    "" if there is no such workbook.
    """
    found = _XML_WORKBOOK.match(text)
    return "" if found is None else "xml" if found[1] else "fods"


def is_xml_whole(file: BinaryIO) -> bool:
    """Whether a workbook in plain XML is complete: its outermost element has its end tag."""
    return _XML_END.search(tail_of(file, 4096).replace(b"\x00", b"")) is not None


def utf16_of(head: bytes) -> str:
    """The codec of a text in UTF-16, with or without a byte order mark: "utf-16-le" or "utf-16-be".

    "" for other bytes.
    """
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = head[:4096]
    low, high = sample[0::2], sample[1::2]
    if len(sample) < 8:
        return ""
    zeros_low, zeros_high = low.count(0) / len(low), high.count(0) / len(high)
    if zeros_high > 0.3 and zeros_low < 0.02:
        return "utf-16-le"
    if zeros_low > 0.3 and zeros_high < 0.02:
        return "utf-16-be"
    return ""


def as_text(head: bytes) -> str | None:
    """The start of a file as text in which tags can be searched, whatever the encoding is.

    None if the file is binary.
    """
    if encoding := utf16_of(head):
        return head[: len(head) // 2 * 2].decode(encoding, "replace").removeprefix("\ufeff")
    controls = sum(head.count(code) for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1a\x1b")
    if controls > _MOST_CONTROLS * len(head):
        return None
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _sniff_text(text: str, file: BinaryIO) -> str:
    start = text.lstrip().lower()
    if is_html(text):
        if end_of_html(file) is HtmlEnd.CUT:
            raise problems.refuse(problems.TRUNCATED)
        return "html"
    if start.startswith("<"):
        if xml := xml_workbook(text):
            if not is_xml_whole(file):
                raise problems.refuse(problems.TRUNCATED)
            return xml
        raise problems.refuse(problems.NOT_A_TABLE, value="XML")
    return "mht" if _is_message(start) else "csv"


def _is_message(start: str) -> bool:
    """Whether a text in lower case begins like a mail message. Programs save a page with its images in this format."""
    return start.startswith("mime-version:") or (start.startswith("from:") and "mime-version:" in start[:2000])


def _looks_like_lines(text: str) -> bool:
    """Whether a file that begins like another format ("BM…", "MZ…") is a text table after all."""
    first = text.split("\n", 1)[0]
    return any(mark in first for mark in ",;\t|") and "%PDF" not in first


def _name_of(head: bytes) -> str:
    return next((name for magic, name in _FOREIGN if head.startswith(magic)), "binary")
