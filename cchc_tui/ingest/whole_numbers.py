"""Reads numbers in the forms that reports use: 1200, "1.200", "1,200", "1 200", 1200.0."""

from __future__ import annotations

import re

from cchc_tui.ingest.cleaning import BLANKS, clean
from cchc_tui.ingest.raw_sheets import Cell

_GROUPED = re.compile(r"\d{1,3}(?:([.,\s\u00a0])\d{3})(?:\1\d{3})*")
_PLAIN = re.compile(r"\d{1,9}(?:[.,]0+)?")
_DECIMAL = re.compile(r"\d{1,9}[.,]\d{1,2}")
#: Larger numbers are not counts.
_MOST = 10**9


def read_number(cell: Cell) -> int | None:
    """The whole number below 10^9 in a cell; None if the cell is empty. Raises ValueError for any other value."""
    number = _whole(cell)
    if number is not None and number >= _MOST:
        raise ValueError(str(cell))
    return number


def read_decimal(cell: Cell) -> int | float | None:
    """The number in a cell, with or without decimals; None if the cell is empty.

    Raises ValueError for any other value.
    """
    if isinstance(cell, str) and (found := _DECIMAL.fullmatch(clean(cell).removeprefix("'"))):
        return float(found[0].replace(",", "."))
    if isinstance(cell, float) and 0 <= cell < _MOST and not cell.is_integer():
        return cell
    return read_number(cell)


def _whole(cell: Cell) -> int | None:
    if isinstance(cell, str):
        text = clean(cell).removeprefix("'")
        if text in BLANKS:
            return None
        if _GROUPED.fullmatch(text):
            return int(re.sub(r"\D", "", text))
        if _PLAIN.fullmatch(text):
            return int(re.split(r"[.,]", text)[0])
        raise ValueError(text)
    if isinstance(cell, float) and cell.is_integer() and cell >= 0:
        return int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 0:
        return cell
    raise ValueError(str(cell))
