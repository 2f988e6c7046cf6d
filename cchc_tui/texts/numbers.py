"""Numbers in the format of the current language.

Babel would take 34 ms to import and 30 µs per call, in every cell that is drawn. A test compares these functions with
Babel's results for ``LOCALES``. Dates are dd/mm/yyyy in both languages, so that screens agree with paper documents;
Babel's British English has the same form.
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
    """1416 → ``1.416``; in English ``1,416``."""
    return f"{value:,}".translate(_MARKS[language()])


def decimal(value: float, digits: int = 1) -> str:
    """2.5 → ``2,5``; in English ``2.5``."""
    return f"{value:,.{digits}f}".translate(_MARKS[language()])


def percent(share: float, digits: int = 1) -> str:
    """0.123 → ``12,3 %``; in English ``12.3%``."""
    return decimal(share * 100, digits) + PERCENT[language()]


def points_between(now: float | None, before: float | None) -> float | None:
    """The change of a share in percentage points, computed from the rounded percentages; None if a share is unknown.

    12,36 % after 12,91 % is a change of -0,5 points, because the screen shows 12,4 % and 12,9 %.
    """
    return None if now is None or before is None else difference(now * 100, before * 100)


def difference(now: float, before: float) -> float:
    """The difference of two figures, computed after both are rounded to one decimal."""
    return round(float(f"{now:.1f}") - float(f"{before:.1f}"), 1)
