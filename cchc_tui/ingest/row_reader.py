"""The base classes of the readers of tables, and the properties of a file that these readers need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from typing_extensions import override

from cchc_tui.domain.moments import Stamp
from cchc_tui.ingest.headings import HeadingFinder, SheetLayout
from cchc_tui.ingest.non_data_rows import NonDataRows
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell, Chunk, RawSheet, RowFault
from cchc_tui.ingest.records import Batch, Columns, SheetRow, SummaryRow
from cchc_tui.ingest.scanned_sheet import ScannedSheet
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.ingest.text_columns import CellTexts
from cchc_tui.registry import Registry


@dataclass(slots=True)
class OpenedFile:
    """An opened file and its sheets.

    ``texts`` are the lines of an HTML page outside its tables. They may state the moment of the export. ``faults`` are
    the faults of the whole page; each sheet has its own faults.
    """

    format: str
    sheets: Iterable[RawSheet]
    texts: list[list[str]] = field(default_factory=list)
    legacy: str = ""
    faults: Sequence[RowFault] = ()


@dataclass(slots=True)
class FileContext:
    """The properties of a file that readers of tables need. ``at`` is the moment of the file.

    ``is_unit`` tells whether a text is the name of a unit, ``names_unit`` whether it is the full name. Both functions
    are set when the first table of the file is found, for the units of the file's day.
    """

    source: OpenedFile
    registry: Registry
    finder: HeadingFinder
    known: SeenRows
    at: Stamp
    notes: Notes = field(default_factory=Notes)
    is_unit: Callable[[str], bool] = lambda text: False
    names_unit: Callable[[str], bool] = lambda text: False


class TableRows:
    """Reads one table, chunk by chunk, and counts its rows."""

    def __init__(self, context: FileContext, scan: ScannedSheet, layout: SheetLayout):
        self.rows = self.accepted = self.rejected = 0
        self.notes = context.notes
        self._registry = context.registry
        self._layout = layout
        self._texts = CellTexts(self.notes, scan.legacy)
        words = self._registry.headings.get("rows", {})
        self._non_data = NonDataRows(words, layout, self._texts.clean, context.is_unit)

    def read(self, chunk: Chunk) -> Batch | Columns:
        """The records of the rows in a chunk, with the rows' problems."""
        raise NotImplementedError


class RowReader(TableRows):
    """Reads a table row by row: a unit summary or a declared sheet. A subclass reads one row."""

    @override
    def read(self, chunk: Chunk) -> Batch:
        made = map(self._row, chunk.rows, chunk.numbers)
        rows = tuple(row for row in made if row is not None)
        self.accepted += len(rows)
        self.rows += len(rows)
        return Batch(rows, self.notes.drain(), self.rows)

    def _row(self, row: Sequence[Cell], number: int) -> SheetRow | SummaryRow | None:
        """The record of one row; None if the row is not data, or was rejected."""
        raise NotImplementedError

    def _reject(self, code: str, number: int, name: str, value: str = "", expected: str = "") -> None:
        self.rows += 1
        self.rejected += 1
        self.notes.reject(code, number, self._layout.title(name), value, expected)
