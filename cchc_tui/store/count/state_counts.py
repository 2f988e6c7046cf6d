"""The counts that ``counting`` returns: a record for each unit and key of a dimension."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields


@dataclass(slots=True)
class StateCounts:
    """Numbers of dossiers by state, for a unit and a key of a dimension.

    Late dossiers are counted by working days late. ``carried`` counts dossiers that were received before the period. If
    ``CountQuery.carried`` is false, the only open dossiers among these are those that are read one by one.
    """

    carried: int = 0
    on_time: int = 0
    in_time: int = 0  # due soon included
    due_soon: int = 0
    waiting: int = 0
    withdrawn: int = 0
    unclosed: int = 0
    resolved_late: Counter[int] = field(default_factory=Counter)
    overdue: Counter[int] = field(default_factory=Counter)
    overdue_unclosed: Counter[int] = field(default_factory=Counter)

    def __add__(self, other: StateCounts) -> StateCounts:
        return StateCounts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(StateCounts)))

    def __bool__(self) -> bool:
        """Whether any number of dossiers is not 0."""
        days = (any(self.resolved_late.values()), any(self.overdue.values()))
        return any((self.on_time, self.in_time, self.waiting, self.withdrawn, *days))


#: (unit number, key) → its counts. The key is a term's number; in dimension UNIT it is 0.
CountsByKey = dict[tuple[int, int], StateCounts]
