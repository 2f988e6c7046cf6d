"""Words to find things by: how a text is parted into them, and whether something holds those that were typed.

Marks, case and punctuation make no difference (``names.unaccent``). The last word may be the beginning of one, as it is
while somebody types; a number of one or two digits is always meant whole, so that "phuong 1" is not Phường 11.
"""

from __future__ import annotations

from collections.abc import Iterable

from cchc_tui.domain.names import unaccent

#: What stands before words that something is not to hold.
NOT = "!"
_WHOLE = 2  # digits
#: More words than this nobody types; a text that has more was pasted by mistake, and the rest of it is left out.
_MOST_WORDS = 12
_LONGEST = 40


class SearchTerms:
    """What was typed: ``whole`` words, and the beginning of one, ``prefix`` ("" where there is none)."""

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
        """Whether all of them are among these, whatever ``excludes`` says."""
        if not tokens.issuperset(self.whole):
            return False
        return not self.prefix or any(token.startswith(self.prefix) for token in tokens)

    def unmatched(self, tokens: frozenset[str]) -> SearchTerms | None:
        """Those that are not among these, which others may hold; None where there are none."""
        rest = SearchTerms("")
        rest.whole = tuple(word for word in self.whole if word not in tokens)
        rest.prefix = "" if any(token.startswith(self.prefix) for token in tokens) else self.prefix
        return rest if rest else None

    def exactly(self, tokens: frozenset[str]) -> bool:
        """Whether all of them are among these as they are typed, the last one too."""
        return tokens.issuperset((*self.whole, self.prefix) if self.prefix else self.whole)


def split_words(text: str) -> list[str]:
    """The words of a text, as they are compared."""
    return unaccent(text).split()


def tokens(texts: Iterable[str]) -> frozenset[str]:
    """All words of some texts."""
    return frozenset(word for text in texts for word in split_words(text))


def code_words(code: str) -> tuple[list[str], list[str]]:
    """The words of a dossier's code before its serial, and those of the serial.

    The serial finds a person (DOMAIN §5), so where it is hidden it is found only by whoever has the whole of it.
    """
    words = split_words(code)
    return words[:-1], words[-1:]
