"""A unit summary: what the one-stop software itself reports per unit, to be held against the list (DOMAIN §6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cchc_tui.exports import problems
from cchc_tui.exports.columns import Texts
from cchc_tui.exports.figures import read_number
from cchc_tui.exports.grids import Cell, Chunk
from cchc_tui.exports.headings import Layout
from cchc_tui.exports.oddrows import OddRows, cell_text
from cchc_tui.exports.problems import Notes
from cchc_tui.exports.records import Batch, SummaryRow
from cchc_tui.registry import Registry

_FIGURES = SummaryRow._fields[2:]
#: A sum and its parts, with the numbers of their columns in the form.
_IDENTITIES = (
    ("intake", ("opening", "received"), "3 = 4 + 5"),
    ("resolved", ("early", "on_time", "resolved_late"), "6 = 7 + 8 + 9"),
    ("open", ("in_time", "overdue"), "10 = 11 + 12"),
    ("late", ("resolved_late", "overdue"), "13 = 9 + 12"),
)


class Summary:
    """Reads the chunks of one sheet; counts what became of its rows."""

    def __init__(self, layout: Layout, registry: Registry, notes: Notes, encoding: str, is_unit: Callable[[str], bool]):
        self.rows = self.accepted = self.rejected = 0
        self._layout = layout
        self.notes = notes
        self._texts = Texts(notes, encoding)
        self._odd = OddRows(registry.headings.get("rows", {}), layout, self._texts.of, is_unit)

    def read(self, chunk: Chunk) -> Batch:
        """The units' figures of a chunk with the problems met."""
        rows: list[SummaryRow] = []
        for index, number in enumerate(chunk.numbers):
            read_row = self._row(chunk.row(index), number)
            if read_row is not None:
                rows.append(read_row)
        self.accepted += len(rows)
        self.rows += len(rows)
        return Batch(tuple(rows), self.notes.take(), self.rows)

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

    def _reject(self, code: str, number: int, name: str, value: str) -> None:
        self.rows += 1
        self.rejected += 1
        self.notes.reject(code, number, self._layout.title(name), value)

    def _check(self, number: int, unit: str, figures: dict[str, int | None]) -> None:
        """Notes where a sum of the form is not the sum of its parts."""
        for total, parts, rule in _IDENTITIES:
            said = figures[total]
            values = [figures[part] for part in parts]
            added = sum(value for value in values if value is not None)
            if said is not None and None not in values and said != added:
                title = self._layout.title(total)
                self.notes.note(problems.IDENTITY, number, title, f"{unit}: {said} ≠ {added}", rule)
