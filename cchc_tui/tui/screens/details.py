"""The screen of the rows behind one row of a board. The figures of that row are above the list."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import override

from cchc_tui.boards.listed import board_of
from cchc_tui.boards.table import Table, Value, ValueType
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.screens.last_days import LastDays
from cchc_tui.tui.screens.opened_row import RowOpenedFrom
from cchc_tui.tui.screens.sortable import SortableScreen
from cchc_tui.tui.session.queries import DetailsQuery, Query
from cchc_tui.tui.style.figures import heading, value_text
from cchc_tui.tui.style.render import Line, Span, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cells import procedure_cell
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.ordering import order_of
from cchc_tui.tui.widgets.rows import Rows
from cchc_tui.tui.widgets.sortable import SortableGrid

_WIDTHS = {ValueType.DAY: 10, ValueType.MOMENT: 11}
_NAMES = {ValueType.TEXT, ValueType.CODE}
#: Texts that are longer are cut if figures need the room. Lesser texts up to the second length are whole or left out.
_LONG, _LONGER = 26, 40


class DetailsScreen(SortableScreen):
    """The screen of the rows behind one row of a board, as the board declares them (``Board.opens``)."""

    PLACE = "details"
    DRILLED = True

    def __init__(self, query: DetailsQuery, board_query: Query, name: str, above: str):
        """``board_query`` is the query for the row's board, ``name`` the row's name, ``above`` the board's title."""
        super().__init__()
        self.topic, self._query = query.board, query
        self._row = RowOpenedFrom(self, query.board, board_query, query.key)
        declared = board_of(query.board).opens
        assert declared is not None
        self._details = declared
        self._crumbs = (above, name)
        self._head = Lines(self._head_lines)
        self.grid = SortableGrid(())
        self.grid.say(TEXT.waiting_for_rows)
        self._days = LastDays(self, self.current_unit)
        self.parts = (self._head, self.grid, self._days)

    @override
    def prefs_key(self) -> str:
        return f"{self.PLACE}.{self._query.board}"

    @override
    def queries(self) -> tuple[Query, ...]:
        return (self._query, *self._row.queries, *self._days.queries())

    @override
    def rests_on(self) -> tuple[Query, ...]:
        return (self._query,)

    @override
    def help_words(self) -> str:
        board = board_of(self._query.board)
        return tr(board.topic or board.about)

    def help_columns(self) -> tuple[tuple[str, str], ...]:
        """Titles and rules of the columns that have a rule."""
        shown = (one.shown for one in self._details.columns)
        return tuple((heading(one), one.rule) for one in shown if one.rule)

    def current_unit(self) -> str:
        """The key of the unit whose rows are listed; "" if rows of several units are listed."""
        return self._query.key if self._query.by == "unit" else ""

    def unavailable(self) -> frozenset[str]:
        """The set with the action "open"; empty if the row under the cursor opens a board."""
        return frozenset() if self._opened() else frozenset({"open"})

    @override
    def draw_rows(self) -> None:
        found = self.last(DetailsQuery)
        if found is None:
            return
        table = self._details.table(self._query.board, self._crumbs[-1], found)
        self.grid.say(tr(self._details.nothing))
        self.grid.default_order = order_of(table.order)
        rows = tuple(GridRow(key, _cells(table, row)) for key, row in zip(table.ids, table.rows, strict=True))
        self.grid.set_columns(_columns(table, rows), stay=True)
        self.grid.set_rows(Rows(rows), mark=self.marking)
        self._days.fit(self.grid)

    def _opened(self) -> str:
        """The name of the board that the row under the cursor opens; "" if it opens none."""
        found = self.last(DetailsQuery)
        rows = () if found is None else found.rows
        return next((row.board for row in rows if row.key == self.grid.cursor_key), "")

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the board that the row under the cursor names. If the rows are of one unit, select that unit there."""
        if board := self._opened():
            self.app.call_later(self.app.run_action, f"board('{board}', '{self.current_unit()}')")

    @override
    def cursor_note(self) -> Line:
        return (Span(self.grid.cut_text(), TextRole.DIM),)

    def _head_lines(self, cells: int) -> list[Line]:
        """The figures of the board's row with their changes, as many as fit, and the reference of the changes."""
        figures = self._row.figures(cells, lambda one: one.type not in _NAMES, lesser=TextRole.TEXT)
        return [self.with_since(figures, cells) if self._row.table is not None else ()]


def _columns(table: Table, rows: Sequence[GridRow]) -> tuple[GridColumn, ...]:
    """The columns of the grid. If room is short, lesser columns are left out, and long texts are cut."""
    made = []
    for place, one in enumerate(table.columns):
        stays = 0 <= place - table.named <= 1
        drop = 0 if stays else 1 + place + len(table.columns) * one.lesser
        column = GridColumn(one.key, one.short or one.title, _WIDTHS.get(one.type, 5), drop=drop)
        if one.type in _NAMES:
            longest = max((width(row.cells[place].text) for row in rows), default=0)
            most = _LONGER if one.lesser else _LONG
            cut = longest > most or not one.lesser
            column = column._replace(width=min(longest, most), grow=longest, measured=longest <= most, cut=cut)
        else:
            free = one.type not in _WIDTHS
            column = column._replace(right=free, measured=free, watch=True, kind=one.type.value)
        made.append(column._replace(stays=place == table.named))
    return tuple(made)


def _cells(table: Table, row: tuple[Value, ...]) -> tuple[Cell, ...]:
    cells = []
    for one, value in zip(table.columns, row, strict=True):
        role = TextRole.DIM if one.lesser else TextRole.TEXT
        cell = Cell(value_text(one.format, value), role, value=None if one.type in _NAMES else value)
        cells.append(procedure_cell(str(value or "")) if one.key == "procedure" else cell)
    return tuple(cells)
