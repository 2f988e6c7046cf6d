"""Converts Vietnamese text in the font encodings TCVN3 (.Vn… fonts) and VNI (VNI-… fonts) to Unicode.

These fonts show Vietnamese letters in place of Latin-1 letters. So the text itself has letters that form no Vietnamese
word: "Ph­êng Hßa ThuËn", "Phöôøng Hoøa Thuaän". A text counts as encoded in this way if two conditions are met: it is
not Vietnamese before the conversion, and all its words with diacritics are Vietnamese after the conversion.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TCVN3 = {
    "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ",
    "¨": "ă", "©": "â", "ª": "ê", "«": "ô", "¬": "ơ", "\xad": "ư", "®": "đ",
    "µ": "à", "¶": "ả", "·": "ã", "¸": "á", "¹": "ạ",
    "»": "ằ", "¼": "ẳ", "½": "ẵ", "¾": "ắ", "Æ": "ặ",
    "Ç": "ầ", "È": "ẩ", "É": "ẫ", "Ê": "ấ", "Ë": "ậ",
    "Ì": "è", "Î": "ẻ", "Ï": "ẽ", "Ð": "é", "Ñ": "ẹ",
    "Ò": "ề", "Ó": "ể", "Ô": "ễ", "Õ": "ế", "Ö": "ệ",
    "×": "ì", "Ø": "ỉ", "Ü": "ĩ", "Ý": "í", "Þ": "ị",
    "ß": "ò", "á": "ỏ", "â": "õ", "ã": "ó", "ä": "ọ",
    "å": "ồ", "æ": "ổ", "ç": "ỗ", "è": "ố", "é": "ộ",
    "ê": "ờ", "ë": "ở", "ì": "ỡ", "í": "ớ", "î": "ợ",
    "ï": "ù", "ñ": "ủ", "ò": "ũ", "ó": "ú", "ô": "ụ",
    "õ": "ừ", "ö": "ử", "÷": "ữ", "ø": "ứ", "ù": "ự",
    "ú": "ỳ", "û": "ỷ", "ü": "ỹ", "ý": "ý", "þ": "ỵ",
}  # fmt: skip
_TCVN3_TABLE = str.maketrans(_TCVN3)

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_ROOF, _BREVE = "\u0302", "\u0306"
#: The letters that VNI writes after a vowel, in lower case → the diacritics that they stand for.
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _ROOF, "à": _ROOF + _GRAVE, "á": _ROOF + _ACUTE, "å": _ROOF + _HOOK, "ã": _ROOF + _TILDE, "ä": _ROOF + _DOT,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_VNI_SEQUENCE = re.compile(r"([aeouyôö])([øùûõïâàáåãäêèéúüë])|([ôöñæóòîíì])", re.IGNORECASE)

#: A Vietnamese syllable in NFC without its tone, in lower case.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    r"(?:iêu|yêu|ươi|ươu|uôi|oai|oay|oao|oeo|uây|uêu|uya|uyê|uyu|iê|yê|ươ|uô|oa|oă|oe|oo|uâ|uê|uơ|uy|ia|ya|ua|ưa"
    r"|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+(?:[\u00a1-\u00bf\u00d7\u00f7]*[^\W\d_]*)*|[\u00a1-\u00bf\u00d7\u00f7]+[^\W\d_]*")
_TONES = frozenset((_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT))
_MARKED_LETTERS = frozenset(
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *_TONES)
) | {"đ"}


def from_tcvn3(text: str) -> str:
    """Convert TCVN3 text that was decoded as Latin-1.

    Some fonts store accented capitals as small letters. They are restored in words whose ASCII letters are capitals.
    """
    return " ".join(_even(word) for word in text.translate(_TCVN3_TABLE).split(" "))


def from_vni(text: str) -> str:
    """Convert VNI text that was decoded as Latin-1."""
    return unicodedata.normalize("NFC", _VNI_SEQUENCE.sub(_vni_letter, text))


#: Name of the encoding, as offices know it → its converter.
CONVERTERS = {"TCVN3": from_tcvn3, "VNI": from_vni}


@lru_cache(maxsize=16_384)
def recognise(text: str) -> str:
    """The font encoding of a text: "TCVN3" or "VNI".

    "" if the text is in Unicode, or if the encoding is not certain.
    """
    if not may_be_legacy(text) or _is_vietnamese(text) or all(len(word) < 2 for word in _marked_words(text)):
        return ""
    # VNI writes a vowel and its diacritic as two letters. Such pairs decide.
    pairs = any(found[2] for found in _VNI_SEQUENCE.finditer(text))
    for name in ("VNI", "TCVN3") if pairs else ("TCVN3", "VNI"):
        if _is_vietnamese(CONVERTERS[name](text)):
            return name
    return ""


def may_be_legacy(text: str) -> bool:
    """Whether a text has non-ASCII letters, and all of them are in Latin-1. That is rare for Vietnamese in Unicode."""
    if text.isascii():
        return False
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _is_vietnamese(text: str) -> bool:
    """Whether a text has words with non-ASCII letters, and each of these words is a Vietnamese syllable."""
    marked = _marked_words(text)
    if not marked or any(char in _TCVN3 and not char.isalpha() for char in text):
        return False
    return all(_is_syllable(word) for word in marked)


def _marked_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _is_syllable(word: str) -> bool:
    cased = word[1:].islower() or word.isupper() or len(word) == 1
    if not cased or not all(char.isascii() or char in _MARKED_LETTERS for char in word.lower()):
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = sum(char in _TONES for char in decomposed)
    bare = unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))
    return tones <= 1 and _SYLLABLE.fullmatch(bare) is not None


def _vni_letter(found: re.Match[str]) -> str:
    base, mark, single = found.groups()
    if single:
        letter = _VNI_LETTERS[single.lower()]
        return letter.upper() if single.isupper() else letter
    base = {"ô": "ơ", "ö": "ư", "Ô": "Ơ", "Ö": "Ư"}.get(base, base)
    return str(base + _VNI_MARKS[mark.lower()])


def _even(word: str) -> str:
    """The word in capitals if all its ASCII letters are capitals: "PHưỜNG" → "PHƯỜNG". Other words are unchanged."""
    plain = [char for char in word if char.isascii() and char.isalpha()]
    return word.upper() if len(plain) > 1 and all(char.isupper() for char in plain) else word
