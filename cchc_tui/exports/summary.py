"""A unit summary: what the one-stop software itself reports per unit, to be held against the list (DOMAIN §6)."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_tui.exports import problems
from cchc_tui.exports.byrow import ByRow
from cchc_tui.exports.figures import read_number
from cchc_tui.exports.grids import Cell
from cchc_tui.exports.oddrows import cell_text
from cchc_tui.exports.records import SummaryRow

_FIGURES = SummaryRow._fields[2:]
#: A sum and its parts, with the numbers of their columns in the form.
_IDENTITIES = (
    ("intake", ("opening", "received"), "3 = 4 + 5"),
    ("resolved", ("early", "on_time", "resolved_late"), "6 = 7 + 8 + 9"),
    ("open", ("in_time", "overdue"), "10 = 11 + 12"),
    ("late", ("resolved_late", "overdue"), "13 = 9 + 12"),
)


class Summary(ByRow):
    """The units' figures of one sheet."""

    def _row(self, row: Sequence[Cell], number: int) -> SummaryRow | None:
        cells = {name: self._cell(row, name) for name in _FIGURES}
        unit = self._texts.of(self._cell(row, "unit"))
        if self._odd.is_odd(row, groups=False) or all(cell == "" for cell in cells.values()):
            return None  # a total, a level's or field's name alone, a signature
        if not unit:
            self._reject(problems.NO_UNIT, number, "unit", "")
            return None
        figures: dict[str, int | None] = {}
        for name, cell in cells.items():
            try:
                figures[name] = read_number(cell)
            except ValueError:
                if not self._odd.ended:
                    self._reject(problems.BAD_NUMBER, number, name, cell_text(cell))
                return None
        self._check(number, unit, figures)
        return SummaryRow(number, unit, *(figures[name] for name in _FIGURES))

    def _cell(self, row: Sequence[Cell], name: str) -> Cell:
        place = self._layout.columns[name][0] if name in self._layout.columns else len(row)
        return row[place] if place < len(row) else ""

    def _check(self, number: int, unit: str, figures: dict[str, int | None]) -> None:
        """Notes where a sum of the form is not the sum of its parts."""
        for total, parts, rule in _IDENTITIES:
            said = figures[total]
            values = [figures[part] for part in parts]
            added = sum(value for value in values if value is not None)
            if said is not None and None not in values and said != added:
                title = self._layout.title(total)
                self.notes.note(problems.IDENTITY, number, title, f"{unit}: {said} ≠ {added}", rule)
