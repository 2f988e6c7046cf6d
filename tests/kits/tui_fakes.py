"""A source with made-up figures, a collector that is always running, and an app over them, all without a disk."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import msgspec

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.directive_page import DirectivePage
from cchc_tui.boards.directives import DirectivesBoard
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import DossierLine, DossierList, DossierPage
from cchc_tui.boards.exports import ExportsBoard
from cchc_tui.boards.findings import FindingsBoard
from cchc_tui.boards.last_meeting import LastMeeting
from cchc_tui.boards.meeting_log import MeetingLog
from cchc_tui.boards.overview import Overview
from cchc_tui.boards.rollout import PracticeColumn, RolloutBoard, RolloutCell, RolloutRow
from cchc_tui.boards.search import Hit, SearchResult
from cchc_tui.collector.status import CollectorStatus, LoadProgress
from cchc_tui.domain.findings import FindingKind
from cchc_tui.domain.moments import DAY, Stamp, parse_iso
from cchc_tui.domain.names import unaccent
from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.domain.problems import Problem
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.session import queries
from cchc_tui.tui.session.queries import DataAsOfQuery, NextDueQuery, TimelineQuery
from cchc_tui.tui.style.appearance import NO_TERMINAL, CliOptions
from tests.kits import tui_directives
from tests.kits.tui_boards import FakeBoards
from tests.kits.tui_made_up import (
    DIFFERENCES,
    EVENTS,
    FIELDS,
    FINDINGS,
    FOUND,
    HERE,
    MOMENT,
    PROBLEMS,
    PROCEDURES,
    VERSIONS,
    evidence,
    found_row,
    line,
)


class FakeSource(FakeBoards):
    """Answers queries from a few dicts. A test changes them and calls ``load``, as if a load was committed."""

    def answer(self, query: Any) -> Any:
        """The answer of the method for this type of query. A test may replace the method."""
        return next(of for kind, of in _ANSWERS.items() if isinstance(query, kind))(self, query)

    def directives_board(self, at: Stamp | None = None) -> DirectivesBoard:
        self._ask()
        return tui_directives.board(self._now(at), self.directives, tui_directives.REVIEWS if self.directives else ())

    def directive_page(self, query: Any) -> DirectivePage | None:
        self._ask()
        row = next((row for row in self.directives if row.key == query.directive), None)
        return None if row is None else tui_directives.page(self._now(query.at), row)

    def last_meeting(self, at: Stamp | None = None) -> LastMeeting:
        self._ask()
        return tui_directives.last_meeting(self._now(at), self.directives if self.directed else ())

    def meeting_log(self, at: Stamp | None = None) -> MeetingLog | None:
        self._ask()
        begun = [meeting for meeting in self.meetings if meeting.start <= self._now(at)]
        return tui_directives.meeting_log(self._now(at), begun[-1], self.directives) if begun else None

    def overview(self, at: Stamp | None = None) -> Overview:
        self._ask()
        there = self.moment is not None
        wards = list(self._unit_rows(at))[:5] if there else []
        return Overview(
            self._now(at), self._data_as_of(at), self._levels(at), Counts(late=2, total=3), tuple(wards),
            tuple(self._columns()), 15, EVENTS if there else (), 6, 3, 11, 1, 2, len(self.files),
        )  # fmt: skip

    def _columns(self) -> list[PracticeColumn]:
        columns = []
        for place, practice in enumerate(self.registry.practices):
            states = dict.fromkeys(("none", "planned", "running", "done", ""), 0)
            for cells in self.states.values():
                states[cells[place]] += 1
            claimed = states["running"] + states["done"]
            columns.append(
                PracticeColumn(
                    *(practice.key, practice.name, practice.short, practice.pioneer),
                    claimed,
                    states,
                    shown=5,
                    unseen=3,
                    confirmed=claimed - 3,
                )
            )
        return columns

    def rollout(self, at: Stamp | None = None, shows: Access = HIDDEN) -> RolloutBoard:
        self._ask()
        columns = self._columns()
        units = self.registry.units.by_key
        claimed = self.states if at is None or self.states_before is None else self.states_before
        rows = [
            RolloutRow(
                key, key, self.names.get(key, units[key].name), "commune",
                tuple(
                    RolloutCell(
                        key, column.key, states[place],
                        MOMENT - 30 * DAY if states[place] in {"running", "done"} else None,
                        12 if states[place] == "done" else None, pioneer=column.pioneer == key,
                        evidence=evidence(self.registry.practices[place], number),
                    )
                    for place, column in enumerate(columns)
                ),
            )
            for number, (key, states) in enumerate(claimed.items())
        ]  # fmt: skip
        return RolloutBoard(self._now(at), self._data_as_of(at), tuple(columns), tuple(rows))

    def exports(self, at: Stamp | None = None, shows: Access = HIDDEN, most: int = 100) -> ExportsBoard:
        self._ask()
        there = self.moment is not None
        files = [row for row in self.files if not row.is_mark]
        rows = tuple(reversed(self.files))[: None if most < 0 else most]
        today = sum(row.arrived // DAY == self._now(at) // DAY for row in files)
        return ExportsBoard(
            self._now(at), self._data_as_of(at), rows, FINDINGS if there else (), DIFFERENCES if there else (), (), (),
            len(self.files), len(files), today,
            frozenset({"files"} if len(rows) < len(self.files) else ()),
        )  # fmt: skip

    def findings(self, at: Stamp | None = None, shows: Access = HIDDEN) -> FindingsBoard:
        self._ask()
        rows = FOUND if self.moment is not None else ()
        counts = {kind: sum(row.kind == kind for row in rows) for kind in FindingKind}
        return FindingsBoard(self._now(at), self._data_as_of(at), None, counts, rows)

    def problems(self, export: int, offset: int = 0, limit: int = 200, shows: Access = HIDDEN) -> tuple[Problem, ...]:
        return PROBLEMS if export == 2 else ()

    def dossiers(self, which: DossierFilter, at: Stamp | None = None, shows: Any = None) -> DossierList:
        self._ask()
        self.filters.append(which)
        share = {"late": 1.0, "all": 2.0}.get(which.only, 0.25)
        total = int(self.dossier_count * share)
        if getattr(which, "text", ""):
            total //= 10
        ids = array("I", range(1, total + 1))
        if getattr(which, "sort", "") == "code":
            ids.reverse()
        return DossierList(
            self._now(at), self._data_as_of(at), which, ids, array("i", [max(0, 90 - n // 200) for n in ids])
        )

    def search(self, text: str, at: Stamp | None = None, limit: int = 50, shows: Any = None) -> SearchResult:
        self._ask()
        self.searches.append((text, at))
        if self.gate is not None:
            self.gate.wait(10)
        words = unaccent(text).split()

        def holds(name: str) -> bool:
            return bool(words) and all(any(p.startswith(w) for p in unaccent(name).split()) for w in words)

        hits = [
            *(Hit("unit", row.key, row.name, "", row.counts.total) for row in self._unit_rows(at) if holds(row.name)),
            *(Hit("procedure", name, name, "", n) for name, n in PROCEDURES.items() if holds(name)),
            *(Hit("field", name, name, "", n) for name, n in FIELDS.items() if holds(name)),
        ]
        found = [line(n, 0) for n in range(1, 4) if holds(f"{line(n, 0).code} {line(n, 0).procedure}")]
        hits += [Hit("dossier", str(each.id), each.code, each.procedure, None, each) for each in found]
        more = len(found) == 3
        return SearchResult(self._now(at), self._data_as_of(at), text, tuple(hits), 1234 if more else len(found), more)

    def lines(self, which: DossierList, offset: int, limit: int, shows: Access = HIDDEN) -> tuple[DossierLine, ...]:
        self._ask()
        self.pages.add(offset)
        return tuple(line(which.ids[i], which.days[i]) for i in range(offset, min(offset + limit, len(which.ids))))

    def dossier(self, dossier: int, at: Stamp | None = None, shows: Access = HIDDEN) -> DossierPage | None:
        self._ask()
        words = "Hạn trả 29/10/2021 16:00 đã qua, sau đó mới dời sang 05/11/2021 16:00."
        before, after = parse_iso("2021-10-29T16:00"), parse_iso("2021-11-05T16:00")
        moved = found_row(FindingKind.DUE_MOVED, dossier, "Phường 6", words, before, after)
        shown = line(dossier, 8)
        return DossierPage(self._now(at), self._data_as_of(at), shown, "Phường 6", VERSIONS, MOMENT, findings=(moved,))


#: A kind of question → how a made-up source answers it; a kind stands before those it is one of.
_ANSWERS: dict[type[queries.Query], Callable[[FakeSource, Any], Any]] = {
    queries.OverviewQuery: lambda source, query: source.overview(query.at),
    queries.LateQuery: lambda source, query: source.late(
        query.at, query.terms.by, query.terms.unit, query.terms.first_seen, query.shows, query.terms.level
    ),
    queries.TrendQuery: lambda source, query: source.trend(query.at),
    queries.ForecastQuery: lambda source, query: source.forecast(query.at),
    queries.RolloutQuery: lambda source, query: source.rollout(query.at, query.shows),
    queries.ExportsQuery: lambda source, query: source.exports(query.at, query.shows, query.most),
    queries.FindingsQuery: lambda source, query: source.findings(query.at, shows=query.shows),
    queries.ProblemsQuery: lambda source, query: source.problems(query.export),
    queries.DirectivesQuery: lambda source, query: source.directives_board(query.at),
    queries.DirectivePageQuery: lambda source, query: source.directive_page(query),
    queries.LastMeetingQuery: lambda source, query: source.last_meeting(query.at),
    queries.MeetingLogQuery: lambda source, query: source.meeting_log(query.at),
    queries.TableQuery: lambda source, query: source._board(query),
    queries.DetailsQuery: lambda source, query: source.details(query),
    queries.ListQuery: lambda source, query: source.dossiers(query.filter, query.at, query.shows),
    queries.SearchQuery: lambda source, query: source.search(query.text, query.at, shows=query.shows),
    queries.DossierQuery: lambda source, query: source.dossier(query.dossier, query.at, query.shows),
    queries.LinesRequest: lambda source, query: source.lines(query.which, query.offset, query.limit, query.shows),
    TimelineQuery: lambda source, _: source.timeline(),
    DataAsOfQuery: lambda source, _: source.data_as_of(),
    NextDueQuery: lambda source, query: source.next_due(query.at),
}


def loading(name: str, done: int, total: int) -> CollectorStatus:
    return msgspec.structs.replace(HERE, loading=LoadProgress(name, 0.0, done, total))


def make_app(
    source: FakeSource | None = None, *, light: bool | None = None, options: CliOptions = NO_TERMINAL, **more: Any
) -> CchcApp:
    """The app over a made-up source, with a running collector.

    ``light``: the light or dark theme (None: as in ``options``).
    """
    fake = source or FakeSource()
    if light is not None:
        options = options._replace(theme="light" if light else "dark")
    return CchcApp(fake, collector=lambda: fake.collector, options=options, **more)
