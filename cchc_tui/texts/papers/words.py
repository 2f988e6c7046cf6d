"""Figures, days and common words as papers write them: always in Vietnamese, whatever language the interface has."""

from __future__ import annotations

from datetime import date

from cchc_tui.domain.moments import Stamp, to_datetime

NOTHING = "–"
LEVELS = {"city": "Cấp thành phố", "commune": "Cấp xã"}
AUTHORITY = "Ủy ban nhân dân"
MADE_UP = "(số liệu giả định, để minh họa)"
RECIPIENTS = "Nơi nhận:"
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def count(value: int | None) -> str:
    """A count as text: 1416 → ``1.416``. None gives ``–``."""
    return NOTHING if value is None else f"{value:,}".replace(",", ".")


def change(value: int | None) -> str:
    """The change of a count as text, with its sign: ``+12``. None gives ``–``."""
    return NOTHING if value is None else f"{value:+,}".replace(",", ".") if value else "0"


def share(value: float | None) -> str:
    """A fraction of 1 as a percentage: 0.1234 → ``12,3%``. None gives ``–``."""
    return NOTHING if value is None else f"{value * 100:,.1f}".translate(str.maketrans(",.", ".,")) + "%"


def points(value: float | None) -> str:
    """The change of a fraction of 1 in percentage points, with its sign: 0.0123 → ``+1,2``. None gives ``–``."""
    if value is None:
        return NOTHING
    rounded = round(value * 100, 1)
    return f"{rounded:+,.1f}".translate(str.maketrans(",.", ".,")) if rounded else "0"


def days(value: float | None) -> str:
    """A number of days as text, with at most one decimal. None gives ``–``."""
    return NOTHING if value is None else f"{value:,.1f}".removesuffix(".0").translate(str.maketrans(",.", ".,"))


def moment(value: Stamp | None) -> str:
    """A moment as text: ``08 giờ 30, ngày 10/11/2021``. None gives ``–``."""
    return NOTHING if value is None else f"{to_datetime(value):%H giờ %M, ngày %d/%m/%Y}"


def short_moment(value: Stamp | None) -> str:
    """A moment as a short text: ``08:30 10/11/2021``. None gives ``–``."""
    return NOTHING if value is None else f"{to_datetime(value):%H:%M %d/%m/%Y}"


def long_day(day: date) -> str:
    """A day as Decree 30/2020 writes it: ``ngày 10 tháng 11 năm 2021``.

    The day has two digits; the month has two in January and February only.
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def short_day(day: date | None) -> str:
    """A day as a short text: ``10/11/2021``. None gives ``–``."""
    return NOTHING if day is None else f"{day:%d/%m/%Y}"


def shortened(text: str, most: int) -> str:
    """The text, with at most ``most`` characters. A longer text is cut after a word, and ends with ``…``."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;.:") + "…"


def place_of(city: str) -> str:
    """The name of a place for the head of a document: ``Cao Lãnh`` for ``Thành phố Cao Lãnh``.

    The kind of place is left out, but not if the rest of the name is only a number: ``Quận 1``.
    """
    for kind in _KINDS:
        rest = city.removeprefix(f"{kind} ")
        if rest != city and not rest.isdecimal():
            return rest
    return city


_KINDS = ("Thành phố", "Thị xã", "Huyện", "Quận", "Phường", "Xã")
