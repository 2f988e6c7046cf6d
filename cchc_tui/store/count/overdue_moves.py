"""Counts the dossiers that became overdue between two moments, and the dossiers that ceased to be overdue.

SQLite counts the open dossiers whose due time passed. Dossiers whose state changed are read one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Generic, NamedTuple, TypeVar

from cchc_tui.domain.lateness import Compare, State, state, still_in_time
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, OPEN_SQL, PENDING_SQL
from cchc_tui.store.read.store_moment import StoreMoment

_STATE = "unit, status, received, due, finished"
_RESOLVED = frozenset({State.RESOLVED_ON_TIME, State.RESOLVED_LATE})
#: A state of the first list that may be overdue, and that replaced another one or was not overdue at ``then``.
_NEWLY_OVERDUE = "(since > :was OR received > :then OR due >= :low) AND (finished IS NULL OR finished > :now)"


_Unit = TypeVar("_Unit", int, str)


class Moves(NamedTuple, Generic[_Unit]):
    """Numbers of dossiers that became overdue (``new``) or ceased to be overdue, by unit number or unit key.

    ``resolved`` counts the dossiers that ceased because they were resolved. ``other`` counts the dossiers that ceased
    because they were withdrawn, are waiting, or have another due time. For the whole city, ``overdue now = overdue then
    - resolved - other + new``. A dossier that stayed overdue but moved to another unit is not counted.
    """

    resolved: Counter[_Unit]
    other: Counter[_Unit]
    new: Counter[_Unit]


class _Dossier(NamedTuple):
    id: int
    unit: int
    status: int
    received: Stamp
    due: Stamp | None
    finished: Stamp | None


def overdue_moves(before: StoreMoment, moment: StoreMoment, compare: Compare) -> Moves[int]:
    """The moves from ``before`` to ``moment``.

    Empty if there is no list, or if ``before`` is not earlier than ``moment``.
    """
    moves: Moves[int] = Moves(Counter(), Counter(), Counter())
    then, now = before.at, moment.at
    if moment.lists is None or then >= now:
        return moves
    reading = _Reading(before, moment, compare)
    were = {one.id: one for one in reading.maybe_gone() if _state(one, then, compare) == State.OVERDUE}
    are = {one.id: one for one in reading.states_now(were)}
    for number, one in were.items():
        became = _state(are[number], now, compare)
        if became in _RESOLVED:
            moves.resolved[one.unit] += 1
        elif became != State.OVERDUE:
            moves.other[one.unit] += 1
    for unit, n in reading.newly_due():
        moves.new[unit] += n
    for one, changed in reading.maybe_new():
        was = one.id in were if changed else _state(one, then, compare) == State.OVERDUE
        if not was and _state(one, now, compare) == State.OVERDUE:
            moves.new[one.unit] += 1
    return moves


def _state(one: _Dossier, at: Stamp, compare: Compare) -> State:
    return state(one.status, one.received, one.due, one.finished, at, at, compare)


class _Reading:
    """Reads the states of dossiers at two moments, ``then`` and ``now``.

    If ``then`` is before the first list, all states of the first list are read.
    """

    def __init__(self, then: StoreMoment, now: StoreMoment, compare: Compare) -> None:
        self._connection = now.connection
        low, high = (still_in_time(each.at, compare) for each in (then, now))
        self._values = {"then": then.at, "low": low, "now": now.at, "high": high, "was": then.cutoff, "is": now.cutoff}
        self._all = then.before_lists

    def maybe_gone(self) -> Iterator[_Dossier]:
        """Yield states that may have been overdue at ``then``.

        By ``now``, each of these states was replaced, or its dossier was finished.
        """
        open_then = "1" if self._all else f"({OPEN_SQL} OR {CLOCK_DEPENDENT_SQL})"
        ended = "finished > :then AND finished <= :now"
        # Only a clock-dependent state has a finished date after the moment of its list.
        pending = "1" if self._all else f"{PENDING_SQL} AND {CLOCK_DEPENDENT_SQL}"
        yield from self._read(
            "dossier", f"version WHERE since <= :was AND until > :was AND until <= :is AND due <= :then AND {open_then}"
        )
        yield from self._read("id", f"dossier WHERE {pending} AND since <= :was AND due <= :then AND {ended}")
        yield from self._read("dossier", f"version WHERE since <= :was AND until > :is AND due <= :then AND {ended}")

    def states_now(self, numbers: Collection[int]) -> Iterator[_Dossier]:
        wanted = f"IN ({', '.join(map(str, numbers))})"
        yield from self._read("id", f"dossier WHERE id {wanted} AND since <= :is")
        yield from self._read("dossier", f"version WHERE until > :is AND since <= :is AND dossier {wanted}")

    def newly_due(self) -> Iterator[tuple[int, int]]:
        """Yield (unit, number) of the open dossiers whose due time passed between the two moments.

        Only dossiers with the same state at both moments are counted.
        """
        if not self._all:
            open_all_along = f"{OPEN_SQL} AND since <= :was AND due >= :low AND due < :high"
            for source in (f"dossier WHERE {PENDING_SQL}", "version INDEXED BY version_open WHERE until > :is"):
                query = f"SELECT unit, count(*) FROM {source} AND {open_all_along} GROUP BY unit"
                yield from self._connection.execute(query, self._values).fetchall()

    def maybe_new(self) -> Iterator[tuple[_Dossier, bool]]:
        """Yield states that hold at ``now`` and may have become overdue, except those that ``newly_due()`` counts.

        Each state is paired with True if it began after ``then``, else with False.
        """
        pending, fresh = PENDING_SQL, f"(since > :was OR {CLOCK_DEPENDENT_SQL})"
        if self._all:
            pending, fresh = "1", _NEWLY_OVERDUE
        for key, source in (("id", f"dossier WHERE {pending} AND"), ("dossier", "version WHERE until > :is AND")):
            query = f"SELECT since > :was, {key}, {_STATE} FROM {source} since <= :is AND due <= :now AND {fresh}"
            for changed, *rest in self._connection.execute(query, self._values).fetchall():
                yield _Dossier(*rest), bool(changed)

    def _read(self, key: str, source: str) -> Iterator[_Dossier]:
        query = f"SELECT {key}, {_STATE} FROM {source}"
        yield from map(_Dossier._make, self._connection.execute(query, self._values).fetchall())
