"""Since when a measure has been met without a break (MEETING §8).

A figure changes with lists and sheets, and with the clock: when a due time passes, or at midnight. So the search goes
back from the moment through these, until the measure was not met. Between two lists, a column's ``by_clock`` spares
most of that. A figure that is not known neither meets nor breaks a measure: what held before goes on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cchc_tui.boards.measure import AT_LEAST, AT_MOST, Measure, MeasureError, figures, measured
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.next_due_change import changes_between, clock_dependent_dates
from cchc_tui.boards.table import ByClock
from cchc_tui.boards.timeline import sheets_known, timeline
from cchc_tui.domain.faults import fault_name
from cchc_tui.domain.moments import DAY, Stamp, day_start, to_date


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a measure is met: since when (None: it is not), and the figure now and at first (None: not known).

    ``unknown_since`` is since when the figure is not known although it was before; ``fault`` names the error of a board
    that failed.
    """

    met_at: Stamp | None = None
    value: float | None = None
    value_given: float | None = None
    unknown_since: Stamp | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure, the key of its unit or level, and the moment from which on it counts."""

    measure: Measure
    key: str
    since: Stamp


def verdicts(moment: Moment, asked: Iterable[Asked]) -> dict[Asked, Verdict]:
    """The verdict on each measure. Verdicts of an earlier moment that still hold spare the time before it."""
    wanted = set(asked)
    if not wanted:
        return {}
    key = (moment.at, "met", sheets_known(moment))
    known: dict[Asked, Verdict] = moment.memo.get(moment, [key]).get(key, {})
    if not wanted <= known.keys():
        earlier, before = _before(moment)
        search = _Search(moment)
        fresh = {each: search.verdict(each, earlier, before.get(each)) for each in wanted - known.keys()}
        known = known | fresh
        moment.memo.put(moment, {key: known}, most=_KEPT)
    return {each: known[each] for each in wanted}


#: Moments for which verdicts are kept.
_KEPT = 60


def _before(moment: Moment) -> tuple[Stamp, dict[Asked, Verdict]]:
    """The newest verdicts of a moment before this one, and that moment."""
    kept = moment.memo.of_kind(moment, "met")
    for at, kind, sheets in sorted((key for key in kept if key[0] < moment.at), key=lambda key: -key[0]):
        if sheets_known(moment.when(at)) == sheets:
            return at, kept[at, kind, sheets]
    return 0, {}


class _Search:
    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        self._lists = [at for at in timeline(moment).lists if at <= moment.at]
        self._faults: dict[tuple[str, str], str] = {}

    def verdict(self, asked: Asked, earlier: Stamp, before: Verdict | None) -> Verdict:
        """The verdict at the moment. ``before`` is the verdict of the moment ``earlier``."""
        now, start = self._moment.at, self._start(asked)
        at_first = start
        if before is not None and earlier >= start:
            start = earlier
        else:
            before = None
        value = self._value(asked, now)
        met, first_unknown = self._back(asked, start, before)
        fault = self._faults.get((asked.measure.board, asked.measure.column), "") if value is None else ""
        given = self._value(asked, at_first) if before is None else before.value_given
        return Verdict(met, value, given, first_unknown if value is None else None, fault)

    def _start(self, asked: Asked) -> Stamp:
        """The moment before which the search does not go: the data say nothing about the time before the first list."""
        lists = self._moment.lists or timeline(self._moment).lists
        return min(self._moment.at, max(asked.since, lists[0])) if lists else self._moment.at

    def _back(self, asked: Asked, start: Stamp, before: Verdict | None) -> tuple[Stamp | None, Stamp | None]:
        """Since when the measure is met, and the first moment of the last time for which the figure is not known."""
        met: Stamp | None = None
        unknown: Stamp | None = None
        seen = False
        for at, spared in self._points(asked, start):
            holds = asked.measure.holds(self._value(asked, at))
            first = at if spared is None else spared
            if holds is None:
                unknown = unknown if seen else first
            elif holds:
                seen, met = True, first
            else:
                return (None if met is None else self._switch(asked, at, met)), unknown
        if before is None:
            return met, unknown if seen else None
        if not seen:
            return before.met_at, before.unknown_since or unknown
        return (before.met_at if before.met_at is not None else met), unknown

    def _switch(self, asked: Asked, fails: Stamp, holds: Stamp) -> Stamp:
        """The first moment at which the measure holds, after one at which it fails; between them is one change."""
        if self._moves(asked.measure) is ByClock.ANY:
            return holds  # all changes were looked at
        while holds - fails > 1:
            middle = (fails + holds) // 2
            if asked.measure.holds(self._value(asked, middle)):
                holds = middle
            else:
                fails = middle
        return holds

    def _points(self, asked: Asked, start: Stamp) -> Iterator[tuple[Stamp, Stamp | None]]:
        """Yield the moments to look at, from now back to ``start``.

        With each comes the moment back to which the measure holds too if it holds here; None if only here.
        """
        moves = self._moves(asked.measure)
        spared = moves is ByClock.STILL or (moves, asked.measure.op) in _LASTING
        for first, last in self._segments(start):
            if spared:
                yield last, first
                continue
            if moves is ByClock.ANY:
                yield from ((at, None) for at in self._changes(asked, first, last))
            elif last != first:
                yield last, None
            yield first, None

    def _segments(self, start: Stamp) -> Iterator[tuple[Stamp, Stamp]]:
        """Yield the first and last second of each time without a list and with one-way figures, the latest first."""
        last = self._moment.at
        for first in reversed(self._bounds(start)):
            if first <= last:
                yield first, last
                last = first - 1

    def _bounds(self, start: Stamp) -> list[Stamp]:
        """The moments up to now at which a list comes, a year or an era of units begins, or a date takes effect."""
        now = self._moment.at
        years = (day_start(date(year, 1, 1)) for year in range(to_date(start).year + 1, to_date(now).year + 1))
        eras = self._moment.registry.units.eras
        found = {start, *self._lists, *years, *eras, *self._dates}
        return sorted(at for at in found if start <= at <= now)

    @cached_property
    def _dates(self) -> set[Stamp]:
        return clock_dependent_dates(self._moment)

    def _changes(self, asked: Asked, first: Stamp, last: Stamp) -> Iterator[Stamp]:
        """Yield the moments after ``first`` at which the unit's figures may change, the latest first."""
        known = changes_between(self._moment.when(first), last, asked.key)
        midnights = range((first // DAY + 1) * DAY, last + 1, DAY)
        yield from sorted({*known, *midnights}, reverse=True)

    @staticmethod
    def _moves(measure: Measure) -> ByClock:
        try:
            return measured(measure.board, measure.column)[1].by_clock
        except MeasureError:
            return ByClock.STILL  # no figure at all

    def _value(self, asked: Asked, at: Stamp) -> float | None:
        """The figure at a moment; None if it is not known, or if the board fails."""
        measure = asked.measure
        try:
            return figures(self._moment.when(at), measure.board, measure.column).of(asked.key)
        except MeasureError:
            return None
        except sqlite3.Error:
            raise  # the source is lost, and not one board
        except Exception as error:  # noqa: BLE001 - a board that fails must not take the directives with it
            self._faults[measure.board, measure.column] = fault_name(error)
            return None


#: How a figure moves, and an operator: if the measure holds at the end of a time, it held all that time.
_LASTING = {(ByClock.RISES, AT_MOST), (ByClock.FALLS, AT_LEAST)}
