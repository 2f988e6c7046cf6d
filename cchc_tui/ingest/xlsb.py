"""Reads from an .xlsb [MS-XLSB] what calamine does not return: errors, rich text, merged cells, and the date epoch."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cchc_tui.ingest.biff import ERRORS
from cchc_tui.ingest.raw_sheets import LeftOut, Unknown
from cchc_tui.ingest.workbook_package import Package

_ROW, _ERROR, _FORMULA_ERROR, _RICH_TEXT, _MERGED = 0, 3, 11, 62, 176
_BOOK, _SHEET = 153, 156
_LOOKED_AT = frozenset((_ROW, _ERROR, _FORMULA_ERROR, _RICH_TEXT, _MERGED))
#: The first and last (row, column) of merged cells.
MergedRange = tuple[tuple[int, int], tuple[int, int]]


class BinaryPackage(Package):
    """The parts of an .xlsb. Sheets are given by their numbers (from 0)."""

    def _read_book(self) -> None:
        targets = self._targets("xl/_rels/workbook.bin.rels")
        book = self._bytes(self._parts.get("xl/workbook.bin"))
        for kind, content in _records(book, frozenset((_BOOK, _SHEET))):
            if kind == _BOOK:
                self.epoch_1904 = bool(content[:1] and content[0] & 1)
            else:
                self._sheets.append(targets.get(_text(content, 8), ""))

    def left_out(self, number: int, name: str) -> LeftOut:
        """The cells of a sheet that calamine does not read: cells with unknown values, and cells with rich text."""
        found: LeftOut = {}
        row = 0
        for kind, content in self._cells(number):
            if kind == _ROW:
                row = int.from_bytes(content[:4], "little")
            elif kind != _MERGED and len(content) > 8:
                column = int.from_bytes(content[:4], "little")
                is_text = kind == _RICH_TEXT
                cell = _text(content, 9) if is_text else Unknown(ERRORS.get(content[8], "#"))
                found.setdefault(row, []).append((column, cell))
        return found

    def merged(self, number: int) -> list[MergedRange]:
        """The merged ranges of a sheet."""
        records = [content for kind, content in self._cells(number) if kind == _MERGED and len(content) >= 16]
        places = [struct.unpack_from("<4I", content) for content in records]
        return [((top, left), (bottom, right)) for top, bottom, left, right in places]

    def _cells(self, number: int) -> Iterator[tuple[int, bytes]]:
        return _records(self._bytes(self._member(number)), _LOOKED_AT)


def _records(data: bytes, wanted: frozenset[int]) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each wanted record.

    A record begins with its kind and its size. Both are numbers with seven bits in each byte.
    """
    at, end = 0, len(data) - 1
    while at < end:
        kind = data[at]
        at += 1
        if kind > 0x7F:
            kind = kind & 0x7F | data[at] << 7
            at += 1
        size = shift = 0
        while at <= end:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        if kind in wanted:
            yield kind, data[at : at + size]
        at += size


def _text(content: bytes, start: int) -> str:
    """The text at an offset in a record. The text's length comes first, then its characters."""
    length = int.from_bytes(content[start : start + 4], "little")
    return content[start + 4 : start + 4 + 2 * length].decode("utf-16-le", "replace")
