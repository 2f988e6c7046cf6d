"""The settled state of a dossier: the part of its state that does not change as time passes. The store keeps it.

A dossier that is resolved, withdrawn or waiting remains so as time passes. An open dossier becomes due soon or overdue,
and only its due day decides when. All other dossiers are ``CLOCK_DEPENDENT``, for example one with a finished date in
the future. These few are judged one by one by ``domain.lateness``.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING
from cchc_tui.domain.lateness import lateness_class
from cchc_tui.domain.moments import DAY, Stamp, day_end, day_start
from cchc_tui.domain.workcalendar import WorkCalendar


class SettledState(IntEnum):
    """The kinds of settled state.

    The numbers are stored in the database and stand in conditions of partial indexes.
    """

    ON_TIME = 0
    LATE_BY_HOURS = 1  # resolved late, on the due day itself: late only where times are compared
    LATE_BY_DAYS = 2
    WITHDRAWN = 3
    OPEN = 4
    UNCLOSED = 5  # open, but the result was handed out
    WAITING = 6
    WAITING_UNCLOSED = 7  # waiting, but the result was handed out
    CLOCK_DEPENDENT = 8


# The conditions of the partial indexes. SQLite uses such an index only if a statement has the identical condition.
PENDING_SQL = f"settled >= {SettledState.OPEN:d}"
OPEN_SQL = f"settled IN ({SettledState.OPEN:d}, {SettledState.UNCLOSED:d})"
UNCLOSED_SQL = f"settled = {SettledState.UNCLOSED:d}"
CLOCK_DEPENDENT_SQL = f"settled = {SettledState.CLOCK_DEPENDENT:d}"
LATE_SQL = f"settled IN ({SettledState.LATE_BY_HOURS:d}, {SettledState.LATE_BY_DAYS:d})"

#: The key under which a state is counted, besides its unit: (settled state, year, days, carried).
CountKey = tuple[int, int, int, int]
#: Replaces the due day of an open dossier without a due date.
NO_DUE = -1

# Plain integers: comparing enumeration members takes four times as long, and a load does it for every row.
_LATE = frozenset({int(SettledState.LATE_BY_HOURS), int(SettledState.LATE_BY_DAYS)})
_OPEN, _IS_WAITING, _CLOCK_DEPENDENT = (
    int(SettledState.OPEN),
    int(SettledState.WAITING),
    int(SettledState.CLOCK_DEPENDENT),
)
_ENDED = frozenset(int(status) for status in ENDED_UNCOUNTED)
_WAITING = frozenset(int(status) for status in WAITING)


def settled_state(
    status: int, received: Stamp, due: Stamp | None, finished: Stamp | None, returned: Stamp | None, moment: Stamp
) -> int:
    """The ``SettledState`` of a dossier with this status and these dates in an export made at ``moment``."""
    if received > moment:
        return SettledState.CLOCK_DEPENDENT
    if finished is not None:
        if finished > moment:
            return SettledState.CLOCK_DEPENDENT
        return SettledState.WITHDRAWN if status in _ENDED else lateness_class(due, finished)
    if returned is not None and returned > moment:
        return SettledState.CLOCK_DEPENDENT
    if status in _ENDED:
        return SettledState.WITHDRAWN
    if status in _WAITING:
        return SettledState.WAITING if returned is None else SettledState.WAITING_UNCLOSED
    return SettledState.OPEN if returned is None else SettledState.UNCLOSED


class _Years(dict[int, int]):
    """A cache of the calendar years of day numbers. It saves time, because a load needs the year of every dossier."""

    def __missing__(self, day: int) -> int:
        year = self[day] = date.fromordinal(719_163 + day).year
        return year


_YEARS = _Years()


def year_of(moment: Stamp) -> int:
    """The calendar year of a moment. Boards count late dossiers within a calendar year."""
    return _YEARS[moment // DAY]


def year_start(moment: Stamp) -> Stamp:
    """The first second of a moment's calendar year."""
    return day_start(date(year_of(moment), 1, 1))


def year_end(moment: Stamp) -> Stamp:
    """The last second of a moment's calendar year."""
    return day_end(date(year_of(moment), 12, 31))


def end_of(status: int, received: Stamp, finished: Stamp | None, returned: Stamp | None, at: Stamp) -> Stamp | None:
    """The moment at which a dossier ended, as known at the moment ``at``; None if it has not ended.

    Dates after ``at`` are ignored. A withdrawn or refused dossier ended on its finished date, or else on its returned
    date, or else on its received date. An ended dossier counts only in the year of its end.
    """
    if finished is not None and finished <= at:
        return finished
    if status not in _ENDED:
        return None
    return returned if returned is not None and returned <= at else received


def count_key(
    calendar: WorkCalendar,
    stands: int,
    received: Stamp,
    due: Stamp | None,
    finished: Stamp | None,
    returned: Stamp | None,
) -> CountKey | None:
    """The key under which the counts table counts a state; None for a clock-dependent state, which the table lacks.

    ``stands`` is the settled state. The key is (settled state, year, days, carried). ``year`` is the year of the
    dossier's end; 0 for an open or waiting dossier. ``days`` is the number of working days late for a resolved dossier,
    and the due day for an open one (``NO_DUE`` without a due date). ``carried`` is 1 for an ended dossier received in
    an earlier year than that of its end, else 0.
    """
    if stands >= _OPEN:
        if stands == _CLOCK_DEPENDENT:
            return None
        return stands, 0, 0 if stands >= _IS_WAITING else NO_DUE if due is None else due // DAY, 0
    end, days = received, 0
    if finished is not None:
        end = finished
        if due is not None and stands in _LATE:
            days = calendar.days_late(due, finished)
    elif returned is not None:
        end = returned
    year = _YEARS[end // DAY]
    return stands, year, days, 1 if _YEARS[received // DAY] < year else 0
