"""Reads one export as a stream: first its kind, then its rows as records (``records``).

This module runs in the reader process, under the limits of that process. The collector uses ``reader_client``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from cchc_tui.domain.moments import DAY, day_end, to_date
from cchc_tui.ingest import export_moment, problems
from cchc_tui.ingest.dossier_tables import DossierTables
from cchc_tui.ingest.encodings import replacer
from cchc_tui.ingest.headings import SEARCHED_ROWS, HeadingFinder, SheetLayout
from cchc_tui.ingest.legacy import CONVERTERS, recognise
from cchc_tui.ingest.marks import is_mark, read_mark
from cchc_tui.ingest.raw_sheets import Chunk, RawSheet
from cchc_tui.ingest.records import BY_FIELD, Batch, Columns, Head, Item, Kind, Piece, Tail
from cchc_tui.ingest.row_reader import FileContext, OpenedFile, TableRows
from cchc_tui.ingest.safe_open import open_export, readable_name
from cchc_tui.ingest.scanned_sheet import ScannedSheet
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.ingest.sniff import sniff
from cchc_tui.ingest.table_readers import Following, TableReader
from cchc_tui.ingest.text import TextSheet
from cchc_tui.registry import Registry
from cchc_tui.settings import Limits

#: The kinds of table with their own reader.
_TABLES: dict[str, type[TableReader]] = {Kind.DOSSIERS: DossierTables}


def read(
    path: Path, registry: Registry, limits: Limits, known: SeenRows | None = None, file_name: str = ""
) -> Iterator[Item]:
    """Read an export: yield a Head, Batches, and a Tail. Raises Refused.

    Rows in ``known`` are not converted; the Tail has their row numbers. ``file_name`` is the file's own name, if the
    file is stored at ``path`` under another name.
    """
    for piece in read_pieces(path, registry, limits, lambda: known or SeenRows(), file_name):
        yield piece.batch() if isinstance(piece, Columns) else piece


def read_pieces(
    path: Path, registry: Registry, limits: Limits, load_known: Callable[[], SeenRows] = SeenRows, file_name: str = ""
) -> Iterator[Piece]:
    """Like ``read``, but dossiers are yielded as columns, which is the form in which they are sent to the collector.

    ``load_known`` is called after the file was opened. At that time a thread may already be reading the first sheet of
    a workbook.
    """
    name = file_name or path.name
    with open_export(path, limits.file_mb) as file:
        if is_mark(file):
            yield from read_mark(file)
            return
        file_format = sniff(file, limits)
        finder = HeadingFinder(registry.headings, registry.cell_words)
        source = _open(file, file_format, finder, limits)
        shown = readable_name(name)
        context = FileContext(source, registry, finder, load_known(), day_end(date.today()))
        yield from _Export(context, shown if "\ufffd" in shown else "").pieces()


def _open(file: BinaryIO, file_format: str, finder: HeadingFinder, limits: Limits) -> OpenedFile:
    """Open a file of a known format. Only the module that reads this format is imported."""
    replacer.count = 0
    if file_format in ("html", "mht"):
        from cchc_tui.ingest.html import HtmlPage

        page = HtmlPage(file, file_format == "mht", finder, limits)
        return OpenedFile("html", page.sheets(), page.texts, page.encoding.legacy, page.faults)
    if file_format == "csv":
        sheet = TextSheet(file, finder, limits)
        return OpenedFile("csv", [sheet], legacy=sheet.encoding.legacy)
    from cchc_tui.ingest import (
        opendocument,
        spreadsheet,
        spreadsheetml,
    )

    if file_format == "xml":
        return OpenedFile("xml", spreadsheetml.sheets(file, limits))
    if file_format in ("ods", "fods"):
        return OpenedFile(file_format, opendocument.sheets(file, limits, file_format == "ods"))
    return OpenedFile(file_format, spreadsheet.open_workbook(file, file_format, limits))


class _Export:
    def __init__(self, context: FileContext, bad_name: str):
        self._context = context
        self._source = context.source
        self._finder = context.finder
        self._notes = context.notes
        self._bad_name = bad_name
        self._rows = self._accepted = self._rejected = 0

    def pieces(self) -> Iterator[Piece]:
        scans: Iterator[ScannedSheet] = (self._scan(sheet) for sheet in self._source.sheets)
        passed: list[ScannedSheet] = []
        first, *others = self._finder.kinds
        for scan in scans:
            if scan.sheet.hidden and any(other.layout is not None for other in passed):
                scans = chain([scan], scans)  # visible sheets come first
                break
            if scan.layout is not None and scan.layout.kind == first:
                yield from self._read(scan, Following(scans), passed)
                return
            passed.append(scan)
        for kind in others:
            of_kind = [scan for scan in passed if scan.layout is not None and scan.layout.kind == kind]
            if of_kind:
                of_kind.sort(key=lambda scan: scan.layout is not None and scan.layout.named_by == BY_FIELD)
                left = [scan for scan in passed if scan not in of_kind]
                yield from self._read(of_kind[0], Following(chain(of_kind[1:], scans)), left)
                return
        raise self._unknown(passed)

    def _scan(self, sheet: RawSheet, chunks: Iterator[Chunk] | None = None) -> ScannedSheet:
        """Search for headings at the start of a sheet.

        ``chunks`` has the rows to search, if only the rest of the sheet is searched.
        """
        chunks = sheet.chunks() if chunks is None else chunks
        begun: list[Chunk] = []
        count = 0
        for chunk in chunks:
            begun.append(chunk)
            count += len(chunk)
            if count >= SEARCHED_ROWS:
                break
        scan = ScannedSheet(sheet, begun, chunks, None)
        rows = scan.rows(0, SEARCHED_ROWS)
        for legacy in [self._source.legacy] if self._source.legacy else ["", *CONVERTERS]:
            scan.layout = self._finder.find(rows, CONVERTERS.get(legacy))
            if scan.layout is not None:
                scan.legacy = legacy
                break
        return scan

    def _read(self, scan: ScannedSheet, following: Following, others: list[ScannedSheet]) -> Iterator[Piece]:
        layout = scan.layout
        assert layout is not None
        said = export_moment.find([*scan.rows(0, layout.first), *self._source.texts])
        self._know_units(layout, said)
        tables = _TABLES.get(layout.kind, TableReader)(self._context)
        layout = self._settled(tables, scan, layout, following)
        rows = tables.rows(scan, layout)
        yield Head(
            kind=layout.kind,
            format=self._source.format,
            sheet=scan.sheet.name,
            moment=said.moment,
            moment_is_date=said.is_date,
            period_from=said.period_from,
            period_to=said.period_to,
        )
        notes = self._notes
        if self._bad_name:
            notes.note(problems.FILE_NAME, value=self._bad_name)
        for other in others:
            self._leave(other, layout)
        if scan.sheet.hidden:
            notes.note(problems.HIDDEN_SHEET, value=scan.sheet.name)
        for fault in self._source.faults:
            notes.note(fault.code)
        yield Batch((), notes.drain())
        yield from self._section(tables, scan, layout, rows)
        yield from self._following(tables, scan, layout, following)
        if replacer.count:
            notes.note(problems.BAD_BYTES, value=replacer.count)
        notes.finish()
        if last := notes.drain():
            yield Batch((), last, self._rows, self._rows)
        unchanged, repeated = self._context.known.unchanged, tuple(tables.repeated)
        yield Tail(self._rows, self._accepted, self._rejected, unchanged, repeated)

    def _know_units(self, layout: SheetLayout, said: export_moment.StatedMoment) -> None:
        """Set the moment of the file, and the functions that recognise names of units.

        The functions look names up on the day that the file states, or else on today.
        """
        context, units = self._context, self._context.registry.units
        if said.moment is not None:
            context.at = said.moment + (DAY - 1 if said.is_date else 0)
        on = to_date(said.moment) if said.moment is not None else date.today()
        context.names_unit = lambda text: units.find(text, on, False).unit is not None
        if layout.named_by:
            context.is_unit = context.names_unit
        else:
            context.is_unit = lambda text: units.find(text, on).why in ("", "city", "ambiguous")

    def _settled(
        self, tables: TableReader, scan: ScannedSheet, layout: SheetLayout, following: Following | None = None
    ) -> SheetLayout:
        self._notes.sheet = scan.sheet.name
        return tables.settle(scan, layout, following)

    def _following(
        self, tables: TableReader, scan: ScannedSheet, layout: SheetLayout, following: Following
    ) -> Iterator[Piece]:
        """Yield the pieces of the sheets in ``following`` that continue the table.

        For each sheet that does not continue the table, note why the sheet is not read.
        """
        for further in following:
            if further.sheet.hidden and not scan.sheet.hidden:
                if further.layout is not None or further.has_codes():
                    self._notes.note(problems.HIDDEN_SHEET_LEFT, value=further.sheet.name)
            elif further.layout is None and self._goes_on(tables, further, layout):
                self._notes.sheet = further.sheet.name
                rest = replace(layout, after=0)
                yield from self._section(tables, further, rest, tables.rows(further, layout))
            elif further.layout is not None and _goes_with(further.layout, layout):
                own = self._settled(tables, further, further.layout)
                yield from self._section(tables, further, own, tables.rows(further, own))
            else:
                self._leave(further, layout)

    def _leave(self, scan: ScannedSheet, layout: SheetLayout) -> None:
        """Note why a sheet is not read: it is another kind of table, or it has dossiers but no headings."""
        if scan.layout is not None:
            self._notes.note(problems.OTHER_SHEET, value=scan.sheet.name, expected=layout.kind)
        elif scan.has_codes():
            self._notes.note(problems.NO_HEADING_LEFT, value=scan.sheet.name)

    def _section(
        self, tables: TableReader, scan: ScannedSheet, layout: SheetLayout, rows: TableRows
    ) -> Iterator[Batch | Columns]:
        begun = self._rows
        below: ScannedSheet | None = None
        chunks = scan.chunks_after(layout.after)
        for chunk in chunks:
            self._take_faults(scan.sheet, rows)
            if (at := tables.other_headings(chunk, scan, layout)) is not None:
                below = self._scan(scan.sheet, chain([chunk.part(at)], chunks))
                chunk = chunk.part(0, at)  # noqa: PLW2901
            piece = rows.read(chunk)
            yield replace(piece, done=begun + rows.rows, total=begun + scan.sheet.expected(rows.rows))
        self._take_faults(scan.sheet, rows)
        self._rows += rows.rows
        self._accepted += rows.accepted
        self._rejected += rows.rejected
        tables.finish(rows)
        if last := self._notes.drain():
            yield Batch((), last, self._rows, self._rows)
        if below is not None and below.layout is not None:
            own = self._settled(tables, below, below.layout)
            yield from self._section(tables, below, own, tables.rows(below, own))

    @staticmethod
    def _take_faults(sheet: RawSheet, reader: TableRows) -> None:
        for fault in sheet.faults:
            if fault.is_rejection:
                reader.rows += 1
                reader.rejected += 1
                reader.notes.reject(fault.code, fault.row, value=fault.value, expected=fault.expected)
            else:
                reader.notes.note(fault.code, fault.row, value=fault.value, expected=fault.expected)
        sheet.faults.clear()

    def _goes_on(self, tables: TableReader, scan: ScannedSheet, layout: SheetLayout) -> bool:
        """Whether a sheet without headings continues the list before it. Some programs split long lists.

        In an HTML page, the table must be as wide as the list. In a workbook, the sheet must have codes and received
        dates in the list's columns.
        """
        if self._source.format == "html":
            widest = max(layout.titles)
            return any(len(row) > widest and any(cell != "" for cell in row) for row in scan.rows(0, 5))
        return tables.goes_on(scan, layout)

    def _unknown(self, scans: list[ScannedSheet]) -> Exception:
        """The refusal of a file without a known table: it is empty, lacks headings, or is in a TCVN3 or VNI font."""
        if not any(len(chunk) for scan in scans for chunk in scan.scanned):
            return problems.refuse(problems.EMPTY)
        for scan in scans:
            rows = scan.rows(0, SEARCHED_ROWS)
            if missing := self._finder.missing(rows):
                return problems.refuse(problems.MISSING_COLUMN, scan.sheet.name, expected=", ".join(missing))
        texts = [cell for scan in scans for row in scan.rows(0, 200) for cell in row if isinstance(cell, str)]
        legacy = [found for text in texts if (found := recognise(text))]
        if len(legacy) > 5:
            return problems.refuse(problems.LEGACY_ENCODING, value=max(set(legacy), key=legacy.count))
        return problems.refuse(problems.NO_HEADING, scans[0].sheet.name if scans else "")


def _goes_with(other: SheetLayout, layout: SheetLayout) -> bool:
    """Whether the table of another sheet is a part of this table: they have the same ``kind`` and ``named_by``."""
    return other.kind == layout.kind and other.named_by == layout.named_by
