"""Reads a unit summary: the one-stop software's own report by unit, which is compared with the dossier list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from cchc_tui.domain.names import fold, listed_name
from cchc_tui.domain.summaries import SUMS, broken_sums
from cchc_tui.ingest import problems
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.raw_sheets import Cell, Unknown
from cchc_tui.ingest.records import FIGURES, SummaryRow
from cchc_tui.ingest.row_reader import FileContext, RowReader
from cchc_tui.ingest.scanned_sheet import ScannedSheet
from cchc_tui.ingest.whole_numbers import read_number

_PARTS = re.compile(r"[:\n;]|\s{3,}|\s-\s")
_RECEIVES = fold("nhận báo cáo")
#: Invalid figures that messages may quote: numbers and errors. Other texts may be names of persons.
_QUOTED = re.compile(r"[\d#=]")


class Summary(RowReader):
    """Reads the rows of one unit summary.

    A row has the numbers of a unit or, in a form by field, the numbers of a field.
    """

    def __init__(self, context: FileContext, scan: ScannedSheet, layout: SheetLayout):
        super().__init__(context, scan, layout)
        #: A field may be named like a department ("Tư pháp"), so in a form by field only full names mean units.
        self._named_by = "field" if "field" in layout.columns else "unit"
        self._is_unit = context.is_unit
        self._levels = tuple(
            f" {fold(word)} " for words in context.registry.headings.get("levels", {}).values() for word in words
        )
        # The texts above the headings may name the unit of a form by field.
        above = chain(scan.rows(0, layout.first), context.source.texts) if self._named_by == "field" else ()
        self._within = self._reporting(cell for row in above for cell in row if isinstance(cell, str))
        if layout.unread:
            self.notes.note(problems.UNREAD_COLUMNS, value="; ".join(layout.unread))

    def _row(self, row: Sequence[Cell], number: int) -> SummaryRow | None:
        name = self._texts.clean(self._cells(row, self._named_by)[0])
        cells = {name: self._cells(row, name) for name in FIGURES}
        if self._named_by == "field" and self._names_units(name):
            self._within = name
        if self._non_data.is_non_data(row, groups=False) or not any(cell != "" for of in cells.values() for cell in of):
            return None  # a total, a signature, or the name of a level or field alone
        if self._layout.words.issuperset(fold(self._texts.clean(cell)) for cell in row if cell != ""):
            return None  # headings repeated at the top of a printed page
        figures, bad = self._read(cells)
        unknown = {figure: cell for figure, of in cells.items() for cell in of if isinstance(cell, Unknown)}
        if (
            (bad or not name)
            and self._non_data.ended
            and not unknown
            and all(value is None for value in figures.values())
        ):
            return None  # names of signatories
        if not name:
            self._reject(problems.NO_UNIT, number, self._named_by)
            return None
        if bad:
            value = " + ".join(map(cell_text, cells[bad]))
            self._reject(
                problems.BAD_NUMBER, number, bad, value if _QUOTED.search(value) else ""
            )  # other texts may be a person's name
            return None
        for figure, cell in unknown.items():
            self.notes.note(problems.UNKNOWN_CELL, number, self._layout.title(figure), cell)
        name = listed_name(name)
        self._check(number, name, figures)
        return SummaryRow._make((number, name, *figures.values(), self._within, self._layout.named_by))

    def _names_units(self, text: str) -> bool:
        """Whether a text is the full name of a unit, or has a word for a level."""
        return self._is_unit(text) or any(word in f" {fold(text)} " for word in self._levels)

    def _reporting(self, texts: Iterable[str]) -> str:
        """The unit that the texts above the headings name; "" if they name no unit or several units.

        The unit that receives the report is ignored.
        """
        parts = [part for text in texts if _RECEIVES not in fold(text) for part in map(str.strip, _PARTS.split(text))]
        units = {fold(part): part for part in parts if self._is_unit(part)}
        return next(iter(units.values())) if len(units) == 1 else ""

    @staticmethod
    def _read(cells: dict[str, list[Cell]]) -> tuple[dict[str, int | None], str]:
        """The number for each name (None: not stated, or unknown), and the first name whose cell has no number.

        The second result is "" if all cells have numbers.
        """
        figures: dict[str, int | None] = {}
        bad = ""
        for figure, of in cells.items():
            try:
                values = [None if isinstance(cell, Unknown) else read_number(cell) for cell in of]
            except ValueError:
                bad = bad or figure
                continue
            known = [value for value in values if value is not None]
            figures[figure] = sum(known) if known and len(known) == len(values) else None
        return figures, bad

    def _cells(self, row: Sequence[Cell], name: str) -> list[Cell]:
        return [row[place] if place < len(row) else "" for place in self._layout.columns.get(name, ())]

    def _check(self, number: int, name: str, figures: dict[str, int | None]) -> None:
        """Add a note for each total of a row that is not the sum of its parts."""
        for total, said, added in broken_sums(figures):
            rule = self._layout.rules.get(self._layout.columns[total][0]) or self._in_words(total)
            self.notes.note(problems.IDENTITY, number, self._layout.title(total), f"{name}: {said} ≠ {added}", rule)

    def _in_words(self, total: str) -> str:
        """The rule of a sum (total = part + part), in the words of the form's headings."""
        timely = ("timely",) if "timely" in self._layout.columns else ("early", "on_time")
        parts = [name for part in SUMS[total][0] for name in (timely if part == "timely" else (part,))]
        last = [self._layout.title(name).rsplit(" > ", 1)[-1] for name in (total, *parts)]
        return f"{last[0]} = {' + '.join(last[1:])}"
