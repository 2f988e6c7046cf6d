"""Loads the first list of a store. Rows are only added, and the indexes of codes and days are created at the end."""

from __future__ import annotations

from array import array

from cchc_tui.domain.findings import ChangeKind
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest.problems import REPEATED_CODE, make
from cchc_tui.ingest.records import Batch, Columns, Tail
from cchc_tui.store.read import last_shown
from cchc_tui.store.read.columns import COUNT_COLUMNS, listed, placeholders
from cchc_tui.store.read.schema import DOSSIER_INDEXES
from cchc_tui.store.write.encoding import STORED_COLUMNS, count_columns_of
from cchc_tui.store.write.findings import Findings
from cchc_tui.store.write.list_load import ListLoad
from cchc_tui.store.write.loader import LoadContext, LoadCounts, columns_of
from cchc_tui.store.write.persons import FirstPersons

_REPEATED = f"""
SELECT d.code, d.row, kept.row, {listed(COUNT_COLUMNS, table="d")}
FROM dossier AS d JOIN dossier AS kept ON kept.id = ? WHERE d.id = ?
"""


class FirstLoad(ListLoad):
    """Fills the table of dossiers, which must be empty."""

    def __init__(self, context: LoadContext) -> None:
        super().__init__(context)
        values = f"{self._incoming.id}, {self._incoming.moment}, {placeholders(STORED_COLUMNS)}"
        self._insert = f"INSERT INTO dossier (export, since, {listed(STORED_COLUMNS)}) VALUES ({values})"
        self._persons = FirstPersons(context.private, context.incoming.id)
        self._next = 1  # the number of the next dossier, as SQLite gives it in an empty table
        # Codes and days come in no order, so their indexes are created at the end. The others stay small or grow at one
        # end.
        self._connection.execute("DROP INDEX dossier_day")

    def take(self, batch: Batch | Columns) -> None:
        """Add the dossiers of a batch. If two dossiers have the same code, ``finish`` removes the earlier one."""
        for stored, personal in self._encoder.portions(columns_of(batch)):
            self._connection.executemany(self._insert, stored)
            self._persons.add_dossiers(range(self._next, self._next + len(stored)), personal)
            self._next += len(stored)
            self._deltas.add_all(map(count_columns_of, stored))
            self.counts.loaded += len(stored)

    def finish(self, tail: Tail) -> LoadCounts:
        """Create the indexes, and write the texts and places.

        If several dossiers have the same code, only the last of them stays.
        """
        connection, counts = self._connection, self.counts
        self._encoder.write()
        self._drop_repeated(self._persons.index_codes())
        connection.execute(DOSSIER_INDEXES["dossier_day"])
        last = connection.execute("SELECT coalesce(max(id), 0) FROM dossier").fetchone()[0]
        last_shown.write(connection, array("I", [0]) + array("I", [self._incoming.id]) * last)
        counts.problems += self._encoder.unplaced()
        counts.unplaced = connection.execute("SELECT count(*) FROM dossier WHERE unit = 0").fetchone()[0]
        return counts

    def _drop_repeated(self, removed: list[tuple[int, int]]) -> None:
        doubled: dict[int, tuple[int, int]] = {}
        for dossier, used in removed:
            code, row, kept, *state = self._connection.execute(_REPEATED, (used, dossier)).fetchone()
            doubled.setdefault(used, (row, kept))
            self._connection.execute("DELETE FROM dossier WHERE id = ?", (dossier,))
            self._deltas.add(state, -1)
            self.counts.loaded -= 1
            self.counts.problems.append(repeated_code(code, row, kept))
        findings = Findings(self._connection, self._incoming, {})
        for dossier, rows in doubled.items():
            findings.add(ChangeKind.DUPLICATE, dossier, *rows)


def repeated_code(code: str, row: int, kept: int) -> Problem:
    """The problem that a code occurs twice in a file. ``code`` is given without its serial.

    ``row`` is the number of the row that is ignored, ``kept`` is the number of the row that is used.
    """
    return make(Severity.NOTED, REPEATED_CODE, row=kept, value=code, expected=str(row))
