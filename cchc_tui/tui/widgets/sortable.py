"""A grid whose rows the user can sort and filter, and whose columns the user can choose.

The screen sets all rows in the board's order, and the grid sorts and filters them. Paged rows are sorted and filtered
by their query; the grid only shows the order and the filter. The cursor stays on its row. There is one exception: if
the order changes while the cursor is on the first row, the cursor goes to the new first row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.timer import Timer
from typing_extensions import override

from cchc_tui.domain.search_terms import NOT
from cchc_tui.texts.tui_find import FIND
from cchc_tui.tui.keys.actions import BY_NAME
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Line, Span, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.input_net import Did
from cchc_tui.tui.widgets.columns import GridColumn, GridRow, Placed, chosen_columns, header_lines
from cchc_tui.tui.widgets.cursor import restart
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.ordering import Order, RowFilter, in_order
from cchc_tui.tui.widgets.rows import Rows

#: The digits that columns are sorted by, from the left.
DIGITS = BY_NAME["sort_by_number"].keys
_PICK_SECONDS = 6.0
_KEEP_PICKING = {*BY_NAME["sort"].keys, *BY_NAME["reverse"].keys}
_STOP_PICKING = BY_NAME["end_sorting"].keys


class SortableGrid(Grid):
    """A grid that the user sorts and filters."""

    class Sorted(Did):
        """The user has changed the order."""

        def __init__(self, grid: SortableGrid):
            super().__init__()
            self.grid = grid

    def __init__(self, columns: Sequence[GridColumn], *, default_order: Order | None = None, **widget: Any):
        super().__init__(columns, **widget)
        self.default_order = default_order or Order()  # of the rows that the screen sets; the titles show it
        self.first_sort = ""  # the key of the column that ``sort_next`` takes first; "": the first sortable one
        self.order = Order()  # the user's; its key is "" if the user has chosen none
        self.filter = RowFilter()
        self._given = Rows()  # before the grid filters them; paged rows have been filtered by their query
        self._picking: Timer | None = None
        self._picked = ""  # the column whose digit was pressed last

    # ── order, filter and columns ────────────────────────────────────────────────────────────────────────────────────
    @property
    def sorting(self) -> Order:
        """The order in use: the user's if its column exists, else ``default_order``."""
        known = any(column.key == self.order.key for column in self.columns)
        return self.order if known else self.default_order

    def set_arrangement(self, order: Order, chosen: Sequence[str]) -> None:
        """Sort the rows by ``order``, and show the columns with the keys ``chosen`` (none: all columns)."""
        if order != self.order or tuple(chosen) != self.chosen:
            self.order, self.chosen = order, tuple(chosen)
            self._rearrange()

    def set_filter(self, text: str) -> None:
        """Show only the rows that a ``RowFilter`` with this text keeps; "" shows all rows."""
        if text != self.filter.text:
            self.filter = RowFilter(text)
            self._rearrange()

    def count_matches(self, text: str) -> tuple[int, int] | None:
        """How many rows a filter would show, and how many rows there are; None for paged rows."""
        if self._given.loaded is None:
            return None
        wanted = RowFilter(text)
        return sum(map(wanted.keeps, self._given.loaded)), len(self._given)

    @override
    def forget_rows(self) -> None:
        self._given = Rows()
        super().forget_rows()

    @override
    def set_rows(self, rows: Rows, totals: Sequence[GridRow] = (), *, mark: bool = True) -> None:
        self._given = rows
        super().set_rows(self._arranged(rows), totals, mark=mark)

    def _rearrange(self) -> None:
        super().set_rows(self._arranged(self._given), self.totals, mark=False)

    def _arranged(self, rows: Rows) -> Rows:
        if rows.loaded is None or not (self.filter or self.order.key):
            return rows
        kept = filter(self.filter.keeps, rows.loaded)
        return Rows(in_order(kept, self.columns, self.order))

    def _measured(self) -> Rows:
        return self._given  # before filtering, so that a filter does not move the columns

    # ── sorting ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def sort_next(self) -> None:
        """Sort by the next column. The titles then show digits for some seconds: a digit key sorts by its column."""
        keys = self._sort_keys()
        if not keys:
            return
        self._picking = restart(self._picking, self, self._end_picking, _PICK_SECONDS)
        self._picked = ""
        here = self.sorting.key
        if here in keys:
            following = [*keys, *(() if self.default_order.key else ("",))]
            key = following[(keys.index(here) + 1) % len(following)]
        else:
            key = self.first_sort if self.first_sort not in {"", here} else keys[0]
        self._sort_by(key)

    def reverse(self) -> None:
        """Reverse the order."""
        there = self.sorting
        key = there.key or self.first_sort
        if key:
            self._take(Order(key, not there.descending))

    def _sort_by(self, key: str) -> None:
        """Sort by a column: figures from the largest, texts alphabetically. "" restores the board's order."""
        column = next((column for column in self.columns if column.key == key), None)
        self._take(Order(key, column is None or bool(column.kind)))

    def _take(self, order: Order) -> None:
        untouched = self.cursor == 0  # the cursor has not left the first row, so it goes to the new first row
        self.order = order
        if untouched:
            self._key = ""
        self._rearrange()
        if untouched and self._given.loaded is None:
            self._key = ""  # no key until the page in the new order has arrived
        self.post_message(self.Sorted(self))

    @property
    def _sorted_by(self) -> str:
        return self.sorting.key

    def _sort_keys(self) -> list[str]:
        """The keys of columns by which rows can be sorted. A column without room is one of them: sorting shows it."""
        wanted = [self.columns[i] for i in chosen_columns(self.columns, self.chosen)]
        return [column.key for column in wanted if column.sortable and column.title]

    def _numbers(self, placed: Sequence[Placed]) -> dict[int, str]:
        """Index of a shown column → its digit; {} unless the titles show digits."""
        there = [spot.number for spot in placed if spot.column.sortable and spot.column.title]
        return dict(zip(there, DIGITS, strict=False)) if self._picking is not None else {}

    def _end_picking(self) -> None:
        if self._picking is not None:
            self._picking.stop()
            self._picking = None
            self.draw()

    def on_key(self, event: events.Key) -> None:
        """While the titles show digits, sort by the column of a pressed digit. Any other key removes the digits."""
        if self._picking is None:
            return
        if event.character is not None and event.character in DIGITS:
            event.stop()
            for column, digit in self._numbers(self.placed).items():
                if digit == event.character:
                    self._picking = restart(self._picking, self, self._end_picking, _PICK_SECONDS)
                    key = self.columns[column].key
                    if key == self._picked:  # the same digit again
                        self.reverse()
                    else:
                        self._sort_by(key)
                    self._picked = key
        elif event.key not in _KEEP_PICKING:
            self._end_picking()
            if event.key in _STOP_PICKING:
                event.stop()

    # ── titles and the filter's line ─────────────────────────────────────────────────────────────────────────────────
    def _titles(self, placed: tuple[Placed, ...]) -> list[Line]:
        """The titles; above them a line about the filter, so that nobody takes the shown rows for all rows."""
        titles = header_lines(placed, *self.sorting, self._numbers(placed))
        if not self.filter:
            return titles
        words, count = self.filter_words()
        spans = (Span(f" {words}", TextRole.WARN), Span(f"   {count}", TextRole.TEXT))
        return [spread(spans, (Span(f" {FIND.unfilter} ", TextRole.DIM),), self.size.width), *titles]

    def filter_words(self) -> tuple[str, str]:
        """The filter in words, and a sentence with the number of rows that are shown."""
        some = self.filter.text.removeprefix(NOT).strip()
        words = (FIND.without if self.filter.excludes else FIND.kept).format(words=some)
        counted = FIND.kept_totals if self.totals else FIND.kept_of
        counted = FIND.kept_dossiers if self._given.loaded is None else counted
        return words, counted.format(n=number(len(self.rows)), of=number(len(self._given)))

    def _nothing(self) -> tuple[Line, ...]:
        if self.filter and (len(self._given) or self._given.loaded is None):
            return ((), (Span(f"   {FIND.kept_nothing}", TextRole.DIM),))
        return super()._nothing()
