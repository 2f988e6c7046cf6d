"""Scans the inbox again and again and loads complete files, one at a time, in the order of their moments."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from itertools import chain, islice
from pathlib import Path

from cchc_tui.accounts import own_account
from cchc_tui.collector import reading_context
from cchc_tui.collector.archive_compressor import ArchiveCompressor
from cchc_tui.collector.file_names import printable
from cchc_tui.collector.intake import Intake
from cchc_tui.collector.live_database import LiveDatabase
from cchc_tui.collector.outcome import log_fields
from cchc_tui.collector.pending_removals import PendingRemovals
from cchc_tui.collector.quarantine import Quarantine
from cchc_tui.collector.queue_order import QueueOrder
from cchc_tui.collector.readiness import Readiness, is_held
from cchc_tui.collector.reading_context import ReadingContext
from cchc_tui.collector.redating import newest_arrival
from cchc_tui.collector.retries import RETRY, Retries, sentence_of
from cchc_tui.collector.staged_file import FileChanged
from cchc_tui.collector.status import MOST_NAMES, StatusWriter
from cchc_tui.collector.watch import EntryType, InboxEntry, Signature, scan
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.completeness import Completeness
from cchc_tui.ingest.reader_client import ReaderKilled
from cchc_tui.registry import RegistryError
from cchc_tui.settings import DataFolder
from cchc_tui.store.count import evidence
from cchc_tui.store.read import search
from cchc_tui.store.read.database import Writer
from cchc_tui.store.write.loading import LoadResult
from cchc_tui.store.write.rebuild import Step
from cchc_tui.texts import collector as texts

#: Seconds after a load in which no idle work is done, because all viewers query the new data and draw then.
VIEWERS_FIRST = 0.15
#: Files are loaded for this many times as long as the scan before them took. A scan of thousands takes a second.
LOADS_PER_SCAN = 8


class InboxLoop:
    """Scans the inbox and loads files. Keeps the collector's state from one scan to the next.

    ``outcomes`` collects the result for each file. ``--once`` prints all results; the service clears them after each
    scan.
    """

    def __init__(
        self,
        folder: DataFolder,
        context: ReadingContext,
        status: StatusWriter,
        stop_requested: Callable[[], bool],
        patience: float,
        idle_work: bool = True,
        clock: Clock = Clock(),  # noqa: B008 - a value
    ) -> None:
        """``clock`` gives the time at which a file arrives: a demo has its own clock.

        ``idle_work`` allows the loop to update practice sums and the search index when no file is ready. ``patience``
        is the ``patience`` of ``Readiness``, in seconds.
        """
        self._folder, self._context, self._status = folder, context, status
        self._files_state, self._clock = context.files_state, clock
        self._readiness = Readiness(context.settings.collector.settle_ms / 1000, patience, self._completeness)
        self._compressor = ArchiveCompressor(folder.archive)
        self._retries = Retries(status, folder.state / "killed_readers.json")
        self._intake = Intake(folder, status, stop_requested, clock, self._retries.begin, self._compressor.add)
        self._queue_order = QueueOrder()
        self._quarantine = Quarantine(folder.state / "quarantine.json")
        self._pending_removals = PendingRemovals(folder.state / "pending_removals.json")
        self._database = LiveDatabase(folder, status, self._rebuild_step, self._intake.progress)
        self._writer: Writer | None = None
        self._recovered = False  # whether ``Intake.recover`` has run
        self._idle_work = idle_work
        self._loaded: dict[Signature, InboxEntry] = {}  # loaded and archived, but still in the inbox
        self._needs_checkpoint = False
        self._busy_until = 0.0  # until then no idle work is done, so that viewers can draw the last load
        self.waiting: list[InboxEntry] = []
        self.outcomes: list[LoadResult] = []

    def run_once(self) -> float:
        """Scan, load the files that are ready, and return the seconds until the next scan.

        Errors of the operating system and of SQLite are shown in the status; the next scan tries again. Raises
        StopRequested.
        """
        self._compressor.pause()
        try:
            self._reload_registry()
            if not self._recovered:
                self._intake.recover()
                self._recovered = True
            writer = self._database.writer(self._context)
            if writer is not self._writer:
                self._writer = writer
                self._forget_unlisted()
            pause = self._scan_inbox(writer)
        except sqlite3.Error as error:
            self._retries.report(sentence_of(error))
            return 0.0 if self._database.discard_after(error) else RETRY
        except OSError as error:
            self._retries.report(sentence_of(error))
            return RETRY
        return pause

    def release_all(self) -> None:
        """Remove loaded files from the inbox at once, except those that a process has open for writing."""
        for signature, entry in list(self._loaded.items()):
            if not is_held(entry.path):
                self._remove(signature, entry)
        self._save_pending_removals()
        self._retries.report(self._retries.general_error)

    def close(self) -> None:
        """End the compressing thread and the spare reader process, and close the database."""
        self._compressor.close()
        self._database.close()
        self._context.close()

    def _scan_inbox(self, writer: Writer) -> float:
        began = time.monotonic()
        try:
            entries = scan(self._folder.inbox)
        except FileNotFoundError:
            self._retries.report(texts.SAID.inbox_gone)
            return RETRY
        for entry in entries:
            if entry.type is not EntryType.FILE:
                self._report(self._intake.refuse(entry, writer, self._context))
        files = [entry for entry in entries if entry.type is EntryType.FILE]
        self._check_clock(writer)
        self._readiness.retain(files)
        self._retries.retain(files)
        for entry in files:
            if entry.signature not in self._loaded and self._pending_removals.was_loaded(entry, writer.connection):
                self._loaded[entry.signature] = entry
        self._release({entry.signature for entry in files})
        self._save_pending_removals()
        ready, pause = self._ready_entries(files)
        if ready:
            self._load_in_order(ready, writer, began)
            self._busy_until = time.monotonic() + VIEWERS_FIRST
            pause = 0.0
        elif self._idle_work and time.monotonic() < self._busy_until:
            pause = min(pause, self._busy_until - time.monotonic())
        else:
            self._context.reader.start()
            self._show_waiting()
            pause = 0.0 if self._catch_up(writer) else pause
            self._checkpoint(writer)
            if pause and self._idle_work:
                self._database.begin_check()
                self._compressor.go_on()
        self._retries.report()
        return pause

    def _check_clock(self, writer: Writer) -> None:
        """Report an error if the clock is behind the newest arrival.

        With such a clock, new lists would count as older than loaded ones.
        """
        now = self._clock.now()
        newest = 0 if self._clock.set else newest_arrival(writer.connection, now)
        self._retries.clock_error = texts.clock_behind(now, newest) if newest else ""

    def _ready_entries(self, files: list[InboxEntry]) -> tuple[list[InboxEntry], float]:
        """The complete files that may be loaded now, and the seconds until another file may be complete.

        A file whose reader was killed waits until no other file is ready. Then it is returned alone. Incomplete files
        are stored in ``waiting``.
        """
        ready: list[InboxEntry] = []
        self.waiting = []
        pause = RETRY
        for entry in files:
            if entry.signature in self._loaded or not self._retries.is_due(entry):
                continue
            try:
                left = self._readiness.seconds_left(entry)
            except (FileNotFoundError, ValueError):
                continue  # gone or replaced since the scan
            except ReaderKilled:
                self._retries.reader_killed(entry)
                continue
            except OSError as error:
                self._unreadable(entry, error)
                continue
            if left:
                self.waiting.append(entry)
                pause = min(pause, left)
            else:
                ready.append(entry)
        alone = [entry for entry in ready if self._retries.was_killed(entry)]
        return [entry for entry in ready if entry not in alone] or alone[:1], pause

    def _completeness(self, path: Path) -> Completeness:
        return self._context.reader.completeness(path)

    @property
    def interrupted(self) -> bool:
        """Whether some file has to be read again because its reader process was killed."""
        return self._retries.any_killed

    @property
    def blocked(self) -> bool:
        """Whether there is an error because of which no file can be loaded."""
        return bool(self._retries.general_error)

    @property
    def clock_error(self) -> str:
        """The error message if the machine's clock is behind the newest arrival; else "".

        This error does not stop loading.
        """
        return self._retries.clock_error

    def _load_in_order(self, ready: list[InboxEntry], writer: Writer, scan_began: float) -> None:
        """Load ready files in the order of their moments. Stop when a file has to be tried again later.

        Also stop when loading has taken ``LOADS_PER_SCAN`` times as long as the scan, but load at least one file.
        """
        began = time.monotonic()
        until = began + LOADS_PER_SCAN * (began - scan_began)
        queue = self._queue_order.ordered(ready, self._context.reader)
        for number, entry in enumerate(queue, 1):
            self._show_waiting(queue, number, write=False)
            if not self._load(entry, writer):
                return
            if number < len(queue):
                self._context.reader.start()  # for the next file; starting it earlier would slow down this load
            if time.monotonic() >= until:
                return

    def _show_waiting(self, queue: Sequence[InboxEntry] = (), start: int = 0, *, write: bool = True) -> None:
        """Show the waiting files in the status: those of ``queue`` from ``start`` on, then the incomplete files."""
        left = chain(islice(queue, start, start + MOST_NAMES), self.waiting)
        count = len(queue) - start + len(self.waiting)
        self._status.set_waiting(tuple(entry.name for entry in islice(left, MOST_NAMES)), count, write=write)

    def _load(self, entry: InboxEntry, writer: Writer) -> bool:
        """Load one file. If the result is False, the file has to be tried again later.

        After False, the caller must load no other file before the next scan.
        """
        fault = self._quarantine.reason(entry)
        if self._retries.was_killed(entry):
            self._make_room()
        began = time.monotonic()
        try:
            with self._quarantine.guard(entry):
                outcome = self._intake.load(entry, writer, self._context, fault)
        except FileChanged:
            self._retries.ended()
            return False
        except ReaderKilled:
            self._retries.reader_killed(entry)
            return False
        except (OSError, sqlite3.OperationalError) as error:
            self._retries.ended()
            self._retries.postpone(entry, sentence_of(error))
            return False
        if fault:
            self._quarantine.clear()
        self._needs_checkpoint = True
        self._retries.loaded(entry)
        self._readiness.mark_loaded(entry)
        self._status.loaded(entry.changed, log_fields(outcome, time.monotonic() - began))
        self._report(outcome)
        self._loaded[entry.signature] = entry
        if self._readiness.may_leave(entry):
            self._remove(entry.signature, entry)
        self._save_pending_removals()
        return True

    def _make_room(self) -> None:
        """Free memory for the next reader process: end the other reader processes and the integrity check."""
        self._context.reader.close()
        self._database.end_check()

    def _release(self, there: set[Signature]) -> None:
        """Remove loaded files from the inbox if no process writes to them.

        ``there`` are the files that the last scan found. Loaded files that are not in ``there`` are forgotten.
        """
        for signature, entry in list(self._loaded.items()):
            if signature not in there:
                del self._loaded[signature]
            elif self._readiness.may_leave(entry):
                self._remove(signature, entry)

    def _forget_unlisted(self) -> None:
        """After the database was replaced: process again what only the old database lists as refused.

        This is about files over the size limit that could not be moved to the archive, and inbox entries that are not
        files. They are still in the inbox.
        """
        self._loaded = {
            signature: entry for signature, entry in self._loaded.items() if not self._intake.is_immovable(signature)
        }
        self._intake.forget_listed()

    def _save_pending_removals(self) -> None:
        self._pending_removals.save(frozenset(one for one in self._loaded if not self._intake.is_immovable(one)))

    def _remove(self, signature: Signature, entry: InboxEntry) -> None:
        try:
            if self._intake.release(entry):
                del self._loaded[signature]
        except OSError as error:
            self._retries.postpone(entry, texts.not_removed(entry.name, error.strerror or str(error)))

    def _unreadable(self, entry: InboxEntry, error: OSError) -> None:
        reason = error.strerror or str(error)
        cure = texts.allow_reading(own_account(), printable(os.fsencode(entry.path)))
        self._retries.postpone(entry, texts.not_readable(entry.name, reason, cure))
        problem = problems.make(Severity.REFUSED, problems.NO_PERMISSION, value=reason)
        self._report(LoadResult(entry.name, "refused", problems=(problem,)))

    def _report(self, outcome: LoadResult | None) -> None:
        if outcome is not None:
            self.outcomes.append(outcome)

    def _rebuild_step(self, step: Step) -> None:
        self._intake.check_stop()
        self._status.begin_load(texts.rebuilding(step.number, step.total, step.result.label))

    def _reload_registry(self) -> None:
        """Reload the registry and settings if their files changed.

        If the new files are invalid, keep the old values.
        """
        files_state = reading_context.files_state(self._folder)
        if files_state == self._files_state:
            return
        self._files_state = files_state
        try:
            fresh = reading_context.load(self._folder)
        except RegistryError as error:
            where = f"{error.path.name}, {error.line}" if error.line else error.path.name
            self._retries.registry_error = texts.bad_registry(where, error.message)
            return
        self._retries.registry_error = ""
        self._context.close()
        self._context = fresh

    def _is_behind(self, writer: Writer) -> bool:
        """Whether practice sums or search index are out of date. Always False if this loop does no idle work."""
        return self._idle_work and (evidence.lacks_sums(writer.connection) or search.is_behind(writer.connection))

    def _catch_up(self, writer: Writer) -> bool:
        """Store the newest list's practice sums, or extend the search index. Return False if both were up to date."""
        if not self._is_behind(writer):
            return False
        with writer.transaction() as connection:
            if evidence.lacks_sums(connection):
                evidence.store_newest_sums(connection)
            else:
                search.catch_up(connection, self._context.registry.units)
        self._needs_checkpoint = True
        return True

    def _checkpoint(self, writer: Writer) -> None:
        """If the database was written to, move the write-ahead log into the database, unless ``_is_behind``."""
        if self._needs_checkpoint and not self._is_behind(writer):
            self._needs_checkpoint = False
            writer.tidy()
