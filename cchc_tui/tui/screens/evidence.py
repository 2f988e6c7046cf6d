"""The dossiers behind a cell of the matrix: those of one unit that show one practice. The newest come first."""

from __future__ import annotations

from collections.abc import Callable

from typing_extensions import override

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import DossierLine
from cchc_tui.boards.rollout import RolloutBoard
from cchc_tui.tui.screens.dossier_list import DossierListScreen, code_columns, plain_state_column, procedure_column
from cchc_tui.tui.screens.list_columns import ListColumn, stamp
from cchc_tui.tui.screens.matrix_cells import Chosen, detail_lines
from cchc_tui.tui.session.queries import Query, RolloutQuery
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.widgets.ordering import Order

_HEAD = 3
#: Returns the chosen cell from an answer of the matrix; None if the answer does not have the cell.
Chooser = Callable[[RolloutBoard], Chosen | None]


class EvidenceScreen(DossierListScreen):
    """The list of the dossiers behind one cell of the matrix, below sentences about that cell."""

    PLACE = "evidence"
    DEFAULT_ORDER = Order("received", True)

    def __init__(self, which: DossierFilter, name: str, above: str, chooser: Chooser):
        super().__init__(which, name, above)
        self._chooser = chooser
        self._head.styles.height = _HEAD

    @override
    def queries(self) -> tuple[Query, ...]:
        return (RolloutQuery(), *super().queries())

    @override
    def head_lines(self, cells: int) -> list[Line]:
        board = self.last(RolloutQuery)
        chosen = self._chooser(board) if board is not None else None
        return detail_lines(chosen, cells, _HEAD) if chosen is not None else []

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
