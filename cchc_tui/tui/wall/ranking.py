"""The rows of any leaderboard, prepared for the wall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cchc_tui.boards.table import Better, Column, Table, ValueType
from cchc_tui.texts.tui import COLUMNS, LEVELS
from cchc_tui.tui.style.figures import (
    Row,
    amount,
    delta_of,
    delta_role,
    delta_text,
    figure_text,
    heading,
    ranks,
    value_text,
    visible,
)
from cchc_tui.tui.style.formats import number, rank_change
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.notices import Figure, Moved, rows_notice
from cchc_tui.tui.wall.view import PageHead


class RankingEntry(NamedTuple):
    """One row: its place and how far it moved, its figure and how much it changed, its lesser figures."""

    key: str
    name: str
    place: int
    move: Span
    value: float
    figure: str
    before: float | None  # the figure at the reference
    change: Span
    more: tuple[Span, ...] = ()


class Ranking(NamedTuple):
    """A board's rows in order, the titles of their figures, and the totals as large figures.

    ``moves`` are all rows that the sentence may speak of: also those with no figure, and those that only the reference
    has.
    """

    entries: tuple[RankingEntry, ...]
    title: str  # of the figure
    more: tuple[str, ...]  # titles of the lesser figures
    heads: tuple[PageHead, ...]
    moves: tuple[Moved, ...] = ()
    figure: Figure = Figure("", "")
    target: float | None = None  # the figure's target


def of_table(table: Table, base: Table | None, level: str = "") -> Ranking:
    """Rank the rows of a level, or of both, by the board's main figure. A board without figures has no rows here."""
    main = table.main
    if main < 0:
        return Ranking((), "", (), ())
    column = table.columns[main]
    old = {key: row for _, key, row in visible(base, level)} if base is not None else {}
    places, were = ranks(table, level), ranks(base, level)
    lesser = list(_lesser(table, main, changes=base is not None))
    entries, moves = [], []
    for _, key, row in visible(table, level):
        name, said, before = _name(table, row), figure_text(table, main, row), old.pop(key, None)
        value, was = amount(row[main]), amount(before[main]) if before is not None else None
        moves.append(Moved(name, value, said, was, base is None or before is not None))
        if value:
            move = Span(*rank_change(places[key], were.get(key), column.better is not Better.MORE))
            more = tuple(_figure(table, place, row, before, change) for place, change in lesser)
            entries.append(
                RankingEntry(key, name, places[key], move, value, said, was, _change(column, value, was), more)
            )
    nothing = 0 if column.type is ValueType.COUNT else None  # the count of a row that is gone; a share is not known
    moves += [Moved(_name(table, row), nothing, number(0), amount(row[main])) for row in old.values()]
    titles = tuple(COLUMNS["change"][0] if change else heading(table.columns[place]) for place, change in lesser)
    about = Figure(column.counted, column.title.lower(), column.type)
    target = table.targets.get(column.key)
    return Ranking(tuple(entries), heading(column), titles, _heads(table, base), tuple(moves), about, target)


def notice(ranking: Ranking, since: str) -> str:
    """Return the sentence of what to notice."""
    return rows_notice(ranking.moves, ranking.figure, since)


def _name(table: Table, row: Row) -> str:
    return str(row[table.named]) if table.named >= 0 else ""


def _lesser(table: Table, main: int, *, changes: bool) -> Iterator[tuple[int, bool]]:
    """Yield the columns after the main one as (index, False). The first is followed by its change: (index, True)."""
    first = True
    for place, one in enumerate(table.columns):
        if place > main and one.on_wall and not one.lesser and one.type not in {ValueType.TEXT, ValueType.CODE}:
            yield place, False
            if first and changes and one.type in {ValueType.COUNT, ValueType.SHARE}:
                yield place, True
            first = False


def _figure(table: Table, place: int, row: Row, before: Row | None, change: bool) -> Span:
    """Draw a lesser figure, or its change."""
    column = table.columns[place]
    if not change:
        return Span(value_text(column.type, row[place]))
    return _change(column, row[place], before[place] if before is not None else None)


def _change(column: Column, now: str | float | None, before: str | float | None) -> Span:
    """Draw by how much a figure changed, as the page's sentence says it."""
    delta = delta_of(column.type, now, before)
    return Span("") if delta is None else Span(delta_text(column.type, delta), delta_role(column.better, delta))


def _heads(table: Table, base: Table | None) -> tuple[PageHead, ...]:
    """Make large figures of the totals of both levels; of all totals where the table has no levels."""
    old = dict(zip(base.keyed_totals, base.totals, strict=True)) if base is not None else {}
    told = list(zip(table.keyed_totals, table.totals, strict=True))
    levels = [(key, row) for key, row in told if key in LEVELS]
    return tuple(_head(table, row, old.get(key)) for key, row in levels or told)


def _head(table: Table, row: Row, old: Row | None) -> PageHead:
    """Make a large figure of a total, with its error, its name and its change below."""
    main, name = table.main, _name(table, row)
    changed = _change(table.columns[main], row[main], old[main] if old is not None else None)
    text, _, error = figure_text(table, main, row).partition(" ± ")
    label = f"± {error} · {name}" if error else name
    return PageHead(
        text, (Span(label, TextRole.STRONG), changed._replace(text=f"  {changed.text}" if changed.text else ""))
    )


def forecasts(table: Table) -> list[str]:
    """Return the forecasts in a table's totals, as text."""
    return [said for row in table.totals for n in range(len(row)) if (said := table.forecast(n, row))]
