"""What changes are counted from: the answers to the queries in sight, at the moment of the reference.

A list that comes late, and is older than the reference, changes the past. So the answers are asked again after each
load; the old ones are used until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cchc_tui.tui.session.answer_table import KEPT_OUT_OF_SIGHT, same
from cchc_tui.tui.session.queries import Answers, Query

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference

#: Gives the answer to a query, or nothing if it failed.
Ask: TypeAlias = Callable[[Query], tuple[object, ...]]


class ReferenceAnswers(NamedTuple):
    """The answers at a reference's moment, by the query as a screen asks it; without a reference there are none."""

    reference: Reference | None
    answers: Answers


def reference_queries(queries: Iterable[Query], reference: Reference | None) -> set[Query]:
    """What is asked at the reference's moment for these queries."""
    if reference is None:
        return set()
    return {query.without_access.at_moment(reference.at) for query in queries if query.compared}


class ReferenceCache:
    """Used by the poller's thread alone."""

    def __init__(self) -> None:
        self._reference: Reference | None = None
        self._answers: Answers = {}
        self._valid: set[Query] = set()
        self._unpublished = False  # whether anything differs from what was published last

    def invalidate(self) -> None:
        """A load was committed: the past may have changed."""
        self._valid.clear()

    def refresh(self, ask: Ask, reference: Reference | None, wanted: Iterable[Query]) -> ReferenceAnswers | None:
        """Ask for what is missing; the answers if they differ from those published last, else None."""
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
        """The answers of the last ``refresh`` were handed to the app."""
        self._unpublished = False

    def _ask(self, ask: Ask, query: Query, reference: Reference) -> None:
        if not query.compared:
            return
        if query in self._answers:  # the last in sight is the last to go
            self._answers[query] = self._answers.pop(query)
        if query in self._valid:
            return
        for answer in ask(query.at_moment(reference.at)):
            self._valid.add(query)
            if query not in self._answers or not same(self._answers[query], answer):
                self._answers[query] = answer
                self._unpublished = True
