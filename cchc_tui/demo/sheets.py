"""The input sheets that the made-up city's people fill in: their rows at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_tui.demo import writer
from cchc_tui.demo.city import CLAIMS, OFFICES, Claim
from cchc_tui.demo.lists import Drop, name
from cchc_tui.domain.moments import DAY, Stamp, day_start
from cchc_tui.sheets.kinds import SHEETS

#: A row: field name → value.
Row = Mapping[str, str | int]
_PRACTICES = {
    "sunday": "Ngày Chủ Nhật thân thiện",
    "wednesday-online": "Ngày thứ Tư trực tuyến",
    "no-appointment": "Ngày không hẹn giải quyết thủ tục hành chính",
    "members-assist": "Đoàn viên, hội viên các tổ chức chính trị - xã hội hỗ trợ giải quyết thủ tục hành chính",
}
_STATES = {
    "none": "Chưa triển khai",
    "planned": "Đã có kế hoạch",
    "running": "Đang triển khai",
    "done": "Đã triển khai",
}
_NAMES = {office.key: office.name for office in OFFICES}


def rollout(claims: Mapping[tuple[str, str], Claim], moment: Stamp) -> Drop:
    """Each ward's claims about the model practices."""
    return _drop("rollout", (_claimed(*cell, claim, moment) for cell, claim in claims.items()), moment)


def _claimed(unit: str, practice: str, claim: Claim, moment: Stamp) -> Row:
    row: dict[str, str | int] = {
        "unit": _NAMES[unit],
        "practice": _PRACTICES[practice],
        "state": _STATES[claim.state],
    }
    if claim.since:
        number = list(CLAIMS).index((unit, practice)) + 1
        # Made up, but always the same: a fixed number of cases a week since the first day.
        turns = (moment // DAY - day_start(claim.since) // DAY) * (2 + number % 9) // 7 + 1
        row |= {"since": f"{claim.since:%d/%m/%Y}", "turns": turns}
    pioneer = CLAIMS[unit, practice].since
    return row | {"note": "Đơn vị khởi xướng" if pioneer and pioneer.month == 3 else ""}


def _drop(kind: str, rows: Iterable[Row], moment: Stamp) -> Drop:
    sheet = SHEETS[kind]
    return Drop(name(sheet.file, "xlsx", moment), writer.input_sheet(sheet, rows, moment), moment)
