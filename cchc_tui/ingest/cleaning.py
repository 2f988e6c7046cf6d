"""Cleans the text of cells when a file is read: NFC, printable, no terminal sequences, single spaces between words.

Clean text can be written to a terminal unchanged.
"""

from __future__ import annotations

import re
import unicodedata

#: A cell longer than this many characters is cut.
LONGEST = 2_000
#: Texts that stand for an empty cell.
BLANKS = frozenset(
    (
        "",
        "null",
        "NULL",
        "Null",
        "none",
        "None",
        "nan",
        "NaN",
        "undefined",
        "N/A",
        "n/a",
        "-",
        "–",
        "—",
        "--",
        "---",
    )
)
_ESCAPES = re.compile(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: titles, clipboard, links
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    r"|\x1b[ -/]*[0-~]?"
)
#: The form in which a workbook stores a character that XML does not allow.
_OOXML_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: The form of a text that spreadsheet programs must not convert to a number or date: ="05/11/2021".
_QUOTED = re.compile(r'="((?:[^"]|"")*)"')


def clean(text: str) -> str:
    """The text in NFC, without unprintable characters and repeated spaces, cut to ``LONGEST`` characters."""
    if (
        text.isprintable()
        and "  " not in text
        and "_x" not in text
        and text[:1] not in {" ", "="}
        and text[-1:] != " "
        and len(text) <= LONGEST
        and unicodedata.is_normalized("NFC", text)
    ):
        return text
    return _clean_fully(text)


def is_clean(joined: str) -> bool:
    """Whether all texts of a column are clean. ``joined`` has the texts with "|" between them.

    True means that all texts are clean, but a text may be too long. If a text contains "|", the result may be False
    although all texts are clean.
    """
    return (
        joined.isprintable()
        and "  " not in joined
        and "| " not in joined
        and " |" not in joined
        and "_x" not in joined
        and '="' not in joined
        and joined[:1] != " "
        and joined[-1:] != " "
        and unicodedata.is_normalized("NFC", joined)
    )


def was_cut(cleaned: str) -> bool:
    """Whether ``clean`` has cut this text. A cut text has the greatest length and ends with "…"."""
    return len(cleaned) == LONGEST and cleaned[-1] == "…"


def _clean_fully(text: str) -> str:
    if "_x" in text:
        text = _OOXML_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    text = unicodedata.normalize("NFC", _ESCAPES.sub("", text[: 20 * LONGEST]))
    text = "".join(char if char.isprintable() else " " if _parts_words(char) else "" for char in text)
    # Compose again, because a character between a letter and its mark may have been removed.
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if quoted := _QUOTED.fullmatch(text):
        text = " ".join(quoted[1].replace('""', '"').split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _parts_words(char: str) -> bool:
    return char.isspace() or char in "\x1c\x1d\x1e\x1f\x85\u2028\u2029"
