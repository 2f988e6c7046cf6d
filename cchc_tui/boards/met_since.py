"""Finds the moment since which a measure has been met without a break.

A figure changes when lists and sheets arrive. It also changes with the clock: when a due time passes, or at midnight.
The search goes back through all these times until it finds one at which the measure was not met. Between two lists, a
column's ``by_clock`` tells which times can be skipped. A figure that may move both ways is computed after each change.
If there are more than ``_MOST_CHANGES`` changes between two lists, only some of them are visited, and a short break may
be missed. While a figure is unknown, the measure keeps its last known verdict.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from cchc_tui.boards.measure import AT_LEAST, AT_MOST, Figures, Measure, MeasureError, figures, measured
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.next_due_change import changes_between, clock_dependent_dates
from cchc_tui.boards.table import ByClock
from cchc_tui.boards.timeline import sheets_known, timeline
from cchc_tui.domain.faults import fault_name
from cchc_tui.domain.moments import DAY, Stamp, day_start, to_date
from cchc_tui.store.read.memo import Key


@dataclass(frozen=True, slots=True)
class MeasureVerdict:
    """Whether a measure is met at a moment. ``met_at`` is the moment since which it is met (None: it is not met).

    ``value`` is the measure's figure (None: unknown). ``unknown_since`` is the moment since which the figure is unknown
    (None: the figure is known, or never was). ``fault`` is the name of the error if the measure's board failed, else
    "".
    """

    met_at: Stamp | None = None
    value: float | None = None
    unknown_since: Stamp | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure to judge. ``key`` is the key of the measure's unit, or its level.

    ``since`` is the moment from which the measure counts.
    """

    measure: Measure
    key: str
    since: Stamp


def verdicts(moment: Moment, asked: Iterable[Asked]) -> dict[Asked, MeasureVerdict]:
    """The verdict on each measure at a moment.

    If verdicts at an earlier moment are cached, the search goes back only to that moment.
    """
    wanted = set(asked)
    if not wanted:
        return {}
    key = (moment.at, "met", sheets_known(moment))
    known: dict[Asked, MeasureVerdict] = moment.memo.get(moment, [key]).get(key, {})
    if not wanted <= known.keys():
        earlier, before = _before(moment)
        search = _Search(moment)
        fresh: dict[Asked, MeasureVerdict] = {}
        for same in _by_figure(wanted - known.keys()):
            first, *later = same  # one search is enough: the others begin later, and are met at the earliest then
            fresh[first] = search.verdict(first, earlier, before.get(first))
            fresh |= {each: _from(fresh[first], first_known(moment, each.since)) for each in later}
        known = known | fresh
        moment.memo.put(moment, {key: known}, most=_KEPT)
    return {each: known[each] for each in wanted}


def _by_figure(asked: Iterable[Asked]) -> Iterable[list[Asked]]:
    """Group the measures so that those in a group differ only in ``since``, and sort each group by ``since``."""
    found: dict[tuple[Measure, str], list[Asked]] = {}
    for one in sorted(asked, key=lambda one: one.since):
        found.setdefault((one.measure, one.key), []).append(one)
    return found.values()


def _from(verdict: MeasureVerdict, start: Stamp) -> MeasureVerdict:
    met, unknown = (None if at is None else max(at, start) for at in (verdict.met_at, verdict.unknown_since))
    return replace(verdict, met_at=met, unknown_since=unknown)


#: Moments for which verdicts are kept.
_KEPT = 60
#: Most changes of a figure between two lists that are looked at.
_MOST_CHANGES = 48


def _before(moment: Moment) -> tuple[Stamp, dict[Asked, MeasureVerdict]]:
    """The latest earlier moment with cached verdicts, and these verdicts. (0, {}) if there is no such moment.

    Only moments at which the same sheets were known are considered.
    """
    kept = moment.memo.of_kind(moment, "met")
    for at, kind, sheets in sorted((key for key in kept if key[0] < moment.at), key=lambda key: -key[0]):
        if sheets_known(moment.when(at)) == sheets:
            return at, kept[at, kind, sheets]
    return 0, {}


def values_given(moment: Moment, asked: Iterable[Asked]) -> dict[Asked, float | None]:
    """The figure of each measure at its moment ``since``; None if the figure is not known."""
    days: dict[Key, list[Asked]] = {}
    for _, of_day in groupby(sorted(set(asked), key=lambda one: one.since), key=lambda one: one.since // DAY):
        wanted = list(of_day)
        last = moment.when(first_known(moment, wanted[-1].since))
        days.setdefault((last.at, "given", sheets_known(last)), []).extend(wanted)
    known: dict[Key, dict[Asked, float | None]] = moment.memo.get(moment, days)
    lacking = {key: wanted for key, wanted in days.items() if not known.get(key, {}).keys() >= set(wanted)}
    if lacking:
        found = _Search(moment).values_given([one for wanted in lacking.values() for one in wanted])
        fresh = {key: {one: found[one] for one in wanted} for key, wanted in lacking.items()}
        moment.memo.put(moment, fresh, most=_KEPT)
        known |= fresh
    return {one: known[key][one] for key, wanted in days.items() for one in wanted}


def first_known(moment: Moment, since: Stamp) -> Stamp:
    """The first moment, from ``since`` on, at which figures can be known: not before the first list.

    The result is at most ``moment.at``. Without lists, it is ``moment.at``.
    """
    lists = moment.lists or timeline(moment).lists
    return min(moment.at, max(since, lists[0])) if lists else moment.at


def figure_at(moment: Moment, asked: Asked, at: Stamp) -> float | None:
    """The figure of a measure at the moment ``at``; None if it is not known, or if the board fails."""
    found = _figures_at(moment, asked.measure, at, {})
    return None if found is None else found.of(asked.key)


def _figures_at(moment: Moment, measure: Measure, at: Stamp, faults: dict[tuple[str, str], str]) -> Figures | None:
    """The figures in a measure's column at ``at``; None if there are none, or if the board fails.

    If the board fails, the name of the error is added to ``faults`` under (board, column).
    """
    try:
        return figures(moment.when(at), measure.board, measure.column)
    except MeasureError:
        return None
    except sqlite3.Error:
        raise  # the whole source is lost, not only one board
    except Exception as error:  # noqa: BLE001 - a board that fails must not take the directives with it
        faults[measure.board, measure.column] = fault_name(error)
        return None


class _Search:
    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        self._lists = [at for at in timeline(moment).lists if at <= moment.at]
        self._faults: dict[tuple[str, str], str] = {}
        self._figures: dict[tuple[str, str, Stamp], Figures | None] = {}
        self._movements: dict[tuple[str, str], ByClock] = {}

    def verdict(self, asked: Asked, earlier: Stamp, before: MeasureVerdict | None) -> MeasureVerdict:
        """The verdict on a measure at the moment of the search.

        ``before`` is the verdict at the moment ``earlier`` (None: not known).
        """
        now, start = self._moment.at, first_known(self._moment, asked.since)
        if before is not None and earlier >= start:
            start = earlier
        else:
            before = None
        value = self._value(asked, now)
        met, first_unknown = self._back(asked, start, before)
        fault = self._faults.get((asked.measure.board, asked.measure.column), "") if value is None else ""
        return MeasureVerdict(met, value, first_unknown if value is None else None, fault)

    def _back(self, asked: Asked, start: Stamp, before: MeasureVerdict | None) -> tuple[Stamp | None, Stamp | None]:
        """Search from now back to ``start`` for the moments since which the measure is met and its figure is unknown.

        The first result is the moment since which the measure is met (None: it is not met). The second is the moment
        since which the figure is unknown (None: it is known, or never was). ``before`` is the verdict at ``start``
        (None: not known).
        """
        met: Stamp | None = None
        unknown: Stamp | None = None
        seen = False
        for at, spared in self._points(asked, start):
            holds = self._holds(asked, at)
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
        """The first moment at which the measure is met, between the moments ``fails`` and ``holds``.

        The measure is not met at ``fails`` and is met at ``holds``. Between them it becomes met once, and stays met.
        """
        if self._moves(asked.measure) in _SEVERAL:
            possible: Sequence[Stamp] = [*self._changes(asked, fails, holds - 1), holds]
        else:
            possible = range(fails + 1, holds + 1)
        return possible[bisect_left(possible, True, key=lambda at: bool(self._holds(asked, at)), hi=len(possible) - 1)]

    def _points(self, asked: Asked, start: Stamp) -> Iterator[tuple[Stamp, Stamp | None]]:
        """Yield the moments at which to compute the figure, from now back to ``start``, each with ``spared``.

        If the measure is met at the moment, it is also met at all moments from ``spared`` up to that moment. The figure
        need not be computed for them. ``spared`` is None if no moments can be skipped.
        """
        moves = self._moves(asked.measure)
        spared = moves is ByClock.STILL or (moves, asked.measure.op) in _LASTING
        for first, last in self._segments(start):
            if spared:
                yield last, first
                continue
            if moves in _SEVERAL:
                changes = self._changes(asked, first, last)
                yield from ((at, None) for at in changes[:: -(-len(changes) // _MOST_CHANGES) or 1][::-1])
            elif last != first:
                yield last, None
            yield first, None

    def _segments(self, start: Stamp) -> Iterator[tuple[Stamp, Stamp]]:
        """Split the time from ``start`` until now at ``_bounds``. Yield the first and the last second of each part.

        The latest part comes first.
        """
        last = self._moment.at
        for first in [*reversed(self._bounds[bisect_right(self._bounds, start) :]), start]:
            yield first, last
            last = first - 1

    @cached_property
    def _bounds(self) -> list[Stamp]:
        """The moments up to now at which something other than the clock may change figures, in ascending order.

        Among them are the moments of lists, the starts of years, and the moments in ``UnitIndex.eras`` and ``_dates``.
        """
        now = self._moment.at
        first = first_known(self._moment, 0)
        years = (day_start(date(year, 1, 1)) for year in range(to_date(first).year, to_date(now).year + 1))
        found = {*self._lists, *years, *self._moment.registry.units.eras, *self._dates}
        return sorted(at for at in found if first <= at <= now)

    @cached_property
    def _dates(self) -> set[Stamp]:
        return clock_dependent_dates(self._moment)

    def _changes(self, asked: Asked, first: Stamp, last: Stamp) -> list[Stamp]:
        """The moments after ``first``, up to ``last``, at which the passing of time alone may change the figure.

        The moments are in ascending order.
        """
        found = set(range((first // DAY + 1) * DAY, last + 1, DAY))
        if self._moves(asked.measure) is ByClock.ANY:
            found |= changes_between(self._moment.when(first), last, asked.key)
        return sorted(found)

    def _holds(self, asked: Asked, at: Stamp) -> bool | None:
        return asked.measure.holds(self._value(asked, at))

    def _moves(self, measure: Measure) -> ByClock:
        key = (measure.board, measure.column)
        if key not in self._movements:
            try:
                self._movements[key] = measured(*key)[1].by_clock
            except MeasureError:
                self._movements[key] = ByClock.STILL  # no figure at all
        return self._movements[key]

    def _value(self, asked: Asked, at: Stamp) -> float | None:
        """The figure of a measure at the moment ``at``; None if it is not known, or if the board fails."""
        measure = asked.measure
        key = (measure.board, measure.column, self._since(measure, at))
        if key not in self._figures:
            self._figures[key] = _figures_at(self._moment, measure, key[2], self._faults)
        found = self._figures[key]
        return None if found is None else found.of(asked.key)

    def _since(self, measure: Measure, at: Stamp) -> Stamp:
        """The start of a period up to ``at`` in which the figures in the measure's column cannot have changed.

        It is ``at`` itself if the figures may change at any time.
        """
        moves = self._moves(measure)
        if moves not in _RESTING:
            return at
        place = bisect_right(self._bounds, at)
        bound = self._bounds[place - 1] if place else at
        return max(bound, at // DAY * DAY) if moves is ByClock.DAILY else bound

    def values_given(self, asked: Iterable[Asked]) -> dict[Asked, float | None]:
        """The figure of each measure at its moment ``since``; None if it is not known."""
        found: dict[Asked, float | None] = {}
        times: dict[tuple[str, str, int], list[tuple[Stamp, Asked]]] = {}
        for one in asked:
            at = first_known(self._moment, one.since)
            if self._moves(one.measure) in _ONE_WAY:
                time = (one.measure.board, one.measure.column, bisect_right(self._bounds, at))
                times.setdefault(time, []).append((at, one))
            else:
                found[one] = self._value(one, at)
        for ones in times.values():
            self._find(found, sorted(ones, key=lambda each: each[0]))
        return found

    def _find(self, found: dict[Asked, float | None], ones: Sequence[tuple[Stamp, Asked]]) -> None:
        """Add the figures of some measures to ``found``. ``ones`` are pairs (moment, measure), ascending by moment.

        No moment of ``_bounds`` lies between the moments of ``ones``, and there the figures only increase or only
        decrease. A figure that is equal at the first and at the last moment is therefore not computed in between.
        """
        first, last = ones[0][0], ones[-1][0]
        between = []
        for at, one in ones:
            was, then = self._value(one, first), self._value(one, last)
            if at in (first, last) or was == then:
                found[one] = then if at == last else was
            else:
                between.append((at, one))
        middle = len(between) // 2
        for half in (between[:middle], between[middle:]):
            if half:
                self._find(found, half)


#: (how a figure moves, operator) for which a measure that holds at the end of a period held throughout the period.
_LASTING = {(ByClock.INCREASES, AT_MOST), (ByClock.DECREASES, AT_LEAST)}
#: Figures that may change several times between two lists, in any direction.
_SEVERAL = frozenset({ByClock.ANY, ByClock.DAILY})
#: Figures that do not change with each second.
_RESTING = frozenset({ByClock.STILL, ByClock.DAILY})
#: Figures that only rise, or only fall.
_ONE_WAY = frozenset({ByClock.INCREASES, ByClock.DECREASES})
