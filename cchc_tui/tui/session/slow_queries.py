"""The second thread that talks to the source: it answers slow queries, so that no other board waits for them."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from cchc_tui.tui.session.queries import Query

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: Seconds after which a query that nobody asks for again is dropped: it went out of sight before its turn.
_WANTED_SECONDS = 1.0
#: The number of answers that wait to be fetched; older ones are dropped.
_MAX_ANSWERS = 8


class NotYet(Exception):  # noqa: N818 - it is no error: the answer is under way
    """There is no answer yet. Ask again until there is."""


class SlowQueries:
    """Answers in a thread of its own, with a connection of its own. ``wake`` is set when there is another answer."""

    def __init__(self, source: Source, wake: threading.Event):
        self._source = source
        self._wake = wake
        self._condition = threading.Condition()
        self._wanted: dict[tuple[Query, int], float] = {}  # when each was last asked for
        self._answers: dict[tuple[Query, int], object] = {}  # an answer, or the exception instead of it
        self._discarded = 0  # how often all answers were discarded
        self._stopped = False
        self._thread: threading.Thread | None = None

    def answer(self, query: Query, load: int) -> object:
        """The answer asked for after a number of loads. Raises NotYet, or what the source raised."""
        with self._condition:
            if (query, load) in self._answers:
                answer = self._answers.pop((query, load))
                if isinstance(answer, Exception):
                    raise answer
                return answer
            self._wanted[query, load] = time.monotonic()
            self._condition.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="slow queries", daemon=True)
                self._thread.start()
        raise NotYet

    def discard(self) -> None:
        """Discard all answers, and the one under way: access level or language has changed."""
        with self._condition:
            self._discarded += 1
            self._wanted.clear()
            self._answers.clear()

    def stop(self) -> None:
        """End the thread after the answer under way."""
        with self._condition:
            self._stopped = True
            self._condition.notify()

    def _run(self) -> None:
        answer: object
        while (following := self._next()) is not None:
            (query, load), discarded = following
            try:
                answer = query.answer(self._source)
            except Exception as error:  # noqa: BLE001 - it is raised where the answer is fetched
                answer = error
            with self._condition:
                self._wanted.pop((query, load), None)
                if discarded == self._discarded:
                    self._answers[query, load] = answer
                for old in list(self._answers)[:-_MAX_ANSWERS]:
                    del self._answers[old]
            self._wake.set()

    def _next(self) -> tuple[tuple[Query, int], int] | None:
        """Wait for a query; the one asked for last, and how often answers were discarded until now. None: the end."""
        with self._condition:
            while not self._stopped:
                since = time.monotonic() - _WANTED_SECONDS
                self._wanted = {key: asked for key, asked in self._wanted.items() if asked >= since}
                if self._wanted:
                    return max(self._wanted, key=lambda key: self._wanted[key]), self._discarded
                self._condition.wait()
        return None
