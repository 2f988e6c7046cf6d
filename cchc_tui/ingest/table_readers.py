"""The interface of readers for tables of one kind, and the reader of declared sheets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from typing_extensions import override

from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.problems import Problem
from cchc_tui.ingest.headings import HeadingFinder, SheetLayout
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Chunk, RawSheet, RowFault
from cchc_tui.ingest.records import Batch, Columns
from cchc_tui.ingest.scanned_sheet import ScannedSheet
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.ingest.sheet_rows import SheetRows
from cchc_tui.ingest.summary import Summary
from cchc_tui.registry import Registry
from cchc_tui.sheets.sheet import Sheet

_MOST_SHEETS_AHEAD = 50


@dataclass(slots=True)
class OpenedFile:
    """An opened file: its sheets, and the texts and faults outside of them."""

    format: str
    sheets: Iterable[RawSheet]
    texts: list[list[str]] = field(default_factory=list)
    legacy: str = ""
    faults: Sequence[RowFault] = ()


@dataclass(slots=True)
class FileContext:
    """The properties of a file that readers need. ``at`` is the file's moment; ``is_unit`` recognises names of units.

    ``names_unit`` only recognises full names. Both use the day of the file and are set when its first table is found.
    """

    source: OpenedFile
    registry: Registry
    finder: HeadingFinder
    known: SeenRows
    at: Stamp
    notes: Notes = field(default_factory=Notes)
    is_unit: Callable[[str], bool] = lambda text: False
    names_unit: Callable[[str], bool] = lambda text: False


class Following:
    """The following sheets, some of which may be scanned ahead."""

    def __init__(self, scans: Iterator[ScannedSheet]):
        self._scans = scans
        self._ahead: deque[ScannedSheet] = deque()

    def __iter__(self) -> Iterator[ScannedSheet]:
        while (scan := self._ahead.popleft() if self._ahead else next(self._scans, None)) is not None:
            yield scan

    def look_ahead(self) -> Iterator[ScannedSheet]:
        """Yield the following sheets for a look ahead. Iterating later still returns them."""
        while len(self._ahead) < _MOST_SHEETS_AHEAD and (scan := next(self._scans, None)) is not None:
            self._ahead.append(scan)
            yield scan


class TableRows(Protocol):
    """Reads the chunks of one table and counts its rows."""

    rows: int
    accepted: int
    rejected: int
    notes: Notes

    def read(self, chunk: Chunk) -> Batch | Columns:
        """The rows of a chunk, with their problems."""


class TableReader:
    """Reads the tables of one kind in one file."""

    def __init__(self, context: FileContext):
        self.context = context
        #: Problems of codes that occur twice among seen rows.
        self.repeated: list[Problem] = []

    def settle(self, scan: ScannedSheet, layout: SheetLayout, following: Following | None) -> SheetLayout:
        """Complete the layout from the rows of this sheet or of the ``following`` ones."""
        return layout

    def rows(self, scan: ScannedSheet, layout: SheetLayout) -> TableRows:
        """The reader of a sheet's rows."""
        raise NotImplementedError

    def finish(self, rows: TableRows) -> None:
        """Called at the end of a sheet with the reader of its rows."""

    def other_headings(self, chunk: Chunk, scan: ScannedSheet, layout: SheetLayout) -> int | None:
        """The index of the row in a chunk at which another table of this kind begins; None if none does."""
        return None

    def goes_on(self, scan: ScannedSheet, layout: SheetLayout) -> bool:
        """Whether a workbook's sheet without headings continues the table before it."""
        return False


class SheetTables(TableReader):
    """Reads the tables of a declared sheet."""

    def __init__(self, context: FileContext, declaration: Sheet):
        super().__init__(context)
        self._declaration = declaration

    @override
    def rows(self, scan: ScannedSheet, layout: SheetLayout) -> SheetRows:
        of = self.context
        return SheetRows(
            self._declaration, layout, of.registry, of.notes, scan.sheet.epoch_1904, scan.legacy, of.is_unit
        )


class SummaryTables(TableReader):
    """Reads unit summaries."""

    @override
    def rows(self, scan: ScannedSheet, layout: SheetLayout) -> Summary:
        of = self.context
        above = [cell for row in scan.rows(0, layout.first) for cell in row if isinstance(cell, str)]
        texts = [*above, *chain.from_iterable(of.source.texts)]
        return Summary(layout, of.registry, of.notes, scan.legacy, of.is_unit, texts)
