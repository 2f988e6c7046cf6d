"""A board's table as columns and rows of a grid, with ranks, changes and bars; and the line above the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from cchc_tui.boards.table import Better, Column, Table, ValueType
from cchc_tui.domain.names import brief_procedure
from cchc_tui.domain.units import Unit
from cchc_tui.texts.language import one_line
from cchc_tui.texts.tui import COLUMNS, NO_GROUP_NAME, TEXT
from cchc_tui.tui.style.figures import (
    Row,
    amount,
    delta_of,
    delta_role,
    delta_text,
    heading,
    ranks,
    shortfall,
    value_text,
    visible,
)
from cchc_tui.tui.style.render import Line, Span, halves, line_width, roomiest, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cells import LONG, procedure_cell, rank_cell, unit_cell
from cchc_tui.tui.widgets.columns import FIGURES, Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.ordering import Order

#: Row key → the figures of the last days, and how many of the last ones are stale.
Series: TypeAlias = Mapping[str, tuple[tuple[int, ...], int]]

#: Groupings with names of any length.
FREE = frozenset({"procedure", "field"})
#: Groupings whose names may be cut if room is short.
CUT = FREE | {"officer"}
#: With this many cells every figure has its change beside it; with fewer, only the figure that rows are sorted by.
ALL_CHANGES = 110
_FIRST_TO_GO = 9
_LESSER = FIGURES + 1  # secondary figures and drawings are left out before any other figure
_LEVEL = 90
#: On a board with a target, the distance to it, the bar and the moves of ranks matter more than other figures.
_DISTANCE, _TARGET_BAR, _MOVES = 1, 2, 3
_LONGEST_BAR = 120  # all that is left of the widest window
_LONG_BESIDE_WORDS = 13  # "Phường 6" stays whole
_KEPT = 3  # a text column among the first three is never left out
_WIDTHS = {
    ValueType.COUNT: 6,
    ValueType.CHANGE: 7,
    ValueType.SHARE: 7,
    ValueType.POINTS: 7,
    ValueType.DAYS: 6,
    ValueType.NUMBER: 5,
    ValueType.MOMENT: 11,
    ValueType.DAY: 10,
}


class ShownColumn(NamedTuple):
    """A column of the table and its index in the table.

    ``change`` is the key of the ± column beside the column ("": there is none).
    """

    place: int
    column: Column
    change: str


@dataclass(frozen=True)
class LeaderboardView:
    """A board's table, the same table at the reference (``base``), and how to draw it: width, level, order."""

    table: Table
    base: Table | None = None
    cells: int = 0
    level: str = ""  # "": both
    sorted_by: str = ""  # key of a grid column; "": the table's own order
    units: Mapping[str, Unit] = field(default_factory=dict)  # key → unit, for short names and for officers' units
    lines: Series | None = None  # None: no column for the last days

    @cached_property
    def compared(self) -> bool:
        """Whether columns of figures are followed by columns with the figures' changes since the reference."""
        return self.table.compared and self.table.main >= 0

    @cached_property
    def shown(self) -> tuple[ShownColumn, ...]:
        """The table's columns, each with the key of the grid column for its change."""
        return tuple(ShownColumn(n, one, self._change_key(n, one)) for n, one in enumerate(self.table.columns))

    def _change_key(self, place: int, one: Column) -> str:
        if not self.compared:
            return ""
        if place == self.table.main:
            return "change"
        counted = one.type in {ValueType.COUNT, ValueType.SHARE} and not (one.lesser or one.share_of)
        return f"{key_of(one)}_change" if counted and one.key != "rank" else ""

    @cached_property
    def changed(self) -> int:
        """The index of the column whose change is always visible: the sorted column, or else the ranking one.

        If the rows are sorted by the change of a column, that column counts as sorted.
        """
        changed = (each for each in self.shown if each.change)
        chosen = (each.place for each in changed if self.sorted_by in (key_of(each.column), each.change))
        return next(chosen, self.table.main)

    @cached_property
    def target(self) -> float | None:
        """The target of the ranking figure; None without a target."""
        return self.table.targets.get(self.table.columns[self.table.main].key) if self.table.main >= 0 else None

    @cached_property
    def top(self) -> float:
        """The amount that the longest bar stands for: the largest ranking figure, or the target if that is greater."""
        if self.table.main < 0:
            return 0.0
        amounts = (amount(row[self.table.main]) or 0.0 for _, _, row in visible(self.table, self.level))
        return max(*amounts, self.target or 0.0, 0.0)


def spark_cells(by: str, cells: int) -> int:
    """The width of the charts of the last days beside rows of units, in a window ``cells`` wide; 0: no charts."""
    if by != "unit" or cells < 135:
        return 0
    return 30 if cells >= 160 else 15


def key_of(column: Column) -> str:
    """A column's key in the grid."""
    return column.prefs_key or column.key


def columns(view: LeaderboardView) -> tuple[GridColumn, ...]:
    """The columns of the grid. Names of units are never cut; names of procedures, fields and officers may be cut.

    If room is short, the column of levels is left out first. In windows narrower than ``ALL_CHANGES`` cells, the
    columns of changes are left out next. The changes of the column ``view.changed`` are never left out.
    """
    made: list[GridColumn] = []
    drop = 1
    for each in view.shown:
        one = each.column
        if one.key == "rank":
            made.append(GridColumn("rank", COLUMNS["rank"][0], 2, right=True, kind="count", sortable=False))
        elif each.place == view.table.named:
            made.append(_name(view, one))
        elif one.type is ValueType.TEXT:
            last = _LEVEL if one.key == "level" else 0 if each.place < _KEPT else drop + 1
            made.append(GridColumn(one.key, one.short or one.title, 12, drop=last, measured=True))
        else:
            drop = min(drop + 1, FIGURES - 1)
            made += _figure(view, each, _LESSER + one.lesser if one.lesser else drop)
    if view.compared:
        last = 1 if view.table.order else _LESSER  # matters less on a board with another order
        last = last if view.target is None else _MOVES
        made.insert(made[0].key == "rank", GridColumn("move", "", 3, drop=last, kind="count", sortable=False))
    if view.lines is not None:
        wide = spark_cells(view.table.by, view.cells)
        made.append(GridColumn("spark", COLUMNS["spark"][0], wide, drop=_LESSER, sortable=False))
    if view.target is None:
        return (*made, GridColumn("bar", "", 6, drop=_LESSER, grow=_LONGEST_BAR, sortable=False))
    from cchc_tui.boards.measure import figure_text  # imported only for a target

    # Long names beside words leave no room for a bar, but for another figure.
    narrow = view.table.has_words and view.table.by in FREE and view.cells < ALL_CHANGES
    title = TEXT.target_lines.format(n=figure_text(view.target, view.table.columns[view.table.main].type))
    return (
        *made,
        GridColumn(
            "bar", title, 9, drop=_LESSER if narrow else _TARGET_BAR, grow=_LONGEST_BAR, sortable=False, indent=1
        ),
        GridColumn("target", "", 3, right=True, drop=_LESSER if narrow else _DISTANCE, measured=True, sortable=False),
    )


def _name(view: LeaderboardView, one: Column) -> GridColumn:
    by = view.table.by
    name = GridColumn(one.key, one.title, 10, measured=True, stays=True, cut=by in CUT)
    if by in FREE:
        narrow, roomy = (22, 30) if by == "field" else (30, 40)
        wide = roomy if view.cells >= ALL_CHANGES else narrow
        longest = max((width(str(row[view.table.named])) for row in view.table.rows), default=0)
        return name._replace(width=wide, measured=False, grow=longest)
    return name


def _figure(view: LeaderboardView, each: ShownColumn, drop: int) -> Iterator[GridColumn]:
    place, one, change = each
    stays = place in {view.table.main, view.changed} or view.table.order.removeprefix("-") == one.key
    yield GridColumn(
        key_of(one),
        _title(one),
        _WIDTHS[one.type],
        right=True,
        drop=0 if stays else drop,
        watch=one.type is ValueType.COUNT or place == view.table.main,
        measured=bool(one.error),
        kind=one.format.value,
    )
    if change:
        last = 0 if place == view.changed else _FIRST_TO_GO if view.cells < ALL_CHANGES else drop + 1
        kind = ValueType.CHANGE if one.type is ValueType.COUNT else ValueType.POINTS
        yield GridColumn(change, COLUMNS["change"][0], 5, right=True, drop=last, measured=True, kind=kind.value)


def _title(one: Column) -> str:
    """The heading of a column. It has two lines if it is too wide for one."""
    if one.short or len(one.title) <= _WIDTHS[one.type]:
        return one.short or one.title
    return "\n".join(halves(one.title))


def grid_rows(view: LeaderboardView) -> tuple[GridRow, ...]:
    """The rows of the grid: those of the table that have the chosen level, in the table's order."""
    table, base = view.table, view.base
    before = base.by_key if base is not None else {}
    places, old_places = ranks(table, view.level), ranks(base, view.level)
    mark = None if view.target is None or not view.top else view.target / view.top
    more_is_bad = table.main < 0 or table.columns[table.main].better is not Better.MORE
    made = []
    for n, key, row in visible(table, view.level):
        rank, move = Cell(), Cell()
        if key in places:
            rank = Cell(str(places[key]), TextRole.DIM, value=places[key])
            move = rank_cell(places[key], old_places.get(key), more_is_bad=more_is_bad)
        head = (rank, move, _name_cell(view, row, key, table.units[n] if table.units else ""))
        share = (amount(row[view.table.main]) or 0.0) / view.top if view.top else None
        bar = Cell("", TextRole.BAR, share, mark=mark)
        made.append(GridRow(key, _cells(view, key, row, before.get(key), head, bar)))
    return tuple(made)


def total_rows(view: LeaderboardView) -> tuple[GridRow, ...]:
    """The grid's rows for the table's totals. If a level is chosen, other levels' totals are left out."""
    table, base = view.table, view.base
    before = dict(zip(base.keyed_totals, base.totals, strict=True)) if base is not None else {}
    made = []
    for key, row in zip(table.keyed_totals, table.totals, strict=True):
        if not view.level or not table.total_keys or key == view.level:
            head = (Cell(), Cell(), Cell(str(row[view.table.named] or ""), TextRole.STRONG))
            made.append(GridRow(key, _cells(view, key, row, before.get(key), head, None)))
    return tuple(made)


def _cells(
    view: LeaderboardView, key: str, row: Row, before: Row | None, head: tuple[Cell, Cell, Cell], bar: Cell | None
) -> tuple[Cell, ...]:
    """The cells of a row. ``head`` has the cells for rank, move and name. ``bar`` is None in a total row."""
    rank, move, name = head
    cells: list[Cell] = []
    for each in view.shown:
        if each.column.key == "rank":
            cells.append(rank)
        elif each.place == view.table.named:
            cells.append(name)
        else:
            cells += _figure_cells(view, each, row, before, total=bar is None)
    if view.compared:
        cells.insert(view.shown[0].column.key == "rank", move)
    if view.lines is not None:
        days, stale = view.lines.get(key, ((), 0))
        # Without today: the figure beside the chart shows it, and redrawing the chart at each load would cost bytes.
        cells.append(Cell("", TextRole.BAR, series=days[:-1], stale=max(0, stale - 1)))
    cells.append(bar or Cell())
    if view.target is not None:
        cells.append(Cell(shortfall(view.table, view.table.main, row[view.table.main]), TextRole.WARN))
    return tuple(cells)


def _figure_cells(
    view: LeaderboardView, each: ShownColumn, row: Row, before: Row | None, *, total: bool
) -> Iterator[Cell]:
    place, one, change = each
    value = row[place]
    if one.type in {ValueType.CHANGE, ValueType.POINTS}:
        yield Cell(value_text(one.type, value), delta_role(one.better, _read(one.type, value)), value=value)
        return
    strong = place == view.table.main or (total and not one.lesser)
    role = TextRole.STRONG if strong else TextRole.DIM if one.lesser and not total else TextRole.TEXT
    yield Cell(view.table.forecast(place, row) or value_text(one.format, value), role, value=value)
    if change:
        delta = delta_of(one.type, value, before[place]) if before is not None else None
        yield Cell(delta_text(one.type, delta), delta_role(one.better, delta), value=delta)


def _read(sort: ValueType, value: object) -> float:
    """A change as a number (0 if unknown), rounded as on screen. So a change that is shown as zero has no colour."""
    delta = float(value) if isinstance(value, int | float) else 0.0
    return round(delta, 1) if sort is ValueType.POINTS else delta


def _name_cell(view: LeaderboardView, row: Row, key: str, unit_key: str) -> Cell:
    table = view.table
    name = name_of(table, row)
    if table.by == "procedure":
        return procedure_cell(name)
    if table.keys:
        return unit_cell(name, view.units.get(key), _LONG_BESIDE_WORDS if table.has_words else LONG)
    unit = view.units.get(unit_key)
    if unit is None:
        return Cell(name)
    return Cell(f"{name} · {unit.name}", short=f"{name} · {unit.brief}")


def name_of(table: Table, row: Row) -> str:
    """The name of a row, or else the grouping's text for rows without a name."""
    return str(row[table.named] or "") or NO_GROUP_NAME.get(table.by, "")


def changes_between(old: Table, new: Table) -> list[Line]:
    """A line for each row whose ranking figure changed between two tables, the largest change first."""
    main = new.main
    if main < 0 or not new.compared:
        return []
    column, before = new.columns[main], old.by_key
    moved = [
        (name_of(new, row), delta)
        for key, row in zip(new.row_keys, new.rows, strict=True)
        if key in before and (delta := delta_of(column.type, row[main], before[key][main]))
    ]
    brief = brief_procedure if new.by == "procedure" else str
    return [
        (Span(f"{brief(name)} "), Span(delta_text(column.type, delta), delta_role(column.better, delta)))
        for name, delta in sorted(moved, key=lambda pair: -abs(pair[1]))
    ]


# ── the line above the rows ─────────────────────────────────────────────────────────────────────────────────────────
def how_line(
    view: LeaderboardView | None, *, before: Line, title: str, by: Line, of: Line, order: Line, since: str, cells: int
) -> Line:
    """The whole line: a note, title, grouping, level, order, reference. If room is short, lesser parts are left out."""
    titles = (f"{title}  ", title, title.partition(" (")[0])  # the first is further from what follows
    said: list[Line] = [(Span(f" {words}"),) if title else () for words in titles]
    # Level and order are less important: the header names the level too, and an arrow marks the sorted column.
    ways = ((*by, *of, *order), (*by, *order), by)
    lefts = [_begun((*before, *words, *way)) for way in ways for words in said]
    return roomiest(lefts, since_words(view, since, cells - line_width(lefts[-1])), cells)


def first_seen_line(parts: Line, differs: Mapping[str, Any], cells: int) -> Line:
    """The line above the rows of a board that counts by the dates that lists showed first.

    It has ``parts``, and the difference to the count of late dossiers by today's dates, as room allows.
    """
    late = differs["all"].late if "all" in differs else 0
    words = Span(TEXT.first_seen.format(n=f"{late:+}") if late else TEXT.first_seen_same, TextRole.WARN)
    return roomiest(((*parts, Span("   "), words), (Span(" "), words)), (), cells)


def order_words(view: LeaderboardView | None, sorting: Order, columns: Sequence[GridColumn]) -> Line:
    """The words about the sorted column and the direction, for the line above the rows.

    The result is empty if ``columns`` has no title for the sorted column.
    """
    title = next((one_line(column.title) for column in columns if column.key == sorting.key), "")
    if not title:
        return ()
    if title == "±" and view is not None:
        title = f"± {_changed(view)}"
    arrow = "↓" if sorting.descending else "↑"
    return (Span(f"   {TEXT.sorted_by} ", TextRole.DIM), Span(f"{title.lower()} {arrow}", TextRole.STRONG))


def _changed(view: LeaderboardView) -> str:
    """The heading of the column whose change is always visible."""
    return heading(view.table.columns[view.changed])


def since_words(view: LeaderboardView | None, since: str, room: int) -> Line:
    """The words about the reference and, if there is room, about the figure whose changes are shown.

    The result is empty while the ranking figure of every row is unknown.
    """
    if view is not None and view.table.main >= 0 and all(row[view.table.main] is None for row in view.table.rows):
        return ()
    plain: Line = (Span(f"{since} ", TextRole.DIM),) if since else ()
    if not since or view is None or not view.compared:
        return plain
    counted = "±" if view.cells >= ALL_CHANGES else f"± {_changed(view).lower()}"
    line = (Span(f"{counted} {since} ", TextRole.DIM),)
    return line if line_width(line) + 2 <= room else plain


def _begun(line: Line) -> Line:
    """The line with exactly one space at its start."""
    return (line[0]._replace(text=f" {line[0].text.lstrip()}"), *line[1:]) if line else ()
