"""The one door through which screens get their snapshots: it reads the data folder and answers in any thread."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cchc_tui.boards.board import By
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import DossierLine, DossierList, DossierPage, dossier_lines, dossier_list
from cchc_tui.boards.exports import PAGE, ExportsBoard, exports_board, problems_of
from cchc_tui.boards.findings import FindingsBoard, findings_board
from cchc_tui.boards.history import dossier_page
from cchc_tui.boards.late import LateBoard, late_board
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.nextdue import next_due
from cchc_tui.boards.overview import Overview, overview
from cchc_tui.boards.rollout import RolloutBoard, rollout_board
from cchc_tui.boards.timeline import Timeline, timeline
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.privacy import HIDDEN, Access, AccessRecord
from cchc_tui.domain.problems import Problem
from cchc_tui.ingest.access_mark import new_access, write_access
from cchc_tui.ingest.meeting_mark import write_mark
from cchc_tui.registry import Registry, RegistryError
from cchc_tui.registry import load as load_registry
from cchc_tui.settings import DataFolder, Settings
from cchc_tui.settings import load as load_settings
from cchc_tui.store.read.database import Reader, StoreError
from cchc_tui.store.write import built_with

# What the first frame does not show is imported when it is asked for.
if TYPE_CHECKING:
    from cchc_tui.boards.changes import ChangesBoard
    from cchc_tui.boards.due import DueBoard
    from cchc_tui.boards.forecast import ForecastBoard
    from cchc_tui.boards.search import Found
    from cchc_tui.boards.trend import Trend
    from cchc_tui.store.count.daily_cache import DailyCache

#: Seconds between two looks at the files of registry and settings.
_LOOK_SECONDS = 0.25
#: Seconds that closing waits for a query under way in another thread.
_CLOSE_SECONDS = 0.5


class Source(Protocol):
    """What the screens need; ``at`` None is the clock's now (live). All methods may be called from any thread.

    Methods whose snapshots may hold personal values take ``shows``: what it does not name is not in them at all.

    ``registry`` and ``settings`` are there once ``open`` was called. Each method may raise sqlite3.Error (StoreError
    among them) and OSError when the store can't be read.
    """

    data: Path
    clock: Clock
    registry: Registry
    settings: Settings

    def open(self) -> None:
        """Reads registry and settings and connects; raises RegistryError."""

    def close(self) -> None:
        """Closes the connections of all threads."""

    def changed(self) -> bool:
        """Whether a load was committed, or the database replaced, since this thread last asked; costs microseconds."""

    def data_as_of(self, at: Stamp | None = None) -> Stamp | None:
        """The moment of the newest list known at a moment; None without any."""

    def late(
        self,
        at: Stamp | None = None,
        by: By = "unit",
        unit: str | None = None,
        first_seen: bool = False,
        shows: Access = HIDDEN,
        level: str = "",
    ) -> LateBoard:
        """The board of late dossiers, as reported or as first seen."""

    def findings(
        self, at: Stamp | None = None, unit: str | None = None, complete: bool = False, shows: Access = HIDDEN
    ) -> FindingsBoard:
        """The board of findings; ``complete``: all rows of each kind."""

    def rollout(self, at: Stamp | None = None, shows: Access = HIDDEN) -> RolloutBoard:
        """The board of model practices."""

    def exports(self, at: Stamp | None = None, shows: Access = HIDDEN, most: int = PAGE) -> ExportsBoard:
        """The board of data sources; of each of its lists the newest ``most``, or ``ALL``."""

    def problems(self, export: int, offset: int = 0, limit: int = 200) -> tuple[Problem, ...]:
        """The problems of one export, in the order of its rows."""

    def overview(self, at: Stamp | None = None) -> Overview:
        """The overview."""

    def dossiers(self, which: DossierFilter, at: Stamp | None = None, shows: Access = HIDDEN) -> DossierList:
        """Which dossiers a filter finds."""

    def search(self, text: str, at: Stamp | None = None, limit: int = 50, shows: Access = HIDDEN) -> Found:
        """What a text finds: units, procedures, fields, officers, and up to ``limit`` dossiers, newest first."""

    def lines(self, which: DossierList, offset: int, limit: int, shows: Access = HIDDEN) -> tuple[DossierLine, ...]:
        """A page of a list of dossiers, in its order."""

    def dossier(self, dossier: int, at: Stamp | None = None, shows: Access = HIDDEN) -> DossierPage | None:
        """One dossier with its versions; None where no such dossier is known at the moment."""

    def timeline(self) -> Timeline:
        """The moments of all lists and meetings."""

    def mark_meeting(self, start: bool, when: Stamp | None = None) -> None:
        """Marks the start (or the end) of a meeting, now or at a moment, for every viewer: a file in the inbox.

        It is on the timeline once the collector has taken it. Raises OSError when the inbox can't be written.
        """

    def begin_access(self, reason: str) -> AccessRecord:
        """Logs that personal data are shown from now on, by this user, for so many minutes as the settings say.

        Raises OSError when the inbox can't be written: then nothing may be shown.
        """

    def end_access(self, access: AccessRecord) -> None:
        """Logs that they are shown no more, now by the clock. Raises OSError when the inbox can't be written."""

    def next_due(self, at: Stamp | None = None) -> Stamp | None:
        """The next moment at which the clock alone changes the boards; None: never. Costs well under a millisecond."""

    def trend(self, at: Stamp | None = None, unit: str | None = None, days: int = 30) -> Trend:
        """Late at each day's end, received and resolved by day, of each unit or one."""

    def due_today(self, at: Stamp | None = None) -> DueBoard:
        """What becomes overdue by the end of the day, by unit."""

    def forecast(self, at: Stamp | None = None) -> ForecastBoard:
        """What is expected to be late at the month's end, by unit."""

    def changes(self, at: Stamp | None = None, since: Stamp | None = None) -> ChangesBoard:
        """What changed since a moment (None: the first reference), by unit."""


class FolderSource:
    """The source that is a data folder. It opens the database read-only, with a connection for each thread."""

    def __init__(self, data: Path, clock: Clock) -> None:
        self.data = data
        self.clock = clock
        self._folder = DataFolder(data)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: list[Reader] = []
        self._closed = False
        self._days: DailyCache | None = None
        self._had_data = False
        self._looked = 0.0  # when the files of registry and settings were looked at
        self._coming: tuple[Registry, Settings] | None = None  # read, and not yet what the store holds
        self._read = 0  # how many times they were taken

    def open(self) -> None:
        """Reads registry and settings and connects; raises RegistryError."""
        self._read_registry()
        self._closed = False
        self._reader()

    def close(self) -> None:
        """Closes the connections of all threads; a query under way in one of them fails with sqlite3.Error."""
        with self._lock:
            self._closed = True
            readers, self._readers = self._readers, []
        for reader in readers:
            reader.close_from_outside(_CLOSE_SECONDS)

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """This thread's reader, which no other thread closes meanwhile."""
        reader = self._reader()
        with reader.lock:
            yield reader

    def _reader(self) -> Reader:
        """This thread's reader; another one where the database was made or rebuilt meanwhile.

        Where there was a database and is none any more, that is a fault and no empty folder: StoreError ("gone").
        """
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is not None and not reader.replaced():
            return reader
        fresh = Reader(self._folder.database)
        if fresh.empty and self._had_data:
            fresh.close()
            raise StoreError("gone", self._folder.database)
        self._had_data = not fresh.empty
        with self._lock:
            if reader in self._readers:
                self._readers.remove(reader)
                reader.close()
            if self._closed:
                fresh.close()
                raise sqlite3.ProgrammingError("the source is closed")
            self._readers.append(fresh)
        self._local.reader = fresh
        return fresh

    def changed(self) -> bool:
        """Whether a load was committed, or the database replaced, since this thread last asked; the first time, yes."""
        with self._reading() as reader:
            self._follow(reader)
            now = (id(reader), reader.data_version(), self._read)
            if now == getattr(self._local, "seen", None):
                return False
            self._local.seen = now
            stands = (id(reader), *reader.stands(), self._read)
            if stands == getattr(self._local, "stands", None):
                return False  # only the index of words has grown
            self._local.stands = stands
            return True

    def _written(self) -> list[tuple[str, int, int]]:
        """Which state the files of registry and settings are in."""
        files = [self._folder.settings, *sorted(self._folder.registry.glob("*.toml"))]
        return [(path.name, *_signature(path)) for path in files]

    def _read_registry(self) -> None:
        self._read_as = self._written()
        self.registry, self.settings = load_registry(self._folder.registry), load_settings(self.data)

    def _follow(self, reader: Reader) -> None:
        """Takes registry and settings that changed: where the store has a part in that, once it has followed them.

        Those with a fault leave the last good ones in force.
        """
        with self._lock:
            if time.monotonic() - self._looked >= _LOOK_SECONDS:
                self._looked = time.monotonic()
                written = self._written()
                if written != self._read_as:
                    self._read_as, self._coming = written, None
                    with suppress(RegistryError):
                        self._coming = load_registry(self._folder.registry), load_settings(self.data)
            if self._coming is None:
                return
            coming = built_with.fingerprint(*self._coming)
            if coming == built_with.fingerprint(self.registry, self.settings) or coming == (
                reader.stands()[1] or coming
            ):
                self.registry, self.settings = self._coming
                self._coming, self._read = None, self._read + 1

    def _at(self, at: Stamp | None) -> Stamp:
        return self.clock.now() if at is None else at

    @contextmanager
    def _moment(self, at: Stamp | None, access: Access = HIDDEN) -> Iterator[Moment]:
        """A moment in a snapshot of its own."""
        with self._reading() as reader, reader.snapshot():
            yield Moment(reader, self._at(at), self.registry, self.settings, self._kept, access)

    def data_as_of(self, at: Stamp | None = None) -> Stamp | None:
        """The moment of the newest list known at a moment; None without any."""
        with self._moment(at) as moment:
            return moment.data_as_of

    def late(
        self,
        at: Stamp | None = None,
        by: By = "unit",
        unit: str | None = None,
        first_seen: bool = False,
        shows: Access = HIDDEN,
        level: str = "",
    ) -> LateBoard:
        """The board of late dossiers, as reported or as first seen."""
        with self._moment(at, shows) as moment:
            return late_board(moment, by, unit, first_seen, level)

    def findings(
        self, at: Stamp | None = None, unit: str | None = None, complete: bool = False, shows: Access = HIDDEN
    ) -> FindingsBoard:
        """The board of findings; ``complete``: all rows of each kind."""
        with self._moment(at, shows) as moment:
            return findings_board(moment, unit, complete)

    def rollout(self, at: Stamp | None = None, shows: Access = HIDDEN) -> RolloutBoard:
        """The board of model practices."""
        with self._moment(at, shows) as moment:
            return rollout_board(moment)

    def exports(self, at: Stamp | None = None, shows: Access = HIDDEN, most: int = PAGE) -> ExportsBoard:
        """The board of data sources; of each of its lists the newest ``most``, or ``ALL``."""
        with self._moment(at, shows) as moment:
            return exports_board(moment, most)

    def problems(self, export: int, offset: int = 0, limit: int = 200) -> tuple[Problem, ...]:
        """The problems of one export, in the order of its rows."""
        with self._moment(None) as moment:
            return problems_of(moment, export, offset, limit)

    def overview(self, at: Stamp | None = None) -> Overview:
        """The overview."""
        with self._moment(at) as moment:
            return overview(moment)

    def dossiers(self, which: DossierFilter, at: Stamp | None = None, shows: Access = HIDDEN) -> DossierList:
        """Which dossiers a filter finds."""
        with self._moment(at, shows) as moment:
            return dossier_list(moment, which)

    def search(self, text: str, at: Stamp | None = None, limit: int = 50, shows: Access = HIDDEN) -> Found:
        """What a text finds: units, procedures, fields, officers, and up to ``limit`` dossiers, newest first."""
        from cchc_tui.boards.search import search

        with self._moment(at, shows) as moment:
            return search(moment, text, limit, live=at is None)

    def lines(self, which: DossierList, offset: int, limit: int, shows: Access = HIDDEN) -> tuple[DossierLine, ...]:
        """A page of a list of dossiers, in its order."""
        with self._moment(which.as_of, shows) as moment:
            return dossier_lines(moment, which, offset, limit)

    def dossier(self, dossier: int, at: Stamp | None = None, shows: Access = HIDDEN) -> DossierPage | None:
        """One dossier with its versions; None where no such dossier is known at the moment."""
        with self._moment(at, shows) as moment:
            return dossier_page(moment, dossier)

    def timeline(self) -> Timeline:
        """The moments of all lists and meetings."""
        with self._reading() as reader:
            return timeline(reader)

    def mark_meeting(self, start: bool, when: Stamp | None = None) -> None:
        """Marks the start (or the end) of a meeting; raises OSError where it can't be written."""
        write_mark(self._folder.inbox, self._at(when), start)

    def begin_access(self, reason: str) -> AccessRecord:
        """Logs that personal data are shown from now on; raises OSError where it can't be written."""
        now = self.clock.now()
        access = new_access(now, now + self.settings.privacy.minutes * 60, self.data.absolute(), reason)
        write_access(self._folder.inbox, access)
        return access

    def end_access(self, access: AccessRecord) -> None:
        """Logs that they are shown no more; raises OSError where it can't be written."""
        until = min(max(self.clock.now(), access.at), access.until)
        write_access(self._folder.inbox, access._replace(until=until, over=True))

    def next_due(self, at: Stamp | None = None) -> Stamp | None:
        """The next moment at which the clock alone changes the boards; None: never."""
        with self._moment(at) as moment:
            return next_due(moment)

    def trend(self, at: Stamp | None = None, unit: str | None = None, days: int = 30) -> Trend:
        """Late at each day's end, received and resolved by day, of each unit or one."""
        from cchc_tui.boards.trend import trend

        with self._moment(at) as moment:
            return trend(moment, unit, days)

    def due_today(self, at: Stamp | None = None) -> DueBoard:
        """What becomes overdue by the end of the day, by unit."""
        from cchc_tui.boards.due import due_today

        with self._moment(at) as moment:
            return due_today(moment)

    def forecast(self, at: Stamp | None = None) -> ForecastBoard:
        """What is expected to be late at the month's end, by unit."""
        from cchc_tui.boards.forecast import forecast

        with self._moment(at) as moment:
            return forecast(moment)

    def changes(self, at: Stamp | None = None, since: Stamp | None = None) -> ChangesBoard:
        """What changed since a moment (None: the first reference), by unit."""
        from cchc_tui.boards.changes import changes_board

        with self._moment(at) as moment:
            return changes_board(moment, since)

    def _kept(self) -> DailyCache:
        """What all threads keep of past days."""
        from cchc_tui.store.count.daily_cache import DailyCache

        with self._lock:
            if self._days is None:
                self._days = DailyCache()
            return self._days


def _signature(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def open_source(data: Path, clock: Clock | None = None) -> Source:
    """The source of a data folder, still to be opened; by the wall's clock unless another is given."""
    return FolderSource(data, clock or Clock())
