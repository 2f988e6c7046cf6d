"""The tables of the store. Their version is ``version``: there are no migrations, the archive is replayed instead.

Foreign keys are declared, so that the file explains itself where another program opens it. SQLite is not asked to
enforce them (``PRAGMA foreign_keys`` stays off): a list of 100.000 dossiers would look up a million of them.
"""

from __future__ import annotations

import sqlite3
import zlib
from typing import TYPE_CHECKING

from cchc_tui.domain.dossiers import PERSONAL
from cchc_tui.ingest.records import FIGURES
from cchc_tui.sheets.kinds import SHEETS, encode
from cchc_tui.sheets.sheet import FieldType, Sheet
from cchc_tui.store.read import search
from cchc_tui.store.read.columns import CONTENT, STATE, TERMS
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, LATE_SQL, OPEN_SQL, PENDING_SQL

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Raised whenever a table changes.
SCHEMA = 8

#: Of ``export``: the dossier lists that the boards rest on.
LISTS = "kind = 'dossiers' AND verdict IN ('accepted', 'partial')"

#: Column of whole numbers → the table that they are of.
_LINKS = {
    **dict.fromkeys(("export", "until_export", "repeats"), "export"),
    **{name: name for name in ("unit", "place", "dossier")},
    **dict.fromkeys(TERMS, "term"),
}

#: Table → its columns; the first is the key where it is called ``id`` or ``key``.
_TABLES: dict[str, dict[str, type]] = {
    "meta": {"key": str, "value": str},
    # One row for each file that ever came, whatever became of it.
    "export": {
        "id": int,
        "name": str,
        "sha": str,
        "kind": str,
        "format": str,
        "sheet": str,
        "verdict": str,
        "moment": int,
        "known": int,  # the moment from which it is known: its own, else that of its arrival
        "day_only": int,  # the file named its day and no time
        "arrived": int,
        "mtime": int,
        "size": int,
        "rows": int,
        "accepted": int,
        "rejected": int,
        "loaded": int,
        "changed": int,
        "unchanged": int,
        "older": int,
        "noted": int,
        "unplaced": int,
        "period_from": int,
        "period_to": int,  # its last second
        "archive": str,
        "repeats": int,
    },
    # For each moment from which a file is known: how many are known then, how many of them are no marks, and of the
    # newest of each name the rejected rows and the refused files (``totals``).
    "export_total": {"known": int, "listed": int, "files": int, "rejected": int, "refused": int},
    "problem": {
        "id": int,
        "export": int,
        "severity": str,
        "code": str,
        "sheet": str,
        "row": int,
        "heading": str,
        "value": str,
        "expected": str,
    },
    # Repeating texts, once each; number 0 is the empty text.
    "term": {"id": int, "text": str},
    # Where a dossier is, as written; the unit follows from it and the day received, and stands in the dossier.
    "place": {"id": int, "agency": str, "department": str},
    # Keys of the registry's units; number 0 is no unit, and has the empty key.
    "unit": {"id": int, "key": str},
    "dossier": {
        "id": int,
        **dict.fromkeys(STATE, int),
        "digest": int,
        **dict.fromkeys(CONTENT, int),
        "code": str,
        **dict.fromkeys(PERSONAL, str),
    },
    # One blob: at position n, as a 32-bit number, the export that last showed dossier n.
    "asserted": {"id": int, "exports": bytes},
    # Marks of meetings as they came; ``start`` is 1, or 0 for an end.
    "meeting": {"id": int, "export": int, "at": int, "start": int},
    # Looks at personal data, as their marks came: of each its beginning, and its end (``over`` is 1).
    "access": {
        "id": int,
        "export": int,
        "at": int,
        "until": int,
        "over": int,
        "user": str,
        "host": str,
        "folder": str,
        "reason": str,
    },
    "summary": {
        "id": int,
        "export": int,
        "row": int,
        "unit": int,
        "unit_text": str,
        **dict.fromkeys(FIGURES, int),  # NULL is what a form does not say
        "within": str,
        "named_by": str,
    },
    # What a unit summary says and the list does not, or its own columns don't add up to.
    "difference": {
        "id": int,
        "export": int,
        "known": int,  # as of its export
        "kind": str,
        "row": int,
        "unit": int,
        "unit_text": str,
        "heading": str,
        "said": int,
        "ours": int,
        "compared_at": int,
    },
    # The tally by unit after each list (``tallies``).
    "past_tally": {"moment": int, "rows": bytes},
    # What was seen to change that should not (``domain.findings``): ``seen_at`` is the moment of the export that showed
    # it, ``before`` and ``after`` are stamps or numbers of rows, ``until`` is when it ended, if it did.
    "finding": {
        "id": int,
        "kind": int,
        "dossier": int,
        "export": int,
        "seen_at": int,
        "before": int,
        "after": int,
        "until": int,
    },
    # What a load changed, by unit.
    "event": {"id": int, "export": int, "at": int, "unit": int, "kind": str, "count": int, "detail": str},
}

#: Columns that stay empty where the export says nothing.
_MAY_BE_NULL = frozenset(
    {
        "due",
        "finished",
        "returned",
        "personal",
        "until",
        "before",
        "after",
        "repeats",
        "moment",
        "period_from",
        "period_to",
        *FIGURES,
    }
)

# sqlite-utils has no call for a table without a rowid. The tally is only ever read along its key.
_TALLY = """
CREATE TABLE tally (
  dimension INTEGER NOT NULL, year INTEGER NOT NULL, unit INTEGER NOT NULL REFERENCES unit (id), key INTEGER NOT NULL,
  standing INTEGER NOT NULL, days INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (dimension, year, unit, key, standing, days)
) WITHOUT ROWID
"""

# States that later ones took the place of: they held from ``since`` until ``until``. ``seen`` is when a list last
# showed the state, ``until_export`` what ended it; ``personal`` holds the personal columns where those of the state
# after it differ, else nothing. Most of a database that has run for a year are versions, so they are kept small, and in
# the order of their end, in which the past is asked for; those of one dossier are found one by one, since each begins
# where the one before it ended.
_OF_STATE = ", ".join(
    f"{name} INTEGER" + (f" REFERENCES {_LINKS[name]} (id)" if name in _LINKS else "")
    for name in (*STATE, *CONTENT)
    if name != "since"
)
_VERSION = f"""
CREATE TABLE version (
  until INTEGER NOT NULL, dossier INTEGER NOT NULL REFERENCES dossier (id), since INTEGER NOT NULL,
  until_export INTEGER NOT NULL REFERENCES export (id),
  seen INTEGER NOT NULL, {_OF_STATE}, personal TEXT,
  PRIMARY KEY (until, dossier, since, until_export)
) WITHOUT ROWID
"""

# Nor has it one for an index of some rows only: these hold the few per cent that a board looks at one by one.
DOSSIER_INDEXES = {
    "dossier_code": "CREATE UNIQUE INDEX dossier_code ON dossier (code)",
    "dossier_since": "CREATE INDEX dossier_since ON dossier (since)",
    "dossier_pending": f"CREATE INDEX dossier_pending ON dossier (standing, due, unit, since) WHERE {PENDING_SQL}",
    "dossier_late": f"CREATE INDEX dossier_late ON dossier (unit, finished) WHERE {LATE_SQL}",
    "dossier_unplaced": "CREATE INDEX dossier_unplaced ON dossier (place) WHERE unit = 0",
    "dossier_defects": "CREATE INDEX dossier_defects ON dossier (defects, since, unit) WHERE defects > 0",
}

# Of a past moment those are looked at one by one that were due about then, the odd ones, and those with a defect.
_OTHER_INDEXES = (
    "CREATE INDEX export_taken ON export (kind, moment) WHERE verdict IN ('accepted', 'partial')",
    f"CREATE INDEX version_open ON version (due, unit, standing) WHERE {OPEN_SQL}",
    f"CREATE INDEX version_odd ON version (since) WHERE {CLOCK_DEPENDENT_SQL}",
    "CREATE INDEX version_defects ON version (defects) WHERE defects > 0",
)


_INDEXES = (
    *(("export", name) for name in ("sha", "name", "known", "arrived")),
    *(("difference", "export"), ("difference", "known", "export"), ("access", "at"), ("problem", "export", "severity")),
    *(("summary", "export"), ("event", "export"), ("event", "at", "export")),
    *(("finding", "dossier"), ("finding", "kind", "seen_at")),
)
_UNIQUE = (("term", "text"), ("place", "agency", "department"), ("unit", "key"))

#: What a field of a sheet is in its table.
_STORED = {FieldType.UNIT: int, FieldType.COUNT: int, FieldType.NUMBER: float, FieldType.DATE: int}


def version() -> int:
    """The version of the tables and of the sheets; a database of another one is rebuilt from the archive."""
    return SCHEMA << 16 | zlib.crc32(encode()) & 0xFFFF


def tables() -> frozenset[str]:
    """Without any of these a database is none of ours."""
    return frozenset((*_TABLES, *SHEETS, "tally", "version"))


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables in an empty database."""
    from sqlite_utils import Database  # costs 0,1 s: only a new database pays it

    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    for name, columns in _TABLES.items():
        key = next(iter(columns))
        required = {column for column in columns if column not in _MAY_BE_NULL} - {key}
        if name == "dossier":
            required |= {"received"}
        links = [(column, _LINKS[column], "id") for column, kind in columns.items() if kind is int and column in _LINKS]
        database.create_table(name, columns, pk=key, not_null=sorted(required), foreign_keys=links)
    for statement in (_TALLY, _VERSION, *search.TABLES):
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
    connection.execute(f"PRAGMA user_version = {version()}")
    connection.execute(f"PRAGMA application_id = {_fingerprint(connection)}")


def _create_sheet(database: Database, sheet: Sheet) -> None:
    """The table of a sheet: what it says, since when and until when (NULL: it still holds), and where that was read.

    ``seen`` is the moment of the last sheet that said so.
    """
    columns = {field.stored: _STORED.get(field.type, str) for field in sheet.fields}
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
    """Whether tables, columns, indexes or triggers are others than were made; 0: made before that was noted."""
    made = int(connection.execute("PRAGMA application_id").fetchone()[0])
    return made not in (0, _fingerprint(connection))


def _fingerprint(connection: sqlite3.Connection) -> int:
    query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY type, name"
    return zlib.crc32(repr(connection.execute(query).fetchall()).encode()) & 0x7FFF_FFFF
