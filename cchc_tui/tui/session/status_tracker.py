"""Determines the status in header and footer: age of the data, state of the collector, the current load, errors."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.roles import Right
from cchc_tui.texts.ages import age
from cchc_tui.texts.roles import ROLES
from cchc_tui.texts.store import why_unreadable
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.session.status import AppStatus, Collecting, Time
from cchc_tui.tui.style.formats import clock_time, moment, number
from cchc_tui.tui.terminal.crash import log_error

if TYPE_CHECKING:
    from cchc_tui.boards.exports import ExportRow, ExportsBoard
    from cchc_tui.boards.source import Source
    from cchc_tui.collector.status import CollectorStatus, LoadProgress
    from cchc_tui.collector.supervisor import CollectorSupervisor

#: Seconds that a starting collector gets before a banner says that none runs.
_GRACE_SECONDS = 4.0
_TICK_SECONDS = 1.0
_LOADING_SECONDS = 0.25
_NOTICE_SECONDS, _ALARM_SECONDS = 600.0, 60.0
#: Seconds without a heartbeat after which the viewer checks itself whether the data can be written.
_SILENT_SECONDS = 4
_MINUTE = 60


class StatusTracker:
    """Keeps the status up to date. Only the poller's thread uses it."""

    def __init__(
        self,
        *,
        time_is: Time = Time.LIVE,
        supervisor: CollectorSupervisor | None = None,
        collector: Callable[[], CollectorStatus] | None = None,
    ):
        self.status = AppStatus(time=time_is)
        self._supervisor = supervisor
        self._collector = collector
        self.source: Source | None = None  # None: it is not open yet
        self._begun = time.monotonic()
        self._next = 0.0
        self._newest_export: int | None = None
        self._notice_until = self._alarm_until = 0.0
        self._error: Exception | None = None
        self.unreported = False  # whether the kernel of this machine may not report what the collector writes
        self._noticed: tuple[ExportRow, str] | None = None  # the file in the notice, and the clock time of the notice
        self._collector_note: tuple[Stamp, str] | None = None  # the collector's last note and its time

    def note_figures(self, now: Stamp, answers: Iterable[object]) -> None:
        """If ``answers`` are the first with data, store ``now`` in the status as ``opened``."""
        if self.status.opened is None and any(getattr(each, "data_as_of", None) is not None for each in answers):
            self.status = self.status._replace(opened=now)

    def note_personal_fault(self) -> None:
        """Copy into the status the reason why the source could not show personal data.

        The reason is "" if the source could show them, or was not asked to.
        """
        fault = "" if self.source is None else self.source.personal_fault
        if fault != self.status.personal_fault:
            self.status = self.status._replace(personal_fault=fault)

    def note_load(self, data_as_of: Stamp | None, exports: ExportsBoard | None) -> None:
        """Update the status after a load or the first reading of data. ``exports`` is None if that board fails."""
        if exports is not None:
            self.status = self.status._replace(empty=not exports.files)
            try:
                before, self._newest_export = self._newest_export, max((row.id for row in exports.rows), default=0)
                self._note_files([row for row in exports.rows if before is not None and row.id > before])
            except Exception as error:  # noqa: BLE001 - a file that can't be described costs its notice only
                log_error(error)
        self.status = self.status._replace(data_as_of=data_as_of, known=True)
        self._next = 0.0

    def _note_files(self, rows: list[ExportRow]) -> None:
        """Show a notice about one of the new files: the newest file with a problem, or else the newest file.

        In the first minute of a notice about a problem, a file without a problem does not replace the notice.
        """
        if not rows or self.source is None:
            return
        row = max(rows, key=lambda row: (_alarming(row), row.id))
        now = time.monotonic()
        if self.status.alarming and not _alarming(row) and now < self._alarm_until:
            return
        if _alarming(row):
            self._alarm_until = now + _ALARM_SECONDS
        self._notice_until = now + _NOTICE_SECONDS
        self._noticed = row, clock_time(self.source.clock.now())
        self.status = self.status._replace(notice=_file_notice(*self._noticed), alarming=_alarming(row))

    def _note_collector(self, collector: CollectorStatus, now: float) -> None:
        """Show each note of the collector once, except a note that is older than this viewer."""
        note = collector.note_at, collector.note
        if self._collector_note not in (None, note) and collector.note:
            self._notice_until, self._alarm_until = now + _NOTICE_SECONDS, now + _ALARM_SECONDS
            self._noticed = None
            self.status = self.status._replace(notice=f"⚠ {collector.note}", alarming=True)
        self._collector_note = note

    def follow_language(self) -> None:
        """Translate the texts of the status after a change of language."""
        self._next = 0.0
        if self._noticed is not None and self.status.notice:
            self.status = self.status._replace(notice=_file_notice(*self._noticed))

    def seconds_left(self) -> float:
        """Seconds until the status is next updated."""
        return self._next - time.monotonic()

    def tick(self, at: Stamp, error: Exception | None = None, unanswered: str = "") -> AppStatus:
        """The present status, updated once a second, or four times a second during a load.

        ``error`` is the reason why the source cannot be read. A banner shows this error, while the clock and the age of
        the data go on. A collector that has ended is restarted even then, because it may repair the source.
        ``unanswered`` is the name of the exception that a query of no board has raised, so that only the status can
        show it; "" if there is none.
        """
        now = time.monotonic()
        self.note_personal_fault()
        if now >= self._next or error is not self._error:
            self._error = error
            self._next = now + (_LOADING_SECONDS if self.status.loading else _TICK_SECONDS)
            trouble = TEXT.not_answered.format(reason=unanswered) if unanswered else ""
            if error is not None:
                trouble = _lost_words(error, self.status.data_as_of)
            self._update_times(now, at, trouble)
            try:
                self._update_collector(now, trouble)
            except Exception as fault:  # noqa: BLE001 - whatever it is, clock and age go on
                log_error(fault)
                words = TEXT.not_answered.format(reason=type(fault).__name__)
                self.status = self.status._replace(banner=trouble or words)
        return self.status

    def _update_times(self, now: float, at: Stamp, trouble: str) -> None:
        self.status = self.status._replace(clock=clock_time(at), banner=trouble)
        if self.source is None:
            return
        seconds = None if self.status.data_as_of is None else at - self.status.data_as_of
        self.status = self.status._replace(
            place=self.status.place or _place(self.source),
            age="" if seconds is None else age(seconds),
            stale=seconds is not None and seconds >= self.source.settings.stale_minutes * 60,
            notice=self.status.notice if now < self._notice_until else "",
        )

    def _update_collector(self, now: float, trouble: str) -> None:
        if self._supervisor is not None:
            self._supervisor.tick()  # also without a source, because the collector may create the missing database
        if self.source is None:
            return
        collector = self._read_collector(self.source.data)
        self._note_collector(collector, now)
        self.unreported = collector.alive and (collector.polling or collector.host != socket.gethostname())
        self.status = self.status._replace(
            collecting=self._collecting(collector, now),
            collector_host=collector.host,
            waiting=collector.waiting,
            waiting_count=collector.waiting_count,
            read_only=_read_only(self.source.data / "inbox"),
            loading=self._shown_load(collector),
            banner=trouble or self._banner(collector, now),
        )

    def _shown_load(self, collector: CollectorStatus) -> LoadProgress | None:
        """The load to show; None if there is none.

        A viewer that ``is_one_of_many`` does not show the first second of a load, unless nothing was loaded before.
        """
        load = collector.loading
        many = self.source is not None and self.source.viewer.is_one_of_many and not self.status.empty
        return None if many and load is not None and collector.beat <= load.since else load

    def _read_collector(self, data: Path) -> CollectorStatus:
        if self._collector is not None:
            return self._collector()
        from cchc_tui.collector.status import read_status  # imported only after the first frame

        return read_status(data)

    def _collecting(self, collector: CollectorStatus, now: float) -> Collecting:
        if collector.alive:
            ours = self._supervisor is not None and self._supervisor.pid == collector.pid
            return Collecting.HERE if ours else Collecting.ELSEWHERE
        return Collecting.UNKNOWN if now - self._begun < _GRACE_SECONDS else Collecting.NOBODY

    def _banner(self, collector: CollectorStatus, now: float) -> str:
        if collector.alive:
            self._begun = now  # the next collector gets as much time to start
            if collector.age >= _SILENT_SECONDS and self.source is not None and _cannot_be_written(self.source.data):
                from cchc_tui.texts.collector import SAID  # imported only where there is such trouble

                return f"⚠ {SAID.read_only}"
            if collector.stalled and collector.age < _MINUTE:
                return TEXT.collector_just_stalled
            if collector.stalled:
                return TEXT.collector_stalled.format(age=age(int(collector.age)))
            return f"⚠ {collector.last_error}" if collector.last_error else ""
        if now - self._begun < _GRACE_SECONDS:
            return ""
        if self._supervisor is not None and self._supervisor.trouble:
            return f"⚠ {self._supervisor.trouble}"
        if self._supervisor is not None and not self._supervisor.may_collect():
            return TEXT.collector_read_only
        return TEXT.collector_dead


def _cannot_be_written(data: Path) -> bool:
    """Whether the file system of the data is read-only now, as after a fault of the disk."""
    try:
        return bool(os.statvfs(data).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _read_only(inbox: Path) -> bool:
    """Whether this user may not write into the inbox. False for a missing folder: the attempt to write reports that."""
    return inbox.is_dir() and not os.access(inbox, os.W_OK | os.X_OK)


def _alarming(row: ExportRow) -> bool:
    return row.verdict == "refused" or row.rejected > 0


def _file_notice(row: ExportRow, at: str) -> str:
    if row.verdict == "refused":
        from cchc_tui.tui.style.problem_text import sentence_within  # only for a problem, with all problems' texts

        sentence = sentence_within(row.reason) if row.reason is not None else ""
        return TEXT.file_refused.format(time=at, name=row.name, sentence=sentence)
    if row.kind == "access" and row.moment is not None:
        from cchc_tui.texts.tui_privacy import PRIVACY  # imported only after an access

        return PRIVACY.noted.format(time=at, when=clock_time(row.moment))
    if row.verdict == "repeated":
        return TEXT.file_repeated.format(time=at, name=row.label)
    if row.is_mark and row.moment is not None:
        return TEXT.file_mark.format(time=at, mark=row.label)
    terms = {"time": at, "name": row.name, "rows": number(row.rows), "changed": number(row.changed)}
    if row.rejected:  # rejected rows first, because a line without room is cut at its end
        return TEXT.file_rejected_rows.format(n=number(row.rejected), **terms)
    return TEXT.file_loaded.format(**terms)


def _place(source: Source) -> str:
    """The city's usual short name. For a viewer that may only read boards, its unit (or "view only") is added."""
    city, who = source.registry.city.replace("Thành phố", "TP", 1), source.viewer
    if not who.may(Right.BOARDS) or who.may(Right.ENTER):
        return city
    unit = source.registry.units.by_key.get(who.unit)
    return f"{city} · {ROLES.view_only if unit is None else unit.short or unit.name}"


def _lost_words(error: Exception, as_of: Stamp | None) -> str:
    if as_of is None:
        return TEXT.lost_before.format(reason=why_unreadable(error))
    return TEXT.lost.format(reason=why_unreadable(error), when=moment(as_of))
