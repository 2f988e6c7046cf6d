"""The rule that decides whether a dossier is late at a moment, in whole seconds.

A due date without a time is the end of its day, and a finished date without a time is the start of its day. The reader
of exports sets these times, so timestamps can be compared here. ``compare="date"`` compares calendar days instead. Both
rules are in use: the software OpenCPS compares timestamps, the software TanDan compares days.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING
from cchc_tui.domain.moments import DAY, Stamp

Compare: TypeAlias = Literal["time", "date"]

#: An open dossier is due soon if it is due within this many working hours.
SOON_HOURS = 24


class State(StrEnum):
    """The state of a dossier at a moment. JSON outputs use the values as names of counts."""

    RESOLVED_ON_TIME = "resolved_on_time"
    RESOLVED_LATE = "resolved_late"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    NOT_YET = "not_yet"


def late(due: Stamp | None, end: Stamp, compare: Compare = "time") -> bool:
    """Whether the end of a dossier is after its due date. A dossier without a due date is never late.

    ``end`` is the finished date, or for an open dossier the moment at which it is judged.
    """
    if due is None:
        return False
    return end // DAY > due // DAY if compare == "date" else end > due


def late_from(due: Stamp, compare: Compare) -> Stamp:
    """The first moment at which an open dossier with this due date counts as overdue."""
    return (due // DAY + 1) * DAY if compare == "date" else due + 1


def still_in_time(at: Stamp, compare: Compare) -> Stamp:
    """The earliest due time with which an open dossier is not overdue at the moment ``at``."""
    return at // DAY * DAY if compare == "date" else at


def lateness_class(due: Stamp | None, finished: Stamp) -> int:
    """0 if a finished dossier is not late, 1 if it is late only by time of day, 2 if it is late by calendar day."""
    return 0 if not late(due, finished) else 1 + late(due, finished, "date")


def state(
    status: int,
    received: Stamp,
    due: Stamp | None,
    finished: Stamp | None,
    at: Stamp,
    soon_until: Stamp,
    compare: Compare = "time",
) -> State:
    """The state of a dossier at ``at``.

    ``soon_until`` is the end of the due-soon window, 24 working hours after ``at``.
    """
    if received > at:
        return State.NOT_YET
    if status in ENDED_UNCOUNTED:
        return State.WITHDRAWN
    if finished is not None and finished <= at:
        return State.RESOLVED_LATE if late(due, finished, compare) else State.RESOLVED_ON_TIME
    if status in WAITING:
        return State.WAITING
    if late(due, at, compare):
        return State.OVERDUE
    return State.DUE_SOON if due is not None and due <= soon_until else State.IN_TIME


def unclosed(finished: Stamp | None, returned: Stamp | None, at: Stamp) -> bool:
    """Whether the result was handed out up to ``at``, but the dossier was not closed in the software."""
    return (finished is None or finished > at) and returned is not None and returned <= at
