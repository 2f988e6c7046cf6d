"""Selects dossiers by words, and sorts them by text columns. It uses the texts that dossiers had at a moment.

Personal values are searched only if the access level shows them. Otherwise users could find out hidden names by
searching.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.names import brief_procedure, by_name
from cchc_tui.domain.search_terms import SearchTerms, code_words, head_words, split_words
from cchc_tui.store.read.search import unit_words

_TEXTS = "s.procedure, s.field, s.officer, s.unit"
_NAMED = "{id} IN (SELECT value FROM json_each(:ids)) AND s.received <= :moment"
_PORTION = 20_000


class DossierTexts(NamedTuple):
    """The texts of a dossier at a moment.

    ``procedure``, ``field``, ``officer`` and ``unit`` are numbers in the store.
    """

    dossier: int
    code: str
    procedure: int
    field: int
    officer: int
    unit: int
    applicant: str


class TextMatcher:
    """Selects and sorts dossiers by their texts at a moment. Dossiers received after the moment are left out."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        self._access = moment.access

    def texts(self, dossiers: Sequence[int]) -> Iterator[DossierTexts]:
        """Yield the texts of the dossiers with these numbers, in any order.

        Dossiers that no list had shown by the moment are left out.
        """
        columns = f"{{id}}, {self._moment.code_column}, {_TEXTS}, {self._moment.applicant_column}"
        for begin in range(0, len(dossiers), _PORTION):
            ids = json.dumps(list(dossiers[begin : begin + _PORTION]))
            yield from map(
                DossierTexts._make, self._moment.held(columns, _NAMED, {"ids": ids, "moment": self._moment.at})
            )

    def matching(self, dossiers: Sequence[int], words: SearchTerms) -> Iterator[int]:
        """Yield the dossiers whose texts have all words, in the given order.

        If ``words.excludes`` is true, yield the dossiers that lack at least one of the words instead.
        """
        has = self._finder(words)
        having = {found.dossier for found in self.texts(dossiers) if has(found) != words.excludes}
        return (dossier for dossier in dossiers if dossier in having)

    def _finder(self, words: SearchTerms) -> Callable[[DossierTexts], bool]:
        """Return a function that tells whether a dossier has all words.

        Many dossiers have a text in common, so the words found in each text are remembered.
        """
        moment = self._moment
        of_text = cache(lambda number: words.found(frozenset(split_words(moment.text(number)))))
        of_unit = cache(lambda number: words.found(unit_words(unit)) if (unit := moment.unit(number)) else 0)
        of_head = cache(lambda code: words.found(frozenset(head_words(code))))
        officers, personal, whole = self._access.officers, self._access.personal, words.all_found

        def has(found: DossierTexts) -> bool:
            bits = of_text(found.procedure) | of_text(found.field) | of_unit(found.unit)
            if officers:
                bits |= of_text(found.officer)
            if bits == whole:
                return True
            if not personal:
                return bits | of_head(found.code) == whole
            before, serial = code_words(found.code)
            return bits | words.found(frozenset((*before, *serial, *split_words(found.applicant)))) == whole

        return has

    # ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def sort_keys(self, dossiers: Sequence[int], column: str) -> dict[int, Any]:
        """The sort key of each dossier in the column "code", "procedure", "field", "unit", "officer" or "applicant"."""
        key = cache(lambda value: by_name(self._name(column, value)))
        return {found.dossier: key(getattr(found, column)) for found in self.texts(dossiers)}

    def _name(self, column: str, value: Any) -> str:
        if column == "applicant":
            return str(value) if self._access.personal else ""
        if column == "unit":
            unit = self._moment.unit(value)
            return unit.name if unit else ""
        if column == "officer":
            return self._moment.officer(value) if value else ""
        if column == "code":
            return str(value)
        text = self._moment.text(value)
        return brief_procedure(text) if column == "procedure" else text
