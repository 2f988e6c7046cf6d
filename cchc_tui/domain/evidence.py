"""What the dossiers of a unit show of a model practice, and when that is enough to say so (DOMAIN §7).

A unit says that it runs a model; its dossiers bear that out, or do not, or are too few to tell. The thresholds are the
city's own (``registry/practices.toml``); the rule that applies them is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cchc_tui.domain.moments import Stamp


class Measure(StrEnum):
    """How dossiers can show a model."""

    OPEN_DAY = "open-day"  # days of a weekday that is off elsewhere, on which dossiers were received or returned
    ONLINE = "online"  # share of a weekday's dossiers that came online
    SAME_DAY = "same-day"  # share of dossiers finished on the day they were received
    HELPER = "helper"  # share of dossiers with a helper named


class Verdict(StrEnum):
    """Thấy rõ, chưa thấy, chưa đủ số liệu."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Threshold:
    """What has to be seen of a model. ``measure`` None: dossiers can't show it, whatever they hold.

    ``weekday``: 0 Monday to 6 Sunday, None: every day counts. ``enough``: so many days (``OPEN_DAY``) or dossiers (the
    others), or no verdict. ``share``: the least part of these, a fraction of 1. ``times``: so many times the share of
    other working days; of ``OPEN_DAY``: of what is handed back on a day on which the desk is closed.
    """

    measure: Measure | None = None
    weekday: int | None = None
    enough: int = 1
    share: float = 1.0
    times: float = 0.0


#: Of a practice that dossiers can't show.
UNSEEN = Threshold()
#: Where a registry says nothing else.
THRESHOLDS = {
    Measure.OPEN_DAY: Threshold(Measure.OPEN_DAY, weekday=6, enough=2, share=0.5, times=2.0),
    Measure.ONLINE: Threshold(Measure.ONLINE, weekday=2, enough=10, share=0.25, times=1.5),
    Measure.SAME_DAY: Threshold(Measure.SAME_DAY, enough=20, share=0.4, times=1.5),
    Measure.HELPER: Threshold(Measure.HELPER, enough=20, share=0.1),
}
#: Key of a practice → what shows it, where a registry does not say.
MEASURES = {
    "sunday": Measure.OPEN_DAY,
    "wednesday-online": Measure.ONLINE,
    "no-appointment": Measure.SAME_DAY,
    "members-assist": Measure.HELPER,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the dossiers of one unit show of one model between two days, both included.

    ``part`` of ``whole``: days of ``OPEN_DAY``, else dossiers; ``other_part`` of ``other_whole``: the same on the days
    compared with (``OPEN_DAY``: dossiers handed back, and days closed). ``dossiers`` are those that show it; ``days``
    are the numbers (``stamp // 86400``) of the days on which these are looked for. ``start`` and ``end`` are the first
    seconds of their days.
    """

    measure: Measure | None
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
        """The part of the whole; None where there is nothing to be a part of."""
        return self.part / self.whole if self.whole else None

    @property
    def other_share(self) -> float | None:
        """The same of the days compared with."""
        return self.other_part / self.other_whole if self.other_whole else None

    @property
    def shown(self) -> bool | None:
        """Whether the model is seen; None: the data don't tell."""
        return None if self.verdict is Verdict.TOO_FEW else self.verdict is Verdict.SHOWN


def verdict(threshold: Threshold, part: int, whole: int, other_share: float | None = None) -> Verdict:
    """Whether a part of a whole clears the bar.

    Where nearly everything comes online on every day, no day can be so many times the others: half the way from these
    to everything is then enough.
    """
    if whole < threshold.enough or not whole:
        return Verdict.TOO_FEW
    others = other_share or 0.0
    needed = max(threshold.share, min(threshold.times * others, (1 + others) / 2))
    return Verdict.SHOWN if part >= needed * whole else Verdict.NOT_SHOWN
