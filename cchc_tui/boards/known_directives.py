"""The directives known at a moment. They come from entries in meetings, and from the sheets of directives."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import groupby
from typing import Any

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.directives import Act, Directive, DirectiveEntry, Progress, directives_of
from cchc_tui.domain.moments import DAY, Stamp, to_date
from cchc_tui.sheets.directives import SHEET
from cchc_tui.store.read.memo import ALL
from cchc_tui.store.write.directives import entries

_COLUMNS = "since, row, text, units, given, due, measure, state, result"
_CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of a row in the sheet of directives. ``since`` is the moment of the first file with this version."""

    since: Stamp
    row: int
    text: str
    units: tuple[str, ...]
    given: Stamp
    due: Stamp | None
    measure: str
    state: str
    result: str

    @property
    def id(self) -> str:
        """The id of the directive that the row describes. Entries refer to it as ``DirectiveEntry.directive``.

        Rows with equal ``text``, ``units`` and ``given`` describe the same directive.
        """
        key = json.dumps([self.text, sorted(self.units), self.given])
        return f"s{blake2b(key.encode(), digest_size=8).hexdigest()[1:]}"


def known_directives(moment: Moment) -> tuple[Directive, ...]:
    """The directives given up to a moment, the earliest first, as entries and sheets up to the moment describe them.

    If the moment is before the first sheet, the rows of the first sheet are used.
    """
    early = (moment.newest_of(SHEET.name) or 0) > moment.at
    key = (ALL, "directive entries", early)
    found, rows = moment.memo.get_or_make(moment, key, lambda: _all_entries(moment, early))
    known = [
        replace(one, given=rows[one.id].given) if one.id in rows else one for one in directives_of(found, moment.at)
    ]
    places = {key: (row.since, row.row) for key, row in rows.items()}
    return tuple(sorted(known, key=lambda one: (one.given, places.get(one.id, (0, 0)), one.id)))


def _all_entries(moment: Moment, early: bool) -> tuple[list[DirectiveEntry], dict[str, _Version]]:
    """All entries about directives, and the first version of each sheet row by directive id.

    The entries include those that follow from sheets. With ``early``, only the first sheet is read.
    """
    found = entries(moment.connection)
    firsts = {}
    query = f"SELECT {_COLUMNS} FROM [{SHEET.name}] ORDER BY text, units, given, since, id"
    rows = [_version(moment, values) for values in moment.connection.execute(query).fetchall()]
    first = min((row.since for row in rows), default=0)
    if early:
        rows = [row for row in rows if row.since == first]
    for directive, versions in groupby(sorted(rows, key=lambda row: (row.id, row.since)), key=lambda row: row.id):
        said = list(versions)
        firsts[directive] = said[0]
        found += _entries_of(said, known=0 if said[0].since == first else said[0].since, early=early)
    return found, firsts


def _version(moment: Moment, values: Iterable[Any]) -> _Version:
    since, row, text, units, given, due, *rest = values
    keys = tuple(moment.reader.unit_key(number) for number in json.loads(units))
    return _Version(since, row, text, keys, given, None if due is None else due // DAY * DAY, *rest)


def _entries_of(versions: list[_Version], known: Stamp, early: bool) -> Iterator[DirectiveEntry]:
    """Turn the versions of one sheet row into entries. The first entry is GIVEN.

    The moment of the first entry is the row's ``given``, or ``known`` if that is later. Progress counts from the moment
    of the sheet that states it. With ``early``, progress counts from the day on which the directive was given.
    """
    before: _Version | None = None
    done: Stamp | None = None
    for row in versions:
        at = row.given if early else max(row.given, row.since)
        if before is None:
            given = DirectiveEntry(row.id, Act.GIVEN, max(row.given, known))
            yield given._replace(text=row.text, units=row.units, measure=row.measure, due=row.due)
        elif row.measure == before.measure and row.due and before.due and row.due > before.due:
            yield DirectiveEntry(row.id, Act.EXTENDED, at, due=row.due)
        elif (row.measure, row.due) != (before.measure, before.due):
            corrected = DirectiveEntry(row.id, Act.CORRECTED, at)
            yield corrected._replace(text=row.text, units=row.units, measure=row.measure, due=row.due)
        done = (done or max(row.given, row.since)) if row.state == Progress.DONE else None
        yield from _report(row, before, at, done)
        before = row


def _report(row: _Version, before: _Version | None, at: Stamp, done: Stamp | None) -> Iterator[DirectiveEntry]:
    """Yield an entry if the state or the result of ``row`` differs from ``before``, the row's previous version.

    ``done`` is the moment since which the sheets say "done" (None: the newest sheet does not say so).
    """
    was = ("", "") if before is None else (before.state, before.result)
    if (row.state, row.result) == was or (before is None and row.state in ("", Progress.TODO) and not row.result):
        return
    if row.state == _CANCELLED:
        yield DirectiveEntry(row.id, Act.CANCELLED, at, result=row.result)
        return
    yield DirectiveEntry(row.id, Act.REPORTED, at, progress=row.state or Progress.TODO, done=done, result=row.result)


def unit_keys(moment: Moment, one: Directive) -> tuple[str, ...]:
    """The keys of the units to which a directive is given, and the levels.

    An unknown unit stays as the directive names it.
    """
    units, day = moment.registry.units, to_date(one.given)
    return tuple(unit.key if (unit := units.of(name, day)) else name for name in one.units)
