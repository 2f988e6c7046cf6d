"""Reads dates as exports write them: as Excel serials, as date cells, or as text in the forms of ``date_forms``.

Only the years from 1990 to 2100 are valid. A date without a time of day becomes the first second of its day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from operator import add
from typing import NamedTuple, TypeGuard, cast

from cchc_tui.domain.moments import DAY, FIRST_YEAR, LAST_YEAR, LOCAL_MINUTES, Stamp, stamp, to_datetime
from cchc_tui.ingest.cleaning import BLANKS, clean
from cchc_tui.ingest.date_forms import Forms, Written
from cchc_tui.ingest.raw_sheets import Cell

#: Day 0 of Excel's serials (1899-12-30, in workbooks of old Macs 1904-01-01), in days from 1970-01-01.
_EXCEL_ZERO = -25_569
_DAYS_1904 = 1_462
_MONTHS = 12
_FIRST_STAMP = stamp(datetime(FIRST_YEAR, 1, 1))
_LAST_STAMP = stamp(datetime(LAST_YEAR + 1, 1, 1)) - 1

_SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,16})?")
#: A serial as a spreadsheet shows it with thousands separators: "44,501.34", "44.501,34".
_PARTED = re.compile(r"(\d\d)([.,])(\d{3})(?:(?!\2)[.,](\d{1,16}))?")
#: A time of day as a workbook stores it.
_PART_OF_A_DAY = re.compile(r"0(?:\.\d+)?")
#: A text in the form of a date. In a column that may also hold other texts, it tells an invalid date from those.
_DATE_SHAPED = re.compile(r"\s*\d{1,4}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,4}(?:\D|$)")
#: The parts that the fast path handles: "16/06/2021" or "2021-06-16", then " 09:53" or "T09:53".
_PLAIN_DAY = re.compile(r"(\d\d)([/-])(\d\d)\2(\d{4})|(\d{4})([/-])(\d\d)\6(\d\d)", re.ASCII)
_PLAIN_MINUTE = re.compile(r"[ T](?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


class _UncommonForm(Exception):  # noqa: N818  not an error: the slow path takes over
    """A cell has a form that the fast path cannot read. The slow path then reads the column."""


#: Dictionaries for the parts of a date: "16/06/2021" → stamp of the day, " 09:53" → seconds of the day, ":46" → 46.
#: They are filled on demand, because look-ups are the fastest way. ``_NO_TIME`` stands for a missing time.
_NO_TIME = -1
_days: dict[str, Stamp | None] = {"": None}
_minutes = {"": _NO_TIME}
_seconds = {"": 0} | {f":{second:02d}": second for second in range(60)}


def _learn(texts: Sequence[str]) -> None:
    """Add the days and minutes in these texts to ``_days`` and ``_minutes``.

    Raises _UncommonForm for a text of another form.
    """
    for text in texts:
        day, minute = text[:10], text[10:16]
        if day not in _days:
            _days[day] = _plain_day(day)
        if minute not in _minutes:
            _minutes[minute] = _plain_minute(minute)
        if text[16:] not in _seconds:
            raise _UncommonForm


def _plain_day(text: str) -> Stamp:
    found = _PLAIN_DAY.fullmatch(text)
    if found is None:
        raise _UncommonForm
    try:
        value = stamp(datetime.fromisoformat("-".join(found.group(4, 3, 1) if found[1] else found.group(5, 7, 8))))
    except ValueError:
        raise _UncommonForm from None
    if not _FIRST_STAMP <= value <= _LAST_STAMP:
        raise _UncommonForm
    return value


def _plain_minute(text: str) -> int:
    if not _PLAIN_MINUTE.fullmatch(text):
        raise _UncommonForm
    return int(text[1:3]) * 3600 + int(text[4:]) * 60


#: The stamp of an unreadable date.
UNREADABLE = -1
_BAD = (UNREADABLE, False)
_NONE = (None, False)
#: Most cached texts of other forms.
_MOST_CACHED = 20_000


class DateColumn(NamedTuple):
    """The dates of a column as stamps, and which of the dates have no time of day.

    A stamp is None for an empty cell, and ``UNREADABLE`` for an invalid date.
    """

    stamps: list[Stamp | None]
    whole_days: list[bool] | None  # None: none of them


class DateCorrection(NamedTuple):
    """The faults of all dates in a column. They are corrected while the column is read (see ``date_corrections``)."""

    typed_swapped: bool = False  # typed dates and serials have day and month exchanged
    text_swapped: bool = False  # days and months of text dates are exchanged, where both are up to 12
    early: bool = False  # whole days are some seconds early: the last minute of a day means the next day


UNCHANGED = DateCorrection()


class Dates:
    """Reads the dates of one sheet, with the date words of the registry."""

    def __init__(self, words: Mapping[str, tuple[str, ...]], epoch_1904: bool = False):
        """``words`` is the table ``[dates]`` of ``headings.toml``.

        If ``epoch_1904`` is true, date serials count from 1904.
        """
        self._forms = Forms(words)
        self._zero = _EXCEL_ZERO + (_DAYS_1904 if epoch_1904 else 0)
        self._always_read = any(_FIRST_STAMP <= day * DAY <= _LAST_STAMP for day in self._forms.none_days)
        self._kept: dict[tuple[str, DateCorrection], tuple[Stamp | None, bool]] = {}

    def column(self, cells: Sequence[Cell], correction: DateCorrection = UNCHANGED) -> DateColumn:
        """Read a column. This is fast if all cells are empty or have a common form, which is nearly always so."""
        texts = cast(Sequence[str], cells)  # a cell of another type raises TypeError
        try:
            if self._always_read or correction != UNCHANGED:
                raise _UncommonForm
            try:
                days, seconds = _plain(texts)
            except KeyError:
                _learn(texts)
                days, seconds = _plain(texts)
        except (_UncommonForm, TypeError):
            pairs = [self.read(cell, correction) for cell in cells]
            whole = [whole_day for _, whole_day in pairs]
            return DateColumn([moment for moment, _ in pairs], whole if True in whole else None)
        if min(seconds, default=1) > 0:  # no cell is empty
            return DateColumn(list(map(add, cast(list[int], days), seconds)), None)
        stamps = [
            None if day is None else day if second < 0 else day + second
            for day, second in zip(days, seconds, strict=True)
        ]
        whole = [second <= 0 and day is not None for day, second in zip(days, seconds, strict=True)]
        return DateColumn(stamps, whole if True in whole else None)

    def read(self, cell: Cell, correction: DateCorrection = UNCHANGED) -> tuple[Stamp | None, bool]:
        """Read one cell.

        Return a stamp (None: no date; ``UNREADABLE``: invalid), and whether the date has no time of day. A time of
        exactly 00:00:00 counts as no time.
        """
        if isinstance(cell, str):
            key = (cell, correction)
            moment = self._kept.get(key)
            if moment is None:
                if len(self._kept) >= _MOST_CACHED:
                    self._kept.clear()
                moment = self._kept[key] = self._text(cell, correction)
        else:
            moment = self._typed(cell)
            if correction.typed_swapped:
                moment = with_day_and_month_exchanged(*moment)
        return _later(*moment) if correction.early else moment

    def with_times(self, column: DateColumn, cells: Sequence[Cell]) -> DateColumn:
        """Add the times in ``cells`` to the dates that have no time of day. An unreadable time gives ``UNREADABLE``."""
        if column.whole_days is None:
            return column
        stamps, whole_days = column.stamps[:], column.whole_days[:]
        for index, (day, whole, cell) in enumerate(zip(stamps, whole_days, cells, strict=True)):
            if whole and is_date(day) and (seconds := self.seconds(cell)):
                stamps[index] = day + seconds if seconds > 0 else UNREADABLE
                whole_days[index] = False
        return DateColumn(stamps, whole_days)

    def seconds(self, cell: Cell) -> int | None:
        """The time of day in a cell, in seconds.

        None if the cell is empty or means "no date yet"; ``UNREADABLE`` if invalid.
        """
        if isinstance(cell, time):
            return cell.hour * 3600 + cell.minute * 60 + cell.second
        if isinstance(cell, float | int | str) and not isinstance(cell, bool):
            text = clean(cell.replace(",", ".")) if isinstance(cell, str) else str(cell)
            if _PART_OF_A_DAY.fullmatch(text):
                return round(float(text) * DAY) % DAY
        if isinstance(cell, datetime | timedelta):
            moment = cell if isinstance(cell, datetime) else datetime(1970, 1, 1) + cell
            return stamp(moment) % DAY if moment.year < FIRST_YEAR else UNREADABLE
        if not isinstance(cell, str):
            return UNREADABLE
        if self._text(cell) == _NONE:
            return None
        moment_of_day, _ = self._text(f"01/01/2000 {clean(cell)}")
        return moment_of_day % DAY if is_date(moment_of_day) else UNREADABLE

    def holds_date(self, cell: Cell) -> bool:
        """Whether a cell has a date, or a text in the shape of a date.

        A deadline column may have other texts too: "Quá hạn 2.25 ngày".
        """
        if isinstance(cell, str) and _DATE_SHAPED.match(cell):
            return True
        return is_date(self.read(cell)[0])

    def _typed(self, cell: Cell) -> tuple[Stamp | None, bool]:
        if isinstance(cell, datetime):
            moment = stamp(cell) + (cell.microsecond >= 500_000)
        elif isinstance(cell, date):
            moment = stamp(datetime(cell.year, cell.month, cell.day))
        elif isinstance(cell, timedelta):  # a serial formatted as hours, [h]:mm
            return self._serial(cell / timedelta(days=1))
        elif isinstance(cell, time):  # calamine returns a date cell with 0 as a time
            return _NONE if cell == time() else _BAD
        elif isinstance(cell, bool) or not isinstance(cell, (int, float)):
            return _BAD
        else:
            return self._serial(cell)
        return _NONE if moment // DAY in self._forms.none_days else _within(moment, moment % DAY == 0)

    def _serial(self, serial: float) -> tuple[Stamp | None, bool]:
        if serial == 0:
            return _NONE
        if not -1_000_000 < serial < 3_000_000:
            return _BAD if not 19e6 < serial < 21e6 or serial != int(serial) else self._text(str(int(serial)))
        moment = round((serial + self._zero) * DAY)
        if moment // DAY in self._forms.none_days:
            return _NONE if serial >= 1 or serial < 0 else _BAD  # a fraction of a day is a time without a day
        return _within(moment, moment % DAY == 0)

    def _text(self, text: str, correction: DateCorrection = UNCHANGED) -> tuple[Stamp | None, bool]:
        text = clean(text).removeprefix("'")
        if text in BLANKS:
            return _NONE
        if (serial := _serial_of(text)) is not None:
            moment = self._serial(serial)
            return with_day_and_month_exchanged(*moment) if correction.typed_swapped else moment
        written = self._forms.read(text)
        if written is None:
            return _NONE if self._forms.is_none(text) else _BAD
        if self._forms.is_none_day(written):
            return _NONE
        if (correction.text_swapped if written.numbers else correction.typed_swapped) and written.day <= _MONTHS:
            written = written._replace(day=written.month, month=written.day)
        return moment_of(written)

    def written(self, cell: str) -> Written | None:
        """The day and time in a text, as numbers that are not checked. None for "no date" and for an unknown form."""
        written = self._forms.read(clean(cell).removeprefix("'"))
        return None if written is None or self._forms.is_none_day(written) else written


def _plain(texts: Sequence[str]) -> tuple[list[Stamp | None], list[int]]:
    """For each text, the stamp of the day (None: empty text), and the second of the day (-1: no time).

    Raises KeyError if a part of a text is not in the dictionaries (``_learn``).
    """
    days, minutes, seconds = _days, _minutes, _seconds
    return [days[text[:10]] for text in texts], [minutes[text[10:16]] + seconds[text[16:]] for text in texts]


def is_date(moment: Stamp | None) -> TypeGuard[Stamp]:
    """Whether a stamp from ``Dates.read`` is a date, neither None nor ``UNREADABLE``."""
    return moment is not None and moment != UNREADABLE


def moment_of(written: Written) -> tuple[Stamp, bool]:
    """The stamp of a parsed date (``UNREADABLE``: there is no such day), and whether the date has no time of day."""
    seconds = written.seconds or 0
    try:
        moment = stamp(datetime(written.year, written.month, written.day)) + seconds
        if written.zone is not None and seconds:  # midnight stands for a whole day, which is not converted
            moment += LOCAL_MINUTES * 60 - written.zone * 60
    except ValueError:
        return _BAD
    return _within(moment, moment % DAY == 0)


def _serial_of(text: str) -> float | None:
    """The date serial in a text that is a number; None for any other text."""
    if _SERIAL.fullmatch(text):
        return float(text.replace(",", "."))
    if parted := _PARTED.fullmatch(text):
        return float(f"{parted[1]}{parted[3]}.{parted[4] or 0}")
    return None


def with_day_and_month_exchanged(moment: Stamp | None, whole_day: bool) -> tuple[Stamp | None, bool]:
    """The same date with day and month exchanged. If the day is above 12, or there is no date, the result is unchanged.

    Arguments and result have the form of the result of ``Dates.read``.
    """
    if not is_date(moment) or (value := to_datetime(moment)).day > _MONTHS:
        return moment, whole_day
    return stamp(value.replace(day=value.month, month=value.day)), whole_day


def _later(moment: Stamp | None, whole_day: bool) -> tuple[Stamp | None, bool]:
    if is_date(moment) and moment % DAY >= DAY - 60:
        return moment - moment % DAY + DAY, True
    return moment, whole_day


def _within(moment: Stamp, whole_day: bool) -> tuple[Stamp, bool]:
    return (moment, whole_day) if _FIRST_STAMP <= moment <= _LAST_STAMP else _BAD
