"""Reads the tables of one kind in a file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from cchc_tui.domain.problems import Problem
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.raw_sheets import Chunk
from cchc_tui.ingest.records import Kind
from cchc_tui.ingest.row_reader import FileContext, TableRows
from cchc_tui.ingest.scanned_sheet import ScannedSheet
from cchc_tui.ingest.sheet_rows import SheetRows
from cchc_tui.ingest.summary import Summary

_MOST_SHEETS_AHEAD = 50
#: The readers of rows by kind. All other kinds are declared sheets.
_ROWS: dict[str, type[TableRows]] = {Kind.SUMMARY: Summary}


class Following:
    """The sheets that follow the sheet being read. Iterating over this object yields each of them once."""

    def __init__(self, scans: Iterator[ScannedSheet]):
        self._scans = scans
        self._ahead: deque[ScannedSheet] = deque()

    def __iter__(self) -> Iterator[ScannedSheet]:
        while (scan := self._ahead.popleft() if self._ahead else next(self._scans, None)) is not None:
            yield scan

    def look_ahead(self) -> Iterator[ScannedSheet]:
        """Yield following sheets, at most 50, only to examine their first rows. Iterating still yields them later."""
        while len(self._ahead) < _MOST_SHEETS_AHEAD and (scan := next(self._scans, None)) is not None:
            self._ahead.append(scan)
            yield scan


class TableReader:
    """Reads the tables of one kind in one file: unit summaries, or a declared sheet.

    The subclass ``DossierTables`` reads lists of dossiers.
    """

    def __init__(self, context: FileContext):
        self.context = context
        #: Problems of codes that occur twice among seen rows.
        self.repeated: list[Problem] = []

    def settle(self, scan: ScannedSheet, layout: SheetLayout, following: Following | None) -> SheetLayout:
        """Complete the layout by examining rows of this sheet and of those ``following`` (None: of this sheet only).

        May raise Refused.
        """
        return layout

    def rows(self, scan: ScannedSheet, layout: SheetLayout) -> TableRows:
        """A reader for the rows of one sheet."""
        return _ROWS.get(layout.kind, SheetRows)(self.context, scan, layout)

    def finish(self, rows: TableRows) -> None:
        """Finish a sheet, given the reader of its rows."""

    def other_headings(self, chunk: Chunk, scan: ScannedSheet, layout: SheetLayout) -> int | None:
        """The index of the row in a chunk where another table of this kind begins; None if no table begins."""
        return None

    def goes_on(self, scan: ScannedSheet, layout: SheetLayout) -> bool:
        """Whether a workbook's sheet without headings continues the table before it."""
        return False
