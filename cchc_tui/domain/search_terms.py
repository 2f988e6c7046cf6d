"""Search terms: the words that somebody searches for, and the check whether a text has them.

Diacritics, case and punctuation are ignored (``names.unaccent``). The last word may be incomplete, because the search
runs while the user types. A number of one or two digits is always complete: "phuong 1" does not match Phường 11.
"""

from __future__ import annotations

from collections.abc import Iterable

from cchc_tui.domain.codes import HIDDEN, SEPARATORS
from cchc_tui.domain.names import unaccent

#: The prefix of words to exclude.
NOT = "!"
_WHOLE = 2  # in digits: shorter or equal numbers are complete words
#: Most words. A longer text was pasted by mistake; the rest of it is ignored.
_MOST_WORDS = 12
_LONGEST = 40


class SearchTerms:
    """The words of a search. ``whole`` are the complete words.

    ``prefix`` is the last word if it may be incomplete, or "". ``excludes`` is true if "!" stands before the words: the
    search is then for texts that do not match.
    """

    def __init__(self, text: str):
        text = text[:1000].strip()
        self.excludes = text.startswith(NOT)
        words = [word[:_LONGEST] for word in split_words(text.removeprefix(NOT))][:_MOST_WORDS]
        last = words[-1] if words else ""
        begun = bool(last) and not (last.isdecimal() and len(last) <= _WHOLE)
        self.prefix = last if begun else ""
        self.whole = tuple(words[:-1] if begun else words)

    def __bool__(self) -> bool:
        return bool(self.whole or self.prefix)

    def match(self, tokens: frozenset[str]) -> bool:
        """Whether ``tokens`` include all ``whole`` words and a word that begins with ``prefix``.

        ``excludes`` is ignored.
        """
        if not tokens.issuperset(self.whole):
            return False
        return not self.prefix or any(token.startswith(self.prefix) for token in tokens)

    def found(self, tokens: frozenset[str]) -> int:
        """The search words that ``tokens`` match, as bits: one bit for each search word. ``excludes`` is ignored.

        If a text is split into several sets of tokens, the results for the sets can be combined with |.
        """
        bits = sum(1 << place for place, word in enumerate(self.whole) if word in tokens)
        if self.prefix and any(token.startswith(self.prefix) for token in tokens):
            bits |= 1 << len(self.whole)
        return bits

    @property
    def all_found(self) -> int:
        """The bits that ``found`` returns for a text with all search words: one bit for each word."""
        return (1 << len(self.whole) + bool(self.prefix)) - 1

    def exactly(self, tokens: frozenset[str]) -> bool:
        """Whether ``tokens`` include all search words exactly as entered. The last search word too must be complete."""
        return tokens.issuperset((*self.whole, self.prefix) if self.prefix else self.whole)


def split_words(text: str) -> list[str]:
    """The words of a text, in the form of ``unaccent``."""
    return unaccent(text).split()


def tokens(texts: Iterable[str]) -> frozenset[str]:
    """All words of these texts."""
    return frozenset(word for text in texts for word in split_words(text))


def head_words(hidden: str) -> list[str]:
    """The words of a code whose serial is hidden (``codes.hide_serial``).

    A last word that may be cut off is left out.
    """
    head = hidden.removesuffix(HIDDEN)
    words = split_words(head)
    return words if head.endswith(SEPARATORS) else words[:-1]


def code_words(code: str) -> tuple[list[str], list[str]]:
    """Two lists: the words of a dossier's code before its serial, and the serial as the only word.

    The serial identifies a person.
    """
    words = split_words(code)
    return words[:-1], words[-1:]
