"""Checks the measures in files: the reader process cannot, because the boards define the measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import Batch, EntryRow, Head, Kind, Piece, Row, SheetRow, Tail
from cchc_tui.registry import Registry
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import FieldType
from cchc_tui.store.write.directives import check_units

P = TypeVar("P", bound=Piece)


def checked(pieces: Iterator[P], registry: Registry) -> Iterator[P | Batch | Tail]:
    """Yield the pieces of a file. In a sheet, a row with an invalid measure is rejected, with the reason.

    Raises Refused before the first piece if the file is a directive's mark and its measure or a unit is invalid.
    """
    for piece in pieces:
        if isinstance(piece, Head) and piece.kind == Kind.DIRECTIVE:
            rest = list(pieces)
            _check_mark(rest, registry)
            yield piece
            yield from rest
        elif isinstance(piece, Head) and _fields(piece.kind):
            yield piece
            yield from _Checking(piece, registry).pieces(pieces)
        else:
            yield piece


def _fields(kind: str) -> list[str]:
    sheet = SHEETS.get(kind)
    return [] if sheet is None else [field.name for field in sheet.fields if field.type is FieldType.MEASURE]


def _check_mark(pieces: Iterable[Piece], registry: Registry) -> None:
    from cchc_tui.boards.measure import MeasureError, parse  # imports the boards

    for piece in pieces:
        for row in piece.rows if isinstance(piece, Batch) else ():
            if not isinstance(row, EntryRow):
                continue
            check_units(row.entry, registry.units)
            try:
                if row.entry.measure:
                    parse(row.entry.measure, registry, to_date(row.entry.at))
            except MeasureError as error:
                raise problems.refuse(error.code, value=error.value, expected=error.expected) from error


class _Checking:
    """Checks the measures in the rows of one sheet, and replaces each valid measure by its standard form."""

    def __init__(self, head: Head, registry: Registry) -> None:
        self._head, self._registry = head, registry
        self._sheet = SHEETS[head.kind]
        self._rejected = 0

    def pieces(self, pieces: Iterator[P]) -> Iterator[P | Batch | Tail]:
        for piece in pieces:
            if isinstance(piece, Batch):
                yield self._batch(piece)
            elif isinstance(piece, Tail):
                count = self._rejected
                yield replace(piece, accepted=piece.accepted - count, rejected=piece.rejected + count)
            else:
                yield piece

    def _batch(self, batch: Batch) -> Batch:
        rows: list[Row] = []
        found: list[Problem] = []
        for row in batch.rows:
            problem = self._check(row) if isinstance(row, SheetRow) else None
            if problem is None:
                rows.append(row)
            else:
                found.append(problem)
        self._rejected += len(found)
        return replace(batch, rows=tuple(rows), problems=(*batch.problems, *found))

    def _check(self, row: SheetRow) -> Problem | None:
        from cchc_tui.boards.measure import MeasureError, parse  # imports the boards

        for name in _fields(self._head.kind):
            written = str(row.values[name] or "")
            try:
                row.values[name] = str(parse(written, self._registry, self._day(row))) if written else ""
            except MeasureError as error:
                place = (self._head.sheet, row.row, self._sheet.field(name).headings[0])
                return problems.make(Severity.REJECTED, error.code, *place, error.value, error.expected)
        return None

    def _day(self, row: SheetRow) -> date:
        """The day on which the units in a row's measure are looked up.

        It is the earliest date in the row, or else the sheet's day, or else today.
        """
        dates = [field.name for field in self._sheet.fields if field.type is FieldType.DATE]
        first = min((moment for name in dates if isinstance(moment := row.values[name], int)), default=None)
        return to_date(first or self._head.moment or Clock().now())
