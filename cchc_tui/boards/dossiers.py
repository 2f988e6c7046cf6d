"""Lists of the dossiers behind a figure, and the record of a single dossier with its versions.

The lists and records have personal values (applicant, submitter, phone, address, serial of the code) and officers'
names only if the access level shows them (``domain.privacy.Access``).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cchc_tui.boards.dossier_filter import RECEIVED, DossierFilter, Only
from cchc_tui.boards.findings import FindingRow
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.rollout import evidence_condition
from cchc_tui.boards.state_rule import LATE, StateRule
from cchc_tui.boards.text_matcher import TextMatcher
from cchc_tui.domain.lateness import State, unclosed
from cchc_tui.domain.moments import Stamp, day_end, to_date
from cchc_tui.domain.problems import Problem
from cchc_tui.domain.search_terms import SearchTerms
from cchc_tui.domain.workcalendar import age_band
from cchc_tui.store.read.settled_state import LATE_SQL, PENDING_SQL, SettledState, year_start


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One dossier in a list. ``unit`` is the unit's key ("": not known).

    If personal data are hidden, the serial of ``code`` is masked and ``applicant`` is "". If officers' names are
    hidden, ``officer`` is a text with the officer's number. ``channel`` is "online", "direct", "post", "" (not stated),
    or another text of the export.
    """

    id: int
    code: str
    procedure: str
    field: str
    officer: str
    unit: str
    status: int
    status_text: str
    received: Stamp
    due: Stamp | None
    finished: Stamp | None
    returned: Stamp | None
    state: State
    days_late: int
    unclosed: bool
    days_returned: int = 0  # working days since the return, of an unclosed dossier
    channel: str = ""
    applicant: str = ""


@dataclass(frozen=True, slots=True)
class DossierList:
    """The dossiers that a filter selects at a moment. ``dossier_lines`` fetches their lines page by page.

    ``filter.sort`` decides the order. If ``sort`` is "", the order depends on what the filter selects:

    With ``filter.evidence``, or if ``filter.only`` is "received", "online" or "offline", the dossiers received last
    come first. If ``filter.only`` is "returned_open", the dossiers returned earliest come first. For all other filters,
    the dossiers with most days late come first; among equals, those with the earliest due time.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    filter: DossierFilter
    ids: array[int]
    days: array[int]  # working days late, by position

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class DossierVersion:
    """One state of a dossier, which holds from ``since`` until ``until`` (None: the dossier is in this state now).

    ``changed`` names the fields that differ from the previous version; "person" stands for hidden personal fields.
    ``export``, ``export_name`` and ``row`` say which row of which export showed the state. ``agency``, ``department``
    and ``status_text`` are texts of the export and are never hidden.
    """

    since: Stamp
    until: Stamp | None
    export: int
    export_name: str
    row: int
    status: int
    status_text: str
    received: Stamp
    due: Stamp | None
    finished: Stamp | None
    returned: Stamp | None
    date_only: int
    agency: str
    department: str
    procedure: str
    field: str
    officer: str
    channel: str
    helped: bool
    changed: tuple[str, ...]


class Person(NamedTuple):
    """The personal data in one state of a dossier."""

    applicant: str
    submitter: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class DossierPage:
    """One dossier at a moment, as its page shows it. ``versions`` has its states up to the moment, oldest first.

    ``later`` is the number of states that began after the moment. ``person`` is None if personal data are hidden.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    line: DossierLine
    unit_name: str
    versions: tuple[DossierVersion, ...]
    last_seen: Stamp | None  # moment of the newest list that showed the dossier
    problems: tuple[Problem, ...] = ()
    later: int = 0
    findings: tuple[FindingRow, ...] = ()
    person: Person | None = None


_OPEN = frozenset({State.OVERDUE, State.DUE_SOON, State.IN_TIME})
_WANTED: dict[Only, frozenset[State]] = {
    "late": LATE,
    "overdue": frozenset({State.OVERDUE}),
    "resolved_late": frozenset({State.RESOLVED_LATE}),
    "unclosed": _OPEN | {State.WAITING},
    "returned_open": _OPEN,
    "due_soon": frozenset({State.DUE_SOON}),
    "due_today": frozenset({State.DUE_SOON, State.IN_TIME}),  # only those due by the end of the day
    "waiting": frozenset({State.WAITING}),
    **dict.fromkeys(("all", *RECEIVED), frozenset(State) - {State.NOT_YET}),
}
#: Parts of the dossiers received in the year → the SQL condition for the channel.
_CAME = {
    "online": "channel = (SELECT id FROM term WHERE text = 'online')",
    "offline": "channel <> 0 AND channel IS NOT (SELECT id FROM term WHERE text = 'online')",
    "received": "1",
}
_UNCLOSED = frozenset({"unclosed", "returned_open"})  # only dossiers whose result was handed out
_JUDGED = "status, received, due, finished, returned"
#: The columns of a line.
_SHOWN = ("unit", "procedure", "field", "officer", "status_text", "channel", *_JUDGED.split(", "))


class _Match(NamedTuple):
    """A dossier that a filter selects. Comparing two matches as tuples gives the default order of ``DossierList``."""

    order: int
    due: Stamp
    dossier: int
    days: int
    state: State
    received: Stamp
    has_due: bool
    returned: Stamp | None


def dossier_list(moment: Moment, which: DossierFilter) -> DossierList:
    """The dossiers that a filter selects at a moment, in the order that ``DossierList`` describes.

    Words of ``which.text`` are not looked for in personal values that the access level hides. Raises NotAllowedError
    for a unit whose dossiers the viewer may not see.
    """
    moment.require_own(which.unit or moment.own)
    found = sorted(_matches(moment, which))
    matcher = TextMatcher(moment)
    words = SearchTerms(which.text)
    if words:
        having = set(matcher.matching([match.dossier for match in found], words))
        found = [match for match in found if match.dossier in having]
    if which.sort:
        found = _sorted(found, which.sort, matcher)
    ids = array("I", [match.dossier for match in found])
    return DossierList(moment.at, moment.data_as_of, which, ids, array("I", [match.days for match in found]))


def _matches(moment: Moment, which: DossierFilter) -> Iterator[_Match]:
    """Yield the dossiers that the filter selects, in any order. The filter's ``text`` and ``sort`` are ignored."""
    ever = _is_ever(which)
    rule = StateRule(moment, ever)
    wanted = _WANTED[which.only]
    in_band = _band(which, moment)
    tonight = day_end(to_date(moment.at))
    for dossier, *state in _candidates(moment, which):
        now = rule.state(*state)
        if now not in wanted:
            continue
        _, received, due, finished, returned = state
        is_unclosed = unclosed(finished, returned, moment.at)
        if which.only == "due_today" and (due is None or due > tonight):
            continue
        days = rule.days(now, due, finished)
        if (which.only in _UNCLOSED and not is_unclosed) or not in_band(now, days, returned if is_unclosed else None):
            continue
        order = -received if ever else (returned or 0) if which.only == "returned_open" else -days
        yield _Match(order, due or 0, dossier, days, now, received, due is not None, returned)


_STATE_ORDER = {state: place for place, state in enumerate(State)}


def _sorted(found: list[_Match], sort: str, matcher: TextMatcher) -> list[_Match]:
    """Sort matches by the column whose key is ``sort``. A "-" before the key means descending order.

    Matches without a value in the column come last. If the column is unknown, the order stays as it is.
    """
    column = sort.removeprefix("-")
    values: list[Any]
    match column:
        case "due":
            values = [match.due if match.has_due else None for match in found]
        case "days":
            values = [match.days or None for match in found]
        case "received":
            values = [match.received for match in found]
        case "returned":
            values = [match.returned for match in found]
        case "days_returned":
            values = [None if match.returned is None else -match.returned for match in found]
        case "state":
            values = [_STATE_ORDER[match.state] for match in found]
        case "code" | "procedure" | "field" | "unit" | "officer" | "applicant":
            names = matcher.sort_keys([match.dossier for match in found], column)
            values = [names.get(match.dossier) for match in found]
        case _:
            return found
    known = [place for place, value in enumerate(values) if value is not None]
    known.sort(key=values.__getitem__, reverse=sort.startswith("-"))
    unknown = (place for place, value in enumerate(values) if value is None)
    return [found[place] for place in (*known, *unknown)]


def dossier_lines(moment: Moment, which: DossierList, offset: int, limit: int) -> tuple[DossierLine, ...]:
    """Up to ``limit`` lines of a list, beginning at index ``offset``. Dossiers that no longer exist are left out."""
    ids = which.ids[max(0, offset) : max(0, offset) + limit]
    found = lines_of(moment, ids, _is_ever(which.filter))
    lines = {line.id: line for line in found}
    return tuple(lines[dossier] for dossier in ids if dossier in lines)


def _is_ever(which: DossierFilter) -> bool:
    """Whether the filter also selects dossiers that ended before the moment's year."""
    return which.evidence is not None or which.only in RECEIVED


def lines_of(moment: Moment, ids: Sequence[int], ever: bool = False) -> Iterator[DossierLine]:
    """Yield one line for each of the dossiers ``ids``, with the dossier's state at the moment. The lines are unordered.

    Without ``ever``, a dossier that ended in an earlier year has the state NOT_YET (see ``StateRule``). The applicant
    is always the current one, because past versions may not store it.
    """
    rule = StateRule(moment, ever)
    columns = ", ".join(("{id}", moment.code_column, moment.applicant_column, *(f"s.{name}" for name in _SHOWN)))
    only = f"{{id}} IN ({', '.join(map(str, ids))})"
    for dossier, code, person, unit, procedure, field, officer, text, came, *state in moment.held(columns, only):
        status, received, due, finished, returned = state
        now = rule.state(*state)
        is_unclosed = now in _WANTED["unclosed"] and unclosed(finished, returned, moment.at)
        yield DossierLine(
            id=dossier,
            code=code,
            procedure=moment.text(procedure),
            field=moment.text(field),
            officer=moment.officer(officer),
            unit=moment.reader.unit_key(unit),
            status=status,
            status_text=moment.text(text),
            received=received,
            due=due,
            finished=finished,
            returned=returned,
            state=now,
            days_late=rule.days(now, due, finished),
            unclosed=is_unclosed,
            days_returned=moment.calendar.days_late(returned, moment.at) if is_unclosed else 0,
            channel=moment.text(came),
            applicant=person,
        )


def _band(which: DossierFilter, moment: Moment) -> Callable[[State, int, Stamp | None], bool]:
    """Return a function that tells whether a dossier is in the filter's age band. Without a band, every dossier is.

    The function takes the dossier's state, the days late, and the returned date. Callers must pass the returned date
    only for an unclosed dossier, and None for any other.
    """
    bounds, calendar = moment.registry.targets.age_bands, moment.calendar
    if which.band is not None:
        return lambda now, days, returned: now in LATE and _band_key(days, bounds) == which.band
    if which.return_age is not None:
        return lambda now, days, returned: (
            returned is not None and _band_key(calendar.days_late(returned, moment.at), bounds) == which.return_age
        )
    return lambda now, days, returned: True


def _band_key(days: int, bounds: Sequence[int]) -> str:
    return str(bounds[max(0, age_band(days, bounds))])


def _candidates(moment: Moment, which: DossierFilter) -> Iterator[tuple[Any, ...]]:
    """Yield the dossiers that the filter may select: for each the id, and its status and dates at the moment."""
    conditions, values = _conditions(moment, which)
    values |= {"start": year_start(moment.at), "now": moment.at}
    kinds = [PENDING_SQL, f"{LATE_SQL} AND finished >= :start"]
    if which.evidence is not None:
        kinds = [evidence_condition(moment, which.unit, which.evidence)]
    elif which.only in _CAME:
        kinds = [f"received BETWEEN :start AND :now AND {_CAME[which.only]}"]
    elif which.only == "all" or moment.cutoff > moment.at:
        kinds = ["1"]  # before the first list, a dossier that the first list shows as settled may have been open
    elif which.only == "resolved_late":
        # A dossier that was unfinished in its list may be finished by now.
        kinds[0] = f"{PENDING_SQL} AND settled = {SettledState.CLOCK_DEPENDENT:d}"
    elif which.only != "late":
        del kinds[1]
    for kind in kinds:
        yield from moment.held(f"{{id}}, {_JUDGED}", kind + conditions, values)


def _conditions(moment: Moment, which: DossierFilter) -> tuple[str, dict[str, Any]]:
    """The SQL condition for the unit, level and group of the filter, with its parameters.

    Unknown names match nothing.
    """
    connection = moment.connection
    values: dict[str, Any] = {}
    if which.unit is not None:
        values["unit"] = moment.unit_number(which.unit)
    for name, text in (("field", which.field), ("procedure", which.procedure)):
        if text is not None:
            found = connection.execute("SELECT id FROM term WHERE text = ?", (text,)).fetchone()
            values[name] = 0 if not text else found[0] if found else -1
    if which.officer is not None:
        unit, _, number = which.officer.rpartition("/")
        values["unit"] = moment.unit_number(unit) if unit else 0
        values["officer"] = int(number) if number.isdecimal() else -1
    conditions = "".join(f" AND {name} = :{name}" for name in values)
    if which.level:
        keys = {unit.key for unit in moment.registry.units.units if unit.level.value == which.level}
        known = connection.execute("SELECT key, id FROM unit").fetchall()
        conditions += f" AND unit IN ({', '.join(str(number) for key, number in known if key in keys)})"
    return conditions, values
