"""One directive: every entry about it, and how the figure of its measure moved since it was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cchc_tui.boards.directives import DirectiveRow, directive_rows, unit_name
from cchc_tui.boards.known_directives import keys_of, known_directives
from cchc_tui.boards.measure import read
from cchc_tui.boards.met_since import Asked, figure_at, first_known
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import ValueType
from cchc_tui.boards.timeline import timeline
from cchc_tui.domain.directives import Act, Directive, directives_of
from cchc_tui.domain.moments import DAY, Stamp, to_date

#: Most points of a figure's series.
_MOST_POINTS = 60


@dataclass(frozen=True, slots=True)
class Wording:
    """What a directive says: its text, the names of its units, its measure in words ("": none), and its due day."""

    text: str
    names: tuple[str, ...]
    measure: str
    due: Stamp | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry at the moment ``at``: what the directive said before it (None for the first entry) and after it.

    ``progress`` and ``done`` are the reported progress and the day it was done; ``result`` is the text of the entry.
    """

    at: Stamp
    act: Act
    before: Wording | None
    after: Wording
    progress: str = ""
    done: Stamp | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class DirectivePage:
    """The page of a directive. ``row`` is its row on the board; None if it is not known at the moment.

    ``figures`` are the measure's figures (None: not known) from the first to the last moment: after lists, at most one
    each day. ``type`` is the type of these figures.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    row: DirectiveRow | None
    history: tuple[HistoryEntry, ...] = ()
    figures: tuple[tuple[Stamp, float | None], ...] = ()
    type: ValueType = ValueType.COUNT


def directive_page(moment: Moment, key: str) -> DirectivePage:
    """The page of the directive with this key at a moment."""
    row = next((row for row in directive_rows(moment) if row.key == key), None)
    if row is None:
        return DirectivePage(moment.at, moment.data_as_of, None)
    one = next(one for one in known_directives(moment) if one.id == key)
    return DirectivePage(
        moment.at, moment.data_as_of, row, tuple(_history(moment, one)), _series(moment, row), row.measure_type
    )


def _history(moment: Moment, one: Directive) -> Iterable[HistoryEntry]:
    before: Wording | None = None
    for count, entry in enumerate(one.history, 1):
        (then,) = directives_of(one.history[:count], entry.at)
        after = _wording(moment, then, one.given)
        yield HistoryEntry(entry.at, entry.act, before, after, entry.progress, entry.done, entry.result)
        before = after


def _wording(moment: Moment, one: Directive, given: Stamp) -> Wording:
    registry, day = moment.registry, to_date(given)
    names = tuple(unit_name(registry, key) for key in keys_of(registry, one.units, given))
    measure = read(one.measure) if one.measure else None
    return Wording(one.text, names, measure.words(registry, day) if measure else "", one.due)


def _series(moment: Moment, row: DirectiveRow) -> tuple[tuple[Stamp, float | None], ...]:
    """The figures when it was given, after the last list of each day, and now; of many days only some."""
    if row.measure is None:
        return ()
    asked = Asked(row.measure, row.measure_key, row.given)
    start = first_known(moment, asked.since)
    lists = {at // DAY: at for at in timeline(moment).lists if start < at < moment.at}
    days = list(lists.values())
    step = -(-len(days) // _MOST_POINTS) or 1
    points = [start, *days[::-1][::step][::-1], *([moment.at] if moment.at > start else [])]
    return tuple((at, figure_at(moment, asked, at)) for at in points)
