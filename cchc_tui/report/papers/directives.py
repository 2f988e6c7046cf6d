"""Directives in papers: the rows of the board of directives with the words that papers use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cchc_tui.boards.directives import DirectiveRow
from cchc_tui.boards.measure import Measure, MeasureError, measured
from cchc_tui.boards.table import ValueType
from cchc_tui.domain.moments import Stamp, iso, to_date
from cchc_tui.registry import Registry
from cchc_tui.texts.papers import directives as texts
from cchc_tui.texts.papers.words import LEVELS, NOTHING, count, days, share, short_day, shortened


@dataclass(frozen=True, slots=True)
class PaperDirective:
    """A directive as papers show it. ``units`` are codes and levels, ``names`` their names in Vietnamese.

    Four texts describe the directive's measure: ``measure`` is the measure as written, such as ``late.overdue[29869] <=
    5``. ``wanted`` is the measure in words, ``found`` its present figure, and ``target`` the figure to reach. Without a
    measure, all four are "".
    """

    number: int
    text: str
    units: tuple[str | None, ...]
    names: tuple[str, ...]
    given: Stamp
    meeting: Stamp | None
    due: date | None
    measure: str
    value: float | None
    state: str
    met_at: Stamp | None
    extensions: int
    result: str
    is_open: bool
    wanted: str
    found: str
    target: str

    def json(self) -> dict[str, Any]:
        """The directive as JSON, with the keys that the board of directives uses."""
        return {
            "number": self.number,
            "text": self.text,
            "units": list(self.units),
            "given": iso(self.given),
            "meeting": None if self.meeting is None else iso(self.meeting),
            "due": None if self.due is None else self.due.isoformat(),
            "measure": self.measure or None,
            "value": self.value,
            "state": self.state,
            "met_at": None if self.met_at is None else iso(self.met_at),
            "extensions": self.extensions,
            "result": self.result,
        }

    @property
    def who(self) -> str:
        """The names of the units and levels, joined by commas."""
        return ", ".join(self.names)

    @property
    def when(self) -> str:
        """The due day as a short text for a table. Without a due day, the text says that there is none."""
        return texts.NO_DUE if self.due is None else short_day(self.due)

    @property
    def due_words(self) -> str:
        """The due day in words that fit into a sentence. Without a due day, the words say that there is none."""
        return texts.DUE_UNSAID if self.due is None else texts.DUE.format(day=short_day(self.due))

    @property
    def standing(self) -> str:
        """The state in words. If the directive has a measure, the measure's figure and target follow."""
        state = texts.STATES[self.state]
        return texts.STATE_VALUE.format(state=state, value=self.found, target=self.target) if self.found else state

    def brief(self, most: int) -> str:
        """The directive's text. If it has more than ``most`` characters, it is cut after a word."""
        return shortened(self.text, most)


def paper_directives(rows: Iterable[DirectiveRow], registry: Registry) -> tuple[PaperDirective, ...]:
    """Make directives for papers from rows of the board of directives. The order stays the same."""
    return tuple(_directive(row, registry) for row in rows)


def by_urgency(found: Iterable[PaperDirective]) -> list[PaperDirective]:
    """The directives that still have to be met, the earliest due day first. Those without a due day come last."""
    still_open = (each for each in found if each.is_open)
    return sorted(still_open, key=lambda each: (each.due is None, each.due or date.max, each.number))


def _directive(row: DirectiveRow, registry: Registry) -> PaperDirective:
    measure = row.measure
    return PaperDirective(
        number=row.number,
        text=row.text,
        units=tuple(registry.units.code_of(key) for key in row.units),
        names=tuple(_name(registry, key) for key in row.units),
        given=row.given,
        meeting=row.meeting,
        due=None if row.due is None else to_date(row.due),
        measure="" if measure is None else str(measure),
        value=row.value,
        state=row.state.value,
        met_at=row.met_at,
        extensions=row.extensions,
        result=row.result,
        is_open=row.is_open,
        wanted="" if measure is None else _wanted(measure, registry, to_date(row.given)),
        found="" if measure is None else _figure(measure, row.value),
        target="" if measure is None else _target(measure),
    )


def _name(registry: Registry, key: str) -> str:
    unit = registry.units.by_key.get(key)
    return unit.name if unit else LEVELS.get(key, key)


def _wanted(measure: Measure, registry: Registry, on: date) -> str:
    """The measure in words. If no board has the figure, its board and column are named, as in ``late.overdue``."""
    try:
        _, column = measured(measure.board, measure.column)
        title = " ".join(column.title.split()).lower()
    except MeasureError:
        title = f"{measure.board}.{measure.column}"
    name = _name(registry, measure.unit_key(registry.units, on) or measure.unit)
    return texts.MEASURE.format(name=name, column=title, target=_target(measure))


def _target(measure: Measure) -> str:
    """The figure to reach, with the measure's operator: "≤ 5,0%"."""
    return f"{texts.SIGNS[measure.op]} {_figure(measure, measure.number)}"


def _figure(measure: Measure, value: float | None) -> str:
    if value is None:
        return NOTHING
    try:
        _, column = measured(measure.board, measure.column)
    except MeasureError:
        return days(value)
    say: Mapping[ValueType, Any] = {ValueType.SHARE: share, ValueType.COUNT: lambda n: count(int(n))}
    return str(say.get(column.type, days)(value))
