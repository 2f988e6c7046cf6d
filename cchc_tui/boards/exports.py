"""The board of data sources: the files that arrived, what became of each file, and the problems in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from cchc_tui.boards.board import Line, ListBoard, columns_of
from cchc_tui.boards.export_problems import ProblemCount, export_problems, present_problems, refusals
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import ValueType
from cchc_tui.domain.codes import HIDDEN
from cchc_tui.domain.moments import DAY, Stamp, iso
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.domain.problems import Problem
from cchc_tui.domain.roles import Right
from cchc_tui.ingest.records import BY_FIELD, MARKS
from cchc_tui.registry import Registry
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.store.read import running_totals
from cchc_tui.store.read.schema import LOADED
from cchc_tui.store.write.access_log import accesses
from cchc_tui.texts.boards import KINDS, KINDS_BRIEF, TITLES, VERDICTS, mark_of
from cchc_tui.texts.language import tr
from cchc_tui.texts.problems import sentence


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One file that arrived in the inbox.

    ``verdict`` is "accepted", "partial" (some rows rejected), "refused" or "repeated" (same bytes as an earlier file,
    so not loaded). ``kind`` and ``format`` are "" if the file was refused before they were recognized. ``reason`` is
    the problem for which a file was refused. ``older`` counts rows that were not used, because a newer list had already
    shown the same dossiers.
    """

    id: int
    name: str
    kind: str
    format: str
    verdict: str
    moment: Stamp | None
    arrived: Stamp
    rows: int
    accepted: int
    rejected: int
    loaded: int
    changed: int
    unchanged: int
    older: int
    noted: int
    unplaced: int
    archive: str = ""
    repeats: int | None = None  # id of the export with the same bytes
    reason: Problem | None = None
    starts: bool | None = None  # for a mark of a meeting: whether it marks the start; None for other files

    @property
    def key(self) -> str:
        """The key of the row. It stays the same from one snapshot to the next."""
        return str(self.id)

    @property
    def is_mark(self) -> bool:
        """Whether the file is a mark: a small file that records what a user entered, such as a meeting's start."""
        return self.kind in MARKS

    @property
    def kind_title(self) -> str:
        """The name of the file's kind in the current language."""
        return tr(SHEETS[self.kind].title) if self.kind in SHEETS else KINDS[self.kind]

    @property
    def kind_brief(self) -> str:
        """The short name of the file's kind in the current language."""
        return tr(SHEETS[self.kind].brief) if self.kind in SHEETS else KINDS_BRIEF[self.kind]

    @property
    def label(self) -> str:
        """The name to display: the content of a mark in words, or the file name of any other file."""
        return mark_of(self.kind, self.verdict, self.moment, self.starts) or self.name

    @property
    def why(self) -> str:
        """The reason why the file was refused, as a sentence. "" if it was not refused."""
        return "" if self.reason is None else sentence(self.reason, self.name)


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of a unit summary that differs from the figure that the dossier lists give.

    ``column`` is a field of the summary's row. ``said`` is the summary's figure, and ``ours`` is the figure from the
    dossier lists at ``compared_at``. If ``kind`` is "identity", the summary contradicts itself: ``column`` is a total,
    and ``ours`` is the sum of the total's parts.
    """

    export: int
    export_name: str
    kind: str  # "list", "field" (by field), "no_field" (``said`` rows have fields unknown to the list), "identity"
    row: int
    unit: str  # key, "" for the total row or an unknown unit
    unit_text: str
    column: str
    said: int
    ours: int
    compared_at: Stamp

    @property
    def key(self) -> str:
        """The key of the difference. It is unique, and stays the same from one snapshot to the next."""
        return f"{self.export}:{self.kind}:{self.row}:{self.unit}:{self.column}"


@dataclass(frozen=True, slots=True)
class ExportsBoard:
    """The files known at a moment, with the problems found in them.

    ``rows``, ``differences`` and ``accesses`` have only the newest entries, unless the query asks for all. If older
    entries are left out, ``more`` has "files" (for ``rows``), "differences" or "accesses". ``listed`` is the number of
    all files. ``files`` and ``today`` do not count marks: ``files`` is the number of files, ``today`` the number of
    files that arrived on the moment's day.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    rows: tuple[ExportRow, ...]
    findings: tuple[ProblemCount, ...]
    differences: tuple[Difference, ...]
    agreed: tuple[int, ...]  # ids of unit summaries that fully agree with the list
    accesses: tuple[AccessRecord, ...] = ()  # accesses to personal data, newest first; user and reason masked if hidden
    listed: int = 0
    files: int = 0
    today: int = 0
    more: frozenset[str] = frozenset()


_ROWS = """
SELECT id, name, kind, format, verdict, moment, arrived, rows, accepted, rejected, loaded, changed, unchanged,
older, noted, unplaced, archive, repeats FROM export
"""
#: The newest exports: for a live moment by arrival, for a past one by the moment from which they are known.
_NEWEST = "WHERE id > 0 ORDER BY id DESC LIMIT :most"
_NEWEST_KNOWN = "WHERE known <= :at ORDER BY known DESC, id DESC LIMIT :most"
_BETWEEN = f"""
WHERE kind NOT IN ({", ".join(f"'{kind}'" for kind in sorted(MARKS))})
AND ((arrived > :since AND arrived <= :until) OR (known > :since AND known <= :until)) ORDER BY arrived, id
"""
_DIFFERENCES = """
SELECT d.export, e.name, d.kind, d.row, d.unit, d.unit_text, d.heading, d.said, d.ours, d.compared_at
FROM difference AS d JOIN export AS e ON e.id = d.export
WHERE d.known <= :at ORDER BY d.known DESC, d.export DESC, d.id LIMIT :most
"""
#: Unit summaries whose rows were all compared with the list, without any difference.
_AGREED = f"""
SELECT id FROM (
  SELECT id FROM export WHERE kind = 'summary' AND {LOADED} AND moment <= :at
  ORDER BY moment DESC LIMIT :most
) AS newest WHERE NOT EXISTS (SELECT 1 FROM difference WHERE difference.export = newest.id)
AND NOT EXISTS (
  SELECT 1 FROM summary WHERE summary.export = newest.id AND unit = 0 AND named_by <> '{BY_FIELD}'
)
"""
_TODAY = f"""
SELECT count(*) FROM export WHERE arrived BETWEEN :day AND :end AND known <= :at
AND kind NOT IN ({", ".join(f"'{kind}'" for kind in sorted(MARKS))})
"""
#: The default number of entries per list, and the value that requests all entries.
PAGE, ALL = 100, -1
#: The greatest number of exports whose problems are shown. ``problems_of`` also has those of older exports.
_MOST_EXPORTS = 50
_EVER = 1 << 62


def exports_board(moment: Moment, most: int = PAGE) -> ExportsBoard:
    """The board at a moment, with the ``most`` newest files, differences and accesses (``ALL``: with all of them).

    A live moment includes files whose own moment is in the future. A moment before the first list includes the first
    list.
    """
    connection, at = moment.connection, moment.at
    terms = {"at": _EVER if moment.is_live else moment.cutoff, "most": most}
    rows = tuple(_rows(connection, _NEWEST if moment.is_live else _NEWEST_KNOWN, terms))
    differences = tuple(
        Difference(export, name, kind, row, moment.reader.unit_key(unit), *rest)
        for export, name, kind, row, unit, *rest in connection.execute(_DIFFERENCES, terms).fetchall()
    )
    listed, files, *_ = running_totals.at_moment(connection, terms["at"])
    limited = moment.own is not None  # what others' rows quote is left out
    if limited:
        rows = tuple(_without_quotes(row, moment) for row in rows)
        differences = tuple(one for one in differences if one.unit and one.unit == moment.own)
    looked = [] if limited else accesses(connection, terms["at"], most, moment.access.personal)
    newest = {row.id: row.name for row in rows[:_MOST_EXPORTS]}
    looks = tuple(_access(moment, access) for access in looked)
    day = at - at % DAY
    cut = {
        "files": len(rows) < listed,
        "differences": len(differences) == most,
        "accesses": len(looks) == most,
    }
    return ExportsBoard(
        as_of=at,
        data_as_of=moment.data_as_of,
        rows=rows,
        findings=() if limited else (*present_problems(moment), *export_problems(connection, newest)),
        differences=differences,
        agreed=tuple(number for (number,) in connection.execute(_AGREED, terms)) if moment.lists is not None else (),
        accesses=looks,
        listed=listed,
        files=files,
        today=connection.execute(_TODAY, {**terms, "day": day, "end": day + DAY - 1}).fetchone()[0],
        more=frozenset(name for name, is_cut in cut.items() if is_cut),
    )


def exports_between(moment: Moment, since: Stamp, until: Stamp) -> tuple[ExportRow, ...]:
    """The files other than marks that arrived after ``since`` and up to ``until``, in the order of arrival.

    A file is also included if its own moment, instead of its arrival, is in that period.
    """
    return tuple(_rows(moment.connection, _BETWEEN, {"since": since, "until": until}))


def _without_quotes(row: ExportRow, moment: Moment) -> ExportRow:
    """Remove the archive path and the reason of a refusal, for a viewer who does not see all units.

    The reason may quote values of rows. A viewer who may see no dossiers does not get the file's name either.
    """
    return replace(row, reason=None, name=row.name if moment.viewer.may(Right.DOSSIERS) else "", archive="")


def _access(moment: Moment, access: AccessRecord) -> AccessRecord:
    """The record of an access to personal data, as the viewer may see it.

    The user is masked if officers' names are hidden. The reason is masked if personal data are hidden.
    """
    user = access.user if moment.access.officers else HIDDEN
    return access._replace(user=user, reason=access.reason if moment.access.personal else HIDDEN)


def _rows(connection: sqlite3.Connection, which: str, terms: dict[str, int]) -> Iterator[ExportRow]:
    rows = connection.execute(f"{_ROWS} {which}", terms).fetchall()
    reasons = dict(refusals(connection, [row[0] for row in rows if row[4] == "refused"]))
    marks = {export: bool(start) for export, start in connection.execute("SELECT export, start FROM meeting")}
    for number, name, *values, archive, repeats in rows:
        starts = marks.get(number if repeats is None else repeats)
        yield ExportRow(*(number, name, *values, archive, repeats, reasons.get(number), starts))


_COUNTS = ("rows", "accepted", "rejected", "loaded", "changed", "unchanged", "older", "unplaced")


def _json_content(board: ExportsBoard, registry: Registry) -> dict[str, Any]:
    return {
        "rows": [_row_json(row) for row in board.rows],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "export": finding.export or None,
                "file": finding.export_name,
                "count": finding.count,
                "example": sentence(finding.example, finding.export_name),
            }
            for finding in board.findings
        ],
        "reconciliation": [
            {
                "export": difference.export,
                "file": difference.export_name,
                "kind": difference.kind,
                "row": difference.row,
                "unit": registry.units.code_of(difference.unit),
                "name": difference.unit_text,
                "column": difference.column,
                "said": difference.said,
                "ours": difference.ours,
                "compared_at": iso(difference.compared_at),
            }
            for difference in board.differences
        ],
        "agreed": list(board.agreed),
        "access": [
            {
                "from": iso(access.at),
                "to": iso(access.until),
                **{name: getattr(access, name) for name in ("over", "user", "host", "folder", "reason")},
            }
            for access in board.accesses
        ],
    }


def _row_json(row: ExportRow) -> dict[str, Any]:
    return {
        "export": row.id,
        "file": row.name,
        "kind": row.kind,
        "format": row.format,
        "verdict": row.verdict,
        "moment": None if row.moment is None else iso(row.moment),
        "arrived": iso(row.arrived),
        **{name: getattr(row, name) for name in _COUNTS},
        "repeats": row.repeats,
        "reason": row.why,
    }


def _lines(board: ExportsBoard, registry: Registry) -> Iterator[Line]:
    for row in board.rows:
        words = (row.kind_title, row.format, VERDICTS[row.verdict], row.moment)
        counts = (getattr(row, name) for name in _COUNTS)
        yield row.key, (row.arrived, row.label, *words, *counts, row.why)


BOARD = ListBoard(
    "exports",
    TITLES.source["exports"],
    needs=Right.DOSSIERS,
    columns=columns_of(
        arrived=ValueType.MOMENT,
        name=ValueType.TEXT,
        kind=ValueType.TEXT,
        format=ValueType.TEXT,
        verdict=ValueType.TEXT,
        moment=ValueType.MOMENT,
        **dict.fromkeys(_COUNTS, ValueType.COUNT),
        reason=ValueType.TEXT,
    ),
    ask=lambda moment, query: exports_board(moment, ALL),
    json_content=_json_content,
    lines=_lines,
)
