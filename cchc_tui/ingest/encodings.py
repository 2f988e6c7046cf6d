"""Guesses the encoding of a text from its byte order mark and its bytes.

Of several 8-bit encodings, the one that gives known headings is chosen.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from cchc_tui.ingest.headings import HeadingFinder
from cchc_tui.ingest.legacy import CONVERTERS
from cchc_tui.ingest.sniff import utf16_of

_PARTS = re.compile(r"[,;\t|\r\n]|<[^>]*>|&nbsp;")
#: How many bytes are searched for headings, and how many headings decide.
_HEADINGS_WITHIN = 64 << 10
_ENOUGH_HEADINGS = 6
#: A text with one bad byte per this many good characters, or fewer, is UTF-8 with damaged cells.
_GOOD_PER_BAD = 20
_EIGHT_BIT = (("cp1258", ""), ("latin-1", "TCVN3"), ("latin-1", "VNI"), ("cp1252", ""))


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a text.

    ``codec`` is a Python codec. ``mark`` is the length of the byte order mark in bytes. ``legacy`` is the font encoding
    of the decoded text ("": Unicode).
    """

    codec: str
    mark: int = 0
    legacy: str = ""


class _Replacer:
    """A codec error handler that replaces undecodable bytes with "�", and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        self.count += 1
        return "\ufffd", error.end


#: Counts the bad bytes of the file being read. The file's reader resets the count first and reads it at the end.
replacer = _Replacer()
#: The ``errors`` argument that selects this replacer.
REPLACE = "cchc-replace"
codecs.register_error(REPLACE, replacer)


def guess(sample: bytes, finder: HeadingFinder, declared: str = "") -> Encoding:
    """The encoding of a text, guessed from its first bytes.

    ``declared`` is the encoding that the text itself names, or "".
    """
    if sample.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8", 3)
    if utf16 := utf16_of(sample):
        return Encoding(utf16, 2 if sample[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else 0)
    if _is_utf8(sample):
        return Encoding("utf-8")
    choices = list(_EIGHT_BIT)
    if declared and (codec := _codec(declared)):
        choices.insert(0, (codec, ""))
    # max returns the first of equally good choices
    codec, legacy = max(choices, key=lambda choice: _known_headings(sample, choice[0], choice[1], finder))
    return Encoding(codec, legacy=legacy)


def _is_utf8(sample: bytes) -> bool:
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    bad = text.count("\ufffd")
    good = sum(char > "\x7f" for char in text[:100_000]) - bad
    return bad == 0 or good > bad * _GOOD_PER_BAD


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    return found.name if found.name in ("cp1258", "cp1252", "iso8859-1") else ""


def _known_headings(sample: bytes, codec: str, legacy: str, finder: HeadingFinder) -> int:
    convert = CONVERTERS.get(legacy)
    found = 0
    for part in _PARTS.split(sample[:_HEADINGS_WITHIN].decode(codec, "replace")):
        text = part.strip().strip('"')
        if 2 < len(text) < 60 and not text.isascii() and finder.knows(convert(text) if convert else text):
            found += 1
            if found == _ENOUGH_HEADINGS:
                break
    return found
