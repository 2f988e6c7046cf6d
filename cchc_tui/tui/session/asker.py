"""Asks the source one query at a time. A query that fails is logged and asked again after ever longer pauses."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.domain.roles import NotAllowedError
from cchc_tui.tui.session.queries import Answers, ExportsQuery, Query, TimelineQuery
from cchc_tui.tui.session.slow_queries import SlowQueries
from cchc_tui.tui.terminal.crash import log_error

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: A load is published without the answer to a query that has failed this many times in a row.
FAILURES_AWAITED = 3
#: A request that has failed this many times in a row is answered with ``Query.given_up``, unless that is None.
_MAX_REQUEST_FAILURES = 5
#: Pauses between two attempts, in seconds: each is twice as long as the one before.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
#: The queries for header and footer, besides ``DataAsOfQuery``.
HEADER_QUERIES = ExportsQuery(), TimelineQuery()


class Failure(NamedTuple):
    """The unbroken series of failures up to a query's last try."""

    times: int  # in a row
    retry_at: float  # the ``time.monotonic()`` of the next try
    error: Exception  # the last one
    source_lost: bool  # whether the error means that the source cannot be read


def pause_after(times: int) -> float:
    """Seconds to wait after a number of failures in a row."""
    return min(FIRST_PAUSE * 2.0 ** min(times - 1, 10), LONGEST_PAUSE)


class Asker:
    """Asks queries and counts failures, in the poller's thread."""

    def __init__(self, source: Source, slow: SlowQueries):
        self._source = source
        self.slow = slow
        self.failures: dict[Query, Failure] = {}  # of the queries that failed at their last try
        self._refused: set[Query] = set()
        self.error: Exception | None = None  # why the source cannot be read; None if it can

    def ask(self, query: Query, *, at_once: bool = False) -> Answers:
        """The query's answer; {} if there is none yet.

        There is none if the query fails, is paused after a failure, or is slow and not answered yet. ``at_once``
        ignores the pause. Without the right to ask the query, the answer is what ``query.given_up()`` returns.
        """
        failure = self.failures.get(query)
        if failure is not None and time.monotonic() < failure.retry_at and not at_once:
            return {}
        try:
            answers = self.slow.answer(query) if query.slow else {query: query.answer(self._source)}
        except NotAllowedError as error:
            self._refused.add(query)
            return {query: query.given_up(error)}
        except Exception as error:  # noqa: BLE001 - whatever it is, the boards of a meeting go on
            self._note_failure(query, error)
            return {}
        if answers:
            self.failures.pop(query, None)
            self._refused.discard(query)
        return answers

    def _note_failure(self, query: Query, error: Exception) -> None:
        import sqlite3  # once something has failed

        from cchc_tui.registry import RegistryError

        before = self.failures.get(query)
        times = before.times + 1 if before is not None else 1
        # A lost source: folder or database gone or busy, a fault in the registry.
        lost = isinstance(error, sqlite3.Error | OSError | RegistryError) and not (query.writes or query.slow)
        self.failures[query] = Failure(times, time.monotonic() + pause_after(times), error, lost)
        if before is None or type(before.error) is not type(error):
            log_error(error)
        if lost:
            self.error = error

    def header_retry_due(self) -> bool:
        """Whether a failed query for header or footer may be tried again now."""
        now = time.monotonic()
        return any(now >= self.failures[query].retry_at for query in HEADER_QUERIES if query in self.failures)

    def is_awaited(self, query: Query) -> bool:
        """Whether a load waits for a failing query: it has failed fewer than ``FAILURES_AWAITED`` times in a row."""
        failure = self.failures.get(query)
        return failure is not None and failure.times < FAILURES_AWAITED

    def note_load(self) -> None:
        """After a load, end the pauses of failed queries, which may succeed now. Discard answers to slow queries."""
        self.failures = {query: failure._replace(retry_at=0.0) for query, failure in self.failures.items()}
        self.slow.discard()

    def give_up(self, query: Query) -> Answers:
        """Return {query: ``query.given_up()``} after too many failures; {} before, or if ``given_up`` returns None."""
        failure = self.failures.get(query)
        if failure is None or failure.times < _MAX_REQUEST_FAILURES:
            return {}
        last = query.given_up(failure.error)
        return {} if last is None else {query: last}

    def forget_others(self, asked: Collection[Query]) -> None:
        """Discard failures and refusals of queries that are not in ``asked``: nothing else would clear them."""
        self.failures = {query: failure for query, failure in self.failures.items() if query in asked}
        self._refused &= {*asked}

    def note_success(self) -> None:
        """Clear ``error`` after a successful round, unless a query still fails because the source cannot be read."""
        if not any(failure.source_lost for failure in self.failures.values()):
            self.error = None

    def failing(self, asked: Iterable[Query], is_current: Callable[[Query], bool]) -> Mapping[Query, str]:
        """For each asked query that was refused or fails, the name of its exception. The keys have no access level.

        Refused queries are always included. A failing query is left out in three cases:

        - it has failed fewer than ``FAILURES_AWAITED`` times in a row;
        - its ``given_up()`` returns an answer, which will report the failure;
        - the source cannot be read, but the query still has a current answer.
        """
        failing = {}
        for query in asked:
            if query in self._refused:
                failing[query.without_access] = NotAllowedError.__name__
            failure = self.failures.get(query)
            if failure is None or self.is_awaited(query) or query.given_up(failure.error) is not None:
                continue
            if not (failure.source_lost and is_current(query)):
                failing[query.without_access] = type(failure.error).__name__
        return failing
