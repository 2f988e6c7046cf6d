"""A model rollout sheet: which unit says how far it has come with which model practice (DOMAIN §6, §7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cchc_tui.domain.moments import Stamp
from cchc_tui.exports import problems
from cchc_tui.exports.columns import Texts
from cchc_tui.exports.dates import UNREADABLE, read
from cchc_tui.exports.figures import read_number
from cchc_tui.exports.grids import Cell, Chunk
from cchc_tui.exports.headings import Layout
from cchc_tui.exports.oddrows import OddRows, cell_text
from cchc_tui.exports.problems import Notes
from cchc_tui.exports.records import Batch, RolloutRow
from cchc_tui.registry import Registry


class Rollout:
    """Reads the chunks of one sheet; counts what became of its rows."""

    def __init__(
        self,
        layout: Layout,
        registry: Registry,
        notes: Notes,
        epoch_1904: bool,
        encoding: str,
        is_unit: Callable[[str], bool],
    ):
        self.rows = self.accepted = self.rejected = 0
        self._layout = layout
        self._registry = registry
        self.notes = notes
        self._epoch_1904 = epoch_1904
        self._texts = Texts(notes, encoding)
        self._odd = OddRows(registry.headings.get("rows", {}), layout, self._texts.of, is_unit)
        self._unit = ""

    def read(self, chunk: Chunk) -> Batch:
        """The claims of a chunk with the problems met."""
        rows: list[RolloutRow] = []
        for index, number in enumerate(chunk.numbers):
            read_row = self._row(chunk.row(index), number)
            if read_row is not None:
                rows.append(read_row)
        self.accepted += len(rows)
        self.rows += len(rows)
        return Batch(tuple(rows), self.notes.take(), self.rows)

    def _row(self, row: Sequence[Cell], number: int) -> RolloutRow | None:
        unit, practice, state = (self._texts.of(self._cell(row, name)) for name in ("unit", "practice", "state"))
        if not practice or not (unit or self._unit):
            if not self._odd.is_odd(row) and not self._odd.is_below_end(row):
                self._reject(number, "practice" if unit or self._unit else "unit")
            return None
        if self._layout.title("practice") == practice:  # the headings again
            return None
        # The unit's cell is often merged over the rows of its models: only the first of them holds it.
        self._unit = unit = unit or self._unit
        return RolloutRow(
            number,
            unit,
            self._known(number, "practice", practice, problems.UNKNOWN_PRACTICE, self._registry.practice_names.get),
            practice,
            self._known(number, "state", state, problems.UNKNOWN_STATE, self._registry.state_names.get),
            state,
            self._since(row, number),
            self._turns(row, number),
            self._texts.of(self._cell(row, "note")),
        )

    def _cell(self, row: Sequence[Cell], name: str) -> Cell:
        for place in self._layout.columns.get(name, ()):
            if place < len(row) and row[place] != "":
                return row[place]
        return ""

    def _reject(self, number: int, name: str) -> None:
        self.rows += 1
        self.rejected += 1
        code = problems.NO_UNIT if name == "unit" else problems.NO_PRACTICE
        self.notes.reject(code, number, self._layout.title(name))

    def _known(self, number: int, name: str, text: str, code: str, find: Callable[[str], str]) -> str:
        key = find(text) if text else ""
        if text and not key:
            self.notes.note(code, number, self._layout.title(name), text)
        return key

    def _since(self, row: Sequence[Cell], number: int) -> Stamp | None:
        cell = self._cell(row, "since")
        moment, _ = read(cell, self._epoch_1904)
        if moment == UNREADABLE:
            self.notes.note(problems.BAD_DATE, number, self._layout.title("since"), cell_text(cell))
            return None
        return moment

    def _turns(self, row: Sequence[Cell], number: int) -> int | None:
        cell = self._cell(row, "turns")
        try:
            return read_number(cell)
        except ValueError:
            self.notes.note(problems.BAD_NUMBER, number, self._layout.title("turns"), cell_text(cell))
            return None
