"""Access to personal data: none at first, then for some minutes once a reason was given and logged."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from cchc_tui.domain.privacy import Access, AccessRecord
from cchc_tui.texts.tui_privacy import PRIVACY
from cchc_tui.tui.style.render import Line, Span, line_width


def _seconds_since_boot() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class PersonalAccess:
    """The access of one viewer. ``clock`` gives seconds, and counts on while the machine sleeps."""

    def __init__(self, clock: Callable[[], float] = _seconds_since_boot):
        self.clock = clock
        self.record: AccessRecord | None = None  # the access that is logged and not over
        self.officers: bool | None = None  # whether officers are shown by name; None: as the office's settings say
        self._until = 0.0

    def begin(self, record: AccessRecord) -> None:
        """Allow personal data from now on, for as long as the record says."""
        self.record = record
        self._until = self.clock() + record.until - record.at

    def end(self) -> AccessRecord | None:
        """Hide personal data; return the record whose end is to be logged, None if there was no access."""
        record, self.record = self.record, None
        return record

    @property
    def remaining(self) -> float:
        """Seconds until the access ends by itself; 0 without access."""
        return max(0.0, self._until - self.clock()) if self.record is not None else 0.0

    @property
    def minutes(self) -> int:
        """The minutes that remain, rounded up."""
        return math.ceil(self.remaining / 60)

    def level(self, *, officers: bool) -> Access:
        """The access level now. ``officers`` is the office's setting; the viewer's own choice overrides it."""
        return Access(self.remaining > 0, officers if self.officers is None else self.officers)

    def banner(self, cells: int) -> list[Line]:
        """The line above a board while personal data are shown, shortened if ``cells`` are too few."""
        words = PRIVACY.shown.format(minutes=self.minutes)
        if line_width((Span(words),)) >= cells:
            words = PRIVACY.shown_short.format(minutes=self.minutes)
        return [(Span(f" {words}"),)]
