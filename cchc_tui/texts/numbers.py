"""Numbers as a reader of the language in use expects them.

They are made here and not by Babel: 34 ms of import and 30 µs a call against one line, on the path of every cell that
is drawn. A test holds this to what Babel says of ``LOCALES``. Dates are dd/mm/yyyy in both languages, so that a date on
a screen is the one on the paper beside it; Babel's English of Britain writes them so too.
"""

from __future__ import annotations

from cchc_tui.texts.language import SOURCE, language

#: Language → whose rules its numbers and dates follow.
LOCALES = {SOURCE: "vi", "en": "en_GB"}
#: What Python writes → what the language writes.
_MARKS = {SOURCE: str.maketrans(",.", ".,"), "en": {}}
#: Babel's Vietnamese has no space before the sign; the offices' own reports have one.
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
    """By how many percentage points a share changed, as its two values are shown; None where one is not known.

    12,91 % → 12,36 % is 0,5 points to whoever reads 12,9 % → 12,4 %: no other amount may stand beside them.
    """
    return None if now is None or before is None else difference(now * 100, before * 100)


def difference(now: float, before: float) -> float:
    """By how much a figure changed, as its two values are shown with one decimal."""
    return round(float(f"{now:.1f}") - float(f"{before:.1f}"), 1)
