"""Finds the units in a list without a unit column: in the sheet's name, or in a row above each group of dossiers.

The list gets an additional column with the unit of each row. Then it is read like a list with a unit column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.raw_sheets import UNITS, Cell, Chunk

#: Most filled cells in a row that names a unit: a numeral, the name, a count.
_FEW = 3


class UnitRows:
    """Finds the names of units in one sheet. ``unit`` is the last name that was found ("": none)."""

    def __init__(self, layout: SheetLayout, is_unit: Callable[[str], bool], sheet: str, before: str = ""):
        """``is_unit`` tells whether a text is the full name of a unit. ``sheet`` is the name of the sheet.

        If the list began in an earlier sheet, ``before`` is the last unit there; "" if there is none.
        """
        self.unit = sheet if is_unit(sheet) else before
        self._is_unit = is_unit
        self._dates = layout.columns["received"]

    def layout(self, layout: SheetLayout, rows: Sequence[Sequence[Cell]]) -> SheetLayout:
        """The layout with the additional column of units, if the list needs this column; else ``layout``.

        A list needs it if it has no unit column, and the sheet's name or the first filled row names a unit.
        """
        if "agency" in layout.columns or "department" in layout.columns:
            return layout
        first = next((row for row in rows if any(cell != "" for cell in row)), ())
        if not self.unit and not self._named(first):
            return layout
        return replace(layout, columns=layout.columns | {"agency": (UNITS,)}, titles=layout.titles | {UNITS: ""})

    def chunk(self, chunk: Chunk) -> Chunk:
        """A chunk with the same rows, and the unit of each row in the additional column."""
        units: list[Cell] = []
        for row in chunk.rows:
            self.unit = self._named(row) or self.unit
            units.append(self.unit)
        return Chunk(chunk.numbers, chunk.rows, units)

    def _named(self, row: Sequence[Cell]) -> str:
        filled = [(place, cell_text(cell)) for place, cell in enumerate(row) if cell != ""]
        texts = dict.fromkeys(text for place, text in filled if place not in self._dates)
        return next(filter(self._is_unit, texts), "") if len(texts) <= _FEW else ""


def has_unit_rows(layout: SheetLayout) -> bool:
    """Whether a layout has the additional column of units."""
    return layout.columns.get("agency") == (UNITS,)
