"""Counts with the dates as they were first seen, that is without changes made after the fact.

Few dossiers have such a finding. So only these are counted: as reported with a minus, as first seen with a plus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from cchc_tui.domain.findings import OF_STATES, ChangeKind
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.count.counting import KEY_COLUMNS, CountQuery, CountsByKey, count_given
from cchc_tui.store.count.counts_table import Dimension

_CHANGED = f"""
SELECT dossier FROM finding WHERE kind IN ({", ".join(str(int(change)) for change in OF_STATES)}) AND seen_at <= :at
"""
_FOUND = f'SELECT dossier, kind, "before" FROM finding WHERE dossier IN ({_CHANGED}) AND seen_at <= :at'
_State = tuple[Any, ...]


def as_first_seen(state: Sequence[Any], found: dict[ChangeKind, list[Stamp]]) -> _State:
    """A reported state (status and the four dates) with its dates as first shown.

    The finished date is the latest one shown, and not before a moment at which the dossier was shown as open. The due
    date is the one that had passed. A dossier reported as open stays open.
    """
    status, received, due, finished, returned = state
    if finished is not None:
        finished = max([finished, *found[ChangeKind.BACKDATED], *found[ChangeKind.CLOSED_IN_PAST]])
    passed = found[ChangeKind.DUE_MOVED]
    if passed:
        due = min([*passed, *([] if due is None else [due])])
    return status, received, due, finished, returned


def first_seen_deltas(count_query: CountQuery, dimension: Dimension = Dimension.UNIT) -> CountsByKey:
    """The difference between first-seen and reported counts; values may be negative."""
    moment, connection = count_query.moment, count_query.moment.connection
    if moment.lists is None:
        return {}
    values = {"at": moment.cutoff}
    found: defaultdict[int, defaultdict[ChangeKind, list[Stamp]]] = defaultdict(lambda: defaultdict(list))
    for dossier, kind, before in connection.execute(_FOUND, values).fetchall():
        found[dossier][ChangeKind(kind)].append(before)
    if not found:
        return {}
    columns = f"unit, {KEY_COLUMNS[dimension]}, settled, status, received, due, finished, returned"
    held = f"since <= :at{count_query.filter}"
    queries = [f"SELECT id, {columns} FROM dossier WHERE id IN ({_CHANGED}) AND {held}"]
    if not moment.is_live:
        queries.append(
            f"SELECT dossier, {columns} FROM version WHERE until > :at AND {held} AND dossier IN ({_CHANGED})"
        )
    reported: list[_State] = []
    seen: list[_State] = []
    for query in queries:
        for dossier, unit, key, settled, *state in connection.execute(query, values).fetchall():
            reported.append((unit, key, settled, *state))
            seen.append((unit, key, settled, *as_first_seen(state, found[dossier])))
    return count_given(count_query, [(reported, -1), (seen, 1)])
