"""Detects when the clock alone changes a board: the moment at which a dossier becomes due soon or overdue."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp
from cchc_tui.tui.session.queries import NextDueQuery

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: Seconds between two alarms: a clock that runs fast may pass many due times in a second.
_REST_SECONDS = 0.25


class DueAlarm:
    """An alarm on the source's clock, set again each time it has gone off."""

    def __init__(self) -> None:
        self._next: Stamp | None = None
        self._load = -1  # the load after which the alarm was set; -1: it is not set
        self._since: Stamp | None = None  # the earliest moment whose due times may have been missed
        self._rest_until = 0.0

    def goes_off(self, now: Stamp) -> bool:
        """Whether the alarm's moment has come. True only once, until the alarm is set again."""
        if self._load < 0 or self._next is None or now < self._next or time.monotonic() < self._rest_until:
            return False
        self._load, self._since = -1, now
        self._rest_until = time.monotonic() + _REST_SECONDS
        return True

    def set(self, source: Source, since: Stamp, load: int) -> None:
        """Set the alarm to the next due time, if it is not set since ``load``, which may have brought an earlier one.

        ``since`` is a moment before the boards were last asked. Due times from then on count, so that none is missed.
        """
        if load != self._load:
            self._load = -1
            self._since = since if self._since is None else min(self._since, since)
            self._next = source.answer(NextDueQuery(at=self._since))
            self._since, self._load = None, load
