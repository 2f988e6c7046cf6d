"""The thread that keeps the screens fresh: it alone talks to the source, so no query ever waits in the event loop.

It looks many times a second whether a load was committed and asks again what is in sight; at the very moment at which
a dossier becomes due soon or overdue, and every few seconds besides, what time alone may have changed. Answers and
status are laid down under a lock and the app is told with one message that coalesces, so a screen that is slow to draw
gets the newest and skips the rest.

A round is a transaction: nothing counts as asked, no job as done and no load as taken until it succeeded, and boards
and status change to a load together. What fails is written down, said, and tried again with growing pauses, while the
last good boards stay and the clock goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.tui.session.answer_table import Table, pause_after, same
from cchc_tui.tui.session.asker import LOOKED_AT, Asker, DataAsOfQuery
from cchc_tui.tui.session.due_alarm import DueAlarm
from cchc_tui.tui.session.queries import Answers, Query
from cchc_tui.tui.session.reference_cache import ReferenceAnswers, ReferenceCache, compared
from cchc_tui.tui.session.slow_queries import SlowQueries
from cchc_tui.tui.session.status import Status
from cchc_tui.tui.session.status_tracker import StatusTracker
from cchc_tui.tui.terminal.crash import log_path, write_down

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference
    from cchc_tui.boards.source import Source
    from cchc_tui.boards.timeline import Timeline
    from cchc_tui.domain.moments import Stamp

LOOK_SECONDS = 0.03
#: What can't be written so often in a row is given up where somebody is told.
_GIVE_UP = 5
#: So many rounds in a row are begun again because another load came.
_MOST_UNSETTLED = 5


class Update(NamedTuple):
    """What is new since it was last taken."""

    answers: Answers
    fetched: tuple[tuple[Query, object], ...]
    status: Status
    bases: ReferenceAnswers | None  # what changes are counted from, where that is new
    timeline: Timeline | None  # None: nothing was looked at yet
    failing: Mapping[Query, str] = {}  # of what is in sight, what can't be answered, and by which fault


class Poller:
    """Asks the source, in a thread of its own, what the screens want to know."""

    def __init__(self, source: Source, desk: StatusTracker, post: Callable[[], object]):
        self._source = source
        self._desk = desk
        self._post = post
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._aside = SlowQueries(source, self._wake)
        self._stopped = False
        self._opened = False
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._wanted: tuple[Query, ...] = ()
        self._coming: tuple[Query, ...] = ()
        self._reference: Reference | None = None
        self._requests: list[Query] = []
        self._worded = False  # since the last look there is another language
        self._fits: Callable[[Query], bool] | None = None  # what of the answers is to be let go of
        self._table = Table()
        self._given: set[Query] = set()  # of what is in sight, what the app was given the held answer of
        self._asker = Asker(source, self._note, lambda query: self._aside.answer(query, self._load))
        self._load = 0  # loads that were noticed
        self._told_load = -1  # the one that screens and status speak of; -1: none
        self._due_load = -1  # the one that the alarm is set for
        self._unsettled = 0  # rounds in a row that a further load came into
        self._shown_at: Stamp | None = None  # the moment of which answers were last published
        self._baselines = ReferenceCache()
        self._due = DueAlarm()
        self._failures = 0  # rounds in a row that failed
        self._again = 0.0  # when the next one may be
        self._new: Answers = {}
        self._untaken = False  # a load was published that the app has not taken yet
        self._bases: ReferenceAnswers | None = None
        self._timeline: Timeline | None = None
        self._failing: Mapping[Query, str] = {}
        self._fetched: list[tuple[Query, object]] = []
        self._status = desk.status
        self._told = desk.status

    # ── called by the app ────────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Begins; call it once the first frame is drawn."""
        self._thread.start()

    def stop(self, seconds: float = 0.3) -> None:
        """Ends; an answer that takes longer than that is not waited for."""
        self._stopped = True
        self._aside.stop()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def subscribe(self, queries: Iterable[Query], reference: Reference | None, coming: Iterable[Query] = ()) -> Answers:
        """These are in sight from now on, and no others; changes are counted from that reference.

        ``coming`` will be in sight soon: it is asked when nothing else is to do. What is at hand is returned.
        """
        with self._lock:
            self._wanted = tuple(dict.fromkeys(queries))
            self._coming = tuple(query for query in dict.fromkeys(coming) if query not in self._wanted)
            self._reference = reference
            found = {query: self._table.get(query) for query in self._wanted}
            at_hand: Answers = {query: held.answer for query, held in found.items() if held is not None}
            self._given = set(at_hand)
            later = self._untaken
            if later:  # the app's status is of another load: they are shown together with the new one
                self._new = {**at_hand, **self._new}
        self._wake.set()
        return {} if later else at_hand

    def ask_anew(self) -> None:
        """Everything in sight is asked for again: there is another language, and answers hold words."""
        with self._lock:
            self._worded = True
        self._wake.set()

    def forget(self, fits: Callable[[Query], bool]) -> None:
        """Lets go of what was asked otherwise than it may be answered now."""
        with self._lock:
            self._wanted = tuple(query for query in self._wanted if fits(query))  # else it would be asked once more
            self._coming = tuple(query for query in self._coming if fits(query))
            self._requests = [query for query in self._requests if fits(query)]
            self._new = {query: answer for query, answer in self._new.items() if fits(query)}
            self._fetched = [pair for pair in self._fetched if fits(pair[0])]
            self._table.forget(fits)
            self._fits = fits
        self._wake.set()

    def fetch_once(self, query: Query) -> None:
        """Asks once; the answer comes among the fetched ones. Of what is asked as one types, the newest is enough."""
        with self._lock:
            if query.typed:
                self._requests = [other for other in self._requests if type(other) is not type(query)]
            self._requests.append(query)
        self._wake.set()

    def drain(self) -> Update:
        """All that is new since the last time."""
        with self._lock:
            news = Update(self._new, tuple(self._fetched), self._status, self._bases, self._timeline, self._failing)
            self._new, self._fetched, self._bases = {}, [], None
            self._untaken = False
            return news

    # ── the thread ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _run(self) -> None:
        woken = True
        while not self._stopped:
            self._turn(woken)
            woken = self._wake.wait(LOOK_SECONDS)
            self._wake.clear()
        for query in [query for query in self._requests if query.writes]:  # what has not been written until now
            self._asker.ask(query, anyway=True)

    def _turn(self, woken: bool) -> None:
        """One look, and the status; whatever fails is written down, said, and tried again later."""
        if woken or time.monotonic() >= self._again:
            try:
                self._round()
            except Exception as error:  # noqa: BLE001 - whatever it is, the thread goes on
                self._failed(error)
        try:
            status = self._desk.tick(self._source.clock.now(), self._asker.error)
            failing = self._asker.failing(self._wanted, self._stands)
            if status != self._told or failing != self._failing:
                self._publish(status=status, failing=failing)
        except Exception as error:  # noqa: BLE001 - as above
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        """The round comes to nothing; what it was for is still to do."""
        self._failures += 1
        self._again = time.monotonic() + pause_after(self._failures)
        if self._failures == 1:
            self._note(error)
        self._asker.error = error

    def _note(self, error: Exception) -> None:
        write_down(log_path(), error)

    def _stands(self, query: Query) -> bool:
        """Whether the last good answer is of the load that the header speaks of."""
        held = self._table.get(query)
        return held is not None and held.load == self._told_load

    def _round(self) -> None:
        """Jobs, what a load brought, what has come into sight, what will, and the next due time."""
        if not self._opened:
            self._source.open()
            self._desk.opened(self._source)
            self._opened = True
        now = self._source.clock.now()
        self._forget()
        self._moved()
        if self._due.passed(now):
            with self._lock:
                self._table.doubt()
        self._answer_requests()
        taken = self._load == self._told_load and not self._asker.looks_again()
        if (taken or self._take_load()) and self._answer_wanted():
            self._ask_coming()
            self._due.set(self._source, now, anew=self._due_load != self._load)
            self._due_load = self._load
        self._failures, self._again = 0, 0.0
        self._asker.sound()

    def _forget(self) -> None:
        """Lets go of old answers, and of those in another language."""
        with self._lock:
            worded, self._worded = self._worded, False
            fits, self._fits = (lambda _: False) if worded else self._fits, None
            if fits is not None:
                self._table.forget(fits)
                self._aside.forget()
            sight = {*self._wanted, *self._coming}
            self._table.keep(sight, self._told_load)
            asked = {*sight, *self._requests, *LOOKED_AT, *compared(sight, self._reference)}
        self._asker.keep(asked)
        if worded:
            self._baselines.doubt()
            self._desk.reword()

    def _moved(self) -> bool:
        """Whether a load has come since the last time; all of it counts as new until it was taken."""
        if not self._source.changed():
            self._unsettled = 0
            return False
        self._load += 1
        self._asker.hurry()
        self._baselines.doubt()
        self._unsettled += 1
        return self._unsettled < _MOST_UNSETTLED  # where they never end, each board is shown as it was asked

    def _take_load(self) -> bool:
        """Figures in sight, status and timeline change together; whether they did: another load may come between."""
        staged: Answers = {}
        asked = time.monotonic()
        as_of, seen = self._source.answer(DataAsOfQuery()), self._asker.look()
        if seen is None:
            return False
        for query in [query for query in self._wanted if query in self._table and not query.slow]:
            if self._table.fresh(query, self._load):
                continue
            answers = self._asker.ask(query)
            if answers:
                staged[query] = answers[0]
            elif self._asker.hopes(query):
                return False
        load = self._load
        bases = self._baselines.refer(self._asker.ask, self._reference, self._wanted)
        if self._moved():
            self._baselines.publish_again()
            return False
        exports, timeline = seen
        try:
            status = self._desk.looked(as_of, exports)
        except Exception as error:  # noqa: BLE001 - a file that nothing can be said of costs its line at the foot
            self._note(error)
            status = self._desk.looked(as_of, None)
        if staged:
            status = self._desk.based(self._source.clock.now(), staged.values())
        with self._lock:
            for query in list(staged):
                held = self._table.get(query)
                moves = query.at is None or held is None or not same(held.answer, staged[query])
                self._table.put(query, staged[query], asked, load)
                if not moves:  # the past is shown again only where it is another past
                    del staged[query]
            self._told_load = load
            self._untaken = True
        self._publish(answers=staged, status=status, bases=bases, timeline=timeline)
        return True

    def _answer_requests(self) -> None:
        for query in list(self._requests):
            answers = self._asker.ask(query, self._stumbled)
            if not answers:
                trouble = self._asker.trouble(query)
                last = query.given_up(trouble.error) if trouble is not None and trouble.times >= _GIVE_UP else None
                if last is None:
                    continue
                answers = (last,)
                self._asker.let_be(query)
            with self._lock:
                self._requests = [other for other in self._requests if other is not query]
            self._publish(fetched=(query, answers[0]))

    def _stumbled(self, query: Query, error: Exception) -> None:
        """What was asked for once and is not given up is said to fail; what is in sight says so itself."""
        if query.given_up(error) is None:
            self._desk.stumbled(error)

    def _answer_wanted(self) -> bool:
        """What has come into sight, then what its changes are counted from; another moment's board comes with both at
        once. Whether no load came between.
        """
        with self._lock:
            wanted, reference = self._wanted, self._reference
        held: Answers = {}
        for query in wanted:
            if self._table.fresh(query, self._load) and query in self._given:
                continue
            answers = self._newest(query)
            if answers is None:
                break
            for answer in answers:
                if query.dated and query.at != self._shown_at:
                    held[query] = answer
                else:
                    self._publish(answers={query: answer})
        else:
            bases = self._baselines.refer(self._asker.ask, reference, wanted)
            if held or bases is not None:
                self._publish(answers=held, bases=bases)
            self._shown_at = next((query.at for query in wanted if query.dated), None)
            return True
        self._publish(answers=held)  # they count as given; another moment is shown once all of it has come
        return False

    def _newest(self, query: Query) -> tuple[object, ...] | None:
        """The answer, asked for where there is no fresh one; nothing where it fails or is the one that the app has, and
        None where a load came meanwhile.
        """
        before = self._table.get(query)
        if before is not None and self._table.fresh(query, self._load):
            return (before.answer,)  # it came while the question was not in sight
        asked = time.monotonic()
        answers = self._asker.ask(query)
        if not answers:
            return ()
        if self._moved():
            return None
        if before is not None and (before.load == self._load or query.at is not None):
            answers = (before.answer,) if same(before.answer, answers[0]) else answers
        with self._lock:
            self._table.put(query, answers[0], asked, self._load)
        if before is not None and answers[0] is before.answer and query in self._given:
            return ()
        if getattr(answers[0], "data_as_of", None) is not None:
            self._desk.based(self._source.clock.now(), answers)
        return answers

    def _ask_coming(self) -> None:
        """What will be in sight soon, and what its changes will be counted from, unless something else is to do."""
        with self._lock:
            wanted, coming, reference = self._wanted, self._coming, self._reference
        for query in coming:
            if self._wake.is_set():
                return
            if not self._table.fresh(query, self._load):
                asked, load = time.monotonic(), self._load
                for answer in self._asker.ask(query):
                    with self._lock:
                        self._table.put(query, answer, asked, load)
        if coming and not self._wake.is_set():
            bases = self._baselines.refer(self._asker.ask, reference, (*wanted, *coming))
            if bases is not None:
                self._publish(bases=bases)

    def _publish(
        self,
        answers: Answers | None = None,
        fetched: tuple[Query, object] | None = None,
        status: Status | None = None,
        bases: ReferenceAnswers | None = None,
        timeline: Timeline | None = None,
        failing: Mapping[Query, str] | None = None,
    ) -> None:
        with self._lock:
            self._new.update(answers or {})
            self._given.update(answers or ())
            if fetched is not None:
                self._fetched.append(fetched)
            if status is not None:
                self._status = self._told = status
            if bases is not None:
                self._bases = bases
            if timeline is not None:
                self._timeline = timeline
            if failing is not None:
                self._failing = failing
        if not self._stopped:
            self._post()
