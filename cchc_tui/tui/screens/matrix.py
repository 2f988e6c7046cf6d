"""Board 4: for each unit and model practice, the unit's claim beside the evidence in its dossiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from typing_extensions import override

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import DossierLine
from cchc_tui.boards.rollout import RolloutBoard
from cchc_tui.domain.evidence import UNSEEN
from cchc_tui.texts.tui import BOARD_NAMES
from cchc_tui.texts.tui_models import BRIEF_SIGNS, MODELS, SIGNS
from cchc_tui.tui.screens.board_screen import ExportParts
from cchc_tui.tui.screens.dossier_list import DossierListScreen, code_columns, plain_state_column, procedure_column
from cchc_tui.tui.screens.list_columns import ListColumn, stamp
from cchc_tui.tui.screens.map_screen import DrawnMap, MappedScreen, rollout_tiles
from cchc_tui.tui.screens.matrix_cells import (
    WORDS,
    Chosen,
    cell_width,
    cells_of,
    detail_lines,
    heading,
    matrix_cell,
    name_heading,
    sentences,
    total_cell,
)
from cchc_tui.tui.session.queries import Query, RolloutQuery
from cchc_tui.tui.style.missing_sheet import missing_sheet
from cchc_tui.tui.style.render import Line, Span, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cell_grid import CellGrid
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.explanation import Explanation, of_practice
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.ordering import Order
from cchc_tui.tui.widgets.rows import Rows

_DETAIL, _TALL_DETAIL, _TALL = 3, 5, 30
_NAME = 10


class MatrixScreen(MappedScreen):
    """The matrix: units as rows, practices as columns. The lines below explain the cell under the cursor."""

    PLACE = "rollout"
    ALSO = ("cells", "mapped")
    grid: CellGrid

    def __init__(self) -> None:
        super().__init__(CellGrid((GridColumn("name", "", _NAME, measured=True),)))
        self._detail = Lines(self._detail_lines)
        self._detail.styles.height = _DETAIL
        self.parts = (self.grid, self._map, self._detail)

    @override
    def queries(self) -> tuple[Query, ...]:
        return (RolloutQuery(),)

    def help_chosen(self) -> Explanation | None:
        """The rule and figures of the cell under the cursor; None if the cursor is on no cell."""
        chosen = self._chosen(self._board, self._here)
        if chosen is None:
            return None
        return of_practice(f"{chosen.unit} · {chosen.name}", chosen.bar, sentences(chosen))

    def help_columns(self) -> tuple[tuple[str, str], ...]:
        """The short names of the practices, with their full names."""
        board = self._board
        return tuple((practice.short, practice.name) for practice in board.practices) if board is not None else ()

    def help_signs(self) -> tuple[tuple[str, str], ...]:
        """The signs before a claim, and for narrow columns also the signs that replace the claim's word."""
        spots = self.grid.placed[1:]
        return (*BRIEF_SIGNS, *SIGNS) if spots and spots[0].width < WORDS else SIGNS

    @property
    @override
    def board_query(self) -> Query:
        return RolloutQuery()

    @override
    def map_of(self, answer: RolloutBoard, base: RolloutBoard | None) -> DrawnMap:
        return rollout_tiles(answer, base, self.registry.units, self.session.watchlist.pins)

    @property
    def _board(self) -> RolloutBoard | None:
        return cast("RolloutBoard | None", self.last(RolloutQuery))

    @override
    def fit(self) -> None:
        super().fit()
        self._detail.styles.height = _TALL_DETAIL if self.app.size.height >= _TALL else _DETAIL

    @override
    def draw_rows(self) -> None:
        board, base = self._board, self.session.baseline(RolloutQuery())
        if board is None:
            return
        names = max((width(row.name) for row in board.rows), default=0)
        cells = cell_width(self.app.size.width, max(_NAME, names), len(board.practices))
        titles = ((each.key, heading(each.name, each.short, cells)) for each in board.practices)
        columns = (GridColumn(key, title, cells, watch=True, kind="share") for key, title in titles)
        self.grid.set_columns((GridColumn("name", name_heading(cells), _NAME, measured=True, stays=True), *columns))
        old, rows = cells_of(base), []
        for row in board.rows:
            drawn = (matrix_cell(cell, old.get((row.key, cell.practice)), cells) for cell in row.cells)
            rows.append(GridRow(row.key, (Cell(row.name), *drawn)))
        self.grid.starred = self.session.watchlist.pins
        totals = (total_cell(each, cells) for each in board.practices)
        self.grid.set_rows(
            Rows(rows), [GridRow("total", (Cell(MODELS.units, TextRole.STRONG), *totals))], mark=self.marking
        )
        self._map.fit(lambda: self.map_of(board, base), mark=self.marking)

    def export_parts(self) -> ExportParts | None:
        """The matrix with separate columns for claimed and shown; None before the answer comes."""
        from cchc_tui.tui.screens.export_snapshot import matrix_table  # imported at first use

        board = self._board
        return None if board is None else ExportParts(tables=(matrix_table(board, self.grid),))

    def _chosen(self, board: RolloutBoard | None, keys: tuple[str, str]) -> Chosen | None:
        """The cell of the unit and practice that have these ``keys``; None if the board has no such cell."""
        cell = cells_of(board).get(keys)
        if board is None or cell is None:
            return None
        practice = next((each for each in self.registry.practices if each.key == keys[1]), None)
        return Chosen(
            unit=next(row.name for row in board.rows if row.key == keys[0]),
            cell=cell,
            name=practice.name if practice is not None else keys[1],
            short=practice.short if practice is not None else keys[1],
            bar=practice.threshold if practice is not None else UNSEEN,
            before=cells_of(self.session.baseline(RolloutQuery())).get(keys),
            since=self.session.since_words(),
        )

    @property
    def _here(self) -> tuple[str, str]:
        return self.grid.cursor_key, self.grid.column_key

    def _detail_lines(self, cells: int) -> list[Line]:
        board = self._board
        chosen = self._chosen(board, self._here)
        height = _TALL_DETAIL if self.app.size.height >= _TALL else _DETAIL
        lines: list[Line] = []
        if board is not None and board.data_as_of is None and not self.status.empty:
            lines.append((Span(f" {missing_sheet(self.PLACE, cells - 2)}", TextRole.WARN),))
        return [*lines, *(detail_lines(chosen, cells, height - len(lines)) if chosen is not None else ())]

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the dossiers behind the cell."""
        keys = self._here
        chosen = self._chosen(self._board, keys)
        if chosen is None:
            return
        which = DossierFilter(unit=keys[0], only="all", evidence=keys[1])
        name = f"{chosen.unit} · {chosen.short}"
        self.app.push_screen(
            EvidenceScreen(which, name, BOARD_NAMES["rollout"], lambda board: self._chosen(board, keys))
        )


class EvidenceScreen(DossierListScreen):
    """The list of the dossiers behind one cell of the matrix, below sentences about that cell."""

    PLACE = "evidence"
    DEFAULT_ORDER = Order("received", True)

    def __init__(self, which: DossierFilter, name: str, above: str, choose: Callable[[RolloutBoard], Chosen | None]):
        super().__init__(which, name, above)
        self._choose = choose
        self._head.styles.height = _DETAIL

    @override
    def queries(self) -> tuple[Query, ...]:
        return (RolloutQuery(), *super().queries())

    @override
    def head_lines(self, cells: int) -> list[Line]:
        board = self.last(RolloutQuery)
        chosen = self._choose(board) if board is not None else None
        return detail_lines(chosen, cells, _DETAIL) if chosen is not None else []

    @override
    def list_columns(self) -> tuple[ListColumn[DossierLine], ...]:
        return (
            *code_columns(self._personal),
            stamp("received", lambda line: line.received),
            stamp("finished", lambda line: line.finished, sortable=False),
            stamp("returned", lambda line: line.returned, sortable=False),
            procedure_column(12, grow=60, drop=2),
            plain_state_column(),
        )
