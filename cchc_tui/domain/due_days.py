"""Due days as people write them: ``30/11``, ``thứ sáu``, ``cuối tháng``, ``hết tháng 12``, ``ngày mai``, ``+3``.

``+3`` means three days from today. Diacritics and case make no difference. English words are accepted too. A date
without a year means a day of this year if that day is to come or was in the last half year, otherwise a day of next
year. A day in the past is refused, because it was probably entered by mistake.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from cchc_tui.domain.workcalendar import WorkCalendar

#: Examples of what is understood, for the sentence about what is not.
EXAMPLES = ("30/11", "thứ sáu", "cuối tháng", "hết tháng 12", "ngày mai", "+3")
#: A day or month without a year that was at most this many days ago is in the past; an earlier one is next year's.
_SLIP_DAYS = 183
#: A 29 February without a year is at most this many years away.
_YEARS = 8
_FRIDAY = 4


class DueDayError(ValueError):
    """A text gives no valid due day. If the text gives a past day, ``day`` is that day, else None."""

    def __init__(self, text: str, day: date | None = None) -> None:
        super().__init__(text)
        self.day = day


def parse_day(text: str, today: date, work: WorkCalendar | None = None) -> date:
    """The due day that a text gives. Raises DueDayError if the text gives no day, or a day before ``today``.

    ``work`` tells the working days. Without ``work``, every day from Monday to Friday is a working day.
    """
    words = _plain(text)
    try:
        found = _found(words, today, work)
    except (ValueError, OverflowError):
        raise DueDayError(text) from None
    if found < today:
        raise DueDayError(text, found)
    return found


#: Words before a day that do not change it: "trước ngày 30/11", "chậm nhất 30/11".
_BEFORE = re.compile(r"^(?:cham nhat|han|truoc|den|toi|vao|het|trong|xong|by|before|until|on|ngay|the)\s+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY = re.compile(r"(\d{1,2})\s*(?:[/.-]|\s*thang\s*)\s*(\d{1,2})(?:\s*(?:[/.-]|\s*nam\s*)\s*(\d{4}|\d{2}))?")
_DAY_ALONE = re.compile(r"(?:mung |mong )?(\d{1,2})")
_PLUS = re.compile(r"(?:\+\s*|sau |in )?(\d{1,3})\s*(ngay|tuan|thang|days?|weeks?|months?|)( lam viec)?(?: nua)?")
_MONTH = re.compile(r"(?:cuoi |het |trong |giua )?thang\s*(\d{1,2})(?:\s*(?:[/.-]|nam)\s*(\d{4}|\d{2}))?")
_QUARTER = re.compile(r"(?:cuoi |het |trong )?quy\s*([1-4]|iv|i{1,3})(?:\s*(?:[/.-]|nam)\s*(\d{4}))?")
_WEEKDAY = re.compile(r"(?:thu\s+|(?:thu|t)(?=\d))?(\w+|chu nhat)(?: (tuan nay|tuan sau|tuan toi|nay|sau|toi))?")
_WEEKDAYS = {
    **dict.fromkeys(("hai", "2", "monday"), 0),
    **dict.fromkeys(("ba", "3", "tuesday"), 1),
    **dict.fromkeys(("tu", "4", "wednesday"), 2),
    **dict.fromkeys(("nam", "5", "thursday"), 3),
    **dict.fromkeys(("sau", "6", "friday"), _FRIDAY),
    **dict.fromkeys(("bay", "7", "saturday"), 5),
    **dict.fromkeys(("chu nhat", "cn", "sunday"), 6),
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
#: Words for a number of days from today.
_NEAR = {
    **dict.fromkeys(("hom nay", "nay", "today"), 0),
    **dict.fromkeys(("ngay mai", "mai", "tomorrow"), 1),
    **dict.fromkeys(("ngay kia", "ngay mot", "kia", "mot"), 2),
}
_THIS_WEEK = {"cuoi tuan", "cuoi tuan nay", "trong tuan", "trong tuan nay", "tuan nay", "het tuan", "het tuan nay"}
_THIS_WEEK |= {"end of week", "end of the week", "this week"}
_NEXT_WEEK = {"tuan sau", "tuan toi", "cuoi tuan sau", "cuoi tuan toi", "trong tuan sau", "trong tuan toi"}
_NEXT_WEEK |= {"het tuan sau", "het tuan toi", "next week"}
_THIS_MONTH = {"cuoi thang", "cuoi thang nay", "het thang", "het thang nay", "trong thang", "trong thang nay"}
_THIS_MONTH |= {"thang nay", "end of month", "end of the month", "this month"}
_NEXT_MONTH = {"thang sau", "thang toi", "cuoi thang sau", "cuoi thang toi", "het thang sau", "het thang toi"}
_NEXT_MONTH |= {"trong thang sau", "trong thang toi", "next month"}
_QUARTERS = {"cuoi quy", "cuoi quy nay", "het quy", "het quy nay", "trong quy", "quy nay"}
_YEAR = {"cuoi nam", "cuoi nam nay", "het nam", "het nam nay", "trong nam", "nam nay", "end of year", "end of the year"}


def _plain(text: str) -> str:
    """The text in lower case without diacritics. Unlike ``unaccent``, this keeps signs such as "/" between digits."""
    decomposed = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(bare.split()).rstrip(".!")


def _found(words: str, today: date, work: WorkCalendar | None) -> date:
    """The day that a text gives. A first word like "before" is skipped. Raises ValueError if the text gives no day."""
    while words:
        for form in (_named, _written, _said, _counted):
            found = form(words, today, work)
            if found is not None:
                return found
        shorter = _BEFORE.sub("", words)
        if shorter == words:
            break
        words = shorter
    raise ValueError


def _named(words: str, today: date, work: WorkCalendar | None) -> date | None:
    """The day for a fixed phrase, such as "tomorrow" or "end of the month"; None for other texts."""
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if words in _THIS_WEEK | _NEXT_WEEK:
        friday = today + timedelta(days=_FRIDAY - today.weekday())
        weeks = (words in _NEXT_WEEK) + (friday < today)
        return _worked(friday + timedelta(weeks=weeks), today, work)
    if words in _THIS_MONTH:
        return _month_end(today.year, today.month)
    if words in _NEXT_MONTH:
        return _month_end(today.year + today.month // 12, today.month % 12 + 1)
    if words in _QUARTERS:
        return _month_end(today.year, (today.month + 2) // 3 * 3)
    return date(today.year, 12, 31) if words in _YEAR else None


def _written(words: str, today: date, work: WorkCalendar | None) -> date | None:
    """The day written in figures, with or without month and year; None for other texts."""
    if (match := _ISO.fullmatch(words)) is not None:
        return date(*map(int, match.groups()))
    if (match := _DAY.fullmatch(words)) is not None:
        day, month = int(match[1]), int(match[2])
        return (
            _next(lambda year: date(year, month, day), today)
            if match[3] is None
            else date(whole_year(match[3]), month, day)
        )
    if (match := _DAY_ALONE.fullmatch(words)) is None:
        return None
    for ahead in range(13):  # the next month that has such a day
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        with suppress(ValueError):
            found = date(year, month + 1, int(match[1]))
            if found >= today:
                return found
    raise ValueError


def _said(words: str, today: date, work: WorkCalendar | None) -> date | None:
    """The day for a weekday ("thứ sáu"), a month ("cuối tháng 12") or a quarter ("quý 4"); None for other texts."""
    if (match := _WEEKDAY.fullmatch(words)) is not None and match[1] in _WEEKDAYS and _names_weekday(words, match[1]):
        ahead = _WEEKDAYS[match[1]] - today.weekday()
        week = (match[2] or "").removeprefix("tuan ")
        weeks = 1 if week in {"sau", "toi"} else 0 if week else int(ahead <= 0)
        return today + timedelta(days=ahead, weeks=weeks)
    if (match := _MONTH.fullmatch(words)) is not None:
        month = int(match[1])

        def end(year: int) -> date:
            return date(year, month, 15) if words.startswith("giua") else _month_end(year, month)

        return _next(end, today) if match[2] is None else end(whole_year(match[2]))
    if (match := _QUARTER.fullmatch(words)) is not None:
        quarter = _ROMAN.get(match[1]) or int(match[1])
        last = quarter * 3
        return (
            _next(lambda year: _month_end(year, last), today) if match[2] is None else _month_end(int(match[2]), last)
        )
    return None


def _names_weekday(words: str, name: str) -> bool:
    """Whether the words certainly mean a weekday. "5", "năm" or "sáu" alone may be a number, so the result is False."""
    return words.startswith(("thu", "t")) or name in {"chu nhat", "cn"} or name.endswith("day")


def _counted(words: str, today: date, work: WorkCalendar | None) -> date | None:
    """The day that is a stated number of days, working days, weeks or months after today; None for other texts."""
    match = _PLUS.fullmatch(words)
    if match is None:
        return None
    count, unit = int(match[1]), match[2]
    if match[3]:
        day = today
        while count:
            day += timedelta(days=1)
            count -= _is_worked(day, work)
        return day
    if unit.startswith(("thang", "month")):
        year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        return min(date(year, month + 1, 1) + timedelta(days=today.day - 1), _month_end(year, month + 1))
    return today + timedelta(**({"weeks": count} if unit.startswith(("tuan", "week")) else {"days": count}))


def _next(of_year: Callable[[int], date], today: date) -> date:
    """The day that ``of_year`` returns for this year, or else for the first later year that has a suitable day.

    A later year is used if this year's day was more than half a year ago, or if this year has no such day. Raises
    ValueError if no year has a suitable day.
    """
    for year in range(today.year, today.year + _YEARS + 1):
        with suppress(ValueError):
            found = of_year(year)
            if found >= today - timedelta(days=_SLIP_DAYS):
                return found
    raise ValueError


def _worked(day: date, today: date, work: WorkCalendar | None) -> date:
    """The latest working day from ``today`` to ``day``; ``day`` itself if there is none between these two."""
    found = day
    while found >= today and not _is_worked(found, work):
        found -= timedelta(days=1)
    return found if found >= today else day


def _is_worked(day: date, work: WorkCalendar | None) -> bool:
    return day.weekday() <= _FRIDAY if work is None else work.is_workday(day)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def whole_year(digits: str) -> int:
    """The year as a number. ``digits`` has all four digits of the year, or the last two of a year from 2000 on."""
    return int(digits) + (2000 if len(digits) == 2 else 0)
