"""Counts by the dates that were seen first, without changes that were made after the fact.

Few dossiers have such changes, and only these are counted again: their state as reported is subtracted, and their state
as first seen is added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from cchc_tui.domain.findings import OF_STATES, ChangeKind
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.count.counting import DATES, KEY_COLUMNS, CountQuery, StateDeltas
from cchc_tui.store.count.counts_table import Dimension
from cchc_tui.store.read.settled_state import settled_state

_CHANGED = f"""
SELECT dossier FROM finding WHERE kind IN ({", ".join(str(int(change)) for change in OF_STATES)}) AND seen_at <= :at
"""
_FOUND = f'SELECT dossier, kind, "before" FROM finding WHERE dossier IN ({_CHANGED}) AND seen_at <= :at'
_CURRENT = f"SELECT id, since, {{columns}} FROM dossier WHERE id IN ({_CHANGED}) AND since <= :at"
# The versions of a dossier follow each other: each one ends when the next one begins.
_PAST = f"""
WITH RECURSIVE later (dossier, until) AS (
  SELECT id, since FROM dossier WHERE id IN ({_CHANGED}) AND since > :at
  UNION SELECT dossier, since FROM later CROSS JOIN version USING (dossier, until) WHERE since > :at
) SELECT dossier, since, {{columns}} FROM later CROSS JOIN version USING (dossier, until) WHERE since <= :at
"""
_State = tuple[int, Stamp, Stamp | None, Stamp | None, Stamp | None]


def as_first_seen(state: Sequence[Any], found: dict[ChangeKind, list[Stamp]]) -> _State:
    """The status and dates of a dossier, without changes made after the fact.

    ``found`` has the values that such changes replaced, by kind of change. The finished date becomes the latest of the
    reported date and the replaced dates. The due date becomes the earliest of them. A dossier that is reported as open
    stays open.
    """
    status, received, due, finished, returned = state
    if finished is not None:
        finished = max([finished, *found[ChangeKind.BACKDATED], *found[ChangeKind.CLOSED_IN_PAST]])
    passed = found[ChangeKind.DUE_MOVED]
    if passed:
        due = min([*passed, *([] if due is None else [due])])
    return status, received, due, finished, returned


def first_seen_deltas(query: CountQuery, dimension: Dimension = Dimension.UNIT) -> StateDeltas:
    """The deltas that turn counts as reported into counts as first seen. They stay the same until a new list arrives.

    For each dossier with a change after the fact, the reported state is subtracted, and the state as first seen is
    added.
    """
    moment = query.moment
    values = {"at": moment.cutoff}
    found: defaultdict[int, defaultdict[ChangeKind, list[Stamp]]] = defaultdict(lambda: defaultdict(list))
    for dossier, kind, before in moment.connection.execute(_FOUND, values).fetchall():
        found[dossier][ChangeKind(kind)].append(before)
    columns = f"unit, {KEY_COLUMNS[dimension]}, settled, status, {DATES}"
    states = []
    for held in (_CURRENT, _PAST)[: 1 if moment.is_live else 2] if found else ():
        rows = moment.connection.execute(held.format(columns=columns) + query.filter, values).fetchall()
        for dossier, since, unit, key, settled, *state in rows:
            seen = as_first_seen(state, found[dossier])
            states.append(((unit, key, settled, *state), -1))
            states.append(((unit, key, settled_state(*seen, since), *seen), 1))
    return StateDeltas.of(states, query.calendar)
