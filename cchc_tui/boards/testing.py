"""The board of the testing of officials (*sát hạch*): how many had to be tested, attended and passed, by unit.

A plan is one round of tests in one unit. The plans of the moment's calendar year are counted. A plan belongs to the
year of its day. If it has no day, it belongs to the year in its name, or else to the year of the sheet. Before the
plan's day, only the number of officials to be tested is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cchc_tui.boards.by_unit import UnitRanking, by_unit
from cchc_tui.boards.details import DetailList, Details, OpenedRow, sheet_list
from cchc_tui.boards.figures import share
from cchc_tui.boards.leaderboard import LEVEL, NAME, RANK, Leaderboard
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.sheets import HeldRow, held
from cchc_tui.boards.table import Better, ByClock, Column, Value, ValueType
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.named_periods import named_period
from cchc_tui.domain.roles import Right
from cchc_tui.sheets.testing import SHEET
from cchc_tui.texts.language import N_

#: The figures of a plan that are known only after its day.
_RESULTS = ("attended", "absent", "passed", "failed")


@dataclass(frozen=True, slots=True)
class Tested:
    """Numbers of officials. None: no plan states the number.

    ``due`` officials had to be tested. ``graded`` counts the officials who attended and whose results are known.
    """

    due: int | None = None
    attended: int | None = None
    absent: int | None = None
    passed: int | None = None
    failed: int | None = None
    graded: int | None = None

    @property
    def attended_share(self) -> float | None:
        """``attended / due``, a fraction of 1; None if it cannot be computed."""
        return share(self.attended, self.due)

    @property
    def pass_share(self) -> float | None:
        """``passed / graded``, a fraction of 1; None if it cannot be computed."""
        return share(self.passed, self.graded)


def testing(moment: Moment) -> UnitRanking[Tested]:
    """The figures of each unit, summed over its plans of the moment's year."""
    plans: defaultdict[str, list[Tested]] = defaultdict(list)
    for row in _plans(moment):
        plans[row.values["unit"]].append(_figures(row))
    figures = {unit: total(parts) for unit, parts in plans.items()}
    return by_unit(moment, moment.newest_of(SHEET.name), figures, total)


def total(parts: Iterable[Tested]) -> Tested:
    """Add up the known values of each figure. A figure without any known value stays None."""
    parts = tuple(parts)
    sums = {}
    for name in ("due", *_RESULTS, "graded"):
        known = [figure for part in parts if (figure := getattr(part, name)) is not None]
        sums[name] = sum(known) if known else None
    return Tested(**sums)


def _plans(moment: Moment) -> Iterator[HeldRow]:
    """Yield the plans of the moment's year. For a plan whose day is still to come, the results are None."""
    today = to_date(moment.at)
    for row in held(moment, SHEET.name):
        day = row.values["day"]
        if _year(row) != today.year:
            continue
        ahead = day is not None and to_date(day) > today
        yield replace(row, values={**row.values, **dict.fromkeys(_RESULTS)}) if ahead else row


def _year(row: HeldRow) -> int:
    if row.values["day"] is not None:
        return to_date(row.values["day"]).year
    period = named_period(row.values["plan"])
    return period[0].year if period is not None else to_date(row.since).year


def _figures(row: HeldRow) -> Tested:
    said = row.values
    graded = said["attended"] if said["passed"] is not None else None
    return Tested(**{name: said[name] for name in ("due", *_RESULTS)}, graded=graded)


def _count(key: str, title: str, rule: str, better: Better = Better.NEITHER, **more: Any) -> Column:
    return Column(key, title, ValueType.COUNT, better=better, rule=rule, by_clock=ByClock.DAILY, **more)


_DUE = _count("due", N_("Phải sát hạch"), N_("cán bộ, công chức phải sát hạch trong các đợt của năm"))
_ATTENDED = _count("attended", N_("Đã dự"), N_("đã dự sát hạch"), Better.MORE)
_ABSENT = _count("absent", N_("Vắng"), N_("phải dự mà vắng"), Better.LESS)
_PASSED = _count("passed", N_("Đạt"), N_("đã dự và đạt"), Better.MORE)
_FAILED = _count("failed", N_("Không đạt"), N_("đã dự và không đạt"), Better.LESS)
_COUNTS = (_DUE, _ATTENDED, _ABSENT, _PASSED, _FAILED)


def _opened(moment: Moment, opened: OpenedRow) -> DetailList:
    """The testing plans of the opened unit, the latest day first."""
    rows = [row for row in _plans(moment) if row.values["unit"] == opened.key]
    rows.sort(key=lambda row: -(row.values["day"] or 0))
    return sheet_list(moment, SHEET.name, _OPENED, rows, lambda row: _further(moment, row))


def _further(moment: Moment, row: HeldRow) -> dict[str, Value]:
    plan, day = _figures(row), row.values["day"]
    if plan.attended is None:
        ahead = day is None or to_date(day) >= to_date(moment.at)
        state = "ahead" if ahead else "unknown"
    else:
        state = "done" if plan.passed is not None else "ungraded"
    return {"state": state, "pass_share": plan.pass_share}


_OPENED = (
    Column("plan", N_("Đợt"), ValueType.TEXT),
    Column("day", N_("Ngày"), ValueType.DAY),
    Column("state", N_("Tình trạng"), ValueType.TEXT),
    *_COUNTS,
    Column("pass_share", N_("Tỷ lệ đạt"), ValueType.SHARE, rule=N_("đạt / đã dự")),
)

BOARD = Leaderboard(
    "testing",
    N_("Sát hạch cán bộ, công chức"),
    needs=Right.PRESENT,
    columns=(
        *(RANK, NAME, replace(LEVEL, on_screen=False)),
        Column(
            "pass_share",
            N_("Tỷ lệ đạt"),
            ValueType.SHARE,
            better=Better.MORE,
            by_clock=ByClock.DAILY,
            main=True,
            target="pass_share",
            part="passed",
            whole="graded",
            rule=N_("đạt / đã dự, của các đợt đã có kết quả"),
            source=N_("mục tiêu trong targets.toml, hiện là ví dụ của chương trình"),
        ),
        *_COUNTS,
        Column(
            "attended_share",
            N_("Tỷ lệ dự"),
            ValueType.SHARE,
            short=N_("Tỷ lệ\ndự"),
            better=Better.MORE,
            part="attended",
            whole="due",
            by_clock=ByClock.DAILY,
            rule=N_("đã dự / phải sát hạch"),
        ),
    ),
    sheet=SHEET.name,
    ask=lambda moment, query: testing(moment),
    figures=lambda row: row.figures,
    json_order=("due", *_RESULTS, "attended_share", "pass_share"),
    opens=Details(
        columns=_OPENED,
        ask=_opened,
        words={
            "state": {
                "ahead": N_("chưa đến ngày"),
                "unknown": N_("✗ chưa có số liệu"),
                "ungraded": N_("chưa có kết quả"),
                "done": N_("đã có kết quả"),
            }
        },
        nothing=N_("Đơn vị chưa có đợt sát hạch nào trong năm."),
    ),
    about=N_("số phải sát hạch, đã dự, đạt của từng đơn vị trong các đợt của năm"),
    topic=N_(
        "Mỗi dòng một đơn vị: bao nhiêu cán bộ, công chức phải sát hạch, đã dự và đạt trong các đợt của năm. Đợt chưa "
        "đến ngày chỉ có số phải sát hạch. Enter mở từng đợt của đơn vị. Không có tên người nào trong bảng này."
    ),
)
