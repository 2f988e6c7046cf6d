"""States to count in addition to the stored ones, grouped as in the counts table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.counts_table import Group, GroupCounts
from cchc_tui.store.read.settled_state import SettledState, count_key

# Plain numbers: comparing with a member of an enumeration costs four times as much.
OPEN, UNCLOSED, CLOCK_DEPENDENT = map(int, (SettledState.OPEN, SettledState.UNCLOSED, SettledState.CLOCK_DEPENDENT))
#: (unit, key, settled, status, received, due, finished, returned)
StateRow = Sequence[Any]


@dataclass(frozen=True, slots=True)
class StateDeltas:
    """States to count in addition to the stored ones, each ``n`` times (-1 subtracts it).

    ``groups`` are their counts in the form of the counts table. Two kinds may need a correction for the time of day:
    open states, in ``by_due`` as (due, unit, key, settled, n) in this order, and ``clock_dependent`` states.
    """

    states: Sequence[tuple[StateRow, int]] = ()
    groups: Sequence[GroupCounts] = ()
    by_due: Sequence[tuple[int, ...]] = ()
    clock_dependent: Sequence[tuple[StateRow, int]] = ()

    @classmethod
    def of(cls, states: Sequence[tuple[StateRow, int]], calendar: WorkCalendar) -> Self:
        """The deltas of these states, with the states also grouped as in the counts table."""
        by_due = sorted(
            (due, unit, key, settled, n)
            for (unit, key, settled, _, _, due, *_), n in states
            if OPEN <= settled <= UNCLOSED and due is not None
        )
        clock_dependent = [(each, n) for each, n in states if each[2] == CLOCK_DEPENDENT]
        return cls(states, grouped(states, calendar), by_due, clock_dependent)


NO_DELTAS = StateDeltas()


def grouped(states: Iterable[tuple[StateRow, int]], calendar: WorkCalendar) -> list[GroupCounts]:
    """The counts of states as in the counts table, each ``n`` times."""
    groups: defaultdict[Group, Counter[int]] = defaultdict(Counter)
    for (unit, key, settled, _, *dates), n in states:
        part = count_key(calendar, settled, *dates)
        if part is not None:
            _, year, days, carried = part
            groups[year, unit, key, carried, settled][days] += n
    return [(group, sorted(days), [days[day] for day in sorted(days)]) for group, days in groups.items()]
