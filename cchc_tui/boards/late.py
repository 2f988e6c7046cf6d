"""The board of late dossiers (*hồ sơ trễ hạn*): by unit, field, procedure, officer or age band."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from operator import attrgetter
from typing import Any

from cchc_tui.boards.board import GROUPINGS, BoardQuery, By, KeyedRows
from cchc_tui.boards.counts import Counts, counts_of
from cchc_tui.boards.figures import ranked
from cchc_tui.boards.leaderboard import LEVEL, NAME, RANK, UNIT, Leaderboard, Total
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Better, ByClock, Column, ValueType
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.names import by_name
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level
from cchc_tui.domain.workcalendar import age_band
from cchc_tui.store.count.counting import CountQuery, StateDeltas, count_deltas, count_states
from cchc_tui.store.count.counts_table import Dimension
from cchc_tui.store.count.first_seen import first_seen_deltas
from cchc_tui.store.count.state_counts import CountsByKey, StateCounts
from cchc_tui.texts import boards as texts
from cchc_tui.texts.boards import HEADINGS
from cchc_tui.texts.language import N_

#: Grouping → the dimension in which its rows are counted.
DIMENSIONS: dict[By, Dimension] = {
    "unit": Dimension.UNIT,
    "field": Dimension.FIELD,
    "procedure": Dimension.PROCEDURE,
    "officer": Dimension.OFFICER,
    "age": Dimension.UNIT,
}
_EVERY_UNIT = BoardQuery()


@dataclass(frozen=True, slots=True)
class LateRow:
    """One row of the board: a unit, field, procedure, officer or age band.

    ``key`` stays the same from one snapshot to the next: the unit's key, the text of the field or procedure, the
    officer as "unit key/number", or the least number of days of the age band. ``level`` is "city" or "commune" for
    units, else "". ``rank`` is the rank by late dossiers within the level; rows with equally many share a rank.
    ``code`` is the code of the unit, or of the officer's unit, else "". ``unit`` and ``unit_name`` are the key and name
    of an officer's unit ("": unknown, or the row is not an officer).
    """

    key: str
    code: str
    name: str
    level: str
    counts: Counts
    rank: int = 0
    unit: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class LateBoard(KeyedRows[LateRow]):
    """Late dossiers at a moment. ``data_as_of`` is the moment of the newest list used; None without a list.

    ``rows`` are sorted by late dossiers, most first, then by name; age bands are sorted by days. ``levels`` ("city",
    "commune") and ``unplaced`` (dossiers without a known unit) are sums that do not depend on the grouping. With a
    ``unit``, all figures count only the dossiers of this unit.

    With ``first_seen``, dossiers are counted by the dates that lists showed first, not by later changes of these dates.
    ``differs`` then has the differences: the counts as first seen minus the counts as reported. Its keys are the
    levels, "unplaced" and "all".
    """

    as_of: Stamp
    data_as_of: Stamp | None
    by: By
    unit: str | None
    levels: Mapping[str, Counts]
    rows: tuple[LateRow, ...]
    unplaced: Counts
    live: bool = True  # whether no list is newer than the moment
    first_seen: bool = False
    differs: Mapping[str, Counts] = field(default_factory=dict)


def late_board(moment: Moment, query: BoardQuery = _EVERY_UNIT) -> LateBoard:
    """The board at a moment, with counts as reported or, if the query says so, as first seen.

    With ``query.unit`` all figures count only this unit. ``query.level`` limits the rows, but not the sums.
    """
    if query != _EVERY_UNIT:
        return _late_board(moment, query)
    if BOARD.name not in moment.shared:  # several boards and papers need it
        moment.shared[BOARD.name] = _late_board(moment, query)
    found: LateBoard = moment.shared[BOARD.name]
    return found


def _late_board(moment: Moment, query: BoardQuery) -> LateBoard:
    by, unit = query.by, query.unit
    chosen = None if unit is None else moment.unit_named(unit)
    view = moment.count_query(None if unit is None else moment.unit_number(unit))
    if by not in ("unit", "officer"):
        view = replace(view, merged=_firsts_of_levels(moment))
    deltas = _first_seen(moment, view, DIMENSIONS[by]) if query.first_seen else StateDeltas()
    count = partial(count_states, view, DIMENSIONS[by], deltas)
    key = (moment.at, "early counts", (by, view.unit, bool(deltas.states)))
    # Before the first list every dossier is read, so all boards share the counts.
    found = moment.memo.get_or_make(moment, key, count, most=8) if moment.before_lists else count()
    builder = _LateBoardBuilder(moment, by, chosen.key if chosen else unit, found, query.level)
    board = builder.board()
    if not query.first_seen:
        return board
    by_unit = _first_seen(moment, view, Dimension.UNIT)
    return replace(board, first_seen=True, differs=builder.differs(count_deltas(view, by_unit)))


def _first_seen(moment: Moment, view: CountQuery, dimension: Dimension) -> StateDeltas:
    """Compute ``first_seen_deltas``, or return its cached result if no list has arrived since."""
    key = (moment.data_as_of or moment.at, "first seen", (dimension, view.unit))
    return moment.memo.get_or_make(moment, key, lambda: first_seen_deltas(view, dimension), most=8)


def _firsts_of_levels(moment: Moment) -> dict[int, int]:
    """Map each unit's number to the number of the first unit of its level, so that whole levels can be counted at once.

    Units missing from the registry form one level. Counting levels takes half the time of counting units.
    """
    firsts: dict[str, int] = {}
    units = [
        (number, moment.unit(number)) for (number,) in moment.connection.execute("SELECT id FROM unit ORDER BY id")
    ]
    return {number: firsts.setdefault(unit.level.value if unit else "", number) for number, unit in units}


class _LateBoardBuilder:
    def __init__(self, moment: Moment, by: By, unit: str | None, found: CountsByKey, level: str) -> None:
        self._moment = moment
        self._by, self._unit, self._level = by, unit, level
        self._found = found

    def board(self) -> LateBoard:
        levels, unplaced = self._by_level(self._found)
        return LateBoard(
            as_of=self._moment.at,
            data_as_of=self._moment.data_as_of,
            by=self._by,
            unit=self._unit,
            levels={level: counts_of(parts) for level, parts in levels.items()},
            rows=tuple(self._rows()),
            unplaced=counts_of(unplaced, with_median=False),
            live=self._moment.is_live,
        )

    def differs(self, deltas: CountsByKey) -> dict[str, Counts]:
        """Convert ``deltas`` (first-seen minus reported counts) into sums for each level, for "unplaced" and for "all".

        "unplaced" has the dossiers without a known unit.
        """
        levels, unplaced = self._by_level(deltas)
        sums = {name: counts_of(parts, with_median=False) for name, parts in (*levels.items(), ("unplaced", unplaced))}
        return sums | {"all": sum(sums.values(), Counts())}

    def _by_level(self, found: CountsByKey) -> tuple[dict[str, list[StateCounts]], list[StateCounts]]:
        """Group counts by level. Return those of each level, and those of dossiers without a known unit."""
        levels: dict[str, list[StateCounts]] = {level.value: [] for level in Level}
        unplaced: list[StateCounts] = []
        for (number, _), figure in found.items():
            unit = self._moment.unit(number)
            (unplaced if unit is None else levels[unit.level.value]).append(figure)
        return levels, unplaced

    @cached_property
    def _counted(self) -> CountsByKey:
        """The counts from which the rows are made. They have only the units of the requested level."""
        if not self._level:
            return self._found
        numbers = {number for number, _ in self._found}
        wanted = {n for n in numbers if (unit := self._moment.unit(n)) is not None and unit.level.value == self._level}
        return {key: figure for key, figure in self._found.items() if key[0] in wanted}

    def _rows(self) -> list[LateRow]:
        if self._by == "age":
            return self._bands()
        make = {"unit": self._units, "officer": self._officers}.get(self._by, self._groups)
        rows = sorted(make(), key=lambda row: (-row.counts.late, by_name(row.name), row.key))
        return ranked(rows, _late)

    def _units(self) -> Iterable[LateRow]:
        """Yield a row for each requested unit that exists at the moment, and for former units with dossiers."""
        figures = {number: [figure] for (number, _), figure in self._counted.items()}
        numbers = {self._moment.reader.unit_key(number): number for number in figures}
        valid = {unit.key for unit in self._moment.registry.units.valid(to_date(self._moment.at))}
        for unit in self._moment.registry.units.units:
            parts = figures.get(numbers.get(unit.key, -1), [])
            wanted = self._unit is None or self._unit == unit.key
            row = _row(unit.key, unit.name, parts, code=unit.code, level=unit.level.value)
            if row.counts.total or (wanted and unit.key in valid and self._level in ("", row.level)):
                yield row

    def _groups(self) -> Iterable[LateRow]:
        groups: defaultdict[int, list[StateCounts]] = defaultdict(list)
        for (_, key), figure in self._counted.items():
            groups[key].append(figure)
        for key, parts in groups.items():
            text = self._moment.text(key)
            yield _row(text, text or texts.BOARD.not_said, parts)

    def _officers(self) -> Iterable[LateRow]:
        """Yield a row for each officer in each unit. A hidden name is replaced by the officer's number."""
        for (number, key), figure in self._counted.items():
            unit, unit_key = self._moment.unit(number), self._moment.reader.unit_key(number)
            code, unit_name = (unit.code, unit.name) if unit else (unit_key, "")
            name = self._moment.officer(key)
            yield _row(f"{unit_key}/{key}", name, [figure], code=code, unit=unit_key, unit_name=unit_name)

    def _bands(self) -> list[LateRow]:
        """Make the rows of age bands, in ascending order of days late."""
        bounds = self._moment.registry.targets.age_bands
        rows = []
        for place, (key, name) in enumerate(age_bands(bounds)):
            rows.append(_row(key, name, [_only_band(figure, bounds, place) for figure in self._counted.values()]))
        return ranked(rows, _late)


def age_bands(bounds: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Yield the key and the name of each age band.

    ``bounds`` has the least number of working days late of each band, in ascending order.
    """
    for first, after in zip(bounds, (*bounds[1:], None), strict=True):
        yield str(first), texts.age_band(first, None if after is None else after - 1)


def _row(key: str, name: str, parts: Sequence[StateCounts], code: str = "", level: str = "", **unit: Any) -> LateRow:
    return LateRow(key, code, name, level, counts_of(parts), **unit)


def _late(row: LateRow) -> int:
    return row.counts.late


def _only_band(figure: StateCounts, bounds: Sequence[int], place: int) -> StateCounts:
    """The counts of the late dossiers in one age band. ``place`` is the index of the band in ``bounds``."""
    part = StateCounts()
    for name in ("resolved_late", "overdue", "overdue_unclosed"):
        days = getattr(part, name)
        for value, n in getattr(figure, name).items():
            if max(0, age_band(value, bounds)) == place:
                days[value] = n
    part.unclosed = part.overdue_unclosed.total()
    return part


#: The names of the counts in the order of the JSON.
COUNTS = (
    *("late", "resolved_late", "overdue", "due_soon", "in_time", "waiting"),
    *("resolved_on_time", "withdrawn", "unclosed", "total"),
)


def _count(key: str, rule: str, **more: Any) -> Column:
    return Column(key, HEADINGS.source[key], ValueType.COUNT, rule=rule, **more)


def _titled(board: LateBoard) -> str:
    title = texts.TITLES["late"]
    return texts.as_first_seen(title, board.differs["all"].late) if board.first_seen else title


#: The groupings with figures of dossiers that are not late. All dossiers of an age band are late.
_WITH_OTHERS = ("unit", "field", "procedure", "officer")

BOARD = Leaderboard(
    "late",
    texts.TITLES.source["late"],
    needs=Right.PRESENT,
    columns=(
        *(RANK, NAME, replace(LEVEL, on_screen=False), UNIT),
        _count(
            "late",
            N_("giải quyết trễ hạn + quá hạn, trong năm"),
            short=N_("Trễ"),
            counted=N_("hồ sơ trễ hạn"),
            main=True,
            by_clock=ByClock.INCREASES,
        ),
        _count("overdue", N_("đang mở, đã qua hạn trả"), counted=N_("hồ sơ quá hạn"), by_clock=ByClock.INCREASES),
        _count("resolved_late", N_("ngày kết thúc xử lý sau hạn trả"), by_clock=ByClock.STILL, on_screen=False),
        _count("unclosed", N_("đã trả kết quả nhưng phần mềm chưa kết thúc"), by_clock=ByClock.STILL),
        _count("due_soon", N_("còn trong 24 giờ làm việc là đến hạn"), on_wall=False, groupings=_WITH_OTHERS),
        _count(
            "in_time",
            N_("đang mở, chưa đến hạn trả hoặc không có hạn trả"),
            better=Better.NEITHER,
            by_clock=ByClock.DECREASES,
            on_screen=False,
        ),
        _count(
            "waiting",
            N_("chờ bổ sung giấy tờ hoặc nghĩa vụ tài chính"),
            better=Better.NEITHER,
            by_clock=ByClock.STILL,
            on_screen=False,
        ),
        _count(
            "resolved_on_time",
            N_("ngày kết thúc xử lý không sau hạn trả"),
            better=Better.MORE,
            by_clock=ByClock.STILL,
            on_screen=False,
        ),
        _count(
            "withdrawn",
            N_("rút, từ chối hoặc trả lại"),
            better=Better.NEITHER,
            by_clock=ByClock.STILL,
            on_screen=False,
        ),
        _count(
            "total",
            N_("đúng hạn + giải quyết trễ hạn + quá hạn + trong hạn + tạm dừng + rút, trả lại"),
            better=Better.NEITHER,
            by_clock=ByClock.STILL,
            lesser=2,
            groupings=_WITH_OTHERS,
        ),
        Column(
            "late_rate",
            HEADINGS.source["late_rate"],
            ValueType.SHARE,
            rule=N_("trễ / (giải quyết đúng hạn + giải quyết trễ hạn + quá hạn + trong hạn)"),
            prefs_key="rate",
            by_clock=ByClock.INCREASES,
            whole="counted",
            groupings=_WITH_OTHERS,
        ),
        Column(
            "share",
            N_("Tỷ trọng"),
            ValueType.SHARE,
            rule=N_("phần của dòng này trong mọi hồ sơ trễ"),
            share_of="late",
            groupings=("age",),
            in_json=False,
            in_table=False,
            on_screen=True,
        ),
        Column(
            "days_late_median",
            HEADINGS.source["days_late_median"],
            ValueType.DAYS,
            rule=N_("số đứng giữa khi xếp các hồ sơ trễ theo số ngày làm việc đã trễ"),
            short=N_("Số ngày\ntrễ ở giữa"),
            prefs_key="median",
            lesser=1,
        ),
    ),
    groupings=GROUPINGS,
    ask=late_board,
    only="late",
    figures=attrgetter("counts"),
    sums=(Total("unplaced", HEADINGS.source["unplaced"], only_where_any=True),),
    titled=_titled,
    by=attrgetter("by"),
    rank=attrgetter("rank"),
    json_order=(*COUNTS, "late_rate", "days_late_median"),
    # Officers are ranked by unclosed dossiers; age bands have their own order.
    order={"": "-late", "officer": "-unclosed", "age": "name"},
    differs=attrgetter("differs"),
    by_level=True,
    trend=True,
    about=N_("xếp hạng theo đơn vị, lĩnh vực, thủ tục, cán bộ, số ngày trễ"),
    topic=N_(
        "Mỗi dòng một đơn vị (hoặc lĩnh vực, thủ tục, cán bộ, số ngày trễ), nhiều hồ sơ trễ nhất đứng trước. Hồ sơ "
        "qua hạn trả thì số tự tăng, không cần tệp mới."
    ),
)
