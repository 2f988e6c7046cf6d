"""Decides what to do with each row of a dossier list: load it, reject it with a reason, or skip it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cchc_tui.domain.moments import Stamp
from cchc_tui.ingest import problems
from cchc_tui.ingest.dates import UNREADABLE, Dates, is_date
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import NonDataRows, cell_text, is_code_like
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell, Chunk, Unknown

_DIGIT = re.compile(r"\d")


class RowValidation:
    """Validates the rows of one sheet. Nearly all rows pass a first, quick check (``_suspects``)."""

    def __init__(self, layout: SheetLayout, notes: Notes, non_data: NonDataRows, dates: Dates):
        self._layout = layout
        self._notes = notes
        self._non_data = non_data
        self._dates = dates

    def validate(
        self,
        chunk: Chunk,
        places: Sequence[int],
        numbers: Sequence[int],
        codes: Sequence[str],
        moments: Mapping[str, Sequence[Stamp | None]],
        tied: Mapping[int, tuple[str, str]],
    ) -> tuple[list[bool] | None, int]:
        """For each row, whether it is loaded (None: all are loaded), and the number of rejected rows.

        ``places`` are the rows' indexes in the chunk, ``numbers`` are their row numbers. ``codes`` has an entry for
        each row, and so has each column in ``moments``. ``tied`` is the result of ``TiedColumns.rows``.
        """
        suspects = _suspects(codes, moments) | tied.keys()
        if not suspects:
            self._non_data.ended = False
            return None, 0
        rejected, before = 0, -1
        for index in sorted(suspects):
            if places[index] != before + 1:
                self._non_data.ended = False  # dossiers follow, so the total was a subtotal
            before = places[index]
            row = chunk.rows[places[index]]
            if self._is_data(row, codes[index], moments["received"][index]):
                rejected += 1
                if index in tied and codes[index]:
                    self._notes.reject(problems.TIED, numbers[index], *tied[index])
                    continue
                self._reject(
                    row, numbers[index], codes[index], {name: column[index] for name, column in moments.items()}
                )
        if before != len(chunk) - 1:
            self._non_data.ended = False
        return [index not in suspects for index in range(len(codes))], rejected

    def _is_data(self, row: Sequence[Cell], code: str, received: Stamp | None) -> bool:
        """Whether an incomplete row is a dossier. The caller rejects a dossier, and skips any other row."""
        if is_date(received) or is_code_like(code):
            return not self._non_data.repeats_headings(row)
        if self._unknown_code(row) is not None:
            return not self._non_data.is_non_data(
                [str(cell) if isinstance(cell, Unknown) else cell for cell in row], groups=False
            )
        if self._non_data.is_non_data(row):
            return False
        # Below the total and the signatures, only names and dates of signatories follow.
        return not self._non_data.is_below_end(row)

    def _reject(self, row: Sequence[Cell], number: int, code: str, moments: Mapping[str, Stamp | None]) -> None:
        title = self._layout.title
        if not code or not (_DIGIT.search(code) or is_date(moments["received"])):
            # A row without a code may contain a name, as below a signature, so the message quotes nothing of the row.
            unknown = self._unknown_code(row)
            reason = problems.NO_CODE if unknown is None else problems.UNKNOWN_CELL
            self._notes.reject(reason, number, title("code"), unknown or "")
            return
        for name, moment in moments.items():
            if moment == UNREADABLE:
                place, value = self._unreadable(row, name)
                reason = problems.UNKNOWN_CELL if isinstance(value, Unknown) else problems.BAD_DATE
                self._notes.reject(reason, number, self._layout.titles[place], cell_text(value))
                return
        self._notes.reject(problems.NO_RECEIVED, number, title("received"))

    def _unknown_code(self, row: Sequence[Cell]) -> Unknown | None:
        places = self._layout.columns["code"]
        return next((cell for place in places if place < len(row) and isinstance(cell := row[place], Unknown)), None)

    def _unreadable(self, row: Sequence[Cell], name: str) -> tuple[int, Cell]:
        """The column and cell of a field's unreadable date, or of the unreadable time of day that belongs to it."""
        columns = self._layout.columns
        places = [*columns.get(name, ()), *(columns.get("deadline", ()) if name == "due" else ())]
        for place in places:
            cell = row[place] if place < len(row) else ""
            if self._dates.read(cell)[0] == UNREADABLE:
                return place, cell
        times = [self._layout.times[place] for place in places if place in self._layout.times]
        return next(
            ((place, row[place]) for place in times if self._dates.seconds(row[place]) == UNREADABLE), (places[0], "")
        )


def _suspects(codes: Sequence[str], moments: Mapping[str, Sequence[Stamp | None]]) -> set[int]:
    """The indexes of rows that need a closer check: they lack a code or received date, or have an unreadable date."""
    suspects = {index for index, code in enumerate(codes) if not code} if "" in codes else set()
    for name, column in moments.items():
        bad = (UNREADABLE, None) if name == "received" else (UNREADABLE,)
        if any(value in column for value in bad):
            suspects |= {index for index, moment in enumerate(column) if moment in bad}
    return suspects
