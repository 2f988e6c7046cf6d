"""The thread that keeps the screens fresh: it alone talks to the source, so no query ever waits in the event loop.

It looks ten times a second whether a load was committed, asks anew what is in sight, and every few seconds what
time alone may have changed. Answers and status are laid down under a lock and the app is told with one message that
coalesces, so a screen that is slow to draw gets the newest and skips the rest. When the source fails, the last good
boards stay and a banner says so; the thread goes on trying.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cchc_tui.domain.moments import Stamp
from cchc_tui.tui.newsdesk import Desk
from cchc_tui.tui.queries import Answers, ExportsQuery, Query, same
from cchc_tui.tui.status import Status

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

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


class Live:
    """Asks the source, in a thread of its own, what the screens want to know."""

    def __init__(self, source: Source, desk: Desk, post: Callable[[], object], first: Iterable[Query] = ()):
        self._source = source
        self._desk = desk
        self._post = post
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._wanted: tuple[Query, ...] = ()
        self._requests: list[Query] = []
        self._answers: Answers = {}
        self._asked: dict[Query, float] = {}
        self._loaded = False  # since the last round: what is asked for anew is shown even if it looks the same
        self._unbased = list(first)  # what still needs a first answer to count changes from
        self.baselines: Answers = {}
        self._new: Answers = {}
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

    def want(self, queries: Iterable[Query]) -> None:
        """These are in sight from now on, and no others."""
        with self._lock:
            self._wanted = tuple(dict.fromkeys(queries))
        self._wake.set()

    def request(self, query: Query) -> None:
        """Asks once; the answer comes among the delivered ones."""
        with self._lock:
            self._requests.append(query)
        self._wake.set()

    def take(self) -> News:
        """All that is new since the last time."""
        with self._lock:
            news = News(self._new, tuple(self._delivered), self._status)
            self._new, self._delivered = {}, []
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
        changed = False
        try:
            changed = self._source.changed()
            if changed:
                self._asked.clear()
                self._loaded = True
            self._answer_requests()
            self._answer_wanted()
            if changed or not self._desk.status.known:
                self._desk.looked(self._source.data_as_of(), self._source.exports())
            self._answer_baseline()
        except failures() as error:
            self._publish(status=self._desk.lost(error))
            return
        self._loaded = False
        status = self._desk.tick()
        if status != self._told:
            self._publish(status=status)

    def _answer_requests(self) -> None:
        with self._lock:
            requests, self._requests = self._requests, []
        for query in requests:
            self._publish(delivered=(query, query.ask(self._source)))

    def _answer_wanted(self) -> None:
        with self._lock:
            wanted = self._wanted
        for query in [query for query in self._answers if query not in wanted]:
            del self._answers[query]
            if query.every:
                self._asked.pop(query, None)
        now = time.monotonic()
        for query in wanted:
            asked = self._asked.get(query)
            if asked is not None and not (query.every and now - asked >= query.every):
                continue
            answer = query.ask(self._source)
            self._asked[query] = now
            if query in self._answers and not self._loaded and same(self._answers[query], answer):
                continue
            self._answers[query] = answer
            self._set_baseline(query, answer)
            self._publish(answer=(query, answer))

    def _answer_baseline(self) -> None:
        """One query a turn, so that what is in sight never waits for what is not."""
        if self._desk.status.data_as_of is None or not self._unbased:
            return
        query = self._unbased.pop(0)
        if query not in self.baselines:
            self._set_baseline(query, query.ask(self._source))
        self._wake.set()

    def _set_baseline(self, query: Query, answer: object) -> None:
        data_as_of: Stamp | None = getattr(answer, "data_as_of", None)
        if query not in self.baselines and data_as_of is not None and not isinstance(query, ExportsQuery):
            self.baselines[query] = answer
            self._desk.based(self._source.clock.now())

    def _publish(
        self,
        answer: tuple[Query, object] | None = None,
        delivered: tuple[Query, object] | None = None,
        status: Status | None = None,
    ) -> None:
        with self._lock:
            if answer is not None:
                self._new[answer[0]] = answer[1]
            if delivered is not None:
                self._delivered.append(delivered)
            if status is not None:
                self._status = self._told = status
        if not self._stopped:
            self._post()
