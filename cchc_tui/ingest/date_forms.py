"""Parses dates that are written as text, with the registry's words for months, weekdays and "no date yet".

The words are data (``[dates]`` in ``headings.toml``). The result has plain numbers for day and time; ``dates`` checks
whether they are a valid date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cchc_tui.domain.moments import LOCAL_MINUTES
from cchc_tui.domain.names import fold, is_plain_ascii, unaccent

_SEPARATOR = r"\s*[/.\-_]\s*"
_DAY = (
    rf"(?:(?P<d>\d{{1,2}}){_SEPARATOR}(?P<m>\d{{1,2}}){_SEPARATOR}(?P<y>\d{{4}}|\d{{2}})"
    r"|(?P<y2>\d{4})[/.\-_](?P<m2>\d{1,2})[/.\-_](?P<d2>\d{1,2}))"
)
_HALVES = {"sa": 0, "am": 0, "sáng": 0, "sang": 0, "ch": 12, "pm": 12, "chiều": 12, "chieu": 12, "tối": 12, "toi": 12}
_TIME = (
    r"(?P<H>\d{1,2})\s*(?::|h|g|giờ|gio)\s*(?:(?P<M>\d{1,2})\s*(?:phút|phut|ph|p)?)?"
    r"(?:\s*(?::\s*(?P<S>\d{1,2})(?:[.,]\d{1,9})?|(?P<S2>\d{1,2})\s*(?:giây|giay|s\b)))?"
    rf"\s*(?P<half>(?:[ap]\.m|s\.a|c\.h)\.?|{'|'.join(_HALVES)})?"
)
_ZONE = r"(?:\s*(?:utc|gmt)?(?P<zone>z|[+-]\d{1,2}(?::?\d{2})?)|\s*(?P<utc>utc|gmt)|\s*ict)?"
_DAY_TIME = re.compile(rf"{_DAY}(?:(?:\s*[,\-;]?\s+|t|\s*[,\-;]\s*){_TIME}{_ZONE})?", re.IGNORECASE)
_TIME_DAY = re.compile(rf"{_TIME}\s*[,\-;]?\s*(?:ngày\s*)?{_DAY}", re.IGNORECASE)
#: "20211107", "20211107T083000", "20211107 0830", only from 1900 to 2099, because other numbers have eight digits too.
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:[t ]?(\d{2})(\d{2})(\d{2})?)?", re.IGNORECASE)
#: An empty form such as "__/__/____" or "…", with only lines and dots.
_LINES = re.compile(r"[-–—−.…_/\\:,;*·•|()\[\]\s'\"]*")
_ZEROS = re.compile(r"[0\s/.,\-:]*0[0\s/.,\-:]*")
_WORDED = re.compile(r"[^\W\d_][^\W_]|_|\(")
#: The time zone's name that browsers append to a time: "GMT+0700 (Giờ Đông Dương)".
_ZONE_NAME = re.compile(r"(?<=\d{4})\s*\((?:[^()]*\btime|giờ [^()]*)\)$|(?<=[\dz])\s*\[[a-z_/]+\]$")
_NTH = re.compile(
    r"^\(?(?:lần|lan|đợt|dot)\s*\d{1,2}\)?\s*[:.\-]\s*"
    r"|[\s,;\-]*\(?\b(?:lần|lan|đợt|dot|l)\s*(?:thứ\s*|thu\s*)?(?:\d{1,2}|nhất|nhat|hai|ba|tư|tu)\)?$"
)
#: Variants of characters are replaced by one form. Quotes are removed: an apostrophe marks a text cell in spreadsheets.
_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("\\∕⁄／", "/") | {"：": ":", "．": "."} | dict.fromkeys("'\"’‘“”", "")
)
_AROUND = " .;,|#"
#: A time with dots after a day ("08.05.10"), and the suffixes that databases add.
_DOTTED = re.compile(
    r"^(\d{1,4}[/.\-_]\d{1,2}[/.\-_]\d{1,4})[\s_]+(\d{1,2})[._](\d{2})(?:[._](\d{2})(?:[._]\d+)?)?(?![\d._])"
)
#: Milliseconds since 1970; a plain number only counts if it is in this century.
_EPOCH = re.compile(r"/date\((-?\d{1,15})(?:[+-]\d{4})?\)/|(1\d{12})", re.IGNORECASE)
_BRACKETS = str.maketrans("()[]", "    ")
_LAST_2000 = 68


class Written(NamedTuple):
    """A day and time as a text states them.

    ``seconds`` is the time of day (None: not stated). ``zone`` is the time zone in minutes east of Greenwich (None: not
    stated).
    """

    year: int
    month: int
    day: int
    seconds: int | None = None
    zone: int | None = None
    short: bool = False  # the year has two digits
    numbers: bool = False  # day and month are both numbers, so that they may be exchanged


class Forms:
    """Parses dates with the words of one registry, and recognises texts that mean "no date yet"."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]):
        """``words`` is the table ``[dates]`` of ``headings.toml``.

        The table includes the words and days that mean "no date yet".
        """
        none = words.get("none", ())
        self._none, self._none_bare = {fold(word) for word in none}, {unaccent(word) for word in none}
        begins = words.get("none_beginnings", ())
        self._begins, self._begins_bare = (tuple(f"{of(word)} " for word in begins) for of in (fold, unaccent))
        days = [tuple(map(int, day.split("-"))) for day in words.get("none_days", ())]
        self._days = set(days)
        self._short_days = {(year % 100, month, day) for year, month, day in days}
        #: Days that mean "none", as day numbers since 1970-01-01.
        self.none_days = {date(*day).toordinal() - date(1970, 1, 1).toordinal() for day in days if _is_real(*day)}
        self._months = {month[:3].casefold(): number for number, month in enumerate(words.get("months", ()), 1)}
        month = _any(self._months)
        ends = r"[^\W\d_]*\.?[\s\-/.,_]*"
        self._day_month = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.,_]*({month}){ends}(?=\d{{2}})")
        self._month_day = re.compile(rf"\b({month}){ends}(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
        self._unix = re.compile(rf"\b({month}) +(\d{{1,2}}) +(\d\d:\d\d:\d\d) +(?:([a-z]{{3}}) +)?(\d{{4}})\b")
        word = _any(words.get("month", ()))
        year = _any(words.get("year", ()))
        counted = [
            (name, place) for place, names in enumerate(words.get("month_numbers", ()), 1) for name in names.split("/")
        ]
        self._month_numbers = {of(name): place for name, place in counted for of in (str.casefold, unaccent)}
        self._worded_month = re.compile(
            rf"[\s\-/.,_]*(?<![^\W\d_])(?:{word})\.?\s*(\d{{1,2}}|(?:{_any(self._month_numbers)})\b)"
            rf"\s*[-/.,_]?\s*(?:(?:{year})\s*)?"
        )
        weekdays = _any(words.get("weekdays", ()))
        self._weekday = re.compile(rf"(?<!\w)\(?(?:{weekdays})(?!\w)\.?\s*\)?\s*[,;\-]?\s*")
        self._left_out = re.compile(rf"(?<!\w)(?:{_any(words.get('beside', ()))})(?!\w):?\s*")

    def is_none(self, text: str) -> bool:
        """Whether a clean text means "no date yet"."""
        if text.startswith("#"):
            return False  # "#N/A" is an error saved as text
        if _LINES.fullmatch(text) or _ZEROS.fullmatch(text):
            return True
        bare = is_plain_ascii(text)
        key = unaccent(text) if bare else fold(text)
        if key in (self._none_bare if bare else self._none):
            return True
        return f"{key} ".startswith(self._begins_bare if bare else self._begins) and not any(map(str.isdecimal, key))

    def is_none_day(self, written: Written) -> bool:
        """Whether a date is one of the days that systems write for "no date".

        If the text states a time zone, the date in local time is checked too.
        """
        year, month, day = written[:3]
        if written[:3] in self._days or (written.numbers and (year, day, month) in self._days):
            return True
        if written.short and (year % 100, month, day) in self._short_days:
            return True
        if not written.zone and written.zone != 0:
            return False
        try:
            here = datetime(year, month, day) + timedelta(
                seconds=written.seconds or 0, minutes=LOCAL_MINUTES - (written.zone or 0)
            )
        except (ValueError, OverflowError):
            return False
        return (here.year, here.month, here.day) in self._days

    def read(self, text: str) -> Written | None:
        """Parse a clean text; None if the text has no known form."""
        if (common := _common(text)) is not None:
            return common
        if (found := _match(text)) is not None:
            return _written(found)
        if epoch := _EPOCH.fullmatch(text):
            return _since_1970(int(epoch[1] or epoch[2]))
        text = text.translate(_SIGNS).strip(_AROUND)
        if compact := _COMPACT.fullmatch(text):
            year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
            return Written(year, month, day, _seconds(hour, minute, second) if compact[4] else None)
        if not _WORDED.search(text):
            return None if (found := _match(text)) is None else _written(found)
        bare = self._weekday.sub(" ", _NTH.sub("", _ZONE_NAME.sub("", text.casefold())))
        named = self._numbered(bare)
        plain = self._left_out.sub(" ", named).translate(_BRACKETS)
        found = _match(" ".join(plain.split()).strip(_AROUND))
        return None if found is None else _written(found, named=named != bare)

    def _numbered(self, text: str) -> str:
        """The text with the number of a month in place of the month's name."""
        months = self._months
        text = self._unix.sub(lambda f: f"{f[2]}/{months[f[1]]}/{f[5]} {f[3]} {f[4] or ''}", text)
        text = self._day_month.sub(lambda f: f"{f[1]}/{months[f[2]]}/", text)
        text = self._month_day.sub(lambda f: f"{f[2]}/{months[f[1]]}/{f[3]}", text)
        return self._worded_month.sub(lambda f: f"/{self._month_numbers.get(f[1], f[1])}/", text)


def _common(text: str) -> Written | None:
    """Parse the commonest form, "16/06/2021 09:53:46", quickly; None for any other form."""
    if len(text) != 19 or text[2:17:14] + text[5] + text[10] + text[13] != "/:/ :":
        return None
    try:
        said = datetime.fromisoformat(f"{text[6:10]}-{text[3:5]}-{text[:2]}{text[10:]}")
    except ValueError:
        return None  # invalid as written: day and month may be exchanged
    return Written(said.year, said.month, said.day, said.hour * 3600 + said.minute * 60 + said.second, numbers=True)


def _match(text: str) -> re.Match[str] | None:
    if dotted := _DOTTED.match(text):
        text = f"{dotted[1]} {dotted[2]}:{dotted[3]}:{dotted[4] or '00'}{text[dotted.end() :]}"
    return _DAY_TIME.fullmatch(text) or _TIME_DAY.fullmatch(text)


def _since_1970(milliseconds: int) -> Written | None:
    try:
        moment = datetime(1970, 1, 1) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
    return Written(moment.year, moment.month, moment.day, moment.hour * 3600 + moment.minute * 60 + moment.second, 0)


def _written(found: re.Match[str], named: bool = False) -> Written | None:
    part = found.groupdict()
    day, month, year = (int(part[name] or part[f"{name}2"]) for name in "dmy")
    short = part["y"] is not None and len(part["y"]) == 2
    if short:
        year += 2000 if year <= _LAST_2000 else 1900
    seconds = None
    if part["H"] is not None:
        seconds = _seconds(int(part["H"]), int(part["M"] or 0), int(part["S"] or part["S2"] or 0), part["half"] or "")
        if seconds < 0:
            return None
    numbers = part["d"] is not None and not named
    return Written(year, month, day, seconds, _zone(part), short, numbers)


def _seconds(hour: int, minute: int, second: int, half: str = "") -> int:
    """The second of the day, from 0; for 24:00 it is the last one (86399). The result is -1 if there is no such time.

    ``half`` is the word for the half of the day, such as "SA" or "chiều"; "" if the text has none.
    """
    half = half.lower().replace(".", "")
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and minute + second):
        return -1
    if half and hour <= 12:
        if hour == 0 and _HALVES[half]:
            return -1  # "0:30 CH" is ambiguous
        hour = hour % 12 + _HALVES[half]
    elif half and not _HALVES[half]:
        return -1  # "14:30 SA"
    return min(hour * 3600 + minute * 60 + second, 86_399)


def _zone(part: Mapping[str, str | None]) -> int | None:
    """The time zone that a text states, in minutes east of Greenwich; None if the text states none."""
    if part.get("utc"):
        return 0
    zone = part.get("zone")
    if not zone:
        return None
    if zone in "zZ":
        return 0
    digits = zone[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    return (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)


def _any(words: Iterable[str]) -> str:
    """A regular expression that matches any of these words in lower case, the longest first.

    Without words, nothing matches.
    """
    made = sorted({word.casefold() for word in words}, key=len, reverse=True)
    return "|".join(r"\s*".join(map(re.escape, word.split())) for word in made) or r"(?!)"


def _is_real(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
