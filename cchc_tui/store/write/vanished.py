"""Finds vanished dossiers: dossiers that are missing from a newer list of the same scope.

A list does not state which dossiers it covers, so its scope is derived from its rows. If the scope is uncertain, no
dossier is reported: a list of one unit, of one period or of late dossiers only must never make other dossiers vanish. A
list covers a missing dossier if two conditions are met. First, the list has rows with the dossier's unit, field,
procedure, officer, channel, status and state, because a list may be filtered by each of these. Second, for each of the
dossier's dates, the list has rows with dates before and after.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count, islice
from typing import NamedTuple

from cchc_tui.domain.findings import ChangeKind
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.read.settled_state import SettledState
from cchc_tui.store.write.findings import Findings
from cchc_tui.store.write.loader import Incoming

#: A list must contain at least this share of the dossiers received in its period, per unit and per list that last
#: showed them. Otherwise it may have a filter that its content does not reveal: no office loses every other dossier
#: between two lists.
ENOUGH = 0.5

_PORTION = 900
_FETCHED = 5_000


class _Row(NamedTuple):
    """The values of a dossier by which whoever made a list may have filtered it."""

    id: int
    unit: int
    field: int
    procedure: int
    channel: int
    officer: int
    status: int
    settled: int
    received: Stamp
    due: Stamp | None
    finished: Stamp | None
    returned: Stamp | None

    @property
    def kinds(self) -> tuple[int, ...]:
        """The unit, field, procedure and channel (``_KINDS``).

        These four stay the same when the dossier's state changes.
        """
        return self.unit, self.field, self.procedure, self.channel

    @property
    def dates(self) -> tuple[Stamp | None, ...]:
        return self.received, self.due, self.finished, self.returned


_KINDS = ("unit", "field", "procedure", "channel")
_SELECT = f"SELECT {', '.join(_Row._fields)} FROM dossier"
_CLASSES = {
    SettledState.ON_TIME: "on time",
    SettledState.LATE_BY_HOURS: "late",
    SettledState.LATE_BY_DAYS: "late",
    SettledState.WITHDRAWN: "withdrawn",
    SettledState.WAITING: "waiting",
    SettledState.WAITING_UNCLOSED: "waiting",
}
#: Classes that a dossier never leaves.
_FOR_GOOD = frozenset({"on time"})
_ANYTHING = frozenset({"on time", "late", "withdrawn", "waiting"})
#: Class → the classes to which it may change; a list that lacks one of these may leave out the dossier.
_BECOMES = {"late": frozenset({"on time"})}
_ALL_LATE = frozenset({"late", "overdue"})


@dataclass(frozen=True, slots=True)
class _ListScope:
    """The scope of a list, given by the values in the list's rows.

    ``spans`` has the first and last value of each date; None if no row has the date.
    """

    kinds: tuple[frozenset[int], ...]
    officers: frozenset[int]
    statuses: frozenset[int]
    classes: frozenset[str]
    spans: tuple[tuple[Stamp, Stamp] | None, ...]
    blank: tuple[bool, ...]  # per date: whether some row lacks it
    units: Counter[int]  # number of dossiers per unit, without those new in this list

    @property
    def near(self) -> str:
        """An SQL condition: ``received`` is true, and the list has the dossier's unit, field, procedure and channel."""
        kinds = (
            f"{name} IN ({', '.join(map(str, sorted(held)))})" for name, held in zip(_KINDS, self.kinds, strict=True)
        )
        return " AND ".join(("unit <> 0", *kinds, self.received))

    @property
    def received(self) -> str:
        """An SQL condition: the dossier was received in the list's period."""
        first, last = self.spans[0] or (DAY, 0)
        return f"received BETWEEN {first // DAY * DAY} AND {last // DAY * DAY + DAY - 1}"

    def covers(self, row: _Row, moment: Stamp) -> bool:
        """Whether the list would contain a dossier that is still in its last known state. ``row`` has that state."""
        if row.officer not in self.officers or row.status not in self.statuses:
            return False
        if _class_of(row, moment) not in self.classes:
            return False
        dates = zip(row.dates, self.spans, self.blank, strict=True)
        return all(
            blank if value is None else span is not None and span[0] // DAY <= value // DAY <= span[1] // DAY
            for value, span, blank in dates
        )

    def covers_change(self, row: _Row, moment: Stamp, seen: Stamp) -> bool:
        """Whether the list would contain a dossier whose state had changed after ``seen``.

        ``row`` is the last known state of the dossier, and ``seen`` is the moment of the last list that showed the
        dossier. A list of dossiers finished in a period lacks dossiers that were finished later, or backdated to before
        the period. So the list must contain a dossier finished after ``seen``. And the due day of ``row`` must not be
        before the first finished day in the list.
        """
        if not _BECOMES.get(_class_of(row, moment), _ANYTHING) <= self.classes:
            return False
        finished = self.spans[2]
        if finished is None or (row.due is not None and row.due // DAY < finished[0] // DAY):
            return False
        return all(span is None or span[1] > seen for span in self.spans[2:])


def note_vanished(
    connection: sqlite3.Connection,
    findings: Findings,
    incoming: Incoming,
    shown: array[int],
    before: array[int],
    moments: dict[int, Stamp],
    rejected: int,
) -> None:
    """End the findings of dossiers that this list shows again. Add findings for vanished dossiers.

    Findings are only added if this list is the newest one. For each dossier number, ``shown`` is not 0 if the dossier
    is in this list. ``before`` has the number of the list that last showed the dossier before this load. ``rejected``
    is the number of rejected rows in this list: any of them may be the row of a missing dossier.
    """
    open_findings = findings.open_findings(ChangeKind.VANISHED)
    moment = incoming.moment
    findings.end((number, since) for dossier, number, since in open_findings if shown[dossier] and since <= moment)
    if moment < max(moments.values()):
        return
    flagged = {dossier for dossier, _, _ in open_findings}
    if not _anything_missing(connection, shown, len(before), flagged):
        return
    scope = _scope_of(_rows(connection, shown), moment, len(before))
    if scope is None or not _any_unit_there(connection, scope, len(before), len(flagged)):
        return
    # SQLite filters first: for a small list and many dossiers this excludes nearly all of them.
    near = map(_Row._make, connection.execute(f"{_SELECT} WHERE id < ? AND {scope.near}", (len(before),)))
    gone: list[tuple[_Row, bool]] = []  # with whether it never leaves its class
    narrowed = False
    for row in near:
        if shown[row.id] or row.id in flagged:
            continue
        narrowed = narrowed or _class_of(row, moment) not in scope.classes or row.status not in scope.statuses
        if (seen := moments[before[row.id]]) < moment and scope.covers(row, moment):
            for_good = _class_of(row, moment) in _FOR_GOOD
            if for_good or scope.covers_change(row, moment, seen):
                gone.append((row, for_good))
    missing = [row for row, for_good in gone if for_good or not narrowed]
    missed = _enough_there(connection, missing, scope, shown, before, flagged)
    lists = ", ".join({str(before[row.id]) for row in missed})
    rejects = dict(connection.execute(f"SELECT id, rejected FROM export WHERE id IN ({lists})").fetchall())
    for row in missed:
        # A list with more rejected rows than the one that last showed the dossier may have rejected the dossier's row.
        if rejected <= rejects[before[row.id]]:
            findings.add(ChangeKind.VANISHED, row.id, moments[before[row.id]], None)


def _any_unit_there(connection: sqlite3.Connection, scope: _ListScope, known: int, flagged: int) -> bool:
    """Whether the list may have at least the share ``ENOUGH`` of the dossiers of some unit.

    This takes little time for small lists. ``flagged`` is the number of dossiers that are already flagged as vanished,
    of which each may belong to any unit.
    """
    query = f"SELECT unit, count(*) FROM dossier WHERE {scope.received} AND id < {known} GROUP BY unit"
    counts = dict(connection.execute(query).fetchall())
    return any(n >= ENOUGH * (counts.get(unit, 0) - flagged) for unit, n in scope.units.items() if unit and n)


def _anything_missing(connection: sqlite3.Connection, shown: array[int], known: int, flagged: set[int]) -> bool:
    """Whether the list lacks a dossier that is not yet flagged as vanished. Takes a millisecond for a full list."""
    if shown.count(0) == 1:  # position 0 is unused
        return False
    absent = (dossier for dossier in range(1, known) if not shown[dossier] and dossier not in flagged)
    missing = list(islice(absent, _PORTION + 1))
    if len(missing) > _PORTION:
        return True
    # Some numbers are unused, because the first list had a code twice.
    ids = ", ".join(map(str, missing))
    return connection.execute(f"SELECT 1 FROM dossier WHERE id IN ({ids}) LIMIT 1").fetchone() is not None


def _rows(connection: sqlite3.Connection, shown: array[int]) -> Iterator[_Row]:
    """Yield the states of the dossiers in the list. If these are many, the whole table is read."""
    if (len(shown) - shown.count(0)) * 4 < len(shown):
        query = f"{_SELECT} WHERE id IN (SELECT value FROM json_each(?))"
        wanted = list(compress(count(), shown))
        yield from map(_Row._make, connection.execute(query, (json.dumps(wanted),)))
        return
    cursor = connection.execute(_SELECT)
    while rows := cursor.fetchmany(_FETCHED):
        yield from (_Row._make(row) for row in rows if shown[row[0]])


def _class_of(row: _Row, moment: Stamp) -> str:
    """The class of a dossier at a moment, such as overdue or waiting. A list may be filtered by class."""
    if row.settled in (SettledState.OPEN, SettledState.UNCLOSED):
        return "overdue" if row.due is not None and row.due < moment else "in time"
    return _CLASSES.get(SettledState(row.settled), "clock-dependent")


def _scope_of(rows: Iterator[_Row], moment: Stamp, known: int) -> _ListScope | None:
    """The scope of a list. None if the list has only late, only finished, or only unfinished dossiers.

    Dossiers with numbers below ``known`` were in the store before this list.
    """
    kinds: set[tuple[int, ...]] = set()
    officers: set[int] = set()
    statuses: set[int] = set()
    classes: set[str] = set()
    finished: set[bool] = set()
    spans: list[tuple[Stamp, Stamp] | None] = [None] * 4
    blank = [False] * 4
    units: Counter[int] = Counter()
    for row in rows:
        kinds.add(row.kinds)
        units[row.unit] += row.id < known
        officers.add(row.officer)
        statuses.add(row.status)
        classes.add(_class_of(row, moment))
        finished.add(row.finished is not None)
        for place, value in enumerate(row.dates):
            span = spans[place]
            if value is None:
                blank[place] = True
            else:
                spans[place] = (value, value) if span is None else (min(value, span[0]), max(value, span[1]))
    if len(finished) < 2 or classes <= _ALL_LATE:
        return None
    held = (frozenset(officers), frozenset(statuses), frozenset(classes))
    by_kind = tuple(map(frozenset, zip(*kinds, strict=True)))
    return _ListScope(by_kind, *held, tuple(spans), tuple(blank), units)


def _enough_there(
    connection: sqlite3.Connection,
    gone: list[_Row],
    scope: _ListScope,
    shown: Sequence[int],
    before: array[int],
    flagged: set[int],
) -> list[_Row]:
    """The dossiers of ``gone`` whose absence means something, because this list shows enough other dossiers.

    For each missing dossier, the list must have the share ``ENOUGH`` of the dossiers of its unit, and of the dossiers
    in the list that last showed it. Only dossiers received in this list's period and not flagged as vanished are
    counted.
    """
    if not gone:
        return []
    units = ", ".join({str(row.unit) for row in gone})
    query = f"SELECT id, unit FROM dossier WHERE unit IN ({units}) AND id < ? AND {scope.received}"
    known: Counter[tuple[str, int]] = Counter()
    there: Counter[tuple[str, int]] = Counter()
    for dossier, unit in connection.execute(query, (len(before),)):
        for group in (("unit", unit), ("list", before[dossier])):
            known[group] += dossier not in flagged
            there[group] += shown[dossier] > 0

    def enough(group: tuple[str, int]) -> bool:
        return there[group] >= ENOUGH * known[group]

    return [row for row in gone if enough(("unit", row.unit)) and enough(("list", before[row.id]))]
