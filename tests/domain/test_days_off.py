"""Days off are the library's; only the one country is imported for them, and nothing of it stays in memory."""

import subprocess
import sys

import holidays
import pytest

from cchc_tui.domain.days_off import days_off


@pytest.mark.parametrize("year", range(2018, 2029))
def test_days_off_are_those_of_the_library(year: int) -> None:
    whole = holidays.country_holidays("VN", years=year)
    assert days_off(year) == (frozenset(whole), frozenset(whole.weekend_workdays))


def test_nothing_of_the_library_stays() -> None:
    code = (
        "import sys; from cchc_tui.domain.days_off import days_off; days_off(2021);"
        "print([name for name in sys.modules if name.startswith('holidays.countries')]);"
        "from holidays.countries import France; print(len(France(years=2021)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "11"]


def test_another_country_that_was_imported_before_stays() -> None:
    code = (
        "import sys, holidays; from cchc_tui.domain.days_off import days_off; print(len(days_off(2021).off) > 8);"
        "print('holidays' in sys.modules, sys.modules['holidays'] is holidays)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 3


def test_while_a_board_counts_days_other_imports_stay() -> None:
    code = (
        "import sys, threading; from cchc_tui.domain import days_off as module; alone = module._import_alone\n"
        "def meanwhile(folder):\n alone(folder); import colorsys, plistlib\n"
        "module._import_alone = meanwhile; module.days_off(2021);"
        "print('plistlib' in sys.modules, 'dateutil' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
