"""Days off of a year: the public holidays of Viet Nam.

The holidays are in a generated table (``public_holidays``). The library ``holidays`` is not imported, because it would
take 2,7 MB of memory and 60 ms in every viewer.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from cchc_tui.domain.public_holidays import LINES

#: Year → its line without the year.
_BY_YEAR = {int(line[:4]): line[4:] for line in LINES.splitlines()}


class DaysOff(NamedTuple):
    """The public holidays of a year (``off``), and its weekend days that are worked in exchange (``worked``)."""

    off: frozenset[date]
    worked: frozenset[date]


@cache
def days_off(year: int) -> DaysOff:
    """The ``DaysOff`` of a year. Before 1901 and after 2100, ``off`` and ``worked`` are empty."""
    off, _, worked = _BY_YEAR.get(year, "").partition("+")
    return DaysOff(_dates(year, off), _dates(year, worked))


def _dates(year: int, days: str) -> frozenset[date]:
    return frozenset(date(year, int(day[:2]), int(day[2:])) for day in days.split())
