"""Boards by unit with made-up figures, at the moments of a made-up folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cchc_tui.boards.board import By
from cchc_tui.boards.by_unit import UnitRanking, UnitRow
from cchc_tui.boards.changes import Change, ChangesBoard
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.details import DetailList, DetailRow
from cchc_tui.boards.due import DueBoard, DueCounts
from cchc_tui.boards.exports import ALL
from cchc_tui.boards.forecast import ForecastBoard, Outlook
from cchc_tui.boards.index import CriterionScore, IndexBoard, IndexScore, Origin, detail, mean, ranked
from cchc_tui.boards.late import LateBoard, LateRow
from cchc_tui.boards.online import OnlineBoard, OnlineFigures, OnlineRow
from cchc_tui.boards.review import ReviewBoard, Reviewed
from cchc_tui.boards.review import total as all_reviewed
from cchc_tui.boards.testing import Tested, total
from cchc_tui.boards.trend import Trend, TrendRow, day_ends
from cchc_tui.boards.unclosed import UnclosedBoard, UnclosedCounts, UnclosedRow
from cchc_tui.domain.moments import DAY, Stamp, parse_iso
from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.registry import Registry
from cchc_tui.tui.session import queries
from tests.kits.tui_folder import FakeFolder
from tests.kits.tui_made_up import (
    AGES,
    FIELDS,
    LATE,
    MOMENT,
    OPENED,
    PROCEDURES,
    counts,
)


class FakeBoards(FakeFolder):
    """The boards by unit, computed from the state of the made-up folder."""

    def _board(self, query: queries.TableQuery) -> Any:
        match query.board:
            case "late":
                return self.late(query.at, query.terms.by, shows=query.shows)
            case "due":
                return self.due_today(query.at)
            case "changes":
                return self.changes(query.at, query.terms.since)
            case "exports":
                return self.exports(query.at, query.shows, ALL)
            case "online":
                return self.online(query.at, query.terms.by)
            case "review":
                return self.review(query.at, query.terms.by)
        return getattr(self, query.board)(query.at)

    def _unit_rows(self, at: Stamp | None = None) -> tuple[LateRow, ...]:
        rows, _, _ = self._made_of(at)
        return rows

    def _levels(self, at: Stamp | None) -> dict[str, Counts]:
        _, levels, _ = self._made_of(at)
        return dict(levels)

    def _made_of(self, at: Stamp | None) -> tuple[tuple[LateRow, ...], dict[str, Counts], Registry]:
        """The units' rows and the levels of a state. They are made once for each state: every board is made of them."""
        late = self._late_at(at) if self.moment is not None else dict.fromkeys(self.late_by_unit, 0)
        state = id(self.registry), tuple(late.items()), tuple(self.names.items())
        if state not in self._made:
            rows = self._ranked(late)
            self._made[state] = rows, self._summed(rows), self.registry  # kept, so that no other gets its ``id``
        return self._made[state]

    def _ranked(self, late: Mapping[str, int]) -> tuple[LateRow, ...]:
        units = self.registry.units.by_key
        rows = [
            LateRow(
                key,
                key,
                self.names.get(key, units[key].name),
                units[key].level.value,
                replace(counts(value), days_late_median=3.5 + value % 7),
            )
            for key, value in late.items()
        ]
        rows.sort(key=lambda row: (-row.counts.late, row.name))
        places = {"city": 0, "commune": 0}
        ranked = []
        for row in rows:
            places[row.level] += 1
            ranked.append(replace(row, rank=places[row.level]))
        return tuple(ranked)

    def _summed(self, rows: Iterable[LateRow]) -> dict[str, Counts]:
        levels = {"city": Counts(), "commune": Counts()}
        for row in rows:
            levels[row.level] = levels[row.level] + row.counts
        medians = {"city": 6.0, "commune": 4.5}
        return {level: replace(of, days_late_median=medians[level]) for level, of in levels.items()}

    def late(
        self,
        at: Stamp | None = None,
        by: str = "unit",
        unit: str | None = None,
        first_seen: bool = False,
        shows: Access = HIDDEN,
        level: str = "",
    ) -> LateBoard:
        self._ask()
        if by == "unit":
            rows = self._unit_rows(at)
        else:
            figures = {
                "field": FIELDS,
                "procedure": PROCEDURES,
                "officer": {f"Cán bộ {n}": 200 - 9 * n for n in range(1, 18)},
            }
            named = {key: 900 - 150 * (place * 2 % 5) for place, key in enumerate(AGES)} if by == "age" else figures[by]
            officer_of = "29878" if by == "officer" else ""
            rows = tuple(
                LateRow(name, name, AGES.get(name, name), "", replace(counts(n), days_late_median=4.0), i, officer_of)
                for i, (name, n) in enumerate(named.items(), 1)
            )
            rows = rows if self.moment is not None else ()
        return LateBoard(
            self._now(at), self._data_as_of(at), by, unit, self._levels(at), rows,
            Counts(late=2, overdue=2, total=3) if self.moment is not None else Counts(),
        )  # type: ignore[arg-type]  # fmt: skip

    def trend(self, at: Stamp | None = None, unit: str | None = None, days: int = 30) -> Trend:
        self._ask()
        self.trends += 1
        if self.moment is None:
            return Trend(self._now(at), None, unit, (), 0, (), {})
        moments = day_ends(self._now(at), days)
        rows = []
        for row in self._unit_rows(at):
            then = LATE.get(row.key, 60)  # the days that are over stay what they were
            late = [then - (days - 1 - n) * (then // 60) - n * n % 7 for n in range(days)]
            flows = tuple((n * 5 + row.counts.late) % 9 for n in range(days)), tuple(n * 3 % 8 for n in range(days))
            rows.append(TrendRow(row.key, row.code, row.name, row.level, (*late[:-1], row.counts.late), *flows))
        levels = {
            level: TrendRow(
                level,
                level,
                "",
                level,
                *(
                    tuple(map(sum, zip(*(getattr(row, name) for row in rows if row.level == level), strict=True)))
                    for name in ("late", "received", "resolved")
                ),
            )
            for level in ("city", "commune")
        }
        return Trend(self._now(at), self._data_as_of(at), unit, tuple(moments), 0, tuple(rows), levels)

    def due_today(self, at: Stamp | None = None) -> DueBoard:
        self._ask()
        rows = []
        for row in self._unit_rows(at):
            today = row.counts.late % 9
            due = DueCounts(today, today // 3, MOMENT + 3600 * (today + 1) if today else None, today // 2, today + 4, 9)
            rows.append(UnitRow(row.key, row.code, row.name, row.level, due))
        rows.sort(key=lambda row: (-row.figures.due_today, row.name))
        total = DueCounts(sum(row.figures.due_today for row in rows))
        levels = {"city": DueCounts(), "commune": total}
        return DueBoard(self._now(at), self._data_as_of(at), tuple(rows), levels, OPENED + 15 * 3600, DueCounts())

    def unclosed(self, at: Stamp | None = None) -> UnclosedBoard:
        self._ask()
        rows = []
        for row in self._unit_rows(at):
            n, late = row.counts.unclosed, row.counts.late
            counts = UnclosedCounts(n, n // 2, late, late // 8, late / 16, n // 30) if n else UnclosedCounts(late=late)
            rows.append(UnclosedRow(row.key, row.code, row.name, row.level, counts, row.rank))
        rows.sort(key=lambda row: (-row.counts.unclosed, row.name))
        levels = {}
        for level in ("city", "commune"):
            found = [row.counts for row in rows if row.level == level]
            n, late = sum(each.unclosed for each in found), sum(each.late for each in found)
            oldest = max((each.oldest_days or 0 for each in found), default=None)
            levels[level] = UnclosedCounts(n, n // 2, late, oldest, 7.5, n // 30)
        as_of, data_as_of = self._now(at), self._data_as_of(at)
        return UnclosedBoard(as_of, data_as_of, "unit", levels, tuple(rows), UnclosedCounts())

    def forecast(self, at: Stamp | None = None) -> ForecastBoard:
        self._ask()
        if self.forecasting is not None:
            self.forecasting.wait(20)
        rows = []
        for row in self._unit_rows(at):
            late = row.counts.late
            outlook = Outlook(late, late // 3, late // 9, 12.3, 1.4, late + late // 20, 4.2 if late % 2 else None, 6)
            rows.append(UnitRow(row.key, row.code, row.name, row.level, outlook))
        end = parse_iso("2021-11-30T23:59:59")
        levels = {}
        for level, now in self._levels(at).items():
            expected = now.late + now.late // 20 if self.moment is not None else None
            levels[level] = Outlook(now.late, now.overdue, 9, 12.3, 1.4, expected, 7.6, 6)
        return ForecastBoard(self._now(at), self._data_as_of(at), tuple(rows), levels, end, 15, 2)

    def changes(self, at: Stamp | None = None, since: Stamp | None = None) -> ChangesBoard:
        self._ask()
        now, then = self.late(at), None if since is None else self.late(since)
        before = {row.key: row.counts for row in then.rows} if then else {}
        rows = [
            Change(row.key, row.code, row.name, row.level, row.counts, before.get(row.key), 3, 1, 5) for row in now.rows
        ]
        rows.sort(key=lambda row: (-(row.change("overdue") or 0), row.name))
        levels = {
            level: Change(level, level, "", level, counts, then.levels[level] if then else None, 33, 4, 21)
            for level, counts in now.levels.items()
        }
        whole = Change("", "", "", "", sum(now.levels.values(), now.unplaced), None, 66, 8, 42)
        moments = (None, None) if then is None else (then.as_of, then.data_as_of)
        return ChangesBoard(now.as_of, now.data_as_of, *moments, tuple(rows), levels, whole)

    def online(self, at: Stamp | None = None, by: Any = "unit") -> OnlineBoard:
        self._ask()
        rows = []
        for place, row in enumerate(self._unit_rows(at) if by == "unit" else self.late(at, by).rows, 1):
            received = row.counts.total + 40
            came = OnlineFigures(received, received, received // (place + 1), 20, 5, 10, 4, place % 4, 8, 2)
            rows.append(OnlineRow(row.key, row.code, row.name, row.level, came, place))
        levels = {"city": OnlineFigures(400, 400, 90), "commune": OnlineFigures(900, 900, 270)}
        return OnlineBoard(self._now(at), self._data_as_of(at), by, tuple(rows), levels, OnlineFigures(0, 0, 0))

    def testing(self, at: Stamp | None = None) -> UnitRanking[Tested]:
        self._ask()
        rows = []
        for place, row in enumerate(self._unit_rows(at), 8):
            passed = row.counts.late % 7
            tested = Tested(place, place - 1, 1, passed, place - 1 - passed, place - 1)
            rows.append(UnitRow(row.key, row.code, row.name, row.level, tested))
        levels = {level: total(row.figures for row in rows if row.level == level) for level in ("city", "commune")}
        return UnitRanking(self._now(at), self._data_as_of(at), tuple(rows), levels)

    def index(self, at: Stamp | None = None) -> IndexBoard:
        self._ask()
        sets = {level: self.registry.index.set_of(level) for level in ("city", "commune")}
        rows = []
        for row in self._unit_rows(at):
            found = sets[row.level]
            rate = row.counts.late_rate
            parts = []
            for place, one in enumerate(found.criteria if found is not None else ()):
                if one.measure == "late.late_rate":
                    parts.append(CriterionScore(one, one.earned(rate), Origin.MEASURED, rate))
                elif place % 3 == 1:
                    parts.append(CriterionScore(one, one.points / 2, Origin.APPRAISED, given=one.points / 2))
                else:
                    parts.append(CriterionScore(one))
            rows.append(UnitRow(row.key, row.code, row.name, row.level, IndexScore(tuple(parts))))
        levels = {level: mean(row.figures for row in rows if row.level == level) for level in sets}
        return IndexBoard(self._now(at), self._data_as_of(at), tuple(ranked(rows)), levels, sets)

    def review(self, at: Stamp | None = None, by: By = "unit") -> ReviewBoard:
        self._ask()
        scope = 40
        rows = []
        for place, row in enumerate(self._unit_rows(at)):
            n = place % 9
            figures = Reviewed(scope, n + 9, n, n // 2, n // 3, n + 9, n, 0)
            rows.append(UnitRow(row.key, row.code, row.name, row.level, figures))
        levels = {of: all_reviewed(row.figures for row in rows if row.level == of) for of in ("city", "commune")}
        if by == "field":
            named = enumerate(FIELDS if self.moment is not None else ())
            made = [(name, Reviewed(9, n, n, 0, 0, n, n, 0, key_field=n < 1)) for n, name in named]
            rows = [UnitRow(name, "", name, "", figures) for name, figures in made]
        return ReviewBoard(self._now(at), self._data_as_of(at), by, tuple(rows), levels)

    def details(self, query: queries.DetailsQuery) -> DetailList:
        self._ask()
        if query.board == "index":
            board = self.index(query.at)
            row = board.row(query.key)
            parts = row.figures.parts if row is not None else ()
            return DetailList(board.as_of, board.data_as_of, tuple(map(detail, parts)))
        if query.board == "review":
            said = ("simplify", OPENED - 20 * DAY, 1, "Hộ tịch", "1.000894", "")
            procedures = (
                DetailRow("2", ("Đăng ký kết hôn", "", "", None, 0, "Hộ tịch", "1.000895", "")),
                DetailRow("1", ("Đăng ký khai sinh", "proposed", *said)),
            )
            return DetailList(self._now(query.at), self._data_as_of(query.at), procedures)
        row = next(row for row in self.testing(query.at).rows if row.key == query.key)
        of = row.figures
        figures = (of.due, of.attended, of.absent, of.passed, of.failed, of.pass_share)
        plans = (
            DetailRow("2", ("Đợt 2/2021", OPENED + 20 * DAY, "ahead", 9, None, None, None, None, None)),
            DetailRow("1", ("Đợt 1/2021", OPENED - 20 * DAY, "done", *figures)),
        )
        return DetailList(self._now(query.at), self._data_as_of(query.at), plans)
