"""The thread that keeps the screens up to date. It asks the source, so that the event loop waits for no query.

The thread waits until the app asks something or the collector writes. It asks the screen's queries again after a load,
when a dossier becomes due soon or overdue, and from time to time for boards that the clock alone may change. The broker
hands over the answers, and a message tells the app. Several messages merge into one, so a screen that is slow to draw
gets the newest answers and skips the others.

Boards and status change together after a load. A query counts as asked, and a request as answered, only when the
answer has arrived. A failure is logged, shown, and retried after ever longer pauses. Meanwhile the last good boards
stay on screen.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.tui.session import process
from cchc_tui.tui.session.asker import HEADER_QUERIES, Asker, pause_after
from cchc_tui.tui.session.broker import Broker, same
from cchc_tui.tui.session.queries import Answers, DataAsOfQuery, NextDueQuery, Query
from cchc_tui.tui.session.slow_queries import SlowQueries
from cchc_tui.tui.session.status_tracker import StatusTracker
from cchc_tui.tui.session.turn import Turn
from cchc_tui.tui.terminal.crash import log_error

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: Seconds between two checks for a load if the collector's news end the wait; and if they do not, or work is left.
LOOK_SECONDS, CHECK_SECONDS = 1.0, 0.03
#: Seconds in which the app draws a load. Until then this thread computes nothing that no screen shows.
_DRAWING_SECONDS = 0.1
#: After this many rounds in a row that a load interrupted, a round is finished: its boards may be of different loads.
_MAX_INTERRUPTED = 5
#: Seconds that the app's end waits for the thread's end.
_END_SECONDS = 0.3
#: Least seconds between two alarms, because a fast clock may pass many due times in a second.
_REST_SECONDS = 0.25


class DueAlarm:
    """An alarm for when the next dossier becomes due soon or overdue by the source's clock, and for midnight."""

    def __init__(self) -> None:
        self._next: Stamp | None = None
        self._load = -1  # the load after which the alarm was set; -1: it is not set
        self._since: Stamp | None = None  # due times from this moment on may have been missed
        self._rest_until = 0.0

    def goes_off(self, now: Stamp) -> bool:
        """Whether the alarm's moment has come. After it has gone off, the alarm must be set again."""
        if self._load < 0 or self._next is None or now < self._next or time.monotonic() < self._rest_until:
            return False
        self._load, self._since = -1, now
        self._rest_until = time.monotonic() + _REST_SECONDS
        return True

    def set(self, source: Source, since: Stamp, load: int) -> None:
        """Set the alarm to the next due time or midnight. If the alarm is already set for this load, leave it.

        ``since`` is a moment before the boards were last asked. Due times after ``since`` count, so none is missed.
        """
        if load != self._load:
            self._load = -1
            self._since = since if self._since is None else min(self._since, since)
            midnight = (self._since // DAY + 1) * DAY  # days late grow, and directives become due soon or overdue
            self._next = min(source.answer(NextDueQuery(at=self._since)) or midnight, midnight)
            self._since, self._load = None, load


class Poller:
    """The poller's thread, its rounds and its pauses. Queries and answers pass through ``broker``."""

    def __init__(self, source: Source, tracker: StatusTracker, post: Callable[[], object]):
        """``post`` is called to tell the app that there is an update."""
        self._source = source
        self._tracker = tracker
        self.broker = Broker(tracker.status, post)
        self._asker = Asker(source, SlowQueries(source, self.broker.wake.end_wait))
        self._due = DueAlarm()
        self._turn = Turn()
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
        self._loads = 0  # the number of loads noticed
        self._published_load = -1  # the load of the published boards and status; -1: none
        self._published_at: Stamp | None = None  # the moment of the answers that were last published
        self._interrupted = 0  # rounds in a row that another load interrupted
        self._drawing_until = 0.0  # the ``time.monotonic()`` until which the app is expected to draw the last load
        self._settled = False  # whether the last round left nothing to be asked or tried again
        self._tidied = 0  # the load after which memory was last given back
        self._failures = 0  # rounds in a row that failed
        self._retry_at = 0.0  # the ``time.monotonic()`` of the next round after a failure

    # ── the thread ───────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Start the thread, once the first frame is drawn."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread, and wait a moment for its end."""
        self.broker.stopped = True
        self._asker.slow.stop()
        self.broker.wake.set()
        if self._thread.is_alive():
            self._thread.join(_END_SECONDS)

    def _run(self) -> None:
        woken = True
        while not self.broker.stopped:
            self.run_once(woken=woken)
            woken = self.broker.wake.wait(self._pause())
            self.broker.wake.clear()
        for query in [query for query in self.broker.requests if query.writes]:  # writes that still wait
            self._asker.ask(query, at_once=True)

    def run_once(self, *, woken: bool) -> None:
        """Run a round if one is due, then update the status. Never raises.

        ``woken`` is true if the app has asked for something. The round then waits neither after a failure nor for a
        turn.
        """
        try:
            if woken or time.monotonic() >= self._retry_at:
                self._round(woken)
                self._failures, self._retry_at = 0, 0.0
        except Exception as error:  # noqa: BLE001 - whatever it is, the thread goes on
            self._note_failed_round(error)
        finally:
            self._turn.give_back()
        try:
            failing, unseen = self._failing()
            status = self._tracker.tick(self._source.clock.now(), self._asker.error, unseen)
            self.broker.publish_status(status, failing)
        except Exception as error:  # noqa: BLE001 - as above
            self._note_failed_round(error)

    def _note_failed_round(self, error: Exception) -> None:
        self._failures += 1
        self._retry_at = time.monotonic() + pause_after(self._failures)
        if self._failures == 1:
            log_error(error)
        self._asker.error = error

    def _pause(self) -> float:
        """Seconds until the next round, unless something ends the wait."""
        if self._failures or not self._settled or self._tracker.unreported:
            return CHECK_SECONDS
        from cchc_tui.settings import DataFolder  # imported only after the first frame

        self.broker.wake.watch(DataFolder(self._source.data).state)
        if not self.broker.wake.watches:
            return CHECK_SECONDS
        fast = max(1.0, self._source.clock.speed)  # a demo's clock passes more due times in a second
        return max(CHECK_SECONDS, min(LOOK_SECONDS / fast, self._tracker.seconds_left()))

    # ── a round ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _round(self, woken: bool) -> None:
        """Answer requests, publish a load, answer queries of the present and the next screen, and set the due alarm."""
        self._settled = False
        if self._tracker.source is None:
            self._source.open()
            self._tracker.source = self._source
        now, broker = self._source.clock.now(), self.broker
        if broker.discard_old(self._published_load):
            self._asker.slow.discard()
            self._tracker.follow_language()  # it may be why they were discarded
        self._asker.forget_others({*broker.wanted, *broker.coming, *broker.requests, *HEADER_QUERIES})
        self._notice_load()
        if self._due.goes_off(now):
            broker.table.expire_live()
        self._answer_requests()
        published = self._loads == self._published_load and not self._asker.header_retry_due()
        if not published and not woken:
            if not self._has_turn():
                return
            self._notice_load()
        if (published or self._publish_load()) and self._answer_wanted():
            self._settled = self._fetch_coming() and not self._asker.failures
            self._due.set(self._source, now, self._loads)
        self._asker.note_success()
        self._turn.give_back()
        if self._settled and self._loads != self._tidied:
            self._give_memory_back()

    def _has_turn(self) -> bool:
        """Wait for a turn if this is an officer's viewer. Return whether to go on."""
        return not self._source.viewer.is_one_of_many or self._turn.take(self.broker.wake.wait_beside)

    def _is_current(self, query: Query) -> bool:
        """Whether the newest answer to a query is of the load shown in the header."""
        kept = self.broker.table.get(query)
        return kept is not None and kept.load == self._published_load

    def _failing(self) -> tuple[Mapping[Query, str], str]:
        """Two values: the failing queries that the screen reports, and a failure that it does not report.

        The first maps each failing query of the screen to the name of its exception. The second is the name of the
        exception of a failing query of the header or a failing request; "" if there is none.
        """
        failing = self._asker.failing(self.broker.wanted, self._is_current)
        others = self._asker.failing((*HEADER_QUERIES, *self.broker.requests), self._is_current)
        return failing, next((name for query, name in others.items() if query not in failing), "")

    def _notice_load(self) -> bool:
        """If there is a new load, count it. Return whether the round has to begin again."""
        if not self._source.changed():
            self._interrupted = 0
            return False
        self._loads += 1
        self._asker.note_load()
        self._interrupted += 1
        return self._interrupted < _MAX_INTERRUPTED

    def _publish_load(self) -> bool:
        """Publish answers, status and timeline of a load together.

        Return False if a query fails or another load comes. With the first load, all of the screen's queries that are
        not slow are answered, so that the screen is drawn once.
        """
        asked, load, table = time.monotonic(), self._loads, self.broker.table
        data_as_of = self._source.answer(DataAsOfQuery())
        answers: Answers = {}
        if not self._ask_all(HEADER_QUERIES, answers):
            return False
        exports, timeline = map(answers.get, HEADER_QUERIES)
        before = self.broker.wanted
        wanted = before if timeline is None else self.broker.follow_load(timeline)
        first = self._published_load < 0
        shown = [query for query in wanted if not query.slow and (first or query in table or query not in before)]
        stale = [query for query in shown if not table.is_fresh(query, load)]
        if not self._ask_all(stale, answers) or self._notice_load():
            return False
        staged = {query: answers[query] for query in stale if query in answers}
        self._tracker.note_load(data_as_of, exports)
        changed = self._store(staged, asked, load, new_load=True)
        status = self._tracker.tick(self._source.clock.now(), self._asker.error, self._failing()[1])
        self._published_load = load
        if changed:
            self._drawing_until = time.monotonic() + _DRAWING_SECONDS
        self.broker.publish(answers=changed, status=status, timeline=timeline)
        return True

    def _ask_all(self, queries: Iterable[Query], answers: Answers) -> bool:
        """Add the queries' answers to ``answers``. Return False if a query failed for which the load has to wait."""
        for query in queries:
            if query not in answers:
                answers |= self._asker.ask(query)
            if query not in answers and self._asker.is_awaited(query):
                return False
        return True

    def _store(self, answers: Answers, asked: float, load: int, *, new_load: bool = False) -> Answers:
        """Store answers. Return the answers that the app lacks. ``asked`` and ``load`` are as in ``KeptAnswer``.

        The app lacks an answer if it has no equal one. After another load, it also lacks an answer about the present
        that is equal.
        """
        lacking: Answers = {}
        for query, answer in answers.items():
            kept = self.broker.table.get(query)
            if kept is not None and (kept.load == load or query.at is not None) and same(kept.answer, answer):
                answers[query] = kept.answer
            if kept is None or answers[query] is not kept.answer or query not in self.broker.delivered:
                lacking[query] = answers[query]
        self._tracker.note_figures(self._source.clock.now(), answers.values())
        self.broker.put(answers, asked, load, new_load=new_load)
        return lacking

    def _answer_requests(self) -> None:
        for query in list(self.broker.requests):
            if fetched := self._asker.ask(query) or self._asker.give_up(query):
                self._tracker.note_personal_fault()  # an access that begins must not meet the fault of one before
                self.broker.publish(fetched=tuple(fetched.items()), status=self._tracker.status)

    def _answer_wanted(self) -> bool:
        """Answer those queries of the screen that have no fresh answer. Return False if a load interrupts.

        After a step to another moment, the boards of that moment and of its reference are published together.
        """
        wanted, table = self.broker.wanted, self.broker.table
        together: Answers = {}
        for query in wanted:
            kept = table.get(query)
            if kept is not None and table.is_fresh(query, self._loads):  # perhaps asked while no screen showed it
                lacking = {} if query in self.broker.delivered else {query: kept.answer}
            else:
                asked, load = time.monotonic(), self._loads
                answers = self._asker.ask(query)
                if answers and self._notice_load():
                    self.broker.publish(answers=together)  # published answers count as delivered
                    return False
                lacking = self._store(answers, asked, load)
            if query.dated and query.at != self._published_at:
                together |= lacking
            elif lacking:
                self.broker.publish(answers=lacking)
        if together:
            self.broker.publish(answers=together)
        self._published_at = next((query.at for query in wanted if query.dated), None)
        return True

    def _fetch_coming(self) -> bool:
        """Answer queries of the next screen, until there is other work. Return whether all were asked."""
        if time.monotonic() < self._drawing_until:
            return False
        for query in self.broker.coming:
            if self.broker.wake.is_set():
                return False
            if not self.broker.table.is_fresh(query, self._loads):
                if not self._has_turn():
                    return False
                asked, load = time.monotonic(), self._loads
                self.broker.put(self._asker.ask(query), asked, load)
        return True

    def _give_memory_back(self) -> None:
        """Free memory after a load.

        The first time, also free what only the start needed, and lower the priority of an officer's viewer.
        """
        if not self._tidied:
            process.drop_start()
            if self._source.viewer.is_one_of_many:  # it starts no collector, which would inherit the priority
                process.let_others_first({self._thread.name, self._asker.slow.name})
        self._tidied = self._loads
        self._source.release_memory()
        process.give_back()
