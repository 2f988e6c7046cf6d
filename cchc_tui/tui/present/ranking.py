"""The rows of a leaderboard for the wall, whichever board they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.boards.table import Column, Sort, Table, Value
from cchc_tui.texts.language import one_line, tr
from cchc_tui.texts.tui import COLUMNS, LEVELS
from cchc_tui.texts.tui_present import PRESENT
from cchc_tui.tui.formats import change, change_tone, day, day_time, days, number, percent, rank_change
from cchc_tui.tui.paint import Span
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
    """A board's rows, the worst first, what their figures are called, and the totals as large figures."""

    entries: tuple[Entry, ...]
    title: str  # of the figure
    more: tuple[str, ...]  # titles of the lesser figures
    heads: tuple[Head, ...]
    before_bar: int = 0  # of the lesser figures, how many are worth more than the bar


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
    return Ranking(tuple(rows), tr(COLUMNS["late"][0]), titles, heads, 1)


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
    names = _names(table)
    old = {_key(base, n): row for n, row in enumerate(base.rows)} if base is not None else {}
    totals = {_words(base, row): row for row in base.totals} if base is not None else {}
    ranks, were = _places(table, figure), _places(base, figure) if base is not None else {}
    lesser = _lesser(table, figure)
    entries = []
    for n, row in enumerate(table.rows):
        value = row[figure]
        if not isinstance(value, int | float) or not value:
            continue
        key = _key(table, n)
        before = _amount(old[key][figure]) if key in old else None
        more = tuple(Span(_text(table.columns[place].sort, row[place])) for place in lesser)
        name = str(row[names]) if names >= 0 else ""
        move = Span(*rank_change(ranks[key], were.get(key)))
        changed = _change(table.columns[figure], value, before)
        entries.append(
            Entry(key, name, ranks[key], move, value, _text(table.columns[figure].sort, value), before, changed, more)
        )
    told = [row for row in table.totals if row[figure] or (row[figure] == 0 and row[names] in set(LEVELS.values()))]
    heads = tuple(_head(table, row, figure, names, totals) for row in told)
    titles = tuple(table.columns[place].title for place in lesser)
    return Ranking(tuple(entries), table.columns[figure].title, titles, heads)


def notice(ranking: Ranking, since: str) -> str:
    """What to notice: who has grown most since then, or else fallen; without any past, who is the worst."""
    if not ranking.entries:
        return PRESENT.none_at_all
    known = [(entry, entry.value - entry.before) for entry in ranking.entries if entry.before is not None]
    if not known or not since:
        return PRESENT.largest.format(unit=ranking.entries[0].name, n=ranking.entries[0].figure)
    top, rise = max(known, key=lambda pair: pair[1])
    low, fall = min(known, key=lambda pair: pair[1])
    if rise > 0:
        return PRESENT.rose_most.format(unit=top.name, n=number(round(rise)), since=since)
    if fall < 0:
        return PRESENT.fell_most.format(unit=low.name, n=number(round(-fall)), since=since)
    return PRESENT.stands_still.format(since=since)


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
    """The place of each row by the board's figure; equals share one."""
    amounts = sorted((_amount(row[figure]) for row in table.rows), reverse=True)
    return {_key(table, n): amounts.index(_amount(row[figure])) + 1 for n, row in enumerate(table.rows)}


def _key(table: Table, n: int) -> str:
    return table.keys[n] if table.keys else _words(table, table.rows[n])


def _words(table: Table, row: tuple[Value, ...]) -> str:
    return " · ".join(str(value) for one, value in zip(table.columns, row, strict=True) if one.sort is Sort.TEXT)


def _amount(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _change(column: Column, now: float, before: float | None) -> Span:
    if before is None or column.sort is not Sort.COUNT:
        return Span("")
    return Span(change(int(now), int(before)), change_tone(int(now), int(before)))


def _head(table: Table, row: tuple[Value, ...], figure: int, names: int, before: dict[str, tuple[Value, ...]]) -> Head:
    column, old = table.columns[figure], before.get(_words(table, row))
    changed = _change(column, _amount(row[figure]), _amount(old[figure]) if old is not None else None)
    label = (Span(str(row[names]) if names >= 0 else "", Tone.STRONG), changed._replace(text=f"  {changed.text}"))
    return Head(_text(column.sort, row[figure]), label)


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
