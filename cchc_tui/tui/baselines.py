"""What changes are counted from: the answers to the questions in sight, at the moment of the reference.

Kept by the live thread. A list that came late, and is older than the reference, makes another past: so after each
load they are asked anew, while the old ones stand until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cchc_tui.tui.queries import Answers, Query, same

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference

#: Gives the answer to a question, or nothing where it could not be had.
Ask: TypeAlias = Callable[[Query], tuple[object, ...]]


class Bases(NamedTuple):
    """The answers at a reference's moment, by the question as a screen asks it; without a reference there are none."""

    reference: Reference | None
    answers: Answers


class Baselines:
    """Asks what is missing and keeps it until a load or another reference."""

    def __init__(self) -> None:
        self._reference: Reference | None = None
        self._answers: Answers = {}
        self._sure: set[Query] = set()

    def doubt(self) -> None:
        """A load was committed: the past may be another."""
        self._sure.clear()

    def refer(self, ask: Ask, reference: Reference | None, wanted: Iterable[Query]) -> Bases | None:
        """The answers for what is wanted, asked where they are missing; None where nothing is new since last time."""
        new = reference != self._reference
        if reference is None or self._reference is None or reference.at != self._reference.at:
            self._answers, self._sure = {}, set()
        self._reference = reference
        if reference is not None:
            for query in wanted:
                new = self._ask(ask, query.bare.of(None), reference) or new
        return Bases(reference, dict(self._answers)) if new else None

    def _ask(self, ask: Ask, query: Query, reference: Reference) -> bool:
        if not query.compared or query in self._sure:
            return False
        self._sure.add(query)
        answers = ask(query.of(reference.at))
        if not answers:
            return False
        (answer,) = answers
        if query in self._answers and same(self._answers[query], answer):
            return False
        self._answers[query] = answer
        return True
