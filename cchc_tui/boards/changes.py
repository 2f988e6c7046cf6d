"""Changes since an earlier moment (*chuyển biến*): each unit's figures at that moment and now, and the largest changes.

Within a year the number of late dossiers can only increase, so that number cannot show an improvement. The first
columns are therefore overdue dossiers and the late rate. For every compared figure, less is better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.figures import by_change
from cchc_tui.boards.late import LateBoard, LateRow, late_board
from cchc_tui.boards.leaderboard import LEVEL, NAME, Leaderboard, Total
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.reference import references
from cchc_tui.boards.table import Better, Column, Value, ValueType
from cchc_tui.boards.timeline import timeline
from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.domain.names import by_name
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level
from cchc_tui.registry import Registry
from cchc_tui.store.count.overdue_moves import Moves, overdue_moves
from cchc_tui.store.read.settled_state import year_of
from cchc_tui.texts.boards import HEADINGS, changes_title
from cchc_tui.texts.language import N_
from cchc_tui.texts.numbers import points_between

#: Rates of fewer dossiers, then or now, are not ranked, because a single dossier changes such a rate too much.
LEAST_COUNTED = 50
#: A unit whose rate changed by less is not listed as better or worse.
_LEAST_POINTS = 0.0005
_LEADING = 3


@dataclass(frozen=True, slots=True)
class Change:
    """The figures of a unit, a level or the city: ``now``, and ``before`` at the earlier moment (None: unknown).

    ``resolved``, ``other`` and ``new`` are numbers of dossiers. ``resolved`` were overdue before and are resolved now.
    ``other`` were overdue before, and are neither overdue nor resolved now: they are withdrawn or waiting, or have
    another due time. ``new`` became overdue in between.
    """

    key: str
    code: str
    name: str
    level: str
    now: Counts
    before: Counts | None
    resolved: int = 0
    other: int = 0
    new: int = 0
    same_year: bool = True  # whether both moments are in one year; otherwise rates are not comparable

    def change(self, figure: str) -> int | None:
        """The change of a count: its value now minus its value before. None if ``before`` is None.

        ``figure`` is the name of a field of ``Counts``.
        """
        return None if self.before is None else getattr(self.now, figure) - getattr(self.before, figure)

    @property
    def rate(self) -> float | None:
        """The late rate now; None if no dossiers are counted now."""
        return self.now.late_rate if self.now.counted else None

    @property
    def rate_before(self) -> float | None:
        """The late rate at the earlier moment.

        None if no dossiers were counted then, or if that moment is in another year.
        """
        return self.before.late_rate if self.before is not None and self.before.counted and self.same_year else None

    @property
    def rate_change(self) -> float | None:
        """The change of the late rate as a fraction of 1 (0.004 is 0.4 points).

        None if the rate now or before is None.
        """
        now, before = self.rate, self.rate_before
        return None if now is None or before is None else now - before

    def figure(self, column: str) -> Value:
        """The value in the column with the key ``column``."""
        named = {
            "overdue_resolved": self.resolved,
            "overdue_new": self.new,
            "overdue_left": self.other,
            "late_rate": self.rate,
            "late_rate_before": self.rate_before,
            "late_rate_change": self.rate_change,
            "rate_change": points_between(self.rate, self.rate_before),
        }
        count, _, then = column.rpartition("_")
        if column in named:
            return named[column]
        if then == "change":
            return self.change(count)
        of = self.before if then == "before" else self.now
        value: Value = None if of is None else getattr(of, count if then == "before" else column)
        return value


@dataclass(frozen=True, slots=True)
class ChangesBoard:
    """Changes from the moment ``since`` to the moment ``as_of``.

    ``since`` is None if there is no moment to compare with. ``since_data`` is the moment of the newest list known at
    ``since``. ``rows`` are sorted by the change of overdue dossiers (see ``by_change``), then by name. ``levels`` has
    "city" and "commune". ``total`` also counts dossiers without a known unit.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    since: Stamp | None
    since_data: Stamp | None
    rows: tuple[Change, ...]
    levels: Mapping[str, Change]
    total: Change

    def by_overdue(self, better: bool) -> tuple[Change, ...]:
        """Up to three units with the largest change of overdue dossiers: decreases if ``better``, else increases."""
        return _leading(self.rows, lambda row: row.change("overdue"), 1, better)

    def by_rate(self, better: bool) -> tuple[Change, ...]:
        """Up to three units with the largest change of the late rate: decreases if ``better``, else increases.

        Units with fewer than ``LEAST_COUNTED`` counted dossiers, now or at the earlier moment, are left out.
        """
        return _leading(filter(_counted_enough, self.rows), lambda row: row.rate_change, _LEAST_POINTS, better)


def _counted_enough(row: Change) -> bool:
    return row.before is not None and min(row.now.counted, row.before.counted) >= LEAST_COUNTED


def _leading(
    rows: Iterable[Change], figure: Callable[[Change], float | None], least: float, better: bool
) -> tuple[Change, ...]:
    sign = -1 if better else 1
    moved = [(row, sign * delta) for row in rows if (delta := figure(row)) is not None and sign * delta >= least]
    moved.sort(key=lambda pair: (-pair[1], by_name(pair[0].name)))
    return tuple(row for row, _ in moved[:_LEADING])


def changes_board(moment: Moment, since: Stamp | None = None) -> ChangesBoard:
    """The changes from the moment ``since`` to ``moment``.

    If ``since`` is None, it becomes the first moment that ``reference.references`` returns.
    """
    if since is None:
        since = next((one.at for one in references(timeline(moment), moment.at)), None)
    now = late_board(moment)
    before = moment.when(moment.at if since is None else min(since, moment.at))
    then = None
    if since is not None and since <= moment.at:
        then = moment.memo.get_or_make(moment, (since, "late board", ""), lambda: late_board(before))
    moves = overdue_moves(before, moment, moment.compare)
    named = [Counter({moment.reader.unit_key(unit): n for unit, n in each.items()}) for each in moves]
    return _ChangesBuilder(now, then, Moves(*named), moment.registry).board()


class _ChangesBuilder:
    def __init__(self, now: LateBoard, then: LateBoard | None, moves: Moves[str], registry: Registry) -> None:
        self._now, self._then, self._moves = now, then, moves
        self._levels = {unit.key: unit.level.value for unit in registry.units.units}
        self._same_year = then is None or year_of(then.as_of) == year_of(now.as_of)

    def board(self) -> ChangesBoard:
        now, then = self._now, self._then
        before = {row.key: row for row in then.rows} if then is not None else {}
        rows = {row.key: self._row(row, row.counts, before.get(row.key)) for row in now.rows}
        rows |= {key: self._row(row, Counts(), row) for key, row in before.items() if key not in rows}
        ordered = sorted(
            rows.values(), key=lambda row: (by_change(row.change("overdue") or 0), by_name(row.name), row.key)
        )
        levels = {
            level.value: self._sum(
                level.value,
                now.levels[level.value],
                then.levels[level.value] if then is not None else None,
                {key for key, of in self._levels.items() if of == level},
            )
            for level in Level
        }
        whole = sum(now.levels.values(), now.unplaced)
        was = sum(then.levels.values(), then.unplaced) if then is not None else None
        return ChangesBoard(
            now.as_of,
            now.data_as_of,
            then.as_of if then is not None else None,
            then.data_as_of if then is not None else None,
            tuple(ordered),
            levels,
            self._sum("", whole, was, {key for each in self._moves for key in each}),
        )

    def _row(self, row: LateRow, now: Counts, before: LateRow | None) -> Change:
        change = self._sum(row.level, now, before.counts if before is not None else None, {row.key})
        return replace(change, key=row.key, code=row.code, name=row.name)

    def _sum(self, level: str, now: Counts, before: Counts | None, units: Set[str]) -> Change:
        resolved, other, new = (sum(each[key] for key in units) for each in self._moves)
        return Change(level, level, "", level, now, before, resolved, other, new, same_year=self._same_year)


#: The compared figures, with the headings of their changes.
_FIGURES = (
    ("overdue", N_("± quá hạn")),
    ("unclosed", N_("± chưa kết thúc")),
    ("late", N_("± trễ hạn")),
    ("due_soon", N_("± sắp đến hạn")),
)


def _moved(key: str, title: str) -> tuple[Column, ...]:
    """The three columns of a figure: its change, its present value, and its earlier value.

    Only the JSON has the earlier value.
    """
    return (
        Column(f"{key}_change", title, ValueType.CHANGE),
        Column(key, HEADINGS.source[key], ValueType.COUNT),
        Column(f"{key}_before", "", ValueType.COUNT, in_table=False),
    )


_OVERDUE, *_OTHERS = (_moved(key, title) for key, title in _FIGURES)


def _head(board: ChangesBoard) -> dict[str, Any]:
    def lists(better: bool) -> dict[str, list[str]]:
        return {
            "overdue": [row.code for row in board.by_overdue(better)],
            "late_rate": [row.code for row in board.by_rate(better)],
        }

    return {
        "since": None if board.since is None else iso(board.since),
        "since_data_as_of": None if board.since_data is None else iso(board.since_data),
        "least_counted": LEAST_COUNTED,
        "better": lists(True),
        "worse": lists(False),
    }


BOARD = Leaderboard(
    "changes",
    N_("Chuyển biến"),
    needs=Right.PRESENT,
    columns=(
        NAME,
        *_OVERDUE,
        Column("overdue_resolved", N_("Quá hạn đã giải quyết"), ValueType.COUNT, better=Better.MORE),
        Column("overdue_new", N_("Quá hạn mới"), ValueType.COUNT),
        Column("late_rate_change", "", ValueType.SHARE, in_table=False),
        Column("rate_change", N_("± tỷ lệ (điểm)"), ValueType.POINTS, in_json=False),
        Column("late_rate", HEADINGS.source["late_rate"], ValueType.SHARE),
        Column("late_rate_before", "", ValueType.SHARE, in_table=False),
        *(column for moved in _OTHERS for column in moved),
        Column("overdue_left", N_("Quá hạn rút hoặc thay đổi hạn"), ValueType.COUNT, better=Better.NEITHER),
        LEVEL,
    ),
    ask=lambda moment, query: changes_board(moment, query.since),
    only="overdue",
    value=Change.figure,
    head=_head,
    sums=(Total("total", N_("Toàn thành phố")),),
    titled=lambda board: changes_title(board.since),
    compared=False,
    since=True,
    order={"": "-overdue_change"},
    about=N_("đơn vị nào tốt lên, đơn vị nào xấu đi kể từ mốc so sánh"),
    topic=N_(
        "Mỗi đơn vị một dòng: quá hạn, tỷ lệ trễ, chưa kết thúc tăng hay giảm bao nhiêu kể từ mốc so sánh (phím c "
        "chọn mốc khác); bao nhiêu hồ sơ quá hạn đã được giải quyết, bao nhiêu hồ sơ mới quá hạn. Giảm là tốt."
    ),
)
