"""What follows from the registry (a dossier's unit, its days late) is counted anew when the registry changes."""

from __future__ import annotations

import sqlite3
from functools import cache
from hashlib import blake2b
from importlib.metadata import version

from cchc_tui.domain.findings import UNKNOWN_UNIT
from cchc_tui.domain.lateness import Compare
from cchc_tui.registry import Registry, default_folder
from cchc_tui.store import reconcile, search, tallies, tally
from cchc_tui.store.numbering import Units, place_of

#: The files of a registry that the store's numbers follow from.
_FILES = ("units.toml", "calendar.toml")


def fingerprint(registry: Registry) -> str:
    """Changes when units or working days do; the library of public holidays has a part in them."""
    digest = blake2b(_holidays().encode(), digest_size=16)
    for name in _FILES:
        own = registry.folder / name
        digest.update((own if own.is_file() else default_folder() / name).read_bytes())
    return digest.hexdigest()


@cache
def _holidays() -> str:
    """Which release of the library of public holidays this is; looking costs 6 ms, at every load."""
    return version("holidays")


def if_needed(connection: sqlite3.Connection, registry: Registry, compare: Compare) -> bool:
    """Brings the store in line with the registry, inside the transaction of its caller; whether that was needed."""
    now = fingerprint(registry)
    found = connection.execute("SELECT value FROM meta WHERE key = 'registry'").fetchone()
    if found and found[0] == now:
        return False
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('registry', ?)", (now,))
    if found:
        _place(connection, registry)
        search.forget(connection)
        tally.recount(connection, registry.calendar)
        tallies.keep_anew(connection, registry.calendar)
        reconcile.all_summaries(connection, registry, compare)
    return found is not None


def _place(connection: sqlite3.Connection, registry: Registry) -> None:
    """Finds the unit of every state anew."""
    units, index = Units(connection), registry.units
    places = {
        number: (agency, department)
        for number, agency, department in connection.execute("SELECT id, agency, department FROM place").fetchall()
    }
    known: dict[tuple[int, int], int] = {}
    for table, key in (("dossier", "id"), ("version", "until, dossier, since, until_export")):
        changes = []
        for place, received, unit, *row in connection.execute(f"SELECT place, received, unit, {key} FROM {table}"):
            era = place, index.era(received)
            if era not in known:
                agency, department = places[place]
                known[era] = units.number(place_of(index, agency, department, era[1]))
            if known[era] != unit:
                changes.append((known[era], *row))
        condition = key.replace(",", " = ? AND") + " = ?"
        # A unit that is known now is no defect any more, and the other way round.
        defects = f"defects = (defects & ~{UNKNOWN_UNIT}) | (CASE WHEN ?1 THEN 0 ELSE {UNKNOWN_UNIT} END)"
        connection.executemany(f"UPDATE {table} SET unit = ?1, {defects} WHERE {condition}", changes)
