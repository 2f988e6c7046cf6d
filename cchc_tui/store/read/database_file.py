"""One database file: the check that this program made it, and the only connection that writes to it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cchc_tui.store.read import schema

#: How SQLite opens a database for reading. A reader notes in the log's index (-shm) up to where it reads; without that,
#: a checkpoint waits for it.
READ_ONLY = "mode=ro"
NOTHING_WRITTEN = f"{READ_ONLY}&readonly_shm=1"

#: Seconds that a statement waits for a lock, which is held briefly when a writer opens, closes or is replaced.
PATIENCE = 5.0
#: Pages of write-ahead log (64 MiB) after which SQLite itself checkpoints.
_LOG_PAGES, _PAGE_BYTES = 16_384, 4_096


#: The first bytes of every database that is not empty.
_MAGIC = b"SQLite format 3\0"


class StoreError(sqlite3.DatabaseError):
    """A database cannot be used. ``code`` is the key of the message with the reason and the remedy.

    ``schema``: another program, or another version of this one, made the database. ``broken``: it is damaged, or no
    database. ``gone``: it is missing, or was deleted while open. ``altered``: another program replaced it, changed its
    tables, or wrote to it or its log, or it is no regular file. ``older``: the personal data are older than the store.
    """

    def __init__(self, code: str, path: Path, detail: str = ""):
        super().__init__(f"{path}: {code} {detail}".rstrip())
        self.code, self.path, self.detail = code, path, detail


def _facts(path: Path) -> tuple[int, ...]:
    """Device, inode, size in bytes and mtime in nanoseconds of the file at a path; empty if there is no file."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def uri_of(path: Path, options: str = READ_ONLY) -> str:
    """The URI by which SQLite opens a file. ``options`` are ``READ_ONLY`` or ``NOTHING_WRITTEN``."""
    return f"file:{quote(os.fspath(path.absolute()))}?{options}"


def read_only(path: Path, timeout: float = PATIENCE, **options: Any) -> sqlite3.Connection:
    """A connection that cannot write. ``options`` are passed to ``sqlite3.connect``.

    If the file is no database, only the first query raises an error.
    """
    connection: sqlite3.Connection = sqlite3.connect(uri_of(path), uri=True, timeout=timeout, **options)
    return connection


def damage_in(connection: sqlite3.Connection) -> str:
    """Read every page of a database and return the first damage as a text; "" if there is none.

    Raises OperationalError if the database cannot be read, for example because it is locked.
    """
    try:
        (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if said == "ok" else str(said)


def identity(path: Path) -> tuple[int, ...]:
    """Device and inode of the file at a path; empty if there is no file."""
    return _facts(path)[:2]


def refuse_other_types(path: Path) -> None:
    """Raise StoreError if the path is something other than a regular file. To open a pipe would block for ever."""
    if path.exists() and not path.is_file():
        raise StoreError("altered", path)


def version_of(connection: sqlite3.Connection, path: Path, expected: frozenset[str]) -> int:
    """The schema version of a database; 0 if the database is empty.

    Raises StoreError if the database has another version, lacks a table of ``expected``, was changed by another
    program, or is broken.
    """
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise StoreError("broken", path, str(error)) from None
    if (version or tables) and (version != schema.version() or not tables >= expected):
        raise StoreError("schema", path, str(version))
    if version and schema.is_altered(connection):
        raise StoreError("altered", path)
    return version


def sort_in(folder: Path, connection: sqlite3.Connection) -> None:
    """Let SQLite in this process put its files for sorting into ``folder``, not into the machine's temporary folder.

    So only the disk with ``folder`` needs space, and no personal data leave the data folder. SQLite uses such files
    only if memory is not sufficient.
    """
    place = os.fspath(folder.absolute())
    (now,) = connection.execute("PRAGMA temp_store_directory").fetchone() or ("",)
    if now != place:  # setting it is not safe while another thread sorts
        quoted = place.replace("'", "''")
        connection.execute(f"PRAGMA temp_store_directory = '{quoted}'")


class WrittenFile:
    """A database file with the only connection that writes to it. Detects changes by other programs."""

    def __init__(
        self,
        path: Path,
        tables: frozenset[str],
        watched: bool,
        newest: str,
        create: Callable[[sqlite3.Connection], None] | None = None,
    ) -> None:
        """Open the file for writing. Raises StoreError.

        ``newest`` is a query. Its result must change with each commit that matters. ``create`` fills an empty file;
        without ``create``, the file must exist. ``watched`` is explained at ``Writer``.
        """
        self.path = path
        self._log, self._index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
        self._tables, self._watched, self._newest, self._create = tables, watched, newest, create
        self._closed = False
        before = identity(path)
        if create is None and not before:
            raise StoreError("gone", path)
        refuse_other_types(path)
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
        try:
            self._prepare()
            # Kept open, because closing any descriptor of the file releases SQLite's locks on it.
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self.connection.close()
            raise StoreError("gone", path) from None
        except BaseException:
            self.connection.close()
            raise
        self._main, self._beside = _facts(path), self._facts_beside()  # as this connection left them
        if before not in {(), self._main[:2]}:
            self.close()
            raise StoreError("altered", path)

    def _prepare(self) -> None:
        version = version_of(self.connection, self.path, self._tables)
        # WAL lets viewers read meanwhile. FULL, because an export is removed from the inbox once its load is committed.
        self.connection.execute("PRAGMA journal_mode = WAL").fetchall()
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA foreign_keys = OFF")  # whatever the default of this SQLite build is
        self.connection.execute("PRAGMA cache_size = -8192")  # creating an index would take twice as much
        self.connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}").fetchall()
        if not version and self._create is None:
            raise StoreError("broken", self.path)
        if not version and self._create is not None:
            self.connection.execute("BEGIN IMMEDIATE")
            self._create(self.connection)
            self.connection.execute("COMMIT")
        self.connection.execute("SELECT count(*) FROM meta").fetchone()  # creates the log

    def begin(self) -> None:
        """Begin a transaction that holds the write lock from the start. To take the lock later could fail."""
        self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Commit the transaction. Remember the resulting sizes and times of the files."""
        self.connection.execute("COMMIT")
        self._note_beside()
        if self._beside[0] and self._beside[0][2] > _LOG_PAGES * _PAGE_BYTES:
            self._note_main()  # this commit triggers a checkpoint only if the log is this long

    def rollback(self) -> None:
        """Roll back the transaction, if there is one."""
        if self.connection.in_transaction:
            with suppress(sqlite3.OperationalError):  # SQLite may have rolled back already, as on a full disk
                self.connection.execute("ROLLBACK")
        self._note_beside()

    def check(self) -> None:
        """Raise StoreError if another program deleted, replaced or changed the file, its log, or the log's index.

        Only this program writes to these files. Data that another program wrote cannot be trusted.
        """
        self.check_main()
        if self._watched and self._facts_beside() != self._beside:
            raise StoreError("altered", self.path)

    def check_main(self) -> None:
        """Raise StoreError if another program deleted, replaced or changed the database file.

        Its log is not checked.
        """
        now = _facts(self.path)
        if not now:
            raise StoreError("gone", self.path)
        if now[:2] != self._main[:2] or (self._watched and now != self._main):
            raise StoreError("altered", self.path)
        if os.pread(self._file, len(_MAGIC), 0) != _MAGIC:
            raise StoreError("broken", self.path)

    def _facts_beside(self) -> tuple[tuple[int, ...], ...]:
        """The ``_facts`` of the log, and the identity of the log's index.

        Sizes and times of the index are left out, because every reader writes to the index.
        """
        return _facts(self._log), _facts(self._index)[:2]

    def _note_beside(self) -> None:
        """Remember the present facts of the log and the log's index.

        If one of them was replaced, or the log became shorter, keep the old facts instead, so that later checks fail.
        SQLite never makes a log shorter while the log is open.
        """
        log, index = self._facts_beside()
        before, index_before = self._beside
        if log[:2] == before[:2] and log[2:3] >= before[2:3] and index == index_before:
            self._beside = log, index

    def _note_main(self) -> None:
        """Remember the database file's size and time after a checkpoint, if the file still has our newest commit."""
        now = _facts(self.path)
        if now[:2] == self._main[:2] and self._is_as_we_left_it():
            self._main = now

    def tidy(self) -> None:
        """Checkpoint the log as far as readers allow, and free cached pages. Call this when idle. Raises StoreError."""
        self.check()
        try:
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()  # leaves the log itself as it is
        finally:  # a checkpoint that fails on a full disk has written a part
            self._note_main()
        self.connection.execute("PRAGMA shrink_memory")  # not before: our pages tell our file from another's

    def _is_as_we_left_it(self) -> bool:
        """Whether the file still has our data after a checkpoint: a new connection must find our newest commit.

        The file's size and time cannot show this, because the checkpoint changed both. If the checkpoint was partial,
        the new connection finds the commit in the log.
        """
        query = self._newest
        try:
            with closing(read_only(self.path)) as other:
                return other.execute(query).fetchall() == self.connection.execute(query).fetchall()
        except sqlite3.DatabaseError:
            return False

    def close(self) -> None:
        """Close the connection in DELETE mode, so that viewers who may not write in the folder can read the file.

        While viewers are connected, the mode cannot be changed. Then the log and the log's index stay, and viewers who
        may not write can use them.
        """
        if self._closed:
            return
        self._closed = True
        try:
            with suppress(sqlite3.OperationalError):
                self.connection.execute("PRAGMA busy_timeout = 200")
                self.connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            self.connection.close()
            os.close(self._file)
