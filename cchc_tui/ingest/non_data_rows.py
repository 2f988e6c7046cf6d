"""Recognises rows that are not data: blank, total, signature, numbering, repeated heading and group rows.

Such rows are skipped and not reported as rejected. Most checks are only made for rows without a required value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from itertools import chain

from cchc_tui.domain.names import fold, is_plain_ascii, unaccent
from cchc_tui.ingest.cleaning import BLANKS, clean
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.raw_sheets import Cell
from cchc_tui.ingest.summary_words import is_numbering

_INDEX = re.compile(r"(?:\d{1,7}|[IVXLC]{1,7}|[A-Z]|[a-z])[.)]?")
_FIGURE = re.compile(r"[\d.,%()/: -]+")
#: Most filled cells in a row of signatures, and in the rows of names below it.
_FEW = 3
#: "6 hồ sơ", "(12 HS)": the number of rows in a group.
_COUNT = re.compile(r"\(?\d{1,6}\s+[^\W\d]+(?:\s+[^\W\d]+){0,2}\)?")
_ROMAN = re.compile(r"(?:[IVXLC]{1,7}|[A-Z])[.)]?")
#: Codes are one word with digits; names of units have spaces, or no digits.
_CODE_LIKE = re.compile(r"\S*\d\S*[.\-/]\S*|\d{4,}\S*")


class NonDataRows:
    """Recognises the rows of one sheet that are not data. ``ended`` is true below the total or the signatures."""

    def __init__(
        self,
        words: dict[str, tuple[str, ...]],
        layout: SheetLayout,
        text_of: Callable[[Cell], str],
        is_unit: Callable[[str], bool],
    ):
        """``words`` has the words with which totals and signatures begin.

        ``text_of`` returns the clean text of a cell.
        """
        self._totals = _beginnings(words.get("totals", ()))
        self._signatures = _beginnings(words.get("signatures", ()))
        self._headings = layout.headings or {(column, fold(title)) for column, title in layout.titles.items()}
        self._text_of = text_of
        self._is_unit = is_unit
        self.ended = False
        self._signing = _FEW  # the largest number of names side by side so far

    def is_non_data(self, row: Sequence[Cell], groups: bool = True) -> bool:
        """Whether a row is not data. Call this for rows that lack a required value.

        With ``groups``, a row that has only a name is not data either. Such a row is the head of a group of rows.
        """
        texts = [self._text_of(cell) for cell in row]
        filled = _filled(texts)
        if not filled or is_numbering(texts) or self._is_heading(texts):
            return True
        words = [text for _, text in filled if not _INDEX.fullmatch(text)]
        words = words[:1] + [text for text in words[1:] if not _COUNT.fullmatch(text)]
        if self._is_end(words):
            self.ended = True
            return True
        return groups and self._is_group(filled, words)

    def is_total(self, text: str) -> bool:
        """Whether a text begins like the name of a total row."""
        return _begins(text, self._totals)

    def is_below_end(self, row: Sequence[Cell]) -> bool:
        """Whether a row is below the total or the signatures and has few filled cells, like a row of names."""
        return self.ended and len(_filled([self._text_of(cell) for cell in row])) <= self._signing

    def _is_end(self, words: Sequence[str]) -> bool:
        """Whether a row is a total row or has signatures. ``words`` are the texts of the row.

        In a row with many other texts, a title such as "Trưởng phòng" may belong to an officer, so it is no signature.
        """
        said = [text for text in words if not _FIGURE.fullmatch(text)]
        if len(said) > _FEW:
            # With many signatures side by side, most of these words are titles.
            signing = sum(_begins(text, self._signatures) for text in said)
            self._signing = max(self._signing, len(said)) if 2 * signing > len(said) else self._signing
            return 2 * signing > len(said)
        first = words[:1] if words and is_code_like(words[0]) else words[:2]
        return any(_begins(text, self._totals) for text in first) or any(_begins(t, self._signatures) for t in words)

    def repeats_headings(self, row: Sequence[Cell]) -> bool:
        """Whether a row repeats the headings or their numbering, as at the top of a printed page."""
        texts = [self._text_of(cell) for cell in row]
        return is_numbering(texts) or self._is_heading(texts)

    def _is_heading(self, texts: Sequence[str]) -> bool:
        again = [(column, fold(text)) in self._headings for column, text in enumerate(texts) if text]
        return sum(again) >= 2 and 2 * sum(again) >= len(again)

    def _is_group(self, filled: Sequence[tuple[int, str]], words: Sequence[str]) -> bool:
        """Whether a row has only a number, or only one name.

        A Roman numeral before the name and a count after the name are allowed.
        """
        if len(words) != 1 or is_code_like(words[0]):
            return not words and len(filled) == 1
        before = [text for _, text in filled[: [text for _, text in filled].index(words[0])]]
        return all(_ROMAN.fullmatch(text) for text in before) or self._is_unit(words[0])


def _filled(texts: Sequence[str]) -> list[tuple[int, str]]:
    """The column and the text of each filled cell.

    Of equal texts side by side, as from a merged cell, only the first one counts.
    """
    before = chain(("",), texts)
    return [
        (column, text)
        for column, (text, last) in enumerate(zip(texts, before, strict=False))
        if text not in (*BLANKS, last)
    ]


def is_code_like(text: str) -> bool:
    """Whether a text may be the code of a dossier, and not a name or a word."""
    return _CODE_LIKE.fullmatch(text) is not None


def cell_text(cell: Cell) -> str:
    """The clean text of any cell. Whole numbers have no fraction, and dates have the Vietnamese order."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y %H:%M:%S").removesuffix(" 00:00:00")
    if isinstance(cell, time):
        return cell.isoformat()
    return str(cell)


def _beginnings(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(fold(word) for word in words), tuple(unaccent(word) for word in words)


def _begins(text: str, words: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    marked, bare = words
    key, known = (unaccent(text), bare) if is_plain_ascii(text) else (fold(text), marked)
    return any(key == word or key.startswith(word + " ") for word in known)
