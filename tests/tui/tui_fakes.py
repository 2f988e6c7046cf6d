"""A source with made-up figures, a collector that is always there, and the app over them: nothing touches a disk."""

from __future__ import annotations

import threading
from array import array
from dataclasses import replace
from pathlib import Path
from typing import Any

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.dossiers import DossierFilter, DossierLine, DossierList, DossierPage, DossierVersion
from cchc_tui.boards.due import DueBoard, DueCounts, DueRow
from cchc_tui.boards.exports import Difference, ExportRow, ExportsBoard, Finding
from cchc_tui.boards.findings import FindingRow, FindingsBoard
from cchc_tui.boards.forecast import ForecastBoard, ForecastRow, Outlook
from cchc_tui.boards.late import LateBoard, LateRow
from cchc_tui.boards.overview import Event, Overview
from cchc_tui.boards.rollout import PracticeColumn, RolloutBoard, RolloutCell, RolloutRow
from cchc_tui.boards.timeline import Meeting, Timeline
from cchc_tui.boards.trend import Trend, TrendRow, day_ends
from cchc_tui.collector.status import CollectorStatus, Loading
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.evidence import Evidence, Measure, Verdict
from cchc_tui.domain.findings import Kind
from cchc_tui.domain.lateness import State
from cchc_tui.domain.moments import DAY, Stamp, parse_iso
from cchc_tui.domain.practices import Practice
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.registry import load
from cchc_tui.settings import Settings
from cchc_tui.tui.app import CchcApp

OPENED = parse_iso("2021-11-10T08:33")
MOMENT = parse_iso("2021-11-10T08:30")
HERE = CollectorStatus(alive=True, pid=4242, host="may-chu", role="service")
LATE = {
    "noi-vu": 41, "tu-phap": 66, "tai-chinh": 97, "tnmt": 482, "ldtbxh": 158, "vhtt": 52, "gddt": 35, "y-te": 21,
    "thanh-tra": 4, "van-phong": 12, "kinh-te": 117, "qldt": 331,
    "29878": 412, "29884": 377, "29863": 292, "29893": 268, "29875": 241, "29899": 235, "29872": 219, "29890": 208,
    "29866": 196, "29869": 183, "29888": 171, "29896": 154, "29892": 127, "29881": 92, "29887": 78,
}  # fmt: skip
FIELDS = {"Đất đai": 1612, "Hộ tịch": 931, "Chứng thực": 704, "Xây dựng": 611, "Bảo trợ xã hội": 402}
PROCEDURES = {
    "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất do thay đổi thông tin": 801,
    "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan tổ chức có thẩm quyền của Việt Nam cấp": 704,
    "Cấp giấy phép xây dựng nhà ở riêng lẻ": 611,
    "Đăng ký khai sinh": 512,
    "Đăng ký kết hôn": 419,
}
AGES = {"1": "1–2 ngày", "3": "3–5 ngày", "6": "6–10 ngày", "11": "11–30 ngày", "31": "trên 30 ngày"}
REGISTRY = load(None)


def counts(late: int) -> Counts:
    overdue = late * 3 // 10
    total = late * 12 + 60
    return Counts(
        late=late, resolved_late=late - overdue, overdue=overdue, due_soon=late // 37, in_time=late // 2 + late // 37,
        waiting=late // 20, resolved_on_time=total - late - late // 2 - late // 37 - late // 20, withdrawn=3,
        unclosed=late // 4, unclosed_late=late // 4, total=total,
    )  # fmt: skip


class FakeSource:
    """Answers from a few dicts; a test changes them and calls ``load`` as a committed load would."""

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
        self.states = _states()
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
        self.marking: OSError | None = None
        self.filters: list[DossierFilter] = []
        self.trends = 0
        self._changed = False

    # what a test does
    def load(self, **late: int) -> None:
        """A load, one minute on: these units' late dossiers by key, with ``u`` before a number."""
        if self.moment is not None:
            self.before.append((self.moment, dict(self.late_by_unit)))
            if not self.clock.speed:
                self.set_clock(self.clock.now() + 60)
        self.moment = self.clock.now()
        for key, value in late.items():
            self.late_by_unit[key.removeprefix("u")] = value
        self._changed = True

    def load_old(self, at: Stamp, **late: int) -> None:
        """A list of the past: what was known from that moment on until the next list is another."""
        known = dict(self._late_at(at)) | {key.removeprefix("u"): value for key, value in late.items()}
        self.before = sorted([*self.before, (at, known)], key=lambda pair: pair[0])
        self._changed = True

    def live_through(self, days: int = 8) -> FakeSource:
        """A list each morning at eight for so many days before, five units moving each time, and two meetings."""
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
        """The clock stands at another moment."""
        self.clock = Clock(at, 0)

    def _late_at(self, at: Stamp | None) -> dict[str, int]:
        """What is known at a moment: of the newest list then; before the first one, of that."""
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

    def mark_meeting(self, start: bool) -> None:
        self._ask()
        if self.marking is not None:
            raise self.marking
        self.marks.append((self.clock.now(), start))

    def next_due(self, at: Stamp | None = None) -> Stamp | None:
        self._ask()
        return self.due if self.due is not None and self.due > self._now(at) else None

    def collector_status(self) -> None:
        return None

    def _unit_rows(self, at: Stamp | None = None) -> tuple[LateRow, ...]:
        late = self._late_at(at) if self.moment is not None else dict.fromkeys(self.late_by_unit, 0)
        units = self.registry.units.by_key
        rows = [
            LateRow(
                key,
                key,
                self.names.get(key, units[key].name),
                units[key].level.value,
                counts(value),
                3.5 + value % 7,
                0,
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

    def _levels(self, at: Stamp | None) -> dict[str, Counts]:
        levels = {"city": Counts(), "commune": Counts()}
        for row in self._unit_rows(at):
            levels[row.level] = levels[row.level] + row.counts
        return levels

    def late(
        self, at: Stamp | None = None, by: str = "unit", unit: str | None = None, first_seen: bool = False
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
                LateRow(name, name, AGES.get(name, name), "", counts(n), 4.0, i, officer_of)
                for i, (name, n) in enumerate(named.items(), 1)
            )
            rows = rows if self.moment is not None else ()
        return LateBoard(
            self._now(at), self._data_as_of(at), by, unit, self._levels(at), {"city": 6.0, "commune": 4.5}, rows,
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
        return Trend(self._now(at), self._data_as_of(at), unit, tuple(moments), 4, tuple(rows), levels)

    def due_today(self, at: Stamp | None = None) -> DueBoard:
        self._ask()
        rows = []
        for row in self._unit_rows(at):
            today = row.counts.late % 9
            due = DueCounts(today, today // 3, MOMENT + 3600 * (today + 1) if today else None, today // 2, today + 4, 9)
            rows.append(DueRow(row.key, row.code, row.name, row.level, due))
        rows.sort(key=lambda row: (-row.counts.due_today, row.name))
        total = DueCounts(sum(row.counts.due_today for row in rows))
        levels = {"city": DueCounts(), "commune": total}
        return DueBoard(self._now(at), self._data_as_of(at), OPENED + 15 * 3600, tuple(rows), levels, DueCounts())

    def forecast(self, at: Stamp | None = None) -> ForecastBoard:
        self._ask()
        rows = []
        for row in self._unit_rows(at):
            late = row.counts.late
            outlook = Outlook(late, late // 3, late // 9, 12.3, 1.4, late + late // 20, 4.2 if late % 2 else None, 6)
            rows.append(ForecastRow(row.key, row.code, row.name, row.level, outlook))
        end = parse_iso("2021-11-30T23:59:59")
        levels = {"city": Outlook(), "commune": Outlook()}
        return ForecastBoard(self._now(at), self._data_as_of(at), end, 15, 2, tuple(rows), levels)

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
                PracticeColumn(practice.key, practice.name, practice.short, practice.pioneer, claimed, states, 5, 3)
            )
        return columns

    def rollout(self, at: Stamp | None = None) -> RolloutBoard:
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
                        evidence=_evidence(self.registry.practices[place], number),
                    )
                    for place, column in enumerate(columns)
                ),
            )
            for number, (key, states) in enumerate(claimed.items())
        ]  # fmt: skip
        return RolloutBoard(self._now(at), self._data_as_of(at), tuple(columns), tuple(rows))

    def exports(self, at: Stamp | None = None) -> ExportsBoard:
        self._ask()
        there = self.moment is not None
        return ExportsBoard(
            self._now(at), self._data_as_of(at), tuple(reversed(self.files)), FINDINGS if there else (),
            DIFFERENCES if there else (), (),
        )  # fmt: skip

    def findings(self, at: Stamp | None = None) -> FindingsBoard:
        self._ask()
        rows = FOUND if self.moment is not None else ()
        counts = {kind: sum(row.kind == kind for row in rows) for kind in Kind}
        return FindingsBoard(self._now(at), self._data_as_of(at), None, counts, rows)

    def problems(self, export: int, offset: int = 0, limit: int = 200) -> tuple[Problem, ...]:
        return PROBLEMS if export == 2 else ()

    def dossiers(self, which: DossierFilter, at: Stamp | None = None) -> DossierList:
        self._ask()
        self.filters.append(which)
        share = {"late": 1.0, "all": 2.0}.get(which.only, 0.25)
        total = int(self.dossier_count * share)
        ids = array("I", range(1, total + 1))
        return DossierList(
            self._now(at), self._data_as_of(at), which, ids, array("i", [max(0, 90 - n // 200) for n in ids])
        )

    def lines(self, which: DossierList, offset: int, limit: int) -> tuple[DossierLine, ...]:
        self._ask()
        self.pages.add(offset)
        return tuple(_line(which.ids[i], which.days[i]) for i in range(offset, min(offset + limit, len(which.ids))))

    def dossier(self, dossier: int, at: Stamp | None = None) -> DossierPage | None:
        self._ask()
        words = "Hạn trả 29/10/2021 16:00 đã qua, sau đó mới dời sang 05/11/2021 16:00."
        before, after = parse_iso("2021-10-29T16:00"), parse_iso("2021-11-05T16:00")
        moved = _found(Kind.DUE_MOVED, dossier, "Phường 6", words, before, after)
        line = _line(dossier, 8)
        return DossierPage(self._now(at), self._data_as_of(at), line, "Phường 6", VERSIONS, MOMENT, findings=(moved,))


def _found(kind: Kind, dossier: int, unit: str, detail: str, before: int | None, after: int | None) -> FindingRow:
    code = "000.00.30.H20-211015-…" if dossier else ""
    officer = "Cán bộ số 7" if dossier else ""
    return FindingRow(kind, dossier, code, "29878", unit, officer, detail, before, after, 1, "DSHS.xlsx", MOMENT)


FOUND = (
    _found(
        Kind.BACKDATED, 8, "Phường 6", "Ngày hoàn thành từng ghi 09/11/2021 09:42, nay ghi 02/11/2021 13:39.",
        MOMENT - 82_000, MOMENT - 675_000,
    ),
    _found(
        Kind.FINISHED_IS_DUE, 9, "Phòng Tài nguyên và Môi trường", "Giờ hoàn thành trùng giờ hẹn trả đến từng giây.",
        MOMENT - 675_000, MOMENT - 675_000,
    ),
    _found(Kind.RECONCILIATION, 0, "Xã Mỹ Tân", "Báo cáo tổng hợp, dòng 9 (Xã Mỹ Tân): quá hạn ghi 5.", 5, 7),
)  # fmt: skip


def _line(number: int, days: int) -> DossierLine:
    due = MOMENT - days * DAY
    unclosed = number % 4 == 0
    late = days > 0
    state = (State.OVERDUE if unclosed or number % 3 else State.RESOLVED_LATE) if late else State.IN_TIME
    return DossierLine(
        number, f"000.00.30.H20-2110{number % 28 + 1:02d}-…", list(PROCEDURES)[number % len(PROCEDURES)], "Đất đai",
        f"Cán bộ {number % 9 + 1}", "29878", 4, "Đang xử lý", due - 10 * DAY, due,
        due + DAY if state is State.RESOLVED_LATE else None, due + DAY if unclosed else None, state, days, unclosed,
    )  # fmt: skip


def _evidence(practice: Practice, number: int) -> Evidence:
    """What a row's dossiers show of a practice: one in three shows it, one does not, one has too few to tell."""
    days = practice.bar.measure is Measure.OPEN_DAY
    verdict = (Verdict.NOT_SHOWN, Verdict.SHOWN, Verdict.TOO_FEW)[number % 3]
    part, whole, dossiers = {
        Verdict.NOT_SHOWN: (0, 3, 0) if days else (9, 120, 9),
        Verdict.SHOWN: (10, 12, 41) if days else (61, 100 + number, 61),
        Verdict.TOO_FEW: (1, 1, 2) if days else (2, 5, 2),
    }[verdict]
    compared = not days and practice.bar.weekday is not None
    return Evidence(
        practice.bar.measure, MOMENT // DAY * DAY - 30 * DAY, MOMENT // DAY * DAY, part, whole,
        60 if compared else 0, 500 if compared else 0, dossiers, verdict,
    )  # fmt: skip


def _states() -> dict[str, list[str]]:
    kinds = ("running", "none", "planned", "done")
    units = [unit for unit in REGISTRY.units.units if unit.level.value == "commune" and unit.valid_from is None]
    states = {unit.key: [kinds[(place * 3 + n) % 4] for n in range(4)] for place, unit in enumerate(units)}
    return {key: value for key, value in states.items() if key in LATE}


EVENTS = (
    Event(parse_iso("2021-11-10T08:29"), 3, "29869", "Phường 2", "finished", 4),
    Event(parse_iso("2021-11-10T08:27"), 3, "29878", "Phường 6", "late", 1),
    Event(parse_iso("2021-11-10T08:25"), 3, "29863", "Phường 11", "claim", 1, "no-appointment"),
    Event(parse_iso("2021-11-10T08:24"), 3, "29884", "Xã Mỹ Tân", "new", 7),
    Event(parse_iso("2021-11-10T08:21"), 3, "tnmt", "Phòng Tài nguyên và Môi trường", "cured", 2),
)
BAD_DATE = Problem(Severity.REJECTED, "bad_date", "Sheet1", 118, "Ngày tiếp nhận", "31/02/2021")
NO_HEADING = Problem(Severity.REFUSED, "no_heading", "Sheet1")
UNKNOWN = Problem(Severity.UNPLACED, "unit_unknown", "Sheet1", 77, "Cơ quan/đơn vị", "UBND Phường 12")
PROBLEMS = (BAD_DATE, replace(BAD_DATE, row=240, value="hôm qua"), UNKNOWN)


def file(number: int, name: str, verdict: str, **more: Any) -> ExportRow:
    row = ExportRow(
        number, name, "dossiers", "xlsx", "igate", verdict, MOMENT - 600 * (4 - number), OPENED - 600 * (4 - number),
        62_000, 61_994, 6, 61_994, 312, 61_682, 0, 0, 3,
    )  # fmt: skip
    return replace(row, **more)


FILES = (
    file(1, "DanhSachHoSo-2021.xlsx", "accepted", rejected=0, unplaced=0),
    file(2, "DanhSachHoSo-UBND-cac-phuong-xa-den-ngay-10-11-2021.xls", "partial", format="html", family="opencps"),
    file(3, "nhan-rong-mo-hinh.xlsx", "accepted", kind="rollout", rows=60, accepted=60, rejected=0, changed=4,
         unplaced=0),
    file(4, "ke-hoach-thang-12.xlsx", "refused", kind="", rows=0, accepted=0, rejected=0, changed=0, unplaced=0,
         moment=None, reason=NO_HEADING),
)  # fmt: skip
FINDINGS = (
    Finding("bad_date", "rejected", 2, FILES[1].name, 6, BAD_DATE),
    Finding("unit_unknown", "unplaced", 0, "", 3, UNKNOWN),
)
DIFFERENCES = (
    Difference(3, "baocaothongke.xls", "list", 9, "29878", "Phường 6", "late", 410, 412, MOMENT),
    Difference(3, "baocaothongke.xls", "identity", 4, "", "", "resolved", 3120, 3119, MOMENT),
)


def version(number: int, **more: Any) -> DossierVersion:
    received = parse_iso("2021-10-15T08:02")
    made = DossierVersion(
        MOMENT - (3 - number) * 7 * DAY, None, number, f"DanhSachHoSo-{number}.xlsx", 118 + number, 4, "Đang xử lý",
        received, parse_iso("2021-10-29T16:00"), None, None, 0, "UBND Phường 6", "", "Đăng ký khai sinh", "Hộ tịch",
        "Cán bộ 3", "", False, (),
    )  # fmt: skip
    return replace(made, **more)


VERSIONS = (
    version(1, until=MOMENT - 7 * DAY),
    version(2, until=MOMENT, due=parse_iso("2021-11-05T16:00"), changed=("due",)),
    version(
        3, due=parse_iso("2021-11-05T16:00"), returned=parse_iso("2021-11-08T09:15"), status=9,
        status_text="Đã xử lý xong", changed=("status", "status_text", "returned"),
    ),
)  # fmt: skip


def loading(name: str, done: int, total: int) -> CollectorStatus:
    return replace(HERE, loading=Loading(name, 0.0, done, total))


def make_app(source: FakeSource | None = None, **more: Any) -> CchcApp:
    """The app over a fake, with a living collector."""
    fake = source or FakeSource()
    return CchcApp(fake, collector=lambda: fake.collector, **more)


if __name__ == "__main__":
    import signal
    import sys

    from cchc_tui.tui.screens import base
    from cchc_tui.tui.widgets import grid

    fake = FakeSource(empty="empty" in sys.argv)
    if "load" in sys.argv:
        fake.collector = loading("DanhSachHoSo.xlsx", 23_000, 62_000)
    if "dead" in sys.argv:
        fake.collector = CollectorStatus()
    if "stale" in sys.argv:
        fake.clock = Clock(OPENED + 4 * 3600, 0)

    def move() -> None:
        fake.load(u29884=fake.late_by_unit["29884"] + 40, u29878=410, u29863=295, tnmt=480, u29866=197)

    if "move" in sys.argv:
        threading.Timer(3, move).start()
    if "past" in sys.argv:
        fake.live_through()
    if "signal" in sys.argv:
        signal.signal(signal.SIGUSR1, lambda *_: move())
        grid.FRESH_SECONDS = base.FRESH_SECONDS = 600.0  # no mark fades while bytes are counted
    if "live" in sys.argv:
        fake.clock = Clock(OPENED, 1)
    make_app(fake, light="light" in sys.argv, demo="demo" in sys.argv).run()
