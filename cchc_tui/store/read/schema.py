"""The tables of the store. There are no migrations: a database with another ``version`` is rebuilt from the archive.

Foreign keys are declared, so that other programs can show how the tables are related. SQLite does not enforce them
(``PRAGMA foreign_keys`` is off), because a list of 100.000 dossiers would need a million look-ups.
"""

from __future__ import annotations

import sqlite3
import zlib
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import DAY
from cchc_tui.ingest.records import FIGURES
from cchc_tui.sheets.kinds import SHEETS, encode
from cchc_tui.sheets.sheet import FieldType, Sheet
from cchc_tui.store.read import search
from cchc_tui.store.read.columns import CONTENT, STATE, TERMS
from cchc_tui.store.read.settled_state import (
    CLOCK_DEPENDENT_SQL,
    LATE_SQL,
    OPEN_SQL,
    PENDING_SQL,
    UNCLOSED_SQL,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

#: To be increased whenever a table changes.
SCHEMA = 15

#: Conditions for ``export``: the files whose rows were loaded, and the dossier lists among them.
LOADED = "verdict IN ('accepted', 'partial')"
LISTS = f"kind = 'dossiers' AND {LOADED}"

#: Integer column → the table that it refers to.
_LINKS = {
    **dict.fromkeys(("export", "until_export", "repeats"), "export"),
    **{name: name for name in ("unit", "place", "dossier")},
    **dict.fromkeys(TERMS, "term"),
}


def _integers(*columns: str) -> dict[str, type]:
    return dict.fromkeys(columns, int)


def _texts(*columns: str) -> dict[str, type]:
    return dict.fromkeys(columns, str)


#: Table → its columns. The first one is the primary key.
_TABLES: dict[str, dict[str, type]] = {
    "meta": {"key": str, "value": str},
    # One row for each file that ever arrived, whatever its verdict.
    "export": {
        "id": int,
        **_texts("name", "sha", "kind", "format", "sheet", "verdict"),
        "moment": int,
        "known": int,  # when the file becomes known: its moment, or else its arrival
        "day_only": int,  # whether the file states a day without a time
        **_integers("arrived", "mtime", "size", "rows", "accepted", "rejected"),
        **_integers("loaded", "changed", "unchanged", "older", "noted", "unplaced", "period_from"),
        "period_to": int,  # the last second of the period
        "archive": str,
        "repeats": int,
    },
    # Running totals (``running_totals``) at each moment at which a file becomes known: files, files that are not marks,
    # and for the newest file of each name the rejected rows and refusals.
    "export_total": {"known": int, "listed": int, "files": int, "rejected": int, "refused": int},
    "problem": {
        **_integers("id", "export"),
        **_texts("severity", "code", "sheet"),
        "row": int,
        **_texts("heading", "value", "expected"),
    },
    # Each repeating text once; number 0 is the empty text.
    "term": {"id": int, "text": str},
    # The places of dossiers, as written. Place and day received determine the unit, which the dossier stores.
    "place": {"id": int, "agency": str, "department": str},
    # Keys of the registry's units; number 0 is no unit, with an empty key.
    "unit": {"id": int, "key": str},
    # ``code`` lacks its serial. ``person`` is the number of the dossier's personal data in ``personal``.
    "dossier": {
        "id": int,
        **_integers(*STATE, "digest", *CONTENT, "person"),
        "code": str,
    },
    # One blob of 32-bit numbers: at position n the export that last showed dossier n.
    "last_shown": {"id": int, "exports": bytes},
    # Marks of meetings as they arrived; ``start`` is 1 for a start, 0 for an end. ``boards`` has the names of the
    # boards that were shown, separated by spaces (NULL: the mark does not say).
    "meeting": {**_integers("id", "export", "at", "start"), **_texts("title", "chair", "boards")},
    # Marks of entries about directives as they arrived; ``units`` are codes, keys or levels, as written.
    "directive_entry": {
        **_integers("id", "export"),
        **_texts("directive", "act"),
        "at": int,
        **_texts("text", "units", "measure"),
        **_integers("due", "meeting"),
        "progress": str,
        "done": int,
        "result": str,
    },
    # Marks of access to personal data as they arrived: one for the beginning and one for the end (``over`` is 1).
    # ``reason`` is the number of a note in ``personal``.
    "access": {
        **_integers("id", "export", "at", "until", "over"),
        **_texts("user", "host", "folder"),
        "reason": int,
    },
    "summary": {
        **_integers("id", "export", "row", "unit"),
        "unit_text": str,
        **_integers(*FIGURES),  # NULL: the form does not say
        **_texts("within", "named_by"),
    },
    # Figures of a unit summary that differ from the list, or from the sum of their parts.
    "difference": {
        "id": int,
        "export": int,
        "known": int,  # copied from its export
        "kind": str,
        **_integers("row", "unit"),
        **_texts("unit_text", "heading"),
        **_integers("said", "ours", "compared_at"),
    },
    # The sums of ``practice_sums`` after some lists, of dossiers from the moment ``first`` on.
    "practice_sums": {"moment": int, "first": int, "sums": bytes},
    # The counts of ``counts_table`` after each list, per dimension: all counts, or the list's changes to them.
    "state_count": {"id": int, "dimension": int, "moment": int, "complete": int, "size": int, "counts": bytes},
    # Changes that should not happen (``domain.findings``): ``seen_at`` is the moment of the export that showed it,
    # ``before`` and ``after`` are stamps or row numbers, and ``until`` is when the finding ended, if it has.
    "finding": _integers("id", "kind", "dossier", "export", "seen_at", "before", "after", "until"),
    # The changes by each load, per unit.
    "event": {"id": int, "export": int, "at": int, "unit": int, "kind": str, "count": int, "detail": str},
}

#: Columns that may be NULL, for example because the export has no value.
_MAY_BE_NULL = {
    *("due", "finished", "returned", "until", "before", "after", "repeats"),
    *("meeting", "done", "moment", "period_from", "period_to", *FIGURES, "boards"),
}

# Replaced states, which held from ``since`` until ``until``. ``seen`` is when a list last showed the state, and
# ``until_export`` the export that ended it. ``person`` is the number of its personal data, as in
# ``dossier``. As this table becomes most of the database, rows are small. They are sorted by their end, for queries of
# earlier moments. Those of one dossier are read backwards: each begins where the one before it ended.
# sqlite-utils cannot create a table without a rowid.
_OF_STATE = ", ".join(
    f"{name} INTEGER" + (f" REFERENCES {_LINKS[name]} (id)" if name in _LINKS else "")
    for name in (*STATE, *CONTENT)
    if name != "since"
)
_VERSION = f"""
CREATE TABLE version (
  until INTEGER NOT NULL, dossier INTEGER NOT NULL REFERENCES dossier (id), since INTEGER NOT NULL,
  until_export INTEGER NOT NULL REFERENCES export (id),
  seen INTEGER NOT NULL, {_OF_STATE}, person INTEGER NOT NULL,
  PRIMARY KEY (until, dossier, since, until_export)
) WITHOUT ROWID
"""

#: The columns of unclosed dossiers that boards read from an index alone.
_OF_UNCLOSED = "returned, due, procedure, field, officer"
# sqlite-utils cannot create partial indexes. These cover the few per cent of rows that boards read one by one.
DOSSIER_INDEXES = {
    "dossier_since": "CREATE INDEX dossier_since ON dossier (since)",
    "dossier_day": f"CREATE INDEX dossier_day ON dossier (received / {DAY})",
    "dossier_pending": f"CREATE INDEX dossier_pending ON dossier (settled, due, unit, since) WHERE {PENDING_SQL}",
    "dossier_late": f"CREATE INDEX dossier_late ON dossier (unit, finished) WHERE {LATE_SQL}",
    "dossier_unclosed": f"CREATE INDEX dossier_unclosed ON dossier (unit, since, {_OF_UNCLOSED}) WHERE {UNCLOSED_SQL}",
    "dossier_unplaced": "CREATE INDEX dossier_unplaced ON dossier (place) WHERE unit = 0",
    "dossier_defects": "CREATE INDEX dossier_defects ON dossier (defects, since, unit) WHERE defects > 0",
}

# For a past moment, boards read one by one: states due around it, unclosed and clock-dependent states, and those with a
# defect.
_OTHER_INDEXES = (
    f"CREATE INDEX export_taken ON export (kind, moment) WHERE {LOADED}",
    f"CREATE INDEX export_loaded ON export (sha) WHERE {LOADED}",  # thousands of files may have the same bytes
    f"CREATE INDEX version_open ON version (due, unit, settled) WHERE {OPEN_SQL}",
    f"CREATE INDEX version_unclosed ON version (until, since, unit, {_OF_UNCLOSED}) WHERE {UNCLOSED_SQL}",
    f"CREATE INDEX version_clock_dependent ON version (since) WHERE {CLOCK_DEPENDENT_SQL}",
    "CREATE INDEX version_defects ON version (defects) WHERE defects > 0",
)


_INDEXES = (
    *(("export", name) for name in ("name", "known", "arrived")),
    ("export", "sha", "name"),  # both, because thousands of files may have the same bytes
    *(("difference", "export"), ("difference", "known", "export"), ("access", "at"), ("problem", "export", "severity")),
    *(("summary", "export"), ("event", "export"), ("event", "at", "export")),
    *(("finding", "dossier"), ("finding", "kind", "seen_at"), ("state_count", "dimension", "moment")),
)
_UNIQUE = (("term", "text"), ("place", "agency", "department"), ("unit", "key"))

#: Type of a sheet's field → type of its column.
_STORED = {FieldType.UNIT: int, FieldType.COUNT: int, FieldType.NUMBER: float, FieldType.DATE: int}


def version() -> int:
    """A number that changes with the tables or the declarations of sheets.

    A database with another number is rebuilt.
    """
    return SCHEMA << 16 | zlib.crc32(encode()) & 0xFFFF


def tables() -> frozenset[str]:
    """The names of the tables that each of our databases has."""
    return frozenset((*_TABLES, *SHEETS, "version"))


def create(connection: sqlite3.Connection, generation: str = "") -> None:
    """Create the tables in an empty database.

    ``generation`` is the generation of the personal data that belong to this database (``personal.create``).
    """
    from sqlite_utils import Database  # costs 0,1 s: only a new database pays it

    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    for name, columns in _TABLES.items():
        key = next(iter(columns))
        required = {column for column in columns if column not in _MAY_BE_NULL} - {key}
        if name == "dossier":
            required |= {"received"}
        links = [(column, _LINKS[column], "id") for column, kind in columns.items() if kind is int and column in _LINKS]
        database.create_table(name, columns, pk=key, not_null=sorted(required), foreign_keys=links)
    for statement in (_VERSION, *search.TABLES):
        connection.execute(statement)
    for table, *names in _INDEXES:
        database.table(table).create_index(names)
    for table, *names in _UNIQUE:
        database.table(table).create_index(names, unique=True)
    for statement in (*DOSSIER_INDEXES.values(), *_OTHER_INDEXES):
        connection.execute(statement)
    for sheet in SHEETS.values():
        _create_sheet(database, sheet)
    database.table("term").insert({"id": 0, "text": ""})
    database.table("unit").insert({"id": 0, "key": ""})
    connection.execute("INSERT INTO meta (key, value) VALUES ('personal', ?)", (generation,))
    sign(connection)


def sign(connection: sqlite3.Connection) -> None:
    """Store the version and the fingerprint of the tables. Call this after all tables are created."""
    connection.execute(f"PRAGMA user_version = {version()}")
    connection.execute(f"PRAGMA application_id = {_fingerprint(connection)}")


def _create_sheet(database: Database, sheet: Sheet) -> None:
    """Create the table of a sheet, which has the history of each row.

    The values of a row hold from ``since`` until ``until`` (NULL: they still hold). ``export`` and ``row`` tell where
    they come from. ``seen`` is the moment of the last sheet with these values. For a personal value, the table has the
    number of a note in the personal data.
    """
    columns = {field.stored: int if field.personal else _STORED.get(field.type, str) for field in sheet.fields}
    units = [(field.stored, "unit", "id") for field in sheet.fields if field.type is FieldType.UNIT]
    texts = [field.stored for field in sheet.fields if field.stored in columns and columns[field.stored] is str]
    database.create_table(
        sheet.name,
        {"id": int, **columns, "since": int, "until": int, "seen": int, "export": int, "row": int},
        pk="id",
        not_null=[*texts, "since", "seen", "export", "row"],
        foreign_keys=[*units, ("export", "export", "id")],
    )
    database.table(sheet.name).create_index([sheet.field(name).stored for name in sheet.key])


def is_altered(connection: sqlite3.Connection) -> bool:
    """Whether tables, columns, indexes or triggers differ from the stored fingerprint.

    False if there is no fingerprint.
    """
    made = int(connection.execute("PRAGMA application_id").fetchone()[0])
    return made not in (0, _fingerprint(connection))


def _fingerprint(connection: sqlite3.Connection) -> int:
    query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY type, name"
    return zlib.crc32(repr(connection.execute(query).fetchall()).encode()) & 0x7FFF_FFFF
