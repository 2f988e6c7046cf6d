"""The trend: late dossiers at the end of each day, and dossiers received and resolved on each day.

All figures use the newest list known at the moment, because later exports often complete the records of a day. For the
figures that were reported on a day, see the board of late dossiers at the end of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cchc_tui.boards.board import KeyedRows, Line, ListBoard, columns_of
from cchc_tui.boards.leaderboard import LEVEL, NAME
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Value, ValueType
from cchc_tui.domain.moments import DAY, Stamp, iso, to_date
from cchc_tui.domain.names import by_name
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level, Unit, UnitIndex
from cchc_tui.registry import Registry
from cchc_tui.store.count.daily_figures import flow_until, late_days, newest_lists
from cchc_tui.texts.boards import BOARD as WORDS
from cchc_tui.texts.boards import LEVELS, TITLES


@dataclass(frozen=True, slots=True)
class TrendRow:
    """The figures of one unit or level: one figure for each of the trend's moments.

    ``late`` counts the dossiers that were late at the moment. It uses the dates and states known at the end of the
    trend. ``received`` counts the dossiers received on the moment's day. ``resolved`` counts the dossiers finished on
    that day, without withdrawn and refused ones. The last ``stale`` figures are incomplete, because their days are more
    than two days after the newest list with the unit.
    """

    key: str
    code: str
    name: str
    level: str
    late: tuple[int, ...]
    received: tuple[int, ...]
    resolved: tuple[int, ...]
    stale: int = 0


@dataclass(frozen=True, slots=True)
class Trend(KeyedRows[TrendRow]):
    """The figures of the last days up to a moment. Without a list there are none.

    ``moments`` are the ends of the days, in ascending order; the last one is the moment itself. Late dossiers start at
    zero each year. The last ``stale`` moments are more than two days after the newest list, so their figures are
    incomplete. Rows have a ``stale`` of their own, which depends on the newest list with the row's unit. At a past
    moment, all rows have the ``stale`` of the trend.

    ``rows`` are sorted by level and name. They are the units that existed on any of the days, and other units with
    figures. ``levels`` has "city" and "commune".
    """

    as_of: Stamp
    data_as_of: Stamp | None
    unit: str | None
    moments: tuple[Stamp, ...]
    stale: int
    rows: tuple[TrendRow, ...]
    levels: Mapping[str, TrendRow]


#: Figures are stale more than this many days after the newest list.
_FRESH_DAYS = 2


def day_ends(at: Stamp, days: int) -> list[Stamp]:
    """The ends of the last ``days`` days. Today has not ended, so the last element is ``at`` itself."""
    today = at // DAY * DAY
    return [*(today - DAY * n - 1 for n in range(days - 2, -1, -1)), at]


def trend(moment: Moment, unit: str | None = None, days: int = 30) -> Trend:
    """The trend of the last ``days`` days (at least one). With ``unit`` (key or code), ``rows`` has only that unit."""
    at, data, reader = moment.at, moment.data_as_of, moment.reader
    moments = day_ends(at, days) if data is not None else []
    late = late_days(moment, moments[:-1], moment.calendar, moment.compare) if moments else {}
    flow = flow_until(moment, at // DAY * DAY - DAY * (days - 1) - 1, days)
    parts = [
        {reader.unit_key(n): series for n, series in each.items()} for each in (late, flow.received, flow.resolved)
    ]
    shown = newest_lists(moment)
    newest = {reader.unit_key(n): known for n, known in shown.items()}

    def stale(known: Stamp | None) -> int:
        return 0 if known is None else sum(each // DAY - known // DAY > _FRESH_DAYS for each in moments)

    units = moment.registry.units
    rows = [
        _row(each, parts, len(moments), stale(newest.get(each.key, data))) for each in _units(units, moments, parts)
    ]
    levels = {}
    for level in Level:
        of = [newest[row.key] for row in rows if row.level == level and row.key in newest]
        levels[level.value] = _sum(level.value, rows, len(moments), stale(max(of, default=data)))
    if unit is not None:
        chosen = moment.unit_named(unit)
        rows = [row for row in rows if chosen is not None and row.key == chosen.key]
    return Trend(at, data, unit, tuple(moments), stale(data), tuple(rows), levels)


def _units(units: UnitIndex, moments: Sequence[Stamp], parts: Iterable[Mapping[str, object]]) -> list[Unit]:
    """The units that existed on any of the days, and other units with figures. They are sorted by level and name."""
    told = {key for part in parts for key in part}
    days = [to_date(moment) for moment in moments]
    found = [unit for unit in units.units if unit.key in told or any(map(unit.valid, days))]
    return sorted(found, key=lambda unit: (unit.level.value, by_name(unit.name), unit.key))


def _row(unit: Unit, parts: Sequence[Mapping[str, Sequence[int]]], length: int, stale: int) -> TrendRow:
    nothing = [0] * length
    late, received, resolved = (tuple(part.get(unit.key, nothing)) for part in parts)
    return TrendRow(unit.key, unit.code, unit.name, unit.level.value, late, received, resolved, stale)


def _sum(level: str, rows: Iterable[TrendRow], length: int, stale: int) -> TrendRow:
    own = [row for row in rows if row.level == level]
    late, received, resolved = (
        tuple(map(sum, zip(*series, strict=True))) if own else (0,) * length
        for series in ([row.late for row in own], [row.received for row in own], [row.resolved for row in own])
    )
    return TrendRow(level, level, "", level, late, received, resolved, stale)


_FIGURES = ("late", "received", "resolved")


def _json_content(trend: Trend, registry: Registry) -> dict[str, Any]:
    """The JSON content. Each array has one figure for each moment.

    The last ``stale`` figures of a row are incomplete.
    """

    def figures(row: TrendRow) -> dict[str, Any]:
        return {name: list(getattr(row, name)) for name in _FIGURES} | {"stale": row.stale}

    return {
        "moments": [iso(moment) for moment in trend.moments],
        "stale": trend.stale,
        "levels": {level: figures(row) for level, row in trend.levels.items()},
        "rows": [{"unit": row.code, "name": row.name, "level": row.level, **figures(row)} for row in trend.rows],
    }


def _days(trend: Trend, row: TrendRow, name: str, level: str) -> Iterator[tuple[Value, ...]]:
    fresh = len(trend.moments) - row.stale
    for day, (moment, *figures) in enumerate(zip(trend.moments, row.late, row.received, row.resolved, strict=True)):
        yield name, level, moment, *figures, WORDS.yes if day >= fresh else WORDS.no


def _lines(trend: Trend, registry: Registry) -> Iterator[Line]:
    for row in trend.rows:
        lines = _days(trend, row, row.name, LEVELS[row.level])
        yield from zip((f"{row.key}/{moment}" for moment in trend.moments), lines, strict=True)


BOARD = ListBoard(
    "trend",
    TITLES.source["trend"],
    needs=Right.PRESENT,
    columns=(
        *(NAME, LEVEL),
        *columns_of(day=ValueType.DAY, **dict.fromkeys(_FIGURES, ValueType.COUNT), stale=ValueType.TEXT),
    ),
    ask=lambda moment, query: trend(moment, query.unit),
    json_content=_json_content,
    lines=_lines,
    sums=lambda trend: [line for level, row in trend.levels.items() for line in _days(trend, row, LEVELS[level], "")],
    groupings=("unit",),
)
