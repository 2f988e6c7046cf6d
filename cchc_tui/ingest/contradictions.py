"""Detects a list that somebody pasted together from two lists with different date formats.

``date_corrections`` looks only at the first rows of a list to decide how dates are corrected. If many later rows make
sense only with day and month exchanged, it is unknown which dates are right, and the file is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import compress

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.ingest import problems
from cchc_tui.ingest.dates import UNREADABLE, DateColumn, Dates, is_date, with_day_and_month_exchanged
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell

#: Nearly all dossiers are due and finished within this many days of their receipt.
_NEAR = 100
#: Contradictions are not mere mistakes if there are this many, and in this share of all rows with such a date.
_ENOUGH = 5
_SHARE = 0.05
_MONTHS = 12


class Contradictions:
    """Counts the dates of a sheet that make sense only with day and month exchanged. Rows are added chunk by chunk."""

    def __init__(self, layout: SheetLayout, dates: Dates, notes: Notes):
        self._layout = layout
        self._dates = dates
        self._notes = notes
        self._against: Counter[str] = Counter()
        self._given: Counter[str] = Counter()

    def add(self, moments: Mapping[str, DateColumn], raw: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
        """Count the dates in some rows.

        ``moments`` maps a date field to the dates that were read from these rows. ``raw`` maps a date field to its
        columns of raw cells.
        """
        received = moments["received"].stamps
        for name, column in moments.items():
            stamps = column.stamps
            self._given[name] += len(stamps) - stamps.count(None)
            if UNREADABLE in stamps:
                bad = [stamp == UNREADABLE for stamp in stamps]
                self._against[name] += sum(
                    self._is_month_first(cell) for cells in raw.get(name, ()) for cell in compress(cells, bad)
                )
            if name != "received":
                self._against[name] += sum(
                    _comes_too_early(start, end) for start, end in zip(received, stamps, strict=True)
                    if end is not None and start is not None and end < start
                )  # fmt: skip

    def finish(self) -> None:
        """Raise Refused if a field has many dates that make sense only with day and month exchanged.

        Call this at the end of the sheet.
        """
        for name, against in self._against.items():
            if against >= _ENOUGH and against > _SHARE * self._given[name]:
                raise problems.refuse(problems.DATES_UNCLEAR, self._notes.sheet, self._layout.title(name))

    def _is_month_first(self, cell: Cell) -> bool:
        written = self._dates.written(cell) if isinstance(cell, str) else None
        return written is not None and written.numbers and written.month > _MONTHS >= written.day


def _comes_too_early(received: Stamp, moment: Stamp) -> bool:
    """Whether ``moment`` is before the day received, but would be shortly after it with day and month exchanged."""
    if not (is_date(received) and is_date(moment)) or moment // DAY >= received // DAY:
        return False
    other, _ = with_day_and_month_exchanged(moment, False)
    return is_date(other) and 0 <= other // DAY - received // DAY <= _NEAR
