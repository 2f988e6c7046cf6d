"""The errors in an .xls of Excel 97-2003 [MS-XLS], for which calamine gives nothing, as for empty cells."""

from __future__ import annotations

import struct
from typing import BinaryIO

from cchc_tui.exports import compound
from cchc_tui.exports.grids import Unknown

_BOUND_SHEET, _BEGIN, _END = 0x85, 0x0809, 0x0A
_ERROR_CELL, _FORMULA = 0x0205, 0x0006
_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
#: A formula whose result is an error: its type, what is not used, and the mark that it is no number.
_RESULT_IS_ERROR = 2


def errors(file: BinaryIO) -> dict[str, dict[int, list[tuple[int, Unknown]]]]:
    """Sheet → row → the columns and cells with errors, all from 0."""
    try:
        return _errors(b"".join(compound.workbook(file)))
    except (ValueError, struct.error):
        return {}  # what it is too broken to say, calamine will refuse
    finally:
        file.seek(0)


def _errors(data: bytes) -> dict[str, dict[int, list[tuple[int, Unknown]]]]:
    names: dict[int, str] = {}  # where a sheet begins → its name
    found: dict[str, dict[int, list[tuple[int, Unknown]]]] = {}
    start, depth, name = 0, 0, ""
    header = struct.Struct("<HH").unpack_from
    while start + 4 <= len(data):
        kind, length = header(data, start)
        if kind in (_ERROR_CELL, _FORMULA) and depth == 1 and length >= 8:
            row, column, code = _cell(data, start + 4, kind)
            if code is not None:
                cells = found.setdefault(name, {}).setdefault(row, [])
                cells.append((column, Unknown(_NAMES.get(code, "#"))))
        elif kind == _BEGIN:
            depth += 1  # charts are sheets within sheets
            name = names.get(start, name) if depth == 1 else name
        elif kind == _END:
            depth -= 1
        elif kind == _BOUND_SHEET and length > 8:
            place, _, count, wide = struct.unpack_from("<IHBB", data, start + 4)
            text = data[start + 12 : start + 4 + length]
            names[place] = text.decode("utf-16-le", "replace") if wide & 1 else text[:count].decode("latin-1")
        start += 4 + length
    return found


def _cell(data: bytes, start: int, kind: int) -> tuple[int, int, int | None]:
    """Row and column of a cell, and its error, None for any other value."""
    row, column = struct.unpack_from("<HH", data, start)
    if kind == _ERROR_CELL:
        return row, column, data[start + 6] if data[start + 7] == 1 else None
    result = data[start + 6 : start + 14]
    is_error = result[6:8] == b"\xff\xff" and result[0] == _RESULT_IS_ERROR
    return row, column, result[2] if is_error else None
