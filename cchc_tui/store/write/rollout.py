"""Model-rollout sheets: what each unit claims of each practice, with every claim it made before."""

from __future__ import annotations

import sqlite3

from cchc_tui.domain.moments import to_date
from cchc_tui.domain.problems import Severity
from cchc_tui.domain.units import Match
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import Batch, Columns, RolloutRow, Tail
from cchc_tui.registry import Registry
from cchc_tui.store.write.loader import Incoming, LoadCounts, rows_of
from cchc_tui.store.write.term_table import UnitTable, unplaced_problem

_CLAIM = ("state", "started", "turns", "note")


class RolloutLoad:
    """Brings the claims up to what a sheet says; an older sheet than the one that last made a claim does not."""

    def __init__(
        self, connection: sqlite3.Connection, incoming: Incoming, registry: Registry, units: UnitTable
    ) -> None:
        self._connection = connection
        self._incoming = incoming
        self._registry = registry
        self._units = units
        self._taken = LoadCounts()
        self._rows: list[RolloutRow] = []
        #: (unit, practice) → the last row of this sheet about it.
        self._claims: dict[tuple[int, str], RolloutRow] = {}

    def take(self, batch: Batch | Columns) -> None:
        """Keeps the rows: which units they name is known when all dates of the sheet are."""
        self._rows += rows_of(batch, RolloutRow)

    def finish(self, tail: Tail) -> LoadCounts:
        """Takes the claims of known units and practices (of two about the same, the last row); writes what differs."""
        for row in self._rows:
            match = self._unit_of(row.unit_text)
            unit = self._units.number(match)
            if not unit:
                self._taken.unplaced += 1
                self._taken.problems.append(unplaced_problem(match, row.unit_text, "", row.row))
            elif row.practice:
                self._keep_last(unit, row)
        for (unit, practice), row in self._claims.items():
            self._claim(unit, practice, row)
        return self._taken

    def _unit_of(self, name: str) -> Match:
        """The unit of a name on the sheet's day.

        A sheet seldom says its day, and its file's time may be that of a copy made years later, when names mean other
        units or none. Then the latest day that stands in the sheet itself decides.
        """
        match = self._registry.units.find(name, to_date(self._incoming.moment))
        latest = max((row.since for row in self._rows if row.since is not None), default=None)
        if match.unit is None and latest is not None:
            return self._registry.units.find(name, to_date(latest))
        return match

    def _keep_last(self, unit: int, row: RolloutRow) -> None:
        before = self._claims.get((unit, row.practice))
        if before is not None:
            text = f"{row.unit_text}: {row.practice_text}"
            self._taken.problems.append(
                problems.make(Severity.NOTED, problems.REPEATED_CODE, row=row.row, value=text, expected=str(before.row))
            )
        self._claims[unit, row.practice] = row

    def _claim(self, unit: int, practice: str, row: RolloutRow) -> None:
        connection, moment, taken = self._connection, self._incoming.moment, self._taken
        claim = (row.state, row.since, row.turns, row.note)
        found = connection.execute(
            f"SELECT id, seen, {', '.join(_CLAIM)} FROM rollout WHERE unit = ? AND practice = ? AND until IS NULL",
            (unit, practice),
        ).fetchone()
        if found and found[1] > moment:
            taken.older += 1
            return
        if found and found[2:] == claim:
            connection.execute("UPDATE rollout SET seen = ? WHERE id = ?", (moment, found[0]))
            taken.unchanged += 1
            return
        if found:
            connection.execute("UPDATE rollout SET until = ? WHERE id = ?", (moment, found[0]))
            taken.changed += 1
            taken.events[unit, "claim", practice] += 1
        else:
            taken.loaded += 1
        connection.execute(
            f"INSERT INTO rollout (unit, practice, since, seen, export, {', '.join(_CLAIM)})"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (unit, practice, moment, moment, self._incoming.id, *claim),
        )
