"""The live thread's one table: question → answer, and when it was asked. What is not in it is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from cchc_tui.domain.moments import DAY
from cchc_tui.tui.session.queries import Query

#: So many answers stay at hand when they go out of sight: they are shown at once when they come back.
KEPT = 12
#: Pauses between two tries of what fails, in seconds: each twice as long as the one before.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0


class KeptAnswer(NamedTuple):
    """An answer; ``load`` counts the loads that had been noticed when it was asked."""

    answer: Any
    asked: float
    load: int


class Trouble(NamedTuple):
    """A question that fails: how often in a row, when it is tried again, and whether the source is what fails."""

    times: int
    again: float
    error: Exception
    lost: bool


def pause_after(times: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return min(FIRST_PAUSE * 2.0 ** min(times - 1, 10), LONGEST_PAUSE)


class Table:
    """Answers in the order in which they were last in sight, the newest last."""

    def __init__(self) -> None:
        self._held: dict[Query, KeptAnswer] = {}

    def __contains__(self, query: Query) -> bool:
        return query in self._held

    def __iter__(self) -> Iterator[Query]:
        return iter(self._held)

    def get(self, query: Query) -> KeptAnswer | None:
        """What is held of a question."""
        return self._held.get(query)

    def put(self, query: Query, answer: Any, asked: float, load: int) -> None:
        """Keeps an answer."""
        self._held[query] = KeptAnswer(answer, asked, load)

    def fresh(self, query: Query, load: int) -> bool:
        """Whether there is an answer that neither a load nor time has made doubtful."""
        held = self._held.get(query)
        if held is None or held.load != load:
            return False
        return query.at is not None or not query.every or time.monotonic() - held.asked < query.every

    def doubt(self) -> None:
        """A moment has come that changes what is shown now: it is asked again."""
        for query, held in self._held.items():
            if query.at is None and query.every:
                self._held[query] = held._replace(asked=float("-inf"))

    def keep(self, sight: Collection[Query], load: int) -> None:
        """Of what is out of sight, only the newest that are still true and small stay."""
        out = [query for query in self._held if query not in sight]
        held = self._held
        true = [query for query in out if query.small and not query.shows.personal]
        true = [query for query in true if held[query].load == load and held[query].asked >= 0]
        for query in set(out) - set(true[-KEPT:]):
            del held[query]
        for query in [query for query in held if query in sight]:
            held[query] = held.pop(query)

    def forget(self, fits: Callable[[Query], bool]) -> None:
        """Lets go of what does not fit."""
        self._held = {query: held for query, held in self._held.items() if fits(query)}


def same(old: Any, new: Any) -> bool:
    """Whether two snapshots show the same, whatever the second at which each was made; on another day a time that was
    of today is told with its date.
    """
    from dataclasses import is_dataclass, replace  # after the first frame

    if type(old) is not type(new):
        return False
    if is_dataclass(old) and not isinstance(old, type) and hasattr(old, "as_of"):
        return old.as_of // DAY == new.as_of // DAY and bool(replace(old, as_of=new.as_of) == new)
    return bool(old == new)
