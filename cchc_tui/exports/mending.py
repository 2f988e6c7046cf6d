"""What is wrong with all dates of a column: day and month in each other's place, or whole days some seconds early.

Both are properties of the program that wrote the file, so they are looked for in the first rows, before any row is
read, and only where something speaks for them. What speaks: the day of receipt in the dossiers' codes; dates that would
come before the receipt, or years after it; a column whose typed dates all have a day up to 12 while its texts all have
a later one, which is what a program leaves that turned dd/mm into mm/dd where it could; dates of receipt in many
months that all lie on one day. A short list of the first days of a month is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cchc_tui.domain.moments import DAY, to_date
from cchc_tui.exports import problems
from cchc_tui.exports.dates import Dates, Mending, is_date, moment_of
from cchc_tui.exports.grids import Cell
from cchc_tui.exports.headings import Layout
from cchc_tui.exports.oddrows import cell_text
from cchc_tui.exports.problems import Notes

_FIELDS = ("received", "due", "deadline", "finished", "returned")
_CODE_DAY = re.compile(r"-(\d\d)(\d\d)(\d\d)-\d+$")
_MONTHS = 12
#: A dossier is due, finished and handed out within so many days of its receipt.
_LONGEST = 400
#: So many agree before dates alone, without a code, are believed.
_ENOUGH = 3
_MANY_MONTHS = 6
#: Of days of a month, so many are up to 12; so unlikely must it be that typed and written ones part there by chance.
_SHARE_LOW = 0.4
_CHANCE = 0.01
_LAST_MINUTE = DAY - 60
#: So many rows are looked at.
_MOST_ROWS = 500
#: How systems write the end of a day: of these alone nothing follows.
_ENDS = frozenset((_LAST_MINUTE, DAY - 1))

#: Index of the row, and the date as it stands there.
_Value = tuple[int, date]


@dataclass
class _Column:
    """The dates in the first rows of one column."""

    name: str
    place: int
    title: str
    typed: list[_Value] = field(default_factory=list)
    low: list[_Value] = field(default_factory=list)  # written d/m/y, both may be a month
    high: list[_Value] = field(default_factory=list)  # written d/m/y, the first is no month
    american: int = 0  # written d/m/y, the second is no month
    others: list[_Value] = field(default_factory=list)
    seconds: set[int] = field(default_factory=set)  # of the day
    count: int = 0

    def add(self, row: int, cell: Cell, dates: Dates) -> None:
        """Takes one cell."""
        written = dates.written(cell) if isinstance(cell, str) else None
        if written is not None and written.numbers and written.month > _MONTHS >= written.day:
            self.american += 1
            return
        moment = dates.read(cell)[0] if written is None else moment_of(written)[0]
        if not is_date(moment):
            return
        self.count += 1
        self.seconds.add(moment % DAY)
        if written is None:
            kind = self.typed
        elif not written.numbers:
            kind = self.others
        else:
            kind = self.low if written.day <= _MONTHS else self.high
        kind.append((row, to_date(moment)))

    @property
    def is_parted(self) -> bool:
        """Whether typed and written dates part at the 12th."""
        return bool(self.typed and self.high) and not self.low and all(day.day <= _MONTHS for _, day in self.typed)


@dataclass
class _Votes:
    """What the rows of a column say of its dates' days and months."""

    swapped: int = 0
    as_it_is: int = 0
    told: int = 0

    @property
    def are_strong(self) -> bool:
        return self.swapped > 0 and self.swapped >= 9 * self.as_it_is and 2 * self.swapped >= self.told

    @property
    def contradict(self) -> bool:
        less, all_votes = min(self.swapped, self.as_it_is), self.swapped + self.as_it_is
        return less >= _ENOUGH and 10 * less > all_votes


def find(rows: Sequence[Sequence[Cell]], layout: Layout, dates: Dates, notes: Notes) -> dict[int, Mending]:
    """Column → what is to be put right in it, which is noted; raises Refused where that can't be decided."""
    rows = rows[:: len(rows) // _MOST_ROWS + 1]
    columns = [_Column(name, place, layout.titles[place]) for name in _FIELDS for place in layout.columns.get(name, ())]
    codes = [_code_day(row[place] if place < len(row) else "") for place in layout.columns["code"][:1] for row in rows]
    for index, row in enumerate(rows):
        for column in columns:
            if column.place < len(row) and row[column.place] != "":
                column.add(index, row[column.place], dates)
    search = _Search(codes, notes)
    said = [(search.typed(column), search.written(column)) for column in columns]
    typed, text = (_swapped_among(columns, answers) for answers in zip(*said, strict=True))
    early = _early(columns, codes)
    found: dict[int, Mending] = {}
    for column in columns:
        mending = Mending(column.place in typed, column.place in text, column.place in early)
        if mending.typed_swapped or mending.text_swapped:
            notes.note(problems.DATES_SWAPPED, column=column.title)
        elif column.is_parted:
            notes.note(problems.DATES_PARTED, column=column.title)
        if mending.early:
            notes.note(problems.DATES_EARLY, column=column.title)
        if any(mending):
            found[column.place] = mending
    return found


class _Search:
    """Decides column by column, the received date first: it is what the others are measured by."""

    def __init__(self, codes: Sequence[date | None], notes: Notes):
        self._codes = codes
        self._notes = notes
        self._received: dict[int, date] = {}

    def typed(self, column: _Column) -> bool | None:
        """Whether typed dates are swapped; None where nothing tells."""
        if not column.typed or any(day.day > _MONTHS for _, day in column.typed):
            self._measure(column, column.typed, is_sure=bool(column.typed))
            return False
        votes = self._votes(column, column.typed)
        chance = _SHARE_LOW ** len(column.typed) * (1 - _SHARE_LOW) ** len(column.high)
        is_exact = column.name == "received"
        is_one_month = is_exact and _is_one_month(column.typed)
        if votes.are_strong and (is_exact or column.is_parted or votes.swapped >= _ENOUGH):
            is_swapped: bool | None = True
        elif not votes.as_it_is and not column.low and (is_one_month or (column.is_parted and chance < _CHANCE)):
            is_swapped = True
        else:
            is_swapped = False if votes.as_it_is or column.low else None
        self._measure(column, column.typed, is_sure=is_swapped is False, swap=is_swapped is True)
        return is_swapped

    def written(self, column: _Column) -> bool | None:
        """Whether dates written d/m/y are m/d/y; None where nothing tells."""
        many, plain = column.american, len(column.high)
        if not column.low and not many:
            self._measure(column, [*column.high, *column.others], is_sure=True)
            return False
        if min(many, plain) >= _ENOUGH and 10 * min(many, plain) > many + plain:
            raise problems.refuse(problems.DATES_UNCLEAR, self._notes.sheet, column.title)
        votes = self._votes(column, column.low)
        is_exact = column.name == "received"
        is_one_month = is_exact and _is_one_month(column.low)
        if votes.are_strong and (is_exact or votes.swapped >= _ENOUGH or (many and not plain)):
            is_swapped: bool | None = True
        elif not plain and not votes.as_it_is and (many >= _ENOUGH or is_one_month):
            is_swapped = True
        else:
            is_swapped = False if votes.as_it_is or plain else None
        self._measure(column, [*column.high, *column.others], is_sure=True)
        self._measure(column, column.low, is_sure=is_swapped is False, swap=is_swapped is True)
        return is_swapped

    def _measure(self, column: _Column, values: Sequence[_Value], is_sure: bool, swap: bool = False) -> None:
        """Keeps the received dates that are sure, to measure the others by where a code has no day."""
        if column.name != "received":
            return
        for row, day in values:
            if is_sure or swap or day.day == day.month:
                self._received.setdefault(row, (_swapped(day) if swap else None) or day)

    def _votes(self, column: _Column, values: Sequence[_Value]) -> _Votes:
        votes = _Votes()
        for row, day in values:
            other = _swapped(day)
            by = self._codes[row] or (None if column.name == "received" else self._received.get(row))
            if other is None or other == day or by is None:
                continue
            votes.told += 1
            if column.name == "received":
                fits, other_fits = day == by, other == by
            else:
                fits, other_fits = (0 <= (one - by).days <= _LONGEST for one in (day, other))
            votes.as_it_is += fits and not other_fits
            votes.swapped += other_fits and not fits
        if votes.contradict:
            raise problems.refuse(problems.DATES_UNCLEAR, self._notes.sheet, column.title)
        return votes


def _swapped_among(columns: Sequence[_Column], said: Sequence[bool | None]) -> set[int]:
    """The columns that are swapped: those of which it is told, and with them those that nothing tells of."""
    if True not in said:
        return set()
    return {column.place for column, answer in zip(columns, said, strict=True) if answer is not False}


def _early(columns: Sequence[_Column], codes: Sequence[date | None]) -> set[int]:
    """The columns of whole days that a browser moved into the last minute of the day before."""
    late = [column for column in columns if column.count and min(column.seconds) >= _LAST_MINUTE]
    found: set[int] = set()
    seconds: set[int] = set()
    for column in late:
        values = [*column.typed, *column.low, *column.high, *column.others]
        days = [((codes[row] or day) - day).days for row, day in values if codes[row] is not None]
        by_code = column.name == "received" and days.count(1) > 0 and 2 * days.count(1) >= len(days)
        against = column.name == "received" and 2 * days.count(0) > len(days)
        if by_code or (column.count >= _ENOUGH and not column.seconds <= _ENDS and not against):
            found.add(column.place)
            seconds |= column.seconds
    return found | {column.place for column in late if column.seconds <= seconds}


def _code_day(cell: Cell) -> date | None:
    """The day of receipt in a dossier's code."""
    said = _CODE_DAY.search(cell_text(cell))
    try:
        return date(2000 + int(said[1]), int(said[2]), int(said[3])) if said else None
    except ValueError:
        return None


def _is_one_month(values: Sequence[_Value]) -> bool:
    """Whether dates of many months lie on the same one or two days: then those are the months."""
    return len({day.day for _, day in values}) <= 2 and len({day.month for _, day in values}) >= _MANY_MONTHS


def _swapped(day: date) -> date | None:
    """The date with day and month in each other's place; None where the day is no month."""
    return day.replace(month=day.day, day=day.month) if day.day <= _MONTHS else None
