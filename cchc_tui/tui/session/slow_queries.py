"""The second thread that talks to the source: it answers what takes long, so that no other board waits for that."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from cchc_tui.tui.session.queries import Query

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: What nobody has asked for within so many seconds is no longer wanted: it went out of sight before its turn came.
_WANTED_SECONDS = 1.0
#: So many answers wait to be fetched; those that nobody fetches go.
_MOST_WAITING = 8


class NotYet(Exception):  # noqa: N818 - it is no error: the answer is under way
    """There is no answer yet; it is asked for again and again until there is."""


class SlowQueries:
    """Answers slow questions in a thread of its own, which has a connection of its own."""

    def __init__(self, source: Source, wake: threading.Event):
        """``wake`` is set when there is another answer."""
        self._source = source
        self._wake = wake
        self._condition = threading.Condition()
        self._wanted: dict[tuple[Query, int], float] = {}  # when each was last asked for
        self._found: dict[tuple[Query, int], object] = {}
        self._forgotten = 0  # how many times all was to be forgotten
        self._stopped = False
        self._thread: threading.Thread | None = None

    def answer(self, query: Query, load: int) -> object:
        """The answer asked for after so many loads; raises NotYet, or what the source raised."""
        with self._condition:
            if (query, load) in self._found:
                found = self._found.pop((query, load))
                if isinstance(found, Exception):
                    raise found
                return found
            self._wanted[query, load] = time.monotonic()
            self._condition.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live aside", daemon=True)
                self._thread.start()
        raise NotYet

    def forget(self) -> None:
        """What was found may be answered otherwise now."""
        with self._condition:
            self._forgotten += 1
            self._wanted.clear()
            self._found.clear()

    def stop(self) -> None:
        """Ends, once the answer under way is there."""
        with self._condition:
            self._stopped = True
            self._condition.notify()

    def _run(self) -> None:
        while (following := self._next()) is not None:
            query, load = following
            forgotten = self._forgotten
            try:
                found = query.answer(self._source)
            except Exception as error:  # noqa: BLE001 - it is raised where the answer is fetched
                found = error
            with self._condition:
                self._wanted.pop((query, load), None)
                if forgotten == self._forgotten:
                    self._found[query, load] = found
                for old in list(self._found)[:-_MOST_WAITING]:
                    del self._found[old]
            self._wake.set()

    def _next(self) -> tuple[Query, int] | None:
        """The question that was asked for last; waits until there is one. None: there will be no other."""
        with self._condition:
            while not self._stopped:
                since = time.monotonic() - _WANTED_SECONDS
                self._wanted = {key: asked for key, asked in self._wanted.items() if asked >= since}
                if self._wanted:
                    return max(self._wanted, key=lambda key: self._wanted[key])
                self._condition.wait()
        return None
