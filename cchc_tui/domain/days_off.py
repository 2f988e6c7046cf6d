"""Public holidays of Viet Nam, from the library ``holidays``, without its other countries.

The library imports the modules of all its countries with the first one: 10 MB of memory in every viewer, and half the
time. So a stand-in takes the place of the package of countries while that one module is imported. What remains takes
3 MB; so the library answers for ten years at a time, and its modules are dropped after that.
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
#: The library, and what nothing here imports but the library.
_ITS_PACKAGES = {"holidays", "dateutil", "six"}
_importing = Lock()
#: Years for which the library is asked at a time.
_YEARS = 10


class DaysOff(NamedTuple):
    """The public holidays of a year, and the days of its weekends that are worked in exchange."""

    off: frozenset[date]
    worked: frozenset[date]


def days_off(year: int) -> DaysOff:
    """The days off of a year, as far as the library knows them."""
    with _importing:
        return _days_off_from(year - year % _YEARS)[year % _YEARS]


@cache
def _days_off_from(first: int) -> list[DaysOff]:
    """The days off of some years from ``first`` on."""
    before = frozenset(sys.modules)
    import holidays  # takes 0,06 s; only needed to count days

    if _PACKAGE not in sys.modules and _MODULE not in sys.modules:
        _import_alone(Path(holidays.__file__).with_name("countries"))
    found = [holidays.country_holidays("VN", years=year) for year in range(max(first, 1), first + _YEARS)]
    for name in [name for name in sys.modules if name not in before and name.partition(".")[0] in _ITS_PACKAGES]:
        del sys.modules[name]
    return [DaysOff(frozenset(year), frozenset(year.weekend_workdays)) for year in found]


def _import_alone(folder: Path) -> None:
    stand_in = ModuleType(_PACKAGE)
    stand_in.__path__ = [str(folder)]
    sys.modules[_PACKAGE] = stand_in
    try:
        import_module(_MODULE)
    finally:
        del sys.modules[_PACKAGE]  # whoever asks for the whole package gets it
