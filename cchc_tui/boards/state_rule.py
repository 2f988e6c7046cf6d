"""The rule that gives the state of a dossier at a moment."""

from __future__ import annotations

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.lateness import State, state
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.read.settled_state import end_of, year_start

#: The states that count as late.
LATE = frozenset({State.OVERDUE, State.RESOLVED_LATE})


class StateRule:
    """Determines the states of dossiers at one moment. ``ever``: also of dossiers that ended in earlier years."""

    def __init__(self, moment: Moment, ever: bool = False) -> None:
        self.at = moment.at
        self._calendar = moment.calendar
        self._compare = moment.compare
        self._soon_until = moment.count_query().soon_until
        self._start: Stamp | None = None if ever else year_start(moment.at)

    def state(
        self, status: int, received: Stamp, due: Stamp | None, finished: Stamp | None, returned: Stamp | None
    ) -> State:
        """The state at the moment. Without ``ever``, NOT_YET also means that the dossier ended in an earlier year."""
        end = end_of(status, received, finished, returned, self.at)
        if end is not None and self._start is not None and end < self._start:
            return State.NOT_YET
        return state(status, received, due, finished, self.at, self._soon_until, self._compare)

    def days(self, now: State, due: Stamp | None, finished: Stamp | None) -> int:
        """How many working days a dossier in the state ``now`` is late; 0 if ``now`` is not a late state."""
        end = finished if now == State.RESOLVED_LATE else self.at
        return 0 if now not in LATE or due is None or end is None else self._calendar.days_late(due, end)
