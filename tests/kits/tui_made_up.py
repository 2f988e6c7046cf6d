"""Made-up figures, files, findings, dossiers and claims, which the fake source returns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec import structs

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.dossiers import DossierLine, DossierVersion
from cchc_tui.boards.export_problems import ProblemCount
from cchc_tui.boards.exports import Difference, ExportRow
from cchc_tui.boards.findings import FindingRow
from cchc_tui.boards.overview import Event
from cchc_tui.collector.status import CollectorStatus
from cchc_tui.domain.evidence import Evidence, EvidenceKind, Verdict
from cchc_tui.domain.findings import FindingKind
from cchc_tui.domain.lateness import State
from cchc_tui.domain.moments import DAY, parse_iso
from cchc_tui.domain.practices import Practice
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.registry import load

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
_SHIPPED = load(None)
#: The shipped one, but the wall has the page of data sources too.
REGISTRY = replace(_SHIPPED, presentation=structs.replace(_SHIPPED.presentation, without=()))


def counts(late: int) -> Counts:
    overdue = late * 3 // 10
    total = late * 12 + 60
    return Counts(
        late=late, resolved_late=late - overdue, overdue=overdue, due_soon=late // 37, in_time=late // 2 + late // 37,
        waiting=late // 20, resolved_on_time=total - late - late // 2 - late // 37 - late // 20, withdrawn=3,
        unclosed=late // 4, unclosed_late=late // 4, total=total,
    )  # fmt: skip


def found_row(
    kind: FindingKind, dossier: int, unit: str, detail: str, before: int | None, after: int | None
) -> FindingRow:
    code = "000.00.30.H20-211015-…" if dossier else ""
    officer = "Cán bộ số 7" if dossier else ""
    return FindingRow(kind, dossier, code, "29878", unit, officer, detail, before, after, 1, "DSHS.xlsx", MOMENT)


FOUND = (
    found_row(
        FindingKind.BACKDATED, 8, "Phường 6", "Ngày kết thúc từng ghi 09/11/2021 09:42, nay ghi 02/11/2021 13:39.",
        MOMENT - 82_000, MOMENT - 675_000,
    ),
    found_row(
        FindingKind.FINISHED_IS_DUE, 9, "Phòng Tài nguyên và Môi trường",
        "Giờ kết thúc trùng giờ hẹn trả đến từng giây.", MOMENT - 675_000, MOMENT - 675_000,
    ),
    found_row(FindingKind.RECONCILIATION, 0, "Xã Mỹ Tân", "Báo cáo tổng hợp, dòng 9 (Xã Mỹ Tân): quá hạn ghi 5.", 5, 7),
)  # fmt: skip


def line(number: int, days: int) -> DossierLine:
    due = MOMENT - days * DAY
    unclosed = number % 4 == 0
    late = days > 0
    state = (State.OVERDUE if unclosed or number % 3 else State.RESOLVED_LATE) if late else State.IN_TIME
    return DossierLine(
        number, f"000.00.30.H20-2110{number % 28 + 1:02d}-…", list(PROCEDURES)[number % len(PROCEDURES)], "Đất đai",
        f"Cán bộ {number % 9 + 1}", "29878", 4, "Đang xử lý", due - 10 * DAY, due,
        due + DAY if state is State.RESOLVED_LATE else None, due + DAY if unclosed else None, state, days, unclosed,
    )  # fmt: skip


def evidence(practice: Practice, number: int) -> Evidence:
    """The evidence for a practice in row ``number``: in turn not shown, shown, and too few dossiers to tell."""
    days = practice.threshold.measure is EvidenceKind.OPEN_DAY
    verdict = (Verdict.NOT_SHOWN, Verdict.SHOWN, Verdict.TOO_FEW)[number % 3]
    part, whole, dossiers = {
        Verdict.NOT_SHOWN: (0, 3, 0) if days else (9, 120, 9),
        Verdict.SHOWN: (10, 12, 41) if days else (61, 100 + number, 61),
        Verdict.TOO_FEW: (1, 1, 2) if days else (2, 5, 2),
    }[verdict]
    compared = not days and practice.threshold.weekday is not None
    return Evidence(
        practice.threshold.measure, MOMENT // DAY * DAY - 30 * DAY, MOMENT // DAY * DAY, part, whole,
        60 if compared else 0, 500 if compared else 0, dossiers, verdict,
    )  # fmt: skip


def states() -> dict[str, list[str]]:
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
        number, name, "dossiers", "xlsx", verdict, MOMENT - 600 * (4 - number), OPENED - 600 * (4 - number),
        62_000, 61_994, 6, 61_994, 312, 61_682, 0, 0, 3,
    )  # fmt: skip
    return replace(row, **more)


FILES = (
    file(1, "DanhSachHoSo-2021.xlsx", "accepted", rejected=0, unplaced=0),
    file(2, "DanhSachHoSo-UBND-cac-phuong-xa-den-ngay-10-11-2021.xls", "partial", format="html"),
    file(3, "nhan-rong-mo-hinh.xlsx", "accepted", kind="rollout", rows=60, accepted=60, rejected=0, changed=4,
         unplaced=0),
    file(4, "ke-hoach-thang-12.xlsx", "refused", kind="", rows=0, accepted=0, rejected=0, changed=0, unplaced=0,
         moment=None, reason=NO_HEADING),
)  # fmt: skip
FINDINGS = (
    ProblemCount("bad_date", "rejected", 2, FILES[1].name, 6, BAD_DATE),
    ProblemCount("unit_unknown", "unplaced", 0, "", 3, UNKNOWN),
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
