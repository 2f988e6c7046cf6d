"""The rows of a leaderboard for the wall, whichever board they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.boards.table import Column, Sort, Table, Value
from cchc_tui.texts.language import one_line, tr
from cchc_tui.texts.tui import COLUMNS, LEVELS, TEXT
from cchc_tui.texts.tui_present import NOTICES
from cchc_tui.tui.formats import change, change_tone, day, day_time, days, number, percent, points, rank_change
from cchc_tui.tui.paint import Span
from cchc_tui.tui.present.notices import Figure, Moved, rows_notice, shown_delta
from cchc_tui.tui.present.view import Head
from cchc_tui.tui.themes import Tone

if TYPE_CHECKING:
    from cchc_tui.boards.counts import Counts
    from cchc_tui.boards.late import LateBoard, LateRow

_FIGURES = {Sort.COUNT, Sort.SHARE, Sort.DAYS}


class Entry(NamedTuple):
    """One row: its place and by how many it has moved, its figure and by how much it has changed, lesser figures."""

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
    """A board's rows, the worst first, what their figures are called, and the totals as large figures.

    ``moves`` are all rows, also those without anything, that are no entries, and those that were there before.
    """

    entries: tuple[Entry, ...]
    title: str  # of the figure
    more: tuple[str, ...]  # titles of the lesser figures
    heads: tuple[Head, ...]
    before_bar: int = 0  # of the lesser figures, how many are worth more than the bar
    moves: tuple[Moved, ...] = ()
    figure: Figure = Figure("", "")


def of_late(board: LateBoard, base: LateBoard | None) -> Ranking:
    """The board of late dossiers: of all units, of both levels."""
    before = {row.key: row for row in base.rows} if base is not None else {}
    places = {row.key: place for place, row in enumerate(base.rows, 1)} if base is not None else {}
    rows = [
        _late_entry(place, row, before.get(row.key), places.get(row.key))
        for place, row in enumerate(board.rows, 1)
        if row.counts.late
    ]
    titles = tuple(one_line(COLUMNS[key][0]) for key in ("overdue", "overdue_change", "unclosed", "rate"))
    if base is None:  # no change to show
        titles = (titles[0], *titles[2:])
        rows = [row._replace(more=(row.more[0], *row.more[2:])) for row in rows]
    heads = tuple(
        late_head(LEVELS[level], board.levels[level], base.levels.get(level) if base is not None else None)
        for level in LEVELS
        if level in board.levels
    )
    moves = [_late_move(row, row, before.get(row.key), base is not None) for row in board.rows]
    there = {row.key for row in board.rows}
    moves += [_late_move(row, None, row, True) for key, row in before.items() if key not in there]
    figure = Figure(NOTICES.counted_late, NOTICES.late)
    return Ranking(tuple(rows), tr(COLUMNS["late"][0]), titles, heads, 1, tuple(moves), figure)


def _late_move(named: LateRow, row: LateRow | None, old: LateRow | None, compared: bool) -> Moved:
    """A unit that is in one of two boards only has nothing in the other."""
    now = row.counts.late if row is not None else 0
    return Moved(named.name, now, number(now), old.counts.late if old else None, not compared or old is not None)


def _late_entry(place: int, row: LateRow, old: LateRow | None, was: int | None) -> Entry:
    now, before = row.counts.late, old.counts.late if old is not None else None
    overdue, was_overdue = row.counts.overdue, old.counts.overdue if old is not None else None
    more = (
        Span(number(overdue)),
        Span(change(overdue, was_overdue), change_tone(overdue, was_overdue)),
        Span(number(row.counts.unclosed)),
        Span(percent(row.counts.late_rate)),
    )
    move, changed = Span(*rank_change(place, was)), Span(change(now, before), change_tone(now, before))
    return Entry(row.key, row.name, place, move, now, number(now), before, changed, more)


def late_head(label: str, counts: Counts, base: Counts | None) -> Head:
    """The late dossiers of a level, with their change below."""
    before = base.late if base is not None else None
    changed = Span(f"  {change(counts.late, before)}" if before is not None else "", change_tone(counts.late, before))
    return Head(number(counts.late), (Span(label, Tone.STRONG), changed))


def of_table(table: Table, base: Table | None) -> Ranking:
    """Any board that says its columns, by its first figure; a board without any figure has no rows here."""
    figure = _figure(table)
    if figure < 0:
        return Ranking((), "", (), ())
    names, column = _names(table), table.columns[figure]
    old = dict(zip(base.row_keys, base.rows, strict=True)) if base is not None else {}
    ranks, were = _places(table, figure), _places(base, figure) if base is not None else {}
    lesser = _lesser(table, figure)
    entries, moves = [], []
    for key, row in zip(table.row_keys, table.rows, strict=True):
        value = _amount(row[figure])
        name, said = str(row[names]) if names >= 0 else "", _said(table, figure, row)
        before = _amount(old[key][figure]) if key in old else None
        moves.append(Moved(name, value, said, before, base is None or key in old))
        if value:
            more = tuple(Span(_text(table.columns[place].sort, row[place])) for place in lesser)
            move, changed = Span(*rank_change(ranks[key], were.get(key))), _change(column, value, before)
            entries.append(Entry(key, name, ranks[key], move, value, said, before, changed, more))
    there = {*table.row_keys}
    nothing = 0 if column.sort is Sort.COUNT else None  # a row that is no longer there
    gone = (row for key, row in old.items() if key not in there)
    moves += [Moved(str(row[names]), nothing, number(0), _amount(row[figure])) for row in gone if names >= 0]
    titles = tuple(table.columns[place].title for place in lesser)
    name = column.title.lower()
    about = Figure("", name, column.sort)
    return Ranking(tuple(entries), column.title, titles, _heads(table, base, figure, names), 0, tuple(moves), about)


def notice(ranking: Ranking, since: str) -> str:
    """What to notice."""
    return rows_notice(ranking.moves, ranking.figure, since)


def _heads(table: Table, base: Table | None, figure: int, names: int) -> tuple[Head, ...]:
    """The levels, and other sums that are not nothing."""
    totals = {base.words(row): row for row in base.totals} if base is not None else {}
    levels = set(LEVELS.values())
    told = [row for row in table.totals if row[figure] or row[names] in levels]
    return tuple(_head(table, row, figure, names, totals) for row in told)


def _figure(table: Table) -> int:
    """The column that ranks the board: its first figure that is not the rank itself; -1 without one."""
    return next((i for i, one in enumerate(table.columns) if one.sort in _FIGURES and one.key != "rank"), -1)


def _names(table: Table) -> int:
    """The column that says what a row is."""
    named = next((i for i, one in enumerate(table.columns) if one.key == "name"), -1)
    return named if named >= 0 else next((i for i, one in enumerate(table.columns) if one.sort is Sort.TEXT), -1)


def _lesser(table: Table, figure: int) -> list[int]:
    """The figures and moments after the one that ranks."""
    return [i for i, one in enumerate(table.columns) if i > figure and one.sort not in {Sort.TEXT, Sort.CODE}]


def _places(table: Table, figure: int) -> dict[str, int]:
    """The place of each row by the board's figure; equals share one, and what is not known comes last."""
    amounts = sorted((_order(row[figure]) for row in table.rows), reverse=True)
    places = (amounts.index(_order(row[figure])) + 1 for row in table.rows)
    return dict(zip(table.row_keys, places, strict=True))


def _order(value: Value) -> float:
    amount = _amount(value)
    return float("-inf") if amount is None else amount


def _amount(value: Value) -> float | None:
    return value if isinstance(value, int | float) else None


def _change(column: Column, now: float | None, before: float | None) -> Span:
    """By how much a figure changed, as the sentence of the page says it."""
    delta = shown_delta(column.sort, now, before)
    if delta is None:
        return Span("")
    return Span(change(int(delta), 0) if column.sort is Sort.COUNT else points(delta), change_tone(delta, 0))


def _head(table: Table, row: tuple[Value, ...], figure: int, names: int, before: dict[str, tuple[Value, ...]]) -> Head:
    """A sum, large; its error, its name and its change below."""
    column, old = table.columns[figure], before.get(table.words(row))
    changed = _change(column, _amount(row[figure]), _amount(old[figure]) if old is not None else None)
    name = str(row[names]) if names >= 0 else ""
    text, _, error = _said(table, figure, row).partition(" ± ")
    label = f"± {error} · {name}" if error else name
    return Head(text, (Span(label, Tone.STRONG), changed._replace(text=f"  {changed.text}" if changed.text else "")))


def forecasts(table: Table) -> list[str]:
    """What a table's sums say of what is expected."""
    return [said for row in table.totals for n in range(len(row)) if (said := table.forecast(n, row))]


def _said(table: Table, place: int, row: tuple[Value, ...]) -> str:
    """A figure as it is shown, a forecast with its error; – where it is not known."""
    value = row[place]
    return table.forecast(place, row) or (TEXT.nothing if value is None else _text(table.columns[place].sort, value))


def _text(sort: Sort, value: Value) -> str:
    if value is None:
        return TEXT.nothing if sort in _FIGURES else ""
    if isinstance(value, str):
        return value
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
