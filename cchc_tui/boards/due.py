"""Dossiers that become overdue today (*quá hạn trong hôm nay*), which a meeting can still prevent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from cchc_tui.boards.by_unit import UnitRanking, UnitRow
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import late_board
from cchc_tui.boards.leaderboard import LEVEL, NAME, RANK, Leaderboard, Total
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Column, ValueType
from cchc_tui.domain.lateness import Compare, still_in_time
from cchc_tui.domain.moments import DAY, Stamp, day_end, iso, to_date
from cchc_tui.domain.names import by_name
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level
from cchc_tui.store.count.due_between import OpenDue, open_due
from cchc_tui.texts.boards import HEADINGS
from cchc_tui.texts.language import N_


@dataclass(frozen=True, slots=True)
class DueCounts:
    """Counts of open dossiers. Waiting dossiers are excluded, because their clock is stopped.

    ``due_today`` dossiers are in time now, and become overdue by midnight unless somebody finishes them. ``unclosed``
    counts the ``due_today`` dossiers whose result was handed out, so that they only need closing in the software.
    ``next_due`` is the earliest due time of the ``due_today`` dossiers (None: there are none). ``overdue_today``
    dossiers became overdue earlier today (0 if due times are compared by days). ``due_soon`` dossiers are due within 24
    working hours. ``due_soon`` and ``overdue`` are counted as on the board of late dossiers.
    """

    due_today: int = 0
    unclosed: int = 0
    next_due: Stamp | None = None
    overdue_today: int = 0
    due_soon: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class DueBoard(UnitRanking[DueCounts]):
    """The dossiers due today. ``until`` is the last second of the day.

    Rows are sorted by ``due_today``, most first; among equals, the row with the earliest ``next_due`` comes first.
    ``unplaced`` counts dossiers without a known unit.
    """

    until: Stamp
    unplaced: DueCounts


def due_today(moment: Moment) -> DueBoard:
    """The board of dossiers that become overdue today. Today is the day of ``moment``."""
    at, compare = moment.at, moment.compare
    until = day_end(to_date(at))
    late = late_board(moment)
    by_unit: dict[str, list[OpenDue]] = {}
    key = (at, "due", "")
    for due in moment.memo.get_or_make(moment, key, lambda: [*open_due(moment, at // DAY * DAY, until)], most=8):
        by_unit.setdefault(moment.reader.unit_key(due.unit), []).append(due)
    rows = [
        UnitRow(row.key, row.code, row.name, row.level, _counts(by_unit.get(row.key, ()), row.counts, at, compare))
        for row in late.rows
    ]
    rows.sort(key=lambda row: (-row.figures.due_today, row.figures.next_due or 0, by_name(row.name), row.key))
    known = {unit.key: unit.level for unit in moment.registry.units.units}
    levels = {}
    for level in Level:
        own = [due for key, found in by_unit.items() if known.get(key) == level for due in found]
        levels[level.value] = _counts(own, late.levels[level.value], at, compare)
    nowhere = [due for key, found in by_unit.items() if key not in known for due in found]
    unplaced = _counts(nowhere, late.unplaced, at, compare)
    return DueBoard(at, late.data_as_of, tuple(rows), levels, until, unplaced)


def _counts(today: Iterable[OpenDue], counts: Counts, at: Stamp, compare: Compare) -> DueCounts:
    low = still_in_time(at, compare)
    coming = [each for each in today if each.due >= low]
    return DueCounts(
        due_today=len(coming),
        unclosed=sum(each.unclosed for each in coming),
        next_due=min((each.due for each in coming), default=None),
        overdue_today=sum(each.due < low for each in today),
        due_soon=counts.due_soon,
        overdue=counts.overdue,
    )


BOARD = Leaderboard(
    "due",
    N_("Sẽ quá hạn trong hôm nay"),
    needs=Right.PRESENT,
    columns=(
        *(RANK, NAME, LEVEL),
        Column(
            "due_today",
            N_("Hạn hôm nay"),
            ValueType.COUNT,
            rule=N_("đang mở, trong hạn lúc này, hạn trả trước khi hết ngày"),
        ),
        Column("next_due", N_("Hạn gần nhất"), ValueType.MOMENT, rule=N_("hạn trả sớm nhất trong số đến hạn hôm nay")),
        Column(
            "unclosed",
            N_("Chỉ còn kết thúc"),
            ValueType.COUNT,
            rule=N_("trong số đó, đã trả kết quả, chỉ còn phải kết thúc trên phần mềm"),
        ),
        Column(
            "overdue_today",
            N_("Đã quá hạn hôm nay"),
            ValueType.COUNT,
            rule=N_("hạn trả trong ngày, đã qua, chưa kết thúc"),
        ),
        Column("due_soon", HEADINGS.source["due_soon"], ValueType.COUNT),
        Column("overdue", HEADINGS.source["overdue"], ValueType.COUNT),
    ),
    ask=lambda moment, query: due_today(moment),
    only="due_today",
    figures=attrgetter("figures"),
    head=lambda board: {"until": iso(board.until)},
    sums=(Total("unplaced", HEADINGS.source["unplaced"], only_where_any=True),),
    about=N_("hồ sơ còn kịp giải quyết trước khi hết hôm nay, theo đơn vị"),
    topic=N_(
        "Hồ sơ đang mở, còn trong hạn lúc này nhưng sẽ quá hạn trước khi hết hôm nay. Giải quyết kịp thì không "
        "thành trễ. “Chỉ còn kết thúc” là phần đã trả kết quả, chỉ còn phải kết thúc trên phần mềm."
    ),
)
