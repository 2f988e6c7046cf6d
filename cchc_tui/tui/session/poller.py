"""The thread that keeps the screens up to date. It asks the source, so the event loop never waits for a query.

Many times a second it checks whether a load was committed; if so, it asks the queries of the screen again. It also
asks again at the moment at which a dossier becomes due soon or overdue, and every few seconds for boards that the clock
alone may change. Answers and status are handed over under a lock, and a message tells the app. Several messages
coalesce into one: a screen that is slow to draw gets the newest answers and skips the rest.

Boards and status change to a load together. A query counts as asked, and a request as answered, only once its answer
has come. A failure is logged, shown, and retried after growing pauses; the last good boards stay, the clock goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cchc_tui.tui.session.answer_table import AnswerTable, same
from cchc_tui.tui.session.asker import HEADER_QUERIES, Asker, HeaderAnswers, pause_after
from cchc_tui.tui.session.due_alarm import DueAlarm
from cchc_tui.tui.session.queries import Answers, Query
from cchc_tui.tui.session.slow_queries import SlowQueries
from cchc_tui.tui.session.status import AppStatus
from cchc_tui.tui.session.status_tracker import StatusTracker
from cchc_tui.tui.session.update import Update
from cchc_tui.tui.terminal.crash import log_path, write_down

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.moments import Stamp

#: Seconds between two checks for a load, and while a load is about to end.
CHECK_SECONDS, CHECK_SOON_SECONDS = 0.03, 0.004
#: Seconds that the app has for drawing a load before this thread takes the interpreter for what no screen shows yet.
_DRAWING_SECONDS = 0.1
#: After this many rounds in a row that a load interrupted, a round goes on: its boards may be of different loads.
_MAX_INTERRUPTED = 5


class Poller:
    """Asks the source the queries of the screens, in a thread of its own."""

    def __init__(self, source: Source, tracker: StatusTracker, post: Callable[[], object]):
        """``post`` tells the app that there is an update."""
        self._source = source
        self._tracker = tracker
        self._post = post
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
        self._stopped = False
        # What the app asks for. Guarded by the lock.
        self._wanted: tuple[Query, ...] = ()
        self._coming: tuple[Query, ...] = ()
        self._requests: list[Query] = []
        self._language_changed = False
        #: The test of a new access level, until the thread has applied it.
        self._allowed: Callable[[Query], bool] | None = None
        # What the app has not taken yet. Guarded by the lock.
        self._update = Update(tracker.status)
        self._load_not_taken = False
        # The state of the thread.
        self._table = AnswerTable()  # guarded by the lock
        #: Queries of the screen whose newest answer the app has. Guarded by the lock.
        self._delivered: set[Query] = set()
        self._slow = SlowQueries(source, self._wake)
        self._asker = Asker(source, self._log, lambda query: self._slow.answer(query, self._load))
        self._due = DueAlarm()
        self._opened = False
        self._load = 0  # the number of loads noticed
        self._published_load = -1  # the load that boards and status show; -1: none
        self._load_soon = False  # whether a load is about to end
        self._drawing_until = 0.0  # the ``time.monotonic()`` until which the app draws the last load
        self._alarm_load = -1  # the load after which the due alarm was last set
        self._interrupted = 0  # rounds in a row that another load interrupted
        self._published_at: Stamp | None = None  # the moment of the answers that were published last
        self._failures = 0  # rounds in a row that failed
        self._retry_at = 0.0  # the ``time.monotonic()`` at which the next round may begin

    # ── called by the app ────────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Start the thread, once the first frame is drawn."""
        self._thread.start()

    def stop(self, seconds: float = 0.3) -> None:
        """Stop the thread, and wait at most ``seconds`` for its end."""
        self._stopped = True
        self._slow.stop()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def subscribe(self, queries: Iterable[Query], coming: Iterable[Query] = ()) -> Answers:
        """Replace the screen's queries; return the answers that are there already.

        ``coming`` are queries of the next screen: they are asked when there is nothing else to do.
        """
        with self._lock:
            self._wanted = tuple(dict.fromkeys(queries))
            self._coming = tuple(query for query in dict.fromkeys(coming) if query not in self._wanted)
            kept = {query: self._table.get(query) for query in self._wanted}
            at_hand: Answers = {query: each.answer for query, each in kept.items() if each is not None}
            self._delivered = set(at_hand)
            with_load = self._load_not_taken  # the app's status is of an older load: answers must wait for the status
            if with_load:
                self._update = self._update._replace(answers={**at_hand, **self._update.answers})
        self._wake.set()
        return {} if with_load else at_hand

    def follow_language(self) -> None:
        """Ask every query again: the language has changed, and answers contain words."""
        with self._lock:
            self._language_changed = True
        self._wake.set()

    def discard_unless(self, allowed: Callable[[Query], bool]) -> None:
        """Discard requests and answers made under an access level that no longer applies."""
        with self._lock:
            self._wanted = tuple(query for query in self._wanted if allowed(query))  # else it would be asked again
            self._coming = tuple(query for query in self._coming if allowed(query))
            self._requests = [query for query in self._requests if allowed(query)]
            self._update = self._update._replace(
                answers={query: answer for query, answer in self._update.answers.items() if allowed(query)},
                fetched=tuple(pair for pair in self._update.fetched if allowed(pair[0])),
            )
            self._table.discard_unless(allowed)
            self._allowed = allowed
        self._wake.set()

    def fetch_once(self, query: Query) -> None:
        """Ask a query once; its answer comes in ``Update.fetched``. A ``typed`` query replaces a waiting one."""
        with self._lock:
            if query.typed:
                self._requests = [other for other in self._requests if type(other) is not type(query)]
            self._requests.append(query)
        self._wake.set()

    def drain(self) -> Update:
        """Return everything new since the last call."""
        with self._lock:
            update = self._update
            self._update = update._replace(answers={}, fetched=())
            self._load_not_taken = False
            return update

    # ── the thread ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _run(self) -> None:
        woken = True
        while not self._stopped:
            self.run_once(woken=woken)
            woken = self._wake.wait(CHECK_SOON_SECONDS if self._load_soon else CHECK_SECONDS)
            self._wake.clear()
        for query in [query for query in self._requests if query.writes]:  # writes that still wait
            self._asker.ask(query, at_once=True)

    def run_once(self, *, woken: bool) -> None:
        """Run a round if one is due, then update the status. It never raises."""
        if woken or time.monotonic() >= self._retry_at:
            try:
                self._round()
            except Exception as error:  # noqa: BLE001 - whatever it is, the thread goes on
                self._note_failed_round(error)
        self._load_soon = False
        try:
            failing = self._asker.failing(self._wanted, self._is_current)
            others = self._asker.failing((*HEADER_QUERIES, *self._requests), self._is_current)
            unseen = next((name for query, name in others.items() if query not in failing), "")
            status = self._tracker.tick(self._source.clock.now(), self._asker.error, unseen)
            if (status, failing) != (self._update.status, self._update.failing):
                self._publish(status=status, failing=failing)
            self._load_soon = self._tracker.load_soon()
        except Exception as error:  # noqa: BLE001 - as above
            self._note_failed_round(error)

    def _note_failed_round(self, error: Exception) -> None:
        """Pause after a failed round, log the first failure in a row, and have the status show the error."""
        self._failures += 1
        self._retry_at = time.monotonic() + pause_after(self._failures)
        if self._failures == 1:
            self._log(error)
        self._asker.error = error

    def _log(self, error: Exception) -> None:
        with suppress(OSError, ImportError, RuntimeError):  # without a home directory there is no log
            write_down(log_path(), error)

    def _is_current(self, query: Query) -> bool:
        """Whether the newest answer to a query is of the load that the header shows."""
        kept = self._table.get(query)
        return kept is not None and kept.load == self._published_load

    def _round(self) -> None:
        """Answer requests, publish a load, answer the queries of this screen and of the next, and set the due alarm."""
        if not self._opened:
            self._source.open()
            self._tracker.set_source(self._source)
            self._opened = True
        now = self._source.clock.now()
        self._discard_old()
        self._notice_load()
        if self._due.goes_off(now):
            with self._lock:
                self._table.expire_live()
        self._answer_requests()
        published = self._load == self._published_load and not self._asker.header_retry_due()
        if (published or self._publish_load()) and self._answer_wanted():
            self._fetch_coming()
            self._due.set(self._source, now, after_load=self._alarm_load != self._load)
            self._alarm_load = self._load
        self._failures, self._retry_at = 0, 0.0
        self._asker.note_success()

    def _discard_old(self) -> None:
        """Discard old answers that no screen shows, those in another language, and those that are no longer allowed."""
        with self._lock:
            if self._language_changed:
                self._table.discard_unless(lambda _: False)
                self._tracker.follow_language()
            elif self._allowed is not None:
                self._table.discard_unless(self._allowed)
            if self._language_changed or self._allowed is not None:
                self._slow.discard()
            self._language_changed, self._allowed = False, None
            in_sight = {*self._wanted, *self._coming}
            self._table.trim(in_sight, self._published_load)
            asked = {*in_sight, *self._requests, *HEADER_QUERIES}
        self._asker.forget_others(asked)

    def _notice_load(self) -> bool:
        """Count a new load; return whether the round must begin again for it (False after several in a row)."""
        if not self._source.changed():
            self._interrupted = 0
            return False
        self._load += 1
        self._asker.retry_now()
        self._interrupted += 1
        return self._interrupted < _MAX_INTERRUPTED

    def _publish_load(self) -> bool:
        """Publish a load: the screen's answers, status, timeline together; False if a query fails or a load comes."""
        staged: Answers = {}
        asked, load = time.monotonic(), self._load
        header = self._asker.ask_header()
        if header is None:
            return False
        for query in [query for query in self._wanted if query in self._table and not query.slow]:
            if self._table.is_fresh(query, load):
                continue
            answers = self._asker.ask(query)
            if answers:
                staged[query] = answers[0]
            elif self._asker.is_awaited(query):
                return False
        if self._notice_load():
            return False
        changed = {query: answer for query, answer in staged.items() if self._differs(query, answer)}
        status = self._note_header(header)
        if staged:
            status = self._tracker.note_figures(self._source.clock.now(), staged.values())
        with self._lock:
            for query, answer in staged.items():
                self._table.put(query, answer, asked, load)
            self._published_load = load
            self._load_not_taken = True
        if changed:
            self._drawing_until = time.monotonic() + _DRAWING_SECONDS
        self._publish(answers=changed, status=status, timeline=header.timeline)
        return True

    def _differs(self, query: Query, answer: object) -> bool:
        """Whether an answer must be published: one about now always, one about a past moment only if it has changed."""
        kept = self._table.get(query)
        return query.at is None or kept is None or not same(kept.answer, answer)

    def _note_header(self, header: HeaderAnswers) -> AppStatus:
        try:
            return self._tracker.note_load(header.data_as_of, header.exports)
        except Exception as error:  # noqa: BLE001 - a file that can't be described costs its notice only
            self._log(error)
            return self._tracker.note_load(header.data_as_of, None)

    def _answer_requests(self) -> None:
        for query in list(self._requests):
            for answer in self._asker.ask(query) or self._asker.give_up(query):
                with self._lock:
                    self._requests = [other for other in self._requests if other is not query]
                self._publish(fetched=((query, answer),))

    def _answer_wanted(self) -> bool:
        """Answer the screen's open queries; False if a load interrupts.

        After a step to another moment, all boards of that moment are published at once, as are those of the reference.
        """
        wanted = self._wanted
        together: Answers = {}
        for query in wanted:
            if self._table.is_fresh(query, self._load) and query in self._delivered:
                continue
            answers = self._newest_answer(query)
            if answers is None:
                self._publish(answers=together)  # they count as delivered
                return False
            for answer in answers:
                if query.dated and query.at != self._published_at:
                    together[query] = answer
                else:
                    self._publish(answers={query: answer})
        if together:
            self._publish(answers=together)
        self._published_at = next((query.at for query in wanted if query.dated), None)
        return True

    def _newest_answer(self, query: Query) -> tuple[object, ...] | None:
        """A tuple of the fresh answer, asked for if needed; () if it fails or the app has it; None if a load came."""
        before = self._table.get(query)
        if before is not None and self._table.is_fresh(query, self._load):
            return (before.answer,)  # it was asked while the query was not on screen
        asked = time.monotonic()
        answers = self._asker.ask(query)
        if not answers:
            return ()
        if self._notice_load():
            return None
        if before is not None and (before.load == self._load or query.at is not None):
            answers = (before.answer,) if same(before.answer, answers[0]) else answers
        with self._lock:
            self._table.put(query, answers[0], asked, self._load)
        if before is not None and answers[0] is before.answer and query in self._delivered:
            return ()
        if getattr(answers[0], "data_as_of", None) is not None:
            self._tracker.note_figures(self._source.clock.now(), answers)
        return answers

    def _fetch_coming(self) -> None:
        """Answer the next screen's queries, until there is other work."""
        if time.monotonic() < self._drawing_until:
            return
        for query in self._coming:
            if self._wake.is_set():
                return
            if not self._table.is_fresh(query, self._load):
                asked, load = time.monotonic(), self._load
                for answer in self._asker.ask(query):
                    with self._lock:
                        self._table.put(query, answer, asked, load)

    def _publish(
        self, answers: Answers | None = None, fetched: tuple[tuple[Query, object], ...] = (), **changes: Any
    ) -> None:
        """Give answers to the app, and changes of the other fields of ``Update``."""
        with self._lock:
            self._delivered.update(answers or ())
            answers = {**self._update.answers, **(answers or {})}
            self._update = self._update._replace(answers=answers, fetched=self._update.fetched + fetched, **changes)
        if not self._stopped:
            self._post()
