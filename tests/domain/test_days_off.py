"""Days off are the library's, and only the one country is imported for them."""

import subprocess
import sys

import holidays
import pytest

from cchc_tui.domain.days_off import days_off


@pytest.mark.parametrize("year", range(2018, 2029))
def test_days_off_are_those_of_the_library(year: int) -> None:
    whole = holidays.country_holidays("VN", years=year)
    assert days_off(year) == (frozenset(whole), frozenset(whole.weekend_workdays))


def test_no_other_country_is_imported() -> None:
    code = (
        "import sys; from cchc_tui.domain.days_off import days_off; days_off(2021);"
        "print([name for name in sys.modules if name.startswith('holidays.countries')]);"
        "from holidays.countries import France; print(len(France(years=2021)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['holidays.countries.vietnam']", "11"]
