"""``python -m tools.public_holidays FILE``: write the module of public holidays from the library ``holidays``.

A test checks that the module in the tree is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import holidays

#: The first and the last year of which the library knows the public holidays of Viet Nam.
YEARS = range(1901, 2101)
_HEAD = '''"""The public holidays of Viet Nam from {first} to {last}, copied from the library ``holidays``.

``make holidays`` writes this file. Each line has a year, the days off of the year, and after ``+`` the weekend days
that are worked in exchange. A day is written as two digits of the month and two digits of the day.
"""

LINES = """\\
'''


def document() -> str:
    """The text of the module ``cchc_tui/domain/public_holidays.py``."""
    head = _HEAD.format(first=YEARS[0], last=YEARS[-1])
    return head + "".join(f"{line}\n" for line in map(_line, YEARS)) + '"""\n'


def _line(year: int) -> str:
    found = holidays.country_holidays("VN", years=year)
    worked = [day for day in found.weekend_workdays if day.year == year]
    return " ".join([str(year), *_days(found), *(["+", *_days(worked)] if worked else [])])


def _days(days: Iterable[date]) -> Iterator[str]:
    return (f"{day:%m%d}" for day in sorted(days))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="ascii")
