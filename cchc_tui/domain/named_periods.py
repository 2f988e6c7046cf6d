"""Finds the period in the name of a plan: "Đợt 1/2021", "Quý IV năm 2021", "Tháng 11/2021"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from cchc_tui.domain.names import unaccent

#: A whole day, or the number of a document: neither says which period a plan is for.
_NO_PERIOD = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d+/\s*[^\W\d][\w-]*")
_YEAR = re.compile(r"\b20\d\d\b")
_QUARTER = re.compile(r"\b(?:qu[iy] ?|q ?)(iv|i{1,3}|[1-4])\b")
_MONTH = re.compile(r"\bthang (\d{1,2})\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def named_period(text: str) -> tuple[date, date] | None:
    """The first and last day of the period that a text names; None if the text names no year.

    If the text names months or quarters of one year, the period begins with the first and ends with the last of them.
    Otherwise the period has whole years.
    """
    words = unaccent(_NO_PERIOD.sub(" ", text))
    years = [int(year) for year in _YEAR.findall(words)]
    if not years:
        return None
    first, last = 1, 12
    if min(years) == max(years):
        months = [int(month) for month in _MONTH.findall(words) if 1 <= int(month) <= 12]
        quarters = [_ROMAN.get(number) or int(number) for number in _QUARTER.findall(words)]
        if months:
            first, last = min(months), max(months)
        elif quarters:
            first, last = 3 * min(quarters) - 2, 3 * max(quarters)
    after = date(max(years) + last // 12, last % 12 + 1, 1)
    return date(min(years), first, 1), after - timedelta(days=1)
