"""Makes up a year of dossiers whose counts are known exactly: first the counts of each office, then fitting dates.

The seed decides how the counts of a level are distributed among its offices, and all details. For any seed, the sums of
each level are those of ``city.OFFICES``. At ``START``, each dossier has the state (``domain.lateness``) that the counts
require. No open dossier falls due in the ``QUIET`` seconds after ``START``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from random import Random

from cchc_tui.demo.city import CLAIMS, OFFICES, START, UNCLAIMED, Office, Procedure, UnitCounts, procedures
from cchc_tui.demo.people import names, phones
from cchc_tui.domain.dossiers import Status
from cchc_tui.domain.moments import DAY, Stamp, day_start, to_date
from cchc_tui.domain.workcalendar import WorkCalendar

FIRST_DAY = date(2021, 1, 4)
LAST_DAY = date(2022, 12, 30)
#: Seconds from ``START`` in which no open dossier falls due, so that the first counts stay the same for some time.
QUIET = 2 * 60
_MORNING, _NOON, _AFTERNOON, _EVENING = 27_000, 41_400, 48_600, 62_100  # 7:30 11:30 13:30 17:15
_SUNDAY, _WEDNESDAY = 3, 6  # day number of 1970-01-01 (a Thursday) modulo 7
ONLINE, POST, DIRECT = "Trực tuyến", "BCCI", "Trực tiếp"


class Dossier:
    """One dossier, as the software of its office has it at present. A date that has not happened yet is 0."""

    __slots__ = (
        "applicant",
        "channel",
        "code",
        "due",
        "finished",
        "helper",
        "office",
        "officer",
        "phone",
        "procedure",
        "received",
        "returned",
        "status",
    )

    def __init__(self, office: Office, procedure: Procedure, received: Stamp, due: Stamp):
        self.office = office
        self.procedure = procedure
        self.received = received
        self.due = due
        self.finished: Stamp = 0
        self.returned: Stamp = 0
        self.status = int(Status.IN_PROCESS)
        self.code = self.officer = self.applicant = self.phone = self.helper = ""
        self.channel = DIRECT


@dataclass(frozen=True)
class Days:
    """The working days of the demo's year, as day numbers (``stamp // 86400``).

    ``last`` is the index of the last working day before ``START``.
    """

    numbers: tuple[int, ...]
    last: int

    @classmethod
    def of(cls, calendar: WorkCalendar) -> Days:
        """The working days of a calendar from ``FIRST_DAY`` to ``LAST_DAY``."""
        numbers = tuple(day_start(day) // DAY for day in calendar.workdays_between(FIRST_DAY, LAST_DAY))
        return cls(numbers, bisect_right(numbers, START // DAY - 1) - 1)

    def index(self, moment: Stamp) -> int:
        """The index of the moment's day in ``numbers``; for a day off, the index of the last working day before it."""
        return bisect_right(self.numbers, moment // DAY) - 1

    def after(self, moment: Stamp) -> int:
        """The first working day after the moment's day, as a day number."""
        return self.numbers[bisect_right(self.numbers, moment // DAY)]

    def due(self, received: Stamp, term: int) -> Stamp:
        """The due moment of a dossier: ``term`` working days after ``received``.

        If ``received`` is on a day off, the term begins on the working day before it.
        """
        index = min(self.index(received) + term, len(self.numbers) - 1)
        return self.numbers[index] * DAY + received % DAY // 60 * 60


def shares(rng: Random, total: int, weights: Sequence[float]) -> list[int]:
    """Split ``total`` into whole numbers in proportion to ``weights``.

    Each weight first changes by up to 8 % at random.
    """
    moved = [weight * (0.92 + 0.16 * rng.random()) for weight in weights]
    scale = total / (sum(moved) or 1)
    counts = [int(weight * scale) for weight in moved]
    by_rest = sorted(range(len(moved)), key=lambda i: counts[i] - moved[i] * scale)
    for index in by_rest[: total - sum(counts)]:
        counts[index] += 1
    return counts


def counts_of(rng: Random, scale: float = 1.0) -> dict[str, UnitCounts]:
    """The counts of each office by the office's key.

    For each level and each state, the counts add up to the sum in ``OFFICES`` times ``scale``.
    """
    found: dict[str, UnitCounts] = {}
    for level in (False, True):
        offices = [office for office in OFFICES if office.commune is level]
        columns = []
        for weights in zip(*(office.counts for office in offices), strict=True):
            columns.append(shares(rng, round(sum(weights) * scale), weights))
        for office, *numbers in zip(offices, *columns, strict=True):
            found[office.key] = UnitCounts(*numbers)
    return found


def build(rng: Random, calendar: WorkCalendar, scale: float = 1.0) -> list[Dossier]:
    """Make the dossiers of all offices. They are sorted by the moment of receipt."""
    days = Days.of(calendar)
    counts = counts_of(rng, scale)
    everything: list[Dossier] = []
    for office in OFFICES:
        everything += _of_office(rng, days, office, counts[office.key])
    everything.sort(key=attrgetter("received"))
    return everything


def _of_office(rng: Random, days: Days, office: Office, counts: UnitCounts) -> list[Dossier]:
    """Make the dossiers of one office, with their codes. They are sorted by the moment of receipt."""
    maker = _Maker(rng, days, office)
    sundays = maker.sundays(counts.resolved_on_time)
    found = [
        *sundays,
        *maker.on_time(counts.resolved_on_time - len(sundays)),
        *maker.late(counts.resolved_late),
        *maker.overdue(counts.overdue - counts.unclosed),
        *maker.unclosed(counts.unclosed),
        *maker.in_time(counts.in_time),
        *maker.waiting(counts.waiting),
        *maker.withdrawn(counts.withdrawn),
    ]
    found.sort(key=attrgetter("received"))
    maker.name_people(found)
    number(found)
    return found


def number(dossiers: Sequence[Dossier]) -> None:
    """Give codes to the dossiers of one office.

    A code has the agency, the day of receipt, and a serial that begins at 1 each day.
    """
    day, head, serial = -1, "", 0
    for dossier in dossiers:
        if dossier.received // DAY != day:
            day, serial = dossier.received // DAY, 0
            head = f"{dossier.office.agency_code}-{to_date(dossier.received):%y%m%d}-"
        serial += 1
        dossier.code = f"{head}{serial:04d}"


class _Maker:
    """Makes the dossiers of one office, state by state.

    The parameter ``index`` is always an index in ``days.numbers``.
    """

    def __init__(self, rng: Random, days: Days, office: Office):
        self.rng, self.days, self.office = rng, days, office
        self.random = rng.random
        self.procedures = procedures(office)
        self.weights = [procedure.weight for procedure in self.procedures]
        self.quick_from = _shown_since(office.key, "no-appointment")
        self.officers = names(rng, office.officers)

    def _choose(self, how_many: int) -> list[Procedure]:
        return self.rng.choices(self.procedures, self.weights, k=how_many)

    def _clock(self) -> int:
        """A random second of the day within the hours at which the desk receives dossiers."""
        share = self.random()
        if share < 0.62:
            return _MORNING + int(share / 0.62 * 14_100)
        return _AFTERNOON + int((share - 0.62) / 0.38 * 12_000)

    def _made(self, procedure: Procedure, index: int, clock: int) -> Dossier:
        numbers = self.days.numbers
        due = numbers[index + procedure.term] * DAY + clock // 60 * 60
        return Dossier(self.office, procedure, numbers[index] * DAY + clock, due)

    def _within_day(self, low: int, high: int) -> int:
        """A random second of the day from ``low`` to ``high``, but not in the lunch break.

        ``low`` must be in office hours.
        """
        clock = low + int(self.random() * (high - low))
        if _NOON <= clock < _AFTERNOON:
            clock = clock + 7_200 if clock + 7_200 < high else max(low, _NOON - 1 - int(self.random() * 3_600))
        return clock

    def _in_time_moment(self, index: int, dossier: Dossier) -> Stamp:
        """A random moment at which a dossier can be finished in time: after its receipt and before its due moment.

        The moment is also before the day of ``START``.
        """
        term, clock = dossier.procedure.term, dossier.received % DAY
        quick = 0.74 if dossier.received // DAY >= self.quick_from else 0.10
        if term > 3 or self.random() > quick:
            done = min(index + 1 + int(self.random() * term), self.days.last)
            due_clock = dossier.due % DAY
            if index < done < index + term:
                return self.days.numbers[done] * DAY + self._within_day(_MORNING, _EVENING)
            if done == index + term and due_clock > _MORNING + 120:
                return self.days.numbers[done] * DAY + self._within_day(_MORNING, due_clock - 1)
        return dossier.received - clock + self._within_day(clock + 300, _EVENING)

    def _finish(self, dossier: Dossier, moment: Stamp) -> Dossier:
        """Finish a dossier at ``moment`` and return it.

        The result is handed out soon after ``moment``, unless that would be after ``START``.
        """
        dossier.finished, dossier.status = moment, int(Status.RETURNED)
        handed = moment + 240 + int(self.random() * 9_000)
        if _NOON + 300 < handed % DAY < _AFTERNOON:
            handed += 7_200
        if handed % DAY > _EVENING + 600:
            handed = self.days.after(moment) * DAY + _MORNING + int(self.random() * 9_000)
        if handed > START:
            dossier.status = int(Status.FINISHED)
        else:
            dossier.returned = handed
        return dossier

    def on_time(self, how_many: int) -> Iterator[Dossier]:
        """Yield ``how_many`` dossiers that were resolved in time."""
        span = self.days.last + 1
        for procedure in self._choose(how_many):
            index = int(self.random() * span)
            dossier = self._made(procedure, index, self._clock())
            yield self._finish(dossier, self._in_time_moment(index, dossier))

    def sundays(self, at_most: int) -> list[Dossier]:
        """Up to ``at_most`` dossiers that were received and resolved on a Sunday.

        Only an office whose claim about the practice "sunday" is confirmed has such dossiers.
        """
        claim = CLAIMS.get((self.office.key, "sunday"))
        if claim is None or claim.since is None or not claim.shown:
            return []
        found = []
        quick = [procedure for procedure in self.procedures if procedure.term <= 3]
        first = day_start(claim.since) // DAY
        for day in range(first + (_SUNDAY - first) % 7, START // DAY, 7):
            for procedure in self.rng.choices(quick, k=self.rng.randint(1, 2 + at_most // 700)):
                received = day * DAY + _MORNING + int(self.random() * 12_000)
                dossier = Dossier(self.office, procedure, received, self.days.due(received, procedure.term))
                moment = received - received % DAY + self._within_day(received % DAY + 300, _NOON)
                found.append(self._finish(dossier, moment))
        return found[:at_most]

    def late(self, how_many: int) -> Iterator[Dossier]:
        """Yield ``how_many`` dossiers that were resolved late.

        A few of them are only hours late, on the due day itself.
        """
        for procedure in self._choose(how_many):
            days = 1 + int(self.rng.expovariate(1 / 9))
            index = max(0, int(self.random() * (self.days.last + 1 - procedure.term - days)))
            dossier = self._made(procedure, index, self._clock())
            due_clock = dossier.due % DAY
            if self.random() < 0.04 and due_clock < _AFTERNOON:
                moment = dossier.due - due_clock + self._within_day(_AFTERNOON, _EVENING)
            else:
                done = min(index + procedure.term + days, self.days.last)
                moment = self.days.numbers[done] * DAY + self._within_day(_MORNING, _EVENING)
            yield self._finish(dossier, moment)

    def overdue(self, how_many: int) -> Iterator[Dossier]:
        """Yield ``how_many`` open dossiers that are overdue, most of them only for a short time."""
        for procedure in self._choose(how_many):
            back = min(int(self.rng.expovariate(1 / 30)), self.days.last - procedure.term)
            dossier = self._made(procedure, self.days.last - back - procedure.term, self._clock())
            dossier.status = int(Status.IN_PROCESS if self.random() < 0.85 else Status.ACCEPTED)
            yield dossier

    def unclosed(self, how_many: int) -> Iterator[Dossier]:
        """Yield ``how_many`` dossiers that only the software calls overdue: most results were handed out in time."""
        for procedure in self._choose(how_many):
            index = int(self.random() * (self.days.last + 1 - procedure.term))
            dossier = self._made(procedure, index, self._clock())
            dossier.returned = self._in_time_moment(index, dossier)
            yield dossier

    def in_time(self, how_many: int) -> Iterator[Dossier]:
        """Yield ``how_many`` open dossiers that are not yet due.

        None falls due in the ``QUIET`` seconds after ``START``.
        """
        early = START % DAY + QUIET
        for procedure in self._choose(how_many):
            index, clock = self.days.last - int(self.random() * procedure.term), self._clock()
            if self.random() < 0.06:
                index, clock = self.days.last + 1, _MORNING + int(self.random() * (START % DAY - _MORNING))
            elif index + procedure.term == self.days.last + 1 and clock < early:
                clock += early - _MORNING
            dossier = self._made(procedure, index, clock)
            dossier.status = int(Status.IN_PROCESS if self.random() < 0.7 else Status.ACCEPTED)
            yield dossier

    def waiting(self, how_many: int) -> Iterator[Dossier]:
        """Yield ``how_many`` dossiers that wait for papers or a payment."""
        for procedure in self._choose(how_many):
            back = min(int(self.rng.expovariate(1 / 40)), self.days.last)
            dossier = self._made(procedure, self.days.last - back, self._clock())
            dossier.status = int(Status.NEEDS_PAPERS if self.random() < 0.5 else Status.NEEDS_PAYMENT)
            yield dossier

    def withdrawn(self, how_many: int) -> Iterator[Dossier]:
        """Yield ``how_many`` dossiers that were withdrawn, refused or stopped."""
        for procedure in self._choose(how_many):
            dossier = self._made(procedure, int(self.random() * (self.days.last + 1)), self._clock())
            dossier.status = int(self.rng.choice((Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED)))
            yield dossier

    def name_people(self, dossiers: Sequence[Dossier]) -> None:
        """Choose applicant, phone, officer, channel and helper of each dossier.

        The first officers of an office get a larger part of the late and unfinished dossiers than the others.
        """
        how_many = len(dossiers)
        self.channels(dossiers)
        helpers = names(self.rng, 6) if self.office.helpers else []
        first_helped = _shown_since(self.office.key, "members-assist")
        people = zip(dossiers, names(self.rng, how_many), phones(self.rng, how_many), strict=True)
        for dossier, name, phone in people:
            dossier.applicant, dossier.phone = name, phone
            tilt = 1.0 if dossier.finished and dossier.finished <= dossier.due else 1.8
            dossier.officer = self.officers[int(self.random() ** tilt * len(self.officers))]
            if helpers and dossier.received // DAY >= first_helped and self.random() < 0.4:
                dossier.helper = helpers[int(self.random() * len(helpers))]

    def channels(self, dossiers: Sequence[Dossier]) -> None:
        """Choose the channel of each dossier.

        With the practice "wednesday-online", more of Wednesday's dossiers are online.
        """
        since = _shown_since(self.office.key, "wednesday-online")
        usual = 0.08 + 0.08 * self.random()
        wednesday = 0.35 + 0.2 * self.random()
        for dossier in dossiers:
            day = dossier.received // DAY
            share = wednesday if day % 7 == _WEDNESDAY and day >= since else usual
            chance = self.random()
            if chance < share:
                dossier.channel = ONLINE
            elif chance > 0.91:
                dossier.channel = POST


def _shown_since(unit: str, practice: str) -> int:
    """The first day on which a unit's dossiers show a practice, as a day number; 10**9 if they never do."""
    claim = CLAIMS.get((unit, practice))
    since = claim.since if claim is not None and claim.shown else UNCLAIMED.get((unit, practice))
    return 10**9 if since is None else day_start(since) // DAY
