"""Opens the databases of a data folder, for one writer and any number of read-only readers."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from cchc_tui.settings import DataFolder
from cchc_tui.store.read import personal, schema
from cchc_tui.store.read.database_file import (
    PATIENCE,
    READ_ONLY,
    StoreError,
    WrittenFile,
    identity,
    refuse_other_types,
    sort_in,
    uri_of,
    version_of,
)

T = TypeVar("T")
#: What SQLite says while there is no log, or no index of it, and it may make none; and how many seconds that may take.
_NO_LOG_YET = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
_LOG_PATIENCE = 1.0
_NEWEST_EXPORT = "SELECT max(id) FROM export"
_NEWEST_PERSONAL = "SELECT group_concat(value, ' ') FROM (SELECT value FROM meta ORDER BY key)"


def _once_the_log_is_there(read: Callable[[], T]) -> T:
    """Call ``read`` and return its result. Try again while the write-ahead log or the log's index does not exist yet.

    The writer creates both files. A process that may not write cannot create them, so SQLite raises an error until they
    exist. After ``_LOG_PATIENCE`` seconds the error is raised.
    """
    end = time.monotonic() + _LOG_PATIENCE
    while True:
        try:
            return read()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _NO_LOG_YET or time.monotonic() > end:
                raise
        time.sleep(0.01)


def _connect_read_only(path: Path, options: str) -> sqlite3.Connection | None:
    """A read-only connection; None while another process is still creating the database."""
    refuse_other_types(path)
    uri = uri_of(path, options)
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE, check_same_thread=False)
    try:
        version = _once_the_log_is_there(lambda: version_of(connection, path, schema.tables()))
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
    """The only connections that write: one to the store, and one to the store's personal data.

    The process that creates a ``Writer`` must hold the collector's lock.
    """

    def __init__(self, path: Path, watched: bool = True) -> None:
        """Open both databases. If there is no store, create both. Raises StoreError.

        With ``watched``, the sizes and times of the files are compared to detect writes by other programs. That does
        not work on network drives.
        """
        self.path = path
        self.personal_path = personal.path_beside(path)
        self._store = WrittenFile(path, schema.tables(), watched, _NEWEST_EXPORT, self._create)
        #: The connection to the store.
        self.connection = self._store.connection
        try:
            self._personal = WrittenFile(self.personal_path, personal.tables(), watched, _NEWEST_PERSONAL)
        except BaseException:
            self._store.close()
            raise
        #: The connection to the personal data.
        self.private = self._personal.connection
        try:
            sort_in(self.personal_path.parent, self.connection)
            self._check_pair()
        except BaseException:
            self.close()
            raise

    def _create(self, connection: sqlite3.Connection) -> None:
        schema.create(connection, personal.create(self.personal_path))

    def _check_pair(self) -> None:
        """Raise StoreError if the two databases do not match.

        The error's code is "altered" if the personal data are of another store, "older" if older than the store.
        """
        store, private = personal.facts(self.connection), personal.facts(self.private)
        if store[0] != private[0]:
            raise StoreError("altered", self.personal_path)
        if store[1] > private[1]:
            raise StoreError("older", self.personal_path)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction in both databases. Yields the connection to the store. Raises StoreError.

        The personal data are committed first, then the store. If the store's commit fails, the rows added to the
        personal data belong to no export of the store, and the next transaction deletes them.
        """
        self.check()
        try:
            for file in (self._personal, self._store):
                file.begin()
            before = self._delete_orphans()
            yield self.connection
            self._store.check_main()  # during the load, others had time to write
            self._personal.check_main()
            written = personal.facts(self.private)[1]
            if written > before:
                self.connection.execute(personal.WRITTEN, (str(written),))
            for file in (self._personal, self._store):
                file.commit()
        except BaseException:
            for file in (self._personal, self._store):
                file.rollback()
            raise

    def _delete_orphans(self) -> int:
        """Delete the personal data that belong to no export of the store.

        Return the number of the newest export with personal data.
        """
        (newest,) = self.connection.execute(_NEWEST_EXPORT).fetchone()
        written = personal.facts(self.private)[1]
        if written <= (newest or 0):
            return written
        _, known = personal.facts(self.connection)
        for table in ("person", "note"):
            self.private.execute(f"DELETE FROM {table} WHERE export > ?", (newest or 0,))
        self.private.execute(personal.WRITTEN, (str(known),))
        return known

    def check(self) -> None:
        """Raise StoreError if another program deleted, replaced or changed a database, its log, or the log's index.

        Only this program writes to these files. Data that another program wrote cannot be trusted.
        """
        self._store.check()
        self._personal.check()

    def tidy(self) -> None:
        """Checkpoint the logs of both databases, as far as readers allow. Raises StoreError.

        Call this when the collector is idle.
        """
        self._store.tidy()
        self._personal.tidy()

    def close(self) -> None:
        """Close both databases (``WrittenFile.close``)."""
        try:
            self._store.close()
        finally:
            self._personal.close()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Reader:
    """A read-only connection for one thread. ``texts`` and ``keys`` are caches of rows that never change.

    A thread must hold ``lock`` while it queries or closes the connection. SQLite crashes if one thread closes a
    connection while another thread runs a query on it.
    """

    def __init__(self, path: Path, options: str = READ_ONLY) -> None:
        """Open the database, or an empty one in memory if there is no database. Raises StoreError.

        ``options`` is ``READ_ONLY`` or ``NOTHING_WRITTEN``. It also applies to the personal data.
        """
        self.path = path
        self._options = options
        self.lock = threading.RLock()
        self.texts: dict[int, str] = {0: ""}
        self.keys: dict[int, str] = {0: ""}
        self._identity = identity(path)
        found = _connect_read_only(path, options) if self._identity else None
        #: Whether there is no database yet, so that boards read an empty one in memory.
        self.empty = found is None
        self.connection = found or _connect_empty()

    def data_version(self) -> int:
        """A number that changes whenever another connection commits. Takes 5 µs."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def stands(self) -> tuple[int, str]:
        """The number of the newest export, and the fingerprint of the registry and settings that built the store.

        If one of these values changes, the boards may change too. The number is 0 if there is no export. The
        fingerprint is "" if the store has none.
        """
        query = "SELECT coalesce((SELECT max(id) FROM export), 0), (SELECT value FROM meta WHERE key = 'registry')"
        newest, registry = self.connection.execute(query).fetchone()
        return newest, registry or ""

    @property
    def identity(self) -> tuple[int, ...] | None:
        """The (device, inode) of the database file; None while there is no database."""
        return None if self.empty else self._identity

    def replaced(self) -> bool:
        """Whether the database file was created, replaced or deleted after this reader opened it.

        If so, the caller needs a new reader.
        """
        now = identity(self.path)
        return bool(now) if self.empty else now != self._identity

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A read transaction, in which all statements see the same state of the database. Snapshots may be nested.

        Keep a snapshot short, because the write-ahead log cannot shrink while one is open.
        """
        if self.connection.in_transaction:
            yield self.connection
            return
        self.connection.execute("BEGIN")
        try:
            _once_the_log_is_there(lambda: self.connection.execute("SELECT 1 FROM meta").fetchone())
            yield self.connection
        finally:
            with suppress(sqlite3.OperationalError):
                self.connection.execute("ROLLBACK")

    @contextmanager
    def personal(self) -> Iterator[str]:
        """Attach the personal data, for snapshots that begin in the block.

        Yields "", or the reason why the personal data cannot be read (see ``personal.attached``). If a snapshot is
        already open, the personal data can be read only if they were attached when the snapshot began.
        """
        if self.empty:
            yield "gone"
        elif self.connection.in_transaction:
            names = [name for _, name, _ in self.connection.execute("PRAGMA database_list")]
            yield "" if personal.ALIAS in names else "gone"
        else:
            with personal.attached(self.connection, self.path, self._options) as fault:
                yield fault

    def personal_fault(self) -> str:
        """Why the personal data are unusable in this snapshot, as a code of ``fault_of_attached``; "" if usable."""
        return personal.fault_of_attached(self.connection)

    def text(self, number: int) -> str:
        """The text in ``term`` with this number; "" if there is none."""
        if number not in self.texts:
            self.texts.update(self.connection.execute("SELECT id, text FROM term WHERE id > ?", (max(self.texts),)))
        return self.texts.get(number, "")

    def unit_key(self, number: int) -> str:
        """The key of the unit with this number; "" for 0 and for an unknown number."""
        if number not in self.keys:
            self.keys.update(self.connection.execute("SELECT id, key FROM unit").fetchall())
        return self.keys.get(number, "")

    def close(self) -> None:
        """Close the connection. The caller must hold ``lock``."""
        self.connection.close()

    def close_from_outside(self, seconds: float) -> None:
        """Close the connection from another thread. If a query is running, it fails with sqlite3.OperationalError.

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
    """The writer for a data folder. If there is no store, the databases are created. Raises StoreError."""
    return Writer(DataFolder(folder).database)
