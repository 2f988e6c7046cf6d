"""Opens the store: one writer, and any number of read-only readers."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from cchc_tui.settings import DataFolder
from cchc_tui.store.read import schema

#: Seconds that a statement waits for a lock, which is held briefly when a writer opens, closes or is replaced.
_PATIENCE = 5.0
#: Pages of write-ahead log (64 MiB) after which SQLite itself checkpoints.
_LOG_PAGES, _PAGE_BYTES = 16_384, 4_096


#: The first bytes of every database that is not empty.
_MAGIC = b"SQLite format 3\0"


class StoreError(sqlite3.DatabaseError):
    """The database cannot be used. ``code`` is the key of the message that explains the reason and the remedy.

    ``schema``: made by another version of the program; ``broken``: damaged, or not a database; ``gone``: deleted while
    open; ``altered``: another program replaced it, wrote to it or to its log, or changed its tables.
    """

    def __init__(self, code: str, path: Path, detail: str = ""):
        super().__init__(f"{path}: {code} {detail}".rstrip())
        self.code, self.path, self.detail = code, path, detail


def _facts(path: Path) -> tuple[int, ...]:
    """Device, inode, size and mtime of the file at a path; empty if there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _identity(path: Path) -> tuple[int, ...]:
    """Device and inode of the file at a path; empty if there is none."""
    return _facts(path)[:2]


def _is_file(path: Path) -> None:
    """Raise StoreError if the path is not a regular file: opening a pipe would block for ever."""
    if path.exists() and not path.is_file():
        raise StoreError("altered", path)


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version, 0 for an empty database. Raises StoreError if the tables were changed or are not ours."""
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise StoreError("broken", path, str(error)) from None
    if (version or tables) and (version != schema.version() or not tables >= schema.tables()):
        raise StoreError("schema", path, str(version))
    if version and schema.is_altered(connection):
        raise StoreError("altered", path)
    return version


def _connect_read_only(path: Path) -> sqlite3.Connection | None:
    """A read-only connection; None while another process is still creating the database."""
    _is_file(path)
    uri = f"file:{quote(os.fspath(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_PATIENCE, check_same_thread=False)
    try:
        version = _check(connection, path)
    except BaseException:
        connection.close()
        raise
    if not version:
        connection.close()
        return None
    return connection


def _connect_empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    schema.create(connection)
    return connection


class Writer:
    """The only connection that writes. The process that opens it must hold the collector's lock."""

    def __init__(self, path: Path, watched: bool = True) -> None:
        """With ``watched``, writes by other programs are detected by file sizes and times.

        That does not work on network drives.
        """
        self.path = path
        self._log, self._index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
        self._watched = watched
        self._closed = False
        before = _identity(path)
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
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
        version = _check(self.connection, self.path)
        # WAL lets viewers read meanwhile. FULL, because an export is removed from the inbox once its load is committed.
        self.connection.execute("PRAGMA journal_mode = WAL").fetchall()
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA foreign_keys = OFF")  # whatever the default of this SQLite build is
        self.connection.execute("PRAGMA cache_size = -8192")  # creating an index would take twice as much
        self.connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}").fetchall()
        if not version:
            self.connection.execute("BEGIN IMMEDIATE")
            schema.create(self.connection)
            self.connection.execute("COMMIT")
        self.connection.execute("SELECT count(*) FROM meta").fetchone()  # creates the log

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction. It takes the write lock at once, because upgrading a read lock later could fail."""
        self.check()
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self._check_main()  # during the load, others had time to write
        except BaseException:
            with suppress(
                sqlite3.OperationalError
            ):  # SQLite has rolled back already, for example because the disk is full
                self.connection.execute("ROLLBACK")
            self._note_beside()
            raise
        self.connection.execute("COMMIT")
        self._note_beside()
        if self._beside[0] and self._beside[0][2] > _LOG_PAGES * _PAGE_BYTES:
            self._note_main()  # this commit triggers a checkpoint only if the log is this long

    def check(self) -> None:
        """Raise StoreError if another program deleted, replaced or changed the file, its log, or the log's index.

        Only this program writes to them; data that another one wrote cannot be trusted.
        """
        self._check_main()
        if self._watched and self._facts_beside() != self._beside:
            raise StoreError("altered", self.path)

    def _check_main(self) -> None:
        now = _facts(self.path)
        if not now:
            raise StoreError("gone", self.path)
        if now[:2] != self._main[:2] or (self._watched and now != self._main):
            raise StoreError("altered", self.path)
        if os.pread(self._file, len(_MAGIC), 0) != _MAGIC:
            raise StoreError("broken", self.path)

    def _facts_beside(self) -> tuple[tuple[int, ...], ...]:
        """Facts of the log and its index. Of the index only its identity, because every reader writes to it."""
        return _facts(self._log), _facts(self._index)[:2]

    def _note_beside(self) -> None:
        """Remember the log as this connection left it. If it was replaced, keep the old facts, so that checks fail."""
        now = self._facts_beside()
        if [facts[:2] for facts in now] == [facts[:2] for facts in self._beside]:
            self._beside = now

    def _note_main(self) -> None:
        """Remember the database file after a checkpoint changed it."""
        now = _facts(self.path)
        if now[:2] == self._main[:2] and self._is_as_we_left_it():
            self._main = now

    def tidy(self) -> None:
        """Checkpoint the log, as far as readers allow. Call this when there is nothing else to do."""
        self.check()
        self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._note_beside()
        self._note_main()

    def _is_as_we_left_it(self) -> bool:
        """After a checkpoint, whether the file still has our data: a new connection must find our newest export.

        The checkpoint itself changed the file's size and time, so these cannot be compared. If the checkpoint was
        partial, the new connection finds the export in the log.
        """
        query = "SELECT max(id) FROM export"
        uri = f"file:{quote(os.fspath(self.path.absolute()))}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as other:
                return other.execute(query).fetchall() == self.connection.execute(query).fetchall()
        except sqlite3.DatabaseError:
            return False

    def close(self) -> None:
        """Close in DELETE mode, so that a viewer without write permission in the folder can still read.

        While viewers are connected, the mode cannot change; the log's files remain, and such a viewer can use them.
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

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Reader:
    """A read-only connection for one thread. ``texts`` and ``keys`` cache rows that never change.

    Users hold ``lock`` while they query or close: SQLite crashes when a connection is closed during another thread's
    query.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.texts: dict[int, str] = {0: ""}
        self.keys: dict[int, str] = {0: ""}
        self._identity = _identity(path)
        found = _connect_read_only(path) if self._identity else None
        #: Whether there is no database yet, so that boards read an empty one in memory.
        self.empty = found is None
        self.connection = found or _connect_empty()

    def data_version(self) -> int:
        """A number that changes whenever another connection commits. Costs 5 µs."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def stands(self) -> tuple[int, str]:
        """The state that boards depend on: the newest export's number and the registry fingerprint of the store."""
        query = "SELECT coalesce((SELECT max(id) FROM export), 0), (SELECT value FROM meta WHERE key = 'registry')"
        newest, registry = self.connection.execute(query).fetchone()
        return newest, registry or ""

    @property
    def identity(self) -> tuple[int, ...] | None:
        """The file that is read, as (device, inode); None for an empty store."""
        return None if self.empty else self._identity

    def replaced(self) -> bool:
        """Whether the file was created, replaced or deleted since this reader opened. Then a new reader is needed."""
        now = _identity(self.path)
        return bool(now) if self.empty else now != self._identity

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """One state of the database for several statements. Keep it short: while it is open the log cannot shrink."""
        if self.connection.in_transaction:
            yield self.connection
            return
        self.connection.execute("BEGIN")
        try:
            yield self.connection
        finally:
            with suppress(sqlite3.OperationalError):
                self.connection.execute("ROLLBACK")

    def text(self, number: int) -> str:
        """The text with this number."""
        if number not in self.texts:
            self.texts.update(self.connection.execute("SELECT id, text FROM term WHERE id > ?", (max(self.texts),)))
        return self.texts.get(number, "")

    def unit_key(self, number: int) -> str:
        """The key of the unit with this number; "" for 0."""
        if number not in self.keys:
            self.keys.update(self.connection.execute("SELECT id, key FROM unit").fetchall())
        return self.keys.get(number, "")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def close_from_outside(self, seconds: float) -> None:
        """Close the connection from another thread. A running query fails with sqlite3.OperationalError.

        If the query does not end within ``seconds``, the connection stays open until the process exits.
        """
        self.connection.interrupt()
        if self.lock.acquire(timeout=seconds):
            self.close()
            self.lock.release()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_writer(folder: Path) -> Writer:
    """The writer of a data folder; creates the database if there is none. Raises StoreError."""
    return Writer(DataFolder(folder).database)
