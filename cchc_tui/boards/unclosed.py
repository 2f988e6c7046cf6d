"""The board of dossiers that are not closed in the software (*chưa kết thúc trên phần mềm*).

The result of such a dossier was handed out, but nobody entered a finished date. So the software counts the dossier as
overdue, although the work is done.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import add, attrgetter
from typing import TypeAlias

from cchc_tui.boards.board import BoardQuery, By, KeyedRows
from cchc_tui.boards.counts import median_of
from cchc_tui.boards.figures import ranked
from cchc_tui.boards.late import DIMENSIONS, LateBoard, age_bands, late_board
from cchc_tui.boards.leaderboard import LEVEL, NAME, OPENED_AS, RANK, UNIT, Leaderboard, Total
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import ByClock, Column, ValueType
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.names import by_name
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level
from cchc_tui.domain.workcalendar import age_band
from cchc_tui.store.count.unclosed import DUE_TODAY, OVERDUE, UnclosedDays, count_unclosed
from cchc_tui.texts.boards import HEADINGS
from cchc_tui.texts.language import N_


@dataclass(frozen=True, slots=True)
class UnclosedCounts:
    """Numbers of open dossiers whose result was handed out.

    Unlike in ``Counts.unclosed``, waiting dossiers are not counted. ``late_unclosed`` counts the unclosed dossiers that
    are overdue. ``due_today`` counts the unclosed dossiers that are in time and due by the end of the day. ``late``
    counts all late dossiers (``Counts.late``), closed or not; every age band has the same total. ``oldest_days`` and
    ``median_days`` are working days since the return; None without unclosed dossiers.
    """

    unclosed: int = 0
    late_unclosed: int = 0
    late: int = 0
    oldest_days: int | None = None
    median_days: float | None = None
    due_today: int = 0

    @property
    def share_of_late(self) -> float | None:
        """``late_unclosed / late``, a fraction of 1; None without late dossiers."""
        return self.late_unclosed / self.late if self.late else None


@dataclass(frozen=True, slots=True)
class UnclosedRow:
    """One row of the board, with the fields of ``LateRow``. Rows are ranked by their numbers of unclosed dossiers."""

    key: str
    code: str
    name: str
    level: str
    counts: UnclosedCounts
    rank: int = 0
    unit: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class UnclosedBoard(KeyedRows[UnclosedRow]):
    """Unclosed dossiers at a moment. Rows with most unclosed dossiers come first; age bands are sorted by days.

    ``levels`` and ``unplaced`` (dossiers without a known unit) depend neither on the grouping nor on the requested
    level. If the query names a unit, they count only its dossiers.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    by: By
    levels: Mapping[str, UnclosedCounts]
    rows: tuple[UnclosedRow, ...]
    unplaced: UnclosedCounts


@dataclass(slots=True)
class _Sum:
    """Numbers of unclosed dossiers.

    ``days`` has the number of dossiers by working days since the return. ``due`` has three numbers: dossiers in time,
    overdue, and due today, at the indexes IN_TIME, OVERDUE and DUE_TODAY.
    """

    days: Counter[int] = field(default_factory=Counter)
    due: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, other: _Sum) -> None:
        self.days.update(other.days)
        self.due = list(map(add, self.due, other.due))

    def counts(self, late: int) -> UnclosedCounts:
        return UnclosedCounts(
            unclosed=sum(self.due),
            late_unclosed=self.due[OVERDUE],
            late=late,
            oldest_days=max(self.days, default=None),
            median_days=median_of(self.days),
            due_today=self.due[DUE_TODAY],
        )


#: (unit number, key) → the dossiers. The key is a number of the store.
_Sums: TypeAlias = Mapping[tuple[int, int], _Sum]


def unclosed_board(moment: Moment, query: BoardQuery) -> UnclosedBoard:
    """The board at a moment. ``query.unit`` limits all figures to one unit; ``query.level`` limits only the rows."""
    number = None if query.unit is None else moment.unit_number(query.unit)
    dimension = DIMENSIONS[query.by]
    key = (moment.at, "unclosed", (dimension, number))
    count = moment.count_query(number)
    found = moment.memo.get_or_make(moment, key, lambda: count_unclosed(count, dimension), most=8)
    late = late_board(moment, BoardQuery("unit" if query.by == "age" else query.by, query.unit, query.level))
    since = _days_since(moment, {day for _, _, day, _ in found})
    if query.by == "age":
        # Rows are age bands here: units are only needed for the levels.
        found = _by_band(found, since, moment.registry.targets.age_bands)
    sums: defaultdict[tuple[int, int], _Sum] = defaultdict(_Sum)
    for (unit, group, day, due), n in found.items():
        of = sums[unit, group]
        of.days[since[day]] += n
        of.due[due] += n
    return _Builder(moment, query, late, sums).board()


def _days_since(moment: Moment, days: Iterable[int]) -> dict[int, int]:
    """The number of working days from each day until the moment, by day number."""
    ordinal = moment.calendar.ordinal
    until = ordinal(moment.at // DAY)
    return {day: max(0, until - ordinal(day)) for day in days}


def _by_band(found: UnclosedDays, since: Mapping[int, int], bounds: Sequence[int]) -> UnclosedDays:
    """Replace the keys of the counts ``found`` by indexes of age bands.

    For each day, ``since`` has the number of working days from that day to the moment.
    """
    bands = {day: age_band(days, bounds) for day, days in since.items()}
    by_band: UnclosedDays = Counter()
    for (unit, _, day, due), n in found.items():
        by_band[unit, bands[day], day, due] += n
    return by_band


class _Builder:
    def __init__(self, moment: Moment, query: BoardQuery, late: LateBoard, sums: _Sums) -> None:
        self._moment, self._query, self._late, self._sums = moment, query, late, sums
        units = {number: moment.unit(number) for number, _ in sums}
        self._levels = {number: unit.level.value if unit else "" for number, unit in units.items()}

    def board(self) -> UnclosedBoard:
        by_level: defaultdict[str, _Sum] = defaultdict(_Sum)
        for (unit, _), of in self._sums.items():
            by_level[self._levels[unit]].add(of)
        late = self._late
        return UnclosedBoard(
            as_of=self._moment.at,
            data_as_of=late.data_as_of,
            by=self._query.by,
            levels={level.value: by_level[level.value].counts(late.levels[level.value].late) for level in Level},
            rows=tuple(self._bands() if self._query.by == "age" else self._rows()),
            unplaced=by_level[""].counts(late.unplaced.late),
        )

    def _grouped(self, key_of: Callable[[int, int], str]) -> defaultdict[str, _Sum]:
        """Add up the counts in groups. ``key_of(unit number, key)`` returns the group to which a count belongs.

        Only units of the requested level are counted.
        """
        groups: defaultdict[str, _Sum] = defaultdict(_Sum)
        for (unit, key), of in self._sums.items():
            if self._query.level in ("", self._levels[unit]):
                groups[key_of(unit, key)].add(of)
        return groups

    def _rows(self) -> list[UnclosedRow]:
        """Make one row for each row of the board of late dossiers. Rows with most unclosed dossiers come first."""
        unit_key, text = self._moment.reader.unit_key, self._moment.text
        key_of: Callable[[int, int], str] = {
            "unit": lambda unit, key: unit_key(unit),
            "officer": lambda unit, key: f"{unit_key(unit)}/{key}",
        }.get(self._query.by, lambda unit, key: text(key))
        groups = self._grouped(key_of)
        rows = [
            UnclosedRow(
                *(row.key, row.code, row.name, row.level),
                groups[row.key].counts(row.counts.late),
                unit=row.unit,
                unit_name=row.unit_name,
            )
            for row in self._late.rows
        ]
        rows.sort(key=lambda row: (-row.counts.unclosed, by_name(row.name), row.key))
        return ranked(rows, _unclosed)

    def _bands(self) -> list[UnclosedRow]:
        """Make the rows of age bands, the shortest time first.

        Every row has the same ``late``: the late dossiers of the requested level.
        """
        bounds, level, late = self._moment.registry.targets.age_bands, self._query.level, self._late
        whole = late.levels[level].late if level else sum(of.late for of in (*late.levels.values(), late.unplaced))
        groups = self._grouped(lambda unit, band: str(bounds[band]))
        rows = (UnclosedRow(key, "", name, "", groups[key].counts(whole)) for key, name in age_bands(bounds))
        return ranked(rows, _unclosed)


def _unclosed(row: UnclosedRow) -> int:
    return row.counts.unclosed


BOARD = Leaderboard(
    "unclosed",
    N_("Chưa kết thúc trên phần mềm"),
    needs=Right.PRESENT,
    columns=(
        *(RANK, NAME, replace(LEVEL, on_screen=False), UNIT),
        Column(
            "unclosed",
            HEADINGS.source["unclosed"],
            ValueType.COUNT,
            rule=N_("đã trả kết quả mà chưa có ngày kết thúc xử lý; không kể hồ sơ tạm dừng, rút, trả lại"),
            short=N_("Chưa\nkết thúc"),
            counted=N_("hồ sơ chưa kết thúc"),
            by_clock=ByClock.STILL,
            main=True,
        ),
        Column(
            "late_unclosed",
            N_("Tính trễ"),
            ValueType.COUNT,
            by_clock=ByClock.INCREASES,
            rule=N_("trong số đó, đã qua hạn trả nên bị tính là trễ"),
        ),
        Column(
            "share_of_late",
            N_("Tỷ trọng trong trễ"),
            ValueType.SHARE,
            rule=N_("tính trễ / mọi hồ sơ trễ hạn (giải quyết trễ hạn + quá hạn)"),
            short=N_("Tỷ\ntrọng"),
            part="late_unclosed",
            whole="late",
        ),
        Column(
            "oldest_days",
            N_("Lâu nhất (ngày)"),
            ValueType.DAYS,
            by_clock=ByClock.INCREASES,
            whole_days=True,
            rule=N_("số ngày làm việc từ ngày trả kết quả đến lúc đang xem, của hồ sơ lâu nhất"),
            short=N_("Lâu nhất\n(ngày)"),
        ),
        Column(
            "median_days",
            N_("Ở giữa (ngày)"),
            ValueType.DAYS,
            by_clock=ByClock.INCREASES,
            rule=N_("số đứng giữa khi xếp theo số ngày làm việc từ ngày trả kết quả"),
            short=N_("Ở giữa\n(ngày)"),
            on_wall=False,
        ),
        Column(
            "due_today",
            N_("Hạn hôm nay"),
            ValueType.COUNT,
            rule=N_("trong số đó, còn trong hạn và đến hạn trước khi hết ngày: kết thúc kịp thì không thành trễ"),
            short=N_("Hạn\nhôm nay"),
        ),
    ),
    groupings=("unit", "officer", "field", "procedure", "age"),
    ask=unclosed_board,
    only="returned_open",
    figures=attrgetter("counts"),
    sums=(Total("unplaced", HEADINGS.source["unplaced"], only_where_any=True),),
    by=attrgetter("by"),
    rank=attrgetter("rank"),
    order={"": "-unclosed", "age": "name"},
    opened_as=OPENED_AS | {"age": "return_age"},
    group_names={"age": N_("Số ngày từ khi trả")},
    by_level=True,
    of_lists=True,
    about=N_("hồ sơ đã trả kết quả mà phần mềm vẫn ghi là đang mở, theo đơn vị, cán bộ, lĩnh vực, thủ tục, số ngày"),
    topic=N_(
        "Hồ sơ đã trả kết quả cho dân nhưng chưa kết thúc trên phần mềm, nên bị tính hoặc sẽ bị tính là trễ. Enter mở "
        "đúng các hồ sơ ấy, hồ sơ trả lâu nhất đứng trước."
    ),
)
