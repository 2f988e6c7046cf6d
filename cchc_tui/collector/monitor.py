"""``cchc-tui status``: reports the state of a data folder to a monitor that asks every few minutes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from cchc_tui import __version__
from cchc_tui.care.backup_record import read_record
from cchc_tui.collector.audit_checks import audit_faults
from cchc_tui.collector.personal_checks import personal_faults, why_unreadable
from cchc_tui.collector.status import CollectorStatus, read_status
from cchc_tui.collector.watch import scan
from cchc_tui.domain.moments import Stamp, from_epoch, iso
from cchc_tui.registry import RegistryError
from cchc_tui.settings import DataFolder, MonitorSettings, load
from cchc_tui.store.read.database_file import read_only
from cchc_tui.store.read.schema import LOADED
from cchc_tui.texts import monitor as texts
from cchc_tui.texts.ages import age as age_words

#: The states of a folder and the exit codes of the command.
OK, WARNING, CRITICAL = "ok", "warning", "critical"
EXIT_CODES = {OK: 0, WARNING: 1, CRITICAL: 2}
#: Bytes of free disk below which loads may fail at any moment.
_NO_SPACE = 64 << 20
_MIB = 1 << 20
_HOUR, _MINUTE = 3600, 60


class Fault(msgspec.Struct, frozen=True):
    """One fault of the data folder. ``code`` is a key of ``texts.FAULTS``, or the code of a ``PersonalFault``.

    ``text`` describes the fault and says what to do.
    """

    level: str
    code: str
    text: str


class DataState(msgspec.Struct, frozen=True):
    """The moment of the newest list of dossiers, the last arrival of any file, and the number of files.

    ``age_seconds`` is the age of the newest list. A value is None if there is no such file, or if the database cannot
    be read.
    """

    as_of: str | None = None
    age_seconds: int | None = None
    last_file_at: str | None = None
    exports: int | None = None


class InboxState(msgspec.Struct, frozen=True):
    """The number of entries in the inbox, and since when the oldest one has been waiting.

    All fields are None if this user cannot look into the inbox. If the inbox is empty, ``waiting`` is 0 and the other
    fields are None.
    """

    waiting: int | None = None
    waiting_since: str | None = None
    waiting_seconds: int | None = None


class LoadState(msgspec.Struct, frozen=True):
    """The last load since the collector's start, and how many seconds after the file's arrival the load ended.

    Both fields are None if there was no load yet.
    """

    at: str | None = None
    lag_seconds: float | None = None


class CollectorState(msgspec.Struct, frozen=True):
    """The collector's process, its last error and its last repair ("": none).

    ``since`` is the start of the collector; None if it does not run. ``beat_age_seconds`` is the time since the
    collector last wrote its status.
    """

    alive: bool
    stalled: bool
    role: str
    pid: int
    since: str | None
    beat_age_seconds: int
    error: str
    note: str


class DatabaseState(msgspec.Struct, frozen=True):
    """The sizes of the database and its write-ahead log in bytes, and why the database cannot be read.

    ``error`` is "" if the database can be read, or if there is no database yet.
    """

    bytes: int
    wal_bytes: int
    error: str


class PersonalState(msgspec.Struct, frozen=True):
    """The sizes of the personal data and their write-ahead log in bytes, and why the personal data cannot be read.

    ``error`` is the result of ``why_unreadable()``: "" if the personal data can be read, or if there is no readable
    database. The sizes are None if ``error`` is "denied".
    """

    bytes: int | None
    wal_bytes: int | None
    error: str


class BackupState(msgspec.Struct, frozen=True):
    """The last backup: when it was made, its folder, and the number of files that it lacks.

    All fields are None if there is no backup.
    """

    at: str | None = None
    age_seconds: int | None = None
    folder: str | None = None
    lacking: int | None = None


class FolderReport(msgspec.Struct, frozen=True):
    """The report of ``status``. Later versions only add keys. Sizes are in bytes, times are local times in ISO form."""

    state: str
    at: str
    program: str
    faults: tuple[Fault, ...]
    data: DataState
    inbox: InboxState
    load: LoadState
    collector: CollectorState
    database: DatabaseState
    free_bytes: int
    backup: BackupState
    personal: PersonalState


def report(data: Path) -> FolderReport:
    """Examine a data folder and return the report. Raises OSError if the folder does not exist."""
    folder, now = DataFolder(data), from_epoch(time.time())
    status, disk = read_status(data), shutil.disk_usage(data)
    try:
        limits, settings_fault = load(data).monitor, ""
    except RegistryError as error:
        limits, settings_fault = MonitorSettings(), f"{error.path.name}: {error.message}"
    database, data_state = _database(folder, now)
    inbox, backup, unreadable = _inbox(folder), _backup(folder, now), why_unreadable(folder)
    faults = [
        *_collector_faults(status, inbox, limits),
        *_data_faults(database, data_state, limits),
        *_disk_faults(disk.free, limits),
        *_backup_faults(backup, limits),
        *_personal_faults(folder, unreadable),
        *_audit_faults(folder, status),
    ]
    if settings_fault:
        faults.append(_fault(WARNING, "settings", reason=settings_fault))
    levels = {fault.level for fault in faults}
    state = CRITICAL if CRITICAL in levels else WARNING if WARNING in levels else OK
    return FolderReport(
        state,
        iso(now),
        __version__,
        tuple(sorted(faults, key=lambda fault: fault.level != CRITICAL)),
        data_state,
        inbox,
        LoadState(iso(status.loaded_at), status.load_lag) if status.loaded_at else LoadState(),
        _collector(status),
        database,
        disk.free,
        backup,
        _personal(folder, unreadable),
    )


def as_json(said: FolderReport) -> str:
    """The report as JSON, for a monitor."""
    return msgspec.json.format(msgspec.json.encode(said), indent=1).decode()


def _fault(level: str, code: str, **fields: object) -> Fault:
    return Fault(level, code, texts.fault(code, **fields))


def _collector(status: CollectorStatus) -> CollectorState:
    since = iso(status.started) if status.alive else None
    return CollectorState(
        status.alive, status.stalled, status.role, status.pid, since, status.age, status.last_error, status.note
    )


def _database(folder: DataFolder, now: Stamp) -> tuple[DatabaseState, DataState]:
    path = folder.database
    sizes = (_size(path), _size(path.with_name(path.name + "-wal")))
    if not path.exists():
        return DatabaseState(*sizes, ""), DataState()
    newest = f"SELECT max(moment) FROM export WHERE kind = 'dossiers' AND {LOADED}"
    try:
        with closing(read_only(path, timeout=2.0)) as connection:
            (moment,) = connection.execute(newest).fetchone()
            exports, arrived = connection.execute("SELECT count(*), max(arrived) FROM export").fetchone()
    except sqlite3.Error as error:
        return DatabaseState(*sizes, str(error)), DataState()
    said = DataState(_iso(moment), None if moment is None else max(0, now - moment), _iso(arrived), exports)
    return DatabaseState(*sizes, ""), said


def _personal(folder: DataFolder, error: str) -> PersonalState:
    path = folder.personal
    if error == "denied":
        return PersonalState(None, None, error)
    return PersonalState(_size(path), _size(path.with_name(path.name + "-wal")), error)


def _personal_faults(folder: DataFolder, unreadable: str) -> Iterator[Fault]:
    for fault in personal_faults(folder, unreadable):
        level = CRITICAL if fault.code == "personal_open" else WARNING
        yield Fault(level, fault.code, f"{fault.text} {fault.cure}")


def _audit_faults(folder: DataFolder, status: CollectorStatus) -> Iterator[Fault]:
    for fault in audit_faults(folder, status):
        yield Fault(CRITICAL if fault.code == "audit_open" else WARNING, fault.code, f"{fault.text} {fault.cure}")


def _iso(moment: Stamp | None) -> str | None:
    return None if moment is None else iso(moment)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _inbox(folder: DataFolder) -> InboxState:
    try:
        entries = scan(folder.inbox)
    except OSError:
        return InboxState()
    if not entries:
        return InboxState(0)
    oldest = min(entry.changed or time.time() for entry in entries)
    return InboxState(len(entries), iso(from_epoch(oldest)), max(0, int(time.time() - oldest)))


def _backup(folder: DataFolder, now: Stamp) -> BackupState:
    record = read_record(folder)
    if record is None:
        return BackupState()
    return BackupState(iso(record.at), max(0, now - record.at), record.folder, len(record.lacking))


def _collector_faults(status: CollectorStatus, inbox: InboxState, limits: MonitorSettings) -> Iterator[Fault]:
    if status.stalled:
        yield _fault(CRITICAL, "collector_stalled", pid=status.pid, seconds=status.age)
    elif not status.alive:
        yield _fault(CRITICAL, "no_collector")
    elif status.last_error:
        yield _fault(WARNING, "collector_error", reason=status.last_error)
    if status.alive and status.log_fault:
        yield _fault(WARNING, "log", reason=status.log_fault)
    waited = inbox.waiting_seconds or 0
    if limits.inbox_minutes and waited > limits.inbox_minutes * _MINUTE:
        yield _fault(WARNING, "inbox_waiting", count=inbox.waiting or 0, minutes=waited // _MINUTE)


def _data_faults(database: DatabaseState, data: DataState, limits: MonitorSettings) -> Iterator[Fault]:
    if database.error:
        yield _fault(CRITICAL, "database", reason=database.error)
    if limits.wal_mb and database.wal_bytes > limits.wal_mb * _MIB:
        yield _fault(WARNING, "wal", size=database.wal_bytes // _MIB)
    age = data.age_seconds or 0
    if limits.data_hours and age > limits.data_hours * _HOUR:
        yield _fault(WARNING, "data_old", age=age_words(age))


def _disk_faults(free: int, limits: MonitorSettings) -> Iterator[Fault]:
    if free < _NO_SPACE:
        yield _fault(CRITICAL, "disk_full", size=free // _MIB)
    elif free < limits.free_mb * _MIB:
        yield _fault(WARNING, "disk_space", size=free // _MIB)


def _backup_faults(backup: BackupState, limits: MonitorSettings) -> Iterator[Fault]:
    if not limits.backup_hours:
        return
    if backup.age_seconds is None:
        yield _fault(WARNING, "no_backup")
    elif backup.age_seconds > limits.backup_hours * _HOUR:
        yield _fault(WARNING, "backup_old", age=age_words(backup.age_seconds))
    elif backup.lacking:
        yield _fault(WARNING, "backup_lacking", count=backup.lacking)


def run_status(data: Path, *, as_json_text: bool, write: Callable[[str], object]) -> int:
    """Print the report, as JSON or as text. Return the exit code: 0 ok, 1 warning, 2 critical.

    If this user has no access to the folder, only an error is printed, as text.
    """
    if not os.access(data, os.R_OK | os.X_OK):
        write(texts.fault("no_folder", path=data))
        return EXIT_CODES[CRITICAL]
    said = report(data)
    write(as_json(said) if as_json_text else texts.text(said.state, [fault.text for fault in said.faults], lines(said)))
    return EXIT_CODES[said.state]


def lines(said: FolderReport) -> list[tuple[str, str]]:
    """The report's main values, each as (key of its label, value as text)."""
    return [
        ("data", texts.when(said.data.as_of, said.data.age_seconds)),
        ("load", texts.loaded(said.load.at, said.load.lag_seconds)),
        ("inbox", texts.waiting(said.inbox.waiting, said.inbox.waiting_since)),
        ("collector", texts.process(said.collector.alive, said.collector.role, said.collector.pid)),
        ("database", texts.sizes(said.database.bytes, said.database.wal_bytes)),
        ("free", texts.size(said.free_bytes)),
        ("backup", texts.when(said.backup.at, said.backup.age_seconds)),
    ]
