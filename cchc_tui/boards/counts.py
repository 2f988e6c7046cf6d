"""Counts of dossiers by state: for a unit, for a level, or for a group such as a field."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate
from operator import attrgetter

from cchc_tui.store.count.state_counts import StateCounts


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of dossiers by state at a moment, in the calendar year of that moment.

    ``late = resolved_late + overdue``; ``in_time`` includes ``due_soon``; ``total = resolved_on_time + resolved_late +
    overdue + in_time + waiting + withdrawn``. ``unclosed`` dossiers are open or waiting, although their result was
    handed out. ``unclosed_late`` dossiers are unclosed and overdue. ``days_late_median`` is the median of the working
    days late of all late dossiers. It is None if there are no late dossiers, and in the sum of two ``Counts``.
    """

    late: int = 0
    resolved_late: int = 0
    overdue: int = 0
    due_soon: int = 0
    in_time: int = 0
    waiting: int = 0
    resolved_on_time: int = 0
    withdrawn: int = 0
    unclosed: int = 0
    unclosed_late: int = 0
    total: int = 0
    days_late_median: float | None = None

    @property
    def counted(self) -> int:
        """The number of resolved and open dossiers, which is the denominator of ``late_rate``.

        Open means overdue or in time. Waiting and withdrawn dossiers cannot be late, so they are left out.
        """
        return self.resolved_on_time + self.resolved_late + self.overdue + self.in_time

    @property
    def late_rate(self) -> float:
        """``late / counted``, a fraction of 1; 0 without counted dossiers."""
        return self.late / self.counted if self.counted else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in _ADDED))


_ADDED = tuple(field.name for field in fields(Counts) if field.name != "days_late_median")


def counts_of(figures: Sequence[StateCounts], with_median: bool = True) -> Counts:
    """Add up ``figures`` to one ``Counts``. Without ``with_median``, its ``days_late_median`` is None."""
    on_time, in_time, waiting, withdrawn, due_soon, unclosed = (
        sum(map(attrgetter(name), figures))
        for name in ("on_time", "in_time", "waiting", "withdrawn", "due_soon", "unclosed")
    )
    resolved_late, overdue, unclosed_late = (
        sum(days(figure).total() for figure in figures)
        for days in map(attrgetter, ("resolved_late", "overdue", "overdue_unclosed"))
    )
    return Counts(
        late=resolved_late + overdue,
        resolved_late=resolved_late,
        overdue=overdue,
        due_soon=due_soon,
        in_time=in_time,
        waiting=waiting,
        resolved_on_time=on_time,
        withdrawn=withdrawn,
        unclosed=unclosed,
        unclosed_late=unclosed_late,
        total=on_time + resolved_late + overdue + in_time + waiting + withdrawn,
        days_late_median=_median_days(figures) if with_median else None,
    )


def _median_days(figures: Iterable[StateCounts]) -> float | None:
    first, *others = [late for figure in figures for late in (figure.overdue, figure.resolved_late)] or [Counter()]
    days = dict(first)
    get = days.get
    for late in others:
        for value, n in late.items():
            days[value] = get(value, 0) + n
    return median_of(days)


def median_of(days: Mapping[int, int]) -> float | None:
    """The median of a distribution. ``days`` says how often each value occurs. None if ``days`` has no values."""
    values = sorted(days)
    reached = list(accumulate(map(days.__getitem__, values)))
    if not reached or not reached[-1]:
        return None
    middle = ((reached[-1] - 1) // 2, reached[-1] // 2)
    return sum(values[bisect_right(reached, place)] for place in middle) / 2
