"""The second thread with a connection to the source. It answers slow queries, so that other boards do not wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from cchc_tui.tui.session.queries import Answers, Query

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: Seconds after which a waiting query is dropped unless it was asked again, because no screen shows it any more.
_WANTED_SECONDS = 1.0
#: Most answers that wait to be fetched; the oldest ones are dropped.
_MAX_ANSWERS = 8


class SlowQueries:
    """Answers slow queries in its own thread, with its own connection. It calls ``ready`` after each answer."""

    name = "slow queries"  # of the thread

    def __init__(self, source: Source, ready: Callable[[], object]):
        self._source = source
        self._ready = ready
        self._condition = threading.Condition()
        self._wanted: dict[Query, float] = {}  # when each was last asked
        self._answers: dict[Query, object] = {}  # the answer, or an exception
        self._discarded = 0  # how many times all answers were discarded
        self._stopped = False
        self._thread: threading.Thread | None = None

    def answer(self, query: Query) -> Answers:
        """The query's answer; {} if there is none yet: ask again. Raises the exception with which the query failed."""
        with self._condition:
            if query in self._answers:
                answer = self._answers.pop(query)
                if isinstance(answer, Exception):
                    raise answer
                return {query: answer}
            self._wanted[query] = time.monotonic()
            self._condition.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
                self._thread.start()
        return {}

    def discard(self) -> None:
        """Discard all answers, and the one being computed, after a change of data, access level or language."""
        with self._condition:
            self._discarded += 1
            self._wanted.clear()
            self._answers.clear()

    def stop(self) -> None:
        """End the thread once its current query is answered."""
        with self._condition:
            self._stopped = True
            self._condition.notify()

    def _run(self) -> None:
        answer: object
        while (following := self._next()) is not None:
            query, discarded = following
            try:
                answer = query.answer(self._source)
            except Exception as error:  # noqa: BLE001 - it is raised where the answer is fetched
                answer = error
            self._source.release_memory()
            with self._condition:
                if discarded == self._discarded:  # otherwise the query may be wanted again
                    self._wanted.pop(query, None)
                    self._answers[query] = answer
                for old in list(self._answers)[:-_MAX_ANSWERS]:
                    del self._answers[old]
            self._ready()

    def _next(self) -> tuple[Query, int] | None:
        """Wait for a query. Return the query asked last, with the number of discards so far; None after ``stop``."""
        with self._condition:
            while not self._stopped:
                since = time.monotonic() - _WANTED_SECONDS
                self._wanted = {query: asked for query, asked in self._wanted.items() if asked >= since}
                if self._wanted:
                    return max(self._wanted, key=lambda query: self._wanted[query]), self._discarded
                self._condition.wait()
        return None
