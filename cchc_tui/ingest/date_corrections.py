"""Detects faults that all dates of a column have: day and month exchanged, or whole days stored some seconds too early.

Both faults come from the program that wrote the file, so all rows have them alike. They are detected in the raw cells,
before any row is converted. The evidence is:

- the day received in the dossiers' codes;
- dates that would be before the received date, or long after it;
- a column in which all date cells have a day up to 12, and all dates written as text have a day above 12. Here a
  program has read dd/mm as mm/dd wherever that gave a valid date;
- received dates in many months, but only on one or two days of the month;
- dates of past events that are in the future.

One program wrote all columns. So evidence in one column also counts for columns without evidence. If no column has
evidence, as in a short list of the first days of a month, a note says that the dates are ambiguous.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cchc_tui.domain.findings import day_in_code
from cchc_tui.domain.moments import DAY, Stamp, to_date
from cchc_tui.ingest import problems
from cchc_tui.ingest.dates import DateCorrection, Dates, is_date, moment_of
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell

_FIELDS = ("received", "due", "deadline", "finished", "returned")
_MONTHS = 12
#: Dates of past events.
_HAPPENED = frozenset(("received", "finished", "returned"))
#: The days within which all due, finished and return dates follow the receipt, and those for most of them (``_NEAR``).
_LONGEST = 400
_NEAR = 100
#: The least number of agreeing rows if only dates are evidence, and no codes.
_ENOUGH = 3
_MANY_MONTHS = 6
#: The probability that the day of a date is up to 12. A split whose probability is ``_CHANCE`` or more may be chance.
_SHARE_LOW = 0.4
_CHANCE = 0.01
_LAST_MINUTE = DAY - 60
#: If more rows than this are added at once, only a sample of them is used.
_MOST_ROWS = 500
#: Times that systems write for the end of a day. A column with only these times is no evidence of early dates.
_ENDS = frozenset((_LAST_MINUTE, DAY - 1))

#: The index of a row, and its date as written.
_Value = tuple[int, date]


@dataclass
class _Values:
    """The dates of one kind in one column: those of ``_Column.typed`` or ``_Column.text``."""

    low: list[_Value] = field(default_factory=list)  # day up to 12: may be exchanged with the month
    high: list[_Value] = field(default_factory=list)  # day above 12
    american: list[_Value] = field(default_factory=list)  # certainly month/day/year

    def __bool__(self) -> bool:
        return bool(self.low or self.high or self.american)

    @property
    def all(self) -> list[_Value]:
        return [*self.low, *self.high]


@dataclass
class _Column:
    """The dates of one column in the examined rows, by kind.

    ``typed`` has date cells, serials, and texts in which it is certain which part is the month. ``text`` has texts such
    as "05/11/2021".
    """

    name: str
    place: int
    title: str
    typed: _Values = field(default_factory=_Values)  # typed cells, serials, and texts with a certain month
    text: _Values = field(default_factory=_Values)  # texts with day, month and year in numbers
    seconds: set[int] = field(default_factory=set)  # of the day

    def add(self, row: int, cell: Cell, dates: Dates) -> None:
        written = dates.written(cell) if isinstance(cell, str) else None
        if written is not None and written.numbers and written.month > _MONTHS >= written.day:
            exchanged = moment_of(written._replace(day=written.month, month=written.day))[0]
            if is_date(exchanged):
                self.text.american.append((row, to_date(exchanged)))
            return
        moment = dates.read(cell)[0] if written is None else moment_of(written)[0]
        if not is_date(moment):
            return
        self.seconds.add(moment % DAY)
        day = to_date(moment)
        values = self.text if written is not None and written.numbers else self.typed
        (values.low if day.day <= _MONTHS else values.high).append((row, day))

    @property
    def is_split(self) -> bool:
        """Whether all ``typed`` dates have a day up to 12, and all ``text`` dates have a day above 12."""
        return bool(self.typed.low and self.text.high) and not (self.typed.high or self.text.low)

    @property
    def is_split_by_chance(self) -> bool:
        """Whether ``is_split`` may be true by chance, because the column has few dates."""
        return _SHARE_LOW ** len(self.typed.low) * (1 - _SHARE_LOW) ** len(self.text.high) >= _CHANCE


@dataclass
class _Votes:
    """How many rows are evidence that day and month of a column are exchanged (``swapped``) or not (``as_it_is``).

    ``rows`` is the number of rows examined. ``sure`` has two numbers of rows with strong evidence: for "not exchanged",
    and for "exchanged".
    """

    swapped: int = 0
    as_it_is: int = 0
    rows: int = 0
    sure: list[int] = field(default_factory=lambda: [0, 0])
    are_exact: bool = False  # the evidence is the day in codes

    @property
    def are_strong(self) -> bool:
        return self.swapped > 0 and self.swapped >= 9 * self.as_it_is and 2 * self.swapped >= self.rows

    def add(self, one: int, other: int, exact: bool = False) -> None:
        """Count one row. The row is evidence if only one of ``one`` and ``other`` is plausible.

        ``one`` is the number of days from the received date to the date as written. ``other`` is the number of days
        from the received date to the date with day and month exchanged. With ``exact``, only 0 days are plausible,
        because the day in the code is the day received.
        """
        self.rows += 1
        self.are_exact |= exact
        within = (0,) if exact else (_LONGEST, _NEAR)
        for most in within:
            fits, other_fits = 0 <= one <= most, 0 <= other <= most
            if fits != other_fits:
                self.as_it_is += fits
                self.swapped += other_fits
                self.sure[other_fits] += most == within[0]
                return

    @property
    def any(self) -> bool:
        return self.swapped + self.as_it_is > 0

    @property
    def contradict(self) -> bool:
        return min(self.sure) >= _ENOUGH and 10 * min(self.sure) > sum(self.sure)


class CorrectionSearch:
    """Collects evidence from the rows of a sheet, and decides which date columns need a correction."""

    def __init__(self, layout: SheetLayout, dates: Dates, notes: Notes, at: Stamp):
        """``at`` is the moment of the export. Dates of past events must not be after it."""
        self._dates = dates
        self._today = to_date(at)
        self._notes = notes
        self._code_at = layout.columns["code"][0]
        self._columns = [
            _Column(name, place, layout.titles[place]) for name in _FIELDS for place in layout.columns.get(name, ())
        ]
        self._codes: list[date | None] = []
        self._decided = False
        self._asked_at = 0  # the number of rows at the last check for evidence
        self._said: list[list[bool | None]] = []  # the evidence found by that check

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Examine further rows. If ``rows`` are more than ``_MOST_ROWS``, only a sample of them is examined."""
        for row in rows[:: len(rows) // _MOST_ROWS + 1]:
            index = len(self._codes)
            self._codes.append(code_day(row[self._code_at] if self._code_at < len(row) else ""))
            for column in self._columns:
                if column.place < len(row) and row[column.place] != "":
                    column.add(index, row[column.place], self._dates)

    @property
    def is_decided(self) -> bool:
        """Whether no further rows are needed, because each column has evidence or no dates.

        To save time, this is determined again only after the number of rows has doubled.
        """
        if len(self._codes) >= 2 * self._asked_at:
            self._asked_at = max(1, len(self._codes))
            self._said = self._decide()
            self._decided = all(map(_is_told, self._columns, self._said))
        return self._decided

    def _decide(self) -> list[list[bool | None]]:
        return _Decision(self._codes, self._notes, self._today).decide(self._columns)

    def by_title(self, corrections: Mapping[int, DateCorrection]) -> dict[str, DateCorrection]:
        """Heading → correction, from a mapping of column → correction."""
        return {column.title: corrections[column.place] for column in self._columns if column.place in corrections}

    def find_corrections(self, before: Mapping[str, DateCorrection] | None = None) -> dict[int, DateCorrection]:
        """The correction of each column that needs one. Adds a note for each of these columns.

        ``before`` has the corrections in earlier sheets, by heading. They apply to columns without evidence. Raises
        Refused if the evidence is contradictory.
        """
        columns, notes = self._columns, self._notes
        said = self._said if len(self._codes) == self._asked_at else self._decide()
        known = [(before or {}).get(column.title) for column in columns]
        said = [
            [
                was if answer is None and was else answer
                for answer, was in zip(answers, of or (None, None), strict=False)
            ]
            for answers, of in zip(said, known, strict=True)
        ]
        typed, text = (_swapped_among(columns, answers) for answers in zip(*said, strict=True))
        self._note_ambiguous(
            typed, [(column, column.typed, each[0]) for column, each in zip(columns, said, strict=True)]
        )
        self._note_ambiguous(text, [(column, column.text, each[1]) for column, each in zip(columns, said, strict=True)])
        early = _early(columns, self._codes)
        found: dict[int, DateCorrection] = {}
        for column in columns:
            correction = DateCorrection(column.place in typed, column.place in text, column.place in early)
            if (correction.typed_swapped and column.typed) or (correction.text_swapped and column.text):
                notes.note(problems.DATES_SWAPPED, column=column.title)
            elif column.is_split:
                notes.note(problems.DATES_PARTED, column=column.title)
            if correction.early:
                notes.note(problems.DATES_EARLY, column=column.title)
            if any(correction):
                found[column.place] = correction
        return found

    def _note_ambiguous(self, swapped: set[int], written: Sequence[tuple[_Column, _Values, bool | None]]) -> None:
        """Note the columns with ambiguous dates, if no column has evidence.

        ``written`` has three values for each column: the column, its dates of one kind (``typed`` or ``text``), and
        whether day and month of these dates are exchanged (None: no evidence). ``swapped`` are the columns with
        exchanged dates.
        """
        either = [column.title for column, values, _ in written if any(_swapped(day) != day for _, day in values.low)]
        if either and not swapped and all(answer is None for *_, answer in written):
            self._notes.note(problems.DATES_EITHER, value=", ".join(dict.fromkeys(either)))


class _Decision:
    """Decides for each column whether day and month of its dates are exchanged (``swapped``).

    The evidence is the day in the dossier's code, or else another date of the same row. Received dates are compared
    with due dates, and all other dates with received dates. A date is used for a comparison only if its day and month
    are certain.
    """

    def __init__(self, codes: Sequence[date | None], notes: Notes, today: date):
        self._codes = codes
        self._notes = notes
        self._today = today
        self._columns: Sequence[_Column] = ()
        self._received: dict[int, date] = {}
        self._due: dict[int, date] = {}
        self._kept = {"received": self._received, "due": self._due, "deadline": self._due}

    def decide(self, columns: Sequence[_Column]) -> list[list[bool | None]]:
        """Two answers for each column: whether its ``typed`` dates are exchanged, and whether its ``text`` dates are.

        None means that there is no evidence.
        """
        self._columns = columns
        for _ in range(2):  # twice: in the second round, the results for later columns are evidence for the first ones
            said = [[self._answer(column, values) for values in (column.typed, column.text)] for column in columns]
        return said

    def _answer(self, column: _Column, values: _Values) -> bool | None:
        if not values:
            return None
        many, plain = len(values.american), len(values.high)
        if min(many, plain) >= _ENOUGH and 10 * min(many, plain) > many + plain:
            raise problems.refuse(problems.DATES_UNCLEAR, self._notes.sheet, column.title)
        votes = self._votes(column, values)
        is_parted = values is column.typed and column.is_split
        few_tell = votes.are_exact or (not plain and (is_parted or many > 0))
        against = votes.as_it_is > 0 or (values is column.typed and bool(column.text.low))
        if votes.are_strong and (few_tell or votes.swapped >= _ENOUGH):
            answer: bool | None = True
        elif not (against or plain) and (
            many >= (1 if values.low and not any(one.text.high for one in self._columns) else _ENOUGH)
            or (column.name == "received" and _is_one_month(values.low))
            or (is_parted and not column.is_split_by_chance)
        ):
            answer = True
        else:
            answer = False if against else None
        if (kept := self._kept.get(column.name)) is not None:
            is_sure = bool(answer) or votes.as_it_is > 0
            for row, day in (*values.high, *values.american):
                kept.setdefault(row, day)
            for row, day in values.low:
                if is_sure or day.day == day.month:
                    kept.setdefault(row, (_swapped(day) if answer else None) or day)
        return answer

    def _votes(self, column: _Column, values: _Values) -> _Votes:
        votes, is_received = _Votes(), column.name == "received"
        for row, day in values.low:
            other, code = _swapped(day), self._codes[row]
            by = code or (self._due if is_received else self._received).get(row)
            if other is None or other == day:
                continue
            if by is not None:
                counts = [((by - one) if is_received else (one - by)).days for one in (day, other)]
                votes.add(counts[0], counts[1], is_received and code is not None)
            elif column.name in _HAPPENED and (day > self._today) != (other > self._today):
                votes.add(*(-1, 0) if day > self._today else (0, -1))
        if votes.contradict:
            raise problems.refuse(problems.DATES_UNCLEAR, self._notes.sheet, column.title)
        return votes if votes.any else self._votes_together(column, values is column.typed)

    def _votes_together(self, column: _Column, typed: bool) -> _Votes:
        """Evidence from the number of days between the received date and another date of the same row.

        ``column`` is the column of one of these two dates. The number of days with both dates as written is compared
        with the number of days with both dates exchanged. ``typed`` tells which dates of the columns are used: the
        ``typed`` dates, else the ``text`` dates.
        """
        votes = _Votes()
        for received in self._columns:
            if received.name != "received":
                continue
            first = dict((received.typed if typed else received.text).low)
            for other in self._columns if column is received else [column]:
                for row, day in (other.typed if typed else other.text).low if other is not received else ():
                    since, swapped, swapped_since = first.get(row), _swapped(day), _swapped(first.get(row, day))
                    if since is not None and swapped is not None and swapped_since is not None:
                        votes.add((day - since).days, (swapped - swapped_since).days)
        return votes


def _is_told(column: _Column, answers: Sequence[bool | None]) -> bool:
    both = zip(answers, (column.typed, column.text), strict=True)
    told = [False if answer is None and values.high else answer for answer, values in both if values]
    return not told or True in told or (None not in told and bool(column.typed.low or column.text.low))


def _swapped_among(columns: Sequence[_Column], said: Sequence[bool | None]) -> set[int]:
    """The columns in which day and month are exchanged, by their positions in ``columns``.

    ``said`` has the evidence for each column (None: no evidence). If there is a column with exchanged dates, all
    columns without evidence count as exchanged too.
    """
    if True not in said:
        return set()
    return {column.place for column, answer in zip(columns, said, strict=True) if answer is not False}


def _early(columns: Sequence[_Column], codes: Sequence[date | None]) -> set[int]:
    """Return the columns in which a browser turned dates without a time into the last minute of the day before."""
    late = [column for column in columns if column.seconds and min(column.seconds) >= _LAST_MINUTE]
    found: set[int] = set()
    seconds: set[int] = set()
    for column in late:
        values = [*column.typed.all, *column.text.all]
        days = [((codes[row] or day) - day).days for row, day in values if codes[row] is not None]
        by_code = column.name == "received" and days.count(1) > 0 and 2 * days.count(1) >= len(days)
        against = column.name == "received" and 2 * days.count(0) > len(days)
        if by_code or (len(values) >= _ENOUGH and not column.seconds <= _ENDS and not against):
            found.add(column.place)
            seconds |= column.seconds
    return found | {column.place for column in late if column.seconds <= seconds}


def code_day(cell: Cell) -> date | None:
    """The day received, as a dossier's code states it; None if the code states no day."""
    day = day_in_code(cell_text(cell))
    return None if day is None else to_date(day)


def _is_one_month(values: Sequence[_Value]) -> bool:
    """Whether dates are in many months, but only on one or two days of the month.

    In such a column, the number read as the day must be the month.
    """
    return len({day.day for _, day in values}) <= 2 and len({day.month for _, day in values}) >= _MANY_MONTHS


def _swapped(day: date) -> date | None:
    """The date with day and month exchanged; None if the day is above 12."""
    return day.replace(month=day.day, day=day.month) if day.day <= _MONTHS else None
