"""Directives (*chỉ đạo*): combines the entries about a directive into its state at a moment.

Entries are combined in the order of their moments, so the order in which they arrive does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from typing import NamedTuple

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.workcalendar import WorkCalendar

#: Working days before the due day within which a directive is due soon.
SOON_DAYS = 3


class Act(StrEnum):
    """The kinds of entries about a directive.

    Entries with the same moment are combined in the order of these values.
    """

    GIVEN = "given"
    CORRECTED = "corrected"
    EXTENDED = "extended"
    REPORTED = "reported"
    CANCELLED = "cancelled"


class Progress(StrEnum):
    """The progress of a directive as a person reports it."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"


class DirectiveState(StrEnum):
    """The state of a directive at a moment."""

    CANCELLED = "cancelled"
    DONE = "done"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"


#: The states of directives that still have to be met.
UNMET = frozenset({DirectiveState.OVERDUE, DirectiveState.DUE_SOON, DirectiveState.OPEN})
_ORDER = {act: place for place, act in enumerate(Act)}


class DirectiveEntry(NamedTuple):
    """One entry about a directive. ``directive`` is the directive's id, ``at`` is the moment of the entry.

    The other fields depend on ``act``. GIVEN and CORRECTED have ``text``, ``units`` (codes, keys or levels),
    ``measure`` ("": none) and ``due`` (the first second of the due day; None: no due day). GIVEN also has ``meeting``,
    the start of the meeting (None: in no meeting). EXTENDED has the new ``due``. REPORTED has ``progress`` and
    ``result``. If ``progress`` is DONE, REPORTED also has ``done``, the first second of the day of completion. For a
    row of a sheet, ``done`` is the moment of the sheet instead. CANCELLED has ``result``.
    """

    directive: str
    act: Act
    at: Stamp
    text: str = ""
    units: tuple[str, ...] = ()
    measure: str = ""
    due: Stamp | None = None
    meeting: Stamp | None = None
    progress: str = ""
    done: Stamp | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive, as its entries up to a moment describe it. ``due`` is the first second of the due day, or None.

    ``given`` is the moment of the entry GIVEN. ``progress`` is the last reported progress ("": none was reported). If
    ``progress`` is DONE, ``done`` is the moment of completion. ``former`` has the due days that extensions replaced,
    oldest first. ``history`` has all entries, in the order in which they were combined.
    """

    id: str
    text: str
    units: tuple[str, ...]
    given: Stamp
    due: Stamp | None
    measure: str = ""
    meeting: Stamp | None = None
    progress: str = ""
    done: Stamp | None = None
    result: str = ""
    cancelled: bool = False
    former: tuple[Stamp | None, ...] = ()
    history: tuple[DirectiveEntry, ...] = ()

    def state(self, met_at: Stamp | None, at: Stamp, calendar: WorkCalendar) -> DirectiveState:
        """The state at the moment ``at``. ``met_at`` is the moment at which the directive was met (None: not met)."""
        if self.cancelled:
            return DirectiveState.CANCELLED
        if met_at is not None:
            late = self.due is not None and met_at >= self.due + DAY
            return DirectiveState.DONE_LATE if late else DirectiveState.DONE
        if self.due is None:
            return DirectiveState.OPEN
        if at >= self.due + DAY:
            return DirectiveState.OVERDUE
        soon = calendar.days_late(at, self.due) <= SOON_DAYS
        return DirectiveState.DUE_SOON if soon else DirectiveState.OPEN


def directives_of(entries: Iterable[DirectiveEntry], at: Stamp) -> list[Directive]:
    """The directives as their entries up to the moment ``at`` describe them, sorted by the moment of their GIVEN.

    ``entries`` may have any order. An entry made before the GIVEN of its directive is combined right after the GIVEN,
    because the clocks of two computers may differ. Entries about a directive without GIVEN are ignored.
    """
    found: dict[str, Directive] = {}
    early: defaultdict[str, list[DirectiveEntry]] = defaultdict(list)
    for entry in sorted((each for each in set(entries) if each.at <= at), key=_order):
        before = found.get(entry.directive)
        if before is not None:
            found[entry.directive] = _changed(before, entry)
        elif entry.act is Act.GIVEN:
            told = (entry.text, entry.units, entry.at, entry.due, entry.measure, entry.meeting)
            given = Directive(entry.directive, *told, history=(entry,))
            found[entry.directive] = reduce(_changed, early[entry.directive], given)
        else:
            early[entry.directive].append(entry)
    return sorted(found.values(), key=lambda each: (each.given, each.id))


def _order(entry: DirectiveEntry) -> tuple[object, ...]:
    known = tuple(-1 if value is None else value for value in (entry.due, entry.meeting, entry.done))
    return entry.at, _ORDER[entry.act], entry.directive, *known, *entry[3:6], entry.progress, entry.result


def _changed(one: Directive, entry: DirectiveEntry) -> Directive:
    """The directive after one more entry. A second GIVEN is treated as CORRECTED, so that its text is not lost."""
    one = replace(one, history=(*one.history, entry))
    match entry.act:
        case Act.GIVEN | Act.CORRECTED:
            return replace(one, text=entry.text, units=entry.units, measure=entry.measure, due=entry.due)
        case Act.EXTENDED:
            return replace(one, due=entry.due, former=(*one.former, one.due))
        case Act.REPORTED:
            result = entry.result or one.result
            return replace(one, progress=entry.progress, done=entry.done, result=result)
        case Act.CANCELLED:
            return replace(one, cancelled=True, result=entry.result or one.result)
