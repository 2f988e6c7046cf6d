"""The dossiers behind a cell of the matrix: those of one unit that show one model practice, last received first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from typing_extensions import override

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import DossierLine
from cchc_tui.boards.rollout import RolloutBoard
from cchc_tui.texts.tui import STATES
from cchc_tui.tui.screens.dossier_list import DossierListScreen, code_columns, procedure_column
from cchc_tui.tui.screens.list_columns import ListColumn, Units, column, stamp
from cchc_tui.tui.screens.matrix_cells import Chosen, detail_lines
from cchc_tui.tui.session.queries import Query, RolloutQuery
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell
from cchc_tui.tui.widgets.ordering import Order

_HEAD = 3
#: Returns the chosen cell from an answer of the matrix; None if the answer does not have the cell.
Chooser = Callable[[RolloutBoard], Chosen | None]


class EvidenceScreen(DossierListScreen):
    """The dossiers behind one cell of the matrix, below sentences about that cell."""

    PLACE = "evidence"
    DEFAULT_ORDER = Order("received", True)

    def __init__(self, which: DossierFilter, name: str, above: str, chooser: Chooser):
        super().__init__(which, name, above)
        self._chooser = chooser
        self._chosen: Chosen | None = None
        self._head.styles.height = _HEAD

    def queries(self) -> tuple[Query, ...]:
        """The queries for the matrix, which has the data of the sentences, and for the list."""
        return (RolloutQuery(), *super().queries())

    @override
    def receive(self, query: Query, answer: Any) -> None:
        if isinstance(answer, RolloutBoard):
            self._chosen = self._chooser(answer)
        else:
            super().receive(query, answer)

    def forget_persons(self) -> None:
        """Also remove the sentences about the cell, because they may contain a note that names persons."""
        super().forget_persons()
        self._chosen = None

    def head_lines(self, cells: int) -> list[Line]:
        """The sentences about the cell of the matrix."""
        return detail_lines(self._chosen, cells, _HEAD) if self._chosen is not None else []

    def list_columns(self) -> tuple[ListColumn[DossierLine], ...]:
        """The columns, with the dates of receipt, completion and return, by which practices are measured."""
        return (
            *code_columns(self._personal),
            stamp("received", lambda line: line.received),
            stamp("finished", lambda line: line.finished, sortable=False),
            stamp("returned", lambda line: line.returned, sortable=False),
            procedure_column(12, grow=60, drop=2),
            column("state", 18, _state_cell, drop=1),
        )


def _state_cell(line: DossierLine, units: Units) -> Cell:
    return Cell(STATES[line.state.value], TextRole.DIM, value=line.state.value)
