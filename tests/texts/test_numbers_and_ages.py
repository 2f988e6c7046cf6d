"""Numbers, dates and ages as a reader of each language expects them: held to what Babel and humanize say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.moments import DAY, parse_iso
from cchc_tui.texts.ages import age
from cchc_tui.texts.language import LANGUAGES, N_, NN_, Words, again, in_all, tr, use
from cchc_tui.texts.numbers import LOCALES, decimal, number, percent
from cchc_tui.texts.tui import BOARD_NAMES, COLUMNS, TEXT
from cchc_tui.tui.style.formats import day, days, moment
from cchc_tui.tui.style.time_text import speed_words


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=st.integers(-10_000_000, 10_000_000))
def test_whole_numbers_are_babels(language, value):
    use(language)
    assert number(value) == format_decimal(value, locale=LOCALES[language])


@pytest.mark.parametrize("language", LANGUAGES)
@given(tenths=st.integers(0, 10_000))
def test_fractions_and_shares_are_babels(language, tenths):
    use(language)
    locale = LOCALES[language]
    assert decimal(tenths / 10) == format_decimal(tenths / 10, format="#,##0.0", locale=locale)
    babels = format_percent(tenths / 1000, format="#,##0.0%", locale=locale)
    assert percent(tenths / 1000).replace(" ", "") == babels


def test_a_percent_sign_stands_as_reports_have_it():
    assert percent(0.083) == "8,3 %"
    use("en")
    assert percent(0.083) == "8.3%"
    assert percent(0.083, 0) == "8%"


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_the_same_in_both_languages(language):
    use(language)
    at = parse_iso("2021-11-10T08:30")
    assert moment(at) == "10/11/2021 08:30"
    assert day(at) == "10/11/2021"
    assert format_date(date(2021, 11, 10), "short", locale="en_GB") == "10/11/2021"


def test_days_and_speeds_have_the_mark_of_the_language():
    assert (days(2.5), days(3.0), speed_words(0.5), speed_words(2.0)) == ("2,5", "3", "0,5", "2")
    use("en")
    assert (days(2.5), days(3.0), speed_words(0.5), speed_words(2.0)) == ("2.5", "3", "0.5", "2")


AGES = {
    30: ("vừa xong", "just now"),
    3 * 60: ("3 phút trước", "3 minutes ago"),
    60 * 60: ("1 giờ trước", "an hour ago"),
    3 * DAY: ("3 ngày trước", "3 days ago"),
    370 * DAY: ("1 năm trước", "1 year ago"),
    800 * DAY: ("2 năm trước", "2 years ago"),
}


def ages(language: str) -> list[str]:
    use(language)
    return [age(seconds) for seconds in AGES]


def test_ages_are_told_in_both_languages():
    assert ages("en") == [english for _, english in AGES.values()]
    vietnamese = ages("vi")
    assert [vietnamese[0], vietnamese[1], vietnamese[3]] == [AGES[n][0] for n in (30, 180, 3 * DAY)]


def test_ages_are_told_in_threads_that_begin_before_and_after_a_change():
    """humanize keeps its language for each thread."""
    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        assert first.submit(age, 180).result() == "3 phút trước"
        use("en")
        assert first.submit(age, 180).result() == "3 minutes ago"
        assert second.submit(age, 180).result() == "3 minutes ago"
        use("vi")
        assert second.submit(age, 180).result() == "3 phút trước"
        assert age(180) == "3 phút trước"


def test_one_dossier_and_two_dossiers():
    assert TEXT.only_unclosed.format(n="1") == "1 chỉ vì chưa kết thúc"
    use("en")
    said = NN_("{n} hồ sơ")
    assert [said.format(n=n) for n in (0, 1, 2, "1", "21", "1,001")] == [
        *("0 dossiers", "1 dossier", "2 dossiers", "1 dossier", "21 dossiers", "1,001 dossiers"),
    ]


def test_texts_are_read_in_the_language_in_use_and_titles_stay_as_written():
    assert BOARD_NAMES["late"] == "Hồ sơ trễ hạn"
    use("en")
    assert BOARD_NAMES["late"] == "Late dossiers"
    assert BOARD_NAMES.get("none", "–") == "–"
    assert "Late dossiers" in BOARD_NAMES.values()
    assert COLUMNS["due"][0] == "Hẹn trả"
    assert tr(COLUMNS["due"][0]) == "Due"
    assert tr("Phường 11") == "Phường 11"
    assert tr("") == ""


def test_a_text_is_found_in_all_languages_and_said_again_in_another():
    assert in_all(N_("Hồ sơ trễ hạn")) == ("Hồ sơ trễ hạn", "Late dossiers")
    use("en")
    told = BOARD_NAMES["late"]
    use("vi")
    assert again(told) == "Hồ sơ trễ hạn"
    assert again("Phường 11") == "Phường 11"


def test_words_put_together_are_translated_too():
    both = Words({"a": N_("trễ hạn")}) | Words({"b": (N_("quá hạn"), "–")})
    use("en")
    assert dict(both) == {"a": "late", "b": ("overdue", "–")}
    assert both.source["a"] == "trễ hạn"


def test_no_other_language_is_taken():
    with pytest.raises(KeyError):
        use("fr")
