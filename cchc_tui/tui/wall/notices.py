"""The sentence below a page that says what to notice. It uses only figures that the page shows.

A change is the difference of two figures as the page shows them. So two rates that are equal when rounded have no
change. A figure that is unknown now or at the reference has no change either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.table import Column, ValueType
from cchc_tui.boards.trend import Trend, TrendRow
from cchc_tui.texts.numbers import decimal
from cchc_tui.texts.tui import LEVELS
from cchc_tui.texts.tui_present import NOTICES
from cchc_tui.tui.style.figures import delta_of
from cchc_tui.tui.style.formats import number


class Moved(NamedTuple):
    """A row's figure now, as a number and as text, and its figure at the reference. None: unknown.

    ``there`` tells whether the row existed at the reference. ``key`` is the row's key.
    """

    name: str
    now: float | None
    shown: str
    before: float | None
    there: bool = True
    key: str = ""


class Notice(NamedTuple):
    """A sentence, and the key of the row that it names; "" if it names none."""

    words: str
    key: str = ""


def rows_notice(rows: Sequence[Moved], column: Column, since: str) -> Notice:
    """The sentence on how the rows' figures (of ``column``) changed since the reference.

    The sentence names the row that rose most. If no row rose, it names a new row; without a new row, the row that fell
    most. If nothing has changed, it says so. Without a reference, or if changes are unknown, it names the row with the
    largest figure.
    """
    figure = column.title.lower()
    there = [row for row in rows if row.now]
    if not there:
        unknown = any(row.now is None for row in rows)
        return Notice(NOTICES.unknown.format(figure=figure) if unknown else NOTICES.none_at_all)
    moves = [(row, delta_of(column.type, row.now, row.before)) for row in rows]
    known = [(row, delta) for row, delta in moves if delta is not None]
    if since and known:
        top, rise = max(known, key=lambda pair: pair[1])
        low, fall = min(known, key=lambda pair: pair[1])
        new = max((row for row in there if not row.there), key=lambda row: row.now or 0, default=None)
        all_known = all(delta is not None or not (row.now or row.before) for row, delta in moves)
        if rise > 0:
            return Notice(_said(NOTICES.rose, NOTICES.measure_rose, top.name, rise, column, since), top.key)
        if new is not None:
            return Notice(NOTICES.new.format(unit=new.name, figure=figure, n=new.shown), new.key)
        if fall < 0 and all_known:
            return Notice(_said(NOTICES.fell, NOTICES.measure_fell, low.name, -fall, column, since), low.key)
        if all_known:
            return Notice(NOTICES.stands_still.format(figure=figure, since=since))
    most = max(there, key=lambda row: row.now or 0)
    return Notice(NOTICES.largest.format(unit=most.name, figure=figure, n=most.shown), most.key)


def has_moved(rows: Sequence[Moved], column: Column, since: str) -> bool:
    """Whether any row's figure changed since the reference. Without a reference (``since`` is ""), return False."""
    return bool(since) and any(delta_of(column.type, row.now, row.before) for row in rows)


def _said(counts: str, measure: str, unit: str, delta: float, column: Column, since: str) -> str:
    if column.type is ValueType.COUNT and column.counted:
        return counts.format(unit=unit, n=number(int(delta)), counted=column.counted, since=since)
    words = {ValueType.COUNT: "{n}", ValueType.NUMBER: "{n}", ValueType.SHARE: NOTICES.points}.get(
        column.type, NOTICES.days
    )
    amount = words.format(n=number(int(delta)) if column.type is ValueType.COUNT else decimal(delta))
    return measure.format(unit=unit, figure=column.title.lower(), n=amount, since=since)


def levels_notice(now: Mapping[str, Counts], base: Mapping[str, Counts], since: str) -> str:
    """The sentence on how the numbers of late dossiers of both levels changed since the reference.

    Without a reference, it says how many of the late dossiers only need to be closed in the software.
    """
    moves = {level: counts.late - base[level].late for level, counts in now.items() if level in base}
    if moves and since:
        return _levels(moves, since)
    late = sum(counts.late for counts in now.values())
    if not late:
        return NOTICES.none_late
    only = sum(counts.unclosed_late for counts in now.values())
    return NOTICES.only_unclosed.format(n=number(only), of=number(late))


def trend_notice(trend: Trend) -> str:
    """The sentence on how the late dossiers of both levels changed in the days of the trend."""
    days = NOTICES.in_days.format(n=len(trend.moments))
    moves = {level: row.late[-1] - row.late[0] for level, row in trend.levels.items() if row.late}
    return _levels(moves, days)


def _levels(moves: Mapping[str, int], since: str) -> str:
    parts = [
        (NOTICES.level_rose if move > 0 else NOTICES.level_fell).format(level=LEVELS[level], n=number(abs(move)))
        for level, move in moves.items()
        if move and level in LEVELS
    ]
    if not parts:
        return NOTICES.levels_still.format(since=since)
    return NOTICES.levels.format(levels=", ".join(parts), since=since)


def unit_notice(days: TrendRow) -> str:
    """The sentence on how a unit's late dossiers changed in the days of the trend."""
    move, words = days.late[-1] - days.late[0], NOTICES.in_days.format(n=len(days.late))
    if not move:
        return NOTICES.unit_still.format(since=words)
    return (NOTICES.unit_rose if move > 0 else NOTICES.unit_fell).format(n=number(abs(move)), since=words)
