"""A board as a table: columns, and rows of values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cchc_tui.boards.dossier_filter import Only
from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.texts.forecast import with_error
from cchc_tui.texts.language import tr


class Sort(StrEnum):
    """What the values of a column are, and so how they are shown and aligned."""

    TEXT = "text"
    CODE = "code"  # text, a dossier's code
    COUNT = "count"  # int
    CHANGE = "change"  # int, by how much a count changed; None where there was none
    SHARE = "share"  # a fraction of 1
    POINTS = "points"  # by how many percentage points a share changed; None where there was none
    DAYS = "days"  # float, of days or a mean; None for nothing
    MOMENT = "moment"  # Stamp, None for nothing
    DAY = "day"  # Stamp, None for nothing


Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``rule`` says what it counts."""

    key: str
    title: str
    sort: Sort
    error: str = ""  # of a forecast: the key of the column that says by how much it may be off
    rule: str = ""
    in_json: bool = True
    in_table: bool = True

    @property
    def shown(self) -> Column:
        """The same in the language in use."""
        return replace(self, title=tr(self.title), rule=tr(self.rule))


@dataclass(frozen=True, slots=True)
class Table:
    """A board as rows of values. ``totals`` stand below the rows.

    Where the rows are units, ``keys`` are theirs, in their order, and ``only`` says which of a unit's dossiers are
    behind a row (``boards.dossiers.Only``). Where they are something else, ``ids`` tell them apart from one snapshot
    to the next.
    """

    name: str
    title: str
    as_of: Stamp
    data_as_of: Stamp | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[tuple[Value, ...], ...] = ()
    keys: tuple[str, ...] = ()
    only: Only | None = None
    compared: bool = True  # False: its figures are changes themselves
    ids: tuple[str, ...] = ()

    @property
    def row_keys(self) -> tuple[str, ...]:
        """What tells each row from all others, whatever it is called: never words that are shown, but where a board
        has nothing else.
        """
        return self.keys or self.ids or tuple(map(self.words, self.rows))

    def words(self, row: tuple[Value, ...]) -> str:
        """What a row is called: its texts together."""
        named = zip(self.columns, row, strict=True)
        return " · ".join(str(value) for one, value in named if one.sort is Sort.TEXT)

    def forecast(self, place: int, row: tuple[Value, ...]) -> str | None:
        """``673 ± 8``, in a column of forecasts; None in any other."""
        error = next((n for n, one in enumerate(self.columns) if one.key == self.columns[place].error), -1)
        if error < 0:
            return None
        expected, off = row[place], row[error]
        return with_error(
            int(expected) if isinstance(expected, int | float) else None,
            float(off) if isinstance(off, int | float) else None,
        )


def moments_json(as_of: Stamp, data_as_of: Stamp | None) -> dict[str, Any]:
    """The two moments that every board's JSON begins with."""
    return {"as_of": iso(as_of), "data_as_of": None if data_as_of is None else iso(data_as_of)}
