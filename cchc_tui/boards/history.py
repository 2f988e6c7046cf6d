"""The record of one dossier, with all versions that exports have shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from cchc_tui.boards.dossiers import DossierPage, DossierVersion, Person, lines_of
from cchc_tui.boards.findings import FindingRows
from cchc_tui.boards.moment import Moment
from cchc_tui.domain.dossiers import DATES, PERSONAL
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.store.read import last_shown
from cchc_tui.store.read.columns import CONTENT
from cchc_tui.store.read.personal import ALIAS
from cchc_tui.store.write.encoding import CONTENT_PART, PERSON, ROW, STORED_COLUMNS
from cchc_tui.store.write.history import StatePeriod, state_periods

#: A field of a state that says only that personal data differ, where these are hidden.
PERSON_FIELD = "person"
_PERSONS = f"SELECT n, {', '.join(PERSONAL)} FROM {ALIAS}.person WHERE dossier = ?"
_TEXTS = ("status_text", "procedure", "field", "channel")


def dossier_page(moment: Moment, dossier: int) -> DossierPage | None:
    """A dossier at a moment, with its versions up to the moment. None if no list had shown the dossier by then.

    Raises NotAllowedError if the viewer sees only one unit's dossiers and the dossier belongs to another unit.
    """
    connection = moment.connection
    line = next(lines_of(moment, [dossier]), None)
    if line is None:
        unit = connection.execute("SELECT unit FROM dossier WHERE id = ?", (dossier,)).fetchone()
        if unit is not None and unit[0] != moment.own_number:
            moment.require_own(None)
        return None
    seen = _seen(connection, dossier)
    found = state_periods(connection, dossier, seen)
    shown = [run for run in found if run.since <= moment.cutoff]
    names = dict(_names(connection, found))
    persons = _persons(moment, dossier)
    texts = persons.get(shown[-1].stored[PERSON])
    person = None if texts is None else Person(*texts[: len(Person._fields)])
    unit = moment.registry.units.by_key.get(line.unit)
    return DossierPage(
        as_of=moment.at,
        data_as_of=moment.data_as_of,
        line=line,
        unit_name=unit.name if unit else line.unit,
        versions=tuple(
            _version(moment, run, before, names, persons) for run, before in zip(shown, [None, *shown], strict=False)
        ),
        last_seen=seen if shown == found else shown[-1].seen,
        problems=_problems(connection, shown[-1]),
        later=len(found) - len(shown),
        findings=tuple(FindingRows(moment).of_dossier(dossier)),
        person=person,
    )


def _seen(connection: sqlite3.Connection, dossier: int) -> Stamp:
    export = last_shown.read(connection)[dossier]
    return int(connection.execute("SELECT moment FROM export WHERE id = ?", (export,)).fetchone()[0])


def _names(connection: sqlite3.Connection, found: list[StatePeriod]) -> list[tuple[int, str]]:
    ids = ", ".join(str(run.export) for run in found)
    return connection.execute(f"SELECT id, name FROM export WHERE id IN ({ids})").fetchall()


def _problems(connection: sqlite3.Connection, run: StatePeriod) -> tuple[Problem, ...]:
    """The problems of the export's row from which the state of the period ``run`` was loaded."""
    query = """
        SELECT severity, code, sheet, row, heading, value, expected FROM problem
        WHERE export = ? AND severity IN ('noted', 'unplaced') AND row = ? ORDER BY id
    """
    found = connection.execute(query, (run.export, run.stored[ROW])).fetchall()
    return tuple(Problem(Severity(severity), *rest) for severity, *rest in found)


def _persons(moment: Moment, dossier: int) -> dict[int, tuple[str, ...]]:
    """The versions of a dossier's personal data, each as texts in the order of ``PERSONAL``. {} if they are hidden.

    The keys are the numbers to which the column ``person`` of a state refers.
    """
    if not moment.access.personal:
        return {}
    return {n: tuple(texts) for n, *texts in moment.connection.execute(_PERSONS, (dossier,)).fetchall()}


def _changed(run: StatePeriod, before: StatePeriod | None, persons: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The names of the fields in which the state ``run`` differs from the state ``before``; () if ``before`` is None.

    ``PERSON_FIELD`` stands for personal fields that are hidden.
    """
    if before is None:
        return ()
    now, then = (dict(zip(STORED_COLUMNS, state.stored, strict=True)) for state in (run, before))
    names = [name for name in CONTENT if now[name] != then[name]]
    if now["person"] == then["person"]:
        return tuple(names)
    if not persons:
        return (*names, PERSON_FIELD)
    mine, others = persons[now["person"]], persons[then["person"]]
    names += [name for name, one, other in zip(PERSONAL, mine, others, strict=True) if one != other]
    return tuple(dict.fromkeys(names))


def _version(
    moment: Moment,
    run: StatePeriod,
    before: StatePeriod | None,
    names: dict[int, str],
    persons: Mapping[int, tuple[str, ...]],
) -> DossierVersion:
    state = dict(zip(CONTENT, run.stored[CONTENT_PART], strict=True))
    texts: dict[str, Any] = {name: moment.text(state[name]) for name in _TEXTS}
    query = "SELECT agency, department FROM place WHERE id = ?"
    place = moment.connection.execute(query, (state["place"],)).fetchone()
    return DossierVersion(
        since=run.since,
        until=run.until,
        export=run.export,
        export_name=names.get(run.export, ""),
        row=run.stored[ROW],
        **{name: state[name] for name in ("status", *DATES, "date_only")},
        agency=place[0],
        department=place[1],
        **texts,
        officer=moment.officer(state["officer"]),
        helped=bool(state["helper"]),
        changed=_changed(run, before, persons),
    )
