"""A moment of the store: the lists in the store, and the moment whose states are shown."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from cchc_tui.domain.moments import Stamp
from cchc_tui.store.read.schema import LISTS, LOADED


@dataclass(frozen=True)
class StoreMoment:
    """The store at the moment ``at``. All queries read the same snapshot of ``connection``."""

    connection: sqlite3.Connection
    at: Stamp

    def when(self, at: Stamp) -> Self:
        """The same snapshot of the store, at another moment."""
        other = replace(self, at=at)
        other.__dict__["lists"] = self.lists
        return other

    @cached_property
    def lists(self) -> tuple[Stamp, Stamp] | None:
        """The moments of the first and the newest list in the store, independent of ``at``.

        None if there is no list.
        """
        one = f"(SELECT {{}}(moment) FROM export WHERE {LISTS})"  # a query for both would scan the index
        first, last = self.connection.execute(f"SELECT {one.format('min')}, {one.format('max')}").fetchone()
        return None if first is None else (first, last)

    @cached_property
    def cutoff(self) -> Stamp:
        """The moment whose states are shown: ``at``, or the moment of the first list if ``at`` is earlier."""
        return self.at if self.lists is None else max(self.at, self.lists[0])

    @cached_property
    def data_as_of(self) -> Stamp | None:
        """The moment of the newest list up to ``at``; before the first list, the moment of the first list.

        None if there is no list.
        """
        return self.newest_of("dossiers")

    def newest_of(self, kind: str) -> Stamp | None:
        """The moment of the newest file of a kind up to ``at``, or else of the first file of this kind.

        None if there is no file of this kind.
        """
        newest, first = (
            f"(SELECT {each}(moment) FROM export WHERE kind = :kind AND {LOADED}{until})"
            for each, until in (("max", " AND moment <= :at"), ("min", ""))
        )
        query = f"SELECT coalesce({newest}, {first})"
        known: Stamp | None = self.connection.execute(query, {"kind": kind, "at": self.at}).fetchone()[0]
        return known

    @property
    def before_lists(self) -> bool:
        """Whether the moment is before the first list. False if there is no list.

        Before the first list, the states of the first list are shown. Only their dates up to the moment count.
        """
        return self.lists is not None and self.at < self.lists[0]

    @property
    def is_live(self) -> bool:
        """Whether no list is newer than the moment."""
        return self.lists is None or self.at >= self.lists[1]
