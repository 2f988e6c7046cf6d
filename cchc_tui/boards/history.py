"""One dossier with every version that exports ever showed of it."""

from __future__ import annotations

import sqlite3

from cchc_tui.boards.dossiers import DossierPage, DossierVersion, Person, lines_of
from cchc_tui.boards.findings import Finder
from cchc_tui.boards.hiding import Hider
from cchc_tui.boards.late import officer_name
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.privacy import HIDDEN, Shows
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.registry import Registry
from cchc_tui.settings import Settings
from cchc_tui.store import asserted
from cchc_tui.store.columns import CONTENT, PERSONAL
from cchc_tui.store.database import Reader
from cchc_tui.store.encoding import CONTENT_PART, PERSONAL_PART, ROW, STORED
from cchc_tui.store.figures import cutoff_of, data_as_of
from cchc_tui.store.history import Run, runs

_COMPARED = (*CONTENT, *PERSONAL)


def dossier_page(
    reader: Reader, at: Stamp, dossier: int, registry: Registry, settings: Settings, shows: Shows = HIDDEN
) -> DossierPage | None:
    """A dossier as it was at a moment, and what it had been before; None where it was not known then."""
    with reader.snapshot() as connection:
        line = next(iter(list(lines_of(reader, connection, [dossier], at, registry, settings, shows=shows))), None)
        if line is None:
            return None
        cutoff = cutoff_of(connection, at)
        seen = _seen(connection, dossier)
        found = runs(connection, dossier, seen)
        shown = [run for run in found if run.since <= cutoff]
        hide = Hider(registry, shows)
        names = {export: hide.text(name) for export, name in _names(connection, found)}
        person = Person._make(shown[-1].stored[PERSONAL_PART]) if shows.personal else None
        unit = registry.units.by_key.get(line.unit)
        return DossierPage(
            as_of=at,
            data_as_of=data_as_of(connection, at),
            line=line,
            unit_name=unit.name if unit else line.unit,
            versions=tuple(
                _version(reader, connection, run, before, names, hide, shows)
                for run, before in zip(shown, [None, *shown], strict=False)
            ),
            last_seen=seen if shown == found else shown[-1].seen,
            problems=_problems(connection, shown[-1], hide),
            later=len(found) - len(shown),
            findings=tuple(Finder(reader, connection, at, registry, shows=shows).of_dossier(dossier)),
            person=person,
        )


def _seen(connection: sqlite3.Connection, dossier: int) -> Stamp:
    """The moment of the list that last showed it."""
    export = asserted.read(connection)[dossier]
    return int(connection.execute("SELECT moment FROM export WHERE id = ?", (export,)).fetchone()[0])


def _names(connection: sqlite3.Connection, found: list[Run]) -> list[tuple[int, str]]:
    ids = ", ".join(str(run.export) for run in found)
    return connection.execute(f"SELECT id, name FROM export WHERE id IN ({ids})").fetchall()


def _problems(connection: sqlite3.Connection, run: Run, hide: Hider) -> tuple[Problem, ...]:
    """What was noted of the row that the state was read from."""
    query = """
        SELECT severity, code, sheet, row, heading, value, expected FROM problem
        WHERE export = ? AND severity IN ('noted', 'unplaced') AND row = ? ORDER BY id
    """
    found = connection.execute(query, (run.export, run.stored[ROW])).fetchall()
    return tuple(hide(Problem(Severity(severity), *rest)) for severity, *rest in found)


def _changed(run: Run, before: Run | None) -> tuple[str, ...]:
    """The names of the fields in which a state differs from the one before it."""
    if before is None:
        return ()
    now, then = (dict(zip(STORED, state.stored, strict=True)) for state in (run, before))
    return tuple(name for name in _COMPARED if now[name] != then[name])


def _version(
    reader: Reader,
    connection: sqlite3.Connection,
    run: Run,
    before: Run | None,
    names: dict[int, str],
    hide: Hider,
    shows: Shows,
) -> DossierVersion:
    state = dict(zip(CONTENT, run.stored[CONTENT_PART], strict=True))
    place = connection.execute("SELECT agency, department FROM place WHERE id = ?", (state["place"],)).fetchone()
    return DossierVersion(
        since=run.since,
        until=run.until,
        export=run.export,
        export_name=names.get(run.export, ""),
        row=run.stored[ROW],
        status=state["status"],
        status_text=reader.text(state["status_text"])
        if state["status"]
        else hide.text(reader.text(state["status_text"])),
        received=state["received"],
        due=state["due"],
        finished=state["finished"],
        returned=state["returned"],
        date_only=state["date_only"],
        agency=hide.text(place[0]),
        department=hide.text(place[1]),
        procedure=reader.text(state["procedure"]),
        field=reader.text(state["field"]),
        officer=officer_name(reader, state["officer"], shows.officers),
        channel=hide.text(reader.text(state["channel"])),
        helped=bool(state["helper"]),
        changed=_changed(run, before),
    )
