"""Raw tables from the format readers: sheets of chunks of rows. A cell is text, a number, a date, "" or Unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple, Protocol, TypeAlias

from typing_extensions import override

from cchc_tui.ingest import problems

#: Texts that programs write for an error or an uncomputed formula: "#REF!", "=SUM(…)", "Err:502", "NaN".
_ERROR = re.compile(r"#[^!?]{0,16}[!?]|[#=][\x21-\x7e…]*|[^\W\d]{2,5}:5\d\d|[+-]?(?:nan|inf|infinity)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A cell with an unknown value: an error, an uncomputed formula, or a truncated text.

    It never equals an empty cell. ``shown`` is the text that the cell shows, such as "#REF!".
    """

    shown: str

    def __str__(self) -> str:
        """The name of the error, for messages. Other texts are omitted, because they may name a person."""
        return self.shown if _ERROR.fullmatch(self.shown) else "#"


Cell: TypeAlias = "str | float | int | bool | datetime | date | time | timedelta | Unknown"
#: Row → (column, cell) of cells that calamine leaves out, both counted from 0.
LeftOut: TypeAlias = "dict[int, list[tuple[int, Cell]]]"
#: Rows per chunk: enough to make work by column efficient, few enough to stream.
CHUNK_ROWS = 2_000


class Chunk(Protocol):
    """Some consecutive rows of a sheet."""

    numbers: Sequence[int]  # of the rows, from 1

    def __len__(self) -> int: ...

    def columns(self, places: Sequence[int]) -> list[Sequence[Cell]]:
        """The cells of these columns (from 0), each as long as the chunk."""

    def row(self, index: int) -> Sequence[Cell]:
        """All cells of the row at this index in the chunk."""

    def after(self, index: int) -> Chunk:
        """The rows from an index on."""

    def until(self, index: int) -> Chunk:
        """The rows before an index."""


class RowFault(NamedTuple):
    """A problem code, the row (0: the whole sheet), the value, and what was expected."""

    code: str
    row: int = 0
    value: object = ""
    expected: str = ""

    @property
    def is_rejection(self) -> bool:
        """Whether the row is rejected."""
        return self.code in (problems.TORN_ROW, problems.CUT_ROW, problems.SHIFTED_ROW)


class RawSheet:
    """One table of a file, which can be read once, from its start."""

    def __init__(self, name: str = "", epoch_1904: bool = False, hidden: bool = False):
        """``name`` is "" if the format has no names. ``epoch_1904``: date serials count from 1904."""
        self.name, self.epoch_1904, self.hidden = name, epoch_1904, hidden
        #: The faults found so far. The code that reads the sheet reports and removes them.
        self.faults: list[RowFault] = []

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows in order."""
        raise NotImplementedError

    def expected(self, done: int) -> int:
        """The estimated number of rows after ``done`` were read."""
        return done


class RowChunk(Chunk):
    """A chunk of rows given as lists, which may differ in length."""

    __slots__ = ("_rows", "_transposed", "numbers")

    def __init__(self, numbers: Sequence[int], rows: Sequence[Sequence[Cell]]):
        self.numbers = numbers
        self._rows = rows
        self._transposed: list[Sequence[Cell]] = []

    def __len__(self) -> int:
        return len(self._rows)

    @override
    def columns(self, places: Sequence[int]) -> list[Sequence[Cell]]:
        width, rows = max(places, default=-1) + 1, self._rows
        if not rows:
            return [() for _ in places]
        if len(self._transposed) < width:
            if min(map(len, rows)) < width:
                rows = [row if len(row) >= width else [*row, *[""] * (width - len(row))] for row in rows]
            self._transposed = list(zip(*rows, strict=False))
        return [self._transposed[place] for place in places]

    @override
    def row(self, index: int) -> Sequence[Cell]:
        return self._rows[index]

    @override
    def after(self, index: int) -> RowChunk:
        return RowChunk(self.numbers[index:], self._rows[index:])

    @override
    def until(self, index: int) -> RowChunk:
        return RowChunk(self.numbers[:index], self._rows[:index])


class ListSheet(RawSheet):
    """A sheet whose rows, from row 1 on, are in memory or come from an iterator."""

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
            yield RowChunk(range(number, number + len(gathered)), gathered)
            number += len(gathered)

    @override
    def expected(self, done: int) -> int:
        return max(self._total, done)
