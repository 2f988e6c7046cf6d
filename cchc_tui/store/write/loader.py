"""The interface of the loaders, one for each kind of export, and their results."""

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
    """The dossiers of a batch, as the columns of ``DossierRow``."""
    return tuple(zip(*batch.rows, strict=True)) if isinstance(batch, Batch) else batch.columns


def rows_of(batch: Batch | Columns, kind: type[R]) -> Iterator[R]:
    """The batch's rows of this type. Not for dossiers, which are sent as columns."""
    if isinstance(batch, Batch):
        yield from (row for row in batch.rows if isinstance(row, kind))


@dataclass(frozen=True, slots=True)
class Incoming:
    """The export that is being loaded: its number and its moment."""

    id: int
    moment: Stamp


@dataclass(slots=True)
class LoadCounts:
    """The result of a load: numbers of rows by their effect (``loaded``: new dossiers, ``changed``: new states).

    ``older`` rows do not change current states, because a newer export has shown their dossiers. ``events`` counts the
    changes for the overview, by (unit, kind, detail).
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
    """The context in which one export is loaded.

    ``connection`` (to the store) and ``private`` (to the personal data) are in the load's transaction.
    """

    connection: sqlite3.Connection
    private: sqlite3.Connection
    incoming: Incoming
    registry: Registry
    compare: Compare


class Loader:
    """Loads the rows of one export: call ``take`` for each batch, then ``finish``, then ``settle``."""

    def __init__(self, context: LoadContext) -> None:
        self.context = context
        self.counts = LoadCounts()

    def take(self, batch: Batch | Columns) -> None:
        """Load some rows, in the order of the sheet."""
        raise NotImplementedError

    def finish(self, tail: Tail) -> LoadCounts:
        """Write what is left after all rows, and return the counts."""
        return self.counts

    def settle(self, refused: bool) -> None:
        """Update the data that are derived from the export. Call this after the export was listed with its verdict.

        ``refused``: the verdict is that the export is refused.
        """
