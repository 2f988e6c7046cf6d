"""Numbers as text, in the format of the current language.

The library Babel is not used: its import takes 34 ms, and each call 30 µs, for every cell that is drawn. A test
compares these functions with Babel's results for ``LOCALES``. Dates are dd/mm/yyyy in both languages, so that screens
agree with paper documents; Babel's British English has the same form.
"""

from __future__ import annotations

from cchc_tui.texts.language import SOURCE, language

#: Language → the Babel locale of its numbers and dates.
LOCALES = {SOURCE: "vi", "en": "en_GB"}
#: Language → translation of Python's separators into its own.
_MARKS = {SOURCE: str.maketrans(",.", ".,"), "en": {}}
#: Babel's Vietnamese has no space before the percent sign, but the offices' own reports have one.
PERCENT = {SOURCE: " %", "en": "%"}


def number(value: int) -> str:
    """A whole number as text: 1416 → ``1.416``; in English ``1,416``."""
    return f"{value:,}".translate(_MARKS[language()])


def decimal(value: float, digits: int = 1) -> str:
    """A number with a fixed number of decimals as text: 2.5 → ``2,5``; in English ``2.5``."""
    return f"{value:,.{digits}f}".translate(_MARKS[language()])


def percent(share: float, digits: int = 1) -> str:
    """A fraction of 1 as a percentage: 0.123 → ``12,3 %``; in English ``12.3%``."""
    return decimal(share * 100, digits) + PERCENT[language()]


def points_between(now: float | None, before: float | None) -> float | None:
    """The change of a share in percentage points. None if one of the shares is unknown.

    The change is computed from the percentages as they are shown. From 12,91 % to 12,36 % it is -0,5 points, because
    screens show 12,9 % and 12,4 %.
    """
    return None if now is None or before is None else difference(now * 100, before * 100)


def difference(now: float, before: float) -> float:
    """The difference of two figures. Both are first rounded to one decimal, as they are shown."""
    return round(float(f"{now:.1f}") - float(f"{before:.1f}"), 1)
