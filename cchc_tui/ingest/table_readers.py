"""Reads those tables in a file that are of one kind, such as unit summaries. Tables of other kinds are left out."""

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
    """The sheets after the sheet that is being read. Iteration yields each of them once."""

    def __init__(self, scans: Iterator[ScannedSheet]):
        self._scans = scans
        self._ahead: deque[ScannedSheet] = deque()

    def __iter__(self) -> Iterator[ScannedSheet]:
        while (scan := self._ahead.popleft() if self._ahead else next(self._scans, None)) is not None:
            yield scan

    def look_ahead(self) -> Iterator[ScannedSheet]:
        """Yield sheets that follow, at most 50, so that the caller can examine their first rows.

        Iteration still yields these sheets later.
        """
        while len(self._ahead) < _MOST_SHEETS_AHEAD and (scan := next(self._scans, None)) is not None:
            self._ahead.append(scan)
            yield scan


class TableReader:
    """Reads the tables of one kind in one file: unit summaries, or a declared sheet.

    The subclass ``DossierTables`` reads dossier lists.
    """

    def __init__(self, context: FileContext):
        self.context = context
        #: Problems of codes that occur twice among seen rows.
        self.repeated: list[Problem] = []

    def settle(self, scan: ScannedSheet, layout: SheetLayout, following: Following | None) -> SheetLayout:
        """Complete the layout of a sheet. For this, examine the rows of the sheet and of the sheets in ``following``.

        ``following`` is None if only this sheet is examined. A subclass may raise Refused.
        """
        return layout

    def rows(self, scan: ScannedSheet, layout: SheetLayout) -> TableRows:
        """The object that reads the rows of one sheet."""
        return _ROWS.get(layout.kind, SheetRows)(self.context, scan, layout)

    def finish(self, rows: TableRows) -> None:
        """End a sheet. ``rows`` is the object that read its rows."""

    def other_headings(self, chunk: Chunk, scan: ScannedSheet, layout: SheetLayout) -> int | None:
        """The index of the row in a chunk at which another table of this kind begins; None if no table begins there."""
        return None

    def goes_on(self, scan: ScannedSheet, layout: SheetLayout) -> bool:
        """Whether a sheet without headings continues the table of the sheet before."""
        return False
