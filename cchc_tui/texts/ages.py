"""Ages in words, in the current language. They come from the library humanize, which is imported at the first use."""

from __future__ import annotations

from datetime import timedelta

from cchc_tui.domain.moments import DAY
from cchc_tui.texts.language import SOURCE, language
from cchc_tui.texts.numbers import number
from cchc_tui.texts.tui import TEXT

_YEAR = 365 * DAY


def age(seconds: int) -> str:
    """An age in words, such as ``3 phút trước``. A negative age gives the words for "not yet".

    Each thread has its own language in humanize, so each call sets it. In Vietnamese, humanize counts single seconds,
    and has French words for years. So ages below a minute and from a year on have texts of their own here. For English,
    humanize must have no active catalogue.
    """
    if seconds < 0:
        return TEXT.ahead
    if seconds < 60:
        return TEXT.just_now
    if seconds >= _YEAR:
        return TEXT.years_ago.format(n=number(seconds // _YEAR))
    import humanize  # takes 21 ms, which would delay the first frame

    if language() == SOURCE:
        humanize.i18n.activate("vi_VN")
    else:
        humanize.i18n.deactivate()
    return humanize.naturaltime(timedelta(seconds=seconds))
