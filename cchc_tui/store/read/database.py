"""Opening the store: one writer, any number of readers that can only read."""

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

#: Seconds that a statement waits for a lock: for the moment in which a writer comes, goes or is swapped.
_PATIENCE = 5.0
#: Pages of write-ahead log (64 MiB) after which SQLite itself tidies up if nobody else did.
_LOG_PAGES, _PAGE_BYTES = 16_384, 4_096


#: How every database that holds something begins.
_MAGIC = b"SQLite format 3\0"


class StoreError(sqlite3.DatabaseError):
    """The database can't be used as it is; ``code`` names the sentence that says why and what to do.

    ``schema``: made by another version of the program (rebuild); ``broken``: not a database, or a torn one (rebuild);
    ``gone``: the file was deleted while it was open; ``altered``: another program put something else in its place,
    wrote to it or to its log, or changed its tables.
    """

    def __init__(self, code: str, path: Path, detail: str = ""):
        super().__init__(f"{path}: {code} {detail}".rstrip())
        self.code, self.path, self.detail = code, path, detail


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file a path names: (device, inode), None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _facts(path: Path) -> tuple[int, ...]:
    """Which file a path names, and its size and time of last change; nothing where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _is_file(path: Path) -> None:
    """Raises StoreError where anything but a file stands there: opening a pipe would last for ever."""
    if path.exists() and not path.is_file():
        raise StoreError("altered", path)


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """The schema's version, 0 in an empty database; raises StoreError when it is another program's."""
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise StoreError("broken", path, str(error)) from None
    if (version or tables) and (version != schema.SCHEMA or not tables >= schema.TABLES):
        raise StoreError("schema", path, str(version))
    if version and schema.is_altered(connection):
        raise StoreError("altered", path)
    return version


def _connect_read_only(path: Path) -> sqlite3.Connection | None:
    """A connection that can't write; None where another process is only just making the database."""
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
    """The one connection that writes. Whoever opens it holds the collector's lock."""

    def __init__(self, path: Path, watched: bool = True) -> None:
        """``watched``: whether what another program writes to its files is noticed by their sizes and times, which
        those of a network drive do not tell.
        """
        self.path = path
        self._log, self._index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
        self._watched = watched
        self._closed = False
        before = _identity(path)
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
        try:
            self._prepare()
            # Kept open: to close any descriptor of the file gives up the locks that SQLite has on it.
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self.connection.close()
            raise StoreError("gone", path) from None
        except BaseException:
            self.connection.close()
            raise
        self._main, self._beside = _facts(path), self._facts_beside()  # this is how we leave them
        if before not in {None, self._main[:2]}:
            self.close()
            raise StoreError("altered", path)

    def _prepare(self) -> None:
        version = _check(self.connection, self.path)
        # Viewers read while we write; FULL, because the export leaves the inbox once its load is committed.
        self.connection.execute("PRAGMA journal_mode = WAL").fetchall()
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA cache_size = -8192")  # twice that while an index is made
        self.connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}").fetchall()
        if not version:
            self.connection.execute("BEGIN IMMEDIATE")
            schema.create(self.connection)
            self.connection.execute("COMMIT")
        self.connection.execute("SELECT count(*) FROM meta").fetchone()  # the log is made when it is first looked at

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. It takes the write lock at once: read first and write later would fail."""
        self.check()
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self._check_main()  # a load takes its time
        except BaseException:
            with suppress(sqlite3.OperationalError):  # SQLite itself has rolled back, as it does when the disk is full
                self.connection.execute("ROLLBACK")
            self._note_beside()
            raise
        self.connection.execute("COMMIT")
        self._note_beside()
        if self._beside[0] and self._beside[0][2] > _LOG_PAGES * _PAGE_BYTES:
            self._note_main()  # no shorter log is moved by a commit

    def check(self) -> None:
        """Raises StoreError when anybody else deleted, replaced or wrote to the file, its log, or the log's index.

        Nobody else writes to them, and nothing that is built on what another wrote could be trusted.
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
        """Of the log's index only which file it is: each reader writes to it."""
        return _facts(self._log), _facts(self._index)[:2]

    def _note_beside(self) -> None:
        """We wrote to the log. Where it is another file by now it was not us, and the next check says so."""
        now = self._facts_beside()
        if [facts[:2] for facts in now] == [facts[:2] for facts in self._beside]:
            self._beside = now

    def _note_main(self) -> None:
        """The same, where the log was moved into the database."""
        now = _facts(self.path)
        if now[:2] == self._main[:2] and self._is_as_we_left_it():
            self._main = now

    def tidy(self) -> None:
        """Moves the log into the database, as far as readers let it; for when there is nothing else to do."""
        self.check()
        self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._note_beside()
        self._note_main()

    def _is_as_we_left_it(self) -> bool:
        """Whether another connection finds our newest export: while we write, sizes and times tell nothing of others.

        Where the log could not be moved as a whole it finds it there.
        """
        query = "SELECT max(id) FROM export"
        uri = f"file:{quote(os.fspath(self.path.absolute()))}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as other:
                return other.execute(query).fetchall() == self.connection.execute(query).fetchall()
        except sqlite3.DatabaseError:
            return False

    def close(self) -> None:
        """Ends in DELETE mode, in which a viewer that may not write the folder can still read.

        While viewers are connected the mode can't be changed; then they keep the log's files in being, and these do.
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
    """A connection that can only read, for one thread. ``texts`` and ``keys`` hold what never changes once there.

    ``lock`` is held by whoever uses or closes it: SQLite crashes where one thread closes what another one reads.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.texts: dict[int, str] = {0: ""}
        self.keys: dict[int, str] = {0: ""}
        self._identity = _identity(path)
        found = _connect_read_only(path) if self._identity is not None else None
        #: Nothing was ever loaded here; the boards are asked of an empty store.
        self.empty = found is None
        self.connection = found or _connect_empty()

    def data_version(self) -> int:
        """A number that changes with each load that another connection commits; 5 µs."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def stands(self) -> tuple[int, str]:
        """What boards rest on: the newest export, and the registry that the store follows."""
        query = "SELECT coalesce((SELECT max(id) FROM export), 0), (SELECT value FROM meta WHERE key = 'registry')"
        newest, registry = self.connection.execute(query).fetchone()
        return newest, registry or ""

    @property
    def identity(self) -> tuple[int, int] | None:
        """Which file this reads: (device, inode); None for an empty store."""
        return None if self.empty else self._identity

    def replaced(self) -> bool:
        """Whether the path names another file by now: made, rebuilt or deleted. Then a new reader is due."""
        now = _identity(self.path)
        return now is not None if self.empty else now != self._identity

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """One state of the database for several statements; short, since an open one keeps the log growing."""
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
        """The text that a number stands for."""
        if number not in self.texts:
            self.texts.update(self.connection.execute("SELECT id, text FROM term WHERE id > ?", (max(self.texts),)))
        return self.texts.get(number, "")

    def unit_key(self, number: int) -> str:
        """The key of the unit that a number stands for; "" for 0."""
        if number not in self.keys:
            self.keys.update(self.connection.execute("SELECT id, key FROM unit").fetchall())
        return self.keys.get(number, "")

    def close(self) -> None:
        """Ends the connection."""
        self.connection.close()

    def close_from_outside(self, seconds: float) -> None:
        """Ends it in another thread than its own, whose query under way fails with sqlite3.OperationalError.

        A query that is not over by then keeps the connection, which goes with the process.
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
    """The writer of a data folder; makes the database where there is none. Raises StoreError."""
    return Writer(DataFolder(folder).database)


def open_reader(folder: Path) -> Reader:
    """A reader of a data folder; of an empty store where there is none yet. Raises StoreError."""
    return Reader(DataFolder(folder).database)
