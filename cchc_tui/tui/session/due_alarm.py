"""Detects when the clock alone changes a board: when a dossier becomes due soon or overdue, and at midnight."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.tui.session.queries import NextDueQuery

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: Least seconds between two alarms, because a fast clock may pass many due times in a second.
_REST_SECONDS = 0.25


class DueAlarm:
    """An alarm for the moment when the next dossier becomes due soon or overdue by the source's clock, or midnight."""

    def __init__(self) -> None:
        self._next: Stamp | None = None
        self._load = -1  # the load after which the alarm was set; -1: it is not set
        self._since: Stamp | None = None  # due times from this moment on may have been missed
        self._rest_until = 0.0

    def goes_off(self, now: Stamp) -> bool:
        """Whether the alarm's moment has come. After it has gone off, the alarm must be set again."""
        if self._load < 0 or self._next is None or now < self._next or time.monotonic() < self._rest_until:
            return False
        self._load, self._since = -1, now
        self._rest_until = time.monotonic() + _REST_SECONDS
        return True

    def set(self, source: Source, since: Stamp, load: int) -> None:
        """Set the alarm to the next due time or midnight. If the alarm is already set for this load, leave it.

        ``since`` is a moment before the boards were last asked. Due times after ``since`` count, so none is missed.
        """
        if load != self._load:
            self._load = -1
            self._since = since if self._since is None else min(self._since, since)
            midnight = (self._since // DAY + 1) * DAY  # days late grow, and directives become due soon or overdue
            self._next = min(source.answer(NextDueQuery(at=self._since)) or midnight, midnight)
            self._since, self._load = None, load
