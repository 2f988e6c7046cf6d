"""Writes minimal workbooks in binary formats: .xls of Excel 95 and 97, and .xlsb."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

Rows = Sequence[Sequence[object]]
#: (row, column) → the record of a cell, in place of what stands in the rows.
Cells = Mapping[tuple[int, int], bytes]
EXCEL_95, EXCEL_97 = 0x500, 0x600
_FORMAT = "dd/mm/yyyy hh:mm:ss"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def serial(moment: datetime) -> float:
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86_400


def record(kind: int, content: bytes) -> bytes:
    """A record of an .xls."""
    return struct.pack("<HH", kind, len(content)) + content


def error(row: int, column: int, code: int = 0x2A) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def formula(row: int, column: int, result: bytes, flags: int = 0, tokens: bytes = b"\x1e\x01\x00") -> bytes:
    content = struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIH", flags, 0, len(tokens)) + tokens
    return record(0x06, content)


def _in_code_page(text: str) -> bytes:
    """Text encoded in code page 1258, which has tone marks as separate characters."""
    made = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            made += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter)[0], ""
            marks = unicodedata.normalize("NFD", letter)[1:]
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", base + marks.replace(tone, ""))
            made += (base + tone).encode("cp1258")
    return made


def xls(path: Path, rows: Rows, version: int = EXCEL_97, cells: Cells | None = None, name: str = "S") -> Path:
    """Write a workbook of Excel 95 or 97. ``cells`` has records that replace those of values in ``rows``."""
    is_97 = version == EXCEL_97

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHH", version, kind, 0, 0) + (bytes(8) if is_97 else b""))

    def text(value: str, short: bool = False) -> bytes:
        if is_97:
            return struct.pack("<BB" if short else "<HB", len(value), 1) + value.encode("utf-16-le")
        encoded = _in_code_page(value)
        return struct.pack("<B" if short else "<H", len(encoded)) + encoded

    def style(number: int) -> bytes:
        return record(0xE0, struct.pack("<HHH", 0, number, 0) + bytes(14 if is_97 else 10))

    made = begin(0x10)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if cells and (y, x) in cells:
                made += cells[y, x]
            elif isinstance(value, datetime):
                made += record(0x203, struct.pack("<HHHd", y, x, 16, serial(value)))
            elif isinstance(value, int):
                made += record(0x203, struct.pack("<HHHd", y, x, 0, value))
            elif value != "":
                made += record(0x204, struct.pack("<HHH", y, x, 0) + text(str(value)))
    book = begin(5) + record(0x42, struct.pack("<H", 1200 if is_97 else 1258))
    book += record(0x41E, struct.pack("<H", 164) + text(_FORMAT, not is_97)) + style(0) * 16 + style(164)
    bound = record(0x85, struct.pack("<IH", 0, 0) + text(name, True))
    bound = bound[:4] + struct.pack("<I", len(book) + len(bound) + 4) + bound[8:]
    path.write_bytes(container(book + bound + record(0x0A, b"") + made + record(0x0A, b""), is_97))
    return path


def container(stream: bytes, is_97: bool) -> bytes:
    """An OLE compound file with one stream."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    sectors = len(stream) // 512
    tables = (sectors + 130) // 127
    table = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * tables]
    table += [0xFFFFFFFF] * (tables * 128 - len(table))

    def entry(name: str, kind: int, first: int, size: int, child: int) -> bytes:
        encoded = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return encoded.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, size)

    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)
    directory += entry("Workbook" if is_97 else "Book", 2, 0, len(stream), 0xFFFFFFFF)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, tables, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    places = [sectors + 1 + number for number in range(tables)]
    header += struct.pack("<109I", *places, *[0xFFFFFFFF] * (109 - tables))
    return header + stream + directory.ljust(512, b"\0") + struct.pack(f"<{tables * 128}I", *table)


def part(kind: int, content: bytes = b"") -> bytes:
    """A record of an .xlsb."""
    made = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    while size > 0x7F:
        made, size = made + bytes([size & 0x7F | 0x80]), size >> 7
    return made + bytes([size]) + content


def text_of(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def cell(column: int, style: int = 0) -> bytes:
    """The first bytes of every cell record of an .xlsb."""
    return struct.pack("<II", column, style)


def xlsb(
    path: Path,
    rows: Rows,
    cells: Mapping[tuple[int, int], Callable[[int], bytes]] | None = None,
    merged: Sequence[tuple[int, int, int, int]] = (),
    epoch_1904: bool = False,
    styles: bool = True,
) -> Path:
    """Write an .xlsb workbook. ``merged`` has ranges: first and last row, first and last column."""
    made = part(129) + part(148, struct.pack("<4I", 0, len(rows), 0, len(rows[0]))) + part(145)
    for y, row in enumerate(rows):
        made += part(0, struct.pack("<I", y) + bytes(15))
        for x, value in enumerate(row):
            if cells and (y, x) in cells:
                made += cells[y, x](x)
            elif isinstance(value, datetime):
                made += part(5, cell(x, int(styles)) + struct.pack("<d", serial(value) - 1_462 * epoch_1904))
            elif isinstance(value, int):
                made += part(5, cell(x) + struct.pack("<d", value))
            elif value != "":
                made += part(6, cell(x) + text_of(str(value)))
    made += part(146) + part(177, struct.pack("<I", len(merged)))
    made += b"".join(part(176, struct.pack("<4I", *places)) for places in merged) + part(178) + part(130)
    relate = f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATION}/'
    book = part(131) + part(153, struct.pack("<II", epoch_1904, 0) + text_of("")) + part(143)
    style = [part(47, struct.pack("<5H", 0, number, 0, 0, 0) + bytes(6)) for number in (0, 164)]
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'{relate}officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": book
        + part(156, struct.pack("<II", 0, 1) + text_of("r1") + text_of("S"))
        + part(144)
        + part(132),
        "xl/_rels/workbook.bin.rels": f'{relate}worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="r2"'
        f' Type="{_RELATION}/styles" Target="styles.bin"/></Relationships>',
        "xl/worksheets/sheet1.bin": made,
        "xl/styles.bin": part(278)
        + part(615, struct.pack("<I", 1))
        + part(44, struct.pack("<H", 164) + text_of(_FORMAT))
        + part(616)
        + part(617, struct.pack("<I", 2))
        + b"".join(style)
        + part(618)
        + part(279),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
