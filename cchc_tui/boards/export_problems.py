"""The problems found in files that arrived: listed page by page for one file, and counted by kind."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cchc_tui.boards.index_faults import index_faults
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.procedure_catalogue import procedures_not_in_catalogue
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest.problems import INDEX_FAULT, NO_DUE, NOT_IN_CATALOGUE, make, unplaced
from cchc_tui.store.write.term_table import place_of

_PROBLEM = "severity, code, sheet, row, heading, value, expected"


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """The number of problems of one kind, found in one export, in the current dossiers, or in ``index.toml``.

    ``export`` is the number of the export. It is 0 for current dossiers and for ``index.toml``. ``export_name`` is the
    file's name, and "" for current dossiers. ``example`` is one of the problems.
    """

    code: str
    severity: str
    export: int
    export_name: str
    count: int
    example: Problem

    @property
    def key(self) -> str:
        """The key of the count. It stays the same from one snapshot to the next."""
        return f"{self.export}:{self.code}:{self.severity}:{'' if self.export else self.example.value}"


def problems_of(moment: Moment, export: int, offset: int = 0, limit: int = 100) -> tuple[Problem, ...]:
    """Up to ``limit`` of an export's problems, in the order of its rows, beginning at index ``offset``.

    A viewer who sees only one unit's dossiers gets none, because rejected rows belong to no unit.
    """
    if moment.own is not None:  # rows that were not taken belong to no unit
        return ()
    query = f"SELECT {_PROBLEM} FROM problem WHERE export = ? ORDER BY row, id LIMIT ? OFFSET ?"
    found = moment.connection.execute(query, (export, limit, offset)).fetchall()
    return tuple(Problem(Severity(severity), *rest) for severity, *rest in found)


def refusals(connection: sqlite3.Connection, refused: list[int]) -> Iterator[tuple[int, Problem]]:
    """Yield (id, first problem that led to the refusal) for each of the refused files with the ids ``refused``."""
    query = f"""
        SELECT export, {_PROBLEM} FROM problem
        WHERE export IN (SELECT value FROM json_each(?)) AND severity = 'refused' GROUP BY export HAVING id = min(id)
    """
    for export, severity, *rest in connection.execute(query, (json.dumps(refused),)):
        yield export, Problem(Severity(severity), *rest)


def export_problems(connection: sqlite3.Connection, names: Mapping[int, str]) -> Iterator[ProblemCount]:
    """Yield the number of problems of each kind in each of these exports. ``names`` maps export ids to file names.

    Missing due dates and unknown units are left out, because ``present_problems`` counts them.
    """
    query = f"""
        SELECT export, count(*), min(id), {_PROBLEM} FROM problem
        WHERE export IN ({", ".join("?" * len(names))}) AND severity <> 'unplaced' AND code <> '{NO_DUE}'
        GROUP BY export, severity, code ORDER BY export DESC, severity = 'noted', min(id)
    """
    for export, count, _, severity, code, *rest in connection.execute(query, list(names)).fetchall():
        example = Problem(Severity(severity), code, *rest)
        yield ProblemCount(code, severity, export, names[export], count, example)


def present_problems(moment: Moment) -> Iterator[ProblemCount]:
    """Yield counts of current dossiers with a problem: no known unit, no due date, or a procedure not in the catalogue.

    After these counts, yield each error of ``index_faults`` as one problem.
    """
    query = """
        SELECT p.agency, p.department, max(d.received), count(*) FROM dossier AS d JOIN place AS p ON p.id = d.place
        WHERE d.unit = 0 GROUP BY d.place ORDER BY count(*) DESC
    """
    connection, units = moment.connection, moment.registry.units
    for agency, department, received, count in connection.execute(query).fetchall():
        match = place_of(units, agency, department, units.era(received))
        example = unplaced(match, (agency, department))
        yield ProblemCount(example.code, Severity.UNPLACED, 0, "", count, example)
    count = connection.execute("SELECT count(*) FROM dossier WHERE defects > 0 AND defects & 1").fetchone()[0]
    if count:
        yield ProblemCount(NO_DUE, Severity.NOTED, 0, "", count, Problem(Severity.NOTED, NO_DUE))
    for procedure, count in procedures_not_in_catalogue(moment):
        example = Problem(Severity.NOTED, NOT_IN_CATALOGUE, value=procedure)
        yield ProblemCount(NOT_IN_CATALOGUE, Severity.NOTED, 0, "", count, example)
    for error in index_faults(moment.registry):
        example = make(Severity.REFUSED, INDEX_FAULT, row=error.line, value=error.key, expected=error.message)
        yield ProblemCount(INDEX_FAULT, Severity.REFUSED, 0, error.path.name, 1, example)
