"""Texts of forecasts: the forecast with its mean error, the day that it is for, and why there is no forecast."""

from __future__ import annotations

from typing import Final

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.texts.language import N_, Translated, Words
from cchc_tui.texts.numbers import number

NOTHING = "–"

#: Code → why there is no forecast, or why it has no error.
REASONS: Words[str, str] = Words(
    {
        "no_list": N_("chưa có danh sách"),
        "too_few_days": N_("chưa đủ số liệu năm nay"),
        "no_error": N_("chưa có tháng trước để thử"),
    }
)


class FORECAST(metaclass=Translated):
    """Words and sentences about forecasts. The caller fills in ``{…}``."""

    until: Final = N_("Dự báo đến {day}: {said}")
    pending: Final = N_("Dự báo: đang tính…")
    failed: Final = N_("Dự báo: không tính được ({reason})")
    again: Final = N_("đang tính lại")
    of_unit: Final = N_("Dự báo")
    heading: Final = N_("Dự báo đến {day}")


def error_margin(error: float | None) -> str:
    """A mean error as text: ``± 8``. None gives ``± –``.

    An error above 0 is at least ``± 1``.
    """
    if error is None:
        return f"± {NOTHING}"
    return f"± {number(max(round(error), 1 if error > 0 else 0))}"


def with_error(expected: int | None, error: float | None) -> str:
    """A forecast with its mean error as text: ``673 ± 8``. If ``expected`` is None, the text is ``–``."""
    return NOTHING if expected is None else f"{number(expected)} {error_margin(error)}"


def day_said(at: Stamp) -> str:
    """The day of a moment as text: ``30/11``."""
    return f"{to_datetime(at):%d/%m}"
