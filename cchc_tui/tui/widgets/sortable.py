"""A grid whose rows its user sorts and filters, and whose columns he chooses.

The screen gives all rows in the board's order and knows nothing of it; a list that comes page by page is sorted and
filtered where it comes from, and only said here. The cursor stays on its row through all of this, unless it
was still on the first one when the order changed: then it is on the first of the new order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.timer import Timer

from cchc_tui.texts.tui_find import FIND
from cchc_tui.tui.keys.actions import BY_NAME
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Line, Span, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.input_net import Did
from cchc_tui.tui.widgets.columns import GridColumn, GridRow, Placed, chosen_columns, header_lines
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.ordering import Order, RowFilter, in_order
from cchc_tui.tui.widgets.rows import ListRows, Rows

#: The digits that columns are sorted by, from the left.
DIGITS = BY_NAME["sort_by_number"].keys
_PICK_SECONDS = 6.0
_KEEP_PICKING = {*BY_NAME["sort"].keys, *BY_NAME["reverse"].keys}
_STOP_PICKING = BY_NAME["end_sorting"].keys


class SortableGrid(Grid):
    """``default_order`` is the order in which rows come, for the arrow above them.

    ``first_sort`` is the column to sort by first.
    """

    class Sorted(Did):
        """The user has sorted by something else."""

        def __init__(self, grid: SortableGrid):
            super().__init__()
            self.grid = grid

    def __init__(
        self, columns: Sequence[GridColumn], *, default_order: Order | None = None, first_sort: str = "", **widget: Any
    ):
        super().__init__(columns, **widget)
        self.default_order = default_order or Order()
        self.first_sort = first_sort
        self._order = Order()
        self._filter = RowFilter()
        self._given: Rows = ListRows()
        self._picking: Timer | None = None
        self._picked = ""  # the column whose digit was pressed last

    # ── what is arranged ─────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def order(self) -> Order:
        """What the user has sorted by; without a key: nothing."""
        return self._order

    @property
    def sorting(self) -> Order:
        """What the rows are sorted by; without a key: as the board has them."""
        known = any(column.key == self._order.key for column in self.columns)
        return self._order if known else self.default_order

    @property
    def filter(self) -> RowFilter:
        """Which rows are left out."""
        return self._filter

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the columns that the user wants, in their order; empty: as the board has them."""
        return self._chosen

    @property
    def of(self) -> int:
        """How many rows there are, with those that are filtered out; of a list that is filtered elsewhere, without."""
        return len(self._given)

    def set_arrangement(self, order: Order, chosen: Sequence[str]) -> None:
        """Sorts by that and shows these columns."""
        if order != self._order or tuple(chosen) != self._chosen:
            self._order, self._chosen = order, tuple(chosen)
            self._rearrange()
            self.refresh()

    def set_filter(self, text: str) -> None:
        """Shows only the rows that hold these words; with "!" before them, those that don't; "" shows all."""
        if text != self._filter.text:
            self._filter = RowFilter(text)
            self._rearrange()
            self.refresh()

    def count_matches(self, text: str) -> tuple[int, int] | None:
        """How many rows such a filter would show, and of how many; None where the rows are not all here."""
        if not isinstance(self._given, ListRows):
            return None
        wanted = RowFilter(text)
        return sum(wanted.keeps(row) for row in self._list(self._given)), self.of

    def forget_rows(self) -> None:
        """The rows go."""
        self._given = ListRows()
        super().forget_rows()

    def set_rows(self, rows: Rows, totals: Sequence[GridRow] = (), *, mark: bool = True) -> None:
        """Shows these rows, sorted and filtered as the user has them."""
        self._given = rows
        super().set_rows(self._arranged(rows), totals, mark=mark)

    def set_columns(self, columns: Sequence[GridColumn]) -> None:
        """Other columns; the rows go."""
        if [column.key for column in columns] != [column.key for column in self.columns]:
            self._given = ListRows()
        super().set_columns(columns)

    def _rearrange(self) -> None:
        super().set_rows(self._arranged(self._given), self.totals, mark=False)

    def _arranged(self, rows: Rows) -> Rows:
        if not isinstance(rows, ListRows) or not (self._filter or self._order.key):
            return rows
        kept = [row for row in self._list(rows) if self._filter.keeps(row)]
        return ListRows(in_order(kept, self.columns, self._order))

    def _measured(self) -> Rows:
        """All rows, so that columns stay where they are when rows are left out."""
        return self._given

    # ── sorting ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def sort_next(self) -> None:
        """By the next column; for some seconds the titles show numbers, and a digit sorts by its column at once."""
        keys = self._sort_keys()
        if not keys:
            return
        self._pick()
        self._picked = ""
        here = self.sorting.key
        if here in keys:
            following = [*keys, *(() if self.default_order.key else ("",))]
            key = following[(keys.index(here) + 1) % len(following)]
        else:
            key = self.first_sort if self.first_sort not in {"", here} else keys[0]
        self._sort_by(key)

    def reverse(self) -> None:
        """The other way round."""
        there = self.sorting
        key = there.key or self.first_sort
        if key:
            self._take(Order(key, not there.descending))

    def _sort_by_digit(self, key: str) -> None:
        """By that column as it is read; the same digit once more turns it round."""
        if key == self._picked:
            self.reverse()
        else:
            self._sort_by(key)
        self._picked = key

    def _sort_by(self, key: str) -> None:
        """Figures with the largest first, words from the beginning."""
        column = next((column for column in self.columns if column.key == key), None)
        self._take(Order(key, column is None or bool(column.kind)))

    def _take(self, order: Order) -> None:
        untouched = self.cursor == 0  # nobody has picked a row: then it is the first one that one sorts for
        self._order = order
        if untouched:
            self._key = ""
        self._rearrange()
        if untouched and not isinstance(self._given, ListRows):
            self._key = ""  # until the list has come in its new order
        self.post_message(self.Sorted(self))

    @property
    def _sorted_by(self) -> str:
        return self.sorting.key

    def _sort_keys(self) -> list[str]:
        """What rows can be sorted by, in sight or not: the column comes into sight then."""
        wanted = [self.columns[i] for i in chosen_columns(self.columns, self._chosen)]
        return [column.key for column in wanted if column.sortable and column.title]

    def _sortable(self) -> list[Placed]:
        return [spot for spot in self._placed if spot.column.sortable and spot.column.title]

    def _numbers(self, placed: Sequence[Placed]) -> dict[int, str]:
        """The digits of the columns, while one may be pressed."""
        if self._picking is None:
            return {}
        there = [spot.number for spot in placed if spot.column.sortable and spot.column.title]
        return dict(zip(there, DIGITS, strict=False))

    def _pick(self) -> None:
        if self._picking is not None:
            self._picking.stop()
        self._picking = self.set_timer(_PICK_SECONDS, self._end_picking)

    def _end_picking(self) -> None:
        if self._picking is not None:
            self._picking.stop()
            self._picking = None
            self._lay_out()

    def on_key(self, event: events.Key) -> None:
        """A digit while the titles show digits sorts by its column; any other key ends that."""
        if self._picking is None:
            return
        if event.character is not None and event.character in DIGITS:
            event.stop()
            spots = self._sortable()
            place = DIGITS.index(event.character)
            if place < len(spots):
                self._pick()
                self._sort_by_digit(spots[place].column.key)
        elif event.key not in _KEEP_PICKING:
            self._end_picking()
            if event.key in _STOP_PICKING:
                event.stop()

    # ── what is said of it ───────────────────────────────────────────────────────────────────────────────────────────
    def _titles(self, placed: tuple[Placed, ...]) -> list[Line]:
        titles = header_lines(placed, *self.sorting, self._numbers(placed))
        return [*self._filter_lines(), *titles]

    def filter_words(self) -> tuple[str, str]:
        """Which words rows must hold or must not, and how many of how many that leaves."""
        shown = number(len(self.rows))
        if isinstance(self._given, ListRows):
            count = (FIND.kept_totals if self.totals else FIND.kept_of).format(n=shown, of=number(self.of))
        else:
            count = FIND.kept_dossiers.format(n=shown)
        words = (FIND.without if self._filter.excludes else FIND.kept).format(
            words=self._filter.text.removeprefix("!").strip()
        )
        return words, count

    def _filter_lines(self) -> list[Line]:
        """What is left out, in a line of its own above the titles, so that nobody takes a part for the whole."""
        if not self._filter:
            return []
        words, count = self.filter_words()
        spans = (Span(f" {words}", TextRole.WARN), Span(f"   {count}", TextRole.TEXT))
        return [spread(spans, (Span(f" {FIND.unfilter} ", TextRole.DIM),), self.size.width)]

    def _nothing(self) -> tuple[Line, ...]:
        if self._filter and (self.of or not isinstance(self._given, ListRows)):
            return ((), (Span(f"   {FIND.kept_nothing}", TextRole.DIM),))
        return super()._nothing()
