"""The rule that decides whether a unit's dossiers are evidence of a model practice.

If a unit claims a practice, the unit's dossiers may confirm the claim, contradict it, or be too few to decide. The
thresholds are data of the city (``registry/practices.toml``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cchc_tui.domain.moments import Stamp


class EvidenceKind(StrEnum):
    """The kinds of evidence that dossiers can give for a practice."""

    OPEN_DAY = "open-day"  # days of a usually free weekday on which dossiers were received or returned
    ONLINE = "online"  # share of a weekday's dossiers that came online
    SAME_DAY = "same-day"  # share of dossiers finished on the day they were received
    HELPER = "helper"  # share of dossiers with a helper named


class Verdict(StrEnum):
    """Whether dossiers show a practice: *thấy rõ* (yes), *chưa thấy* (no), or *chưa đủ số liệu* (too few to decide)."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The evidence that a practice requires. If ``measure`` is None, dossiers cannot be evidence of the practice.

    ``weekday`` is the only day of the week that counts, 0 (Monday) to 6 (Sunday); None: every day counts. A verdict
    requires at least ``enough`` dossiers. The share of dossiers that are evidence must be at least ``share`` (0 to 1).
    With a ``weekday``, this share must also be at least ``times`` times the share on the other working days.

    For ``OPEN_DAY``, ``enough`` is a number of days, and ``share`` is the share of these days on which the desk is
    open. The desk is open on a day if a dossier is received at the desk on that day. A day also counts as open if
    unusually many dossiers are returned or come online: more than ``times`` the number of an average closed day.
    """

    measure: EvidenceKind | None = None
    weekday: int | None = None
    enough: int = 1
    share: float = 1.0
    times: float = 0.0


#: The threshold of a practice that dossiers cannot show.
UNSEEN = Threshold()
#: Default thresholds.
THRESHOLDS = {
    EvidenceKind.OPEN_DAY: Threshold(EvidenceKind.OPEN_DAY, weekday=6, enough=2, share=0.5, times=2.0),
    EvidenceKind.ONLINE: Threshold(EvidenceKind.ONLINE, weekday=2, enough=10, share=0.25, times=1.5),
    EvidenceKind.SAME_DAY: Threshold(EvidenceKind.SAME_DAY, enough=20, share=0.4, times=1.5),
    EvidenceKind.HELPER: Threshold(EvidenceKind.HELPER, enough=20, share=0.1),
}
#: Key of a practice → its default measure.
MEASURES = {
    "sunday": EvidenceKind.OPEN_DAY,
    "wednesday-online": EvidenceKind.ONLINE,
    "no-appointment": EvidenceKind.SAME_DAY,
    "members-assist": EvidenceKind.HELPER,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for one practice in one unit's dossiers, from the day ``start`` to the day ``end``, both included.

    ``whole`` is the number of dossiers that count, ``part`` is how many of them show the practice. ``other_whole`` and
    ``other_part`` are the same numbers for the other working days. ``dossiers`` is the number of dossiers that show the
    practice. ``days`` are the numbers (``stamp // 86400``) of the days whose dossiers count.

    For ``OPEN_DAY``, ``whole`` is a number of days, and the desk was open on ``part`` of them. On the ``other_whole``
    closed days, ``other_part`` dossiers were returned or came online. ``days`` are the open days.
    """

    measure: EvidenceKind | None
    start: Stamp
    end: Stamp
    part: int = 0
    whole: int = 0
    other_part: int = 0
    other_whole: int = 0
    dossiers: int = 0
    verdict: Verdict = Verdict.TOO_FEW
    days: tuple[int, ...] = ()

    @property
    def share(self) -> float | None:
        """``part / whole``; None if ``whole`` is 0."""
        return self.part / self.whole if self.whole else None

    @property
    def other_share(self) -> float | None:
        """``other_part / other_whole``; None if ``other_whole`` is 0."""
        return self.other_part / self.other_whole if self.other_whole else None

    @property
    def shown(self) -> bool | None:
        """Whether the dossiers show the practice; None if the dossiers are too few to decide."""
        return None if self.verdict is Verdict.TOO_FEW else self.verdict is Verdict.SHOWN


def verdict(threshold: Threshold, part: int, whole: int, other_share: float | None = None) -> Verdict:
    """Whether a unit uses a practice. ``part`` of its ``whole`` dossiers (or days) are evidence that it does.

    ``other_share`` is the share on other days (None counts as 0). The required share is the larger of two numbers:
    ``threshold.share``, and the smaller of ``threshold.times * other_share`` and ``(1 + other_share) / 2``. If
    ``whole`` is 0 or below ``threshold.enough``, the verdict is TOO_FEW.
    """
    if whole < threshold.enough or not whole:
        return Verdict.TOO_FEW
    others = other_share or 0.0
    needed = max(threshold.share, min(threshold.times * others, (1 + others) / 2))
    return Verdict.SHOWN if part >= needed * whole else Verdict.NOT_SHOWN
