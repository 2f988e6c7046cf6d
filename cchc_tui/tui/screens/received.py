"""The dossiers behind a row of the board of online services, below the row's figures."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override

from cchc_tui.boards.dossier_filter import RECEIVED, DossierFilter, Only
from cchc_tui.boards.dossiers import DossierLine
from cchc_tui.boards.online import BOARD
from cchc_tui.boards.table import ValueType
from cchc_tui.texts.tui import CHANNELS
from cchc_tui.tui.screens.dossier_list import code_columns, plain_state_column, procedure_column, unit_column
from cchc_tui.tui.screens.list_columns import ListColumn, stamp, text
from cchc_tui.tui.screens.unit import UnitScreen
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.widgets.ordering import Order


class ReceivedScreen(UnitScreen):
    """Dossiers received in the year, and how they came; those that came online, those that did not, or all."""

    DEFAULT_ORDER: ClassVar[Order] = Order("received", True)
    board = BOARD.name

    def __init__(self, which: DossierFilter, name: str, above: str):
        super().__init__(which, name, above)
        self.topic = "received"

    @staticmethod
    @override
    def listed_parts(only: Only) -> tuple[Only, ...]:
        return RECEIVED

    @override
    def prefs_key(self) -> str:
        return self.topic

    @override
    def current_figure(self) -> tuple[str, str]:
        return "", ""

    @override
    def list_columns(self) -> tuple[ListColumn[DossierLine], ...]:
        across = self._which.unit is None
        return (
            *code_columns(self._personal),
            procedure_column(14 if across else 24, grow=70, drop=2 if self._personal else 0),
            *((unit_column(),) if across else ()),
            stamp("received", lambda line: line.received),
            text("channel", 11, lambda line: CHANNELS.get(line.channel, line.channel), cut=True, sortable=False),
            plain_state_column(),
        )

    @override
    def figures(self, cells: int) -> Line:
        return self._row.figures(cells, lambda one: one.type in _FIGURES) if self._row is not None else ()


_FIGURES = frozenset({ValueType.COUNT, ValueType.SHARE})
