"""``cchc-tui thin``: keeps only one old list of dossiers per day, week or month, and drops the other old lists.

A list is dropped only if it is older than a limit and each of its dossiers is also in the next list that is kept. So
boards at the moments of kept lists do not change. Three kinds of files are always kept:

- the newest list;
- each list that was the newest one at a mark of a meeting, or at an entry about a directive;
- every file that is no list of dossiers.

First the database is rebuilt from the files that are kept. Then the dropped files are deleted. A kill before the
deletion leaves all files. A kill during the deletion leaves some dropped files, which the next collector loads again.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import time
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec

from cchc_tui.collector import reading_context
from cchc_tui.collector.archive_replay import BUSY, replay
from cchc_tui.collector.lock import PATIENCE, acquire
from cchc_tui.collector.reading_context import ReadingContext
from cchc_tui.collector.status import StatusWriter
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import Stamp, day_start, from_epoch, iso, to_date
from cchc_tui.ingest.reader_client import ReaderKilled
from cchc_tui.ingest.records import Batch, Refused
from cchc_tui.settings import DataFolder, Keep
from cchc_tui.store.read.database_file import StoreError, read_only
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.write import archive
from cchc_tui.store.write.originals import DamagedOriginalError
from cchc_tui.texts import thinning as texts
from cchc_tui.whole_files import READABLE, replace_file

#: Exit codes: done, or nothing to do; failed.
FINE, FAILED = 0, 1
_MEETINGS = "SELECT at FROM meeting UNION SELECT at FROM directive_entry"
_QUERY = f"SELECT id, moment, archive, size FROM export WHERE {LISTS} AND archive != '' ORDER BY moment, id"
_REPEATS = "SELECT repeats, archive, size FROM export WHERE verdict = 'repeated' AND archive != ''"


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list in the archive: its number in the database, its moment, its archive path, and its size in bytes."""

    export: int
    moment: Stamp
    place: str
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The lists to drop (``lists``), and the archive paths of all files to delete (``places``).

    ``places`` also has the files with the same bytes as a dropped list. ``size`` is the total size of ``places`` in
    bytes. ``uncovered`` are old lists that stay, because the next kept list lacks some of their dossiers, or because
    one of the two lists cannot be read.
    """

    limit: Stamp
    lists: tuple[ListFile, ...]
    places: frozenset[str]
    size: int
    uncovered: tuple[ListFile, ...]


class ThinningRecord(msgspec.Struct, frozen=True):
    """The last thinning: its time, the number of files dropped, and the moment before which a list counted as old."""

    at: Stamp
    files: int
    limit: Stamp


def read_record(folder: DataFolder) -> ThinningRecord | None:
    """The record of the last thinning; None if there was none, or if it cannot be read."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(folder.thinning_record.read_bytes(), type=ThinningRecord)
    return None


def run_thin(data: Path, *, apply: bool) -> int:
    """Print which lists would be dropped. With ``apply``, drop them.

    Return the exit code: 0 if done or if there is nothing to drop, 1 if it failed, 3 if a collector is running. Raises
    RegistryError.
    """
    folder = DataFolder(data)
    folder.state.mkdir(parents=True, exist_ok=True)
    lock = acquire(folder.lock, PATIENCE)
    if lock is None:
        sys.stderr.write(texts.THINNING.busy + "\n")
        return BUSY
    with lock, StatusWriter(folder, "thin") as status, closing(reading_context.load(folder)) as context:
        keep = context.settings.keep
        if not keep.lists_months:
            sys.stdout.write(texts.THINNING.keeps_all + "\n")
            return FINE
        try:
            plan = make_plan(folder, context, keep, from_epoch(time.time()))
            _say(plan, keep)
            if not apply or not plan.places:
                sys.stdout.write((texts.THINNING.nothing if not plan.places else texts.THINNING.not_yet) + "\n")
                return FINE
            drop(folder, context, plan, status)
        except (OSError, sqlite3.Error, StoreError) as error:
            sys.stderr.write(texts.failed(str(error)) + "\n")
            return FAILED
        except HalfThinnedError as stopped:
            sys.stderr.write(texts.stopped(stopped.count, len(plan.places), str(stopped.reason)) + "\n")
            return FAILED
    sys.stdout.write(texts.dropped(len(plan.places)) + "\n")
    return FINE


def _say(plan: Plan, keep: Keep) -> None:
    if plan.lists:
        first, last = iso(plan.lists[0].moment), iso(plan.lists[-1].moment)
        sys.stdout.write(texts.planned(len(plan.places), first, last, plan.size, keep.then_one_a) + "\n")
        sys.stdout.writelines(f"  {one.place}\n" for one in plan.lists)
    if plan.uncovered:
        sys.stdout.write(texts.uncovered(len(plan.uncovered)) + "\n")


def limit_of(now: Stamp, months: int) -> Stamp:
    """The moment before which a list is old: the start of a month, ``months`` months before the month of ``now``."""
    today = to_date(now)
    count = today.year * 12 + today.month - 1 - months
    return day_start(date(count // 12, count % 12 + 1, 1))


def make_plan(folder: DataFolder, context: ReadingContext, keep: Keep, now: Stamp) -> Plan:
    """Determine which lists may be dropped. This reads the old lists. Raises OSError and sqlite3.Error."""
    limit = limit_of(now, keep.lists_months)
    if not folder.database.is_file():
        return Plan(limit, (), frozenset(), 0, ())
    with closing(read_only(folder.database)) as connection:
        lists = [ListFile(number, moment, place, size) for number, moment, place, size in connection.execute(_QUERY)]
        needed = sorted(moment for (moment,) in connection.execute(_MEETINGS))
        repeats = connection.execute(_REPEATS).fetchall()
    dropped: list[ListFile] = []
    uncovered: list[ListFile] = []
    for group in _groups(lists, needed, keep.then_one_a):
        old = [one for one in group[:-1] if one.moment < limit]
        shown = _codes(folder, context, group[-1]) if old else None
        for one in old:
            codes = _codes(folder, context, one) if shown is not None else None
            (dropped if codes is not None and shown is not None and codes <= shown else uncovered).append(one)
    numbers = {one.export for one in dropped}
    also = [(place, size) for number, place, size in repeats if number in numbers]
    files = [*((one.place, one.size) for one in dropped), *also]
    places = frozenset(place for place, _ in files)
    return Plan(limit, tuple(dropped), places, sum(size for _, size in files), tuple(uncovered))


def _groups(lists: list[ListFile], needed: list[Stamp], period: str) -> Iterator[list[ListFile]]:
    """Split the lists into groups of successive lists. The last list of each group is kept.

    Three kinds of lists end a group: the last list of a period, the newest list at a moment of ``needed``, and the
    newest of all lists.
    """
    moments = [one.moment for one in lists]
    ends = {bisect_right(moments, moment) - 1 for moment in needed}
    group: list[ListFile] = []
    for place, one in enumerate(lists):
        group.append(one)
        last = place + 1 == len(lists)
        if last or place in ends or _period(one.moment, period) != _period(moments[place + 1], period):
            yield group
            group = []


def _period(moment: Stamp, period: str) -> date:
    """The first day of the "day", "week" or "month" that contains a moment."""
    day = to_date(moment)
    if period == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period == "month" else day


def _codes(folder: DataFolder, context: ReadingContext, one: ListFile) -> set[str] | None:
    """The codes of the dossiers in a list; None if the list cannot be read. An unreadable list is never dropped."""
    codes: set[str] = set()
    try:
        with archive.opened(folder.archive, one.place) as path:
            name = one.place.rpartition("/")[2].split("-", 2)[2]
            for item in context.reader.read(path, name):
                if isinstance(item, Batch):
                    codes.update(row.code for row in item.rows if isinstance(row, DossierRow))
    except (OSError, DamagedOriginalError, Refused, ReaderKilled):
        return None
    return codes


class HalfThinnedError(Exception):
    """Not all planned files could be deleted, or the record could not be written.

    ``count`` is the number of deleted files. The rebuilt database lacks all planned files. If some of them are left in
    the archive, the next collector notices it and rebuilds the database with these files.
    """

    def __init__(self, count: int, reason: OSError) -> None:
        super().__init__(count, reason)
        self.count, self.reason = count, reason


def drop(folder: DataFolder, context: ReadingContext, plan: Plan, status: StatusWriter) -> None:
    """Rebuild the database without the planned files, then delete these files.

    Raises OSError and sqlite3.Error if the rebuild fails; then nothing has changed. Raises HalfThinnedError if a file
    cannot be deleted, or if the record of the thinning cannot be written.
    """
    needed, free = _size(folder.database), shutil.disk_usage(folder.path).free
    if free < needed:
        raise OSError(28, texts.THINNING.no_room)
    replay(folder, context, lambda _: None, without=plan.places)
    for count, place in enumerate(sorted(plan.places)):
        try:
            stored = archive.stored_at(folder.archive, place)
            if stored is not None:
                stored.unlink()
        except OSError as error:
            raise HalfThinnedError(count, error) from error
        status.log.write("dropped", file=place)
    record = ThinningRecord(from_epoch(time.time()), len(plan.places), plan.limit)
    try:
        replace_file(folder.thinning_record, msgspec.json.encode(record), READABLE)
    except OSError as error:
        raise HalfThinnedError(len(plan.places), error) from error


def _size(path: Path) -> int:
    return path.stat().st_size
