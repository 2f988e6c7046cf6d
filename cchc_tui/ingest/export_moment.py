"""Finds the moment and the period that an export states in its texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cchc_tui.domain.moments import DAY, Stamp, day_start, to_date, to_datetime
from cchc_tui.domain.names import unaccent
from cchc_tui.ingest.cleaning import clean
from cchc_tui.ingest.dates import Dates, is_date
from cchc_tui.ingest.raw_sheets import Cell

_DATE = (
    r"(?:\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}|\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2}"
    r"|(?:ngay\s+)?\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4})"
)
_TIME = (
    r"\d{1,2}\s*(?::|h|g|gio)\s*(?:\d{1,2}\s*(?:phut|ph|p)?)?(?:\s*:\s*\d{1,2}(?:[.,]\d+)?)?(?:\s*(?:am|pm|sa|ch)\b)?"
)
#: A day with or without a time before or after it.
_MOMENT = re.compile(
    rf"(?:(?P<before>{_TIME})\s*[,\-]?\s*)?(?:ngay\s*)?(?P<day>{_DATE})"
    rf"(?:(?:\s*[,\-]?\s*(?:luc|vao luc)?\s*|t)(?P<after>{_TIME}))?"
)
_WORDED = re.compile(r"(?:ngay\s+)?(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
#: The words before the moment when the export was made, and those before the last day that it covers.
_MADE = re.compile(
    r"(?:thoi diem|thoi gian|ngay gio|ngay|gio)\s*(?:,\s*gio\s*)?(?:ket xuat|xuat|in|lap|tao|trich xuat|trich)"
    r"(?:\s+(?:du lieu|bao cao|bieu|danh sach|file|tep|excel|so lieu))?"
    r"|(?:ket xuat|trich xuat|xuat bao cao|xuat du lieu|in bao cao|bao cao lap|xuat|in)\s+(?:luc|vao luc|ngay|vao)"
    r"|thoi diem"
)
_UNTIL = re.compile(
    r"(?:so lieu|du lieu)?\s*(?:tinh den|so lieu den|cap nhat den|den)(?:\s+(?:het|thoi diem|ngay|luc))*"
)
_PERIOD = re.compile(
    rf"tu\s*(?:{_TIME}\s*,?\s*)?(?:ngay)?\s*:?\s*(?P<first>{_DATE}).{{0,12}}?(?:den|toi|-|–)\s*(?:het)?\s*"
    rf"(?:{_TIME}\s*,?\s*)?(?:ngay)?\s*:?\s*(?P<last>{_DATE})"
)
_MOST_ROWS = 60
_LAST_MINUTE = DAY - 60
#: Reads dates that the patterns above have found, so it needs no words of the registry.
_read = Dates({}).read


@dataclass(frozen=True, slots=True)
class StatedMoment:
    """The moment and the period that an export states; None for a value that it does not state.

    If the export states only a day, ``is_date`` is true and ``moment`` is the day's first second.
    """

    moment: Stamp | None = None
    is_date: bool = False
    period_from: date | None = None
    period_to: date | None = None


def find(rows: Iterable[Sequence[Cell]]) -> StatedMoment:
    """Search the texts around a list for its moment and period. Only the first ``_MOST_ROWS`` rows are searched.

    The moment is the first of these that a text states:

    - the time when the list was made;
    - the time up to which the list has data ("tính đến …");
    - the date of signature;
    - the last day of the period.
    """
    said = StatedMoment()
    best = 4
    for row in list(rows)[:_MOST_ROWS]:
        text = _line(row)
        if not any(char.isdigit() for char in text):
            continue
        if said.period_to is None and (period := _period(text)):
            said = replace(said, period_from=period[0], period_to=period[1])
        rank, moment, is_date = _moment(text)
        if moment is not None and rank < best:
            best = rank
            said = replace(said, moment=moment, is_date=is_date)
    if said.moment is None and said.period_to is not None:
        said = replace(said, moment=day_start(said.period_to), is_date=True)
    return said


def _line(row: Sequence[Cell]) -> str:
    """The texts and dates of a row as one line of text, in lower case and without diacritics."""
    parts: list[str] = []
    for cell in row:
        if isinstance(cell, str):
            parts.append(cell)
        elif isinstance(cell, (date, float, int)) and is_date((found := _read(cell))[0]):
            parts.append(to_datetime(found[0]).strftime("%d/%m/%Y" if found[1] else "%d/%m/%Y %H:%M:%S"))
    return _unmarked(" ".join(parts))


def _unmarked(text: str) -> str:
    """The text in lower case without diacritics. Punctuation is kept: ``unaccent`` is applied word by word."""
    return re.sub(r"[^\W\d_]+", lambda found: unaccent(found[0]), clean(text))


def _period(text: str) -> tuple[date, date] | None:
    found = _PERIOD.search(text)
    if found is None:
        return None
    first, last = _day(found["first"]), _day(found["last"])
    return (first, last) if first is not None and last is not None else None


def _moment(text: str) -> tuple[int, Stamp | None, bool]:
    """The rank of a line's moment (0 is best), the moment (None: none), and whether the line states only a day."""
    for rank, label in enumerate((_MADE, _UNTIL)):
        for found in label.finditer(text):
            said = _MOMENT.search(text, found.end())
            if said is not None and len(text[found.end() : said.start()].strip(" :;,.(-–ngayluc")) == 0:
                moment, is_date = _read_moment(said)
                if rank and moment is not None and moment % DAY >= _LAST_MINUTE:
                    moment, is_date = moment - moment % DAY, True  # "đến ngày … 23:59" means the whole day
                return rank, moment, is_date
    if (said := _MOMENT.search(text)) and _WORDED.search(said[0]) and "tu ngay" not in text:
        return (2, *_read_moment(said))
    return 3, None, False


def _read_moment(said: re.Match[str]) -> tuple[Stamp | None, bool]:
    day = _day(said["day"])
    if day is None:
        return None, False
    time = said["before"] or said["after"]
    if time:
        spelled = time.replace("gio", "giờ").replace("phut", "phút")
        found, _ = _read(f"{day:%d/%m/%Y} {spelled}")
        if is_date(found):
            return found, False
    return day_start(day), True


def _day(text: str) -> date | None:
    if worded := _WORDED.fullmatch(text):
        text = "/".join(worded.groups())
    found, _ = _read(text)
    return to_date(found) if is_date(found) else None
