"""Days off are those of the library ``holidays``, which the program itself does without."""

import subprocess
import sys
from pathlib import Path

import holidays
import pytest

from cchc_tui.domain import public_holidays
from cchc_tui.domain.days_off import days_off
from tools.public_holidays import YEARS, document


@pytest.mark.parametrize("year", range(2018, 2029))
def test_days_off_are_those_of_the_library(year: int) -> None:
    whole = holidays.country_holidays("VN", years=year)
    worked = {day for day in whole.weekend_workdays if day.year == year}
    assert days_off(year) == (frozenset(whole), frozenset(worked))


def test_the_table_is_up_to_date() -> None:
    assert Path(public_holidays.__file__).read_text(encoding="ascii") == document(), "run `make holidays`"


@pytest.mark.parametrize("year", [1, YEARS[0] - 1, YEARS[-1] + 1, 9999])
def test_of_other_years_the_library_knows_nothing_either(year: int) -> None:
    assert not holidays.country_holidays("VN", years=year)
    assert days_off(year) == (frozenset(), frozenset())


def test_the_program_does_without_the_library() -> None:
    code = "import sys; from cchc_tui.domain.days_off import days_off; days_off(2021); print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
