"""Reads the tables of dossier lists, even if units are named in rows, headings repeat, or a sheet has no headings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import chain
from typing import cast

from typing_extensions import override

from cchc_tui.domain.dossiers import RUNNING
from cchc_tui.ingest import date_corrections, problems
from cchc_tui.ingest.dates import DateCorrection, Dates
from cchc_tui.ingest.dossier_list import DossierListReader
from cchc_tui.ingest.due_heading import assign_due
from cchc_tui.ingest.headings import HEADING_ROWS, SEARCHED_ROWS, SheetLayout
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.raw_sheets import Cell, Chunk
from cchc_tui.ingest.row_reader import FileContext, TableRows
from cchc_tui.ingest.scanned_sheet import ScannedSheet
from cchc_tui.ingest.table_readers import Following, TableReader
from cchc_tui.ingest.unit_rows import UnitRows, has_unit_rows

#: Most rows that are buffered to find date corrections.
_MOST_LOOKED_AT = 100_000
#: A cell that sorts at or after this text is not a date.
_AFTER_FIGURES = ":"


class DossierTables(TableReader):
    """Reads the dossier lists of one file."""

    def __init__(self, context: FileContext):
        super().__init__(context)
        self._words = context.registry.headings.get("dates", {})
        self._headings = frozenset(chain.from_iterable(context.registry.headings.get("dossiers", {}).values()))
        self._unit = ""  # the last unit in a list without a unit column
        self._corrections: dict[int, DateCorrection] = {}
        self._known_corrections: dict[str, DateCorrection] = {}  # heading → correction in earlier sheets

    @override
    def settle(self, scan: ScannedSheet, layout: SheetLayout, following: Following | None) -> SheetLayout:
        notes, at = self.context.notes, self.context.at
        rows = scan.rows(layout.after, layout.after + SEARCHED_ROWS)
        dates = Dates(self._words, scan.sheet.epoch_1904)
        either, is_open = self._words.get("due_or_returned", ()), self._is_open(layout)
        settled = assign_due(layout, rows, dates, either, at, is_open, scan.sheet.name)
        if settled is not layout:
            notes.note(problems.DUE_BY_DATES, column=settled.title("due"))
        search = date_corrections.CorrectionSearch(settled, dates, notes, at)
        search.add(rows)
        looked_at = len(rows)
        if not search.is_decided:
            scanned = scan.rows(layout.after + looked_at, sys.maxsize)
            search.add(scanned)
            looked_at += len(scanned)
        while not search.is_decided and looked_at < _MOST_LOOKED_AT and (more := scan.more(1)):
            looked_at += sum(map(len, more))
            for chunk in more:
                search.add(chunk.rows)
        for further in following.look_ahead() if following is not None else ():
            if search.is_decided:
                break
            if further.layout is not None and further.layout.columns == layout.columns:
                search.add(further.rows(further.layout.after, further.layout.after + SEARCHED_ROWS))
        self._corrections = search.find_corrections(self._known_corrections)
        self._known_corrections |= search.by_title(self._corrections)
        named = UnitRows(settled, self.context.names_unit, scan.sheet.name).layout(settled, rows)
        if named is not settled:
            notes.note(problems.UNITS_ABOVE)
        return named

    def _is_open(self, layout: SheetLayout) -> Callable[[Sequence[Cell]], bool]:
        """A function that tells whether the status in a row is that of an open dossier."""
        place = layout.columns.get("status", (sys.maxsize,))[0]
        status_of = self.context.registry.status_of
        return lambda row: place < len(row) and status_of(cell_text(row[place])) in RUNNING

    @override
    def rows(self, scan: ScannedSheet, layout: SheetLayout) -> DossierListReader:
        names_unit = self.context.names_unit
        units = UnitRows(layout, names_unit, scan.sheet.name, self._unit) if has_unit_rows(layout) else None
        return DossierListReader(self.context, scan, layout, self._corrections, units)

    @override
    def finish(self, rows: TableRows) -> None:
        assert isinstance(rows, DossierListReader)
        self._unit = rows.finish()
        self.repeated += rows.repeated

    @override
    def other_headings(self, chunk: Chunk, scan: ScannedSheet, layout: SheetLayout) -> int | None:
        finder = self.context.finder
        usual = (layout.columns, scan.layout.columns if scan.layout else {})
        codes, received = chunk.columns([layout.columns[name][0] for name in ("code", "received")])
        places: set[int] = set()
        if _may_hold_text(received):
            places.update(at for at, cell in enumerate(received) if isinstance(cell, str) and cell > _AFTER_FIGURES)
        if not self._headings.isdisjoint(codes):
            places.update(at for at, cell in enumerate(codes) if cell in self._headings)
        after = 0
        for at in sorted(places):
            if at < after or not any(isinstance(c, str) and finder.knows(c) for c in (codes[at], received[at])):
                continue
            found = finder.find(chunk.rows[at : at + HEADING_ROWS])
            if found is not None and found.kind == layout.kind and found.first == 0:
                if found.columns not in usual:
                    return at
                after = at + found.after
        return None

    @override
    def goes_on(self, scan: ScannedSheet, layout: SheetLayout) -> bool:
        return scan.has_rows_of(layout, Dates(self._words, scan.sheet.epoch_1904))


def _may_hold_text(cells: Sequence[Cell]) -> bool:
    """Whether any cell may be a text that is not a date. This is only a quick check, so True may be wrong."""
    try:
        return max(cast(Sequence[str], cells), default="") > _AFTER_FIGURES
    except TypeError:  # numbers or typed dates among them
        return True
