"""A source with one figure for each moment, and a session over it without thread or screen: a test runs its poller."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from cchc_tui.boards.timeline import Timeline
from cchc_tui.collector.status import CollectorStatus
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import DAY, Stamp, parse_iso
from cchc_tui.domain.privacy import Access, AccessRecord
from cchc_tui.domain.roles import LOCAL
from cchc_tui.settings import PrivacySettings
from cchc_tui.store.write.meetings import Meeting
from cchc_tui.tui.session.poller import Poller
from cchc_tui.tui.session.preferences import Preferences
from cchc_tui.tui.session.queries import (
    DataAsOfQuery,
    ExportsQuery,
    LateQuery,
    NextDueQuery,
    OverviewQuery,
    Query,
    RolloutQuery,
    TimelineQuery,
)
from cchc_tui.tui.session.session import Session
from cchc_tui.tui.session.status_tracker import StatusTracker

START = parse_iso("2021-11-10T08:00")
#: What the queries in sight of each board are.
BOARDS: dict[str, tuple[Query, ...]] = {
    "overview": (OverviewQuery(), LateQuery("unit")),
    "late": (LateQuery("field"),),
    "rollout": (RolloutQuery(),),
    "exports": (ExportsQuery(),),
}


class Figure(NamedTuple):
    """The answer to a query: it names the query, the moment and the load that it is from."""

    query: Query
    as_of: Stamp
    data_as_of: Stamp | None
    load: int
    shows: Access
    rows: tuple[Any, ...] = ()
    files: int = 1

    def row(self, _: str) -> None:
        """No unit has a figure of its own."""


class FigureSource:
    """A source in which loads and faults happen when a test says so."""

    def __init__(self) -> None:
        self.data = Path("/nowhere")
        self.time = START
        self.settings = SimpleNamespace(
            privacy=PrivacySettings(may_show=True, minutes=5, officers=False),
            stale_minutes=60,
            theme="dark",
            language="vi",
        )
        self.registry = SimpleNamespace(city="Thành phố Cao Lãnh", units=SimpleNamespace(by_key={}))
        self.lists: list[Stamp] = [START - 2 * DAY, START - DAY]
        self.meetings: list[Meeting] = [Meeting(START - DAY, START - DAY + 3600)]
        self.faults: dict[str, Exception] = {}  # what fails, and how: "answer", "changed" …, or the name of a query
        self.log: list[tuple[str, str]] = []
        self.load_after = 0  # a list is committed while this many answers from now on are made; 0: none
        self.freed = 0
        self._seen = -1
        self._next_record = 0

    @property
    def clock(self) -> Clock:
        """A clock that stands still."""
        return Clock(self.time, 0)

    @property
    def load_count(self) -> int:
        return len(self.lists)

    def load(self) -> None:
        """Commit a list, a minute later than now."""
        self.time += 60
        self.lists.append(self.time)

    def load_late(self, at: Stamp) -> None:
        """Commit a list of a past moment, which changes what was known from that moment on."""
        self.lists = sorted({*self.lists, at})

    def _fail(self, *names: str) -> None:
        for name in names:
            if name in self.faults:
                raise self.faults[name]

    def open(self) -> None:
        self._fail("open")

    def changed(self) -> bool:
        """Whether a list was committed since the last call."""
        self._fail("changed")
        seen, self._seen = self._seen, self.load_count
        return seen != self._seen

    def answer(self, query: Query) -> object:
        self._fail("answer", type(query).__name__)
        if self.load_after:
            self.load_after -= 1
            if not self.load_after:
                self.load()
        if isinstance(query, TimelineQuery):
            return Timeline(tuple(self.lists), tuple(self.meetings))
        if isinstance(query, NextDueQuery):
            return None
        if isinstance(query, DataAsOfQuery):
            return self.lists[-1]
        as_of = self.time if query.at is None else query.at
        known = self.known(as_of)
        return Figure(query, as_of, self.lists[known - 1] if known else None, known, query.shows)

    def release_memory(self) -> None:
        """Count the calls."""
        self.freed += 1

    def known(self, at: Stamp) -> int:
        """The number of lists up to a moment."""
        return sum(each <= at for each in self.lists)

    viewer = LOCAL
    personal_fault = ""

    def mark_meeting(self, start: bool, when: Stamp, *texts: object) -> None:
        self._fail("mark_meeting")
        self.log.append(("start" if start else "end", str(when)))
        if start:
            self.meetings.append(Meeting(when, None))
        elif self.meetings:
            self.meetings[-1] = Meeting(self.meetings[-1].start, when)

    def why_closed(self) -> str:
        return ""

    def begin_access(self, reason: str) -> AccessRecord:
        self._fail("begin_access")
        self._next_record += 1
        self.log.append(("begin", str(self._next_record)))
        return AccessRecord(self.time, self.time + 300, False, "user", "host", str(self._next_record), reason)

    def end_access(self, access: AccessRecord) -> None:
        self._fail("end_access")
        self.log.append(("close", access.folder))


class Viewer:
    """A session with its poller, and what the app does for the session."""

    def __init__(self) -> None:
        self.source = FigureSource()
        tracker = StatusTracker(collector=CollectorStatus)
        self.poller = Poller(self.source, tracker, lambda: None)  # type: ignore[arg-type]
        self.session = Session(self.source, self.poller.broker, Preferences(None))  # type: ignore[arg-type]
        self.seconds = 1000.0
        self.session.access.clock = lambda: self.seconds
        self.fetched: list[tuple[Query, object]] = []
        self.show("overview")

    def show(self, board: str, *, presenting: bool = False) -> None:
        """Show another board: subscribe to its queries."""
        self.session.board = board
        self.session.subscribe(BOARDS[board], presenting=presenting)

    def round(self, times: int = 1) -> None:
        """Run the poller once, and pass its answers to the session."""
        for _ in range(times):
            self.poller.run_once(woken=True)
            self.take()

    def take(self) -> None:
        """Pass the poller's answers to the session."""
        self.fetched += self.session.apply(self.poller.broker.drain()).fetched
        self.arrive()

    def arrive(self) -> None:
        """Show the requested moment if all answers for it have come."""
        before = self.session.shown_at
        if self.session.arrive() and self.session.shown_at != before:
            for query in BOARDS[self.session.board]:
                assert self.session.answer(query) is not None, f"{query} has not come"
