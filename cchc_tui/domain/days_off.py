"""Public holidays of Viet Nam, from the library ``holidays``, without its other countries.

The library imports the modules of all its countries with the first one: 10 MB of memory in every viewer, and half the
time. So a stand-in takes the place of the package of countries while that one module is imported.
"""

from __future__ import annotations

import sys
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import NamedTuple

_PACKAGE, _MODULE = "holidays.countries", "holidays.countries.vietnam"
_importing = Lock()


class DaysOff(NamedTuple):
    """The public holidays of a year, and the days of its weekends that are worked in exchange."""

    off: frozenset[date]
    worked: frozenset[date]


@cache
def days_off(year: int) -> DaysOff:
    """The days off of a year, as far as the library knows them."""
    with _importing:
        import holidays  # takes 0,06 s; only needed to count days

        if _PACKAGE not in sys.modules and _MODULE not in sys.modules:
            _import_alone(Path(holidays.__file__).with_name("countries"))
        found = holidays.country_holidays("VN", years=year)
    return DaysOff(frozenset(found), frozenset(found.weekend_workdays))


def _import_alone(folder: Path) -> None:
    stand_in = ModuleType(_PACKAGE)
    stand_in.__path__ = [str(folder)]
    sys.modules[_PACKAGE] = stand_in
    try:
        import_module(_MODULE)
    finally:
        del sys.modules[_PACKAGE]  # whoever asks for the whole package gets it
