"""A source with one method for each query that tests make, with its moment and the personal data that it may show."""

from __future__ import annotations

from functools import cache
from typing import Any

from cchc_tui.boards.board import BoardQuery, BoardResult
from cchc_tui.boards.changes import ChangesBoard, changes_board
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import DossierLine, DossierList, DossierPage, dossier_lines, dossier_list
from cchc_tui.boards.dossiers_table import DossierTable
from cchc_tui.boards.due import DueBoard, due_today
from cchc_tui.boards.export_problems import problems_of
from cchc_tui.boards.exports import PAGE, ExportsBoard, exports_board
from cchc_tui.boards.findings import FindingsBoard, findings_board
from cchc_tui.boards.forecast import ForecastBoard, forecast
from cchc_tui.boards.history import dossier_page
from cchc_tui.boards.late import LateBoard, late_board
from cchc_tui.boards.listed import board_of
from cchc_tui.boards.next_due_change import next_due
from cchc_tui.boards.overview import Overview, overview
from cchc_tui.boards.rollout import RolloutBoard, rollout_board
from cchc_tui.boards.search import SearchResult, search
from cchc_tui.boards.source import Source
from cchc_tui.boards.timeline import Timeline, timeline
from cchc_tui.boards.trend import Trend, trend
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.domain.problems import Problem
from cchc_tui.registry import Registry, load
from cchc_tui.settings import load as load_settings


@cache
def shipped_registry() -> Registry:
    return load()


class AskedSource(Source):
    """A source for tests. In all methods, ``at`` None is the clock's present moment.

    Where a folder has no registry of its own, the shipped one is not read again for each source.
    """

    def _read_registry(self) -> None:
        if self._folder.registry.is_dir():
            super()._read_registry()
        else:
            self._read_as = self._written()
            self.registry, self.settings = shipped_registry(), load_settings(self.data)

    def board(self, name: str, at: Stamp | None = None, shows: Access = HIDDEN, **query: Any) -> BoardResult:
        """A board's result, as the command line gets it."""
        with self.moment(at, shows) as moment:
            return board_of(name).answer(moment, BoardQuery(**query))

    def listed(self, which: DossierFilter, top: int | None = None) -> DossierTable:
        """A table of dossiers, as the command line gets it."""
        with self.moment() as moment:
            return DossierTable(moment, which, top)

    def data_as_of(self, at: Stamp | None = None) -> Stamp | None:
        with self.moment(at) as moment:
            return moment.data_as_of

    def late(self, at: Stamp | None = None, by: Any = "unit", shows: Access = HIDDEN, **query: Any) -> LateBoard:
        with self.moment(at, shows) as moment:
            return late_board(moment, BoardQuery(by, **query))

    def findings(
        self, at: Stamp | None = None, unit: str | None = None, complete: bool = False, shows: Access = HIDDEN
    ) -> FindingsBoard:
        with self.moment(at, shows) as moment:
            return findings_board(moment, unit, complete)

    def rollout(self, at: Stamp | None = None, shows: Access = HIDDEN) -> RolloutBoard:
        with self.moment(at, shows) as moment:
            return rollout_board(moment)

    def exports(self, at: Stamp | None = None, shows: Access = HIDDEN, most: int = PAGE) -> ExportsBoard:
        with self.moment(at, shows) as moment:
            return exports_board(moment, most)

    def problems(self, export: int, offset: int = 0, limit: int = 200) -> tuple[Problem, ...]:
        with self.moment() as moment:
            return problems_of(moment, export, offset, limit)

    def overview(self, at: Stamp | None = None) -> Overview:
        with self.moment(at) as moment:
            return overview(moment)

    def dossiers(self, which: DossierFilter, at: Stamp | None = None, shows: Access = HIDDEN) -> DossierList:
        with self.moment(at, shows) as moment:
            return dossier_list(moment, which)

    def lines(self, which: DossierList, offset: int, limit: int, shows: Access = HIDDEN) -> tuple[DossierLine, ...]:
        with self.moment(which.as_of, shows) as moment:
            return dossier_lines(moment, which, offset, limit)

    def dossier(self, dossier: int, at: Stamp | None = None, shows: Access = HIDDEN) -> DossierPage | None:
        with self.moment(at, shows) as moment:
            return dossier_page(moment, dossier)

    def search(self, text: str, at: Stamp | None = None, limit: int = 50, shows: Access = HIDDEN) -> SearchResult:
        with self.moment(at, shows) as moment:
            return search(moment, text, limit, live=at is None)

    def timeline(self) -> Timeline:
        with self.moment() as moment:
            return timeline(moment)

    def next_due(self, at: Stamp | None = None) -> Stamp | None:
        with self.moment(at) as moment:
            return next_due(moment)

    def trend(self, at: Stamp | None = None, unit: str | None = None, days: int = 30) -> Trend:
        with self.moment(at) as moment:
            return trend(moment, unit, days)

    def due_today(self, at: Stamp | None = None) -> DueBoard:
        with self.moment(at) as moment:
            return due_today(moment)

    def forecast(self, at: Stamp | None = None) -> ForecastBoard:
        with self.moment(at) as moment:
            return forecast(moment)

    def changes(self, at: Stamp | None = None, since: Stamp | None = None) -> ChangesBoard:
        with self.moment(at) as moment:
            return changes_board(moment, since)
