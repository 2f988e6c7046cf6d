"""The interface of the loaders, one for each kind of export, and what they report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.problems import Problem
from cchc_tui.ingest.records import Batch, Columns, Tail

R = TypeVar("R")


def columns_of(batch: Batch | Columns) -> Sequence[Sequence[Any]]:
    """The dossiers of a batch, as columns."""
    return tuple(zip(*batch.rows, strict=True)) if isinstance(batch, Batch) else batch.columns


def rows_of(batch: Batch | Columns, kind: type[R]) -> Iterator[R]:
    """The rows of this type in a batch; for kinds that are not sent as columns."""
    if isinstance(batch, Batch):
        yield from (row for row in batch.rows if isinstance(row, kind))


@dataclass(frozen=True, slots=True)
class Incoming:
    """The export that is being loaded: its number and its moment."""

    id: int
    moment: Stamp


@dataclass(slots=True)
class LoadCounts:
    """The result of a load: rows that are new (``loaded``), have a new state (``changed``), or the same one.

    ``older`` rows have no effect on the present because a newer export has shown them. ``events`` counts changes by
    (unit, kind, detail).
    """

    loaded: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    unplaced: int = 0
    problems: list[Problem] = field(default_factory=list)
    events: Counter[tuple[int, str, str]] = field(default_factory=Counter)


class Loader(Protocol):
    """Loads the rows of one export: first its batches, then its tail."""

    def take(self, batch: Batch | Columns) -> None:
        """Load some rows, in the order of the sheet."""

    def finish(self, tail: Tail) -> LoadCounts:
        """Write the rest after all rows, and return the counts."""
