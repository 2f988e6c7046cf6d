"""Reads a dossier list: converts columns of raw cells into dossiers, and rejects rows with a reason.

The lists of iGate, OpenCPS and TanDan differ only in their headings, which are data (``headings.toml``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import accumulate, compress

from typing_extensions import override

from cchc_tui.domain.codes import hide_serial
from cchc_tui.domain.dossiers import (
    DUE_DATE_ONLY,
    FINISHED_DATE_ONLY,
    RECEIVED_DATE_ONLY,
    RETURNED_DATE_ONLY,
)
from cchc_tui.domain.findings import CODE_DAYS
from cchc_tui.domain.moments import DAY, Stamp, to_datetime
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest import text_columns as cells_of
from cchc_tui.ingest.contradictions import Contradictions
from cchc_tui.ingest.dates import UNCHANGED, DateColumn, DateCorrection, Dates, is_date
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.raw_sheets import Cell, Chunk, Unknown
from cchc_tui.ingest.records import Columns
from cchc_tui.ingest.row_reader import FileContext, TableRows
from cchc_tui.ingest.row_validation import RowValidation
from cchc_tui.ingest.scanned_sheet import ScannedSheet
from cchc_tui.ingest.seen_rows import digests, layout_number
from cchc_tui.ingest.tied_columns import TiedColumns
from cchc_tui.ingest.unit_rows import UnitRows

#: The fields that a row's digest covers, in their order.
_FIELDS = (
    "code", "procedure_code", "procedure", "field", "department", "agency", "received", "due", "deadline", "finished",
    "returned", "applicant", "submitter", "phone", "address", "officer", "status", "channel", "online", "helper",
    "time",
)  # fmt: skip
_DATES = {
    "received": RECEIVED_DATE_ONLY,
    "due": DUE_DATE_ONLY,
    "finished": FINISHED_DATE_ONLY,
    "returned": RETURNED_DATE_ONLY,
}
#: Fields by whose texts boards count. A row with an unknown value there is loaded, with a note.
_COUNTED_TEXTS = (
    "agency", "department", "status", "procedure_code", "procedure", "field", "officer", "channel", "online", "helper",
)  # fmt: skip
#: Columns that boards need to be complete.
_EXPECTED = ("due", "finished", "status")
_DATE_IN_CODE = re.compile(r"-(\d{6})-\d+$")


class DossierListReader(TableRows):
    """Reads one dossier list, chunk by chunk."""

    def __init__(
        self,
        context: FileContext,
        scan: ScannedSheet,
        layout: SheetLayout,
        corrections: Mapping[int, DateCorrection],
        units: UnitRows | None = None,
    ):
        """``corrections`` maps a column to the correction of its dates.

        ``units`` finds the units in a list that names them outside the rows of dossiers. It is None for any other list.
        """
        super().__init__(context, scan, layout)
        self._units = units
        self.repeated: list[Problem] = []
        self._known = context.known
        registry, epoch_1904 = context.registry, scan.sheet.epoch_1904
        self._read_dates = Dates(registry.headings.get("dates", {}), epoch_1904)
        self._corrections = corrections
        shape = [(name, len(layout.columns[name])) for name in _FIELDS if name in layout.columns]
        ends = accumulate(count for _, count in shape)
        #: Field → the slice of its columns among ``_places``, the columns that are read.
        self._at = {name: slice(end - count, end) for (name, count), end in zip(shape, ends, strict=True)}
        self._places = [place for name in self._at for place in layout.columns[name]]
        self._ties = TiedColumns(layout, self.notes)
        self._contradictions = Contradictions(layout, self._read_dates, self.notes)
        self._validation = RowValidation(layout, self.notes, self._non_data, self._read_dates)
        self._channel_of = cells_of.ChannelNames(registry.headings.get("channels", {}))
        self._kept: dict[str, cells_of.CellCache[str]] = {}
        self._statuses: dict[str, int] = {}
        # A deadline column may describe a delay in words that change every day, so only its dates are used.
        self._deadlines: cells_of.CellCache[Cell] = cells_of.CellCache(
            lambda cell: cell if isinstance(cell, Unknown) or self._read_dates.holds_date(cell) else ""
        )
        statuses = sorted(registry.status_names.entries.items())
        words = sorted(registry.headings.get("dates", {}).items())
        corrected = sorted((self._places.index(place), correction) for place, correction in self._corrections.items())
        times = sorted((self._places.index(day), self._places.index(time)) for day, time in layout.times.items())
        tied = sorted(layout.tied.items())
        self._number = layout_number(shape, statuses, epoch_1904, scan.legacy, words, corrected, tied, times)
        self._note_columns()

    @override
    def read(self, chunk: Chunk) -> Columns:
        """The dossiers in the rows of a chunk, and the rows' problems. Rows that the store already has are left out."""
        if self._units is not None:
            chunk = self._units.chunk(chunk)
        columns = chunk.columns(self._places)
        if (at := self._at.get("deadline")) is not None:
            columns[at] = map(self._deadlines.column, columns[at])
        numbers: Sequence[int] = chunk.numbers
        row_digests = digests(columns, self._number)
        where: Sequence[int] = range(len(chunk))
        if self._known:
            ids = self._known.find(row_digests)
            new = [dossier is None for dossier in ids]
            if not all(new):
                self._note_seen(ids, numbers, columns)
                columns = [list(compress(column, new)) for column in columns]
                numbers, row_digests = list(compress(numbers, new)), list(compress(row_digests, new))
                where = list(compress(where, new))
        return self._typed(chunk, where, numbers, row_digests, columns)

    def finish(self) -> str:
        """End the sheet, and return the last unit that was named in it. Raises Refused if the dates are contradictory.

        The result is "" if the sheet has a unit column, or if no unit was named.
        """
        self._contradictions.finish()
        return self._units.unit if self._units is not None else ""

    def _note_seen(self, ids: list[int | None], numbers: Sequence[int], columns: list[Sequence[Cell]]) -> None:
        """Count the rows that the store already has, and record their row numbers.

        ``ids`` has the dossier's id for each such row, and None for any other row.
        """

        def say(first: int, again: int) -> Problem:
            title, code = self._layout.title("code"), hide_serial(cell_text(columns[0][numbers.index(again)]))
            code_twice = problems.REPEATED_CODE
            return problems.make(Severity.NOTED, code_twice, self.notes.sheet, again, title, code, str(first))

        here = list(compress(numbers, ids))
        self.repeated += self._known.note_position(filter(None, ids), here, say)
        self.rows += len(here)
        self.accepted += len(here)
        if "status" in self._at:
            cells: list[Sequence[Cell]] = [list(compress(column, ids)) for column in columns[self._at["status"]]]
            self._count_statuses(here, self._repeating("status", {"status": cells}, [], here))

    def _typed(
        self, chunk: Chunk, where: Sequence[int], numbers: Sequence[int], row_digests: list[int],
        columns: list[Sequence[Cell]],
    ) -> Columns:  # fmt: skip
        raw = {name: columns[at] for name, at in self._at.items()}
        codes = cells_of.codes(self._column("code", raw))
        dates = self._dates(raw, len(numbers))
        self._contradictions.add(dates, raw)
        moments = {name: column.stamps for name, column in dates.items()}
        tied = self._ties.rows(raw, self._texts.clean, self._read_dates.read) if self._layout.tied else {}
        good, rejected = self._validation.validate(chunk, where, numbers, codes, moments, tied)
        self.rows += rejected
        self.rejected += rejected
        if good is not None:
            raw = {name: [list(compress(column, good)) for column in group] for name, group in raw.items()}
            codes, numbers = list(compress(codes, good)), list(compress(numbers, good))
            row_digests = list(compress(row_digests, good))
            dates = {name: _only(column, good) for name, column in dates.items()}
        self.rows += len(numbers)
        self.accepted += len(numbers)
        made = self._dossier_columns(numbers, row_digests, codes, dates, raw)
        if self._texts.met_unknown:
            self._note_unknown(numbers, raw)
        return Columns(made, self.notes.drain(), self.rows)

    def _dossier_columns(
        self, numbers: Sequence[int], row_digests: list[int], codes: Sequence[str], dates: dict[str, DateColumn],
        raw: dict[str, list[Sequence[Cell]]],
    ) -> list[Sequence[object]]:  # fmt: skip
        count = len(numbers)
        blank = [""] * count
        status_text = self._repeating("status", raw, blank, numbers)
        due = dates["due"]
        stamps = due.stamps
        if due.whole_days is not None:  # a due date without a time is the end of its day
            stamps = [
                day + DAY - 1 if whole and day is not None else day
                for day, whole in zip(due.stamps, due.whole_days, strict=True)
            ]
        received = dates["received"].stamps
        self._note_rows(numbers, codes, received, stamps)
        return [
            numbers,
            row_digests,
            codes,
            self._status_codes(numbers, status_text),
            status_text,
            received,
            stamps,
            dates["finished"].stamps,
            dates["returned"].stamps,
            _date_only(dates, count),
            *(
                self._repeating(n, raw, blank, numbers)
                for n in ("agency", "department", "procedure_code", "procedure", "field", "officer")
            ),
            self._channels(raw, blank),
            self._repeating("helper", raw, blank, numbers),
            *(self._column(name, raw) or blank for name in ("applicant", "submitter")),
            cells_of.phones(self._column("phone", raw)) or blank,
            self._column("address", raw) or blank,
        ]

    def _column(self, name: str, raw: dict[str, list[Sequence[Cell]]]) -> Sequence[str]:
        """The clean texts of a field whose texts rarely repeat; () if the sheet lacks the field."""
        groups = raw.get(name)
        heading = self._layout.title(name)
        return cells_of.coalesce([self._texts.column(cells, heading) for cells in groups]) if groups else ()

    def _repeating(
        self, name: str, raw: dict[str, list[Sequence[Cell]]], blank: list[str], numbers: Sequence[int]
    ) -> Sequence[str]:
        groups = raw.get(name)
        if not groups:
            return blank
        of = partial(self._texts.clean, heading=self._layout.title(name))
        make = (lambda cell: of(cells_of.procedure_code(cell))) if name == "procedure_code" else of
        kept = self._kept.setdefault(name, cells_of.CellCache(make))
        return self._ties.one(name, [kept.column(cells) for cells in groups], numbers)

    def _channels(self, raw: dict[str, list[Sequence[Cell]]], blank: list[str]) -> Sequence[str]:
        said = self._meaning("channel", self._channel_of, raw, blank)
        ticked = self._meaning("online", cells_of.online, raw, blank)
        return said if ticked is blank else ticked if said is blank else cells_of.coalesce([said, ticked])

    def _meaning(
        self, name: str, meaning: Callable[[str], str], raw: dict[str, list[Sequence[Cell]]], blank: list[str]
    ) -> Sequence[str]:
        if name not in raw:
            return blank
        kept = self._kept.setdefault(name, cells_of.CellCache(lambda cell: meaning(self._texts.clean(cell))))
        return cells_of.coalesce([kept.column(cells) for cells in raw[name]])

    def _status_codes(self, numbers: Sequence[int], texts: Sequence[str]) -> list[int]:
        statuses = self._statuses
        for text in set(texts).difference(statuses):
            statuses[text] = self._registry.status_of(text)
        self._count_statuses(numbers, texts)
        return [statuses[text] for text in texts]

    def _count_statuses(self, numbers: Sequence[int], texts: Sequence[str]) -> None:
        """Count the rows with a status that is unknown, or that only the office can classify.

        A note will report the numbers.
        """
        for text, rows in Counter(texts).items():
            if text and not self._statuses.setdefault(text, self._registry.status_of(text)):
                code = problems.OPEN_STATUS if self._registry.is_open_question(text) else problems.UNKNOWN_STATUS
                row = numbers[list(texts).index(text)]
                self.notes.count(code, row, self._layout.title("status"), text, rows)

    def _dates(self, raw: dict[str, list[Sequence[Cell]]], count: int) -> dict[str, DateColumn]:
        made: dict[str, DateColumn] = {}
        for name in _DATES:
            read = self._date_columns(name, raw)
            if name == "due":
                read += self._date_columns("deadline", raw)
            made[name] = _first_of(read, self._layout.tied.get(name, 1)) if read else DateColumn([None] * count, None)
        return made

    def _date_columns(self, name: str, raw: dict[str, list[Sequence[Cell]]]) -> list[DateColumn]:
        dates, layout = self._read_dates, self._layout
        read: list[DateColumn] = []
        for place, cells in zip(layout.columns.get(name, ()), raw.get(name, ()), strict=True):
            column = dates.column(cells, self._corrections.get(place, UNCHANGED))
            if (beside := layout.times.get(place)) is not None:
                column = dates.with_times(column, raw["time"][layout.columns["time"].index(beside)])
            read.append(column)
        return read

    def _note_columns(self) -> None:
        """Add a note for each column that boards need and that the sheet lacks."""
        have = self._layout.columns
        headings = self._registry.headings["dossiers"]
        for name in _EXPECTED:
            if name not in have and not (name == "due" and "deadline" in have):
                self.notes.note(problems.NO_COLUMN, expected=headings[name][0])
        if "agency" not in have and "department" not in have:
            self.notes.note(problems.NO_COLUMN, expected=headings["agency"][0])

    def _note_unknown(self, numbers: Sequence[int], raw: dict[str, list[Sequence[Cell]]]) -> None:
        """Add a note for each loaded row that has an unknown value in one of the fields ``_COUNTED_TEXTS``."""
        for name in _COUNTED_TEXTS:
            for place, cells in zip(self._layout.columns.get(name, ()), raw.get(name, ()), strict=True):
                for number, cell in zip(numbers, cells, strict=True):
                    if isinstance(cell, Unknown):
                        self.notes.note(problems.UNKNOWN_CELL, number, self._layout.titles[place], cell)

    def _note_rows(
        self,
        numbers: Sequence[int],
        codes: Sequence[str],
        received: Sequence[Stamp | None],
        due: Sequence[Stamp | None],
    ) -> None:
        """Add notes for defects of loaded rows: no due date, or a code whose day is not the received date."""
        if None in due and ("due" in self._layout.columns or "deadline" in self._layout.columns):
            for number, moment in zip(numbers, due, strict=True):
                if moment is None:
                    self.notes.note(
                        problems.NO_DUE, number, self._layout.title("due") or self._layout.title("deadline")
                    )
        days = [moment // DAY for moment in received if moment is not None]
        agrees = [CODE_DAYS[day] in code for day, code in zip(days, codes, strict=True)]
        if False not in agrees:
            return
        for number, code, day, same in zip(numbers, codes, days, agrees, strict=True):
            if not same and (found := _DATE_IN_CODE.search(code)):
                said = found[1]
                expected = f"{to_datetime(day * DAY):%d/%m/%Y}"
                self.notes.note(problems.CODE_DATE, number, self._layout.title("code"), said, expected)


def _only(column: DateColumn, good: list[bool]) -> DateColumn:
    whole = None if column.whole_days is None else list(compress(column.whole_days, good))
    return DateColumn(list(compress(column.stamps, good)), whole)


def _first_of(read: Sequence[DateColumn], equal: int) -> DateColumn:
    """Merge several date columns of one field into one: for each row, the first column that has a date.

    The first ``equal`` columns have the same rank. If two of them have the same day, the date with a time of day is
    used.
    """
    first, *rest = read
    for number, column in enumerate(rest, 1):
        ours, theirs = (of.whole_days or [False] * len(of.stamps) for of in (first, column))
        if None not in first.stamps and not (number < equal and True in ours):
            continue
        pairs = list(zip(zip(first.stamps, ours, strict=True), zip(column.stamps, theirs, strict=True), strict=True))
        taken = [b if a[0] is None or (number < equal and _tells_more(b, a)) else a for a, b in pairs]
        whole = [day for _, day in taken]
        first = DateColumn([stamp for stamp, _ in taken], whole if True in whole else None)
    return first


def _tells_more(one: tuple[Stamp | None, bool], other: tuple[Stamp | None, bool]) -> bool:
    """Whether two dates are on the same day, and only ``one`` has a time of day."""
    return other[1] and not one[1] and is_date(one[0]) and is_date(other[0]) and one[0] // DAY == other[0] // DAY


def _date_only(dates: dict[str, DateColumn], count: int) -> list[int]:
    """For each row, which dates have no time of day, as bits (``_DATES``)."""
    bits = [0] * count
    for name, bit in _DATES.items():
        whole = dates[name].whole_days
        if whole is not None:
            bits = [have | bit if day else have for have, day in zip(bits, whole, strict=True)]
    return bits
