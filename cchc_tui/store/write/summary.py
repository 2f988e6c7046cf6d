"""Unit summaries: stored as they are, because no board uses them. ``reconcile`` compares them with the list."""

from __future__ import annotations

import sqlite3

from cchc_tui.domain.moments import to_date
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import BY_FIELD, FIGURES, Batch, Columns, SummaryRow, Tail
from cchc_tui.registry import Registry
from cchc_tui.store.write.loader import Incoming, LoadCounts, rows_of
from cchc_tui.store.write.term_table import UnitTable, unplaced_problem


class SummaryLoad:
    """Stores the rows of one summary. In a family whose rows may be fields, only full names count as units."""

    def __init__(
        self, connection: sqlite3.Connection, incoming: Incoming, registry: Registry, units: UnitTable, family: str
    ) -> None:
        self._connection = connection
        self._incoming = incoming
        self._registry = registry
        self._units = units
        self._family = family
        self._counts = LoadCounts()
        self._rows: dict[int, int] = {}  # unit → the row that names it

    def take(self, batch: Batch | Columns) -> None:
        """Store the rows with the unit that each names. A row without a known unit is stored too, with a problem."""
        on = to_date(self._incoming.moment)
        insert = (
            f"INSERT INTO summary (export, row, unit, unit_text, {', '.join(FIGURES)}, within)"
            f" VALUES (?, ?, ?, ?, {', '.join('?' * len(FIGURES))}, ?)"
        )
        for row in rows_of(batch, SummaryRow):
            match = self._registry.units.find(row.unit_text, on, not self._family)
            unit = self._units.number(match)
            self._counts.loaded += 1
            if not unit and self._family != BY_FIELD:
                self._counts.unplaced += 1
                self._counts.problems.append(unplaced_problem(match, row.unit_text, "", row.row))
            if unit in self._rows:
                self._note_repeated(unit, row)
                unit = 0
            elif unit:
                self._rows[unit] = row.row
            self._connection.execute(insert, (self._incoming.id, row.row, unit, row.unit_text, *row[2:]))

    def _note_repeated(self, unit: int, row: SummaryRow) -> None:
        """Exclude a unit with several rows from the comparison: which of them counts, or their sum, is unknown."""
        update = "UPDATE summary SET unit = 0 WHERE export = ? AND unit = ?"
        self._connection.execute(update, (self._incoming.id, unit))
        first = str(self._rows[unit])
        problem = problems.make(Severity.NOTED, problems.UNIT_TWICE, row=row.row, value=row.unit_text, expected=first)
        self._counts.problems.append(problem)

    def finish(self, tail: Tail) -> LoadCounts:
        """The counts of the load."""
        return self._counts
