"""The thread that keeps the screens fresh: it alone talks to the source, so no query ever waits in the event loop.

It looks many times a second whether a load was committed and asks anew what is in sight; at the very moment at which
a dossier becomes due soon or overdue, and every few seconds besides, what time alone may have changed. Answers and
status are laid down under a lock and the app is told with one message that coalesces, so a screen that is slow to draw
gets the newest and skips the rest. When the source fails, the last good boards stay and a banner says so; the thread
goes on trying.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cchc_tui.tui.baselines import Baselines, Bases
from cchc_tui.tui.dueclock import DueClock
from cchc_tui.tui.newsdesk import Desk
from cchc_tui.tui.queries import Answers, Query, same
from cchc_tui.tui.status import Status

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference
    from cchc_tui.boards.source import Source
    from cchc_tui.boards.timeline import Timeline

LOOK_SECONDS = 0.03
_RETRY_SECONDS = 2.0


@cache
def failures() -> tuple[type[Exception], ...]:
    """How a source fails: folder or database gone or busy, a fault in the registry. Imported after the frame."""
    import sqlite3  # noqa: PLC0415

    from cchc_tui.registry import RegistryError  # noqa: PLC0415

    return sqlite3.Error, OSError, RegistryError


class KeeperLike(Protocol):
    """What the thread needs of the one that sees to a collector (``collector.spawn.Keeper``)."""

    trouble: str

    @property
    def pid(self) -> int:
        """The number of the collector that it started; 0 for none."""

    def may_collect(self) -> bool:
        """Whether this viewer may write here."""

    def tick(self) -> None:
        """Looks after the collector."""


class News(NamedTuple):
    """What is new since it was last taken."""

    answers: Answers
    delivered: tuple[tuple[Query, object], ...]
    status: Status
    bases: Bases | None  # what changes are counted from, where that is new
    timeline: Timeline | None  # None: nothing was looked at yet


class Live:
    """Asks the source, in a thread of its own, what the screens want to know."""

    def __init__(self, source: Source, desk: Desk, post: Callable[[], object]):
        self._source = source
        self._desk = desk
        self._post = post
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._wanted: tuple[Query, ...] = ()
        self._reference: Reference | None = None
        self._requests: list[Query] = []
        self._worded = False  # since the last look there is another language
        self._answers: Answers = {}
        self._fits: Callable[[Query], bool] | None = None  # what of them is to be let go of
        self._asked: dict[Query, float] = {}
        self._loaded = False  # since the last round: what is asked for anew is shown even if it looks the same
        self._baselines = Baselines()
        self._due = DueClock()
        self._new: Answers = {}
        self._bases: Bases | None = None
        self._timeline: Timeline | None = None
        self._delivered: list[tuple[Query, object]] = []
        self._status = desk.status
        self._told = desk.status

    # ── called by the app ────────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Begins; call it once the first frame is drawn."""
        self._thread.start()

    def stop(self, seconds: float = 0.3) -> None:
        """Ends; an answer that takes longer than that is not waited for."""
        self._stopped = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def want(self, queries: Iterable[Query], reference: Reference | None) -> None:
        """These are in sight from now on, and no others; changes are counted from that reference."""
        with self._lock:
            self._wanted = tuple(dict.fromkeys(queries))
            self._reference = reference
        self._wake.set()

    def ask_anew(self) -> None:
        """Everything in sight is asked for again: there is another language, and answers hold words."""
        with self._lock:
            self._worded = True
        self._wake.set()

    def forget(self, fits: Callable[[Query], bool]) -> None:
        """Lets go of what was asked otherwise than it may be answered now."""
        with self._lock:
            self._requests = [query for query in self._requests if fits(query)]
            self._new = {query: answer for query, answer in self._new.items() if fits(query)}
            self._delivered = [pair for pair in self._delivered if fits(pair[0])]
            self._fits = fits
        self._wake.set()

    def request(self, query: Query) -> None:
        """Asks once; the answer comes among the delivered ones. Of what is asked as one types, the newest is enough."""
        with self._lock:
            if query.typed:
                self._requests = [other for other in self._requests if type(other) is not type(query)]
            self._requests.append(query)
        self._wake.set()

    def take(self) -> News:
        """All that is new since the last time."""
        with self._lock:
            news = News(self._new, tuple(self._delivered), self._status, self._bases, self._timeline)
            self._new, self._delivered, self._bases = {}, [], None
            return news

    # ── the thread ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _run(self) -> None:
        ended_well = False
        try:
            opened = False
            while not self._stopped:
                opened = opened or self._open()
                if opened:
                    self._turn()
                self._wake.wait(LOOK_SECONDS if opened else _RETRY_SECONDS)
                self._wake.clear()
            ended_well = True
        finally:
            if not ended_well:  # a fault of ours: the app lives on and says that its boards no longer move
                self._publish(status=self._desk.ended(sys.exc_info()[1]))

    def _open(self) -> bool:
        try:
            self._source.open()
        except failures() as error:
            self._publish(status=self._desk.lost(error))
            return False
        self._desk.opened(self._source)
        return True

    def _turn(self) -> None:
        """One look: jobs, what changed, what is due, the status."""
        if self._fits is not None:
            fits, self._fits = self._fits, None
            for query in [query for query in self._asked if not fits(query)]:
                del self._asked[query]
                self._answers.pop(query, None)
        try:
            now = self._source.clock.now()
            changed = self._source.changed()
            self._forget_words()
            if changed:
                self._asked.clear()
                self._loaded = True
                self._baselines.doubt()
            elif self._due.passed(now):
                for query in [query for query in self._asked if query.at is None and query.every]:
                    del self._asked[query]
            self._answer_requests()
            self._answer_wanted()
            if changed or self._timeline is None:
                self._look()
            self._due.set(self._source, now, anew=changed)
        except failures() as error:
            self._publish(status=self._desk.lost(error))
            return
        self._loaded = False
        status = self._desk.tick()
        if status != self._told:
            self._publish(status=status)

    def _forget_words(self) -> None:
        """What was answered in another language is asked for again."""
        with self._lock:
            worded, self._worded = self._worded, False
        if worded:
            self._asked.clear()
            self._answers.clear()
            self._baselines.doubt()
            self._desk.reword()

    def _look(self) -> None:
        """What came with a load besides the boards."""
        self._desk.looked(self._source.data_as_of(), self._source.exports())
        timeline = self._source.timeline()
        if timeline != self._timeline:
            self._publish(timeline=timeline)

    def _answer_requests(self) -> None:
        with self._lock:
            requests, self._requests = self._requests, []
        for query in requests:
            for answer in self._ask(query):
                self._publish(delivered=(query, answer))

    def _ask(self, query: Query) -> tuple[object, ...]:
        """The one answer; none where a fault of ours kept it from coming, which costs no other question anything."""
        try:
            return (query.ask(self._source),)
        except failures():
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the boards of a meeting go on
            from cchc_tui.tui.falls import log_path, write_down  # noqa: PLC0415 - hardly ever

            write_down(log_path(), error)
            self._publish(status=self._desk.stumbled(error))
            return ()

    def _answer_wanted(self) -> None:
        """What is in sight, then what its changes are counted from; another moment's board comes with both at once."""
        with self._lock:
            wanted, reference = self._wanted, self._reference
        shown = {query.of(None) for query in self._answers}
        for query in [query for query in self._answers if query not in wanted]:
            del self._answers[query]
            if query.every:
                self._asked.pop(query, None)
        held: Answers = {}
        for query in wanted:
            if not self._to_ask(query):
                continue
            self._asked[query] = time.monotonic()
            answers = self._ask(query)
            if not answers:
                continue
            (answer,) = answers
            moves = self._loaded and query.at is None  # the past is shown anew only where it is another past
            if query in self._answers and not moves and same(self._answers[query], answer):
                continue
            other_moment = query not in self._answers and query.of(None) in shown
            self._answers[query] = answer
            if getattr(answer, "data_as_of", None) is not None:
                self._desk.based(self._source.clock.now())
            if other_moment:
                held[query] = answer
            else:
                self._publish(answers={query: answer})
        bases = self._baselines.refer(self._ask, reference, wanted)
        if held or bases is not None:
            self._publish(answers=held, bases=bases)

    def _to_ask(self, query: Query) -> bool:
        asked = self._asked.get(query)
        return asked is None or (query.at is None and query.every > 0 and time.monotonic() - asked >= query.every)

    def _publish(
        self,
        answers: Answers | None = None,
        delivered: tuple[Query, object] | None = None,
        status: Status | None = None,
        bases: Bases | None = None,
        timeline: Timeline | None = None,
    ) -> None:
        with self._lock:
            self._new.update(answers or {})
            if delivered is not None:
                self._delivered.append(delivered)
            if status is not None:
                self._status = self._told = status
            if bases is not None:
                self._bases = bases
            if timeline is not None:
                self._timeline = timeline
        if not self._stopped:
            self._post()
