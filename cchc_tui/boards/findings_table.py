"""The findings as the command line gives them: all of them."""

from __future__ import annotations

from typing import Any

from cchc_tui.boards.board import BoardQuery, BoardResult
from cchc_tui.boards.findings import FindingRow, FindingsBoard
from cchc_tui.boards.source import Source
from cchc_tui.boards.table import Column, Sort, Table, moments_json
from cchc_tui.domain.findings import Kind
from cchc_tui.domain.moments import iso
from cchc_tui.registry import Registry
from cchc_tui.texts import boards as texts
from cchc_tui.texts import findings as words

#: Kinds whose ``before`` and ``after`` are no moments.
_NUMBERS = frozenset({Kind.DUPLICATE, Kind.RECONCILIATION})


def findings_answer(source: Source, query: BoardQuery) -> BoardResult:
    """All findings of a moment, of one unit where that is asked."""
    board = source.findings(query.at, query.unit, complete=True, shows=query.shows)
    return BoardResult(lambda: findings_json(board, source.registry), lambda: findings_table(board))


def findings_json(board: FindingsBoard, registry: Registry) -> dict[str, Any]:
    """The contract's form; ``before`` and ``after`` are moments, of duplicates rows and of a reconciliation figures."""
    return {
        **moments_json(board.as_of, board.data_as_of),
        "counts": {kind.value: n for kind, n in board.counts.items()},
        "rows": [_row(row, registry) for row in board.rows],
    }


def _row(row: FindingRow, registry: Registry) -> dict[str, Any]:
    unit = registry.units.by_key.get(row.unit)
    return {
        "kind": row.kind.value,
        "dossier": row.code or None,
        "unit": unit.code if unit else row.unit or None,
        "officer": row.officer or None,
        "detail": row.detail,
        "before": _value(row, row.before),
        "after": _value(row, row.after),
        "export": row.export_name,
        "seen_at": iso(row.seen_at),
    }


def _value(row: FindingRow, value: int | None) -> int | str | None:
    return value if value is None or row.kind in _NUMBERS else iso(value)


def findings_table(board: FindingsBoard) -> Table:
    """One row for each finding."""
    texts_of = ("kind", "dossier", "unit", "officer", "detail", "before", "after", "export")
    sorts = dict.fromkeys(texts_of, Sort.TEXT) | {"dossier": Sort.CODE, "seen_at": Sort.MOMENT}
    rows = tuple(
        (
            words.TITLES[row.kind],
            row.code,
            row.unit_name or texts.BOARD.unplaced,
            row.officer,
            row.detail,
            _shown(row, row.before),
            _shown(row, row.after),
            row.export_name,
            row.seen_at,
        )
        for row in board.rows
    )
    columns = tuple(Column(key, texts.HEADINGS[key], sort) for key, sort in sorts.items())
    ids = tuple(row.key for row in board.rows)
    return Table("findings", texts.TITLES["findings"], board.as_of, board.data_as_of, columns, rows, ids=ids)


def _shown(row: FindingRow, value: int | None) -> str:
    if value is None:
        return ""
    return str(value) if row.kind in _NUMBERS else words.when(value)
