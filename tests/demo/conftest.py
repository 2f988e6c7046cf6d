"""A second, plain reading of the demo's files and of the rule of lateness, to hold the demo against."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

import pytest
from python_calamine import CalamineWorkbook

from cchc_tui import registry
from cchc_tui.demo.lists import Drop
from cchc_tui.domain.workcalendar import WorkCalendar

_COLUMNS = {
    "code": ("Số hồ sơ", "Mã hồ sơ"),
    "agency": ("Cơ quan/đơn vị", "Cơ quan thụ lý", "Đơn vị tiếp nhận"),
    "department": ("Phòng ban",),
    "status": ("Trạng thái hồ sơ", "Trạng thái"),
    "received": ("Ngày tiếp nhận", "Ngày nhận"),
    "due": ("Ngày hẹn trả",),
    "finished": ("Ngày kết thúc xử lý", "Ngày hoàn thành"),
    "returned": ("Ngày trả kết quả", "Ngày trả"),
    "channel": ("Hình thức nhận",),
    "helper": ("Đoàn viên, hội viên hỗ trợ",),
    "applicant": ("Chủ hồ sơ",),
    "phone": ("Số điện thoại",),
}
_DATES = ("received", "due", "finished", "returned")
_NOT_COUNTED = {
    *("Không được tiếp nhận", "Công dân yêu cầu rút hồ sơ", "Dừng xử lý"),
    *("Từ chối tiếp nhận", "Rút hồ sơ", "Từ chối giải quyết"),
}
_WAITING = {"Yêu cầu bổ sung giấy tờ", "Yêu cầu thực hiện nghĩa vụ tài chính", "Chờ bổ sung", "Chờ thanh toán"}


@dataclass
class Plain:
    """The dossiers of all files read so far, the newest row of each."""

    dossiers: dict[str, dict[str, object]] = field(default_factory=dict)

    def read(self, drop: Drop) -> int:
        """Takes in a list of dossiers; how many rows it had."""
        rows = cells_of(drop)
        start = next(number for number, row in enumerate(rows) if {"Số hồ sơ", "Mã hồ sơ"} & set(row))
        where = {name: _column(rows[start], headings) for name, headings in _COLUMNS.items()}
        read = 0
        for row in rows[start + 1 :]:
            found: dict[str, object] = {
                name: row[place] if 0 <= place < len(row) else "" for name, place in where.items()
            }
            if not str(found["code"]).startswith("000.00."):
                continue
            for name in _DATES:
                found[name] = _date(str(found[name]))
            self.dossiers[str(found["code"])] = found
            read += 1
        return read

    def counts(self, at: datetime) -> dict[str, Counter[str]]:
        """Per level, and per "agency / department": the counts of dossiers by state."""
        found: dict[str, Counter[str]] = {}
        for dossier in self.dossiers.values():
            agency = str(dossier["agency"])
            unit = agency if "thành phố" not in agency else str(dossier["department"])
            level = "city" if unit.startswith("Phòng") else "commune"
            for key in (level, unit):
                counts = found.setdefault(key, Counter())
                state = _state(dossier, at)
                counts[state] += 1
                counts["total"] += 1
                counts["late"] += state in {"resolved_late", "overdue"}
                handed = dossier["returned"]
                counts["unclosed"] += state == "overdue" and isinstance(handed, datetime) and handed <= at
        return found


def _state(dossier: dict[str, object], at: datetime) -> str:
    received, due, finished = dossier["received"], dossier["due"], dossier["finished"]
    assert isinstance(received, datetime)
    assert isinstance(due, datetime)
    assert received <= at
    if dossier["status"] in _NOT_COUNTED:
        return "withdrawn"
    if isinstance(finished, datetime) and finished <= at:
        return "resolved_late" if finished > due else "resolved_on_time"
    if dossier["status"] in _WAITING:
        return "waiting"
    return "overdue" if due < at else "in_time"


def cells_of(drop: Drop) -> list[list[str]]:
    """The cells of a file, by its bytes."""
    if drop.content.startswith(b"PK"):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(drop.content)).get_sheet_by_index(0)
        return [[str(cell) for cell in row] for row in sheet.to_python()]
    text = drop.content.decode("utf-8-sig")
    if "<table" not in text:
        return list(csv.reader(io.StringIO(text)))
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    return [[re.sub("<.*?>", "", cell) for cell in re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row)] for row in rows]


def _column(headings: list[str], names: tuple[str, ...]) -> int:
    return next((headings.index(name) for name in names if name in headings), -1)


@cache
def _day(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y")


def _date(text: str) -> datetime | None:
    if not text:
        return None
    day, clock = text.split(" ")
    hours, minutes, *seconds = map(int, clock.split(":"))
    return _day(day).replace(hour=hours, minute=minutes, second=seconds[0] if seconds else 0)


@pytest.fixture
def plain() -> Plain:
    return Plain()


@pytest.fixture(scope="module")
def new_plain() -> Callable[[], Plain]:
    """Makes readers that outlive a test."""
    return Plain


@pytest.fixture
def cells() -> Callable[[Drop], list[list[str]]]:
    return cells_of


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    return registry.load().calendar
