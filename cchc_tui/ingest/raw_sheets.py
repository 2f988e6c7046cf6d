"""Raw tables, which the readers of formats yield in chunks.

A cell is a text, number, date, time, "" (empty) or Unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple, TypeAlias

from typing_extensions import override

from cchc_tui.ingest import problems

#: Texts that programs write for an error or an uncomputed formula: "#REF!", "=SUM(…)", "Err:502", "NaN".
_ERROR = re.compile(r"#[^!?]{0,16}[!?]|[#=][\x21-\x7e…]*|[^\W\d]{2,5}:5\d\d|[+-]?(?:nan|inf|infinity)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A cell whose value is unknown: an error, an uncomputed formula, or a number that is not finite.

    It is never equal to an empty cell. ``shown`` is the text that a spreadsheet shows in the cell, such as "#REF!".
    """

    shown: str

    def __str__(self) -> str:
        """The name of the error, for messages.

        "#" takes the place of any other text, because the text may be the name of a person.
        """
        return self.shown if _ERROR.fullmatch(self.shown) else "#"


Cell: TypeAlias = "str | float | int | bool | datetime | date | time | timedelta | Unknown"
#: Row → (column, cell) of cells that calamine leaves out, both counted from 0.
LeftOut: TypeAlias = "dict[int, list[tuple[int, Cell]]]"
#: Rows per chunk: enough to make work by column efficient, few enough to stream.
CHUNK_ROWS = 2_000
#: The index of the additional column of units.
UNITS = -1


class Chunk:
    """Some consecutive rows of a sheet, with their row numbers (from 1). The rows may have different lengths."""

    __slots__ = ("_transposed", "_units", "numbers", "rows")

    def __init__(self, numbers: Sequence[int], rows: Sequence[Sequence[Cell]], units: Sequence[Cell] = ()):
        """``units`` is the additional column ``UNITS``.

        Only a sheet that names units outside the rows of dossiers has it.
        """
        self.numbers = numbers
        self.rows = rows
        self._units = units
        self._transposed: list[Sequence[Cell]] = []

    def __len__(self) -> int:
        return len(self.rows)

    def columns(self, places: Sequence[int]) -> list[Sequence[Cell]]:
        """The cells of these columns (from 0), as one sequence per column. A cell that a short row lacks is ""."""
        width, rows = max(places, default=-1) + 1, self.rows
        if not rows:
            return [() for _ in places]
        if len(self._transposed) < width:
            if min(map(len, rows)) < width:
                rows = [row if len(row) >= width else [*row, *[""] * (width - len(row))] for row in rows]
            self._transposed = list(zip(*rows, strict=False))
        return [self._units if place == UNITS else self._transposed[place] for place in places]

    def part(self, start: int, stop: int | None = None) -> Chunk:
        """A chunk with the rows from index ``start`` until before index ``stop`` (None: until the end)."""
        return Chunk(self.numbers[start:stop], self.rows[start:stop], self._units[start:stop])


class RowFault(NamedTuple):
    """A fault in a raw sheet: a problem code, the row number (0: the whole sheet), the wrong and the expected value."""

    code: str
    row: int = 0
    value: object = ""
    expected: str = ""

    @property
    def is_rejection(self) -> bool:
        """Whether the row is rejected because of this fault. If not, the fault is only noted."""
        return self.code in (problems.TORN_ROW, problems.CUT_ROW, problems.SHIFTED_ROW)


class RawSheet:
    """One table of a file. It can be read only once, from the start."""

    def __init__(self, name: str = "", epoch_1904: bool = False, hidden: bool = False):
        """``name`` is "" if the format has no names of sheets.

        If ``epoch_1904`` is true, date serials count from 1904.
        """
        self.name, self.epoch_1904, self.hidden = name, epoch_1904, hidden
        #: The faults found so far. The code that reads the sheet reports and removes them.
        self.faults: list[RowFault] = []

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows in their order, in chunks."""
        raise NotImplementedError

    def expected(self, done: int) -> int:
        """The estimated number of all rows, if ``done`` rows were read so far."""
        return done


class ListSheet(RawSheet):
    """A sheet whose rows are in memory or come from an iterator. The first of them has the row number 1.

    ``total`` is the number of rows; 0 if it is unknown.
    """

    def __init__(
        self, name: str, rows: Iterable[Sequence[Cell]], total: int = 0, epoch_1904: bool = False, hidden: bool = False
    ):
        super().__init__(name, epoch_1904, hidden)
        self._rows = rows
        self._total = total

    @override
    def chunks(self) -> Iterator[Chunk]:
        number, rows = 1, iter(self._rows)
        while gathered := list(islice(rows, CHUNK_ROWS)):
            yield Chunk(range(number, number + len(gathered)), gathered)
            number += len(gathered)

    @override
    def expected(self, done: int) -> int:
        return max(self._total, done)
