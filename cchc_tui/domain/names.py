"""Compares Vietnamese names and headings as people read them, not as bytes.

The same word may be in NFC or NFD and in any case. It may have the tone mark on either vowel ("Hòa" and "Hoà", which
NFC does not unify), i for y ("Quản lí", "Mĩ Tân": schools teach both), and any punctuation around it. ``fold`` returns
the same key for all these spellings. ``unaccent`` returns a key without any diacritic, for texts that were written
without diacritics.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: The tone marks, whose place varies: grave, acute, hook above, tilde, dot below. Other marks make other letters.
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")
_NOT_WORD = re.compile(r"[^\w]+|_+")
#: y and i are one sound at the end of a word after these consonants; elsewhere ("Y tế", "thúy" and "thúi") they aren't.
_Y_FOR_I = re.compile(r"(?:h|k|l|m|s|t|v|qu)y")
#: The word before each name in a list of procedures. In "thủ tục hành chính" it is part of the name.
_PROCEDURE = re.compile(r"\s*thủ\s+tục(?:\s*[:–-])?\s+(?!hành\s+chính\b)(?=\w)", re.IGNORECASE)
#: The start of an item in an enumeration: dashes, bullets, a number.
_BEFORE_NAME = re.compile(r"^[\s\-–—+*•·]+|^\d{1,3}\s*[.)]\s+")
_NUMBER = re.compile(r"(\d+)")
_DIGITS_AFTER_LETTERS = re.compile(r"(?<=[^\W\d_])(?=\d)")


def _word(decomposed: str) -> str:
    """One decomposed word with its tone mark moved to the end, so that the position of the mark makes no difference."""
    tones = "".join(mark for mark in decomposed if mark in _TONES)
    if not tones:
        return _with_i(unicodedata.normalize("NFC", decomposed))
    return _with_i(unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))) + tones


def _with_i(word: str) -> str:
    """Replace a final y by i where both have the same sound. ``word`` has no tone mark."""
    return word[:-1] + "i" if _Y_FOR_I.fullmatch(word) else word


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The key of a name: case, normal form, tone placement, spacing and punctuation make no difference.

    "&" counts as "và". The result is for comparing only, never for showing.
    """
    decomposed = unicodedata.normalize("NFD", text.replace("&", " và ")).casefold()
    # ``re`` does not count combining marks as word characters, so the composed text is split into words.
    composed = unicodedata.normalize("NFC", decomposed)
    words = _NOT_WORD.sub(" ", composed).split()
    return " ".join(_word(unicodedata.normalize("NFD", word)) for word in words)


@lru_cache(maxsize=65_536)
def unaccent(text: str) -> str:
    """The key of a name without any diacritic, and with d in place of đ.

    Use it for comparison with texts that may lack diacritics.
    """
    decomposed = unicodedata.normalize("NFD", text.replace("&", " va ")).casefold().replace("đ", "d")
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(map(_with_i, _NOT_WORD.sub(" ", bare).split()))


def is_plain_ascii(text: str) -> bool:
    """Whether the text was written without any Vietnamese letter, so that only ``unaccent`` can match it."""
    return text.isascii()


def listed_name(text: str) -> str:
    """The name of an item in a list, without the dash, bullet or number before it: "Đất đai" for "1. Đất đai"."""
    return _BEFORE_NAME.sub("", text) or text


def _digits(number: str) -> str:
    """A number's digits in ASCII, without leading zeros. ``int`` would refuse a number of thousands of digits."""
    ascii_digits = number if number.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in number)
    return ascii_digits.lstrip("0")


def part_digits(key: str) -> str:
    """A key with its numbers as separate words, without leading zeros: "p 11" for "p11", "p 6" for "p06"."""
    words = _DIGITS_AFTER_LETTERS.sub(" ", key).split()
    return " ".join(_digits(word) or "0" if word.isdecimal() else word for word in words)


def brief_procedure(name: str) -> str:
    """A procedure's name for a row of a board, without a leading "Thủ tục" ("procedure")."""
    match = _PROCEDURE.match(unicodedata.normalize("NFC", name))
    if match is None:
        return name
    rest = unicodedata.normalize("NFC", name)[match.end() :]
    return rest[0].upper() + rest[1:]


@lru_cache(maxsize=16_384)
def by_name(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """A key to sort names as people do: Phường 2 before Phường 11. Diacritics decide only if all else is equal."""
    parts = filter(None, _NUMBER.split(unaccent(name)))
    return [_sort_key(_digits(part)) if part.isdecimal() else (1, 0, part) for part in parts], fold(name)


def _sort_key(digits: str) -> tuple[int, int, str]:
    return 0, len(digits), digits
