"""The interface of the loaders, and their results. Each kind of export has a loader."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.problems import Problem
from cchc_tui.ingest.records import Batch, Columns, Tail
from cchc_tui.registry import Registry

R = TypeVar("R")


def columns_of(batch: Batch | Columns) -> Sequence[Sequence[Any]]:
    """The dossiers of a batch, as columns: one sequence for each field of ``DossierRow``."""
    return tuple(zip(*batch.rows, strict=True)) if isinstance(batch, Batch) else batch.columns


def rows_of(batch: Batch | Columns, kind: type[R]) -> Iterator[R]:
    """The rows of this type in a batch. Dossiers are sent as columns; use ``columns_of`` for them."""
    if isinstance(batch, Batch):
        yield from (row for row in batch.rows if isinstance(row, kind))


@dataclass(frozen=True, slots=True)
class Incoming:
    """The number and the moment of the export that is being loaded."""

    id: int
    moment: Stamp


@dataclass(slots=True)
class LoadCounts:
    """The counts of a load. ``loaded`` rows are new dossiers, and ``changed`` rows are new states.

    ``older`` rows change no current state, because a newer export has shown their dossiers. ``events`` has the numbers
    of changes for the overview, by (unit, kind, detail).
    """

    loaded: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    unplaced: int = 0
    problems: list[Problem] = field(default_factory=list)
    events: Counter[tuple[int, str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class LoadContext:
    """What a loader needs for one export. Both connections are in the transaction of the load.

    ``connection`` is the connection to the store, ``private`` the one to the personal data.
    """

    connection: sqlite3.Connection
    private: sqlite3.Connection
    incoming: Incoming
    registry: Registry
    compare: Compare


class Loader:
    """Loads the rows of one export. Call ``take`` for each batch, then ``finish``, then ``settle``."""

    def __init__(self, context: LoadContext) -> None:
        self.context = context
        self.counts = LoadCounts()

    def take(self, batch: Batch | Columns) -> None:
        """Load the rows of a batch. Batches come in the order of the sheet."""
        raise NotImplementedError

    def finish(self, tail: Tail) -> LoadCounts:
        """Write what can be written only when all rows are known, and return the counts."""
        return self.counts

    def settle(self, refused: bool) -> None:
        """Update the data that are derived from the export. Call this after the export was listed with its verdict.

        ``refused`` tells whether this verdict is "refused".
        """
