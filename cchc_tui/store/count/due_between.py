"""Finds the open dossiers that are due in a period, as known at a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.read.settled_state import PENDING_SQL, SettledState
from cchc_tui.store.read.store_moment import StoreMoment

#: Selects the settled states of dossiers that are open, or may be open depending on the clock.
_MAY_BE_OPEN = f"settled IN ({SettledState.OPEN:d}, {SettledState.UNCLOSED:d}, {SettledState.CLOCK_DEPENDENT:d})"
_NOT_OPEN = frozenset(int(status) for status in ENDED_UNCOUNTED | WAITING)


class OpenDue(NamedTuple):
    """An open dossier: the number of its unit, its due time, and whether its result was handed out."""

    unit: int
    due: Stamp
    unclosed: bool


def _may_be_open(moment: StoreMoment) -> str:
    """An SQL condition for the states that may be open at a moment.

    Before the first list, any state may have been open: the first list shows only what the state became later.
    """
    return "1" if moment.before_lists else f"{PENDING_SQL} AND {_MAY_BE_OPEN}"


def open_due(moment: StoreMoment, low: Stamp, high: Stamp) -> Iterator[OpenDue]:
    """Yield the dossiers that are open at a moment and due from ``low`` to ``high``, both included.

    Both overdue and other open dossiers are yielded.
    """
    at = moment.at
    values = {"at": at, "known": moment.cutoff, "low": low, "high": high}
    kind = _may_be_open(moment)
    for source in ("dossier WHERE", "version WHERE until > :known AND"):
        query = f"""
            SELECT unit, due, status, finished, returned FROM {source} {kind} AND since <= :known
            AND due BETWEEN :low AND :high AND received <= :at
        """
        for unit, due, status, finished, returned in moment.connection.execute(query, values).fetchall():
            if status not in _NOT_OPEN and (finished is None or finished > at):
                yield OpenDue(unit, due, returned is not None and returned <= at)


def count_open_due(moment: StoreMoment, windows: Sequence[tuple[Stamp, Stamp, Stamp]]) -> list[Counter[int]]:
    """For each window (at, low, high), the numbers by unit of dossiers open at ``at`` and due from ``low`` to ``high``.

    The dossiers are judged by the states known at ``moment``. No due time may be in two windows.
    """
    counts: list[Counter[int]] = [Counter() for _ in windows]
    kind = _may_be_open(moment)
    due = f"due BETWEEN {min(low for _, low, _ in windows):d} AND {max(high for *_, high in windows):d}"
    window = " ".join(
        f"WHEN due BETWEEN {low:d} AND {high:d} AND received <= {at:d} AND (finished IS NULL OR finished > {at:d}) "
        f"THEN {n}"
        for n, (at, low, high) in enumerate(windows)
    )
    for source in ("dossier WHERE +since <= :known", "version WHERE until > :known AND since <= :known"):
        query = f"""
            SELECT unit, CASE {window} END AS nth, count(*) FROM {source} AND {kind} AND {due}
            AND nth IS NOT NULL AND status NOT IN ({", ".join(map(str, sorted(_NOT_OPEN)))}) GROUP BY 1, 2
        """
        for unit, nth, n in moment.connection.execute(query, {"known": moment.cutoff}).fetchall():
            counts[nth][unit] += n
    return counts
