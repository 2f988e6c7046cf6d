"""The figures of a board's table as text: the same on its screen, on its map and on the wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from cchc_tui.boards.figures import ranks_of
from cchc_tui.boards.table import Better, Column, Table, Value, ValueType
from cchc_tui.texts.language import one_line
from cchc_tui.texts.numbers import decimal, difference, points_between
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.style.formats import change, day, day_time, days, number, percent, points
from cchc_tui.tui.style.themes import TextRole

Row: TypeAlias = tuple[Value, ...]
_MEASURES = frozenset({ValueType.COUNT, ValueType.SHARE, ValueType.DAYS, ValueType.NUMBER})


def heading(column: Column) -> str:
    """Return a column's short title, on one line."""
    return one_line(column.short or column.title)


def amount(value: Value) -> float | None:
    """Return a value as a number; None if it is not known."""
    return value if isinstance(value, int | float) else None


def value_text(sort: ValueType, value: Value) -> str:
    """Return a value as text. All values of one type have the same number of decimals, so that a column is in line.

    None is ``–`` for a count, share, number or days, and "" for other types.
    """
    if value is None:
        return TEXT.nothing if sort in _MEASURES else ""
    return value if isinstance(value, str) else _WRITTEN.get(sort, _count)(value)


def _count(value: float) -> str:
    return number(int(value))


_WRITTEN: dict[ValueType, Callable[[float], str]] = {
    ValueType.SHARE: percent,
    ValueType.DAYS: decimal,
    ValueType.NUMBER: decimal,
    ValueType.MOMENT: lambda value: day_time(int(value)),
    ValueType.DAY: lambda value: day(int(value)),
    ValueType.CHANGE: lambda value: change(int(value), 0),
    ValueType.POINTS: points,
}


def delta_of(sort: ValueType, now: Value, before: Value) -> float | None:
    """``now`` minus ``before``, both as they are shown; of shares, in percentage points. None if either is unknown."""
    now, before = amount(now), amount(before)
    if now is None or before is None:
        return None
    if sort is ValueType.COUNT:
        return int(now) - int(before)
    return points_between(now, before) if sort is ValueType.SHARE else difference(now, before)


def delta_text(sort: ValueType, delta: float | None) -> str:
    """A change as a sign and a number: ``▲ 5``, ``▼ 0,4``, ``=``; "" if the change is unknown (None)."""
    if delta is None:
        return ""
    return change(int(delta), 0) if sort in {ValueType.COUNT, ValueType.CHANGE} else points(delta)


def delta_role(better: Better, delta: float | None) -> TextRole:
    """The role that colours a change: GOOD, BAD, or DIM if nothing changed or neither direction is better."""
    if not delta or better is Better.NEITHER:
        return TextRole.DIM
    return TextRole.GOOD if (delta > 0) == (better is Better.MORE) else TextRole.BAD


def shortfall(table: Table, place: int, value: Value) -> str:
    """How far a figure is from its target, in words.

    "" if the figure reaches the target, or if figure or target is unknown.
    """
    column, now = table.columns[place], amount(value)
    target = table.targets.get(column.key)
    if target is None or now is None:
        return ""
    missing = delta_of(column.type, target, now) or 0
    if column.better is Better.LESS:
        missing = -missing
    if missing <= 0:
        return ""
    words = TEXT.above_target if column.better is Better.LESS else TEXT.below_target
    if column.type is ValueType.SHARE:
        return words.format(n=TEXT.points.format(n=days(missing)))
    return words.format(n=days(missing))


def visible(table: Table, level: str = "") -> Iterator[tuple[int, str, Row]]:
    """Yield index, key and values of the rows of a level ("": of both). Rows without a level are always included."""
    levels = table.levels or ("",) * len(table.rows)
    for place, (key, row, of) in enumerate(zip(table.row_keys, table.rows, levels, strict=True)):
        if not level or not of or of == level:
            yield place, key, row


def ranks(table: Table | None, level: str = "") -> dict[str, int]:
    """The rank of each row, by the row's key. Rank 1 is the largest main figure.

    Equal figures share a rank. Rows with an unknown figure are left out. ``level`` "" means both levels.
    """
    if table is None or (main := table.main) < 0:
        return {}
    amounts = {key: amount(row[main]) for _, key, row in visible(table, level)}
    places = ranks_of(list(amounts.values()))
    return {key: place for key, place in zip(amounts, places, strict=True) if place is not None}
