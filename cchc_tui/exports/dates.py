"""Dates as exports write them: Excel serials, typed cells, and text in the Vietnamese and the ISO order.

Years before 1990 or after 2100 are no dates of this software. A date without a time is the first second of its day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from operator import add
from typing import NamedTuple, TypeGuard, cast

from cchc_tui.domain.moments import DAY, Stamp, stamp
from cchc_tui.exports.cleaning import BLANKS, clean
from cchc_tui.exports.grids import Cell

FIRST_YEAR, LAST_YEAR = 1990, 2100
#: 1899-12-30, the day 0 of Excel's serials, in days from 1970-01-01; workbooks of old Macs count from 1904.
_EXCEL_ZERO = -25_569
_DAYS_1904 = 1_462
_FIRST_STAMP = stamp(datetime(FIRST_YEAR, 1, 1))
_LAST_STAMP = stamp(datetime(LAST_YEAR + 1, 1, 1)) - 1

_DAY = (
    r"(?:(?P<d>\d{1,2})\s*[/.\-]\s*(?P<m>\d{1,2})\s*[/.\-]\s*(?P<y>\d{4})"
    r"|(?P<y2>\d{4})[/.\-](?P<m2>\d{1,2})[/.\-](?P<d2>\d{1,2}))"
)
_TIME = (
    r"(?P<H>\d{1,2})\s*(?::|h|g|giờ)\s*(?:(?P<M>\d{1,2})\s*(?:phút|ph|p)?)?(?:\s*:\s*(?P<S>\d{1,2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>am|pm|sa|ch|a\.m\.|p\.m\.)?"
)
_ZONE = r"(?P<zone>z|[+-]\d{2}:?\d{2})?"
_DAY_TIME = re.compile(rf"{_DAY}(?:(?:\s*[,\-]?\s+|t|\s*[,\-]\s*){_TIME}{_ZONE})?", re.IGNORECASE)
_TIME_DAY = re.compile(rf"{_TIME}\s*[,\-]?\s*(?:ngày\s*)?{_DAY}", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,12})?")
#: Something that was meant as a date: where text may stand in place of a date, this tells a bad date from a text.
_DATE_SHAPED = re.compile(r"\s*\d{1,4}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,4}(?:\D|$)")


class _Unlike(Exception):  # noqa: N818  no error: the slow way takes over
    """A cell is not of the one form that the fast way knows."""


#: "16/06/2021" → the stamp of that day, " 09:53" → seconds of the day, ":46" → 46: filled as they come up. No time at
#: all is ``_NO_TIME``. Plain dictionaries: a look-up in one is the fastest thing there is here.
_NO_TIME = -1
_days: dict[str, Stamp | None] = {"": None}
_minutes = {"": _NO_TIME}
_seconds = {"": 0} | {f":{second:02d}": second for second in range(60)}


def _learn(texts: Sequence[str]) -> None:
    """Puts the days and minutes of these texts into the dictionaries; raises _Unlike at one of another form."""
    for text in texts:
        day, minute = text[:10], text[10:16]
        if day not in _days:
            _days[day] = _plain_day(day)
        if minute not in _minutes:
            _minutes[minute] = _plain_minute(minute)
        if text[16:] not in _seconds:
            raise _Unlike


def _plain_day(text: str) -> Stamp:
    if len(text) != 10 or not text.isascii():
        raise _Unlike
    if text[2] == text[5] and text[2] in "/-":
        day, month, year = text[:2], text[3:5], text[6:]
    elif text[4] == text[7] and text[4] in "/-":
        year, month, day = text[:4], text[5:7], text[8:]
    else:
        raise _Unlike
    if not (day + month + year).isdigit():
        raise _Unlike
    try:
        value = stamp(datetime(int(year), int(month), int(day)))
    except ValueError:
        raise _Unlike from None
    if not _FIRST_STAMP <= value <= _LAST_STAMP:
        raise _Unlike
    return value


def _plain_minute(text: str) -> int:
    if len(text) != 6 or text[0] not in " T" or text[3] != ":" or not text.isascii():
        raise _Unlike
    if not (text[1:3] + text[4:]).isdigit() or int(text[1:3]) > 23 or int(text[4:]) > 59:
        raise _Unlike
    return int(text[1:3]) * 3600 + int(text[4:]) * 60


#: In place of the stamp of a date that cannot be read.
UNREADABLE = -1
_BAD = (UNREADABLE, False)


class DateColumn(NamedTuple):
    """The stamps of a column, None for an empty cell, ``UNREADABLE`` for a bad one; and which have no time of day."""

    stamps: list[Stamp | None]
    whole_days: list[bool] | None  # None: none of them


def read_column(cells: Sequence[Cell], epoch_1904: bool = False) -> DateColumn:
    """The dates of a column.

    Nearly always all cells are text of one form with a time, or empty; then a few dictionary look-ups do.
    """
    texts = cast(Sequence[str], cells)  # of another type, a cell raises TypeError
    try:
        try:
            days, seconds = _plain(texts)
        except KeyError:
            _learn(texts)
            days, seconds = _plain(texts)
    except (_Unlike, TypeError):
        pairs = [read(cell, epoch_1904) for cell in cells]
        whole = [whole_day for _, whole_day in pairs]
        return DateColumn([moment for moment, _ in pairs], whole if True in whole else None)
    if _NO_TIME not in seconds:  # so there is no empty cell either
        return DateColumn(list(map(add, cast(list[int], days), seconds)), None)
    stamps = [
        None if day is None else day if second < 0 else day + second for day, second in zip(days, seconds, strict=True)
    ]
    whole = [second < 0 and day is not None for day, second in zip(days, seconds, strict=True)]
    return DateColumn(stamps, whole if True in whole else None)


def _plain(texts: Sequence[str]) -> tuple[list[Stamp | None], list[int]]:
    """Day and seconds of each text of the plain form; raises KeyError at one that is new."""
    days, minutes, seconds = _days, _minutes, _seconds
    return [days[text[:10]] for text in texts], [minutes[text[10:16]] + seconds[text[16:]] for text in texts]


def read(cell: Cell, epoch_1904: bool = False) -> tuple[Stamp | None, bool]:
    """One date cell: its stamp, None when empty or ``UNREADABLE``; and whether it has no time of day."""
    if isinstance(cell, str):
        return _read_text(cell, epoch_1904)
    if isinstance(cell, datetime):
        return _from_datetime(cell)
    if isinstance(cell, date):
        return _from_datetime(datetime(cell.year, cell.month, cell.day))
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return _BAD
    return _from_serial(cell, epoch_1904)


def is_date(moment: Stamp | None) -> TypeGuard[Stamp]:
    """Whether what ``read`` gave is a date, neither empty nor unreadable."""
    return moment is not None and moment != UNREADABLE


def holds_date(cell: Cell) -> bool:
    """Whether a cell that may also hold a text ("Quá hạn 2.25 ngày") was meant as a date."""
    if isinstance(cell, str):
        return any((_DATE_SHAPED.match(cell), _SERIAL.fullmatch(cell.strip()), _TIME_DAY.fullmatch(cell.strip())))
    return is_date(read(cell)[0])


def _from_datetime(value: datetime) -> tuple[Stamp, bool]:
    moment = stamp(value) + (value.microsecond >= 500_000)
    return _within(moment, moment % DAY == 0)


def _from_serial(serial: float, epoch_1904: bool) -> tuple[Stamp, bool]:
    if not 0 < serial < 100_000:
        return _BAD
    if epoch_1904:
        serial += _DAYS_1904
    return _within(round((serial + _EXCEL_ZERO) * DAY), serial == int(serial))


def _within(moment: Stamp, whole_day: bool) -> tuple[Stamp, bool]:
    return (moment, whole_day) if _FIRST_STAMP <= moment <= _LAST_STAMP else _BAD


def _read_text(text: str, epoch_1904: bool) -> tuple[Stamp | None, bool]:
    text = clean(text).removeprefix("'")
    if text in BLANKS:
        return None, False
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text.replace(",", ".")), epoch_1904)
    found = _DAY_TIME.fullmatch(text) or _TIME_DAY.fullmatch(text)
    return _BAD if found is None else _from_match(found)


def _from_match(found: re.Match[str]) -> tuple[Stamp, bool]:
    part = found.groupdict()
    day, month, year = part["d"] or part["d2"], part["m"] or part["m2"], part["y"] or part["y2"]
    hour = int(part["H"] or 0)
    half = (part["half"] or "").lower().replace(".", "")
    if half and not 1 <= hour <= 12:
        return _BAD
    if half:
        hour = hour % 12 + (12 if half in ("pm", "ch") else 0)
    try:
        value = datetime(int(year), int(month), int(day), hour, int(part["M"] or 0), int(part["S"] or 0))
        if zone := part.get("zone"):
            value = datetime.fromisoformat(value.isoformat() + ("+00:00" if zone in "zZ" else zone))
    except ValueError:
        return _BAD
    return _within(stamp(value), part["H"] is None)
