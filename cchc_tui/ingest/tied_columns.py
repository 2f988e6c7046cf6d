"""Handles fields with tied columns: several columns whose headings fit a field equally well.

If the tied columns have different codes or dates in a row, the row is rejected. Different units or statuses are joined
into one text, which is reported as unknown. For all other fields, the left column is used and a note is added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cchc_tui.domain.dossiers import DATES
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.ingest import problems
from cchc_tui.ingest.dates import is_date
from cchc_tui.ingest.headings import SheetLayout
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell
from cchc_tui.ingest.text_columns import coalesce

_BOTH = frozenset(("agency", "department", "status"))


class TiedColumns:
    """Compares and merges the tied columns of one sheet: columns whose headings fit a field equally well."""

    def __init__(self, layout: SheetLayout, notes: Notes):
        self._layout = layout
        self._notes = notes

    def rows(
        self,
        raw: Mapping[str, Sequence[Sequence[Cell]]],
        text_of: Callable[[Cell], str],
        date_of: Callable[[Cell], tuple[Stamp | None, bool]],
    ) -> dict[int, tuple[str, str]]:
        """The rows with contradictory codes or dates: for each row's index, the heading and the dates as text.

        The text is "" for codes, because codes are personal data.
        """
        found: dict[int, tuple[str, str]] = {}
        for name, equal in self._layout.tied.items():
            if name != "code" and name not in DATES:
                continue
            title = self._layout.title(name)
            for index, cells in enumerate(zip(*raw[name][:equal], strict=True)):
                if len(set(cells)) == 1 or index in found:
                    continue
                if name == "code":
                    if len({text_of(cell) for cell in cells} - {""}) > 1:
                        found[index] = title, ""  # codes are personal data and not shown
                elif _differ([date_of(cell) for cell in cells]):
                    found[index] = title, " ≠ ".join(cell_text(cell) for cell in cells)
        return found

    def one(self, name: str, columns: Sequence[Sequence[str]], numbers: Sequence[int]) -> Sequence[str]:
        """Merge the text columns of a field into one. ``numbers`` are the numbers of the rows; notes need them."""
        equal = self._layout.tied.get(name, 1)
        if equal == 1:
            return coalesce(columns)
        made: list[str] = []
        for number, texts in zip(numbers, zip(*columns, strict=True), strict=True):
            said = list(dict.fromkeys(filter(None, texts[:equal])))
            if len(said) > 1 and name not in _BOTH:
                self._notes.note(problems.TIED_COLUMNS, number, self._layout.title(name))
            made.append(" / ".join(said) if len(said) > 1 and name in _BOTH else next(filter(None, texts), ""))
        return made


def _differ(read: Sequence[tuple[Stamp | None, bool]]) -> bool:
    """Whether dates contradict each other. A day without a time of day does not contradict a time on the same day."""
    given = [(moment, whole) for moment, whole in read if moment is not None]
    if not all(is_date(moment) for moment, _ in given):
        return False  # an unreadable date is handled elsewhere
    timed = {moment for moment, whole in given if not whole}
    return len({moment // DAY for moment, _ in given}) > 1 or len(timed) > 1
