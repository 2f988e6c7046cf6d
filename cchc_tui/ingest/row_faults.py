"""Detects faults in the shape of rows in text and HTML. The columns need not be known yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from cchc_tui.ingest import problems
from cchc_tui.ingest.headings import SEARCHED_ROWS, HeadingFinder
from cchc_tui.ingest.non_data_rows import is_code_like
from cchc_tui.ingest.raw_sheets import RowFault

#: Least number of known headings in a heading row.
_ENOUGH_HEADINGS = 3
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"[\d.,]+")
_DATE = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}")
#: Rows that are examined if no row has all cells.
_GLANCED = 50
#: Most filled cells in a row of signatures.
_FEW = 3


class RowWidths:
    """Finds rows whose values stand under wrong headings, because the rows have too many or too few cells.

    There are two kinds of rows with too few cells. In the first kind, only empty cells at the end are missing, because
    spreadsheets leave them out. In the second kind, a cell in the middle is missing, so the last value belongs further
    right. Complete rows show to which column the last value belongs: the column with values of the same form. If both
    columns have such values, or neither has, the row counts as shifted only in a format that writes ``all_cells``.
    """

    def __init__(self, finder: HeadingFinder, legacy: str = "", all_cells: bool = False):
        self._finder = finder
        self._legacy = legacy
        self._all_cells = all_cells
        self._looked_at = 0
        self._width = 0
        self._usual = 0
        self._headings: Sequence[str] = ()
        self._full: Sequence[Sequence[str]] = ()  # the last block with a dossier that has all cells

    @property
    def headings_seen(self) -> bool:
        """Whether the search for the heading row is over: the row was found, or the search was given up."""
        return self._width > 0 or self._looked_at >= SEARCHED_ROWS

    def is_heading(self, row: Sequence[str]) -> bool:
        """Whether a row has enough known headings to be the heading row."""
        return len(row) >= _ENOUGH_HEADINGS and self._finder.known_in(row, self._legacy) >= _ENOUGH_HEADINGS

    def observe(self, row: Sequence[str]) -> None:
        """Examine one row, which may be the heading row."""
        self._looked_at += 1
        if self.is_heading(row):
            self._headings, self._width = row, len(row)

    def shifted(self, rows: Sequence[Sequence[str]], first: int) -> list[RowFault]:
        """A fault for each row whose values stand under wrong headings. ``first`` is the number of the first row.

        Call this only if ``headings_seen`` is true.
        """
        lengths = Counter(map(len, rows))
        if not self._width or set(lengths) == {self._width}:
            return []
        length, count = lengths.most_common(1)[0]
        if count * 2 > len(rows):
            self._usual = max(self._usual, length)  # the last columns may lack a heading
        width = max(self._width, self._usual)
        faults = [
            RowFault(problems.SHIFTED_ROW, first + index, len(row), str(width))
            for index, row in enumerate(rows)
            if len(row) > width and any(cell != "" for cell in row[width:])
        ]
        if any(len(row) == self._width and is_data(row) for row in rows):
            self._full = rows
        short = [index for index, row in enumerate(rows) if _FEW < len(row) < self._width and is_data(row)]
        if short and (self._full or self._are_shifted(rows, length)):
            forms = self._forms()
            faults += [
                RowFault(problems.SHIFTED_ROW, first + index, len(rows[index]), str(self._width))
                for index in short
                if not (forms and self._is_in_place(rows[index], forms))
            ]
        return faults

    def _forms(self) -> list[set[str]]:
        """For each column, the forms of its values in the last rows that have all cells.

        In a form, each digit is "0".
        """
        full = [row for row in self._full if len(row) == self._width and is_data(row)]
        return [{_DIGIT.sub("0", cell) for cell in column} for column in zip(*full, strict=True)]

    def _are_shifted(self, rows: Sequence[Sequence[str]], length: int) -> bool:
        """Whether the rows with ``length`` cells lack a cell in their middle. Used if no row has all cells.

        A column shows this by two signs. The column mostly has units or statuses, but its heading is for other values.
        A heading for units or statuses is further right, at a distance equal to the number of missing cells.
        """
        missing = self._width - length
        some = [row for row in rows if len(row) == length and is_data(row)][:_GLANCED]
        if missing <= 0 or not some:
            return False
        named = [self._finder.holds_words(heading) for heading in self._headings]
        return any(
            named[place + missing]
            and not named[place]
            and 2 * sum(self._finder.is_word(row[place]) for row in some) > len(some)
            for place in range(length)
        )

    def _is_in_place(self, row: Sequence[str], forms: Sequence[set[str]]) -> bool:
        last = max(place for place, cell in enumerate(row) if cell.strip())
        form = _DIGIT.sub("0", row[last])
        here, shifted = (form in forms[place] for place in (last, last + self._width - len(row)))
        return here if here != shifted else not self._all_cells


def is_data(row: Sequence[str]) -> bool:
    """Whether a row has a text that looks like the code of a dossier, or like a date."""
    texts = map(str.strip, row)
    return any((is_code_like(text) and not _FIGURE.fullmatch(text)) or _DATE.match(text) for text in texts)


def is_cut(row: Sequence[str], before: Sequence[Sequence[str]], is_beginning: Callable[[str], bool]) -> bool:
    """Whether the last row of a text without a line end is incomplete. ``before`` has the rows before the last row.

    The last row is incomplete in these cases:

    - it has fewer cells than most rows before it;
    - its last cell is empty, although the last cell of some rows before it is filled;
    - it ends within a character;
    - its last cell is only the beginning of a known word (``is_beginning``), or of a last cell in the rows before it.
    """
    usual = Counter(map(len, before)).most_common(1)[0][0] if before else 0
    if len(row) < usual:
        filled = [cell.strip() for cell in row if cell.strip()]
        return len(filled) > _FEW or is_data(filled) or bool(filled and filled[0].isdigit())
    if len(row) > usual or not row:
        return False
    form = _DIGIT.sub("0", row[-1])
    forms = {_DIGIT.sub("0", other[-1]) for other in before if len(other) == usual}
    if not form.strip():
        return is_data(row) and any(map(str.strip, forms))
    if form.endswith("\ufffd"):
        return True
    return form not in forms and (any(other.startswith(form) for other in forms) or is_beginning(row[-1]))
