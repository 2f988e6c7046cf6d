"""The exchange between the app and the poller's thread, under one lock: queries, the next update, and kept answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cchc_tui.domain.moments import DAY
from cchc_tui.tui.session.poller_wait import PollerWait
from cchc_tui.tui.session.queries import Answers, Query
from cchc_tui.tui.session.status import AppStatus

if TYPE_CHECKING:
    from cchc_tui.boards.timeline import Timeline


#: How many answers are kept after their screens were left, so that a screen that comes back shows them at once. Many
#: screens have two: one for their moment, and one for the moment of the reference.
KEPT_OUT_OF_SIGHT = 24


class KeptAnswer(NamedTuple):
    """An answer, the ``time.monotonic()`` at which its query was asked, and the number of loads before that time."""

    answer: Any
    asked: float
    load: int


class AnswerTable(dict[Query, KeptAnswer]):
    """The poller's answers by query. The answers that a screen needed most recently are last."""

    _live_since = 0.0  # the ``time.monotonic()`` before which answers about now are outdated

    def is_fresh(self, query: Query, load: int) -> bool:
        """Whether a query has a stored answer of load number ``load`` that the clock has not outdated."""
        kept = self.get(query)
        if kept is None or kept.load != load:
            return False
        if query.at is not None or not query.every:
            return True
        return kept.asked >= self._live_since and time.monotonic() - kept.asked < query.every

    def expire_live(self) -> None:
        """Mark as outdated all answers about the present that the clock alone can change."""
        self._live_since = time.monotonic()

    def trim(self, in_sight: Collection[Query], load: int) -> None:
        """Discard answers to queries that are not ``in_sight``, except the last ``KEPT_OUT_OF_SIGHT`` usable answers.

        A usable answer is small, not personal, of load number ``load``, and not outdated by the clock. Answers to
        queries ``in_sight`` move to the end of the table.
        """
        others = [query for query in self if query not in in_sight]
        valid = [query for query in others if query.small and not query.shows.personal and self[query].load == load]
        valid = [query for query in valid if query.at is not None or self[query].asked >= self._live_since]
        for query in set(others) - set(valid[-KEPT_OUT_OF_SIGHT:]):
            del self[query]
        for query in [query for query in self if query in in_sight]:
            self[query] = self.pop(query)

    def discard_unless(self, allowed: Callable[[Query], bool]) -> None:
        """Discard the answers to all queries for which ``allowed`` returns False."""
        for query in [query for query in self if not allowed(query)]:
            del self[query]


def same(old: Any, new: Any) -> bool:
    """Whether two answers look the same on screen, as they do if only the times of day of ``as_of`` differ."""
    from dataclasses import is_dataclass, replace  # imported only after the first frame

    if type(old) is not type(new):
        return False
    if is_dataclass(old) and not isinstance(old, type) and hasattr(old, "as_of"):
        return old.as_of // DAY == new.as_of // DAY and bool(replace(old, as_of=new.as_of) == new)
    return bool(old == new)


class Update(NamedTuple):
    """What is new since the app last fetched an update."""

    status: AppStatus
    answers: Mapping[Query, Any] = {}
    fetched: tuple[tuple[Query, object], ...] = ()
    timeline: Timeline | None = None  # None until it was read
    failing: Mapping[Query, str] = {}  # failing queries of the screen → names of their exceptions


class Broker:
    """Passes queries to the poller's thread, and answers to the app. It never asks the source itself."""

    def __init__(self, status: AppStatus, post: Callable[[], object]):
        """``post`` is called to tell the app that there is an update."""
        self._post = post
        self._lock = threading.Lock()
        self.wake = PollerWait()  # set when the thread has something to do
        self.stopped = False  # whether the app is ending
        #: What the screen will ask once the timeline of a load is known; called by the thread.
        self.wanted_after: Callable[[Timeline], Iterable[Query]] = lambda _: self.wanted
        # Everything below is changed under the lock.
        self.wanted: tuple[Query, ...] = ()  # the screen's queries
        self.coming: tuple[Query, ...] = ()  # the next screen's queries
        self.requests: list[Query] = []  # queries to ask once
        self.table = AnswerTable()
        self.delivered: set[Query] = set()  # queries of the screen whose newest answer the app has
        self._update = Update(status)
        self._load_not_taken = False
        #: What the app has discarded since the thread last looked: it may have put such answers meanwhile.
        self._discards: list[Callable[[Query], bool]] = []

    # ── called by the app ────────────────────────────────────────────────────────────────────────────────────────────
    def subscribe(self, queries: Iterable[Query], coming: Iterable[Query] = ()) -> Answers:
        """Replace the screen's queries. Return the answers that exist already.

        Until the app has fetched the newest load, return {}: the answers come with that load. ``coming`` are queries of
        the next screen, which are asked when there is no other work.
        """
        with self._lock:
            self.wanted = tuple(dict.fromkeys(queries))
            self.coming = tuple(query for query in dict.fromkeys(coming) if query not in self.wanted)
            kept = {query: self.table.get(query) for query in self.wanted}
            at_hand: Answers = {query: each.answer for query, each in kept.items() if each is not None}
            self.delivered = set(at_hand)
            with_load = self._load_not_taken  # the app's status is older: answers must wait for the new one
            if with_load:
                self._update = self._update._replace(answers={**at_hand, **self._update.answers})
            complete = all(query in self.table for query in (*self.wanted, *self.coming))
        if complete:
            self.wake.end_wait()  # nobody waits for an answer
        else:
            self.wake.set()
        return {} if with_load else at_hand

    def follow_language(self) -> None:
        """Ask every query again after a change of language, because answers contain texts."""
        with self._lock:
            self._discards.append(lambda _: False)
        self.wake.set()

    def discard_unless(self, allowed: Callable[[Query], bool]) -> None:
        """Discard queries, requests and answers that are not ``allowed``: their access level no longer applies."""
        with self._lock:
            self.wanted = tuple(query for query in self.wanted if allowed(query))  # otherwise it would be asked again
            self.coming = tuple(query for query in self.coming if allowed(query))
            self.requests = [query for query in self.requests if allowed(query)]
            self._update = self._update._replace(
                answers={query: answer for query, answer in self._update.answers.items() if allowed(query)},
                fetched=tuple(pair for pair in self._update.fetched if allowed(pair[0])),
            )
            self.table.discard_unless(allowed)
            self._discards.append(allowed)
        self.wake.set()

    def fetch_once(self, query: Query) -> None:
        """Ask a query once; its answer comes in ``Update.fetched``.

        A query that is asked at each typed letter (``Query.typed``) replaces waiting requests of its class.
        """
        with self._lock:
            if query.typed:
                self.requests = [other for other in self.requests if type(other) is not type(query)]
            self.requests.append(query)
        self.wake.set()

    def drain(self) -> Update:
        """Return everything new since the last call."""
        with self._lock:
            update = self._update
            self._update = update._replace(answers={}, fetched=())
            self._load_not_taken = False
            return update

    # ── called by the thread ─────────────────────────────────────────────────────────────────────────────────────────
    def discard_old(self, load: int) -> bool:
        """Discard again what the app has discarded since the last call, then trim the table.

        This is necessary, because the thread may have stored such answers again meanwhile. Return whether the app
        discarded anything.
        """
        with self._lock:
            discards, self._discards = self._discards, []
            for allowed in discards:
                self.table.discard_unless(allowed)
            self.table.trim({*self.wanted, *self.coming}, load)
        return bool(discards)

    def follow_load(self, timeline: Timeline) -> tuple[Query, ...]:
        """Replace the screen's queries by those needed after a load with this timeline. Return the queries."""
        before = self.wanted
        after = tuple(dict.fromkeys(self.wanted_after(timeline)))
        with self._lock:
            if self.wanted == before:  # otherwise the app has asked for something else meanwhile
                self.wanted = after
            return self.wanted

    def put(self, answers: Answers, asked: float, load: int, *, new_load: bool = False) -> None:
        """Store answers. ``asked`` and ``load`` are as in ``KeptAnswer``.

        With ``new_load``, ``subscribe`` returns {} until the app has fetched the load's status.
        """
        with self._lock:
            for query, answer in answers.items():
                self.table[query] = KeptAnswer(answer, asked, load)
            self._load_not_taken = self._load_not_taken or new_load

    def publish(
        self, answers: Answers | None = None, fetched: tuple[tuple[Query, object], ...] = (), **changes: Any
    ) -> None:
        """Add answers to the next update: to subscribed queries (``answers``) and to requests (``fetched``).

        ``changes`` are the new values of the update's other fields.
        """
        with self._lock:
            self.delivered.update(answers or ())
            self.requests = [each for each in self.requests if all(each is not query for query, _ in fetched)]
            answers = {**self._update.answers, **(answers or {})}
            self._update = self._update._replace(answers=answers, fetched=self._update.fetched + fetched, **changes)
        if not self.stopped:
            self._post()

    def publish_status(self, status: AppStatus, failing: Mapping[Query, str]) -> None:
        """Hand over the status and the failing queries to the app, if they have changed."""
        if (status, failing) != (self._update.status, self._update.failing):
            self.publish(status=status, failing=failing)
