"""The counts of a board: dossiers in each state, for one unit, one group or a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from cchc_tui.store.count.counting import StateCounts


@dataclass(frozen=True, slots=True)
class Counts:
    """Dossiers by state at a moment, in the period of that moment (DOMAIN §4).

    ``late = resolved_late + overdue``; ``in_time`` includes ``due_soon``; ``total = resolved_on_time + resolved_late
    + overdue + in_time + waiting + withdrawn``. ``unclosed`` are open or waiting dossiers whose result was handed out;
    ``unclosed_late`` those of them that count as overdue. ``days_late_median`` is the median of the working days
    late of all late dossiers, None without any; a sum of counts has none.
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
        """Resolved and open dossiers, the denominator of the rate.

        Open means overdue or in time (rule 4.4). Waiting and withdrawn dossiers cannot be late and are excluded.
        """
        return self.resolved_on_time + self.resolved_late + self.overdue + self.in_time

    @property
    def late_rate(self) -> float:
        """Late / (resolved + open), a fraction of 1; 0 without such dossiers."""
        return self.late / self.counted if self.counted else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in _ADDED))


_ADDED = tuple(field.name for field in fields(Counts) if field.name != "days_late_median")


def counts_of(figures: Sequence[StateCounts]) -> Counts:
    """The sum of state counts, with the median."""
    return replace(sum(map(_counts, figures), Counts()), days_late_median=_median_days(figures))


def _counts(figure: StateCounts) -> Counts:
    resolved_late, overdue = figure.resolved_late.total(), figure.overdue.total()
    return Counts(
        late=resolved_late + overdue,
        resolved_late=resolved_late,
        overdue=overdue,
        due_soon=figure.due_soon,
        in_time=figure.in_time,
        waiting=figure.waiting,
        resolved_on_time=figure.on_time,
        withdrawn=figure.withdrawn,
        unclosed=figure.unclosed,
        unclosed_late=figure.overdue_unclosed.total(),
        total=figure.on_time + resolved_late + overdue + figure.in_time + figure.waiting + figure.withdrawn,
    )


def _median_days(figures: Sequence[StateCounts]) -> float | None:
    days = _days_late(figures)
    total = sum(n for _, n in days)
    if not total:
        return None
    middle = ((total - 1) // 2, total // 2)
    found: list[int] = []
    seen = 0
    for value, n in sorted(days):
        seen += n
        while len(found) < 2 and middle[len(found)] < seen:
            found.append(value)
        if len(found) == 2:
            break
    return sum(found) / 2


def _days_late(figures: Sequence[StateCounts]) -> list[tuple[int, int]]:
    """Pairs of working days late and number of dossiers, in ascending order."""
    if len(figures) == 1:
        return [*figures[0].resolved_late.items(), *figures[0].overdue.items()]
    days: dict[int, int] = {}
    for figure in figures:
        for late in (figure.resolved_late, figure.overdue):
            for value, n in late.items():
                days[value] = days.get(value, 0) + n
    return list(days.items())
