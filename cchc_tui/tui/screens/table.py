"""Any board that says its columns (``boards/contract.py``), as a leaderboard: a new one needs no screen of its own.

It is ranked by its first figure, whose change since the reference stands beside it and whose bar stands at the right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.listed import board_of
from cchc_tui.boards.table import Column as Described
from cchc_tui.boards.table import Sort, Table, Value
from cchc_tui.texts.forecast import FORECAST
from cchc_tui.texts.language import one_line
from cchc_tui.texts.tui import BOARD_NAMES, COLUMNS, TEXT
from cchc_tui.texts.tui_topics import TOPICS
from cchc_tui.tui.actions import bindings
from cchc_tui.tui.cells import change_cell, rank_cell
from cchc_tui.tui.formats import change, change_tone, day, day_time, days, number, percent, points
from cchc_tui.tui.paint import Line, Span, roomiest
from cchc_tui.tui.queries import LateQuery, Query, TableQuery
from cchc_tui.tui.screens.arranged import ArrangedScreen
from cchc_tui.tui.screens.base import BoardScreen, empty_lines
from cchc_tui.tui.screens.fed import drawing
from cchc_tui.tui.themes import Tone
from cchc_tui.tui.widgets.arranged import ArrangedGrid
from cchc_tui.tui.widgets.columns import Cell, Column, GridRow
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.paper import Paper
from cchc_tui.tui.widgets.rows import ListRows

if TYPE_CHECKING:
    from cchc_tui.tui.explaining import Told

_WIDTHS = {
    Sort.COUNT: 7,
    Sort.CHANGE: 7,
    Sort.SHARE: 8,
    Sort.POINTS: 7,
    Sort.DAYS: 6,
    Sort.MOMENT: 11,
    Sort.DAY: 10,
    Sort.TEXT: 12,
}
_KEPT = 3  # so many columns are never dropped
_FIRST_DROPPED = 90


class TableScreen(ArrangedScreen):
    """The generic leaderboard."""

    PLACE = "table"
    ALSO = ("ranked", "mapped")
    BINDINGS: ClassVar[list[BindingType]] = bindings("ranked", "mapped")

    def __init__(self, name: str):
        super().__init__()
        self._board = name
        self._groupings = board_of(name).groupings
        self._by = self._groupings[0] if self._groupings else ""
        self._table: Table | None = None
        self._how = Paper()
        self._grid = ArrangedGrid(())
        self._grid.empty = ((), (Span(f"   {TEXT.waiting_for_rows}", Tone.DIM),))  # a forecast takes a second at first

    def body(self) -> Iterator[Widget]:
        """What it is sorted by, and the rows."""
        self._how.write_by(self._how_line)
        yield self._how
        yield self._grid

    def kept_as(self) -> str:
        """By the board, and by its grouping where it has more than one."""
        return self._board if self._by == (self._groupings or ("",))[0] else f"{self._board}.{self._by}"

    def arranged(self) -> None:
        """Rows were sorted or filtered."""
        super().arranged()
        self._how.rewrite()

    def queries(self) -> tuple[Query, ...]:
        """The one board."""
        return (self._query,)

    @property
    def _query(self) -> Query:
        return TableQuery(self._board, self._by)

    def crumbs(self) -> tuple[str, ...]:
        """The board."""
        return (BOARD_NAMES.get(self._board, board_of(self._board).title),)

    def help_chosen(self) -> Told | None:
        """The figures of the row, each with its rule."""
        from cchc_tui.tui.explaining import of_row  # when it is asked for

        grid = self._grid
        row = grid.rows.get(grid.cursor) if len(grid.rows) else None
        if row is None:
            return None
        named = next((i for i, column in enumerate(grid.columns) if column.measured), 0)
        rules = {column.key: column.rule for column in self._table.columns} if self._table is not None else {}
        return of_row(row.cells[named].text, grid.columns, row, rules)

    def help_topic(self) -> str:
        """The board's own."""
        return self._board if self._board in TOPICS else self.PLACE

    def hidden(self) -> frozenset[str]:
        """A row opens where it is a unit; there may be no groupings."""
        opens = self._table is not None and self._table.keys
        return frozenset({*(() if opens else ("open", "map")), *(() if self._groupings else ("group",))})

    def _units(self) -> tuple[str, ...]:
        """The keys of units, which are those of their rows."""
        return self._table.keys if self._table is not None else ()

    def unit_here(self) -> str:
        """The unit under the cursor."""
        return self._grid.cursor_key if self._grid.cursor_key in self._units() else ""

    def go_to_unit(self, key: str) -> bool:
        """Puts the cursor on a unit."""
        return key in self._units() and self._grid.go_to(key)

    def map_view(self) -> BoardScreen | None:
        """The units as tiles."""
        from cchc_tui.tui.screens.tiles_of import TableTiles  # when it is asked for

        return TableTiles(self, self._query) if self._units() else None

    def rechosen(self) -> None:
        """Other units are marked."""
        chosen = self.cchc.prefs.chosen
        self._grid.set_starred(unit for unit in self._units() if unit in chosen)

    def show(self, query: Query, answer: Any) -> None:
        """Takes the table and draws what is different."""
        if query == self._query:
            moving = self._table is not None and self._table.data_as_of is not None
            self._table = answer
            self._draw(mark=moving and self.marks)

    def forget_persons(self) -> None:
        """Officers' names go until the board has come again."""
        super().forget_persons()
        if self._by == "officer":
            self._table = None
            self._grid.forget_rows()

    def rebase(self) -> None:
        """Changes are counted from something else."""
        self._draw(mark=False)

    def show_empty(self) -> None:
        """What to drop and where."""
        if not len(self._grid.rows):
            self._grid.empty = empty_lines(str(self.cchc.source.data / "inbox"), self.size.width)
            self._grid.refresh()

    @drawing
    def _draw(self, mark: bool) -> None:
        table = self._table
        if table is None or (table.data_as_of is None and self.status.empty):
            return
        figure = _figure(table)
        self.rechosen()
        base = self.cchc.baseline(self._query)
        before = dict(zip(base.row_keys, base.rows, strict=True)) if base is not None else {}
        summed = {base.words(row): row for row in base.totals} if base is not None else {}
        top = max((_amount(row[figure]) for row in table.rows), default=0.0) if figure >= 0 else 0.0
        self._grid.set_columns(_columns(table, figure))
        self._grid.main = table.columns[figure].key if figure >= 0 else ""
        ranks, old_ranks = _ranks(table, figure), _ranks(base, figure) if base is not None else {}
        rows = []
        for key, row in zip(table.row_keys, table.rows, strict=True):
            move = rank_cell(ranks[key], old_ranks.get(key)) if key in ranks else Cell()
            rows.append(GridRow(key, _cells(table, row, figure, before.get(key), top, move)))
        names = map(table.words, table.totals)
        totals = [
            GridRow(name, _cells(table, row, figure, summed.get(name), 0.0, Cell()))
            for name, row in zip(names, table.totals, strict=True)
        ]
        self._grid.set_rows(ListRows(rows), totals, mark=mark)
        self._how.rewrite()
        self.footer.rewrite()

    def _heading(self, table: Table) -> str:
        """What is said of the table beyond the board's name; "" for nothing."""
        return "" if table.title == board_of(self._board).title else table.title

    def _how_line(self, cells: int) -> list[Line]:
        """What the table is, how it is sorted, and what changes are counted from; what is least needed gives way."""
        table = self._table
        before: list[Span] = []
        late = self._query.slow and self.cchc.at is None  # what takes long comes after the header
        if late and table is not None and table.data_as_of != self.status.data_as_of:
            before.append(Span(f" {FORECAST.again}  ", Tone.WARN))
        grouped: list[Span] = []
        if table is not None and self._groupings:
            name = next((column.title for column in table.columns if column.key == "name"), self._by)
            grouped = [Span(f" {TEXT.grouped_by} ", Tone.DIM), Span(f"{name.lower()}  ", Tone.STRONG)]
        key, descending = self._grid.sorting
        titles = (one_line(column.title) for column in self._grid.columns if column.key == key)
        if sorted_by := next(titles, ""):
            arrow = "↓" if descending else "↑"
            grouped += [Span(f" {TEXT.sorted_by} ", Tone.DIM), Span(f"{sorted_by.lower()} {arrow}", Tone.STRONG)]
        title = self._heading(table) if table is not None else ""
        said = [[Span(f" {words}  ")] if words else [] for words in (title, title.partition(" (")[0])]
        figure = _figure(table) if table is not None else -1
        compared = figure < 0 or table is None or any(row[figure] is not None for row in table.rows)
        since = self.cchc.since_words() if compared else ""
        right = (Span(f"{since} ", Tone.DIM),) if since else ()
        return [roomiest([[*before, *words, *rest] for rest in (grouped, ()) for words in said], right, cells)]

    def foot_right(self) -> str:
        """Where the cursor stands."""
        total = len(self._grid.rows)
        return TEXT.row_of.format(row=number(self._grid.cursor + 1), total=number(total)) if total else ""

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """The cursor is on another row."""
        self.footer.rewrite()

    def on_grid_opened(self, event: Grid.Opened) -> None:
        """One level down: the dossiers of the unit that the board speaks of."""
        from cchc_tui.tui.screens.unit import UnitScreen  # when it is asked for

        table = self._table
        if table is None or not table.keys or table.only is None:
            return
        name = next(place for place, column in enumerate(table.columns) if column.key == "name")
        row = dict(zip(table.keys, table.rows, strict=True)).get(event.key)
        if row is not None:
            which = DossierFilter(unit=event.key, only=table.only)
            self.app.push_screen(UnitScreen(which, str(row[name]), LateQuery(), event.key, self.crumbs()[0]))

    def action_group(self) -> None:
        """The next grouping."""
        if self._groupings:
            self._by = self._groupings[(self._groupings.index(self._by) + 1) % len(self._groupings)]
            self._table = None
            self._fed.clear()
            self._grid.keep("")
            self.arrange_as_kept()
            self.wants_changed()


def _figure(table: Table) -> int:
    """The number of the column that ranks the board: its first figure that is not the rank itself; -1 without one."""
    kinds = {Sort.COUNT, Sort.SHARE, Sort.DAYS}
    return next((i for i, one in enumerate(table.columns) if one.sort in kinds and one.key != "rank"), -1)


def _columns(table: Table, figure: int) -> tuple[Column, ...]:
    columns: list[Column] = []
    compared = figure >= 0 and table.compared
    if compared:
        columns.append(Column("move", "", 3, drop=len(table.columns), kind="count", sortable=False))
    names = next((place for place, one in enumerate(table.columns) if one.sort is Sort.TEXT), 0)
    for place, one in enumerate(table.columns):
        column = _column(one, place)._replace(stays=place == names)
        columns.append(column._replace(drop=0) if place == figure else column)  # what the board is of is never dropped
        if place == figure and compared:
            columns.append(Column("change", COLUMNS["change"][0], 6, right=True, drop=1, kind="count"))
    return (*columns, Column("bar", "", 6, drop=len(table.columns) + 1, grow=30, sortable=False))


def _column(one: Described, place: int) -> Column:
    """Names as wide as they are, figures as wide as their kind; the further right the sooner dropped."""
    text = one.sort is Sort.TEXT
    title = one.title if text or len(one.title) <= _WIDTHS[one.sort] else _two_lines(one.title)
    if one.key == "rank":
        title = COLUMNS["rank"][0]
    width = 3 if one.key == "rank" else max(_WIDTHS[one.sort], *(len(part) for part in title.split("\n")))
    watch = one.sort in {Sort.COUNT, Sort.SHARE} and one.key != "rank"
    drop = _FIRST_DROPPED if one.key == "level" else max(0, place - _KEPT + 1)
    return Column(
        one.key,
        title,
        width,
        right=not text,
        drop=drop,
        watch=watch,
        measured=text or bool(one.error),
        kind="" if text else one.sort.value,
        sortable=one.key != "rank",
    )


def _two_lines(title: str) -> str:
    """A title broken where it becomes narrowest."""
    words = title.split(" ")
    broken = [" ".join(words[:n]) + "\n" + " ".join(words[n:]) for n in range(1, len(words))]
    return min(broken or [title], key=lambda lines: max(map(len, lines.split("\n"))))


def _ranks(table: Table, figure: int) -> dict[str, int]:
    """The place of each row, as the board says it or else by its figure; equals share one."""
    said = next((i for i, one in enumerate(table.columns) if one.key == "rank"), None)
    if figure < 0:
        return {}
    if said is not None:
        return {key: int(_amount(row[said])) for key, row in zip(table.row_keys, table.rows, strict=True)}
    amounts = sorted((_amount(row[figure]) for row in table.rows), reverse=True)
    places = (amounts.index(_amount(row[figure])) + 1 for row in table.rows)
    return dict(zip(table.row_keys, places, strict=True))


def _cells(
    table: Table, row: tuple[Value, ...], figure: int, before: tuple[Value, ...] | None, top: float, move: Cell
) -> tuple[Cell, ...]:
    cells: list[Cell] = [move] if figure >= 0 and table.compared else []
    for place, (one, value) in enumerate(zip(table.columns, row, strict=True)):
        cell = _cell(one.sort, value, Tone.STRONG if place == figure else Tone.TEXT)
        said = table.forecast(place, row)
        cells.append(cell if said is None else cell._replace(text=said))
        if place == figure and table.compared:
            was = before[figure] if before is not None and one.sort is Sort.COUNT else None
            known = isinstance(value, int) and isinstance(was, int)
            cells.append(change_cell(int(_amount(value)), int(_amount(was))) if known else Cell())
    share = _amount(row[figure]) / top if figure >= 0 and top else 0.0
    return (*cells, Cell("", Tone.BAR, share if top else None))


def _cell(sort: Sort, value: Value, tone: Tone) -> Cell:
    """A value; a change has a sign and the colour of its direction: less is better."""
    if sort in {Sort.CHANGE, Sort.POINTS}:
        delta = None if value is None else float(value)
        text = points(delta) if sort is Sort.POINTS else change(int(_amount(value)), None if value is None else 0)
        shown = round(delta or 0.0, 1) if sort is Sort.POINTS else delta or 0.0
        return Cell(text, change_tone(shown, 0), value=value)
    return Cell(_text(sort, value), tone, value=value)


def _amount(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _text(sort: Sort, value: Value) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    match sort:
        case Sort.SHARE:
            return percent(float(value))
        case Sort.DAYS:
            return days(float(value))
        case Sort.MOMENT:
            return day_time(int(value))
        case Sort.DAY:
            return day(int(value))
    return number(int(value))
