"""The answers that changes are counted from: those to the screen's queries at the moment of the reference.

A list that arrives late and is older than the reference changes these answers. So they are asked again after each
load; the old ones are used until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cchc_tui.tui.session.answer_table import KEPT_OUT_OF_SIGHT, same
from cchc_tui.tui.session.queries import Answers, Query

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference

#: A function that returns a tuple of a query's answer; () if the query failed.
Ask: TypeAlias = Callable[[Query], tuple[object, ...]]


class ReferenceAnswers(NamedTuple):
    """The answers at a reference's moment, by query without moment and access level; empty without a reference."""

    reference: Reference | None
    answers: Answers


def reference_queries(queries: Iterable[Query], reference: Reference | None) -> set[Query]:
    """The queries at the reference's moment that show the changes of these queries' answers."""
    if reference is None:
        return set()
    return {query.without_access.at_moment(reference.at) for query in queries if query.compared}


class ReferenceCache:
    """Keeps the answers at the reference's moment. Only the poller's thread uses it."""

    def __init__(self) -> None:
        self._reference: Reference | None = None
        self._answers: Answers = {}
        self._valid: set[Query] = set()
        self._unpublished = False  # whether anything differs from what was published last

    def invalidate(self) -> None:
        """Have all answers asked again, because a load may have changed them."""
        self._valid.clear()

    def refresh(self, ask: Ask, reference: Reference | None, wanted: Iterable[Query]) -> ReferenceAnswers | None:
        """Ask for missing answers; return all of them if they differ from those published last, else None."""
        self._unpublished = self._unpublished or reference != self._reference
        if reference is None or self._reference is None or reference.at != self._reference.at:
            self._answers, self._valid = {}, set()
        self._reference = reference
        if reference is not None:
            for query in wanted:
                self._ask(ask, query.without_access.at_moment(None), reference)
            for old in list(self._answers)[:-KEPT_OUT_OF_SIGHT]:
                del self._answers[old]
                self._valid.discard(old)
        return ReferenceAnswers(reference, dict(self._answers)) if self._unpublished else None

    def mark_published(self) -> None:
        """Note that the app has received the answers of the last ``refresh``."""
        self._unpublished = False

    def _ask(self, ask: Ask, query: Query, reference: Reference) -> None:
        if not query.compared:
            return
        if query in self._answers:  # the query that a screen needed last is discarded last
            self._answers[query] = self._answers.pop(query)
        if query in self._valid:
            return
        for answer in ask(query.at_moment(reference.at)):
            self._valid.add(query)
            if query not in self._answers or not same(self._answers[query], answer):
                self._answers[query] = answer
                self._unpublished = True
