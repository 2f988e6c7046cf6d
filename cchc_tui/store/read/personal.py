"""The database of personal data: its path, its tables, and how a reader opens it together with the store.

It is a separate file in a separate folder, so that the operating system can deny access to viewers without the right to
personal data. Rows are added but never changed. So a row to which the store refers always has the same content. The
collector commits this database before the store (``Writer``). So every row to which a snapshot of the store refers
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
    """The path of the personal data that belong to a store. ``database`` is the path of the store's database."""
    name = database.name.replace(_STORE, _PERSONAL, 1)
    folder = database.parent if database.parent.name == _FOLDER else database.parent / _FOLDER  # there when put aside
    return folder / (name if name != database.name else f"{_PERSONAL}-{name}")


def tables() -> frozenset[str]:
    """The names of the tables in every database of personal data."""
    return _TABLES


def create(path: Path) -> str:
    """Create an empty database of personal data, which replaces any old one, and return its generation, a random text.

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
    """The generation in a database, and the number of the newest export with personal data (0: none).

    The generation is a random text. It is the same in a store and in the store's personal data. ``name`` is the schema
    name of the database in the connection.
    """
    generation, export = connection.execute(_FACTS.format(name)).fetchone()
    return generation, export


def belongs(store: tuple[str, int], personal: tuple[str, int]) -> bool:
    """Whether personal data belong to a store and are not older. Both are given by the result of ``facts()``."""
    return store[0] == personal[0] and store[1] <= personal[1]


@contextmanager
def attached(connection: sqlite3.Connection, database: Path, options: str = READ_ONLY) -> Iterator[str]:
    """Attach the personal data of a store, read-only, until the block ends. ``database`` is the path of the store.

    Yields "", or why the personal data cannot be read: "denied", "gone" or "broken".
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
    """Why the attached personal data cannot be used; "" if they can be used.

    "other": they belong to another store, or are older than the store. "broken": they cannot be read. Call this in a
    snapshot. The snapshot of the store is begun before that of the personal data, so that the personal data are not
    older.
    """
    try:
        store = facts(connection)
        return "" if belongs(store, facts(connection, ALIAS)) else "other"
    except sqlite3.DatabaseError:
        return "broken"
