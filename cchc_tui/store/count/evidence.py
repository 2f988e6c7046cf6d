"""Sums per unit and day that show whether units follow the model practices.

To compute the sums after a list from scratch, all states that hold after the list are read. If the sums after another
list are known, only the states that began or ended between the two lists are read, which costs little if the lists
differ little. The collector, when idle, stores the sums for the newest list. It keeps the stored sums of some older
lists, so that every list has stored sums near it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED
from cchc_tui.domain.evidence import EvidenceKind
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.count.practice_sums import (
    PracticeSums,
    remove_sums,
    store_sums,
    stored_places,
    stored_sums,
)
from cchc_tui.store.count.state_sources import changes_between, held
from cchc_tui.store.read.memo import ReaderMoment
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, PENDING_SQL, year_start

#: Dossiers returned on a weekend are summed by that day: day numbers modulo 7 (1970-01-01 was a Thursday).
_WEEKEND = f"returned <= :now AND returned / {DAY} % 7 IN (2, 3)"
#: Compares the status as a bit, which is twice as fast as NOT IN.
_JUDGED = f"NOT {sum(1 << int(status) for status in ENDED_UNCOUNTED)} >> status & 1"
_ONLINE = "channel = (SELECT id FROM term WHERE text = 'online')"
_SAME_DAY = f"finished <= :now AND finished / {DAY} = received / {DAY} AND {_JUDGED}"
_COLUMNS = f"""
unit, received / {DAY}, CASE WHEN {_WEEKEND} THEN returned / {DAY} END, count(*),
sum({_JUDGED}), sum(channel <> 0), coalesce(sum({_ONLINE}), 0), coalesce(sum({_SAME_DAY}), 0), sum(helper <> 0)
"""
_EVER: Stamp = 1 << 60
#: The kind of the memo's entries, and how many lists have one.
_KIND, _MOST_KEPT = "practice sums", 4
#: Older sums are kept only if this many states have ended since the next older stored sums.
_FAR = 5_000


def practice_sums(moment: ReaderMoment, since: Stamp) -> PracticeSums:
    """The sums at a moment, for dossiers received or returned from ``since`` on.

    The sums of days before ``since`` may be incomplete. Dates after the moment do not count yet. There is one
    exception: the returned date of a finished dossier counts even if it is after the list that shows the dossier.
    """
    at, known = moment.at, moment.data_as_of
    if known is None:
        return PracticeSums()
    if moment.before_lists:
        key = (at, "early practice sums", since)
        return moment.memo.get_or_make(moment, key, lambda: _sums_before_lists(moment, since, known), most=2)
    scan = _Scan(moment.connection, since)
    found = _settled_sums(moment, year_start(since), known)  # a whole year, so that queries for other days can use it
    by_clock = scan.rows(f"dossier WHERE {PENDING_SQL} AND {CLOCK_DEPENDENT_SQL} AND since <= {known:d}", at)
    if not moment.is_live:
        ended = f"version INDEXED BY version_clock_dependent WHERE until > {known:d} AND since <= {known:d}"
        by_clock += scan.rows(f"{ended} AND {CLOCK_DEPENDENT_SQL}", at)
    if by_clock:
        found = found.copy()
        found.add(by_clock)
    return found


def _sums_before_lists(moment: ReaderMoment, since: Stamp, known: Stamp) -> PracticeSums:
    """The sums at a moment before the first list, from the states in that list.

    ``known`` is the first list's moment.
    """
    scan, found = _Scan(moment.connection, since), PracticeSums()
    for source in held(known):
        found.add(scan.rows(source, moment.at))
    if found.any_helped():
        found.exports = _settled_sums(moment, year_start(since), known).exports
    return found


class _Scan:
    """Queries sums of the dossiers that were received or returned at the moment ``first`` or later."""

    def __init__(self, connection: sqlite3.Connection, first: Stamp) -> None:
        self.first = first
        self._connection = connection

    def rows(self, source: str, at: Stamp = _EVER) -> list[tuple[Any, ...]]:
        """The rows of dossiers that ``PracticeSums.add`` takes. Dates after ``at`` do not count.

        ``source`` is the SQL after ``FROM``: a table with a condition.
        """
        wanted = f"unit > 0 AND received <= :now AND (received >= {self.first:d} OR returned >= {self.first:d})"
        query = f"SELECT {_COLUMNS} FROM {source} AND {wanted} GROUP BY 1, 2, 3"
        return self._connection.execute(query, {"now": at}).fetchall()

    def exports(self, source: str) -> list[tuple[int, int, int, int]]:
        """The rows that ``PracticeSums.add_exports`` takes.

        ``source`` is the SQL after ``FROM``: a table with a condition.
        """
        query = f"SELECT export, unit, count(*), sum(helper <> 0) FROM {source} GROUP BY 1, 2"
        return self._connection.execute(query).fetchall()


def _settled_sums(moment: ReaderMoment, first: Stamp, known: Stamp) -> PracticeSums:
    """The sums after the list of the moment ``known``, without clock-dependent states.

    They count all dossiers received or returned at ``first`` or later, and perhaps earlier ones. They are computed from
    the nearest sums in the memo or in the store.
    """
    found: PracticeSums
    kept = {(key[0], key[2]): found for key, found in moment.memo.of_kind(moment, _KIND).items() if key[2] <= first}
    for (of, _), found in kept.items():
        if of == known:
            return found
    connection = moment.connection
    usable = [*kept, *(place for place in stored_places(connection) if place[1] <= first)]
    nearest = min(usable, key=lambda place: abs(place[0] - known), default=None)
    if nearest is None:
        found = _derived(connection, known, first)
    else:
        first = nearest[1]
        found = _derived(connection, known, first, nearest[0], kept.get(nearest) or stored_sums(connection, nearest[0]))
    moment.memo.put(moment, {(known, _KIND, first): found}, _MOST_KEPT)
    return found


def _derived(
    connection: sqlite3.Connection,
    known: Stamp,
    first: Stamp,
    of: Stamp | None = None,
    base: PracticeSums | None = None,
) -> PracticeSums:
    """The sums after the list of the moment ``known``, without clock-dependent states.

    ``base`` are the sums after the list of the moment ``of``, from which the result is computed. Without ``base``, the
    result is computed from all states.
    """
    if base is None or of is None:
        found, changes = PracticeSums(), [(source, 1) for source in held(known)]
    else:
        found, changes = base.copy(), changes_between(of, known) if of != known else []
    scan, follows = _Scan(connection, first), bool(found.exports)
    for source, sign in changes:
        found.add(scan.rows(f"{source} AND NOT {CLOCK_DEPENDENT_SQL}"), sign)
        if follows:
            found.add_exports(scan.exports(source), sign)
    if not follows and found.any_helped():
        for source in held(known):
            found.add_exports(scan.exports(source))
    return found


def _newest(connection: sqlite3.Connection) -> Stamp | None:
    newest: Stamp | None = connection.execute(f"SELECT max(moment) FROM export WHERE {LISTS}").fetchone()[0]
    return newest


def lacks_sums(connection: sqlite3.Connection) -> bool:
    """Whether the store lacks the sums of the newest list. Takes microseconds."""
    newest = _newest(connection)
    return newest is not None and newest not in (at for at, _ in stored_places(connection)[:1])


def store_newest_sums(connection: sqlite3.Connection) -> None:
    """Store the sums of the newest list, in the caller's transaction.

    The sums count the dossiers received or returned since the start of the year before the list's year. Then the sums
    that were the newest ones before may be removed. They are removed if the next older sums are near enough to the
    newest list: if few states ended between the two.
    """
    newest = _newest(connection)
    if newest is None:
        return
    first = year_start(year_start(newest) - 1)
    stored = [at for at, begin in stored_places(connection) if begin == first]
    base = (stored[0], stored_sums(connection, stored[0])) if stored else ()
    store_sums(connection, (newest, first), _derived(connection, newest, first, *base))
    if len(stored) > 1:
        ended = "SELECT count(*) FROM version WHERE until > ? AND until <= ?"
        if connection.execute(ended, (stored[1], newest)).fetchone()[0] < _FAR:
            remove_sums(connection, stored[0], stored[0] + 1)


#: EvidenceKind → the SQL condition of a dossier that is evidence; ``{days}`` are the days that count.
_SHOWS = {
    EvidenceKind.OPEN_DAY: f"(received / {DAY} IN ({{days}}) OR ({_WEEKEND} AND returned / {DAY} IN ({{days}})))",
    EvidenceKind.ONLINE: f"{_ONLINE} AND received / {DAY} IN ({{days}})",
    EvidenceKind.SAME_DAY: f"{_SAME_DAY} AND received / {DAY} IN ({{days}})",
    EvidenceKind.HELPER: f"helper <> 0 AND received / {DAY} IN ({{days}})",
}


def condition(measure: EvidenceKind, days: Iterable[int]) -> str:
    """An SQL condition: the dossier is evidence for a practice on one of these days.

    ``days`` are day numbers. The SQL parameter ``:now`` must be the moment.
    """
    return "received <= :now AND " + _SHOWS[measure].format(days=", ".join(str(int(day)) for day in days))
