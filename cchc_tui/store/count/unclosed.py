"""Counts the dossiers that were returned but not closed in the software, by the day returned."""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING
from cchc_tui.domain.lateness import still_in_time
from cchc_tui.domain.moments import DAY
from cchc_tui.store.count.counting import KEY_COLUMNS, CountQuery
from cchc_tui.store.count.counts_table import Dimension
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, PENDING_SQL, UNCLOSED_SQL

#: (unit number, key, day returned, due) → dossiers. A day is a number (``stamp // 86400``).
UnclosedDays: TypeAlias = Counter[tuple[int, int, int, int]]
#: The values of ``due``: in time, overdue, or in time and due by the end of the day.
IN_TIME, OVERDUE, DUE_TODAY = range(3)

_NOT_OPEN = ", ".join(str(int(status)) for status in sorted(ENDED_UNCOUNTED | WAITING))
#: A dossier that has been received and returned, and is neither finished, waiting, withdrawn nor refused.
_BY_DATES = (
    "returned <= :at AND received <= :at AND (finished IS NULL OR finished > :at)"
    f" AND status NOT IN ({_NOT_OPEN}) AND since <= :cutoff"
)
_PAST = "until > :cutoff"
_SETTLED = f"{UNCLOSED_SQL} AND since <= :cutoff"
_CURRENT_SOURCES = (
    f"dossier INDEXED BY dossier_unclosed WHERE {_SETTLED}",
    f"dossier WHERE {PENDING_SQL} AND {CLOCK_DEPENDENT_SQL} AND {_BY_DATES}",
)
_PAST_SOURCES = (
    f"version INDEXED BY version_unclosed WHERE {_PAST} AND {_SETTLED}",
    f"version INDEXED BY version_clock_dependent WHERE {_PAST} AND {CLOCK_DEPENDENT_SQL} AND {_BY_DATES}",
)
#: Before the first list, a dossier that this list shows as settled may have been unclosed.
_EARLY_SOURCES = (f"dossier WHERE {_BY_DATES}", f"version WHERE {_PAST} AND {_BY_DATES}")


def count_unclosed(query: CountQuery, dimension: Dimension) -> UnclosedDays:
    """The numbers of unclosed dossiers at the query's moment.

    The keys are (unit, key of the dimension, day returned, ``IN_TIME`` or ``OVERDUE`` or ``DUE_TODAY``).
    """
    moment, at = query.moment, query.at
    if moment.before_lists:
        sources: tuple[str, ...] = _EARLY_SOURCES
    else:
        sources = _CURRENT_SOURCES + (() if moment.is_live else _PAST_SOURCES)
    values = {
        "at": at,
        "cutoff": moment.cutoff,
        "low": still_in_time(at, query.compare),
        "night": at // DAY * DAY + DAY - 1,
    }
    columns = (
        f"unit, {KEY_COLUMNS[dimension]}, returned / {DAY},"
        f" CASE WHEN due < :low THEN {OVERDUE} WHEN due <= :night THEN {DUE_TODAY} ELSE {IN_TIME} END"
    )
    found: UnclosedDays = Counter()
    for source in sources:
        statement = f"SELECT {columns} FROM {source}{query.filter}"
        found.update(moment.connection.execute(statement, values).fetchall())
    return found
