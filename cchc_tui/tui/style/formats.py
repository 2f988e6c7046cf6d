"""Numbers, moments and ages in the language in use.

Numbers come from ``texts/numbers.py``. Ages in words come from humanize, which is imported when the first is needed.
"""

from __future__ import annotations

from datetime import timedelta

from cchc_tui.domain.moments import DAY, Stamp, to_datetime
from cchc_tui.texts import numbers
from cchc_tui.texts.language import SOURCE, language
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.style.themes import TextRole

number, decimal = numbers.number, numbers.decimal
_YEAR = 365 * DAY


def percent(share: float | None, digits: int = 1) -> str:
    """0.123 → ``12,3 %``, in English ``12.3%``; ``–`` for None."""
    if share is None:
        return TEXT.nothing
    return numbers.percent(share, digits)


def days(value: float | None) -> str:
    """Format working days, with a decimal where the median falls between two."""
    if value is None:
        return TEXT.nothing
    return number(int(value)) if value == int(value) else decimal(value)


def change(now: int, before: int | None) -> str:
    """Return the change of a figure: ``▲ 5``, ``▼ 12``, ``=``; "" if there was none before."""
    if before is None:
        return ""
    if now == before:
        return "="
    return f"▲ {number(now - before)}" if now > before else f"▼ {number(before - now)}"


def points(delta: float | None) -> str:
    """Return the change of a share in percentage points: ``▲ 0,4``; ``=`` if it rounds to 0."""
    if delta is None:
        return ""
    shown = round(delta, 1)
    return f"▲ {decimal(shown)}" if shown > 0 else f"▼ {decimal(-shown)}" if shown < 0 else "="


def change_role(now: float, before: float | None, more_is_bad: bool = True) -> TextRole:
    """Return the colour of a change. Its sign says the same."""
    if before is None or now == before:
        return TextRole.DIM
    return TextRole.BAD if (now > before) == more_is_bad else TextRole.GOOD


def rank_change(rank: int, before: int | None, more_is_bad: bool = True) -> tuple[str, TextRole]:
    """Return by how many places a row moved, and the colour. Up is towards the worst, or towards the best."""
    if before is None:
        return "", TextRole.DIM
    if rank == before:
        return " =", TextRole.DIM
    role = change_role(before, rank, more_is_bad)
    return (f"▲{before - rank}", role) if rank < before else (f"▼{rank - before}", role)


def moment(value: Stamp) -> str:
    """``10/11/2021 08:30``."""
    return f"{to_datetime(value):%d/%m/%Y %H:%M}"


def day_time(value: Stamp | None) -> str:
    """``10/11 08:30``; ``–`` for none."""
    return TEXT.nothing if value is None else f"{to_datetime(value):%d/%m %H:%M}"


def clock_time(value: Stamp) -> str:
    """``08:30``."""
    return f"{to_datetime(value):%H:%M}"


def day(value: Stamp | None) -> str:
    """``10/11/2021``; ``–`` for none."""
    return TEXT.nothing if value is None else f"{to_datetime(value):%d/%m/%Y}"


def age(seconds: int) -> str:
    """Return how long ago in words: ``3 phút trước``.

    humanize keeps its language for each thread, so each call sets it. Ages below a minute and above a year are ours:
    its Vietnamese catalogue counts every second, and has French words after a year. humanize speaks English where no
    catalogue is active.
    """
    if seconds < 0:
        return TEXT.ahead
    if seconds < 60:
        return TEXT.just_now
    if seconds >= _YEAR:
        return TEXT.years_ago.format(n=number(seconds // _YEAR))
    import humanize  # 21 ms that the first frame does without

    if language() == SOURCE:
        humanize.i18n.activate("vi_VN")
    else:
        humanize.i18n.deactivate()
    return humanize.naturaltime(timedelta(seconds=seconds))
