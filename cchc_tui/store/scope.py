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

from cchc_tui.domain.findings import Change
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.findings import Findings
from cchc_tui.store.sink import Incoming
from cchc_tui.store.standing import Standing

#: Of what a list covers at least this share must be there, of each unit and of what each earlier list was the last to
#: show: with fewer it is narrowed by something that can't be seen in it. Half is what chance alone does not reach: an
#: office doesn't lose every other dossier between two lists.
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
        """What seldom or never changes, and the status: ``_KINDS``."""
        return self.unit, self.field, self.procedure, self.channel, self.officer, self.status

    @property
    def dates(self) -> tuple[Stamp | None, ...]:
        """The four dates: ``_DATES``."""
        return self.received, self.due, self.finished, self.returned


_KINDS = ("unit", "field", "procedure", "channel", "officer", "status")
_DATES = ("received", "due", "finished", "returned")
_SELECT = f"SELECT {', '.join(_Row._fields)} FROM dossier"
_CLASSES = {
    Standing.ON_TIME: "on time",
    Standing.LATE_BY_HOURS: "late",
    Standing.LATE_BY_DAYS: "late",
    Standing.WITHDRAWN: "withdrawn",
    Standing.WAITING: "waiting",
    Standing.WAITING_UNCLOSED: "waiting",
}
#: What such a dossier stays. Another may have become anything since: an open one is finished, a late one set back.
_FOR_GOOD = frozenset({"on time", "withdrawn"})
_ALL_LATE = frozenset({"late", "overdue"})


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a list holds. ``spans`` are days, from and to, of each date; None where no row has it."""

    kinds: tuple[frozenset[int], ...]
    classes: frozenset[str]
    spans: tuple[tuple[int, int] | None, ...]

    @property
    def covers(self) -> str:
        """An SQL condition: a dossier would be in the list, had it stayed as it was; how it stands is not looked at."""
        kinds = [
            f"{name} IN ({', '.join(map(str, sorted(held)))})" for name, held in zip(_KINDS, self.kinds, strict=True)
        ]
        dates = [
            f"{name} IS NULL"
            if span is None
            else f"({name} IS NULL OR {name} BETWEEN {span[0] * DAY} AND {span[1] * DAY + DAY - 1})"
            for name, span in zip(_DATES, self.spans, strict=True)
        ]
        return " AND ".join(("unit <> 0", *kinds, *dates))


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
    standing = findings.standing(Change.VANISHED)
    moment = incoming.moment
    findings.end((number, since) for dossier, number, since in standing if shown[dossier] and since <= moment)
    if moment < max(moments.values()):
        return
    flagged = {dossier for dossier, _, _ in standing}
    if not _anything_missing(connection, shown, len(before), flagged):
        return
    there = [dossier for dossier in range(1, len(shown)) if shown[dossier]]
    scope = _scope_of(_rows(connection, there, len(shown)), moment)
    if scope is None:
        return
    # The database itself leaves out what is not covered: nearly everything, of a small list among many dossiers.
    covered = map(_Row._make, connection.execute(f"{_SELECT} WHERE id < ? AND {scope.covers}", (len(before),)))
    left = [row for row in covered if not shown[row.id] and row.id not in flagged]
    left_out = {_class_of(row, moment) for row in left} - scope.classes
    gone = [
        row
        for row in left
        if moments[before[row.id]] < moment
        and (name := _class_of(row, moment)) in scope.classes
        and (name in _FOR_GOOD or not left_out)
    ]
    for dossier in _enough_there(connection, gone, shown, before, rejected):
        findings.add(Change.VANISHED, dossier, moments[before[dossier]], None)


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
    if row.standing in (Standing.OPEN, Standing.UNCLOSED):
        return "overdue" if row.due is not None and row.due < moment else "in time"
    return _CLASSES.get(Standing(row.standing), "odd")


def _scope_of(rows: Iterator[_Row], moment: Stamp) -> _Scope | None:
    """What a list holds; None where it tells nothing: only late ones, only finished ones, only unfinished ones."""
    kinds: set[tuple[int, ...]] = set()
    classes: set[str] = set()
    finished: set[bool] = set()
    spans: list[tuple[int, int] | None] = [None] * 4
    for row in rows:
        kinds.add(row.kinds)
        classes.add(_class_of(row, moment))
        finished.add(row.finished is not None)
        for place, value in enumerate(row.dates):
            span = spans[place]
            if value is not None:
                day = value // DAY
                spans[place] = (day, day) if span is None else (min(day, span[0]), max(day, span[1]))
    if len(finished) < 2 or classes <= _ALL_LATE:
        return None
    return _Scope(tuple(map(frozenset, zip(*kinds, strict=True))), frozenset(classes), tuple(spans))


def _enough_there(
    connection: sqlite3.Connection, gone: list[_Row], shown: Sequence[int], before: array[int], rejected: int
) -> list[int]:
    """Of what seems to be gone, that of which the list has enough to be of the same scope.

    A list that rejected more rows than the one that last showed a dossier may hold it among these.
    """
    if not gone:
        return []
    by_list = Counter(before[row.id] for row in gone)
    by_unit = Counter(row.unit for row in gone)
    lists_there = Counter(export for export, row in zip(before, shown, strict=False) if row)
    rejects = dict(connection.execute("SELECT id, rejected FROM export").fetchall())

    def enough(there: int, missing: int) -> bool:
        return there >= ENOUGH * (there + missing)

    gone = [
        row
        for row in gone
        if enough(lists_there[before[row.id]], by_list[before[row.id]]) and rejected <= rejects[before[row.id]]
    ]
    if not gone:
        return []  # as nearly always: the table is read through for the rest
    units = ", ".join({str(row.unit) for row in gone})
    found = connection.execute(f"SELECT id, unit FROM dossier WHERE unit IN ({units}) AND id < ?", (len(before),))
    units_there = Counter(unit for dossier, unit in found if shown[dossier])
    return [row.id for row in gone if enough(units_there[row.unit], by_unit[row.unit])]
