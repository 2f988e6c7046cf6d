"""The choice of a board's columns and their order. A choice takes effect at once and is saved for the user."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType

from cchc_tui.texts.language import one_line, tr
from cchc_tui.texts.tui_find import FIND, UNTITLED
from cchc_tui.texts.tui_help import COLUMNS, Rule
from cchc_tui.tui.keys.actions import app_bindings, bindings
from cchc_tui.tui.keys.app_actions import BOARD_ACTIONS
from cchc_tui.tui.overlays.chooser import Chooser
from cchc_tui.tui.screens.sortable import SortableScreen
from cchc_tui.tui.style.render import Line, Span, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow, chosen_columns
from cchc_tui.tui.widgets.explanation import meaning
from cchc_tui.tui.widgets.ordering import Order

_DEFAULT = "/default"  # the key of the row that restores the default
_CHANGE = "±"  # the title of each column of changes
_ON, _OFF = "[x]", "[ ]"


class ColumnsScreen(Chooser[None]):
    """An overlay to show, hide and move the columns of the board below."""

    PLACES: ClassVar[tuple[str, ...]] = ("columns",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*PLACES), *app_bindings(BOARD_ACTIONS)]

    def __init__(self, board: SortableScreen):
        super().__init__(
            GridColumn("on", "", 3),
            GridColumn("name", "", 16, measured=True),
            GridColumn("help", "", 20, cut=True, grow=120),
        )
        self._board = board
        columns = board.grid.columns
        shown = [columns[i].key for i in chosen_columns(columns, board.grid.chosen)]
        self._order = _with_hidden(shown, [column.key for column in columns])
        self._shown = set(shown)

    def head_lines(self, cells: int) -> list[Line]:
        """The board's name, and the keys that change its columns."""
        title = (Span(f" {FIND.columns_title}: {self._board.crumbs()[-1]}", TextRole.STRONG),)
        return [spread(title, (), cells), (Span(f" {FIND.columns_keys}", TextRole.DIM),)]

    def rows(self) -> Iterator[GridRow]:
        """Yield a row for each column in the chosen order, then a row that restores the board's default columns."""
        columns = {column.key: column for column in self._board.grid.columns}
        place, names = self._board.topic, _names(self._board.grid.columns)
        for key in self._order:
            rule = self._board.column_rule(key) or meaning(key, place) or COLUMNS.get(key, Rule("")).words
            on, about = _ON if key in self._shown else _OFF, FIND.columns_stay if columns[key].stays else rule
            cells = (Cell(on, TextRole.KEY), Cell(names[key], TextRole.STRONG), Cell(about, TextRole.DIM))
            yield GridRow(key, cells)
        default = (Cell(" ↺"), Cell(FIND.columns_default), Cell(FIND.columns_default_help, TextRole.DIM))
        yield GridRow(_DEFAULT, default)

    def choose(self, key: str) -> None:
        """Show or hide a column, or restore the board's default columns. The column of names cannot be hidden."""
        if key == _DEFAULT:
            self._reset()
        elif not any(column.key == key and column.stays for column in self._board.grid.columns):
            self._shown ^= {key}
            self._keep()

    def action_move_column(self, by: int) -> None:
        """Move the column under the cursor by a number of places, negative towards the front."""
        order, key = self._order, self.grid.cursor_key
        here = order.index(key) if key in order else -1
        if here >= 0 and 0 <= here + by < len(order):
            order.insert(here + by, order.pop(here))
            self._keep()

    def _keep(self) -> None:
        """Apply and save the choice, with the columns chosen earlier that the board lacks in this narrow window."""
        grid = self._board.grid
        absent = [key for key in grid.chosen if key not in self._order]
        self._board.keep_arrangement(grid.order, (*filter(self._shown.__contains__, self._order), *absent))
        self.show_rows()

    def _reset(self) -> None:
        self._board.keep_arrangement(Order(), ())
        columns = self._board.grid.columns
        self._order = [column.key for column in columns]
        self._shown = set(self._order)
        self.show_rows()


def _with_hidden(shown: Sequence[str], every: Sequence[str]) -> list[str]:
    """All column keys. ``shown`` keeps its order, and each hidden key comes after the key before it in ``every``."""
    order = list(shown)
    for place, key in enumerate(every):
        if key not in order:
            order.insert(order.index(every[place - 1]) + 1 if place else 0, key)
    return order


def _names(columns: Sequence[GridColumn]) -> dict[str, str]:
    """The name of each column, by the column's key.

    A column of changes is named "±" and the name of the column before it.
    """
    names: dict[str, str] = {}
    figure = ""
    for column in columns:
        title = one_line(column.title) or tr(UNTITLED.get(column.key, ""))
        names[column.key] = f"{_CHANGE} {figure.lower()}" if title == _CHANGE else title
        figure = title
    return names
