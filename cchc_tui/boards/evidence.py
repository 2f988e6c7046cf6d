"""Looks in a unit's dossiers for evidence that the unit uses a model practice.

Boards compare the evidence with the unit's claim. Evidence is counted over a period that ends at the moment. The period
begins on the start day that the unit claims. If the claim has no start day, the period begins on the day of the sheet
that first had the claim. Without a claim, the period has as many days as the registry's ``unclaimed_days`` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.evidence import Evidence, EvidenceKind, Threshold, verdict
from cchc_tui.domain.moments import DAY, Stamp, to_date
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.evidence import practice_sums
from cchc_tui.store.count.practice_sums import PracticeSums, UnitDays

_NO_DAYS = UnitDays()
#: Day numbers modulo 7 of a weekend; 1970-01-01 was a Thursday.
_WEEKEND = frozenset({2, 3})


def weekday_of(day: int) -> int:
    """The weekday of a day number (``stamp // 86400``). 0 is Monday, 6 is Sunday."""
    return (day + 3) % 7


@dataclass(frozen=True, slots=True)
class EvidenceQuery:
    """The question whether a unit's dossiers show a practice. ``unit`` and ``practice`` are keys.

    ``since`` is a moment on the first day of the unit's claim (None: the unit makes no claim).
    """

    unit: str
    practice: str
    since: Stamp | None


def evidence(moment: Moment, cells: Iterable[EvidenceQuery]) -> Mapping[tuple[str, str], Evidence]:
    """The evidence at a moment, by (unit key, practice key). ``cells`` are the questions to answer."""
    at, registry = moment.at, moment.registry
    numbers: dict[str, int] = dict(moment.connection.execute("SELECT key, id FROM unit").fetchall())
    unclaimed = at // DAY - registry.unclaimed_days + 1
    first = {(cell.unit, cell.practice): unclaimed if cell.since is None else cell.since // DAY for cell in cells}
    earliest = min(unclaimed, *first.values())
    until = at if moment.data_as_of is None else min(at, moment.data_as_of)
    sums = practice_sums(moment, earliest * DAY)
    look = _EvidenceCounter(
        sums, moment.calendar, at, until, sums.helpers if sums.any_helped(earliest) else frozenset()
    )
    thresholds = {practice.key: practice.threshold for practice in registry.practices}
    return {
        (unit, practice): look.count(numbers.get(unit, 0), thresholds[practice], day)
        for (unit, practice), day in first.items()
    }


class _EvidenceCounter:
    """Counts evidence at the moment ``at``. ``until`` is the moment of the newest list.

    ``helpers`` are the numbers of the units whose lists have a column for the person who helped the applicant.
    """

    def __init__(
        self, known: PracticeSums, calendar: WorkCalendar, at: Stamp, until: Stamp, helpers: frozenset[int]
    ) -> None:
        self._known = known
        self._today = at // DAY
        self._until = until
        self._works = cache(lambda day: calendar.is_workday(to_date(day * DAY)))
        self._helpers = helpers

    def count(self, unit: int, threshold: Threshold, first: int) -> Evidence:
        """The evidence that one unit's dossiers show a practice, from the day number ``first`` on.

        ``unit`` is the unit's number in the store. ``threshold`` says what counts as evidence for the practice.
        """
        days = self._known.units.get(unit, _NO_DAYS)
        nothing = Evidence(threshold.measure, first * DAY, max(first, self._today) * DAY)
        if threshold.measure is EvidenceKind.OPEN_DAY:
            return self._open_days(days, threshold, first, nothing)
        return nothing if threshold.measure is None else self._shares(unit, days, threshold, first, nothing)

    def _received(self, days: UnitDays, first: int) -> list[int]:
        """The days from ``first`` until today on which dossiers were received, as day numbers in ascending order."""
        return sorted(day for day, of in days.received.items() if of.n and first <= day <= self._today)

    def _shares(self, unit: int, days: UnitDays, threshold: Threshold, first: int, nothing: Evidence) -> Evidence:
        """The evidence from a share: of the dossiers received in the period, the share that shows the practice.

        If the practice has a weekday, the share on this weekday is compared with the share on other working days. The
        result is a copy of ``nothing``, which is evidence without figures, with the figures filled in.
        """
        on, others = self._received(days, first), []
        if threshold.weekday is not None:
            worked = [day for day in on if self._works(day)]
            on = [day for day in worked if weekday_of(day) == threshold.weekday]
            others = [day for day in worked if weekday_of(day) != threshold.weekday]
        (part, whole, told), (other_part, other_whole, other_told) = (
            self._sum(days, threshold.measure, among) for among in (on, others)
        )
        found = replace(
            nothing,
            part=part,
            whole=whole,
            other_part=other_part,
            other_whole=other_whole,
            dossiers=part,
            days=tuple(on),
        )
        if threshold.measure is EvidenceKind.ONLINE and not told + other_told:
            return found
        if threshold.measure is EvidenceKind.HELPER and not part and unit not in self._helpers:
            return found
        return replace(found, verdict=verdict(threshold, part, whole, found.other_share))

    @staticmethod
    def _sum(days: UnitDays, measure: EvidenceKind | None, among: Iterable[int]) -> tuple[int, int, int]:
        """Three numbers of dossiers received on the days ``among``.

        The first number counts dossiers that show the practice, the second counts dossiers that could show it, the
        third counts dossiers with a known channel.
        """
        part = whole = told = 0
        for number in among:
            day = days.received[number]
            told += day.told
            if measure is EvidenceKind.SAME_DAY:
                part, whole = part + day.same_day, whole + day.judged
            else:
                part, whole = part + (day.online if measure is EvidenceKind.ONLINE else day.helped), whole + day.n
        return part, whole, told

    def _open_days(self, days: UnitDays, threshold: Threshold, first: int, nothing: Evidence) -> Evidence:
        """The evidence for an open desk: on how many days the desk was open, of all days with the practice's weekday.

        The desk was open on a day if a dossier that did not come online was received on that day. Online dossiers and
        returns are not enough, because the software records some while the desk is closed. But a day with more than
        ``threshold.times`` the usual number of these records counts as open. The usual number is their average on
        weekend days with a closed desk. The result is ``nothing`` (evidence without figures) with its figures filled
        in.
        """
        desk: Counter[int] = Counter()
        other: Counter[int] = Counter()
        for number in self._received(days, first):
            day = days.received[number]
            desk[number] += day.n - day.online
            other[number] += day.online
        for (received, back), n in days.weekends.items():
            if first <= back <= self._today and received != back:
                other[back] += n
        if not desk and not other:
            return nothing  # the unit may not be in any list
        known = range(first, min(self._today, self._until // DAY) + 1)
        off = [
            day
            for day in known
            if day % 7 in _WEEKEND and weekday_of(day) != threshold.weekday and not self._works(day)
        ]
        closed = [day for day in off if not desk[day]]
        back = sum(other[day] for day in closed)
        clearly = threshold.times * back / len(closed) if closed else 0.0
        due = [day for day in range(first, self._today + 1) if weekday_of(day) == threshold.weekday]
        held = tuple(day for day in due if desk[day] or other[day] > clearly)
        over = sum((day + 1) * DAY - 1 <= self._until for day in due if day not in held)
        return replace(
            nothing,
            part=len(held),
            whole=len(held) + over,
            other_part=back,
            other_whole=len(closed),
            dossiers=_on(days, frozenset(held)),
            verdict=verdict(threshold, len(held), len(held) + over),
            days=held,
        )


def _on(days: UnitDays, held: frozenset[int]) -> int:
    """The number of dossiers that were received or returned on any of the days ``held``. Each dossier counts once."""
    received = sum(days.received[day].n for day in held if day in days.received)
    return received + sum(n for (day, back), n in days.weekends.items() if back in held and day not in held)
