"""What takes the rows of one export, whatever its kind, and what it reports at the end."""

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
    """The dossiers of a batch as columns."""
    return tuple(zip(*batch.rows, strict=True)) if isinstance(batch, Batch) else batch.columns


def rows_of(batch: Batch | Columns, kind: type[R]) -> Iterator[R]:
    """The rows of a batch of a kind that does not travel in columns."""
    if isinstance(batch, Batch):
        yield from (row for row in batch.rows if isinstance(row, kind))


@dataclass(frozen=True, slots=True)
class Incoming:
    """The export that is being loaded: its number in the database and its moment."""

    id: int
    moment: Stamp


@dataclass(slots=True)
class LoadCounts:
    """What a load did. ``loaded`` are new, ``changed`` have another state than before, ``unchanged`` the same one.

    ``older`` are not changed because a newer export has shown them. ``events`` count what changed: (unit, kind,
    detail).
    """

    loaded: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    unplaced: int = 0
    problems: list[Problem] = field(default_factory=list)
    events: Counter[tuple[int, str, str]] = field(default_factory=Counter)


class Loader(Protocol):
    """Takes batches of rows, then the end of the file."""

    def take(self, batch: Batch | Columns) -> None:
        """Some rows of the kind that the sink is for, in the order of the sheet."""

    def finish(self, tail: Tail) -> LoadCounts:
        """All rows are there; everything is written."""
