"""The base class of the readers that work row by row: those of unit summaries and declared sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import NonDataRows
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell, Chunk
from cchc_tui.ingest.records import Batch, SheetRow, SummaryRow
from cchc_tui.ingest.text_columns import CellTexts
from cchc_tui.registry import Registry


class RowReader:
    """Reads the chunks of one sheet and counts its rows. Subclasses read one row."""

    def __init__(
        self, layout: SheetLayout, registry: Registry, notes: Notes, encoding: str, is_unit: Callable[[str], bool]
    ):
        self.rows = self.accepted = self.rejected = 0
        self.notes = notes
        self._layout = layout
        self._texts = CellTexts(notes, encoding)
        self._non_data = NonDataRows(registry.headings.get("rows", {}), layout, self._texts.clean, is_unit)

    def read(self, chunk: Chunk) -> Batch:
        """The rows of a chunk, with their problems."""
        made = (self._row(chunk.row(index), number) for index, number in enumerate(chunk.numbers))
        rows = tuple(row for row in made if row is not None)
        self.accepted += len(rows)
        self.rows += len(rows)
        return Batch(rows, self.notes.drain(), self.rows)

    def _row(self, row: Sequence[Cell], number: int) -> SheetRow | SummaryRow | None:
        """One row; None if it is not data or was rejected."""
        raise NotImplementedError

    def _reject(self, code: str, number: int, name: str, value: str = "", expected: str = "") -> None:
        self.rows += 1
        self.rejected += 1
        self.notes.reject(code, number, self._layout.title(name), value, expected)
