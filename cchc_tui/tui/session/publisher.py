"""The rounds of the poller's thread, which asks the source and publishes the answers.

Boards and status change together after a load. A query counts as asked, and a request as answered, only when the
answer has arrived.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cchc_tui.tui.session.answer_table import same
from cchc_tui.tui.session.asker import HEADER_QUERIES, Asker
from cchc_tui.tui.session.broker import Broker
from cchc_tui.tui.session.due_alarm import DueAlarm
from cchc_tui.tui.session.queries import Answers, DataAsOfQuery, Query
from cchc_tui.tui.session.status_tracker import StatusTracker
from cchc_tui.tui.session.turn import Turn

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.moments import Stamp

#: Seconds in which the app draws a load. Until then this thread computes nothing that no screen shows.
_DRAWING_SECONDS = 0.1
#: After this many rounds in a row that a load interrupted, a round is finished: its boards may be of different loads.
_MAX_INTERRUPTED = 5


class Publisher:
    """Answers the broker's queries, round by round. Only the poller's thread uses it."""

    def __init__(self, source: Source, tracker: StatusTracker, broker: Broker, asker: Asker):
        self._source = source
        self._tracker = tracker
        self._broker = broker
        self._asker = asker
        self._due = DueAlarm()
        self._turn = Turn()
        self._opened = False
        self.loads = 0  # the number of loads noticed
        self._published_load = -1  # the load of the published boards and status; -1: none
        self._drawing_until = 0.0  # the ``time.monotonic()`` until which the app is expected to draw the last load
        self._interrupted = 0  # rounds in a row that another load interrupted
        self.settled = False  # whether the last round left nothing to be asked or tried again
        self._published_at: Stamp | None = None  # the moment of the answers that were last published

    def run_once(self, *, at_once: bool) -> None:
        """Answer requests, publish a load, answer queries of the present and the next screen, and set the due alarm.

        ``at_once``: a person waits, so an officer's viewer does not wait for its turn.
        """
        self.settled = False
        try:
            self._run_once(at_once)
        finally:
            self._turn.give_back()

    def _run_once(self, at_once: bool) -> None:
        if not self._opened:
            self._source.open()
            self._tracker.set_source(self._source)
            self._opened = True
        now = self._source.clock.now()
        broker = self._broker
        if broker.discard_old(self._published_load):
            self._asker.slow.discard()
            self._tracker.follow_language()  # it may be why they were discarded
        self._asker.forget_others({*broker.wanted, *broker.coming, *broker.requests, *HEADER_QUERIES})
        self._notice_load()
        if self._due.goes_off(now):
            broker.table.expire_live()
        self._answer_requests()
        published = self.loads == self._published_load and not self._asker.header_retry_due()
        if not published and not at_once:
            if not self._has_turn():
                return
            self._notice_load()
        if (published or self._publish_load()) and self._answer_wanted():
            self.settled = self._fetch_coming() and not self._asker.any_failure
            self._due.set(self._source, now, self.loads)
        self._asker.note_success()

    def _has_turn(self) -> bool:
        """Wait for a turn if this is an officer's viewer. Return whether to go on."""
        return not self._source.viewer.is_one_of_many or self._turn.take(self._broker.wake.wait_beside)

    def failing(self) -> tuple[Mapping[Query, str], str]:
        """The screen's failing queries with the names of their exceptions, and the name of one more exception.

        The latter is from the first failing query that is not the screen's ("": there is none).
        """
        failing = self._asker.failing(self._broker.wanted, self._is_current)
        others = self._asker.failing((*HEADER_QUERIES, *self._broker.requests), self._is_current)
        return failing, next((name for query, name in others.items() if query not in failing), "")

    def _is_current(self, query: Query) -> bool:
        """Whether the newest answer to a query is of the load shown in the header."""
        kept = self._broker.table.get(query)
        return kept is not None and kept.load == self._published_load

    def _notice_load(self) -> bool:
        """If there is a new load, count it. Return whether the round has to begin again.

        After ``_MAX_INTERRUPTED`` loads in a row, the round goes on all the same.
        """
        if not self._source.changed():
            self._interrupted = 0
            return False
        self.loads += 1
        self._asker.note_load()
        self._interrupted += 1
        return self._interrupted < _MAX_INTERRUPTED

    def _publish_load(self) -> bool:
        """Publish answers, status and timeline of a load together.

        Return False if a query fails or another load comes. With the first load, all of the screen's queries that are
        not slow are answered, so that the screen is drawn once.
        """
        asked, load, table = time.monotonic(), self.loads, self._broker.table
        data_as_of = self._source.answer(DataAsOfQuery())
        answers: Answers = {}
        if not self._ask_all(HEADER_QUERIES, answers):
            return False
        exports, timeline = map(answers.get, HEADER_QUERIES)
        before = self._broker.wanted
        wanted = before if timeline is None else self._broker.follow_load(timeline)
        first = self._published_load < 0
        shown = [query for query in wanted if not query.slow and (first or query in table or query not in before)]
        stale = [query for query in shown if not table.is_fresh(query, load)]
        if not self._ask_all(stale, answers):
            return False
        if self._notice_load():
            return False
        staged = {query: answers[query] for query in stale if query in answers}
        changed = {query: answer for query, answer in staged.items() if self._differs(query, answer)}
        self._tracker.note_load(data_as_of, exports)
        now = self._source.clock.now()
        self._tracker.note_figures(now, staged.values())
        status = self._tracker.tick(now, self._asker.error, self.failing()[1])
        self._broker.put(staged, asked, load, new_load=True)
        self._published_load = load
        if changed:
            self._drawing_until = time.monotonic() + _DRAWING_SECONDS
        self._broker.publish(answers=changed, status=status, timeline=timeline)
        return True

    def _ask_all(self, queries: Iterable[Query], answers: Answers) -> bool:
        """Add the queries' answers to ``answers``. Return False if a query fails that the load has to wait for."""
        for query in queries:
            if query in answers:
                continue
            for answer in self._asker.ask(query):
                answers[query] = answer
            if query not in answers and self._asker.is_awaited(query):
                return False
        return True

    def _differs(self, query: Query, answer: object) -> bool:
        """Whether to publish an answer. An answer about a past moment is published only if it has changed."""
        kept = self._broker.table.get(query)
        return query.at is None or kept is None or not same(kept.answer, answer)

    def _answer_requests(self) -> None:
        for query in list(self._broker.requests):
            for answer in self._asker.ask(query) or self._asker.give_up(query):
                self._tracker.note_personal_fault()  # an access that begins must not meet the fault of one before
                self._broker.publish(fetched=((query, answer),), status=self._tracker.status)

    def _answer_wanted(self) -> bool:
        """Answer those queries of the screen that have no fresh answer. Return False if a load interrupts.

        After a step to another moment, the boards of that moment and of its reference are published together.
        """
        wanted = self._broker.wanted
        together: Answers = {}
        for query in wanted:
            if self._broker.table.is_fresh(query, self.loads) and query in self._broker.delivered:
                continue
            answers = self._newest_answer(query)
            if answers is None:
                self._broker.publish(answers=together)  # published answers count as delivered
                return False
            for answer in answers:
                if query.dated and query.at != self._published_at:
                    together[query] = answer
                else:
                    self._broker.publish(answers={query: answer})
        if together:
            self._broker.publish(answers=together)
        self._published_at = next((query.at for query in wanted if query.dated), None)
        return True

    def _newest_answer(self, query: Query) -> tuple[object, ...] | None:
        """A fresh answer in a tuple; () if the query fails or the app has the answer already; None if a load came."""
        before = self._broker.table.get(query)
        if before is not None and self._broker.table.is_fresh(query, self.loads):
            return (before.answer,)  # it was asked while no screen showed the query
        asked = time.monotonic()
        answers = self._asker.ask(query)
        if not answers:
            return ()
        if self._notice_load():
            return None
        if before is not None and (before.load == self.loads or query.at is not None):
            answers = (before.answer,) if same(before.answer, answers[0]) else answers
        self._broker.put({query: answers[0]}, asked, self.loads)
        if before is not None and answers[0] is before.answer and query in self._broker.delivered:
            return ()
        self._tracker.note_figures(self._source.clock.now(), answers)
        return answers

    def _fetch_coming(self) -> bool:
        """Answer queries of the next screen, until there is other work. Return whether all were asked."""
        if time.monotonic() < self._drawing_until:
            return False
        for query in self._broker.coming:
            if self._broker.wake.is_set():
                return False
            if not self._broker.table.is_fresh(query, self.loads):
                if not self._has_turn():
                    return False
                asked, load = time.monotonic(), self.loads
                for answer in self._asker.ask(query):
                    self._broker.put({query: answer}, asked, load)
        return True
