"""The clock of a viewer: it shows the real time, or a time that was set for a demo, a test or training."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from cchc_tui.domain.moments import Stamp, from_epoch


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of local time.

    If ``start`` is None, the clock shows the real time. Otherwise the clock begins at ``start`` and runs at ``speed``
    times real time (0: stopped). ``origin`` is the reading of the machine's monotonic clock at ``start``, in seconds.
    All processes of a machine read the same monotonic clock.
    """

    start: Stamp | None = None
    speed: float = 1.0
    origin: float = field(default_factory=time.monotonic)

    def now(self) -> Stamp:
        """The moment that the clock shows, in whole seconds."""
        if self.start is None:
            return from_epoch(time.time())
        return self.start + int((time.monotonic() - self.origin) * self.speed)

    @property
    def set(self) -> bool:
        """Whether the clock shows a time that was set, and not the real time. If so, the screen must say it."""
        return self.start is not None
