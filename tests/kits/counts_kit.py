"""The counts table at a moment, and the same counts computed from the states of dossiers one by one."""

from __future__ import annotations

from collections import Counter

from cchc_tui.domain.moments import Stamp
from cchc_tui.store.count.counts_table import ARRIVALS, Dimension, counts_at
from cchc_tui.store.read.columns import COUNT_COLUMNS, listed
from cchc_tui.store.read.settled_state import count_key
from tests.kits.store_kit import DAY, REGISTRY, Office


def counts(office: Office, moment: Stamp) -> list[Counter[tuple[int, ...]]]:
    """The counts of the counts table at a moment, one Counter for each dimension."""
    found = []
    for dimension in (*Dimension, ARRIVALS):
        sums: Counter[tuple[int, ...]] = Counter()
        for group, days, numbers in counts_at(office.writer.connection, dimension, moment):
            for day, n in zip(days, numbers, strict=True):
                sums[*group, day] += n
        found.append(sums)
    return found


def recount(office: Office, moment: Stamp) -> list[Counter[tuple[int, ...]]]:
    """The counts that ``counts`` must return, computed from the states that dossiers had at the moment."""
    found: list[Counter[tuple[int, ...]]] = [Counter() for _ in (*Dimension, ARRIVALS)]
    for held in ("dossier WHERE", "version WHERE until > :at AND"):
        query = f"SELECT {listed(COUNT_COLUMNS)} FROM {held} since <= :at"
        for unit, procedure, field, officer, code, channel, *state in office.writer.connection.execute(
            query, {"at": moment}
        ):
            found[ARRIVALS][code, unit, procedure, field, channel, state[1] // DAY] += 1
            part = count_key(REGISTRY.calendar, *state)
            if part is not None:
                settled, year, days, carried = part
                for sums, key in zip(found, (0, procedure, field, officer), strict=False):
                    sums[year, unit, key, carried, settled, days] += 1
    return found
