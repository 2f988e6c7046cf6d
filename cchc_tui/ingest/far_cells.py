"""Handles far cells: stray cells far from the list, such as a cell in XFD1 after a wrong key press. They are not read.

calamine stores a sheet of an .xlsx as a full rectangle from A1 to the last cell. A valid workbook of 5 kB with the
cells A1 and XFD1048576 makes calamine abort the process. So if a sheet has far cells, calamine gets a copy without
them. Far cells with a value are reported.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from cchc_tui.ingest import problems
from cchc_tui.ingest.packages import column_number
from cchc_tui.ingest.raw_sheets import RowFault

#: calamine takes 32 bytes per cell: 60 million cells are 2 GB.
_MOST_CELLS = 60_000_000
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
#: A sheet without cells from column SA or row 100.000 on has at most RZ99999, that is 49 million cells.
_FIRST_FAR = 495
_MAY_BE_FAR = re.compile(rb'r="(?:[A-Z]{3}|[S-Z][A-Z]|[A-Z]{1,2}[0-9]{6})')
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?\sref=[\"'](?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3}\d{1,7})[\"'][^>]*>")
_CELL = re.compile(rb"<((?:\w+:)?c)\b[^>]*?\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*?(?:/>|(?<!/)>(.*?)</\1>)", re.S)
_LETTERS, _DIGITS = string.ascii_uppercase.encode(), string.digits.encode()
#: A row is far if it follows this many empty ones.
_GAP = 100_000
#: At most one in this many cells may be far. If more are, the list itself is too wide.
_ONE_OF = 20


def extent(text: bytes) -> tuple[int, int]:
    """The numbers of rows and columns of a sheet, judged by the beginning of its XML (``text``).

    Each number is the larger of two: the declared number, and the number that the cells in ``text`` reach.
    """
    found = _REFERENCE.findall(text)
    if said := _DIMENSION.search(text):
        found.append(said[1])
    letters = {place.rstrip(_DIGITS) for place in found}
    columns = max((column_number(some.decode()) for some in letters), default=1)
    return max(map(int, {place.lstrip(_LETTERS) for place in found}), default=1), columns


def has_far(text: bytes, most_columns: int) -> bool:
    """Whether a sheet has far cells, judged by the beginning of its XML (``text``)."""
    if most_columns < _FIRST_FAR - 1 or _MAY_BE_FAR.search(text):
        return are_far(*extent(text), most_columns)
    said = _DIMENSION.search(text)  # the search above takes a fifth of the time of ``extent``
    return said is not None and are_far(*extent(said[0]), most_columns)


def are_far(rows: int, columns: int, most_columns: int) -> bool:
    """Whether a sheet of this size has far cells: it is too large for calamine, or wider than ``most_columns``."""
    return columns > most_columns or columns * rows > _MOST_CELLS


def fault(row: int, column: int) -> RowFault:
    """The fault for a far cell with a value. ``row`` and ``column`` count from 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = string.ascii_uppercase[letter] + letters
    return RowFault(problems.FAR_CELL, row, f"{letters}{row}")


def refuse_many(far: int, cells: int, sheet: str, widest: int, most_columns: int) -> None:
    """Raise Refused if more than one in 20 cells with a value is far. One far cell is always allowed.

    ``far`` is the number of far cells with a value. ``cells`` is the number of all cells with a value. The message
    names the last column with a far cell (``widest``) and the last column that is read (``most_columns``).
    """
    if far > max(1, cells // _ONE_OF):
        raise problems.refuse(problems.TOO_WIDE, sheet, widest, str(most_columns))


class Trimming:
    """Removes the far cells from the XML of a sheet. ``faults`` has a fault for each far cell with a value."""

    def __init__(self, name: str, most_columns: int):
        self.faults: list[RowFault] = []
        self._name = name
        self._most_columns = most_columns
        self._cells = self._last = self._widest = 0

    def trim(self, pieces: Iterable[bytes]) -> bytes:
        """The XML of a sheet without far cells.

        Raises Refused if there are too many far cells, or if the XML without them is still too large.
        """
        text = _DIMENSION.sub(b"", b"".join(_CELL.sub(self._keep_near, piece) for piece in pieces))
        refuse_many(len(self.faults), self._cells, self._name, self._widest, self._most_columns)
        rows, columns = extent(text)
        if are_far(rows, columns, self._most_columns):
            raise problems.refuse(problems.BOMB, self._name, f"{rows} × {columns}", str(_MOST_CELLS))
        return text

    def _keep_near(self, found: re.Match[bytes]) -> bytes:
        column, row = column_number(found[2].decode()), int(found[3])
        is_far = column > self._most_columns or row > self._last + _GAP
        if found[4]:
            self._cells += 1
            if is_far:
                self._widest = max(self._widest, column)
                self.faults.append(fault(row, column))
            else:
                self._last = max(self._last, row)
        return b"" if is_far else found[0]
