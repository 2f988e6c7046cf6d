"""The database of personal data: its path, its tables, and how a reader opens it together with the store.

It is a file of its own in a folder of its own, so that the operating system keeps out viewers without the right to
personal data. Rows are only added and never changed, so a row that the store points at always has the same content.
The collector commits this database before the store (``Writer``), so every row that a snapshot of the store points at
exists.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cchc_tui.domain.dossiers import PERSONAL
from cchc_tui.settings import make_private
from cchc_tui.store.read import schema, search
from cchc_tui.store.read.database_file import READ_ONLY, uri_of

#: The name under which a reader attaches the database, and as a prefix of its tables.
ALIAS = "personal"
_STORE, _PERSONAL = "cchc", "personal"
_FOLDER = "private"
#: Mode of the file, as far as its folder has it (``settings.make_private``). SQLite's own files follow it.
FILE_MODE = 0o640

#: ``n`` numbers the different personal data of a dossier from 0, ``export`` is the file that brought them. The code
#: stands in the first row.
_PERSON = f"""
CREATE TABLE person (
  dossier INTEGER NOT NULL, n INTEGER NOT NULL, export INTEGER NOT NULL, code TEXT,
  {", ".join(f"{name} TEXT NOT NULL" for name in PERSONAL)}, PRIMARY KEY (dossier, n)
) WITHOUT ROWID
"""
#: The condition of this index, which a query by code has to name.
OF_CODE = "n = 0"
CODE_INDEX = f"CREATE UNIQUE INDEX person_code ON person (code) WHERE {OF_CODE}"
_OTHERS = (
    # ``personal``: the generation. ``personal_export``: the newest export with rows here. ``search``: the index.
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # Notes of sheets and reasons of accesses, each once; number 0 is the empty text.
    "CREATE TABLE note (id INTEGER PRIMARY KEY, export INTEGER NOT NULL, text TEXT NOT NULL UNIQUE)",
)
_TABLES = frozenset(("person", "meta", "note", "search", "search_entry", "search_word"))

_FACTS = "SELECT coalesce((SELECT value FROM {0}.meta WHERE key = 'personal'), '')"
_FACTS += ", CAST(coalesce((SELECT value FROM {0}.meta WHERE key = 'personal_export'), '0') AS INTEGER)"
WRITTEN = "INSERT OR REPLACE INTO meta (key, value) VALUES ('personal_export', ?)"


def path_beside(database: Path) -> Path:
    """The path of the personal data that belong to a store, given by the path of the store's database."""
    name = database.name.replace(_STORE, _PERSONAL, 1)
    folder = database.parent if database.parent.name == _FOLDER else database.parent / _FOLDER  # there when put aside
    return folder / (name if name != database.name else f"{_PERSONAL}-{name}")


def tables() -> frozenset[str]:
    """The names of the tables that each database of personal data has."""
    return _TABLES


def create(path: Path) -> str:
    """Create an empty database of personal data in place of any other, and return its generation, a random text.

    Raises OSError and sqlite3.Error.
    """
    make_private(path.parent)
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
    with suppress(OSError):
        os.fchmod(descriptor, FILE_MODE & path.parent.stat().st_mode)
    os.close(descriptor)
    generation = secrets.token_hex(16)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for statement in (_PERSON, CODE_INDEX, *_OTHERS, *search.TABLES):
            connection.execute(statement)
        connection.execute("INSERT INTO meta (key, value) VALUES ('personal', ?)", (generation,))
        connection.execute("INSERT INTO note (id, export, text) VALUES (0, 0, '')")
        schema.sign(connection)
        connection.execute("COMMIT")
    finally:
        connection.close()
    return generation


def facts(connection: sqlite3.Connection, name: str = "main") -> tuple[str, int]:
    """The generation that a database states, and the number of its newest export with personal data (0: none).

    The generation is a random text, which is the same in a store and in its personal data. ``name`` is the schema name
    of the database in the connection.
    """
    generation, export = connection.execute(_FACTS.format(name)).fetchone()
    return generation, export


def belongs(store: tuple[str, int], personal: tuple[str, int]) -> bool:
    """Whether personal data belong to a store and are not older than the store, given the ``facts()`` of each."""
    return store[0] == personal[0] and store[1] <= personal[1]


@contextmanager
def attached(connection: sqlite3.Connection, database: Path, options: str = READ_ONLY) -> Iterator[str]:
    """Attach the personal data of a store's database, read-only, until the block ends.

    Yields "" or why they cannot be read: "denied", "gone" or "broken".
    """
    path = path_beside(database)
    fault = _attach(connection, path, options)
    try:
        yield fault
    finally:
        if not fault:
            with suppress(sqlite3.OperationalError):
                connection.execute(f"DETACH {ALIAS}")


def _attach(connection: sqlite3.Connection, path: Path, options: str) -> str:
    # Not by opening it: closing any descriptor of the file would release the locks that SQLite holds in other threads.
    try:
        if not path.is_file():
            return "gone"
    except PermissionError:
        return "denied"
    if not os.access(path, os.R_OK):
        return "denied"
    try:
        connection.execute(f"ATTACH ? AS {ALIAS}", (uri_of(path, options),))
    except sqlite3.Error:
        return "broken"
    return ""


def fault_of_attached(connection: sqlite3.Connection) -> str:
    """Why attached personal data cannot be used: "other" (of another store, or older) or "broken"; "" if they can.

    Call this in a snapshot. The query begins the snapshot of the store first, so that the personal data are not older.
    """
    try:
        store = facts(connection)
        return "" if belongs(store, facts(connection, ALIAS)) else "other"
    except sqlite3.DatabaseError:
        return "broken"
