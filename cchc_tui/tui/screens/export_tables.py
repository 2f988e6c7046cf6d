"""Export tables for content that screens do not draw as plain rows: the overview's large figures, the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_tui.boards.overview import Overview
from cchc_tui.boards.rollout import RolloutBoard, RolloutCell
from cchc_tui.boards.table import Column, Table, Value, ValueType
from cchc_tui.texts.boards import SHOWN
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import COLUMNS, LEVELS, TEXT
from cchc_tui.texts.tui_export import FIGURES
from cchc_tui.texts.tui_models import CLAIMS, MODELS
from cchc_tui.tui.style.render import clean

if TYPE_CHECKING:
    from cchc_tui.tui.widgets.grid import Grid


def figures_table(board: Overview, base: Overview | None) -> Table:
    """The overview's figures per level, with the changes of the late counts since ``base``."""
    rows = []
    for level, name in LEVELS.items():
        counts = board.levels.get(level)
        if counts is None:
            continue
        before = base.levels.get(level) if base is not None else None
        change = None if before is None else counts.late - before.late
        rows.append((name, counts.late, change, counts.unclosed_late, counts.due_soon))
    columns = (
        Column(key, title, ValueType.COUNT if key != "level" else ValueType.TEXT) for key, title in FIGURES.items()
    )
    return Table("figures", TEXT.overview_title, board.as_of, board.data_as_of, tuple(columns), tuple(rows))


def matrix_table(board: RolloutBoard, grid: Grid) -> Table:
    """For each practice two columns of text, claimed and shown. The units are in the grid's order."""
    columns = [Column("name", tr(COLUMNS["unit"][0]), ValueType.TEXT)]
    for each in board.practices:
        name = clean(each.name)
        columns.append(Column(f"{each.key}.claimed", f"{name}: {MODELS.claimed}", ValueType.TEXT))
        columns.append(Column(f"{each.key}.shown", f"{name}: {MODELS.shown}", ValueType.TEXT))
    by_key = {row.key: row for row in board.rows}
    rows = [
        (clean(row.name), *(words for cell in row.cells for words in _words(cell)))
        for shown in map(grid.rows.get, range(len(grid.rows)))
        if shown is not None and (row := by_key.get(shown.key)) is not None
    ]
    totals: tuple[Value, ...] = (
        MODELS.units,
        *(figure for each in board.practices for figure in (each.claimed, each.shown)),
    )
    return Table("rollout", "", board.as_of, board.data_as_of, tuple(columns), tuple(rows), (totals,))


def _words(cell: RolloutCell) -> tuple[str, str]:
    claim = CLAIMS[cell.state][1] if cell.state in CLAIMS else clean(cell.state)
    shown, evidence = SHOWN[cell.verdict], cell.evidence
    counted = evidence is not None and evidence.measure is not None and evidence.whole
    return claim, f"{shown} ({evidence.part}/{evidence.whole})" if counted and evidence is not None else shown
