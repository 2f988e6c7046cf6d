"""The rule that decides in which state a dossier is at a moment."""

from __future__ import annotations

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.lateness import State, state
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.read.settled_state import end_of, year_start

#: The states that count as late.
LATE = frozenset({State.OVERDUE, State.RESOLVED_LATE})


class StateRule:
    """Decides in which states dossiers are at one moment.

    With ``ever``, dossiers that ended in an earlier year have states too.
    """

    def __init__(self, moment: Moment, ever: bool = False) -> None:
        self.at = moment.at
        self._calendar = moment.calendar
        self._compare = moment.compare
        self._soon_until = moment.count_query().soon_until
        self._start: Stamp | None = None if ever else year_start(moment.at)

    def state(
        self, status: int, received: Stamp, due: Stamp | None, finished: Stamp | None, returned: Stamp | None
    ) -> State:
        """The state of a dossier at the moment. NOT_YET if it was received later.

        Without ``ever``, a dossier that ended in an earlier year has the state NOT_YET too.
        """
        end = end_of(status, received, finished, returned, self.at)
        if end is not None and self._start is not None and end < self._start:
            return State.NOT_YET
        return state(status, received, due, finished, self.at, self._soon_until, self._compare)

    def days(self, now: State, due: Stamp | None, finished: Stamp | None) -> int:
        """The number of working days that a dossier in the state ``now`` is late; 0 if ``now`` is not a late state."""
        end = finished if now == State.RESOLVED_LATE else self.at
        return 0 if now not in LATE or due is None or end is None else self._calendar.days_late(due, end)
