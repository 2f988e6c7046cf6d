"""Stores unit summaries unchanged. No board uses them: ``reconcile`` compares them with the list."""

from __future__ import annotations

from cchc_tui.domain.moments import to_date
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import BY_FIELD, FIGURES, Batch, Columns, SummaryRow
from cchc_tui.store.write import reconcile
from cchc_tui.store.write.loader import LoadContext, Loader, rows_of
from cchc_tui.store.write.term_table import UnitTable


class SummaryLoad(Loader):
    """Stores the rows of one unit summary.

    If a summary may have rows for fields of procedures, a text without the kind of unit names no unit: "Tư pháp" does
    not stand for "Phòng Tư pháp".
    """

    def __init__(self, context: LoadContext) -> None:
        super().__init__(context)
        self._units = UnitTable(context.connection)
        self._rows: dict[int, int] = {}  # unit → the row that names it

    def take(self, batch: Batch | Columns) -> None:
        """Store each row with the unit that the row names.

        A row without a known unit is stored too. This is a problem unless the form is by field.
        """
        on = to_date(self.context.incoming.moment)
        insert = (
            f"INSERT INTO summary (export, row, unit, unit_text, {', '.join(FIGURES)}, within, named_by)"
            f" VALUES (?, ?, ?, ?, {', '.join('?' * len(FIGURES))}, ?, ?)"
        )
        for row in rows_of(batch, SummaryRow):
            match = self.context.registry.units.find(row.unit_text, on, not row.named_by)
            unit = self._units.number(match)
            self.counts.loaded += 1
            if not unit and row.named_by != BY_FIELD:
                self.counts.unplaced += 1
                self.counts.problems.append(problems.unplaced(match, (row.unit_text,), row.row))
            if unit in self._rows:
                self._note_repeated(unit, row)
                unit = 0
            elif unit:
                self._rows[unit] = row.row
            self.context.connection.execute(insert, (self.context.incoming.id, row.row, unit, row.unit_text, *row[2:]))

    def _note_repeated(self, unit: int, row: SummaryRow) -> None:
        """Exclude a unit from the comparison, because several rows name it and none is known to be right."""
        update = "UPDATE summary SET unit = 0 WHERE export = ? AND unit = ?"
        self.context.connection.execute(update, (self.context.incoming.id, unit))
        first = str(self._rows[unit])
        problem = problems.make(Severity.NOTED, problems.UNIT_TWICE, row=row.row, value=row.unit_text, expected=first)
        self.counts.problems.append(problem)

    def settle(self, refused: bool) -> None:
        """Compare the summary with the states in the store, and store the differences."""
        of = self.context
        reconcile.summary(of.connection, of.incoming.id, of.registry, of.compare)
