"""The moments at which figures change although no list arrives: a dossier becomes due soon or overdue."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.lateness import SOON_HOURS, late_from
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, PENDING_SQL, SettledState

_OPEN = (SettledState.OPEN, SettledState.UNCLOSED, SettledState.CLOCK_DEPENDENT)


def next_due(moment: Moment) -> Stamp | None:
    """The next moment at which an open dossier becomes due soon or overdue. None if there is none.

    A dossier is overdue from the second after its due time. If days are compared, it is overdue from the midnight after
    its due day. The state of a clock-dependent dossier (see ``SettledState``) also changes at a received, finished or
    returned date that is still to come, so these dates count too.
    """
    connection, at, lists, cutoff = moment.connection, moment.at, moment.lists, moment.cutoff
    if lists is None:
        return None
    # If days are compared, dossiers due earlier today become overdue at midnight.
    passed = at // DAY * DAY - 1 if moment.compare == "date" else at - 1
    soon_until = moment.count_query().soon_until
    found = [late_from(due, moment.compare) for due in _next_dues(connection, passed, cutoff, lists[1])]
    found += [_soon_at(moment.calendar, at, due) for due in _next_dues(connection, soon_until, cutoff, lists[1])]
    found += _clock_dependent_dates(connection, at, cutoff)
    return min((then for then in found if then > at), default=None)


def changes_between(moment: Moment, last: Stamp, key: str) -> set[Stamp]:
    """The moments after ``moment``, up to ``last``, at which a dossier becomes due soon or overdue.

    Only dossiers of one unit or level count; ``key`` is the unit's key or the level. No list may lie between ``moment``
    and ``last``. The dates of clock-dependent dossiers are left out (see ``clock_dependent_dates``).
    """
    at, cutoff = moment.at, moment.cutoff
    units = [str(number) for number, of in _unit_numbers(moment) if key in of]
    until = moment.calendar.add_hours(last, SOON_HOURS)
    held = f"settled IN ({', '.join(str(int(each)) for each in _OPEN)}) AND unit IN ({', '.join(units)})"
    query = f"""
        SELECT due FROM dossier WHERE {PENDING_SQL} AND {held} AND due BETWEEN :low AND :high AND since <= :cutoff
        UNION SELECT due FROM version
        WHERE until > :cutoff AND since <= :cutoff AND {held} AND due BETWEEN :low AND :high
    """
    found: set[Stamp] = set()
    for (due,) in moment.connection.execute(query, {"low": at - DAY, "high": until, "cutoff": cutoff}):
        found |= {late_from(due, moment.compare), _soon_at(moment.calendar, at, due)}
    return {then for then in found if at < then <= last}


def _unit_numbers(moment: Moment) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield each unit's number in the store, with the unit's key and level."""
    for (number,) in moment.connection.execute("SELECT id FROM unit"):
        unit = moment.unit(number)
        if unit is not None:
            yield number, (unit.key, unit.level.value)


def clock_dependent_dates(moment: Moment) -> set[Stamp]:
    """All dates on which a dossier is received, finished or returned that were still ahead when a list stated them.

    A date is left out if another list replaced the dossier's state before that date.
    """
    found: set[Stamp] = set()
    for query in (
        f"SELECT since, NULL, received, finished, returned FROM dossier WHERE {PENDING_SQL} AND {CLOCK_DEPENDENT_SQL}",
        f"SELECT since, until, received, finished, returned FROM version WHERE {CLOCK_DEPENDENT_SQL}",
    ):
        for since, until, *dates in moment.connection.execute(query):
            found |= {date for date in dates if date is not None and since < date and (until is None or date < until)}
    return found


def _next_dues(connection: sqlite3.Connection, after: Stamp, cutoff: Stamp, newest: Stamp) -> Iterator[Stamp]:
    """Yield the earliest due times later than ``after``, among dossiers that were open at the moment ``cutoff``.

    Each ``SettledState`` of open dossiers gives at most one due time; past versions together give at most one more.
    """
    for settled in _OPEN:
        query = f"""
            SELECT due FROM dossier WHERE {PENDING_SQL} AND settled = {settled:d} AND due > ? AND since <= ?
            ORDER BY due LIMIT 1
        """
        yield from (due for (due,) in connection.execute(query, (after, cutoff)))
    if cutoff < newest:
        marks = ", ".join(str(int(settled)) for settled in _OPEN)
        query = f"SELECT min(due) FROM version WHERE until > ? AND since <= ? AND settled IN ({marks}) AND due > ?"
        yield from (due for (due,) in connection.execute(query, (cutoff, cutoff, after)) if due is not None)


def _clock_dependent_dates(connection: sqlite3.Connection, at: Stamp, cutoff: Stamp) -> Iterator[Stamp]:
    """Yield the dates after ``at`` on which a dossier is received, finished or returned, if it is CLOCK_DEPENDENT."""
    query = f"""
        SELECT received, finished, returned FROM dossier
        WHERE {PENDING_SQL} AND settled = {SettledState.CLOCK_DEPENDENT:d} AND since <= ?
    """
    for dates in connection.execute(query, (cutoff,)):
        yield from (date for date in dates if date is not None and date > at)


def _soon_at(calendar: WorkCalendar, at: Stamp, due: Stamp) -> Stamp:
    """The first moment after ``at`` at which dossiers with this due time are due soon."""
    early, late = at, due
    while late - early > 1:
        middle = (early + late) // 2
        if calendar.add_hours(middle, SOON_HOURS) >= due:
            late = middle
        else:
            early = middle
    return late
