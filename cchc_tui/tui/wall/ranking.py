"""The rows of any leaderboard, prepared for the wall from the cells of its screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cchc_tui.boards.measure import figure_text
from cchc_tui.boards.table import Better, Column, Table, ValueType
from cchc_tui.domain.units import Unit
from cchc_tui.texts.tui import COLUMNS, LEVELS
from cchc_tui.texts.tui_present import NOTICES
from cchc_tui.tui.screens.leaderboard_rows import (
    LeaderboardView,
    columns,
    grid_rows,
    key_of,
    name_of,
    total_rows,
)
from cchc_tui.tui.style.figures import amount, heading, ranks, visible
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.notices import Moved, Notice, has_moved, rows_notice
from cchc_tui.tui.widgets.big_number import LargeFigure
from cchc_tui.tui.widgets.columns import Cell, GridRow


class RankingEntry(NamedTuple):
    """One row: its rank, how far it moved, its main figure with the change, and its other figures."""

    key: str
    name: str
    place: int
    move: Cell
    value: float
    figure: str
    change: Cell
    bar: Cell
    more: tuple[Cell, ...] = ()
    brief: str = ""  # the short name; "": none
    distance: str = ""  # how far the figure is from the target, in words


class Ranking(NamedTuple):
    """A board's ranked rows, the column that ranks them, the titles of other figures, and the totals as large figures.

    ``zeros`` are rows with the figure 0, which are shown only if the ``notice`` names them. ``moves`` are all rows that
    the notice may name, including rows without a figure, and rows that exist only at the reference. ``short_of`` are
    the rows that miss the target; the row furthest from the target is last.
    """

    entries: tuple[RankingEntry, ...] = ()
    column: Column | None = None
    title: str = ""  # the title of the figure
    more: tuple[str, ...] = ()
    heads: tuple[LargeFigure, ...] = ()
    moves: tuple[Moved, ...] = ()
    target: float | None = None  # the figure's target
    target_text: str = ""
    short_of: tuple[RankingEntry, ...] = ()
    zeros: tuple[RankingEntry, ...] = ()

    def first(self, most: int, named: str) -> tuple[RankingEntry, ...]:
        """The entries to show, at most ``most``. They are the board's first entries.

        If there is a target and more is better, half of them are the board's last entries instead. The entry with the
        key ``named`` ("": none) is always included. If necessary, it takes the place of the last one of the first
        entries.
        """
        last = most // 2 if self.target is not None and self.column and self.column.better is Better.MORE else 0
        if len(self.entries) <= most:
            last = 0
        first, rest = self.entries[: most - last], self.entries[len(self.entries) - last :]
        if named and all(entry.key != named for entry in (*first, *rest)):
            there = tuple(entry for entry in (*self.entries, *self.zeros) if entry.key == named)
            first = (*first[: most - last - len(there)], *there)
        return (*first, *rest)

    def notice(self, since: str) -> Notice:
        """The sentence on what to notice. ``since`` is the reference in words."""
        if self.column is None:
            return Notice(NOTICES.none_at_all)
        if self.short_of and not has_moved(self.moves, self.column, since):
            worst, n = self.short_of[-1], number(len(self.short_of))
            figures = {"n": n, "target": self.target_text, "unit": worst.name, "distance": worst.distance}
            return Notice(NOTICES.miss_target.format(**figures), worst.key)
        return rows_notice(self.moves, self.column, since)


def of_table(table: Table, base: Table | None, level: str = "", units: Mapping[str, Unit] | None = None) -> Ranking:
    """Rank the rows of a level ("": of both) by the board's main figure. Without a main figure there are no rows.

    ``units`` are the registry's units, by key. Their short names are used if there is little room.
    """
    view = LeaderboardView(table, base, level=level, units=units or {})
    main = table.main
    if main < 0:
        return Ranking()
    column, named = table.columns[main], key_of(table.columns[table.named])
    lesser, places = dict(_lesser(view)), ranks(table, level)
    old = {key: row for _, key, row in visible(base, level)} if base is not None else {}
    entries: list[RankingEntry] = []
    zeros: list[RankingEntry] = []
    moves: list[Moved] = []
    for (_, key, row), (_, cells) in zip(visible(table, level), _by_column(view, grid_rows(view)), strict=True):
        name, value, before = name_of(table, row), amount(row[main]), old.pop(key, None)
        figure, was = cells[key_of(column)].text, amount(before[main]) if before is not None else None
        moves.append(Moved(name, value, figure, was, base is None or before is not None, key))
        if value is not None:
            drawn = (cells["move"], value, figure, cells["change"], cells["bar"], tuple(cells[each] for each in lesser))
            entry = RankingEntry(key, name, places[key], *drawn, cells[named].short, cells["target"].text)
            (entries if value or column.better is Better.MORE else zeros).append(entry)
    nothing = 0 if column.type is ValueType.COUNT else None  # a missing row has the count 0 and an unknown share
    moves += [Moved(name_of(table, row), nothing, number(0), amount(row[main])) for row in old.values()]
    titles = (heading(column), tuple(lesser.values()))
    aim = "" if view.target is None else figure_text(view.target, column.type)
    missing = sorted((e for e in entries if e.distance), key=lambda e: e.value, reverse=column.better is Better.MORE)
    lists = (tuple(missing), tuple(zeros))
    return Ranking(tuple(entries), column, *titles, _heads(view), tuple(moves), view.target, aim, *lists)


def _by_column(view: LeaderboardView, rows: Iterable[GridRow]) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Yield each row's key, and its cells by column key. Cells for which the grid has no column are empty."""
    keys = [each.key for each in columns(view)]
    for row in rows:
        yield row.key, {"move": Cell(), "change": Cell(), "target": Cell(), **dict(zip(keys, row.cells, strict=True))}


def _lesser(view: LeaderboardView) -> Iterator[tuple[str, str]]:
    """Yield key and title of the wall's columns after the main one. A column of changes follows the first of them."""
    first = view.base is not None
    for _, one, change in view.shown[view.table.main + 1 :]:
        if one.on_wall and not one.lesser and one.type not in {ValueType.TEXT, ValueType.CODE}:
            yield key_of(one), heading(one)
            if first and change:
                yield change, COLUMNS["change"][0]
            first = False


def _heads(view: LeaderboardView) -> tuple[LargeFigure, ...]:
    """The totals of both levels as large figures; all totals if the table has no levels."""
    told = list(_by_column(view, total_rows(view)))
    levels = [(key, cells) for key, cells in told if key in LEVELS]
    return tuple(_head(view, cells) for _, cells in levels or told)


def _head(view: LeaderboardView, cells: Mapping[str, Cell]) -> LargeFigure:
    """A total as a large figure.

    Below the figure are the margin of error (of forecasts only), the total's name and its change.
    """
    table = view.table
    figure, name = (cells[key_of(table.columns[place])].text for place in (table.main, table.named))
    text, _, error = figure.partition(" ± ")
    label, change = f"± {error} · {name}" if error else name, cells["change"]
    changed = Span(f"  {change.text}" if change.text else "", change.role)
    return LargeFigure(text, (Span(label, TextRole.STRONG), changed))
