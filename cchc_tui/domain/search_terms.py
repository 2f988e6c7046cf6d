"""Search terms: the words of a typed text, and whether other texts contain them.

Diacritics, case and punctuation are ignored (``names.unaccent``). The last word may be the beginning of one, because
somebody may still be typing. A number of one or two digits is always complete: "phuong 1" does not match Phường 11.
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
    """The typed words: ``whole`` has the complete ones, ``prefix`` a last one that may be incomplete ("": none)."""

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
        """Whether all words are among ``tokens``. ``excludes`` is ignored."""
        if not tokens.issuperset(self.whole):
            return False
        return not self.prefix or any(token.startswith(self.prefix) for token in tokens)

    def unmatched(self, tokens: frozenset[str]) -> SearchTerms | None:
        """The words that are not among ``tokens``, without ``excludes``; None if there are none."""
        whole = tuple(word for word in self.whole if word not in tokens)
        prefix = self.prefix if self.prefix and not any(token.startswith(self.prefix) for token in tokens) else ""
        if not whole and not prefix:
            return None
        if len(whole) == len(self.whole) and prefix == self.prefix:
            return self
        rest = SearchTerms("")
        rest.whole, rest.prefix = whole, prefix
        return rest

    def exactly(self, tokens: frozenset[str]) -> bool:
        """Whether all words, including the last one, are among ``tokens`` exactly as typed."""
        return tokens.issuperset((*self.whole, self.prefix) if self.prefix else self.whole)


def split_words(text: str) -> list[str]:
    """The words of a text, in the form for comparison."""
    return unaccent(text).split()


def tokens(texts: Iterable[str]) -> frozenset[str]:
    """All words of these texts."""
    return frozenset(word for text in texts for word in split_words(text))


def head_words(hidden: str) -> list[str]:
    """The words of a code that was shown without its serial (``codes.hide_serial``)."""
    head = hidden.removesuffix(HIDDEN)
    words = split_words(head)
    return words if head.endswith(SEPARATORS) else words[:-1]


def code_words(code: str) -> tuple[list[str], list[str]]:
    """The words of a dossier's code before its serial, and those of the serial.

    The serial identifies a person (DOMAIN §5).
    """
    words = split_words(code)
    return words[:-1], words[-1:]
