"""Makes the status that stands on top and at the foot: ages in words, who collects, what is being loaded, what is
wrong.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.formats import age, clock_time, moment, number
from cchc_tui.tui.status import Collecting, Loading, Status, Time

if TYPE_CHECKING:
    from cchc_tui.boards.exports import ExportRow, ExportsBoard
    from cchc_tui.boards.source import Source
    from cchc_tui.collector.status import CollectorStatus
    from cchc_tui.tui.live import KeeperLike

#: A collector may take so long to come up before its absence is worth a banner.
_GRACE_SECONDS = 4.0
_TICK_SECONDS = 1.0
_LOADING_SECONDS = 0.25
_NOTICE_SECONDS, _ALARM_SECONDS = 600.0, 60.0


class Desk:
    """Keeps the status up to date; used by the live thread alone."""

    def __init__(
        self,
        *,
        time_is: Time = Time.LIVE,
        keeper: KeeperLike | None = None,
        collector: Callable[[], CollectorStatus] | None = None,
        place: str = "",
    ):
        self.status = Status(place=place, time=time_is)
        self._keeper = keeper
        self._collector = collector
        self._source: Source | None = None
        self._begun = time.monotonic()
        self._next = 0.0
        self._newest_export: int | None = None
        self._notice_until = self._alarm_until = 0.0
        self._lost = self._stumbled = ""
        self._stumbled_until = 0.0
        self._noted: tuple[ExportRow, str] | None = None  # what the notice is about, and when that was

    def opened(self, source: Source) -> None:
        """The source is there."""
        self._source = source

    def based(self, now: Stamp) -> None:
        """The first figures have come: changes are counted from now."""
        if self.status.opened is None:
            self.status = self.status._replace(opened=now)

    def looked(self, data_as_of: Stamp | None, exports: ExportsBoard) -> None:
        """A load was committed, or the data were looked at for the first time."""
        newest = max(exports.rows, key=lambda row: row.id, default=None)
        if self._newest_export is not None:
            self._note_files([row for row in exports.rows if row.id > self._newest_export])
        self._newest_export = newest.id if newest is not None else 0
        empty = all(row.is_mark for row in exports.rows)
        self.status = self.status._replace(data_as_of=data_as_of, empty=empty, known=True)
        self._next = 0.0

    def _note_files(self, rows: list[ExportRow]) -> None:
        """One line about what came; a refused file is not hidden by the next good one before it could be read."""
        if not rows or self._source is None:
            return
        row = max(rows, key=lambda row: (_alarming(row), row.id))
        now = time.monotonic()
        if self.status.alarming and not _alarming(row) and now < self._alarm_until:
            return
        if _alarming(row):
            self._alarm_until = now + _ALARM_SECONDS
        self._notice_until = now + _NOTICE_SECONDS
        self._noted = row, clock_time(self._source.clock.now())
        self.status = self.status._replace(notice=_file_notice(*self._noted), alarming=_alarming(row))

    def reword(self) -> None:
        """There is another language."""
        self._next = 0.0
        if self._noted is not None and self.status.notice:
            self.status = self.status._replace(notice=_file_notice(*self._noted))

    def lost(self, error: Exception) -> Status:
        """The source can't be read: a banner with the last good moment. A collector may be what brings it back."""
        now = time.monotonic()
        if self._keeper is not None and self._source is not None and now >= self._next:
            self._next = now + _TICK_SECONDS
            self._keeper.tick()
        reason = _reason(error)
        as_of = self.status.data_as_of
        self._lost = (
            TEXT.lost_before.format(reason=reason)
            if as_of is None
            else TEXT.lost.format(reason=reason, when=moment(as_of))
        )
        self.status = self.status._replace(banner=self._lost)
        return self.status

    def stumbled(self, error: Exception) -> Status:
        """A question could not be answered: that is said for a while, the others are."""
        self._stumbled = TEXT.not_answered.format(reason=type(error).__name__)
        self._stumbled_until = time.monotonic() + _ALARM_SECONDS
        self.status = self.status._replace(banner=self._stumbled)
        return self.status

    def ended(self, error: BaseException | None) -> Status:
        """The live thread itself failed."""
        return self.status._replace(banner=TEXT.live_ended.format(reason=type(error).__name__))

    def tick(self) -> Status:
        """The status now; worked out anew each second, and four times as often while a file is being loaded."""
        self._lost = ""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + (_LOADING_SECONDS if self.status.loading else _TICK_SECONDS)
            self._work_out(now)
        return self.status

    def _work_out(self, now: float) -> None:
        source = self._source
        if source is None:
            return
        if self._keeper is not None:
            self._keeper.tick()
        collector = self._read_collector(source.data)
        at = source.clock.now()
        seconds = None if self.status.data_as_of is None else at - self.status.data_as_of
        self.status = self.status._replace(
            place=self.status.place or _place(source),
            clock=clock_time(at),
            age="" if seconds is None else age(seconds),
            stale=seconds is not None and seconds >= source.settings.stale_minutes * 60,
            collecting=self._collecting(collector, now),
            collector_host=collector.host,
            waiting=tuple(map(source.registry.plain, collector.waiting)),
            loading=_loading(collector, source.registry.plain),
            notice=self.status.notice if now < self._notice_until else "",
            banner=self._banner(collector, now),
        )

    def _read_collector(self, data: Path) -> CollectorStatus:
        if self._collector is not None:
            return self._collector()
        from cchc_tui.collector.status import read_status  # noqa: PLC0415 - after the first frame

        return read_status(data)

    def _collecting(self, collector: CollectorStatus, now: float) -> Collecting:
        if collector.alive:
            ours = self._keeper is not None and self._keeper.pid == collector.pid
            return Collecting.HERE if ours else Collecting.ELSEWHERE
        return Collecting.UNKNOWN if now - self._begun < _GRACE_SECONDS else Collecting.NOBODY

    def _banner(self, collector: CollectorStatus, now: float) -> str:
        if now < self._stumbled_until:
            return self._stumbled
        if collector.alive:
            self._begun = now  # the next collector gets as long to come up
            return TEXT.collector_stalled.format(age=age(int(collector.age))) if collector.stalled else ""
        if now - self._begun < _GRACE_SECONDS:
            return ""
        if self._keeper is not None and self._keeper.trouble:
            return f"⚠ {self._keeper.trouble}"
        if self._keeper is not None and not self._keeper.may_collect():
            return TEXT.collector_read_only
        return TEXT.collector_dead


def _loading(collector: CollectorStatus, plain: Callable[[str], str]) -> Loading | None:
    load = collector.loading
    return None if load is None else Loading(plain(load.name), load.done, load.total)


def _alarming(row: ExportRow) -> bool:
    return row.verdict == "refused" or row.rejected > 0


def _file_notice(row: ExportRow, at: str) -> str:
    if row.verdict == "refused":
        from cchc_tui.tui.sentences import sentence_within  # noqa: PLC0415 - the texts of all problems, when one came

        sentence = sentence_within(row.reason) if row.reason is not None else ""
        return TEXT.file_refused.format(time=at, name=row.name, sentence=sentence)
    if row.kind == "access" and row.moment is not None:
        from cchc_tui.texts.tui_privacy import PRIVACY  # noqa: PLC0415 - when somebody looked

        return PRIVACY.noted.format(time=at, when=clock_time(row.moment))
    if row.verdict == "repeated":
        return TEXT.file_repeated.format(time=at, name=row.name)
    if row.kind == "meeting" and row.moment is not None:
        return TEXT.file_mark.format(time=at, when=moment(row.moment))
    terms = {"time": at, "name": row.name, "rows": number(row.rows), "changed": number(row.changed)}
    if row.rejected:  # first of all: the end of the line is cut where there is no room for it
        return TEXT.file_rejected_rows.format(n=number(row.rejected), **terms)
    return TEXT.file_loaded.format(**terms)


def _place(source: Source) -> str:
    """The city, as short as it is usually written."""
    return source.registry.city.replace("Thành phố", "TP", 1)


def _reason(error: Exception) -> str:
    """What the error says of itself, in one line."""
    if getattr(error, "code", "") == "gone":
        return TEXT.database_gone.format(path=getattr(error, "path", ""))
    return str(error).split("\n", 1)[0] or type(error).__name__
