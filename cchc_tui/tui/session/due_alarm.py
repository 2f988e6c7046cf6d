"""Tells the live thread when time alone changes a board: the moment at which a dossier becomes due soon or overdue."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp
from cchc_tui.tui.session.queries import Query

if TYPE_CHECKING:
    from cchc_tui.boards.moment import Moment
    from cchc_tui.boards.source import Source

#: A clock that runs fast may pass many due times in a second; the boards are asked at most so often.
_REST_SECONDS = 0.25


class NextDueQuery(Query):
    """The next moment at which the clock alone changes the boards; None: never."""

    def ask(self, moment: Moment) -> Stamp | None:
        """The answer, in well under a millisecond."""
        from cchc_tui.boards.next_due_change import next_due

        return next_due(moment)


class DueAlarm:
    """An alarm on the source's clock, set again each time it has gone off."""

    def __init__(self) -> None:
        self._next: Stamp | None = None
        self._set = False
        self._since: Stamp | None = None  # from which moment on it is still to be set
        self._rest_until = 0.0

    def passed(self, now: Stamp) -> bool:
        """Whether the moment has come; True once, then it wants to be set again."""
        if not self._set or self._next is None or now < self._next or time.monotonic() < self._rest_until:
            return False
        self._set = False
        self._rest_until = time.monotonic() + _REST_SECONDS
        return True

    def set(self, source: Source, since: Stamp, *, anew: bool) -> None:
        """Sets the alarm where it is not set, or ``anew`` since a load may have brought an earlier due time.

        ``since`` is a moment before the boards were last asked: what passed meanwhile must not be missed.
        """
        if anew or not self._set:
            self._set = False
            self._since = since if self._since is None else min(self._since, since)
            self._next = source.answer(NextDueQuery(at=self._since))
            self._since, self._set = None, True
