"""Which dossiers vanished: missing from a newer list of the same scope (an export never deletes, DESIGN §4).

No list says what it covers, so that is worked out from what it holds, and where it can't be told, nothing is said: a
list of one unit, of one period, of late dossiers only must never make others vanish. A missing dossier is covered
where all that a list may be narrowed by is in the file: its unit, field, procedure, officer and way of coming; its
status and how it stands; its dates, between the first and the last of the file.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cchc_tui.domain.findings import ChangeKind
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.read.settled_state import SettledState
from cchc_tui.store.write.findings import Findings
from cchc_tui.store.write.loader import Incoming

#: Of the dossiers received in a list's time at least this share must be there, of each unit and of what each earlier
#: list was the last to show: with fewer it is narrowed by something that can't be seen in it. Half, since an office
#: doesn't lose every other dossier between two lists.
ENOUGH = 0.5

_PORTION = 900
_FETCHED = 5_000


class _Row(NamedTuple):
    """What of a dossier's state a list may be narrowed by."""

    id: int
    unit: int
    field: int
    procedure: int
    channel: int
    officer: int
    status: int
    standing: int
    received: Stamp
    due: Stamp | None
    finished: Stamp | None
    returned: Stamp | None

    @property
    def kinds(self) -> tuple[int, ...]:
        """What never changes: ``_KINDS``."""
        return self.unit, self.field, self.procedure, self.channel

    @property
    def dates(self) -> tuple[Stamp | None, ...]:
        """The four dates."""
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
#: What such a dossier stays.
_FOR_GOOD = frozenset({"on time"})
_ANYTHING = frozenset({"on time", "late", "withdrawn", "waiting"})
#: What another may have become since; a list that leaves out any of it may have left out the dossier.
_BECOMES = {"late": frozenset({"on time"})}
_ALL_LATE = frozenset({"late", "overdue"})


@dataclass(frozen=True, slots=True)
class _ListScope:
    """What a list holds. ``spans`` are days, from and to, of each date; None where no row has it."""

    kinds: tuple[frozenset[int], ...]
    officers: frozenset[int]
    statuses: frozenset[int]
    classes: frozenset[str]
    spans: tuple[tuple[int, int] | None, ...]
    blank: tuple[bool, ...]  # of each date, whether a row has none
    latest: tuple[Stamp | None, ...]  # of each date, the last one
    units: Counter[int]  # how many dossiers of each that were known before

    @property
    def near(self) -> str:
        """An SQL condition: of the list's units, fields, procedures and ways of coming, and received in its time."""
        kinds = (
            f"{name} IN ({', '.join(map(str, sorted(held)))})" for name, held in zip(_KINDS, self.kinds, strict=True)
        )
        return " AND ".join(("unit <> 0", *kinds, self.received))

    @property
    def received(self) -> str:
        """An SQL condition: received in the list's time."""
        first, last = self.spans[0] or (1, 0)
        return f"received BETWEEN {first * DAY} AND {last * DAY + DAY - 1}"

    def covers(self, row: _Row, moment: Stamp) -> bool:
        """Whether a dossier near it would be in the list, had it stayed as it was."""
        if row.officer not in self.officers or row.status not in self.statuses:
            return False
        if _class_of(row, moment) not in self.classes:
            return False
        dates = zip(row.dates, self.spans, self.blank, strict=True)
        return all(
            blank if value is None else span is not None and span[0] <= value // DAY <= span[1]
            for value, span, blank in dates
        )

    def covers_change(self, row: _Row, moment: Stamp, seen: Stamp) -> bool:
        """Whether it would be in the list, had it moved on since it was last ``seen``: finished, set back, withdrawn.

        A list of what was finished in some time leaves out what was finished after it, or set back to before it. So
        the list must show something that was finished after the dossier was last seen.
        """
        if not _BECOMES.get(_class_of(row, moment), _ANYTHING) <= self.classes:
            return False
        finished = self.spans[2]
        if finished is None or (row.due is not None and row.due // DAY < finished[0]):
            return False
        return all(end is None or end > seen for end in self.latest[2:])


def note_vanished(
    connection: sqlite3.Connection,
    findings: Findings,
    incoming: Incoming,
    shown: array[int],
    before: array[int],
    moments: dict[int, Stamp],
    rejected: int,
) -> None:
    """Adds findings of what vanished, and ends those of what is there again.

    ``shown`` and ``before`` go by dossier: not 0 where this list shows it, and the list that last did so before, for
    all dossiers known before. ``rejected`` rows of this list may be of any of them.
    """
    standing = findings.open_findings(ChangeKind.VANISHED)
    moment = incoming.moment
    findings.end((number, since) for dossier, number, since in standing if shown[dossier] and since <= moment)
    if moment < max(moments.values()):
        return
    flagged = {dossier for dossier, _, _ in standing}
    if not _anything_missing(connection, shown, len(before), flagged):
        return
    there = [dossier for dossier in range(1, len(shown)) if shown[dossier]]
    scope = _scope_of(_rows(connection, there, len(shown)), moment, len(before))
    if scope is None or not _any_unit_there(connection, scope, len(before), len(flagged)):
        return
    # The database itself leaves out what is far from it: nearly everything, of a small list among many dossiers.
    near = map(_Row._make, connection.execute(f"{_SELECT} WHERE id < ? AND {scope.near}", (len(before),)))
    left = [row for row in near if not shown[row.id] and row.id not in flagged]
    narrowed = any(_class_of(row, moment) not in scope.classes or row.status not in scope.statuses for row in left)
    gone = [
        row
        for row in left
        if (seen := moments[before[row.id]]) < moment
        and scope.covers(row, moment)
        and (_class_of(row, moment) in _FOR_GOOD or (not narrowed and scope.covers_change(row, moment, seen)))
    ]
    missed = _enough_there(connection, gone, scope, shown, before, flagged)
    lists = ", ".join({str(before[row.id]) for row in missed})
    rejects = dict(connection.execute(f"SELECT id, rejected FROM export WHERE id IN ({lists})").fetchall())
    for row in missed:
        # A list that rejected more rows than the one that last showed the dossier may hold it among these.
        if rejected <= rejects[before[row.id]]:
            findings.add(ChangeKind.VANISHED, row.id, moments[before[row.id]], None)


def _any_unit_there(connection: sqlite3.Connection, scope: _ListScope, known: int, flagged: int) -> bool:
    """Whether of some unit enough may be there: of a small list among many dossiers the database counts that at once.

    Which unit the ``flagged`` ones are of is not asked; they may all be of any.
    """
    query = f"SELECT unit, count(*) FROM dossier WHERE {scope.received} AND id < {known} GROUP BY unit"
    counts = dict(connection.execute(query).fetchall())
    return any(n >= ENOUGH * (counts.get(unit, 0) - flagged) for unit, n in scope.units.items() if unit and n)


def _anything_missing(connection: sqlite3.Connection, shown: array[int], known: int, flagged: set[int]) -> bool:
    """Whether the list leaves out a dossier that is not known to be gone; of a full list it costs a millisecond."""
    if shown.count(0) == 1:  # the place of number 0, which no dossier has
        return False
    missing = [dossier for dossier in range(1, known) if not shown[dossier] and dossier not in flagged]
    if len(missing) > _PORTION:
        return True
    # Numbers are left free where the first list had a code twice.
    ids = ", ".join(map(str, missing))
    return connection.execute(f"SELECT 1 FROM dossier WHERE id IN ({ids}) LIMIT 1").fetchone() is not None


def _rows(connection: sqlite3.Connection, wanted: Sequence[int], known: int) -> Iterator[_Row]:
    """The states of dossiers; few are looked up, of many the table is read through."""
    if len(wanted) * 4 < known:
        for start in range(0, len(wanted), _PORTION):
            ids = ", ".join(map(str, wanted[start : start + _PORTION]))
            yield from map(_Row._make, connection.execute(f"{_SELECT} WHERE id IN ({ids})").fetchall())
        return
    asked = set(wanted)
    cursor = connection.execute(_SELECT)
    while rows := cursor.fetchmany(_FETCHED):
        yield from (_Row._make(row) for row in rows if row[0] in asked)


def _class_of(row: _Row, moment: Stamp) -> str:
    """How a dossier stands at a moment, as lists are narrowed by it."""
    if row.standing in (SettledState.OPEN, SettledState.UNCLOSED):
        return "overdue" if row.due is not None and row.due < moment else "in time"
    return _CLASSES.get(SettledState(row.standing), "odd")


def _scope_of(rows: Iterator[_Row], moment: Stamp, known: int) -> _ListScope | None:
    """What a list holds; None where it tells nothing: only late ones, only finished ones, only unfinished ones.

    Dossiers with numbers below ``known`` were known before it.
    """
    kinds: set[tuple[int, ...]] = set()
    officers: set[int] = set()
    statuses: set[int] = set()
    classes: set[str] = set()
    finished: set[bool] = set()
    spans: list[tuple[int, int] | None] = [None] * 4
    blank = [False] * 4
    latest: list[Stamp | None] = [None] * 4
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
                day = value // DAY
                latest[place] = max(value, latest[place] or value)
                spans[place] = (day, day) if span is None else (min(day, span[0]), max(day, span[1]))
    if len(finished) < 2 or classes <= _ALL_LATE:
        return None
    held = (frozenset(officers), frozenset(statuses), frozenset(classes))
    by_kind = tuple(map(frozenset, zip(*kinds, strict=True)))
    return _ListScope(by_kind, *held, tuple(spans), tuple(blank), tuple(latest), units)


def _enough_there(
    connection: sqlite3.Connection,
    gone: list[_Row],
    scope: _ListScope,
    shown: Sequence[int],
    before: array[int],
    flagged: set[int],
) -> list[_Row]:
    """Of what seems to be gone, that of which the list has enough to be of the same scope.

    Enough of the dossiers that were received in the list's time: of the unit, and of what the same list showed before.
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
