"""A sheet whose first rows are read in advance, to find its headings and the properties of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from cchc_tui.ingest.date_corrections import code_day
from cchc_tui.ingest.dates import Dates, is_date
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import cell_text, is_code_like
from cchc_tui.ingest.raw_sheets import Cell, Chunk, RawSheet

#: Rows that are checked for dossiers in a sheet without headings.
_GLANCED = 50


@dataclass(slots=True)
class ScannedSheet:
    """A sheet whose first chunks were read and searched for headings (``scanned``).

    ``rest`` yields all further chunks.
    """

    sheet: RawSheet
    scanned: list[Chunk]
    rest: Iterator[Chunk]
    layout: SheetLayout | None
    legacy: str = ""

    def rows(self, start: int, stop: int) -> list[Sequence[Cell]]:
        """The scanned rows from index ``start`` until before index ``stop``. Fewer rows if fewer were scanned."""
        return list(islice(chain.from_iterable(chunk.rows for chunk in self.scanned), start, stop))

    def more(self, count: int) -> list[Chunk]:
        """Scan about ``count`` further rows, and return their chunks.

        At the end of the sheet there may be fewer rows.
        """
        taken: list[Chunk] = []
        for chunk in self.rest:
            taken.append(chunk)
            count -= len(chunk)
            if count <= 0:
                break
        self.scanned += taken
        return taken

    def chunks_after(self, start: int) -> Iterator[Chunk]:
        """Yield the chunks of all rows from index ``start`` on, scanned or not."""
        for chunk in self.scanned:
            if start < len(chunk):
                yield chunk.part(start) if start > 0 else chunk
            start -= len(chunk)
        yield from self.rest

    def has_codes(self) -> bool:
        """Whether the first rows have codes of dossiers."""
        return any(code_day(cell) is not None for row in self.rows(0, _GLANCED) for cell in row)

    def has_rows_of(self, layout: SheetLayout, dates: Dates) -> bool:
        """Whether one of the first rows has a code and a received date in the columns of ``layout``."""
        code, received = layout.columns["code"][0], layout.columns["received"][0]
        return any(
            max(code, received) < len(row)
            and is_code_like(cell_text(row[code]))
            and is_date(dates.read(row[received])[0])
            for row in self.rows(0, _GLANCED)
        )
