"""A table that is drawn line by line. Each row has a key.

Textual's own table takes seconds for 10,000 rows. This grid draws only the lines on screen. The cursor follows its row,
and changed cells are marked for some seconds. New rows repaint the lines that differ, and only the cells that differ
are sent (``terminal/cell_diff.py``). A cursor move repaints the row that it leaves and the row that it enters.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.style.render import Line, Span, broken, width
from cchc_tui.tui.style.strips import strip
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.columns import (
    GUTTER,
    GridColumn,
    GridRow,
    Placed,
    arrange,
    header_lines,
    row_line,
    scroll_mark,
)
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import drawn, palette_of
from cchc_tui.tui.widgets.rows import Rows

CURSOR_SIGN = "▶"
FRESH_SIGN = "◆"
CHOSEN_SIGN = "★"
_WHEEL = 3


class Grid(Cursor):
    """A table: rows under fixed titles, with a cursor, total rows at the bottom, and marks on changed cells."""

    DEFAULT_CSS = "Grid { width: 1fr; height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings("grid")

    def __init__(self, columns: Sequence[GridColumn], **widget: Any):
        super().__init__(**widget)
        self.columns = tuple(columns)
        self.rows = Rows()
        self.totals: tuple[GridRow, ...] = ()
        self.cursor = 0
        self.top = 0
        self._key = ""
        self.starred: Container[str] = ()  # the keys of pinned units, whose rows have a star
        self.placed: tuple[Placed, ...] = ()  # the shown columns, from the left
        self._follows = False  # whether column widths depend on the rows on screen
        self.chosen: tuple[str, ...] = ()  # keys of the columns that the user wants; (): all, in the board's order
        self._head: list[Line] = []
        self._below: set[Widget] = set()

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────
    def set_columns(self, columns: Sequence[GridColumn], *, stay: bool = False) -> None:
        """Replace the columns. If the new ones have other keys, clear the rows, which were made for the old ones.

        With ``stay``, when rows are set again, the cursor returns to the row that it was on.
        """
        if tuple(columns) == self.columns:
            return
        same = [column.key for column in columns] == [column.key for column in self.columns]
        self.columns = tuple(columns)
        if not same:
            self.cursor = self.top = 0
            self._key = self._key if stay else ""
            self.forget_rows()
        self.draw()

    @override
    def draw(self) -> None:
        self._lay_out()
        self._keep_in_sight()
        super().draw()

    def set_rows(self, rows: Rows, totals: Sequence[GridRow] = (), *, mark: bool = True) -> None:
        """Show these rows. With ``mark``, changed cells are marked for some seconds."""
        if mark:
            self._mark_changes(self.rows, rows)
        self.rows, self.totals = rows, tuple(totals)
        found = rows.find(self._key) if self._key else -1
        self.cursor = found if found >= 0 else min(self.cursor, max(0, len(rows) - 1))
        self.draw()
        self._note_cursor(by_rows=True)

    @override
    def contents(self) -> Sequence[object]:
        frame = (self.placed, self.top, len(self.rows))
        body: list[object] = []
        for index in range(self.top, self.top + self.body_height):
            row = self._row(index)
            key = row.key if row is not None else ""
            body.append((frame, row, self._cursor_cell(index), self._fresh.get(key), key in self.starred))
        if not len(self.rows):
            body[: len(self._nothing())] = self._nothing()
        return [*self._head, *body, *((frame, row) for row in self.totals)]

    def forget_rows(self) -> None:
        """Clear the rows. When rows are set again, the cursor returns to the row that it was on."""
        self.rows, self.totals = Rows(), ()
        self._fresh = {}
        self.repaint_lines()

    def stay_on(self, key: str) -> None:
        """Put the cursor on the row with this key when rows are next set."""
        self._key = key

    def refresh_rows(self) -> None:
        """Repaint the rows after some of them were fetched."""
        self.repaint_lines()
        self._note_cursor(by_rows=True)

    @property
    @override
    def cursor_key(self) -> str:
        return self._key

    @property
    def cursor_row(self) -> GridRow | None:
        """The row under the cursor; None if there are no rows, or while the row is being fetched."""
        return self._row(self.cursor)

    def cut_text(self, key: str = "") -> str:
        """The full text of the cell under the cursor in the column ``key`` ("": in the column of names).

        The result is "" if the grid shows the text neither cut nor in its short form.
        """
        row, placed = self.cursor_row, self.placed
        spot = next((spot for spot in placed if (spot.column.key == key if key else spot.column.stays)), None)
        if row is None or spot is None:
            return ""
        cell = row.cells[spot.number]
        return (cell.whole or cell.text) if (spot.short and cell.short) or width(cell.text) > spot.width else ""

    def go_to(self, key: str) -> bool:
        """Move the cursor to the row with this key. Return whether there is such a row."""
        index = self.rows.find(key)
        if index >= 0:
            self._move_to(index)
        return index >= 0

    # ── geometry ─────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def body_height(self) -> int:
        """The number of rows on screen; without rows, the number of free lines."""
        room = max(0, self.size.height - len(self._head) - len(self.totals))
        return min(room, len(self.rows)) if len(self.rows) else room

    @property
    def needed_height(self) -> int:
        """The number of lines that titles, all rows (even those that a filter hides) and totals need."""
        return len(self._head) + len(self._measured()) + len(self.totals)

    def room_with(self, below: Widget) -> int:
        """The number of lines that the grid and the widgets below the grid have together, as they were last laid out.

        Every widget that was ever passed as ``below`` counts, because one may give its room to another before the next
        layout.
        """
        self._below.add(below)
        return self.size.height + sum(widget.size.height for widget in self._below)

    def show_below(self, below: Widget, margin: int, least: int) -> bool:
        """Show a widget if at least ``least`` lines are left below the grid, else hide it. Return whether it is shown.

        If ``least`` is 0, the widget is always hidden. ``margin`` is the number of empty lines between the grid and the
        widget.
        """
        needed = self.needed_height + margin
        fits = least > 0 and self.room_with(below) - needed >= least
        below.set_class(fits, "-on")  # a class, not ``display``, so that a board that cannot be drawn also hides it
        self.styles.height = needed if fits else "1fr"
        return fits

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.needed_height

    def _lay_out(self) -> None:
        rows, totals = self._measured().loaded or (), self.totals
        least = len(self._head)  # titles of more lines hide rows, whose texts then need no room
        while True:
            high = self.size.height - least - len(totals)
            in_sight = filter(None, map(self._row, range(self.top, self.top + high) if rows else ()))
            placed, self._follows = arrange(
                self.columns, (*rows, *totals), (*in_sight, *totals), self.size.width, self.chosen, self._sorted_by
            )
            head = self._titles(placed)
            if len(head) >= least:
                break
            least = len(head)  # more rows fit on screen than were measured
        self.placed, self._head = placed, head

    @property
    def _sorted_by(self) -> str:
        """The key of the column that rows are sorted by ("": the board's order). This column is always shown."""
        return ""

    def _measured(self) -> Rows:
        """The rows whose texts determine the widths of columns."""
        return self.rows

    def _titles(self, placed: tuple[Placed, ...]) -> list[Line]:
        """The lines above the rows."""
        return header_lines(placed, "", True)

    def _keep_in_sight(self) -> None:
        """Scroll to the cursor. Place the columns again if their widths depend on the rows on screen."""
        old_top = self.top
        self._scroll()
        if self._follows and self.top != old_top:
            self._lay_out()
            self._scroll()

    def _scroll(self) -> None:
        body = self.body_height
        last_top = max(0, len(self.rows) - body)
        self.top = max(0, min(self.top, last_top))
        if body and not self.top <= self.cursor < self.top + body:
            self.top = max(0, min(self.cursor if self.cursor < self.top else self.cursor - body + 1, last_top))

    # ── what changed ─────────────────────────────────────────────────────────────────────────────────────────────────
    def _mark_changes(self, old: Rows, new: Rows) -> None:
        """Mark changed texts in the columns with ``watch``. In a new row, mark the first of these columns."""
        watched = [i for i, column in enumerate(self.columns) if column.watch]
        if not watched or not len(old):
            return
        fresh: dict[str, frozenset[int]] = {}
        for row in new.loaded or ():
            index = old.find(row.key)
            before = old.get(index) if index >= 0 else None
            if before is None:
                changed = frozenset(watched[:1])
            else:
                changed = frozenset(i for i in watched if row.cells[i].text != before.cells[i].text)
            if changed:
                fresh[row.key] = changed
        self.mark(fresh)

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _row(self, index: int) -> GridRow | None:
        return self.rows.get(index) if 0 <= index < len(self.rows) else None

    def _note_cursor(self, *, by_rows: bool = False) -> None:
        """Store the key of the cursor's row, so that the cursor follows the row. Post ``Moved`` if the key is new."""
        row = self.cursor_row
        key = row.key if row is not None else ""
        if key != self._key:
            self._key = key
            self.post_message(self.Moved(self, key, by_rows=by_rows))

    def _move_to(self, index: int) -> None:
        index = max(0, min(index, len(self.rows) - 1))
        if index == self.cursor:
            return
        self.cursor = index
        self._keep_in_sight()
        self.repaint_lines()
        self._note_cursor()

    @override
    def action_move(self, to: str) -> None:
        page = max(1, self.body_height - 1)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page}
        ends = {"first": 0, "last": len(self.rows) - 1}
        self._move_to(ends[to] if to in ends else self.cursor + steps[to])

    def on_click(self, event: events.Click) -> None:
        """Select a row; a second click opens it."""
        row = event.y - len(self._head)
        if 0 <= row < self.body_height and self.top + row < len(self.rows):
            if self.top + row == self.cursor:
                self.action_open()
            else:
                self._move_to(self.top + row)

    def on_mouse_scroll_down(self) -> None:
        """Move a few rows down."""
        self._move_to(self.cursor + _WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Move a few rows up."""
        self._move_to(self.cursor - _WHEEL)

    def _cursor_cell(self, index: int) -> int:
        """The index of the cell under the cursor in row ``index``; -1 if the cursor is on the whole row.

        0 if the row shows no cursor.
        """
        return -1 if index == self.cursor and self.has_focus and self.screen.is_active else 0

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        return drawn(self, lambda: self._line(y))

    def _line(self, y: int) -> Strip:
        palette, cells = palette_of(self), self.size.width
        if y < len(self._head):
            return strip(self._head[y], cells, palette, Background.PANEL)
        y -= len(self._head)
        body = self.body_height
        if y >= body:
            y -= body
            if y >= len(self.totals):
                return strip((), cells, palette)
            return strip(row_line(self.totals[y], self.placed, " " * GUTTER), cells, palette, Background.PANEL)
        if not len(self.rows):
            nothing = self._nothing()
            return strip(nothing[y] if y < len(nothing) else (), cells, palette)
        line, background = self._body_line(self.top + y)
        thumb = scroll_mark(y, self.top, body, len(self.rows))
        return Strip.join([strip(line, cells - 1, palette, background), strip((thumb,), 1, palette)])

    def _nothing(self) -> tuple[Line, ...]:
        """The lines shown if there are no rows, wrapped if they are too long."""
        return tuple(part for line in self.empty for part in broken(line, self.size.width))

    def _body_line(self, index: int) -> tuple[Line, Background]:
        row = self._row(index)
        here = self._cursor_cell(index)
        background = Background.CURSOR if here else Background.PLAIN
        sign = CURSOR_SIGN if here else " "
        if row is None:
            return (Span(f"{sign} …", TextRole.DIM),), background
        fresh = self._fresh.get(row.key, frozenset())
        mark = FRESH_SIGN if fresh else CHOSEN_SIGN if row.key in self.starred else " "
        return row_line(row, self.placed, sign + mark, fresh, self._backgrounds(row, index)), background

    def _backgrounds(self, row: GridRow, index: int) -> Mapping[int, Background]:
        """Index of a cell → its own background. Other cells have the background of the row."""
        return {}
