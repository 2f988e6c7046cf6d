"""A grid whose cursor is on a cell: up and down move it between rows, left and right between columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from typing_extensions import override

from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.columns import GridColumn, GridRow
from cchc_tui.tui.widgets.sortable import SortableGrid


class CellGrid(SortableGrid):
    """A grid whose first column names the rows. The cursor moves among the other columns."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("cells")

    def __init__(self, columns: Sequence[GridColumn], **widget: Any):
        super().__init__(columns, **widget)
        self.column = 1

    @property
    def column_key(self) -> str:
        """The key of the column under the cursor; "" if there is none."""
        return self.columns[self.column].key if self.column < len(self.columns) else ""

    def _go_to_column(self, column: int) -> None:
        if column != self.column:
            self.column = column
            self.repaint_lines()
            self.post_message(self.Moved(self, self.cursor_key))

    @override
    def action_move(self, to: str) -> None:
        shown = [spot.number for spot in self.placed if spot.number]
        if to not in {"left", "right"}:
            super().action_move(to)
        elif shown:
            step = 1 if to == "right" else -1
            there = shown.index(self.column) + step if self.column in shown else 0
            self._go_to_column(shown[max(0, min(there, len(shown) - 1))])

    @override
    def _cursor_cell(self, index: int) -> int:
        return self.column if super()._cursor_cell(index) else 0

    def on_click(self, event: events.Click) -> None:
        """Select a cell; a second click opens it."""
        event.prevent_default()  # else Textual calls the handler of Grid after this one
        there = next((spot.number for spot in self.placed if spot.x <= event.x < spot.end), 0)
        row = event.y - len(self._head)
        if there and there != self.column and 0 <= row < self.body_height:
            self._go_to_column(there)
            self._move_to(self.top + row)
        else:
            super().on_click(event)

    def _body_line(self, index: int) -> tuple[Line, Background]:
        line, background = super()._body_line(index)
        return line, Background.PANEL if background is Background.CURSOR else background

    @override
    def _backgrounds(self, row: GridRow, index: int) -> Mapping[int, Background]:
        """The alarm background for cells of the role BAD, and the cursor's background for the cell under the cursor."""
        backgrounds = {n: Background.ALARM for n, cell in enumerate(row.cells) if cell.role is TextRole.BAD}
        here = self._cursor_cell(index)
        return backgrounds | ({here: Background.CURSOR} if here else {})
