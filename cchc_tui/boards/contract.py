"""The boards by name, as the command line gives them: as JSON that scripts rely on, and as columns for any table.

A new board is one entry here: what makes its snapshot, its JSON, and its table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc_tui.boards import changes, due, forecast, late
from cchc_tui.boards.board import Board, BoardQuery, BoardResult
from cchc_tui.boards.exports import ALL, ExportRow, ExportsBoard
from cchc_tui.boards.findings_table import findings_answer
from cchc_tui.boards.leaderboard import Leaderboard
from cchc_tui.boards.rollout import RolloutBoard
from cchc_tui.boards.source import Source
from cchc_tui.boards.table import Column, Sort, Table, Value, moments_json
from cchc_tui.boards.trend import trend_answer
from cchc_tui.domain.evidence import Evidence
from cchc_tui.domain.moments import iso, to_date
from cchc_tui.domain.problems import Problem
from cchc_tui.registry import Registry
from cchc_tui.texts import boards as texts
from cchc_tui.texts.exports import sentence
from cchc_tui.texts.language import tr

__all__ = ["BOARDS", "Board", "BoardQuery", "BoardResult", "Column", "Sort", "Table", "Value"]


def _rollout(source: Source, query: BoardQuery) -> BoardResult:
    board = source.rollout(query.at, query.shows)
    return BoardResult(lambda: rollout_json(board, source.registry), lambda: rollout_table(board, source.registry))


def _exports(source: Source, query: BoardQuery) -> BoardResult:
    board = source.exports(query.at, query.shows, ALL)
    return BoardResult(lambda: exports_json(board, source.registry), lambda: exports_table(board))


BOARDS: Mapping[str, Board | Leaderboard[Any]] = {
    board.name: board
    for board in (
        late.BOARD,
        Board("rollout", (), _rollout),
        Board("exports", (), _exports),
        Board("findings", ("unit",), findings_answer),
        due.BOARD,
        forecast.BOARD,
        changes.BOARD,
        Board("trend", ("unit",), trend_answer),
    )
}


def rollout_json(board: RolloutBoard, registry: Registry) -> dict[str, Any]:
    """One row for each unit and practice; ``claimed`` is the state's key, "" where nothing is said.

    ``shown`` is null where the dossiers don't tell; ``evidence`` has the figures behind it, counted from ``from`` to
    ``to``: ``part`` of ``whole`` (days of "open-day", else dossiers) against ``other_part`` of ``other_whole``.
    """
    return {
        **moments_json(board.as_of, board.data_as_of),
        "practices": [
            {
                "practice": column.key,
                "name": column.name,
                "pioneer": _code(column.pioneer, registry),
                "claimed": column.claimed,
                "shown": column.shown,
                "claimed_not_shown": column.unseen,
            }
            for column in board.practices
        ],
        "rows": [
            {
                "unit": row.code,
                "name": row.name,
                "practice": cell.practice,
                "claimed": cell.state,
                "since": None if cell.since is None else to_date(cell.since).isoformat(),
                "turns": cell.turns,
                "note": cell.note,
                "shown": cell.shown,
                "verdict": cell.verdict.value,
                "evidence": None if cell.evidence is None else _evidence_json(cell.evidence),
            }
            for row in board.rows
            for cell in row.cells
        ],
    }


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    share, other = evidence.share, evidence.other_share
    return {
        "by": None if evidence.measure is None else evidence.measure.value,
        "from": to_date(evidence.start).isoformat(),
        "to": to_date(evidence.end).isoformat(),
        "part": evidence.part,
        "whole": evidence.whole,
        "share": None if share is None else round(share, 6),
        "other_part": evidence.other_part,
        "other_whole": evidence.other_whole,
        "other_share": None if other is None else round(other, 6),
        "dossiers": evidence.dossiers,
    }


def rollout_table(board: RolloutBoard, registry: Registry) -> Table:
    """One row for each unit and practice."""
    keys: tuple[tuple[str, Sort], ...] = (
        ("unit", Sort.TEXT),
        ("practice", Sort.TEXT),
        ("state", Sort.TEXT),
        ("since", Sort.DAY),
    )
    keys += (("turns", Sort.COUNT), ("verdict_shown", Sort.TEXT), ("seen", Sort.TEXT), ("evidence", Sort.COUNT))
    keys += (("note", Sort.TEXT), ("pioneer", Sort.TEXT))
    names = {column.key: column.name for column in board.practices}
    rows: list[tuple[Value, ...]] = []
    for row in board.rows:
        for cell in row.cells:
            state = tr(registry.state_labels.get(cell.state, cell.state))  # as the screens say it, if it is theirs
            pioneer = texts.BOARD.yes if cell.pioneer else texts.BOARD.no
            shown = (texts.SHOWN[cell.verdict], *_seen(cell.evidence))
            rows.append((row.name, names[cell.practice], state, cell.since, cell.turns, *shown, cell.note, pioneer))
    columns = tuple(Column(key, texts.HEADINGS[key], sort) for key, sort in keys)
    ids = tuple(f"{row.key}/{cell.practice}" for row in board.rows for cell in row.cells)
    return Table("rollout", texts.TITLES["rollout"], board.as_of, board.data_as_of, columns, tuple(rows), ids=ids)


def _seen(evidence: Evidence | None) -> tuple[str, int | None]:
    """The figures behind a verdict in short, and how many dossiers they are."""
    if evidence is None or evidence.measure is None:
        return "", None
    return texts.seen(evidence.measure, evidence.part, evidence.whole), evidence.dossiers


def _sentence(problem: Problem | None, file: str) -> str:
    return "" if problem is None else sentence(problem, file)


_EXPORT_COUNTS = ("rows", "accepted", "rejected", "loaded", "changed", "unchanged", "older", "unplaced")


def _export_json(row: ExportRow) -> dict[str, Any]:
    return {
        "export": row.id,
        "file": row.name,
        "kind": row.kind,
        "format": row.format,
        "verdict": row.verdict,
        "moment": None if row.moment is None else iso(row.moment),
        "arrived": iso(row.arrived),
        **{name: getattr(row, name) for name in _EXPORT_COUNTS},
        "repeats": row.repeats,
        "reason": _sentence(row.reason, row.name),
    }


def exports_json(board: ExportsBoard, registry: Registry) -> dict[str, Any]:
    """What came, what is wrong in it, and where unit summaries and the list differ."""
    return {
        **moments_json(board.as_of, board.data_as_of),
        "rows": [_export_json(row) for row in board.rows],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "export": finding.export or None,
                "file": finding.export_name,
                "count": finding.count,
                "example": _sentence(finding.example, finding.export_name),
            }
            for finding in board.findings
        ],
        "reconciliation": [
            {
                "export": difference.export,
                "file": difference.export_name,
                "kind": difference.kind,
                "row": difference.row,
                "unit": _code(difference.unit, registry),
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
                "over": access.over,
                "user": access.user,
                "host": access.host,
                "folder": access.folder,
                "reason": access.reason,
            }
            for access in board.accesses
        ],
    }


def _code(key: str, registry: Registry) -> str | None:
    unit = registry.units.by_key.get(key)
    return unit.code if unit else key or None


def exports_table(board: ExportsBoard) -> Table:
    """One row for each file, newest first."""
    keys: tuple[tuple[str, Sort], ...] = (("arrived", Sort.MOMENT), ("name", Sort.TEXT), ("kind", Sort.TEXT))
    keys += (("format", Sort.TEXT), ("verdict", Sort.TEXT), ("moment", Sort.MOMENT))
    keys += (*((name, Sort.COUNT) for name in _EXPORT_COUNTS), ("reason", Sort.TEXT))
    rows: list[tuple[Value, ...]] = []
    for row in board.rows:
        words = (texts.KINDS[row.kind], row.format, texts.VERDICTS[row.verdict], row.moment)
        counts = (getattr(row, name) for name in _EXPORT_COUNTS)
        rows.append((row.arrived, row.called, *words, *counts, _sentence(row.reason, row.name)))
    columns = tuple(Column(key, texts.HEADINGS[key], sort) for key, sort in keys)
    ids = tuple(str(row.id) for row in board.rows)
    return Table("exports", texts.TITLES["exports"], board.as_of, board.data_as_of, columns, tuple(rows), ids=ids)
