"""The rest of a viewer after a load, so that many viewers do not keep the collector from the processor.

Every viewer of a data folder asks its boards again after each load. With more viewers than processors can serve before
the next load, they wait for each other, and the collector for all of them. So a viewer that had to wait for a processor
rests for a multiple of that time, and shows the loads that come meanwhile as one. As many viewers as the processors can
serve are then awake at a time. A viewer that never waits does not rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

#: Seconds of rest for each second of waiting, and the longest rest in seconds.
REST_FACTOR, LONGEST_REST = 40, 3.0
_SCHEDULER = Path("/proc/thread-self/schedstat")


def seconds_waited() -> float:
    """Seconds in which the present thread could have run but had no processor; 0 if the kernel does not count them."""
    try:
        return int(_SCHEDULER.read_bytes().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


class Rest:
    """The rest of one thread."""

    def __init__(self, waited: Callable[[], float] = seconds_waited, now: Callable[[], float] = time.monotonic):
        self._waited, self._now = waited, now
        self._before = 0.0
        self._until = 0.0

    def begin_round(self) -> None:
        """Note how long the thread has waited so far."""
        self._before = self._waited()

    def end_round(self) -> None:
        """Rest after a load, if the thread waited in this round."""
        self._until = self._now() + min(REST_FACTOR * (self._waited() - self._before), LONGEST_REST)

    def seconds_left(self) -> float:
        """Seconds until the end of the rest; 0 if there is none."""
        return max(0.0, self._until - self._now())
