"""The clock of a viewer: real time, or one set for a demo, a test or training."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from cchc_tui.domain.moments import Stamp, from_epoch


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of local time.

    With ``start``, the clock begins at that moment and runs at ``speed`` times real time (0: stopped). ``origin`` is
    the time of the machine's monotonic clock, in seconds, at ``start``. The monotonic clock is the same in all
    processes.
    """

    start: Stamp | None = None
    speed: float = 1.0
    origin: float = field(default_factory=time.monotonic)

    def now(self) -> Stamp:
        """The current moment by this clock."""
        if self.start is None:
            return from_epoch(time.time())
        return self.start + int((time.monotonic() - self.origin) * self.speed)

    @property
    def set(self) -> bool:
        """Whether the clock was set to a time other than the real one. The screen must then say so."""
        return self.start is not None
