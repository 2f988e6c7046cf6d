"""Public holidays of Viet Nam, from the library ``holidays``, without its other countries.

Importing any country of the library imports all of them. That costs 10 MB of memory in every viewer, and doubles the
time of the import. So an empty package stands in for ``holidays.countries`` while the module of Viet Nam is imported.
The rest of the library still takes 3 MB. So the library is asked for ten years at a time, and then its modules are
dropped.
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
    """The public holidays of a year (``off``), and its weekend days that are worked in exchange (``worked``)."""

    off: frozenset[date]
    worked: frozenset[date]


def days_off(year: int) -> DaysOff:
    """The days off of a year, as far as the library knows them."""
    with _importing:
        return _days_off_from(year - year % _YEARS)[year % _YEARS]


@cache
def _days_off_from(first: int) -> list[DaysOff]:
    """The days off of the ``_YEARS`` years from ``first`` on, one entry per year."""
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
