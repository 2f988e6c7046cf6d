"""``cchc-tui doctor``: checks a data folder and its environment, and says what to do about each problem."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from cchc_tui.boards.index_faults import index_faults
from cchc_tui.collector import filesystems
from cchc_tui.collector.audit_checks import audit_faults
from cchc_tui.collector.check_result import CheckLevel, CheckResult
from cchc_tui.collector.doctor_care import care_checks
from cchc_tui.collector.lock import is_free
from cchc_tui.collector.personal_checks import damage, personal_faults, why_unreadable
from cchc_tui.collector.status import read_status
from cchc_tui.collector.terminal import check_terminal
from cchc_tui.collector.watch import EntryType, scan
from cchc_tui.collector.world_writable import all_world_writable, open_inbox, open_rooms
from cchc_tui.domain.moments import from_epoch, to_date, to_datetime
from cchc_tui.registry import Registry, RegistryError
from cchc_tui.registry import load as load_registry
from cchc_tui.registry.presentation import right_for
from cchc_tui.settings import DataFolder
from cchc_tui.settings import load as load_settings
from cchc_tui.store.read.database_file import read_only
from cchc_tui.texts import doctor as texts
from cchc_tui.texts import personal_checks as personal_texts
from cchc_tui.texts.collector import chmod
from cchc_tui.texts.places import place
from cchc_tui.texts.presentation_file import FAULT

#: Least free disk space in bytes. The archive and the database grow with every export.
LEAST_FREE = 1 << 30
#: A file that stays in the inbox for this many seconds is reported as not being loaded.
LEFT_LYING = 900.0
#: Two simultaneous checkpoints can corrupt the database in older releases of SQLite. Safe are this release and later
#: ones, and in older branches those from (major, minor) → patch on.
_CURED_FROM = (3, 51, 3)
_CURED_ALSO = {(3, 44): 6, (3, 50): 7}


def doctor(data: Path) -> int:
    """Print the results of all checks. Return 1 if one of them is ``WRONG``, else 0."""
    results = run_checks(data)
    for result in results:
        sys.stdout.write(f"{texts.SIGNS[result.level]} {result.text}\n")
        if result.cure:
            sys.stdout.write(f"    → {result.cure}\n")
    wrong, advice = (
        sum(result.level is level for result in results) for level in (CheckLevel.WRONG, CheckLevel.ADVICE)
    )
    sys.stdout.write("\n" + texts.verdict(wrong, advice) + "\n")
    return 1 if wrong else 0


def run_checks(data: Path) -> list[CheckResult]:
    """Run all checks of a data folder. The results are in the order in which a person should fix the problems."""
    folder = DataFolder(data)
    if not data.is_dir():
        return [CheckResult(CheckLevel.WRONG, texts.no_folder(data), texts.make_folder(data))]
    checks: tuple[Callable[[DataFolder], Iterator[CheckResult]], ...] = (
        _folders,
        _permissions,
        _registry,
        _file_system,
        _space,
        _collector,
        _inbox,
        _sqlite,
        _personal,
        _audit,
        care_checks,
        _terminal,
    )
    return [result for check in checks for result in _results(check, folder)]


def _results(check: Callable[[DataFolder], Iterator[CheckResult]], folder: DataFolder) -> Iterator[CheckResult]:
    """The results of one check.

    If this user may not open a part of the folder, the last result says so and the check ends.
    """
    try:
        yield from check(folder)
    except PermissionError as error:
        path = Path(str(error.filename))
        yield CheckResult(CheckLevel.WRONG, texts.closed_part(str(path)), texts.give_back(path.parent, folder.path))


def _folders(folder: DataFolder) -> Iterator[CheckResult]:
    for part in (folder.inbox, folder.archive, folder.state):
        if not part.is_dir():
            yield CheckResult(CheckLevel.WRONG, texts.no_folder(part), texts.make_folder(folder.path))
        elif not os.access(part, os.W_OK | os.X_OK | os.R_OK):
            yield CheckResult(CheckLevel.ADVICE, texts.read_only(part), texts.DOCTOR.only_viewing)
    if all(part.is_dir() for part in (folder.inbox, folder.archive, folder.state)):
        yield CheckResult(CheckLevel.FINE, texts.folder_there(folder.path))


def _permissions(folder: DataFolder) -> Iterator[CheckResult]:
    """Check that only the owner can write, that others have no access, and that no other user can take the lock.

    Also check that the collector's folders, database and lock belong to the owner of the data folder. The collector
    could not write a file that belongs to root.
    """
    owner = folder.path.stat().st_uid
    ways = [part for part in (folder.path, folder.state, folder.archive) if part.is_dir()]
    wrong = False
    for part in ways:
        mode = stat.S_IMODE(part.stat().st_mode)
        if mode & 0o022:
            wrong = True
            yield CheckResult(
                CheckLevel.WRONG, texts.writable_by_others(part, mode), chmod(part, mode & ~0o022 & ~0o007)
            )
    for result in _open_parts(folder, ways):
        wrong = True
        yield result
    mode = stat.S_IMODE(folder.path.stat().st_mode)
    if mode & 0o007 and not wrong:
        yield CheckResult(CheckLevel.ADVICE, texts.open_to_all(folder.path, mode), chmod(folder.path, 0o2750))
    elif not wrong:
        yield CheckResult(CheckLevel.FINE, texts.permissions_fine(mode))
    database = (folder.path / f"{folder.database.name}{ending}" for ending in ("", "-wal", "-shm"))
    for path in (*ways, *database, folder.lock):
        if path.exists() and path.stat().st_uid != owner:
            yield CheckResult(CheckLevel.WRONG, texts.foreign_part(path), texts.give_back(path, folder.path))
    if folder.lock.exists() and stat.S_IMODE(folder.lock.stat().st_mode) & 0o077:
        yield CheckResult(CheckLevel.WRONG, texts.open_lock(folder.lock), chmod(folder.lock, 0o600))


def _open_parts(folder: DataFolder, ways: list[Path]) -> Iterator[CheckResult]:
    """Yield a result for each part of the data folder that every user of the machine may write.

    Each result has a command that removes the right to write. The parts in ``ways`` are left out. Entries inside one
    folder share one result.
    """
    inbox = open_inbox(folder.inbox)
    for part, mode, right in (*all_world_writable(folder.path), *([inbox] if inbox else ())):
        if part not in ways:
            yield CheckResult(CheckLevel.WRONG, texts.writable_by_all(part, mode), chmod(part, right))
    for room, count, cure in open_rooms(folder.path):
        yield CheckResult(CheckLevel.WRONG, texts.DOCTOR.open_inside.format(path=room, n=count), cure)


def _registry(folder: DataFolder) -> Iterator[CheckResult]:
    try:
        registry = load_registry(folder.registry)
        load_settings(folder.path)
    except RegistryError as error:
        yield CheckResult(
            CheckLevel.WRONG, texts.bad_line(error.path, error.line, error.key, error.message), texts.DOCTOR.mend_line
        )
        return
    yield CheckResult(CheckLevel.FINE, texts.registry_fine(registry.city, len(registry.units.units), registry.folder))
    fault = registry.presentation_fault
    if fault is not None:
        where = place(fault.path, fault.line, fault.key)
        yield CheckResult(
            CheckLevel.WRONG, FAULT.found.format(where=where, right=right_for(fault.key)), texts.DOCTOR.mend_line
        )
    for wrong in index_faults(registry):
        sentence = texts.bad_line(wrong.path, wrong.line, wrong.key, wrong.message)
        yield CheckResult(CheckLevel.WRONG, sentence, texts.DOCTOR.mend_line)
    yield from _calendar(registry)


def _calendar(registry: Registry) -> Iterator[CheckResult]:
    """Check that the registry knows at least ten weekdays off this year.

    The government sets substitute holidays every year, so the registry may lack some.
    """
    year = to_date(from_epoch(time.time())).year
    first, last = date(year, 1, 1), date(year, 12, 31)
    off = [
        day
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        if day.weekday() < 5 and not registry.calendar.is_workday(day)
    ]
    if len(off) < 10:
        yield CheckResult(CheckLevel.WRONG, texts.calendar_thin(year, len(off)), texts.DOCTOR.calendar_cure)
    else:
        yield CheckResult(CheckLevel.FINE, texts.calendar_fine(year, len(off)))


def _file_system(folder: DataFolder) -> Iterator[CheckResult]:
    kind = filesystems.filesystem_of(folder.path)
    if filesystems.is_network(kind):
        yield CheckResult(CheckLevel.WRONG, texts.database_on_network(kind), texts.DOCTOR.local_disk)
    kind = filesystems.filesystem_of(folder.inbox)
    if filesystems.is_network(kind):
        yield CheckResult(CheckLevel.ADVICE, texts.polling(kind), texts.DOCTOR.polling_means)
        return
    watches = _number(Path("/proc/sys/fs/inotify/max_user_watches"))
    instances = _number(Path("/proc/sys/fs/inotify/max_user_instances"))
    if min(watches, instances) < 64:
        yield CheckResult(CheckLevel.ADVICE, texts.few_watches(watches, instances), texts.DOCTOR.more_watches)
    else:
        yield CheckResult(CheckLevel.FINE, texts.watching(kind))


def _number(path: Path) -> int:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _space(folder: DataFolder) -> Iterator[CheckResult]:
    free = shutil.disk_usage(folder.path).free
    database = folder.database.stat().st_size if folder.database.exists() else 0
    needed = max(LEAST_FREE, 2 * database)  # a rebuild creates a second database
    if free < needed:
        yield CheckResult(CheckLevel.WRONG, texts.little_space(free, needed), texts.DOCTOR.make_space)
    else:
        yield CheckResult(CheckLevel.FINE, texts.space(free))


def _collector(folder: DataFolder) -> Iterator[CheckResult]:
    status = read_status(folder.path)
    free = is_free(folder.lock)
    if status.stalled:
        yield CheckResult(CheckLevel.WRONG, texts.stalled(status.pid, status.age), texts.end_it(status.pid))
    elif status.alive:
        yield CheckResult(CheckLevel.FINE, texts.collecting(status.user, status.pid))
    elif free is False:
        yield CheckResult(CheckLevel.WRONG, texts.lock_without_status(folder.lock), texts.who_holds(folder.lock))
    else:
        yield CheckResult(CheckLevel.ADVICE, texts.DOCTOR.no_collector, texts.DOCTOR.start_one)
    if status.alive and status.last_error:
        yield CheckResult(CheckLevel.WRONG, texts.in_trouble(status.last_error), texts.DOCTOR.trouble_cure)
    if status.note:
        yield CheckResult(CheckLevel.ADVICE, f"{to_datetime(status.note_at):%H:%M %d/%m/%Y}: {status.note}")


def _inbox(folder: DataFolder) -> Iterator[CheckResult]:
    try:
        entries = scan(folder.inbox)
    except OSError:
        return
    for entry in entries:
        if entry.type is not EntryType.FILE:
            yield CheckResult(CheckLevel.WRONG, texts.no_export(entry.name, entry.type), texts.DOCTOR.take_away)
        elif not os.access(entry.path, os.R_OK):
            yield CheckResult(CheckLevel.WRONG, texts.unreadable(entry.name), texts.DOCTOR.make_readable)
        elif time.time() - entry.signature.mtime_ns / 1e9 > LEFT_LYING and read_status(folder.path).alive:
            yield CheckResult(CheckLevel.WRONG, texts.left_lying(entry.name), texts.DOCTOR.see_status)


def _sqlite(folder: DataFolder) -> Iterator[CheckResult]:
    version = sqlite3.sqlite_version_info
    cured = version >= _CURED_FROM or version[2] >= _CURED_ALSO.get(version[:2], sys.maxsize)
    if cured:
        yield CheckResult(CheckLevel.FINE, texts.sqlite_fine(sqlite3.sqlite_version))
    else:
        yield CheckResult(CheckLevel.ADVICE, texts.sqlite_old(sqlite3.sqlite_version), texts.DOCTOR.sqlite_cure)
    if not folder.database.exists():
        return
    try:
        with closing(read_only(folder.database, timeout=1.0)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except sqlite3.Error as error:
        yield CheckResult(CheckLevel.WRONG, texts.database_unreadable(str(error)), texts.DOCTOR.rebuild)


def _personal(folder: DataFolder) -> Iterator[CheckResult]:
    if not folder.database.exists():
        return
    unreadable = why_unreadable(folder)
    faults = [*personal_faults(folder, unreadable), *([] if unreadable else damage(folder))]
    for fault in faults:
        level = CheckLevel.ADVICE if fault.code == "personal_closed" else CheckLevel.WRONG
        yield CheckResult(level, fault.text, fault.cure)
    if not faults and unreadable:
        yield CheckResult(CheckLevel.ADVICE, personal_texts.unseen(folder.private))
    elif not faults:
        mode = stat.S_IMODE(folder.private.stat().st_mode)
        yield CheckResult(CheckLevel.FINE, personal_texts.sound(folder.private, mode))


def _audit(folder: DataFolder) -> Iterator[CheckResult]:
    for fault in audit_faults(folder, read_status(folder.path)):
        yield CheckResult(CheckLevel.WRONG, fault.text, fault.cure)


def _terminal(folder: DataFolder) -> Iterator[CheckResult]:
    problem = check_terminal()
    if problem:
        yield CheckResult(CheckLevel.ADVICE, problem, texts.DOCTOR.only_for_screens)
        return
    columns, rows = os.get_terminal_size(1)
    if columns < 80 or rows < 24:
        yield CheckResult(CheckLevel.ADVICE, texts.small_terminal(columns, rows), texts.DOCTOR.enlarge)
    else:
        yield CheckResult(CheckLevel.FINE, texts.terminal_fine(columns, rows, os.environ.get("TERM", "")))
