"""The clock of a viewer: real time, or one set for a demo, a test or training."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from cchc_tui.domain.moments import Stamp, from_epoch


@dataclass(frozen=True, slots=True)
class Clock:
    """Local time. With ``start``, the clock begins at that moment and runs at ``speed`` (0: stopped).

    ``origin`` is the reading of the machine's monotonic clock when it began; all processes share that clock.
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
        """Whether the clock does not show real time. The screen must say so."""
        return self.start is not None
