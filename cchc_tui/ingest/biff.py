"""Finds in an .xls [MS-XLS] what calamine does not return: the date epoch, errors, and uncomputed formulas."""

from __future__ import annotations

import struct
from contextlib import suppress
from typing import BinaryIO

from cchc_tui.ingest import compound
from cchc_tui.ingest.raw_sheets import LeftOut, Unknown

_BOUND_SHEET, _BEGIN, _END = 0x85, 0x0809, 0x0A
_ERROR_CELL, _FORMULA, _DATE_MODE = 0x0205, 0x0006, 0x22
#: Error code → text.
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
#: The bytes that mark a formula's result as not a number, and the kinds of such results.
_NO_NUMBER = b"\xff\xff"
_RESULT_IS_ERROR, _RESULT_IS_EMPTY = 2, 3
#: The flag of a formula that the opening program must compute, and the form of an empty text in a formula.
_CALCULATE_ON_LOAD = 2
_EMPTY_TEXT = b"\x17\x00"
_NEVER_COMPUTED = Unknown("=…")


class BinaryBook:
    """The date epoch of an .xls workbook, and its cells with unknown values.

    In a damaged file, the epoch and such cells may not be found. calamine then refuses the file.
    """

    def __init__(self, file: BinaryIO):
        #: Whether serial dates count from 1904.
        self.epoch_1904 = False
        self._found: dict[int, LeftOut] = {}  # by number of the sheet
        #: Formulas whose empty result cannot be intended, and the number of formulas with a result.
        self._empty: list[tuple[int, int, int]] = []
        self._computed = 0
        with suppress(ValueError, struct.error):
            self._read(b"".join(compound.workbook(file)))
        file.seek(0)

    def left_out(self, number: int, name: str) -> LeftOut:
        """The cells with unknown values in a sheet. ``number`` is the sheet's number (from 0). ``name`` is not used."""
        return self._found.get(number, {})

    def _read(self, data: bytes) -> None:
        places: list[int] = []  # where each sheet begins
        start, depth, sheet = 0, 0, -1
        header = struct.Struct("<HH").unpack_from
        while start + 4 <= len(data):
            kind, length = header(data, start)
            if kind in (_ERROR_CELL, _FORMULA) and depth == 1 and length >= 8:
                self._cell(sheet, kind, data[start + 4 : start + 4 + length])
            elif kind == _BEGIN:
                depth += 1  # charts are sheets within sheets
                sheet = places.index(start) if depth == 1 and start in places else sheet
            elif kind == _END:
                depth -= 1
            elif kind == _BOUND_SHEET and length > 6:
                places.append(struct.unpack_from("<I", data, start + 4)[0])
            elif kind == _DATE_MODE and sheet < 0:
                self.epoch_1904 |= data[start + 4 : start + 4 + length] == b"\x01\x00"
            start += 4 + length
        if not self._computed:  # some writers leave all computing to Excel: no formula has a stored result
            for sheet, row, column in self._empty:
                self._put(sheet, row, column, _NEVER_COMPUTED)

    def _cell(self, sheet: int, kind: int, content: bytes) -> None:
        row, column = struct.unpack_from("<HH", content)
        if kind == _ERROR_CELL:
            if content[7] == 1:
                self._put(sheet, row, column, Unknown(ERRORS.get(content[6], "#")))
            return
        result, flags = content[6:14], content[14:16]
        empty = result[6:8] == _NO_NUMBER and result[0] == _RESULT_IS_EMPTY
        self._computed += not empty
        if result[6:8] == _NO_NUMBER and result[0] == _RESULT_IS_ERROR:
            self._put(sheet, row, column, Unknown(ERRORS.get(result[2], "#")))
        elif result == bytes(8) and flags and flags[0] & _CALCULATE_ON_LOAD:
            self._put(sheet, row, column, _NEVER_COMPUTED)
        elif empty and _EMPTY_TEXT not in content[22:]:
            self._empty.append((sheet, row, column))

    def _put(self, sheet: int, row: int, column: int, cell: Unknown) -> None:
        self._found.setdefault(sheet, {}).setdefault(row, []).append((column, cell))
