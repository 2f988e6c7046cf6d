"""The rows of any leaderboard, prepared for the wall from the cells of its screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cchc_tui.boards.table import Column, Table, ValueType
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
from cchc_tui.tui.wall.notices import Moved, rows_notice
from cchc_tui.tui.widgets.big_number import LargeFigure
from cchc_tui.tui.widgets.columns import Cell, GridRow


class RankingEntry(NamedTuple):
    """One row: its place and how far it moved, its figure and how much it changed, its lesser figures."""

    key: str
    name: str
    place: int
    move: Cell
    value: float
    figure: str
    change: Cell
    more: tuple[Cell, ...] = ()


class Ranking(NamedTuple):
    """A board's rows in order, its ranking column, the titles of lesser figures, and the totals as large figures.

    ``moves`` are all rows that the sentence may speak of: also those with no figure, and those that only the reference
    has.
    """

    entries: tuple[RankingEntry, ...] = ()
    column: Column | None = None
    title: str = ""  # of the figure
    more: tuple[str, ...] = ()
    heads: tuple[LargeFigure, ...] = ()
    moves: tuple[Moved, ...] = ()
    target: float | None = None  # the figure's target

    def notice(self, since: str) -> str:
        """Return the sentence of what to notice; ``since`` is the reference in words."""
        return NOTICES.none_at_all if self.column is None else rows_notice(self.moves, self.column, since)


def of_table(table: Table, base: Table | None, level: str = "") -> Ranking:
    """Rank the rows of a level, or of both, by the board's main figure. A board without figures has no rows here."""
    view = LeaderboardView(table, base, level=level)
    main = view.main
    if main < 0:
        return Ranking()
    column, lesser, places = table.columns[main], dict(_lesser(view)), ranks(table, level)
    old = {key: row for _, key, row in visible(base, level)} if base is not None else {}
    entries, moves = [], []
    for (_, key, row), (_, cells) in zip(visible(table, level), _by_column(view, grid_rows(view)), strict=True):
        name, value, before = name_of(table, row), amount(row[main]), old.pop(key, None)
        figure, was = cells[key_of(column)].text, amount(before[main]) if before is not None else None
        moves.append(Moved(name, value, figure, was, base is None or before is not None))
        if value:
            more = tuple(cells[each] for each in lesser)
            entries.append(RankingEntry(key, name, places[key], cells["move"], value, figure, cells["change"], more))
    nothing = 0 if column.type is ValueType.COUNT else None  # the count of a row that is gone; a share is not known
    moves += [Moved(name_of(table, row), nothing, number(0), amount(row[main])) for row in old.values()]
    titles = (heading(column), tuple(lesser.values()))
    return Ranking(tuple(entries), column, *titles, _heads(view), tuple(moves), view.target)


def _by_column(view: LeaderboardView, rows: Iterable[GridRow]) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Yield the key of each row, and its cells by column; changes are empty if the board has none."""
    keys = [each.key for each in columns(view)]
    for row in rows:
        yield row.key, {"move": Cell(), "change": Cell(), **dict(zip(keys, row.cells, strict=True))}


def _lesser(view: LeaderboardView) -> Iterator[tuple[str, str]]:
    """Yield key and title of the columns after the main one. The first is followed by its change."""
    first = view.base is not None
    for _, one, change in view.shown[view.main + 1 :]:
        if one.on_wall and not one.lesser and one.type not in {ValueType.TEXT, ValueType.CODE}:
            yield key_of(one), heading(one)
            if first and change:
                yield change, COLUMNS["change"][0]
            first = False


def _heads(view: LeaderboardView) -> tuple[LargeFigure, ...]:
    """Make large figures of the totals of both levels; of all totals where the table has no levels."""
    told = list(_by_column(view, total_rows(view)))
    levels = [(key, cells) for key, cells in told if key in LEVELS]
    return tuple(_head(view, cells) for _, cells in levels or told)


def _head(view: LeaderboardView, cells: Mapping[str, Cell]) -> LargeFigure:
    """Make a large figure of a total, with its error, its name and its change below."""
    figure, name = (cells[key_of(view.table.columns[place])].text for place in (view.main, view.named))
    text, _, error = figure.partition(" ± ")
    label, change = f"± {error} · {name}" if error else name, cells["change"]
    changed = Span(f"  {change.text}" if change.text else "", change.role)
    return LargeFigure(text, (Span(label, TextRole.STRONG), changed))
