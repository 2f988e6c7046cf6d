"""Numbers and ages, against Babel and humanize as the judges."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.boards.table import Column, ValueType
from cchc_tui.domain.moments import parse_iso
from cchc_tui.texts.ages import age
from cchc_tui.tui.style.figures import value_text
from cchc_tui.tui.style.formats import change, days, moment, number, percent


@given(st.integers(-(10**12), 10**12))
def test_numbers_are_what_babel_says(value):
    assert number(value) == format_decimal(value, locale="vi_VN")


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_percents_are_what_babel_says(part, whole):
    share = round(part / whole, 3)
    expected = format_percent(share, format="#,##0.0%", locale="vi_VN").replace("%", " %")
    assert percent(share) == expected


def test_what_there_is_none_of_is_a_dash():
    assert percent(None) == days(None) == "–"


def test_changes_are_a_sign_and_a_number():
    assert [change(5, 0), change(0, 1200), change(3, 3), change(3, None)] == ["▲ 5", "▼ 1.200", "=", ""]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "chưa đến"),
        (0, "vừa xong"),
        (59, "vừa xong"),
        (180, "3 phút trước"),
        (7200, "2 giờ trước"),
        (200_000, "2 ngày trước"),
        (40_000_000, "1 năm trước"),
    ],
)
def test_ages_are_vietnamese_words(seconds, words):
    assert age(seconds) == words


def test_no_age_up_to_ten_years_falls_into_another_language():
    for seconds in range(0, 315_000_000, 86_400 * 9):
        words = age(seconds)
        assert " an" not in words
        assert "ago" not in words


def test_moments_and_medians():
    assert moment(parse_iso("2021-11-10T08:30")) == "10/11/2021 08:30"
    assert [days(3.0), days(4.5), days(1200.0)] == ["3", "4,5", "1.200"]


def test_the_first_frame_needs_none_of_the_slow_imports():
    code = (
        "import sys, cchc_tui.tui.app, cchc_tui.tui.screens.overview\n"
        "slow = {'babel', 'humanize', 'sqlite3', 'sqlite_utils', 'watchfiles', 'msgspec',"
        " 'cchc_tui.boards.late', 'cchc_tui.store', 'cchc_tui.registry', 'cchc_tui.ingest'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_figures_of_one_column_have_the_same_decimals():
    median, oldest = Column("median", "Ở giữa", ValueType.DAYS), Column("oldest", "Lâu nhất", ValueType.DAYS)
    assert [value_text(median.format, value) for value in (13, 13.5, 1206.0)] == ["13,0", "13,5", "1.206,0"]
    assert [value_text(replace(oldest, whole_days=True).format, value) for value in (206, 7)] == ["206", "7"]
    assert value_text(ValueType.NUMBER, 95) == "95,0"
    assert value_text(median.format, None) == "–"
