"""Further counts for a period, besides those of ``counting``: dossiers resolved early, and dossiers by channel."""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED
from cchc_tui.domain.moments import DAY
from cchc_tui.store.count.counting import CountQuery
from cchc_tui.store.count.state_sources import held

_ENDED = f"status IN ({', '.join(str(int(status)) for status in sorted(ENDED_UNCOUNTED))})"
#: When a dossier ended, as ``end_of`` computes it.
_END = f"""CASE WHEN finished <= :at THEN finished
WHEN NOT {_ENDED} THEN NULL WHEN returned <= :at THEN returned ELSE received END"""
_EARLY = f"finished <= :at AND NOT {_ENDED} AND finished / {DAY} < due / {DAY}"
_ONLINE = "channel = (SELECT id FROM term WHERE text = 'online')"


class PeriodCounts(NamedTuple):
    """Numbers of dossiers of a period. ``early`` counts the dossiers that were resolved before their due day.

    Of the dossiers received in the period, ``told`` counts those with a stated channel, and ``online`` those that came
    online.
    """

    early: int = 0
    told: int = 0
    online: int = 0


def period_counts(query: CountQuery) -> dict[tuple[int, int], PeriodCounts]:
    """The counts by (unit number, field number), for the dossiers that ``count_states`` counts with the same query."""
    found: dict[tuple[int, int], PeriodCounts] = {}
    if query.moment.lists is None:
        return found
    terms = {"at": query.at, "start": query.period_start}
    for source in held(query.moment.cutoff):
        rows = query.moment.connection.execute(
            f"""
            SELECT unit, field, sum(coalesce({_EARLY}, 0)), sum(received >= :start AND channel <> 0),
            sum(coalesce(received >= :start AND {_ONLINE}, 0))
            FROM {source}{query.filter} AND received <= :at AND coalesce({_END}, :at) >= :start GROUP BY 1, 2
            """,
            terms,
        ).fetchall()
        for unit, field, *counts in rows:
            before = found.get((unit, field), PeriodCounts())
            found[unit, field] = PeriodCounts(*map(sum, zip(before, counts, strict=True)))
    return found
