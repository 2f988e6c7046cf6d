"""The state of a made-up source: lists, meetings, marks, a clock that stands, and the faults that a test sets."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Self

from cchc_tui.boards.directives import DirectiveRow
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.exports import ExportRow
from cchc_tui.boards.timeline import Timeline
from cchc_tui.domain.audit import AuditedAct
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.directives import DirectiveEntry
from cchc_tui.domain.moments import DAY, Stamp, parse_iso
from cchc_tui.domain.roles import LOCAL
from cchc_tui.settings import Settings
from cchc_tui.store.write.meetings import Meeting
from tests.kits.tui_made_up import (
    FILES,
    HERE,
    LATE,
    MOMENT,
    OPENED,
    REGISTRY,
    states,
)


class FakeFolder:
    """A few dicts with the state of the folder, which a test changes at moments of its choice."""

    def __init__(self, *, empty: bool = False, data: Path = Path("/srv/cchc"), clock: Clock | None = None):
        self.data = data
        self.clock = clock or Clock(OPENED, 0)
        self.registry = REGISTRY
        self.settings = Settings()
        self.late_by_unit = dict(LATE)
        self.names: dict[str, str] = {}
        self.moment: Stamp | None = None if empty else MOMENT
        self.files: list[ExportRow] = [] if empty else list(FILES)
        self.dossier_count = 12_000
        self.states = states()
        self.states_before: dict[str, list[str]] | None = None  # what was claimed at any earlier moment
        self.failing: Exception | None = None
        self.opening: Exception | None = None
        self.collector = HERE
        self.threads: set[str] = set()
        self.pages: set[int] = set()
        self.before: list[tuple[Stamp, dict[str, int]]] = []  # earlier lists, ascending
        self.meetings: list[Meeting] = []
        self.due: Stamp | None = None  # when the next dossier falls due: one more of Xã Mỹ Tân is late from then on
        self.marks: list[tuple[Stamp, bool]] = []
        self.marked_texts: tuple[Any, ...] = ()  # title, chair and boards of the last mark
        self.directives: tuple[DirectiveRow, ...] = ()
        self.directed = False  # whether the directives are the last meeting's, so that the wall has their page
        self.entries: list[DirectiveEntry] = []  # about directives
        self.marking: OSError | None = None
        self.viewer = LOCAL
        self.personal_fault = ""
        self.audited: list[tuple[str, str]] = []
        self.logging: OSError | None = None
        self.filters: list[DossierFilter] = []
        self.searches: list[tuple[str, Stamp | None]] = []
        self.gate: threading.Event | None = None  # a search waits for it
        self.forecasting: threading.Event | None = None  # a forecast waits for it
        self.trends = 0
        self._made: dict[Any, Any] = {}  # what boards are made of, by the state that they show
        self._changed = False

    # what a test does
    def load(self, **late: int) -> None:
        """Commit a list a minute later. ``late`` has units' late dossiers by key, with ``u`` before a number."""
        if self.moment is not None:
            self.before.append((self.moment, dict(self.late_by_unit)))
            if not self.clock.speed:
                self.set_clock(self.clock.now() + 60)
        self.moment = self.clock.now()
        for key, value in late.items():
            self.late_by_unit[key.removeprefix("u")] = value
        self._changed = True

    def load_old(self, at: Stamp, **late: int) -> None:
        """Commit a list of a past moment, which changes what is known from that moment until the next list."""
        known = dict(self._late_at(at)) | {key.removeprefix("u"): value for key, value in late.items()}
        self.before = sorted([*self.before, (at, known)], key=lambda pair: pair[0])
        self._changed = True

    def live_through(self, days: int = 8) -> Self:
        """Add a list for each of the ``days`` mornings before, each with five units changed, and two meetings."""
        late = dict(self.late_by_unit)
        for number in range(days):
            for place in range(5):
                key = list(LATE)[(number * 5 + place) % len(LATE)]
                late[key] -= 2 + (number + place) % 4
            self.before.insert(0, (MOMENT - 30 * 60 - number * DAY, dict(late)))
        self.meetings = [
            Meeting(parse_iso("2021-11-03T08:30"), parse_iso("2021-11-03T10:00")),
            Meeting(parse_iso("2021-11-10T08:10"), None),
        ]
        return self

    def set_clock(self, at: Stamp) -> None:
        """Let the clock stand at another moment."""
        self.clock = Clock(at, 0)

    def _late_at(self, at: Stamp | None) -> dict[str, int]:
        """Unit → late dossiers in the newest list at a moment; before the first list, those of the first list."""
        late = self.late_by_unit
        if at is not None and self.moment is not None and at < self.moment:
            known = [late for moment, late in self.before if moment <= at]
            late = known[-1] if known else self.before[0][1] if self.before else late
        if self.due is not None and (self.clock.now() if at is None else at) >= self.due:
            late = {**late, "29884": late["29884"] + 1}
        return late

    def _data_as_of(self, at: Stamp | None) -> Stamp | None:
        if at is None or self.moment is None or at >= self.moment:
            return self.moment
        return max((moment for moment, _ in self.before if moment <= at), default=None)

    def _now(self, at: Stamp | None) -> Stamp:
        return self.clock.now() if at is None else at

    # the protocol
    def open(self) -> None:
        if self.opening is not None:
            raise self.opening

    def close(self) -> None:
        pass

    def release_memory(self) -> None:
        pass

    def changed(self) -> bool:
        self._ask()
        changed, self._changed = self._changed, False
        return changed

    def _ask(self) -> None:
        self.threads.add(threading.current_thread().name)
        if self.failing is not None:
            raise self.failing

    def data_as_of(self, at: Stamp | None = None) -> Stamp | None:
        return self._data_as_of(at)

    def timeline(self) -> Timeline:
        self._ask()
        lists = [moment for moment, _ in self.before] + ([self.moment] if self.moment is not None else [])
        return Timeline(tuple(lists), tuple(self.meetings))

    def mark_meeting(self, start: bool, when: Stamp | None = None, *texts: Any) -> None:
        self._ask()
        if self.marking is not None:
            raise self.marking
        self.marks.append((self.clock.now(), start))
        self.marked_texts = texts

    def audit(self, act: AuditedAct, what: str) -> None:
        """Keep an act of the viewer. Raises ``logging`` if a test has set it."""
        if self.logging is not None:
            raise self.logging
        self.audited.append((act.value, what))

    def enter_directive(self, entry: DirectiveEntry) -> None:
        self._ask()
        if self.marking is not None:
            raise self.marking
        self.entries.append(entry)

    def next_due(self, at: Stamp | None = None) -> Stamp | None:
        self._ask()
        return self.due if self.due is not None and self.due > self._now(at) else None

    def collector_status(self) -> None:
        return None
