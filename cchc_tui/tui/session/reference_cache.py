"""What changes are counted from: the answers to the questions in sight, at the moment of the reference.

Kept by the live thread. A list that came late, and is older than the reference, makes another past: so after each
load they are asked again, while the old ones stand until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cchc_tui.tui.session.answer_table import KEPT, same
from cchc_tui.tui.session.queries import Answers, Query

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference

#: Gives the answer to a question, or nothing where it could not be had.
Ask: TypeAlias = Callable[[Query], tuple[object, ...]]


class ReferenceAnswers(NamedTuple):
    """The answers at a reference's moment, by the question as a screen asks it; without a reference there are none."""

    reference: Reference | None
    answers: Answers


def compared(queries: Iterable[Query], reference: Reference | None) -> set[Query]:
    """What is asked of the reference's moment for these questions."""
    if reference is None:
        return set()
    return {query.without_access.at_moment(reference.at) for query in queries if query.compared}


class ReferenceCache:
    """Asks what is missing and keeps it until a load or another reference."""

    def __init__(self) -> None:
        self._reference: Reference | None = None
        self._answers: Answers = {}
        self._sure: set[Query] = set()
        self._new = False  # whether there is anything that was not handed out yet

    def doubt(self) -> None:
        """A load was committed: the past may be another."""
        self._sure.clear()

    def publish_again(self) -> None:
        """What was handed out last could not be used."""
        self._new = True

    def refer(self, ask: Ask, reference: Reference | None, wanted: Iterable[Query]) -> ReferenceAnswers | None:
        """The answers for what is wanted, asked where they are missing; None where nothing is new since last time."""
        self._new = self._new or reference != self._reference
        if reference is None or self._reference is None or reference.at != self._reference.at:
            self._answers, self._sure = {}, set()
        self._reference = reference
        if reference is not None:
            for query in wanted:
                self._ask(ask, query.without_access.at_moment(None), reference)
            for old in list(self._answers)[:-KEPT]:
                del self._answers[old]
                self._sure.discard(old)
        new, self._new = self._new, False
        return ReferenceAnswers(reference, dict(self._answers)) if new else None

    def _ask(self, ask: Ask, query: Query, reference: Reference) -> None:
        if not query.compared:
            return
        if query in self._answers:  # the last in sight is the last to go
            self._answers[query] = self._answers.pop(query)
        if query in self._sure:
            return
        answers = ask(query.at_moment(reference.at))
        if not answers:
            return
        (answer,) = answers
        self._sure.add(query)
        if query not in self._answers or not same(self._answers[query], answer):
            self._answers[query] = answer
            self._new = True
