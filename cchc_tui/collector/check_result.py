"""The result of one check of ``doctor``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckLevel(StrEnum):
    """The severity of a result. Only ``WRONG`` makes the command fail."""

    FINE = "fine"
    ADVICE = "advice"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check, and what to do about it ("" for nothing)."""

    level: CheckLevel
    text: str
    cure: str = ""
