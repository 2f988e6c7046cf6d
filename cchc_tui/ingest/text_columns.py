"""Converts columns of raw cells into clean texts, codes and channels.

Whole columns are converted faster than single cells. For columns with repeating texts (units, procedures, officers), a
dictionary maps raw cells to clean texts. The texts of all other columns (codes, names, addresses) hardly repeat. Each
of these columns is joined into one string, which is checked once. The cells are cleaned one by one only if this check
fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar, cast

from cchc_tui.domain.names import fold, is_plain_ascii, unaccent
from cchc_tui.ingest import problems
from cchc_tui.ingest.cleaning import BLANKS, LONGEST, clean, is_clean, was_cut
from cchc_tui.ingest.legacy import CONVERTERS, may_be_legacy, recognise
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell, Unknown

T = TypeVar("T")
#: Values that are not a code: an error as text, the signs of a too narrow column, a reference to nothing.
_NO_CODE = re.compile(r"0|#+|#[^\s!?]+[!?]|#N/A|[^\W\d]{2,5}:5\d\d")
#: In cells joined by "|": a cell with non-ASCII characters, all of them in Latin-1.
_LATIN_CELL = re.compile(r"(?:\A|(?<=\|))[\x00-\x7b\x7d-\x7f]*[\x80-\xff][\x00-\x7b\x7d-\xff]*(?=\||\Z)")
#: Most distinct texts cached per column.
_MOST_CACHED = 20_000
_FLOAT_TEXT = re.compile(r"\d+\.0+|\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_TICKS = frozenset(
    ("x", "có", "1", "true", "v", "✓", "✔", "☑", "yes", "đúng", "trực tuyến", "online", "co", "dung", "truc tuyen")
)
#: Texts that say no, beside an empty cell.
_NOT_TICKED = frozenset(("", "không", "khong", "0", "false", "no", "-", "–", "k", "☐"))


class CellTexts:
    """Cleans cells, and converts texts in font encodings to Unicode.

    ``encoding`` is the font encoding of the sheet's headings ("": Unicode).
    """

    def __init__(self, notes: Notes, encoding: str = ""):
        self._notes = notes
        #: The converter if the headings are in "TCVN3" or "VNI", because then all Latin-1 text is in that encoding.
        self._convert = CONVERTERS.get(encoding)
        self._converted: set[str] = set()
        #: Whether a cell with an unknown value was met. Its text is empty.
        self.met_unknown = False
        if encoding:
            self._note_converted(encoding)

    def clean(self, cell: Cell, heading: str = "") -> str:
        """The clean Unicode text of one cell; "" for an empty or blank value.

        Messages name the column by ``heading``.
        """
        if not isinstance(cell, str):
            if isinstance(cell, Unknown):
                self.met_unknown = True
                return ""
            return cell_text(cell)
        if not cell.isascii() and may_be_legacy(cell):
            if self._convert is not None:
                cell = self._convert(cell)
            elif encoding := recognise(cell):
                self._note_converted(encoding)
                cell = CONVERTERS[encoding](cell)
        text = clean(cell)
        if text in BLANKS:
            return ""
        if was_cut(text):
            self._notes.note(problems.CELL_CUT, column=heading, expected=str(LONGEST))
        return text

    def column(self, cells: Sequence[Cell], heading: str) -> Sequence[str]:
        """Clean a column whose texts rarely repeat. Messages name the column by ``heading``."""
        texts = cast(Sequence[str], cells)
        try:
            joined = "|".join(texts)
        except TypeError:  # numbers or dates among them
            return [self.clean(cell, heading) for cell in cells]
        if not is_clean(joined) or may_be_legacy(joined) or (len(joined) > LONGEST and max(map(len, texts)) > LONGEST):
            return [self.clean(cell, heading) for cell in cells]
        made = dict.fromkeys(BLANKS.intersection(texts), "")
        if not joined.isascii():
            # some cells in an old encoding, others in Unicode
            made |= {text: self.clean(text) for text in set(_LATIN_CELL.findall(joined))}
        return [made.get(text, text) for text in texts] if made else texts

    def _note_converted(self, encoding: str) -> None:
        if encoding not in self._converted:
            self._converted.add(encoding)
            self._notes.note(problems.CONVERTED, value=encoding)


class CellCache(dict[Cell, T]):
    """A cache: raw cell → converted value. ``make`` converts a cell at its first use."""

    def __init__(self, make: Callable[[Cell], T]):
        super().__init__()
        self._make = make

    def __missing__(self, cell: Cell) -> T:
        if len(self) >= _MOST_CACHED:
            self.clear()
        made = self[cell] = self._make(cell)
        return made

    def column(self, cells: Iterable[Cell]) -> list[T]:
        """The converted values of a column."""
        return list(map(self.__getitem__, cells))


def coalesce(columns: Sequence[Sequence[str]]) -> Sequence[str]:
    """Merge several columns of one field into one: for each row, the first text that is not empty."""
    if len(columns) == 1:
        return columns[0]
    return [next(filter(None, texts), "") for texts in zip(*columns, strict=True)]


def codes(texts: Sequence[str]) -> Sequence[str]:
    """The codes of dossiers, without quotes around them. "" for a value that is no code."""
    joined = "|".join(texts)
    if "'" in joined or '"' in joined:
        texts = [text.strip("\"'") for text in texts]
    if "#" in joined or ":5" in joined or "0" in texts:
        return ["" if _NO_CODE.fullmatch(text) else text for text in texts]
    return texts


def procedure_code(cell: Cell) -> Cell:
    """A procedure's national code. If a spreadsheet has read "1.000890" as the number 1.00089, the code is restored."""
    if isinstance(cell, float) and 0 < cell < 10 and not cell.is_integer():
        return f"{cell:.6f}"
    return cell


def phones(texts: Sequence[str]) -> list[str]:
    """Phone numbers as texts. If a spreadsheet has read a phone number as a number, its leading zero is restored."""
    return [text if len(text) == 10 and text[0] == "0" else _phone(text) for text in texts]


def _phone(text: str) -> str:
    text = text.removeprefix("'")
    if _FLOAT_TEXT.fullmatch(text):
        text = str(int(float(text.replace(",", "."))))
    if (
        text.isdecimal()
        and text[0] != "0"
        and ((len(text) == 9 and text[0] in "35789") or (len(text) == 10 and text[0] == "2"))
    ):
        return "0" + text
    return text


class ChannelNames:
    """Converts the text of a channel to "online", "direct" or "post"."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]):
        """``words`` is the table ``[channels]`` of ``headings.toml``."""
        self._words = {name: [fold(word) for word in some] for name, some in words.items()}
        self._bare = {name: [unaccent(word) for word in some] for name, some in words.items()}

    def __call__(self, text: str) -> str:
        """Return the channel that a text names; the text itself if the text names no channel or several."""
        key, words = (unaccent(text), self._bare) if is_plain_ascii(text) else (fold(text), self._words)
        named = [name for name, some in words.items() if any(f" {word} " in f" {key} " for word in some)]
        return named[0] if len(named) == 1 else text


def online(text: str) -> str:
    """The channel for a cell of a column "online": "online" for yes, "direct" for no, "" for any other text.

    An empty cell means no, because the software only ticks the dossiers that came online.
    """
    keys = {(unaccent(text) if is_plain_ascii(text) else "") or text.casefold(), text.casefold()}
    if not keys.isdisjoint(_NOT_TICKED):
        return "direct"
    return "" if keys.isdisjoint(_TICKS) else "online"
