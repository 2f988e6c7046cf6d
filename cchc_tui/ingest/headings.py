"""Finds the headings of a sheet, in any row and spelling. The headings also tell the kind of export.

The wordings of headings are data (``headings.toml``, ``sheets``). A dossier list must have headings for a code and a
received date, and a declared sheet must have headings for its required fields. A unit summary has groups of numbers
under two or three rows of headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TypeAlias

from cchc_tui.domain.names import fold, is_plain_ascii, unaccent
from cchc_tui.ingest.cleaning import clean
from cchc_tui.ingest.legacy import CONVERTERS
from cchc_tui.ingest.raw_sheets import Cell
from cchc_tui.ingest.records import BY_FIELD, UNITS_OR_FIELDS, Kind
from cchc_tui.ingest.summary_words import SummaryHeadings
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import Sheet

#: Rows of a sheet that are searched for headings.
SEARCHED_ROWS = 1_000
#: The fields of a dossier list that are dates.
DATES = ("received", "due", "deadline", "finished", "returned")
#: The fields whose cells contain known words: units or statuses.
_OF_WORDS = ("agency", "department", "status")
#: Least number of fields that make a table.
_LEAST_FIELDS = 3
#: Most consecutive heading rows.
HEADING_ROWS = 4
#: The form of a dossier's code or a date. No heading has it, so a row with such a text is not a heading row.
_DATA = re.compile(r"\S*\d\S*[.\-/]\S*(?:\s.*)?|\d{4,}\S*")
_LONGEST_HEADING = 120
#: Headings with this rank or a higher one are used only if a field has no better one.
_ALONE = 1_000
_BRACKETED = 2 * _ALONE
_FIELD = fold("lĩnh vực")
_IN_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]\s*")
_LEADING_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}\)?|[IVX]{1,4})\s*[.)\-:]\s*")

Convert = Callable[[str], str]
#: Field → (rank, column) of each of its headings.
FieldHits: TypeAlias = "dict[str, list[tuple[int, int]]]"


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The columns of a sheet. ``columns`` maps a field to its columns (from 0), the best one first.

    ``titles`` maps a column to its heading as written.
    """

    kind: str
    columns: dict[str, tuple[int, ...]]
    titles: dict[int, str]
    first: int  # index of the first heading row
    after: int  # index of the first row after the headings
    unread: tuple[str, ...] = ()  # a summary's headings with unknown meaning
    rules: dict[int, str] = field(default_factory=dict)  # the sums that a summary states for its columns
    words: frozenset[str] = frozenset()  # all texts in a summary's heading rows, folded for comparison
    #: Field → how many of its columns have equally good headings, if more than one.
    tied: dict[str, int] = field(default_factory=dict)
    #: The texts of a dossier list's heading rows, folded, with their columns.
    headings: frozenset[tuple[int, str]] = frozenset()
    #: Column of a date → column with its time of day.
    times: dict[int, int] = field(default_factory=dict)
    named_by: str = ""  # for a summary: see ``SummaryRow.named_by``

    def title(self, name: str) -> str:
        """The heading of a field's best column; "" if the sheet has no column for the field."""
        return self.titles[self.columns[name][0]] if name in self.columns else ""


class HeadingVocabulary:
    """The headings of one kind of export.

    Finds the field that a heading means, and the rank of the heading (0 is best). A heading that is written without
    diacritics is found too.
    """

    def __init__(self, headings: dict[str, tuple[str, ...]], alone: dict[str, tuple[str, ...]]):
        """``headings`` and ``alone`` map a field to its headings.

        A heading in ``alone`` only counts if no other heading in the sheet means the field.
        """
        self._marked: dict[str, tuple[str, int]] = {}
        self._bare: dict[str, tuple[str, int]] = {}
        for table, first in ((headings, 0), (alone, _ALONE)):
            for name, variants in table.items():
                for rank, variant in enumerate(variants, first):
                    self._marked.setdefault(fold(variant) + _percents(variant), (name, rank))
                    self._bare.setdefault(unaccent(variant) + _percents(variant), (name, rank))
        #: The field that a heading names, and its rank (0 is best).
        self.find = cache(self._find)

    def _find(self, text: str) -> tuple[str, int] | None:
        # Text in brackets may matter ("Ngày hẹn trả (cũ)"), so a match without it ("… (dd/mm/yyyy)") ranks lower.
        forms = ((text, 0), (_LEADING_NUMBER.sub("", text), 0), (without_brackets(text), _BRACKETED))
        for form, more in forms:
            key = (unaccent(form) if is_plain_ascii(form) else fold(form)) + _percents(text)
            found = (self._bare if is_plain_ascii(form) else self._marked).get(key)
            if found is not None and form.strip():
                return found[0], found[1] + more
        return None


@dataclass(frozen=True, slots=True)
class _Kind:
    """The rules by which the headings of one kind of export are recognised."""

    name: str
    names: HeadingVocabulary
    required: tuple[str, ...]
    dates: tuple[str, ...] = ()  # the fields whose times of day may be in a separate column

    def is_full(self, found: FieldHits) -> bool:
        """Whether the headings in ``found`` are enough to recognise a table of this kind."""
        return len(found) >= _LEAST_FIELDS and all(name in found for name in self.required)


class HeadingFinder:
    """Finds the headings of any kind of export. A finder is created for each file, from the registry's headings."""

    def __init__(self, headings: dict[str, dict[str, tuple[str, ...]]], words: Iterable[str] = ()):
        """``headings`` maps a kind to its fields, and each field to its headings.

        ``words`` are texts that occur in cells: names of units and of statuses.
        """
        self._words = set(map(unaccent, words))
        dossiers = headings[Kind.DOSSIERS]
        names = HeadingVocabulary(dossiers, headings.get("alone", {}))
        self._dossiers = _Kind(Kind.DOSSIERS, names, ("code", "received"), DATES)
        self._sheets = [
            _Kind(sheet.name, HeadingVocabulary(_headings_of(sheet, headings), {}), sheet.required_headings)
            for sheet in SHEETS.values()
        ]
        self._vocabularies = [
            *(kind.names for kind in (self._dossiers, *self._sheets)),
            HeadingVocabulary(headings.get(Kind.SUMMARY, {}), {}),
        ]
        #: The kinds in the order in which they are looked for.
        self.kinds: tuple[str, ...] = (Kind.DOSSIERS, *SHEETS, Kind.SUMMARY)
        self._summaries = SummaryHeadings(headings)
        words = headings.get("dates", {})
        self._day_words, self._time_words = (
            tuple(map(fold, words.get(name, ()))) for name in ("day_headings", "time_headings")
        )
        self._required = {name: dossiers[name][0] for name in self._dossiers.required}

    def find(self, rows: Sequence[Sequence[Cell]], convert: Convert | None = None) -> SheetLayout | None:
        """The layout of the first table in these rows; None if there is no table.

        Any dossier list is preferred to a declared sheet, and any declared sheet to a unit summary, whichever begins
        first. ``convert`` converts texts from a font encoding.
        """
        texts, places = _Texts(rows, convert), range(len(rows))

        def first(look: Callable[[int], SheetLayout | None]) -> SheetLayout | None:
            return next(filter(None, map(look, places)), None)

        def of(kind: _Kind) -> SheetLayout | None:
            return first(lambda index: self._in_rows(kind, texts, index))

        if (layout := of(self._dossiers)) is not None:
            return layout
        # Sheets may share headings, so the kind is the one that recognises most headings of the table.
        sheets = [layout for kind in self._sheets if (layout := of(kind)) is not None]
        if sheets:
            return max(sheets, key=lambda layout: len(layout.columns))
        return first(lambda index: self._summary(texts, index))

    def knows(self, text: str) -> bool:
        """Whether the text is a heading of any kind of export."""
        cleaned = clean(text)
        return any(one.find(cleaned) is not None for one in self._vocabularies) or self._summaries.knows(cleaned)

    def is_word(self, text: str) -> bool:
        """Whether a text is the name of a unit or a status."""
        return unaccent(text) in self._words

    def holds_words(self, heading: str) -> bool:
        """Whether a column with this heading in a dossier list contains units or statuses."""
        hit = self._dossiers.names.find(clean(heading))
        return hit is not None and hit[0] in _OF_WORDS

    def is_beginning(self, text: str) -> bool:
        """Whether a text is an incomplete name of a unit or status: the beginning of the name."""
        key = unaccent(text)
        return key not in self._words and any(word.startswith(key) for word in self._words)

    def known_in(self, row: Sequence[str], legacy: str = "") -> int:
        """The number of known headings in a row. ``legacy`` is the font encoding of the row ("": Unicode)."""
        convert = CONVERTERS.get(legacy)
        return sum(self.knows(convert(text) if convert else text) for text in row if 0 < len(text) <= _LONGEST_HEADING)

    def missing(self, rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
        """The required headings that the heading row of a dossier list lacks.

        Of all rows, the one with the most known headings counts as the heading row. Empty if no row has enough known
        headings.
        """
        names = self._dossiers.names
        best: set[str] = set()
        for row in rows:
            found = {hit[0] for cell in row if (hit := names.find(_heading_text(cell, None))) is not None}
            best = max(best, found, key=len)
        if len(best) < _LEAST_FIELDS:
            return ()
        return tuple(heading for name, heading in self._required.items() if name not in best)

    def _in_rows(self, kind: _Kind, texts: _Texts, index: int) -> SheetLayout | None:
        """The layout of a table whose headings begin in the row ``index``; None if no table begins there.

        The headings may take several rows.
        """
        found = self._match(kind, texts[index])
        if not found:
            return None
        layout = self._layout(kind, found, texts, index, index + 1) if kind.is_full(found) else None
        for after in range(index + 2, index + 1 + HEADING_ROWS):
            below = texts[after - 1]
            if any(map(_DATA.fullmatch, below)):
                break
            row = self._under_groups(kind, [texts[upper] for upper in range(index, after - 1)], below)
            joined = self._match(kind, row)
            if kind.is_full(joined) and (layout is None or self._is_continued(kind, found, joined, below)):
                layout = self._layout(kind, joined, texts, index, after, row)
            elif layout is not None:
                break
            found = joined
        if layout is None or layout.after == index + 1:
            return layout
        # A row above the headings may look like a row of group headings.
        later = self._in_rows(kind, texts, index + 1)
        return layout if later is None or len(later.columns) < len(layout.columns) else later

    def _is_continued(self, kind: _Kind, found: FieldHits, joined: FieldHits, below: Sequence[str]) -> bool:
        """Whether the row ``below`` is one more heading row, although the rows above it are sufficient as headings.

        ``found`` are the headings in the rows above, ``joined`` are the headings with ``below`` included. There are two
        kinds of heading rows:

        - all cells of the row are headings;
        - the row adds a field, and each of its cells below a required heading is a heading or empty. Such a cell is
          empty if the required heading is vertically merged.
        """
        cells = list(filter(None, below))
        if len(cells) > 1 and all(self._is_heading(kind, cell) for cell in cells):
            return True
        places = [column for name in kind.required for _, column in found[name]]
        under = [below[column] for column in places if column < len(below)]
        return len(joined) > len(found) and all(not cell or self._is_heading(kind, cell) for cell in under)

    def _is_heading(self, kind: _Kind, text: str) -> bool:
        return kind.names.find(text) is not None or fold(text) in (*self._day_words, *self._time_words)

    def _match(self, kind: _Kind, texts: Sequence[str]) -> FieldHits:
        found: FieldHits = {}
        names = kind.names
        for column, text in enumerate(texts):
            if text and (hit := names.find(text)) is not None:
                found.setdefault(hit[0], []).append((hit[1], column))
        return found

    def _under_groups(self, kind: _Kind, upper: Sequence[Sequence[str]], row: Sequence[str]) -> list[str]:
        """Several heading rows joined into one: for each column, the lowest text. ``row`` is the row below ``upper``.

        Some texts are headings only together with the heading of their group. In this case the result has both texts.
        """
        names = kind.names
        groups = [""] * len(upper)
        joined: list[str] = []
        for column in range(max(map(len, (*upper, row)))):
            tops = [texts[column] if column < len(texts) else "" for texts in upper]
            groups = [top or group for top, group in zip(tops, groups, strict=True)]
            text = row[column] if column < len(row) else ""
            if text and names.find(text) is None:
                is_day = fold(text) in self._day_words
                forms = [
                    form
                    for group in reversed(groups)
                    for form in (f"{group} {text}", *((group, f"{text} {group}") if is_day else ()))
                ]
                text = next((form for form in forms if names.find(form) is not None), text)
            joined.append(text or next(filter(None, reversed(tops)), ""))
        return joined

    def _layout(
        self, kind: _Kind, found: FieldHits, rows: _Texts, first: int, after: int, joined: Sequence[str] = ()
    ) -> SheetLayout:
        texts = joined or rows[first]
        columns: dict[str, tuple[int, ...]] = {}
        tied: dict[str, int] = {}
        for name, hits in found.items():
            ranked = sorted(hits)
            best = ranked[0][0]
            columns[name] = tuple(column for rank, column in ranked if rank == best or rank < _ALONE)
            equal = sum(rank == best for rank, _ in ranked)
            if equal > 1:
                tied[name] = equal
        times = self._times(kind, columns, texts) if kind.dates else {}
        if times:
            columns["time"] = tuple(times.values())
        titles = {column: texts[column] for places in columns.values() for column in places}
        written = chain(titles.items(), *(enumerate(rows[index]) for index in range(first, after)))
        headings = frozenset((column, fold(text)) for column, text in written if text)
        return SheetLayout(kind.name, columns, titles, first, after, tied=tied, headings=headings, times=times)

    def _times(self, kind: _Kind, columns: dict[str, tuple[int, ...]], texts: Sequence[str]) -> dict[int, int]:
        """For each column of dates, the column with the time of day that belongs to the date.

        The time for "Ngày hẹn trả" is in a column "Giờ hẹn trả", or in the next column to the right if the heading
        there is "Giờ".
        """
        of_dates = {column for name in kind.dates for column in columns.get(name, ())}
        taken = {column for places in columns.values() for column in places}
        found: dict[int, int] = {}
        for column, text in enumerate(texts):
            key = fold(text)
            if column in taken or not key.startswith(self._time_words):
                continue
            if key in self._time_words:
                if column - 1 in of_dates:
                    found.setdefault(column - 1, column)
                continue
            count = next(len(word.split()) for word in self._time_words if key.startswith(word))
            rest = " ".join(text.split()[count:])
            for day in self._day_words:
                hit = kind.names.find(f"{day} {rest}")
                if hit is not None and hit[0] in kind.dates and hit[0] in columns:
                    found.setdefault(columns[hit[0]][0], column)
        return found

    def _summary(self, texts: _Texts, index: int) -> SheetLayout | None:
        """The layout of a unit summary; None if row ``index`` lacks the heading above the names of units or fields."""
        form = self._summaries.find(texts.__getitem__, index)
        if form is None:
            return None
        either = "unit" in form.columns and _FIELD in fold(form.titles[form.columns["unit"][0]])
        named_by = BY_FIELD if "field" in form.columns else UNITS_OR_FIELDS if either else ""
        where = (form.columns, form.titles, form.first, form.after)
        return SheetLayout(Kind.SUMMARY, *where, form.unread, form.rules, form.words, named_by=named_by)


class _Texts:
    """The rows of a sheet as texts for the search of headings. A row is converted at the first use."""

    def __init__(self, rows: Sequence[Sequence[Cell]], convert: Convert | None):
        self._rows = rows
        self._convert = convert
        self._made: dict[int, list[str]] = {}

    def __getitem__(self, index: int) -> list[str]:
        """The texts of one row. [] if there is no such row."""
        if index not in self._made:
            row = self._rows[index] if index < len(self._rows) else ()
            self._made[index] = [_heading_text(cell, self._convert) for cell in row]
        return self._made[index]


def ticked_column(field: str, choice: str) -> str:
    """The key in ``SheetLayout.columns`` for the column in which rows with this choice have a tick, such as "x"."""
    return f"{field}={choice}"


def _headings_of(sheet: Sheet, headings: dict[str, dict[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """The headings of a declared sheet, by field. A choice that may have a column of ticks counts as a field.

    A spelling that is a number is left out, because forms number their columns.
    """
    found = dict(headings.get(sheet.name, {}))
    for one in sheet.fields:
        for key, spellings in headings.get(sheet.section(one), {}).items() if one.ticked else ():
            found[ticked_column(one.name, key)] = tuple(each for each in spellings if not each.isdecimal())
    return found


def _percents(heading: str) -> str:
    """ "%" if the heading has a percent sign, as in "Đạt (%)", else "". The result is added to the heading's key."""
    return "%" if "%" in heading else ""


def without_brackets(heading: str) -> str:
    """A heading without its parts in brackets."""
    return _IN_BRACKETS.sub(" ", heading).strip()


def _heading_text(cell: Cell, convert: Convert | None) -> str:
    """The text of a cell for the search of headings; "" if the cell cannot be a heading."""
    if isinstance(cell, float) and 0 < cell < 100 and cell.is_integer():
        return str(int(cell))
    if not isinstance(cell, str) or len(cell) > _LONGEST_HEADING:
        return str(cell) if isinstance(cell, int) and 0 < cell < 100 else ""
    return clean(convert(cell) if convert is not None and not cell.isascii() else cell)
