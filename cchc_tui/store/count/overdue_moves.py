"""Counts dossiers that became overdue between two moments, and those that no longer are, one by one.

Only dossiers that can differ are read: those whose state changed, and open ones whose due time passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Generic, NamedTuple, TypeVar

from cchc_tui.domain.lateness import Compare, State, state
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, OPEN_SQL, PENDING_SQL
from cchc_tui.store.read.store_moment import StoreMoment

_STATE = "unit, status, received, due, finished"
_RESOLVED = frozenset({State.RESOLVED_ON_TIME, State.RESOLVED_LATE})


_Unit = TypeVar("_Unit", int, str)


class Moves(NamedTuple, Generic[_Unit]):
    """By unit number or key: overdue dossiers that were resolved, that are no longer overdue otherwise, and new ones.

    ``other`` were withdrawn, are waiting, or got another due time. For the whole city
    ``overdue now = overdue then - resolved - other + new``; a dossier that moved between units counts in none of them.
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
    """What became of the dossiers overdue at a moment ``before``, and which of those overdue now are new."""
    moves: Moves[int] = Moves(Counter(), Counter(), Counter())
    then, now = before.at, moment.at
    if moment.lists is None or then >= now:
        return moves
    reading = _Reading(before, moment)
    were = {one.id: one for one in reading.maybe_gone() if _state(one, then, compare) == State.OVERDUE}
    are = {one.id: one for one in reading.states_now(were)}
    for number, one in were.items():
        became = _state(are[number], now, compare)
        if became in _RESOLVED:
            moves.resolved[one.unit] += 1
        elif became != State.OVERDUE:
            moves.other[one.unit] += 1
    for one, changed in reading.maybe_new():
        was = one.id in were if changed else _state(one, then, compare) == State.OVERDUE
        if not was and _state(one, now, compare) == State.OVERDUE:
            moves.new[one.unit] += 1
    return moves


def _state(one: _Dossier, at: Stamp, compare: Compare) -> State:
    return state(one.status, one.received, one.due, one.finished, at, at, compare)


class _Reading:
    """Reads the states of two moments. Before the first list its own states hold, also settled ones (DESIGN §4)."""

    def __init__(self, then: StoreMoment, now: StoreMoment) -> None:
        self._connection = now.connection
        self._values = {"then": then.at, "now": now.at, "was": then.cutoff, "is": now.cutoff}
        self._all = then.before_lists

    def maybe_gone(self) -> Iterator[_Dossier]:
        """States of ``then`` that may have been overdue, and that changed or ended by their own dates."""
        open_then = "1" if self._all else f"({OPEN_SQL} OR {CLOCK_DEPENDENT_SQL})"
        ended = "finished > :then AND finished <= :now"
        # Only a state that depends on the clock names a finished date ahead of its list.
        pending = "1" if self._all else f"{PENDING_SQL} AND {CLOCK_DEPENDENT_SQL}"
        yield from self._read(
            "dossier", f"version WHERE since <= :was AND until > :was AND until <= :is AND due <= :then AND {open_then}"
        )
        yield from self._read("id", f"dossier WHERE {pending} AND since <= :was AND due <= :then AND {ended}")
        yield from self._read("dossier", f"version WHERE since <= :was AND until > :is AND due <= :then AND {ended}")

    def states_now(self, numbers: Collection[int]) -> Iterator[_Dossier]:
        """The states of these dossiers at ``now``."""
        wanted = f"IN ({', '.join(map(str, numbers))})"
        yield from self._read("id", f"dossier WHERE id {wanted} AND since <= :is")
        yield from self._read("dossier", f"version WHERE until > :is AND since <= :is AND dossier {wanted}")

    def maybe_new(self) -> Iterator[tuple[_Dossier, bool]]:
        """States of ``now`` that may be newly overdue, each with whether it changed in between."""
        settled = "1" if self._all else "0"
        fresh = f"(since > :was OR due > :then - 2 * {DAY} OR {CLOCK_DEPENDENT_SQL} OR {settled})"
        for key, source, open_now in (
            ("id", "dossier", PENDING_SQL if not self._all else "1"),
            ("dossier", "version", "1"),
        ):
            held = "since <= :is" if source == "dossier" else "since <= :is AND until > :is"
            columns = f"since > :was, {key}, {_STATE}"
            query = f"SELECT {columns} FROM {source} WHERE {open_now} AND {held} AND due <= :now AND {fresh}"
            for changed, *rest in self._connection.execute(query, self._values).fetchall():
                yield _Dossier(*rest), bool(changed)

    def _read(self, key: str, source: str) -> Iterator[_Dossier]:
        query = f"SELECT {key}, {_STATE} FROM {source}"
        yield from map(_Dossier._make, self._connection.execute(query, self._values).fetchall())
