"""Numbers and moments in the language in use. Numbers are formatted by ``texts/numbers.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.texts import numbers
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.style.themes import TextRole

number, decimal = numbers.number, numbers.decimal


def count(value: int | None) -> str:
    """A whole number; ``–`` for None."""
    return TEXT.nothing if value is None else number(value)


def percent(share: float | None, digits: int = 1) -> str:
    """A share as a percentage: 0.123 → ``12,3 %``, in English ``12.3%``; ``–`` for None."""
    if share is None:
        return TEXT.nothing
    return numbers.percent(share, digits)


def days(value: float | None) -> str:
    """A number of working days, with one decimal if it is not whole; ``–`` for None."""
    if value is None:
        return TEXT.nothing
    return number(int(value)) if value == int(value) else decimal(value)


def change(now: int | None, before: int | None) -> str:
    """The change of a figure: ``▲ 5``, ``▼ 12``, ``=``; "" if one of the two is not known."""
    return "" if now is None or before is None else _signed(now - before, number)


def points(delta: float | None) -> str:
    """Return a change with one decimal, such as percentage points: ``▲ 0,4``; ``=`` for 0, "" for None."""
    return "" if delta is None else _signed(round(delta, 1), decimal)


def _signed(delta: float, write: Callable[[Any], str]) -> str:
    return f"▲ {write(delta)}" if delta > 0 else f"▼ {write(-delta)}" if delta < 0 else "="


def change_role(now: float | None, before: float | None, more_is_bad: bool = True) -> TextRole:
    """The role that colours a change of a figure: GOOD or BAD.

    DIM if the figure is unchanged, or if its value now or before is not known.
    """
    if now is None or before is None or now == before:
        return TextRole.DIM
    return TextRole.BAD if (now > before) == more_is_bad else TextRole.GOOD


def moment(value: Stamp) -> str:
    """Day and time of a moment: ``10/11/2021 08:30``."""
    return f"{to_datetime(value):%d/%m/%Y %H:%M}"


def day_time(value: Stamp | None) -> str:
    """Day and time of a moment, without the year: ``10/11 08:30``; ``–`` for None."""
    return TEXT.nothing if value is None else f"{to_datetime(value):%d/%m %H:%M}"


def clock_time(value: Stamp) -> str:
    """The time of day of a moment: ``08:30``."""
    return f"{to_datetime(value):%H:%M}"


def day(value: Stamp | None) -> str:
    """The day of a moment: ``10/11/2021``; ``–`` for None."""
    return TEXT.nothing if value is None else f"{to_datetime(value):%d/%m/%Y}"
