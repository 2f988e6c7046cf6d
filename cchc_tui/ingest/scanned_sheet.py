"""A sheet whose first rows are read ahead, to find its headings and the properties of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from cchc_tui.ingest.date_corrections import code_day
from cchc_tui.ingest.dates import Dates, is_date
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import cell_text, is_code_like
from cchc_tui.ingest.raw_sheets import Cell, Chunk, RawSheet

#: Rows that are checked for dossiers in a sheet without headings.
_GLANCED = 50


@dataclass(slots=True)
class ScannedSheet:
    """A sheet whose first chunks were searched for headings."""

    sheet: RawSheet
    scanned: list[Chunk]
    rest: Iterator[Chunk]
    layout: SheetLayout | None
    legacy: str = ""

    def rows(self, start: int, stop: int) -> list[list[Cell]]:
        """The scanned rows from ``start`` to ``stop``, as far as there are any."""
        taken: list[list[Cell]] = []
        for chunk in self.scanned:
            taken += [list(chunk.row(index)) for index in range(max(0, start), min(len(chunk), stop))]
            start, stop = start - len(chunk), stop - len(chunk)
        return taken

    def more(self, count: int) -> list[Chunk]:
        """Scan about ``count`` further rows and return their chunks; fewer at the end."""
        taken: list[Chunk] = []
        for chunk in self.rest:
            taken.append(chunk)
            count -= len(chunk)
            if count <= 0:
                break
        self.scanned += taken
        return taken

    def chunks_after(self, start: int) -> Iterator[Chunk]:
        """Yield the rows from an index on."""
        for chunk in self.scanned:
            if start < len(chunk):
                yield chunk.after(start) if start > 0 else chunk
            start -= len(chunk)
        yield from self.rest

    def has_codes(self) -> bool:
        """Whether the first rows have dossier codes."""
        return any(code_day(cell) is not None for row in self.rows(0, _GLANCED) for cell in row)

    def has_rows_of(self, layout: SheetLayout, dates: Dates) -> bool:
        """Whether the first rows have codes and received dates in the same columns as a given layout."""
        code, received = layout.columns["code"][0], layout.columns["received"][0]
        return any(
            max(code, received) < len(row)
            and is_code_like(cell_text(row[code]))
            and is_date(dates.read(row[received])[0])
            for row in self.rows(0, _GLANCED)
        )


class LazyRows:
    """The rows of a scanned sheet, created on demand because headings are near the start."""

    def __init__(self, scan: ScannedSheet, count: int):
        self._places = chain.from_iterable(((chunk, index) for index in range(len(chunk))) for chunk in scan.scanned)
        self._made: list[list[Cell]] = []
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> list[Cell]:
        while len(self._made) <= index:
            chunk, place = next(self._places)
            self._made.append(list(chunk.row(place)))
        return self._made[index]
