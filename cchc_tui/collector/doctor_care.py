"""Checks of ``doctor`` for problems that grow over months: backups, log, clock, memory, old files, temporary folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from cchc_tui.collector import monitor, thinning
from cchc_tui.collector.check_result import CheckLevel, CheckResult
from cchc_tui.collector.redating import newest_arrival
from cchc_tui.domain.moments import LOCAL, from_epoch, iso
from cchc_tui.registry import RegistryError
from cchc_tui.settings import DataFolder, Settings, load
from cchc_tui.store.read.database_file import read_only
from cchc_tui.texts import doctor_care as texts

#: Faults of the monitor that ``doctor`` names too: the others it finds by itself, with more to say.
_OF_MONITOR = {"log", "wal", "data_old", "no_backup", "backup_old", "backup_lacking"}
#: Least free inodes and bytes of the temporary folder.
_LEAST_INODES, _LEAST_TEMPORARY = 10_000, 64 << 20
_MIB = 1 << 20


def care_checks(folder: DataFolder) -> Iterator[CheckResult]:
    """Yield the results of all checks in this module."""
    try:
        settings = load(folder.path)
    except RegistryError:  # another check says so
        settings = Settings()
    yield from _monitored(folder)
    yield from _clock(folder)
    yield from _room(folder)
    yield from _memory(settings)
    yield from _originals(folder)
    yield from _old_databases(folder)
    yield from _thinning(folder, settings)


def _monitored(folder: DataFolder) -> Iterator[CheckResult]:
    said = monitor.report(folder.path)
    for fault in said.faults:
        if fault.code in _OF_MONITOR:
            yield CheckResult(CheckLevel.ADVICE, fault.text)
    if said.backup.at is not None and said.backup.folder is not None:
        target = Path(said.backup.folder)
        with suppress(OSError):
            if target.stat().st_dev == folder.path.stat().st_dev:
                yield CheckResult(CheckLevel.ADVICE, texts.same_disk(target), texts.CARE_CHECKS.other_disk)


def _clock(folder: DataFolder) -> Iterator[CheckResult]:
    """Check the clock against the newest arrival, and the system's time zone against the office's.

    If the clock is behind the newest arrival, either the clock is wrong now, or it was ahead when the newest file
    arrived.
    """
    with suppress(sqlite3.Error):
        now = from_epoch(time.time())
        with closing(read_only(folder.database, timeout=1.0)) as connection:
            newest = newest_arrival(connection, now)
        if newest:
            yield CheckResult(CheckLevel.WRONG, texts.clock_behind(iso(now), iso(newest)), texts.CARE_CHECKS.set_clock)
    office = LOCAL.utcoffset(None)
    if office is not None and time.localtime().tm_gmtoff != office.total_seconds():
        yield CheckResult(CheckLevel.ADVICE, texts.other_zone(time.strftime("%Z %z")), texts.CARE_CHECKS.set_zone)


def _room(folder: DataFolder) -> Iterator[CheckResult]:
    facts = os.statvfs(folder.path)
    if facts.f_files and facts.f_favail < _LEAST_INODES:
        yield CheckResult(CheckLevel.WRONG, texts.few_inodes(facts.f_favail), texts.CARE_CHECKS.fewer_files)
    try:
        place = Path(tempfile.gettempdir())
        free = shutil.disk_usage(place).free
    except OSError:  # no folder in which a file can be made
        yield CheckResult(CheckLevel.WRONG, texts.CARE_CHECKS.no_temporary, texts.CARE_CHECKS.make_temporary)
        return
    if free < _LEAST_TEMPORARY:
        sentence = texts.temporary_full(place, free // _MIB)
        yield CheckResult(CheckLevel.WRONG, sentence, texts.CARE_CHECKS.make_temporary)


def _memory(settings: Settings) -> Iterator[CheckResult]:
    """Check that the machine has at least as much memory as a reader process may use."""
    with suppress(OSError, ValueError, IndexError):
        total = int(Path("/proc/meminfo").read_text(encoding="ascii").split()[1]) // 1024
        if settings.limits.memory_mb > total:
            sentence = texts.little_memory(total, settings.limits.memory_mb)
            yield CheckResult(CheckLevel.ADVICE, sentence, texts.lower_limit(total // 2))


def _originals(folder: DataFolder) -> Iterator[CheckResult]:
    """Check that only the owner can open the archive folder, because its files contain personal data."""
    with suppress(OSError):
        mode = stat.S_IMODE(folder.archive.stat().st_mode)
        if mode & 0o077:
            cure = f"chmod {mode & 0o6700:04o} {folder.archive}"
            yield CheckResult(CheckLevel.ADVICE, texts.originals_open(folder.archive, mode), cure)


def _old_databases(folder: DataFolder) -> Iterator[CheckResult]:
    old = [path for path in folder.private.glob("*.db.*-*") if path.is_file()]
    if old:
        size = sum(path.stat().st_size for path in old)
        sentence = texts.old_databases([path.name for path in sorted(old)], -(-size // _MIB))
        yield CheckResult(CheckLevel.ADVICE, sentence, texts.CARE_CHECKS.delete_old)


def _thinning(folder: DataFolder, settings: Settings) -> Iterator[CheckResult]:
    if not settings.keep.lists_months:
        return
    record = thinning.read_record(folder)
    limit = thinning.limit_of(from_epoch(time.time()), settings.keep.lists_months)
    if record is None or record.limit < limit:
        yield CheckResult(CheckLevel.ADVICE, texts.to_be_thinned(iso(limit)), texts.CARE_CHECKS.thin)
    else:
        yield CheckResult(CheckLevel.FINE, texts.thinned(record.files, iso(record.at)))
