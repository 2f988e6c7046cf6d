"""The poller's table of answers, by query. Each answer has the time and the load at which its query was asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from cchc_tui.domain.moments import DAY
from cchc_tui.tui.session.queries import Query

#: How many answers are kept after their screens were left, so that a screen that comes back shows them at once. Many
#: screens have two: one for their moment, and one for the moment of the reference.
KEPT_OUT_OF_SIGHT = 24


class KeptAnswer(NamedTuple):
    """An answer, the ``time.monotonic()`` at which its query was asked, and the number of loads before that time."""

    answer: Any
    asked: float
    load: int


class AnswerTable(dict[Query, KeptAnswer]):
    """Answers by query. The answers that a screen needed most recently are last."""

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
    """Whether two answers have the same figures. The time at which each was computed (``as_of``) does not count.

    Snapshots of different days differ, because a time of the present day is shown without its date.
    """
    from dataclasses import is_dataclass, replace  # imported only after the first frame

    if type(old) is not type(new):
        return False
    if is_dataclass(old) and not isinstance(old, type) and hasattr(old, "as_of"):
        return old.as_of // DAY == new.as_of // DAY and bool(replace(old, as_of=new.as_of) == new)
    return bool(old == new)
