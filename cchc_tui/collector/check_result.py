"""The result of one check of ``doctor``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckLevel(StrEnum):
    """How serious a check's result is. ``doctor`` fails only if a result is ``WRONG``."""

    FINE = "fine"
    ADVICE = "advice"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check, and what to do about the result ("": nothing)."""

    level: CheckLevel
    text: str
    cure: str = ""
