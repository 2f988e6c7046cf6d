"""Plays what happens in the made-up city after the start: offices work on dossiers and export them.

``Story.step(moment)`` lets offices work until a moment and returns the files that they then export. The same seed and
the same moments give the same files, byte for byte. Each change is exported in the step that makes it. So ``figures``
always returns the counts that the boards must show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from random import Random

from cchc_tui.demo import directives, lists, past, sheets, writer
from cchc_tui.demo.city import CITY_NAME, CLAIMS, OFFICES, START, Claim, Office, procedures
from cchc_tui.demo.dossiers import DIRECT, ONLINE, Days, Dossier, build
from cchc_tui.demo.incidents import INCIDENTS, Incident, Scene
from cchc_tui.demo.lists import Drop
from cchc_tui.demo.people import names, phones
from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING, Status
from cchc_tui.domain.lateness import State, state
from cchc_tui.domain.moments import DAY, Stamp, to_date
from cchc_tui.domain.workcalendar import WorkCalendar

_NEXT_STATE = {"none": "planned", "planned": "running", "running": "done"}


class Story:
    """The dossiers and the rollout claims of the city, which change from ``START`` on."""

    def __init__(self, seed: int, calendar: WorkCalendar, scale: float = 1.0):
        """``scale`` multiplies the number of dossiers. With 1, the numbers of late dossiers are the real ones."""
        self.random = Random(seed)
        self.days = Days.of(calendar)
        self.calendar = calendar
        self.dossiers = build(self.random, calendar, scale)
        self.claims: dict[tuple[str, str], Claim] = dict(CLAIMS)
        self.moment = START
        self._number = 0
        self._of: dict[str, list[Dossier]] = defaultdict(list)
        self._serials: dict[tuple[str, int], int] = defaultdict(int)
        self._officers: dict[str, list[str]] = {}
        self._touched: set[str] = set()
        self._exported: dict[str, Stamp] = {}
        self._incidents = 0
        self._earlier: list[Incident] = []
        for dossier in self.dossiers:
            self._of[dossier.office.key].append(dossier)
            self._serials[dossier.office.key, dossier.received // DAY] += 1

    # ── the start ────────────────────────────────────────────────────────────────────────────────────────────────────
    def base(self) -> Iterator[Drop]:
        """Yield the exports up to the start, ordered by moment: those of ``past``, and last a rollout sheet."""
        yield from past.lists(self.dossiers)
        yield self._rollout()

    # ── one step ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def step(self, moment: Stamp) -> list[Drop]:
        """Go on to ``moment``, carry out the next act, and return the files that are then exported.

        An act is a change in the city. The acts come in a fixed order, which repeats. The story's time never goes back.
        """
        acts: tuple[Callable[[], list[Drop]], ...] = (
            *(self._office_works, self._changed_ones, self._directed, self._back_dated, self._rollout_moves),
            *(self._office_works, self._incident, self._changed_ones, self._summary, self._office_works),
            *(self._year_again, self._incident, self._office_works, self._back_dated, self._changed_ones),
            *(self._rollout_moves, self._incident, self._office_works, self._whole_city),
        )
        self.moment = max(moment, self.moment)
        act = acts[self._number % len(acts)]
        self._number += 1
        if not self._earlier:
            self._keep_one_back()
        drops = act()
        self._earlier[1:] = [Incident(drop.name, drop.content) for drop in drops if drop.content][-1:]
        return drops

    def figures(self, at: Stamp) -> dict[str, dict[str, int]]:
        """The number of dossiers at a moment, by the key of the office and then by state.

        The states follow from the rule of ``domain.lateness``. The key ``unclosed`` counts overdue dossiers whose
        result was handed out. The key ``overdue`` counts these dossiers too.
        """
        soon = self.calendar.add_hours(at, 24)
        found: dict[str, dict[str, int]] = {office.key: defaultdict(int) for office in OFFICES}
        for dossier in self.dossiers:
            counts = found[dossier.office.key]
            finished = dossier.finished or None
            now = state(dossier.status, dossier.received, dossier.due, finished, at, soon)
            counts[now.value] += 1
            if now is State.OVERDUE and dossier.returned and dossier.returned <= at:
                counts["unclosed"] += 1
        return found

    # ── acts: each makes a change and exports it ─────────────────────────────────────────────────────────────────────
    def _office_works(self) -> list[Drop]:
        office = self._an_office()
        self._work(office, self.random.randint(3, 9), self.random.randint(2, 5))
        return [self._office_list(office, slow=self._number % 4 == 3)]

    def _directed(self) -> list[Drop]:
        """A ward has a directive about its unclosed dossiers. The ward closes some of these, and exports its list."""
        office = next(office for office in OFFICES if office.key == directives.CLOSES)
        self._work(office, directives.TO_CLOSE, 1)
        return [self._office_list(office)]

    def _changed_ones(self) -> list[Drop]:
        """Several offices work. The city office exports a list of the dossiers that have changed."""
        changed: list[Dossier] = []
        offices = {office.key: office for office in (self._an_office(igate=True) for _ in range(5))}
        for office in offices.values():
            changed += self._work(office, self.random.randint(1, 4), self.random.randint(0, 3))
        changed.sort(key=lambda dossier: (dossier.received, dossier.code))
        return [lists.changed_list(changed, self.moment)]

    def _back_dated(self) -> list[Drop]:
        """A ward sets the finished dates of some late dossiers back to the due time.

        The app reports this as a finding.
        """
        wards = [office for office in OFFICES if office.commune and not office.own_list]
        office = self.random.choices(wards, [ward.counts.resolved_late for ward in wards])[0]
        late = [dossier for dossier in self._of[office.key] if dossier.finished > dossier.due]
        for dossier in self.random.sample(late, min(len(late), self.random.randint(3, 6))):
            dossier.finished = dossier.due
            self._touched.add(dossier.code)
        self._work(office, 2, 1)
        return [self._office_list(office)]

    def _rollout_moves(self) -> list[Drop]:
        """A unit takes the next step with a model practice, and the rollout sheet is exported."""
        waiting = [key for key, claim in self.claims.items() if claim.state in _NEXT_STATE]
        if waiting:
            key = self.random.choice(waiting)
            claim = self.claims[key]
            coming = _NEXT_STATE[claim.state]
            since = claim.since or (to_date(self.moment) if coming in {"running", "done"} else None)
            self.claims[key] = Claim(coming, since, claim.shown)
        return [self._rollout()]

    def _summary(self) -> list[Drop]:
        """The city exports a unit summary. Its figures for one unit contradict the lists."""
        figures, lines = self.figures(self.moment), []
        for office in OFFICES:
            counts = figures[office.key]
            lines.append(
                writer.SummaryLine(
                    office.agency if office.agency != CITY_NAME else office.department,
                    counts["resolved_on_time"],
                    counts["resolved_late"],
                    counts["in_time"] + counts["due_soon"] + counts["waiting"],
                    counts["overdue"],
                    counts["withdrawn"],
                )
            )
        wrong = self.random.choice(sorted(lines, key=lambda line: line.resolved_late)[-12:])
        moved = min(self.random.randint(3, 12), wrong.resolved_late)
        wrong.resolved_late, wrong.on_time = wrong.resolved_late - moved, wrong.on_time + moved
        content = writer.summary(lines, self.moment)
        return [Drop(lists.name("BaoCaoTongHop", "xls", self.moment), content, self.moment)]

    def _year_again(self) -> list[Drop]:
        """An office with a list of its own exports all its dossiers of the year again."""
        office = self.random.choice([office for office in OFFICES if office.own_list])
        self._work(office, self.random.randint(4, 9), 2)
        return [self._year_list(office)]

    def _whole_city(self) -> list[Drop]:
        """The list of the whole city is exported again. It takes long to load."""
        for _ in range(6):
            self._work(self._an_office(igate=True), self.random.randint(3, 7), self.random.randint(1, 3))
        return [self._city_list()]

    def _incident(self) -> list[Drop]:
        """A bad file arrives. The kinds of ``INCIDENTS`` take turns."""
        make = INCIDENTS[self._incidents % len(INCIDENTS)]
        self._incidents += 1
        scene = Scene(self._current(self._an_office(igate=True)), self.moment, self._earlier)
        found = make(scene)
        return [Drop(found.name, found.content, self.moment)]

    # ── work ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _work(self, office: Office, closing: int, arriving: int) -> list[Dossier]:
        """Let an office work: it moves dossiers on and receives new ones. Return all these dossiers.

        Up to ``closing`` dossiers are moved on, but only in office hours. ``arriving`` dossiers are received at any
        hour.
        """
        moved = self._move(office, closing) if self._in_office_hours(self.moment) else []
        arrived = [self._arrive(office) for _ in range(arriving)]
        self._touched.update(dossier.code for dossier in (*moved, *arrived))
        return moved + arrived

    def _move(self, office: Office, how_many: int) -> list[Dossier]:
        since = max(self._exported.get(office.key, START), self.moment - 3600)
        own = self._of[office.key]
        still = [d for d in own if not d.finished and d.status not in ENDED_UNCOUNTED and d.received < since]
        # First those of the chairman's complaint: returned to the applicant, but not closed in the software.
        still.sort(key=lambda dossier: (not dossier.returned, dossier.status in WAITING))
        pool = still[: 4 * how_many]
        chosen = self.random.sample(pool, min(how_many, len(pool)))
        chosen.sort(key=lambda dossier: dossier.code)
        for dossier in chosen:
            self._one_moves(dossier, since)
        return chosen

    def _one_moves(self, dossier: Dossier, since: Stamp) -> None:
        """Close a dossier. Now and then, mark it as lacking papers or as withdrawn instead."""
        now = since + int(self.random.random() * (self.moment - since + 1))
        if not self._in_office_hours(now):
            now = self.moment
        chance = self.random.random()
        if not dossier.returned and chance < 0.10:
            dossier.status = int(Status.NEEDS_PAPERS)
        elif not dossier.returned and chance < 0.14:
            dossier.status = int(Status.WITHDRAWN)
        else:
            dossier.finished, dossier.status = now, int(Status.RETURNED)
            dossier.returned = dossier.returned or now

    def _arrive(self, office: Office) -> Dossier:
        """Add a new dossier: most are received now, at the desk or online.

        Some were received on paper days ago, and are already late when they are entered.
        """
        online = not self._in_office_hours(self.moment) or self.random.random() < 0.25
        received = self.moment - int(self.random.random() * 120)
        choice = procedures(office)
        procedure = self.random.choices(choice, [each.weight for each in choice])[0]
        if not online and self.random.random() < 0.5:
            procedure = min(choice, key=lambda each: each.term)
            back = self.days.index(self.moment) - procedure.term - self.random.randint(1, 3)
            received = self.days.numbers[back] * DAY + 27_000 + int(self.random.random() * 14_000)
        dossier = Dossier(office, procedure, received, self.days.due(received, procedure.term))
        dossier.status = int(Status.ACCEPTED)
        dossier.channel = ONLINE if online else DIRECT
        dossier.applicant, dossier.phone = names(self.random, 1)[0], phones(self.random, 1)[0]
        dossier.officer = self.random.choice(self._officers_of(office))
        key = (office.key, received // DAY)
        self._serials[key] += 1
        dossier.code = f"{office.agency_code}-{to_date(received):%y%m%d}-{self._serials[key]:04d}"
        self._of[office.key].append(dossier)
        self.dossiers.append(dossier)
        return dossier

    def _officers_of(self, office: Office) -> list[str]:
        if office.key not in self._officers:
            self._officers[office.key] = sorted({dossier.officer for dossier in self._of[office.key]})
        return self._officers[office.key]

    def _in_office_hours(self, moment: Stamp) -> bool:
        clock = moment % DAY
        return self.calendar.is_workday(to_date(moment)) and (27_000 <= clock < 41_400 or 48_600 <= clock < 63_000)

    def _an_office(self, igate: bool = False) -> Office:
        """Choose an office at random; those with more dossiers are chosen more often.

        With ``igate``, an office with a list of its own is never chosen.
        """
        offices = [office for office in OFFICES if not igate or not office.own_list]
        return self.random.choices(offices, [office.counts.total for office in offices])[0]

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _current(self, office: Office) -> list[Dossier]:
        """The dossiers that an office's list has: open ones, those changed in this story, and those of the last weeks.

        The last weeks begin at ``past.FIRST``: a dossier is in the list if it was received or closed since then.
        """
        first = past.FIRST - past.FIRST % DAY
        own = self._of[office.key]
        return [d for d in own if not d.finished or max(d.received, d.finished) >= first or d.code in self._touched]

    def _office_list(self, office: Office, slow: bool = False) -> Drop:
        """Export the list of an office, in the format of its software."""
        self._exported[office.key] = self.moment
        return lists.office_list(office, self._current(office), self.moment, slow=slow)

    def _year_list(self, office: Office) -> Drop:
        self._exported[office.key] = self.moment
        return lists.office_list(office, self._of[office.key], self.moment, writer.year_to(self.moment))

    def _city_list(self) -> Drop:
        for office in OFFICES:
            if not office.own_list:
                self._exported[office.key] = self.moment
        return lists.city_list(self.dossiers, self.moment)

    def _rollout(self) -> Drop:
        return sheets.rollout(self.claims, self.moment)

    def _keep_one_back(self) -> None:
        """Keep a list of an office's present dossiers.

        The bad file ``too_late`` repeats this list later, when the list is out of date.
        """
        office = max((office for office in OFFICES if not office.own_list), key=lambda each: each.counts.total)
        drop = lists.office_list(office, self._current(office), self.moment)
        self._earlier = [Incident(drop.name, drop.content)]
