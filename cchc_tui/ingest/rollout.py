"""A model rollout sheet: which unit says how far it has come with which model practice (DOMAIN §6, §7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cchc_tui.domain.moments import Stamp
from cchc_tui.ingest import problems
from cchc_tui.ingest.dates import UNREADABLE, Dates
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell, Unknown
from cchc_tui.ingest.records import RolloutRow
from cchc_tui.ingest.row_reader import RowReader
from cchc_tui.ingest.whole_numbers import read_number
from cchc_tui.registry import Registry


class Rollout(RowReader):
    """The claims of one sheet."""

    def __init__(
        self,
        layout: SheetLayout,
        registry: Registry,
        notes: Notes,
        epoch_1904: bool,
        encoding: str,
        is_unit: Callable[[str], bool],
    ):
        super().__init__(layout, registry, notes, encoding, is_unit)
        self._registry = registry
        self._dates = Dates(registry.headings.get("dates", {}), epoch_1904)
        self._unit = ""

    def _row(self, row: Sequence[Cell], number: int) -> RolloutRow | None:
        cells = {name: self._cell(row, name) for name in ("unit", "practice", "state")}
        for name, cell in cells.items():
            if isinstance(cell, Unknown) and name != "state":
                self._reject(problems.UNKNOWN_CELL, number, name, str(cell))
                return None
            if isinstance(cell, Unknown):
                self.notes.note(problems.UNKNOWN_CELL, number, self._layout.title(name), cell)
        unit, practice, state = map(self._texts.clean, cells.values())
        if not practice or not (unit or self._unit):
            if not self._non_data.is_non_data(row) and not self._non_data.is_below_end(row):
                known = unit or self._unit
                code = problems.NO_PRACTICE if known else problems.NO_UNIT
                self._reject(code, number, "practice" if known else "unit")
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
            self._texts.clean(self._cell(row, "note")),
        )

    def _cell(self, row: Sequence[Cell], name: str) -> Cell:
        for place in self._layout.columns.get(name, ()):
            if place < len(row) and row[place] != "":
                return row[place]
        return ""

    def _known(self, number: int, name: str, text: str, code: str, find: Callable[[str], str]) -> str:
        key = find(text) if text else ""
        if text and not key:
            self.notes.note(code, number, self._layout.title(name), text)
        return key

    def _since(self, row: Sequence[Cell], number: int) -> Stamp | None:
        cell = self._cell(row, "since")
        moment, _ = self._dates.read(cell)
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
