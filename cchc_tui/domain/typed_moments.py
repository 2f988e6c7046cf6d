"""Parses a moment as people type it: ``10/11 08:30``, ``10/11/2021``, ``8h30``, ``hôm qua``, ``3 ngày trước``, ISO.

English words are accepted too.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from cchc_tui.domain.due_days import whole_year
from cchc_tui.domain.moments import Stamp, day_end, day_start, stamp, to_date
from cchc_tui.domain.names import unaccent

_TIME = re.compile(r"(?<!\d)(\d{1,2})(?::(\d{2})(?::(\d{2}))?|\s*(?:giờ|gio|h|g)\s*(\d{2})?)(?!\d)")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
#: Words of both languages, because people mix them whichever is in use.
_DAYS_AGO = re.compile(r"(\d{1,4}) (?:ngay truoc|days? ago)")
_WORDS = {"hom nay": 0, "hom qua": 1, "hom kia": 2, "tuan truoc": 7, "today": 0, "yesterday": 1, "last week": 7}
_NOW = {"bay gio", "hien tai", "now"}
#: A day without a year is searched for in this many years back: two 29 February are at most so far apart.
_YEARS_BACK = 8
#: Earlier years are refused: there was no one-stop software, and a calendar is computed for each year back.
EARLIEST_YEAR = 2000


class NoMomentError(ValueError):
    """A text gives no moment, or a moment in the future.

    A moment in the future is in ``later``, otherwise ``later`` is None.
    """

    def __init__(self, text: str, later: Stamp | None = None) -> None:
        super().__init__(text)
        self.later = later


def parse_moment(text: str, now: Stamp, near: Stamp, *, begin: bool = False) -> Stamp:
    """Parse a moment as typed by a person. Raise NoMomentError if the text gives no moment up to ``now``.

    A time without a day is on the day of ``near``, the moment on screen. A day without a year is the latest such day up
    to today. A day without a time means the day's last second, or ``now`` if the day is today. With ``begin``, a day
    without a time means the day's first second instead.
    """
    words = re.sub(r"(?<=\d)t(?=\d)", " ", text.strip().casefold())
    if unaccent(words) in _NOW:
        return now
    clock = _TIME.search(words)
    rest = words if clock is None else f"{words[: clock.start()]} {words[clock.end() :]}".strip()
    today = to_date(now)
    try:
        day = _day(rest, today) if rest or clock is None else to_date(near)
        if day.year < EARLIEST_YEAR:
            raise ValueError
        if clock is not None:
            hour, minute, second, beside = clock.groups()
            found = stamp(datetime.combine(day, time(int(hour), int(minute or beside or 0), int(second or 0))))
        elif begin:
            found = day_start(day)
        else:
            found = now if day == today else day_end(day)
    except (ValueError, OverflowError):
        raise NoMomentError(text) from None
    if found > now:
        raise NoMomentError(text, found)
    return found


def _day(text: str, today: date) -> date:
    """Parse a day; raise ValueError for any other text."""
    if (match := _ISO_DAY.fullmatch(text)) is not None:
        return date(*map(int, match.groups()))
    if (match := _DAY.fullmatch(text)) is not None:
        day, month, year = match.groups()
        return _latest(int(day), int(month), today) if year is None else date(whole_year(year), int(month), int(day))
    plain = unaccent(text)
    if (match := _DAYS_AGO.fullmatch(plain)) is not None:
        return today - timedelta(days=int(match[1]))
    if plain not in _WORDS:
        raise ValueError
    return today - timedelta(days=_WORDS[plain])


def _latest(day: int, month: int, today: date) -> date:
    """The latest date, not after today, with this day and month; raise ValueError if there is none."""
    for year in range(today.year, today.year - _YEARS_BACK - 1, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError
