"""Asks the source one query at a time. A failing query is logged and asked again after growing pauses."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cchc_tui.tui.session.queries import DataAsOfQuery, ExportsQuery, Query, TimelineQuery
from cchc_tui.tui.session.slow_queries import NotYet

if TYPE_CHECKING:
    from cchc_tui.boards.exports import ExportsBoard
    from cchc_tui.boards.source import Source
    from cchc_tui.boards.timeline import Timeline
    from cchc_tui.domain.moments import Stamp

#: After this many failures in a row, a query no longer holds back the other figures of a load.
FAILURES_AWAITED = 3
#: Pauses between two attempts, in seconds: each is twice as long as the one before.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
#: What header and footer are made from besides the moment of the newest list.
HEADER_QUERIES = ExportsQuery(), TimelineQuery()


class HeaderAnswers(NamedTuple):
    """What header and footer are made from. A part that keeps failing is None."""

    data_as_of: Stamp | None
    exports: ExportsBoard | None
    timeline: Timeline | None


class Failure(NamedTuple):
    """How often a query has failed in a row, when it is asked again, and whether the source itself is what fails."""

    times: int
    retry_at: float
    error: Exception
    source_lost: bool


def pause_after(times: int) -> float:
    """Seconds to wait after a number of failures in a row."""
    return min(FIRST_PAUSE * 2.0 ** min(times - 1, 10), LONGEST_PAUSE)


@cache
def source_errors() -> tuple[type[Exception], ...]:
    """How a source fails: folder or database gone or busy, a fault in the registry. Imported after the first frame."""
    import sqlite3

    from cchc_tui.registry import RegistryError

    return sqlite3.Error, OSError, RegistryError


def _ignore(query: Query, error: Exception) -> None:
    """What fails in sight is reported by ``failing``."""


class Asker:
    """Used by the poller's thread alone. ``log`` writes an error down, ``ask_slow`` answers slow queries."""

    def __init__(
        self, source: Source, log: Callable[[Exception], object], ask_slow: Callable[[Query], object] | None = None
    ):
        self._source = source
        self._log = log
        self._ask_slow = ask_slow
        self._failures: dict[Query, Failure] = {}
        self.error: Exception | None = None  # why the source can't be read

    def ask(
        self, query: Query, on_failure: Callable[[Query, Exception], object] = _ignore, *, at_once: bool = False
    ) -> tuple[Any, ...]:
        """The one answer; empty if the query failed, or failed a moment ago. ``at_once`` does not wait for the pause.

        ``on_failure`` is called when the query fails and the source is not lost.
        """
        failure = self._failures.get(query)
        if failure is not None and time.monotonic() < failure.retry_at and not at_once:
            return ()
        try:
            answer = query.answer(self._source) if self._ask_slow is None or not query.slow else self._ask_slow(query)
        except NotYet:
            return ()
        except Exception as error:  # noqa: BLE001 - whatever it is, the boards of a meeting go on
            lost = self._note_failure(query, error)
            if not lost:
                on_failure(query, error)
            return ()
        self._failures.pop(query, None)
        return (answer,)

    def _note_failure(self, query: Query, error: Exception) -> bool:
        before = self._failures.get(query)
        times = before.times + 1 if before is not None else 1
        lost = isinstance(error, source_errors()) and not (query.writes or query.slow)
        self._failures[query] = Failure(times, time.monotonic() + pause_after(times), error, lost)
        if before is None or type(before.error) is not type(error):
            self._log(error)
        if lost:
            self.error = error
        return lost

    def ask_header(self) -> HeaderAnswers | None:
        """What header and footer are made from; None while a failing part may still come."""
        data_as_of: Stamp | None = self._source.answer(DataAsOfQuery())
        exports, timeline = (self.ask(query) for query in HEADER_QUERIES)
        if any(map(self.is_awaited, HEADER_QUERIES)):
            return None
        return HeaderAnswers(data_as_of, exports[0] if exports else None, timeline[0] if timeline else None)

    def header_retry_due(self) -> bool:
        """Whether it is time to ask again for a part of the header that has failed."""
        now = time.monotonic()
        return any(now >= self._failures[query].retry_at for query in HEADER_QUERIES if query in self._failures)

    def failure(self, query: Query) -> Failure | None:
        """How a query failed last time; None if it did not."""
        return self._failures.get(query)

    def is_awaited(self, query: Query) -> bool:
        """Whether a failing query may still hold back others."""
        failure = self._failures.get(query)
        return failure is not None and failure.times < FAILURES_AWAITED

    def retry_now(self) -> None:
        """There is a load: ask at once for what has failed."""
        self._failures = {query: failure._replace(retry_at=0.0) for query, failure in self._failures.items()}

    def forget(self, query: Query) -> None:
        """A query is not asked again."""
        self._failures.pop(query, None)

    def forget_others(self, asked: Collection[Query]) -> None:
        """Discard the failures of queries that are not asked any more, which nobody would ever see end."""
        self._failures = {query: failure for query, failure in self._failures.items() if query in asked}

    def note_success(self) -> None:
        """A round has succeeded: the source can be read, unless one of its queries says otherwise."""
        if not any(failure.source_lost for failure in self._failures.values()):
            self.error = None

    def failing(self, wanted: Iterable[Query], is_current: Callable[[Query], bool]) -> Mapping[Query, str]:
        """The queries that keep failing, and by which fault. While the source is lost, a current answer stands."""
        failing = {}
        for query in wanted:
            failure = self._failures.get(query)
            if failure is not None and not self.is_awaited(query) and not (failure.source_lost and is_current(query)):
                failing[query.without_access] = type(failure.error).__name__
        return failing
