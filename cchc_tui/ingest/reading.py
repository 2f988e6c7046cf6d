"""Reads one export: what it is, then its rows as typed records, streaming; raises Refused when it can't be taken.

This runs inside the limited child process (``child``); the collector uses it through ``remote``.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeAlias

from cchc_tui.domain.dossiers import RUNNING
from cchc_tui.domain.moments import DAY, day_end, to_date
from cchc_tui.domain.names import fold
from cchc_tui.domain.problems import Problem
from cchc_tui.ingest import date_corrections, export_moment, problems
from cchc_tui.ingest.dates import DateCorrection, Dates
from cchc_tui.ingest.dossier_list import DossierListReader, family
from cchc_tui.ingest.due_heading import assign_due
from cchc_tui.ingest.encodings import replacer
from cchc_tui.ingest.headings import HEADING_ROWS, SEARCHED_ROWS, HeadingFinder, SheetLayout
from cchc_tui.ingest.legacy import CONVERTERS, recognise
from cchc_tui.ingest.mark_files import is_mark, read_mark
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell, Chunk, Sheet
from cchc_tui.ingest.records import BY_FIELD, UNITS_OR_FIELDS, Batch, Columns, Head, Item, Kind, Piece, Tail
from cchc_tui.ingest.rollout import Rollout
from cchc_tui.ingest.row_faults import FaultySheet
from cchc_tui.ingest.safe_open import open_export, readable_name
from cchc_tui.ingest.scanned_sheet import LazyRows, ScannedSheet
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.ingest.sniff import sniff
from cchc_tui.ingest.summary import Summary
from cchc_tui.ingest.text import TextSheet
from cchc_tui.ingest.unit_rows import UnitRows, has_unit_rows
from cchc_tui.registry import Registry
from cchc_tui.settings import Limits

#: So many rows may wait until the first rows tell what is wrong with all dates of a column.
_MOST_LOOKED_AT = 100_000
_MOST_SHEETS_AHEAD = 50
#: Where a date stands, no text that comes after it in order is one.
_AFTER_FIGURES = ":"
_Reader: TypeAlias = "DossierListReader | Rollout | Summary"


def read(
    path: Path, registry: Registry, limits: Limits, known: SeenRows | None = None, file_name: str = ""
) -> Iterator[Item]:
    """A Head, Batches, and a Tail; raises Refused.

    ``known`` tells rows that the store has seen: they are not read, only marked in the Tail. ``file_name`` is the name
    to speak of, where it is not the path's.
    """
    for piece in read_pieces(path, registry, limits, known, file_name):
        yield piece.batch() if isinstance(piece, Columns) else piece


def read_pieces(
    path: Path, registry: Registry, limits: Limits, known: SeenRows | None = None, file_name: str = ""
) -> Iterator[Piece]:
    """The same, with dossiers in columns as they are sent to the collector."""
    name = file_name or path.name
    with open_export(path, limits.file_mb) as file:
        if is_mark(file):
            yield from read_mark(file)
            return
        file_format = sniff(file, limits)
        finder = HeadingFinder(registry.headings, registry.cell_words)
        source = _open(file, file_format, finder, limits)
        shown = readable_name(name)
        yield from _Export(source, registry, finder, known or SeenRows(), shown if "\ufffd" in shown else "").pieces()


@dataclass(slots=True)
class _Source:
    """An opened file: its sheets, and the texts that stand outside of them."""

    format: str
    sheets: Iterable[Sheet]
    texts: list[list[str]] = field(default_factory=list)
    legacy: str = ""


def _open(file: BinaryIO, file_format: str, finder: HeadingFinder, limits: Limits) -> _Source:
    """The sheets of a file of a known format. The readers are imported here: each file needs but one."""
    replacer.count = 0
    if file_format in ("html", "mht"):
        from cchc_tui.ingest.html import HtmlPage

        page = HtmlPage(file, file_format == "mht", finder, limits)
        return _Source("html", page.sheets(), page.texts, page.encoding.legacy)
    if file_format == "csv":
        sheet = TextSheet(file, finder, limits)
        return _Source("csv", [sheet], legacy=sheet.encoding.legacy)
    from cchc_tui.ingest import (
        opendocument,
        spreadsheet,
        spreadsheetml,
    )

    if file_format == "xml":
        return _Source("xml", spreadsheetml.sheets(file, limits))
    if file_format in ("ods", "fods"):
        return _Source(file_format, opendocument.sheets(file, limits, file_format == "ods"))
    return _Source(file_format, spreadsheet.open_workbook(file, file_format, limits))


class _Export:
    """One file on its way through the reader."""

    def __init__(self, source: _Source, registry: Registry, finder: HeadingFinder, known: SeenRows, bad_name: str):
        self._source = source
        self._registry = registry
        self._finder = finder
        self._known = known
        self._bad_name = bad_name
        self._rows = self._accepted = self._rejected = 0
        self._repeated: list[Problem] = []
        self._is_unit: Callable[[str], bool] = lambda text: False
        self._names_unit = self._is_unit
        self._unit = ""  # that of the last rows of a list without a column for it
        self._notes = Notes()
        self._at = day_end(date.today())
        self._mendings: dict[int, DateCorrection] = {}
        self._mended: dict[str, DateCorrection] = {}  # heading → what was found of it in the sheets before
        self._ahead: deque[ScannedSheet] = deque()  # sheets that were looked at, not yet read
        self._headings = frozenset(chain.from_iterable(registry.headings.get("dossiers", {}).values()))

    def pieces(self) -> Iterator[Piece]:
        """See ``read_pieces``."""
        scans: Iterator[ScannedSheet] = (self._scan(sheet) for sheet in self._source.sheets)
        passed: list[ScannedSheet] = []
        for scan in scans:
            if scan.sheet.hidden and any(other.layout is not None for other in passed):
                scans = chain([scan], scans)  # what people see comes before what they do not
                break
            if scan.layout is not None and scan.layout.kind is Kind.DOSSIERS:
                yield from self._read(scan, scans, passed)
                return
            passed.append(scan)
        for kind in (Kind.ROLLOUT, Kind.SUMMARY):
            of_kind = [scan for scan in passed if scan.layout is not None and scan.layout.kind is kind]
            if of_kind:
                of_kind.sort(key=lambda scan: scan.layout is not None and _family_of(scan.layout) == BY_FIELD)
                others = [scan for scan in passed if scan not in of_kind]
                yield from self._read(of_kind[0], chain(of_kind[1:], scans), others)
                return
        raise self._unknown(passed)

    def _scan(self, sheet: Sheet, chunks: Iterator[Chunk] | None = None) -> ScannedSheet:
        """Looks at the beginning of a sheet, or of the ``chunks`` that are left of it."""
        chunks = sheet.chunks() if chunks is None else chunks
        begun: list[Chunk] = []
        count = 0
        for chunk in chunks:
            begun.append(chunk)
            count += len(chunk)
            if count >= SEARCHED_ROWS:
                break
        scan = ScannedSheet(sheet, begun, chunks, None)
        rows = LazyRows(scan, min(count, SEARCHED_ROWS))
        for legacy in [self._source.legacy] if self._source.legacy else ["", *CONVERTERS]:
            scan.layout = self._finder.find(rows, CONVERTERS.get(legacy))
            if scan.layout is not None:
                scan.legacy = legacy
                break
        return scan

    def _read(
        self, scan: ScannedSheet, following: Iterator[ScannedSheet], others: list[ScannedSheet]
    ) -> Iterator[Piece]:
        layout = scan.layout
        assert layout is not None
        said = export_moment.find([*scan.rows(0, layout.first), *self._source.texts])
        if said.moment is not None:
            self._at = said.moment + (DAY - 1 if said.is_date else 0)
        on = to_date(said.moment) if said.moment is not None else date.today()
        units = self._registry.units
        self._names_unit = lambda text: units.find(text, on, False).unit is not None
        if _family_of(layout) in (BY_FIELD, UNITS_OR_FIELDS):
            self._is_unit = self._names_unit
        else:
            self._is_unit = lambda text: units.find(text, on).why in ("", "city", "ambiguous")
        layout = self._settled(scan, layout, following)
        reader = self._reader(scan, layout)
        yield Head(
            kind=layout.kind,
            format=self._source.format,
            family=_family_of(layout),
            sheet=scan.sheet.name,
            moment=said.moment,
            moment_is_date=said.is_date,
            period_from=said.period_from,
            period_to=said.period_to,
            layout=reader.layout if isinstance(reader, DossierListReader) else 0,
        )
        notes = self._notes
        if self._bad_name:
            notes.note(problems.FILE_NAME, value=self._bad_name)
        for other in others:
            self._leave(other, layout)
        if scan.sheet.hidden:
            notes.note(problems.HIDDEN_SHEET, value=scan.sheet.name)
        yield Batch((), notes.drain())
        yield from self._section(scan, layout, reader)
        yield from self._following(scan, layout, following)
        if replacer.count:
            notes.note(problems.BAD_BYTES, value=replacer.count)
        notes.finish()
        if last := notes.drain():
            yield Batch((), last, self._rows, self._rows)
        yield self._tail()

    def _following(self, scan: ScannedSheet, layout: SheetLayout, following: Iterator[ScannedSheet]) -> Iterator[Piece]:
        """The sheets after the one whose layout this is: those of its kind, those that go on, and what others are."""
        while (further := self._next(following)) is not None:
            if further.sheet.hidden and not scan.sheet.hidden:
                if further.layout is not None or further.has_codes():
                    self._notes.note(problems.HIDDEN_SHEET_LEFT, value=further.sheet.name)
            elif further.layout is None and self._goes_on(further, layout):
                yield from self._section(further, replace(layout, after=0), self._reader(further, layout))
            elif further.layout is not None and _goes_with(further.layout, layout):
                own = self._settled(further, further.layout, iter(()))
                yield from self._section(further, own, self._reader(further, own))
            else:
                self._leave(further, layout)

    def _next(self, following: Iterator[ScannedSheet]) -> ScannedSheet | None:
        return self._ahead.popleft() if self._ahead else next(following, None)

    def _leave(self, scan: ScannedSheet, layout: SheetLayout) -> None:
        """Says of a sheet that is not read what it is: a table of another kind, or dossiers under no headings."""
        if scan.layout is not None:
            self._notes.note(problems.OTHER_SHEET, value=scan.sheet.name, expected=layout.kind.value)
        elif scan.has_codes():
            self._notes.note(problems.NO_HEADING_LEFT, value=scan.sheet.name)

    def _settled(self, scan: ScannedSheet, layout: SheetLayout, following: Iterator[ScannedSheet]) -> SheetLayout:
        """The layout of a list with what only its rows can tell: what a heading means, what all dates have wrong.

        Where they do not tell, the rows of the sheets ``following`` are looked at, which the same program wrote.
        """
        self._notes.sheet = scan.sheet.name
        if layout.kind is not Kind.DOSSIERS:
            return layout
        rows = scan.rows(layout.after, layout.after + SEARCHED_ROWS)
        words = self._registry.headings.get("dates", {})
        dates = Dates(words, scan.sheet.epoch_1904)
        either, is_open = words.get("due_or_returned", ()), self._is_open(layout)
        settled = assign_due(layout, rows, dates, either, self._at, is_open, scan.sheet.name)
        if settled is not layout:
            self._notes.note(problems.DUE_BY_DATES, column=settled.title("due"))
        search = date_corrections.CorrectionSearch(settled, dates, self._notes, self._at)
        search.add(rows)
        looked_at = len(rows)
        while not search.is_decided and looked_at < _MOST_LOOKED_AT and (more := scan.more(1)):
            looked_at += sum(map(len, more))
            for chunk in more:
                search.add([chunk.row(index) for index in range(len(chunk))])
        for further in self._looked_ahead(following):
            if search.is_decided:
                break
            if further.layout is not None and further.layout.columns == layout.columns:
                search.add(further.rows(further.layout.after, further.layout.after + SEARCHED_ROWS))
        self._mendings = search.find_corrections(self._mended)
        self._mended |= search.by_title(self._mendings)
        named = UnitRows(settled, self._names_unit, scan.sheet.name).layout(settled, rows)
        if named is not settled:
            self._notes.note(problems.UNITS_ABOVE)
        return named

    def _looked_ahead(self, following: Iterator[ScannedSheet]) -> Iterator[ScannedSheet]:
        """The sheets that come, which are kept to be read later."""
        while len(self._ahead) < _MOST_SHEETS_AHEAD and (further := next(following, None)) is not None:
            self._ahead.append(further)
            yield further

    def _is_open(self, layout: SheetLayout) -> Callable[[Sequence[Cell]], bool]:
        """Tells by its status whether a row's dossier is still worked on."""
        place = layout.columns.get("status", (sys.maxsize,))[0]
        return lambda row: place < len(row) and self._registry.status_of(cell_text(row[place])) in RUNNING

    def _reader(self, scan: ScannedSheet, layout: SheetLayout) -> _Reader:
        notes = self._notes
        notes.sheet = scan.sheet.name
        registry, is_unit, epoch_1904 = self._registry, self._is_unit, scan.sheet.epoch_1904
        if layout.kind is Kind.DOSSIERS:
            return DossierListReader(
                layout, registry, notes, self._known, epoch_1904, scan.legacy, is_unit, self._mendings
            )
        if layout.kind is Kind.ROLLOUT:
            return Rollout(layout, registry, notes, epoch_1904, scan.legacy, is_unit)
        above = [cell for row in scan.rows(0, layout.first) for cell in row if isinstance(cell, str)]
        return Summary(
            layout, registry, notes, scan.legacy, is_unit, [*above, *chain.from_iterable(self._source.texts)]
        )

    def _section(self, scan: ScannedSheet, layout: SheetLayout, reader: _Reader) -> Iterator[Batch | Columns]:
        """The rows of one sheet."""
        begun = self._rows
        below: ScannedSheet | None = None
        chunks = scan.chunks_after(layout.after)
        units = UnitRows(layout, self._names_unit, scan.sheet.name, self._unit) if has_unit_rows(layout) else None
        for chunk in chunks:
            self._take_faults(scan.sheet, reader)
            if (at := self._other_headings(chunk, scan, layout)) is not None:
                below = self._scan(scan.sheet, chain([chunk.after(at)], chunks))
                chunk = chunk.until(at)  # noqa: PLW2901
            piece = reader.read(chunk if units is None else units.chunk(chunk))
            done = begun + reader.rows
            yield replace(piece, done=done, total=begun + scan.sheet.expected(reader.rows))
        self._take_faults(scan.sheet, reader)
        self._unit = units.unit if units is not None else ""
        self._rows += reader.rows
        self._accepted += reader.accepted
        self._rejected += reader.rejected
        if isinstance(reader, DossierListReader):
            reader.finish()
            self._repeated += reader.repeated
        if last := reader.notes.drain():
            yield Batch((), last, self._rows, self._rows)
        if below is not None and below.layout is not None:
            own = self._settled(below, below.layout, iter(()))
            yield from self._section(below, own, self._reader(below, own))

    def _other_headings(self, chunk: Chunk, scan: ScannedSheet, layout: SheetLayout) -> int | None:
        """The row of a chunk in which the headings of another list begin, whose columns stand in another order."""
        if layout.kind is not Kind.DOSSIERS:
            return None
        usual = (layout.columns, scan.layout.columns if scan.layout else {})
        codes, received = chunk.columns([layout.columns[name][0] for name in ("code", "received")])
        places = {at for at, cell in enumerate(received) if isinstance(cell, str) and cell > _AFTER_FIGURES}
        if not self._headings.isdisjoint(codes):
            places.update(at for at, cell in enumerate(codes) if cell in self._headings)
        after = 0
        for at in sorted(places):
            if at < after or not any(isinstance(c, str) and self._finder.knows(c) for c in (codes[at], received[at])):
                continue
            rows = [list(chunk.row(index)) for index in range(at, min(at + HEADING_ROWS, len(chunk)))]
            found = self._finder.find(rows)
            if found is not None and found.kind is Kind.DOSSIERS and found.first == 0:
                if found.columns not in usual:
                    return at
                after = at + found.after
        return None

    @staticmethod
    def _take_faults(sheet: Sheet, reader: _Reader) -> None:
        for fault in sheet.drain_faults() if isinstance(sheet, FaultySheet) else ():
            if fault.is_rejection:
                reader.rows += 1
                reader.rejected += 1
                reader.notes.reject(fault.code, fault.row, value=fault.value, expected=fault.expected)
            else:
                reader.notes.note(fault.code, fault.row, value=fault.value, expected=fault.expected)

    def _goes_on(self, scan: ScannedSheet, layout: SheetLayout) -> bool:
        """Whether a table without headings is the rest of the list before it: some programs part long lists.

        A page's tables need to be as wide; a workbook's sheets must have codes and dates of receipt in their columns.
        """
        if self._source.format == "html":
            widest = max(layout.titles)
            return any(len(row) > widest and any(cell != "" for cell in row) for row in scan.rows(0, 5))
        dates = Dates(self._registry.headings.get("dates", {}), scan.sheet.epoch_1904)
        return layout.kind is Kind.DOSSIERS and scan.has_rows_of(layout, dates)

    def _tail(self) -> Tail:
        return Tail(self._rows, self._accepted, self._rejected, self._known.unchanged, tuple(self._repeated))

    def _unknown(self, scans: list[ScannedSheet]) -> Exception:
        """Why no list was found: nothing there, a heading missing, an encoding that nobody reads, or another table."""
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
    """Whether the table of another sheet is a part of this one: of its kind, and its rows named by the same."""
    return other.kind is layout.kind and (layout.kind is not Kind.SUMMARY or _family_of(other) == _family_of(layout))


def _family_of(layout: SheetLayout) -> str:
    if layout.kind is Kind.DOSSIERS:
        return family(layout)
    if "field" in layout.columns:
        return BY_FIELD
    return UNITS_OR_FIELDS if layout.kind is Kind.SUMMARY and fold("lĩnh vực") in fold(layout.title("unit")) else ""
