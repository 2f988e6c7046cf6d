"""The late board as rows of a grid: ranks, changes since the reference, bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import LateBoard, LateRow
from cchc_tui.domain.names import brief_procedure
from cchc_tui.domain.units import Unit
from cchc_tui.texts.tui import COLUMNS, GROUP_TITLES, LEVELS, NO_GROUP_NAME, TEXT
from cchc_tui.tui.cells import change_cell, points_cell, procedure_cell, rank_cell
from cchc_tui.tui.formats import change, change_tone, days, number, percent
from cchc_tui.tui.paint import Line, Span
from cchc_tui.tui.themes import Tone
from cchc_tui.tui.widgets.columns import Cell, Column, GridRow

#: By key, late dossiers at the ends of days.
#: By row, late at the last days, and how many of the last of these are stale.
Series: TypeAlias = Mapping[str, tuple[tuple[int, ...], int]]

#: Groupings whose names are as long as they like.
FREE = frozenset({"procedure", "field"})
#: … and those whose names may be cut, but only where there is no other way.
CUT = FREE | {"officer"}


@dataclass(frozen=True)
class View:
    """How the board is looked at."""

    level: str = ""  # "": both


def spark_cells(by: str, cells: int) -> int:
    """How wide the small line of the last days is in so many cells; 0 where there is none."""
    if by != "unit" or cells < 135:
        return 0
    return 30 if cells >= 160 else 15


#: The column of a figure → that of its change, at its right.
CHANGES = {
    "late": "change",
    "overdue": "overdue_change",
    "unclosed": "unclosed_change",
    "due_soon": "due_soon_change",
    "rate": "rate_change",
}
#: From so many cells on each figure has its change beside it; below, the one that the rows are sorted by.
ALL_CHANGES = 110
_FIRST_TO_GO = 9


def changed_figure(sorted_by: str) -> str:
    """The figure whose change is always in sight: the one that the rows are sorted by, or whose change it is."""
    return next((figure for figure, change in CHANGES.items() if sorted_by in (figure, change)), "late")


def columns(by: str, spark: int = 0, cells: int = 0, sorted_by: str = "late") -> tuple[Column, ...]:
    """The columns of a grouping in so many cells. A unit's name is never cut; a procedure's is long and may be.

    Where there is no room, changes go first, but that of the figure that the rows are sorted by stays beside it.
    """
    always = changed_figure(sorted_by)
    name = Column("name", GROUP_TITLES[by], 10, measured=True, stays=True, cut=by in CUT)
    if by in FREE:
        name = name._replace(width=40 if cells >= ALL_CHANGES else 30, measured=False, cut=True, grow=110)

    def title(key: str) -> str:
        return COLUMNS[key][0]

    def figure(key: str, wide: int, drop: int, kind: str = "count") -> tuple[Column, Column]:
        stays = key == always
        last = 0 if stays else _FIRST_TO_GO if cells < ALL_CHANGES else drop + 1
        own = Column(key, title(key), wide, right=True, watch=kind == "count", drop=0 if stays else drop, kind=kind)
        kind = "count" if kind == "count" else "points"
        return own, Column(CHANGES[key], title("change"), 5, right=True, drop=last, measured=True, kind=kind)

    # All of an age band are late: its rate would say nothing, its share of all late ones does.
    share = Column("share", title("share"), 7, right=True, drop=4, kind="share")
    last = (share,) if by == "age" else figure("rate", 7, 4, "share")
    return (
        Column("rank", title("rank"), 2, right=True, kind="count", sortable=False),
        Column("move", "", 3, drop=1, kind="count", sortable=False),
        name,
        *figure("late", 6, 0),
        *figure("overdue", 6, 2),
        *figure("unclosed", 8, 0 if by == "officer" else 3),  # who does not close is what officers are looked at for
        *figure("due_soon", 7, 3),
        *last,
        Column("median", title("median"), 8, right=True, drop=7, kind="days"),
        Column("total", title("total"), 6, right=True, drop=8, kind="count"),
        *((Column("spark", title("spark"), spark, drop=6, sortable=False),) if spark else ()),
        Column("bar", title("bar"), 6, drop=6, grow=30, sortable=False),
    )


def visible(board: LateBoard, view: View) -> tuple[LateRow, ...]:
    """The rows of the level that is looked at; other groupings have no levels."""
    return tuple(row for row in board.rows if not view.level or not row.level or row.level == view.level)


def grid_rows(
    board: LateBoard, first: LateBoard | None, view: View, units: Mapping[str, Unit], lines: Series | None = None
) -> tuple[GridRow, ...]:
    """The rows, ranked, in the board's order. Changes count from the board ``first``.

    ``units`` are by their keys, where rows are named with their unit; ``lines`` the late dossiers of the last days by
    key, where these have a column: the day itself is the board's.
    """
    shown = visible(board, view)
    before = {row.key: row.counts for row in first.rows} if first else {}
    ranks = _ranks(shown)
    old_ranks = _ranks(visible(first, view)) if first else {}
    top = max((row.counts.late for row in shown), default=0)
    late = sum(row.counts.late for row in shown)
    return tuple(
        GridRow(
            row.key,
            (
                Cell(str(ranks[row.key]), Tone.DIM, value=ranks[row.key]),
                rank_cell(ranks[row.key], old_ranks.get(row.key)),
                _name_cell(row, board.by, units),
                *_figures(row.counts, before.get(row.key)),
                *(_share(row.counts.late, late) if board.by == "age" else _rate(row.counts, before.get(row.key))),
                Cell(days(row.counts.days_late_median), Tone.DIM, value=row.counts.days_late_median),
                Cell(number(row.counts.total), Tone.DIM, value=row.counts.total),
                *_line(lines, row.key),
                Cell("", Tone.BAR, row.counts.late / top if top else 0.0),
            ),
        )
        for row in _in_board_order(shown, board.by)
    )


def total_rows(
    board: LateBoard, first: LateBoard | None, view: View, lines: Series | None = None
) -> tuple[GridRow, ...]:
    """One row a level; dossiers that are in no unit are never left out unseen."""
    totals = [
        (level, LEVELS[level], counts)
        for level, counts in board.levels.items()
        if level in LEVELS and (not view.level or view.level == level)
    ]
    if board.unplaced.total and not view.level:
        totals.append(("unplaced", TEXT.unplaced, board.unplaced))
    late = sum(counts.late for _, _, counts in totals)
    return tuple(
        GridRow(
            key,
            (
                Cell(),
                Cell(),
                Cell(name, Tone.STRONG),
                *_figures(counts, _before(first, key), Tone.STRONG),
                *(_share(counts.late, late) if board.by == "age" else _rate(counts, _before(first, key), Tone.STRONG)),
                Cell(days(counts.days_late_median), value=counts.days_late_median),
                Cell(number(counts.total), value=counts.total),
                *_line(lines, key),
                Cell(),
            ),
        )
        for key, name, counts in totals
    )


def _line(lines: Series | None, key: str) -> tuple[Cell, ...]:
    """The cell of the column of the last days, where there is one."""
    if lines is None:
        return ()
    days, stale = lines.get(key, ((), 0))
    # Up to the end of yesterday: what it is now stands beside it, and a line that moves with each load costs bytes.
    return (Cell("", Tone.BAR, series=days[:-1], stale=max(0, stale - 1)),)


def _before(first: LateBoard | None, key: str) -> Counts | None:
    if first is None:
        return None
    return first.unplaced if key == "unplaced" else first.levels.get(key)


def told_changes(old: LateBoard, new: LateBoard) -> list[Line]:
    """What moved between two boards, in words: the largest changes first."""
    before = {row.key: row.counts.late for row in old.rows}
    moved = [(row, row.counts.late - before[row.key]) for row in new.rows if row.key in before]
    moved = sorted(((row, delta) for row, delta in moved if delta), key=lambda pair: -abs(pair[1]))
    told: list[Line] = []
    for row, delta in moved:
        now = row.counts.late
        name = row_name(row, new.by)
        name = brief_procedure(name) if new.by == "procedure" else name
        told.append((Span(f"{name} "), Span(change(now, now - delta), change_tone(now, now - delta))))
    return told


def _name_cell(row: LateRow, by: str, units: Mapping[str, Unit]) -> Cell:
    if by == "procedure":
        return procedure_cell(row_name(row, by))
    name, unit = row_name(row, by), units.get(row.unit)
    if unit is None:
        return Cell(name)
    return Cell(f"{name} · {unit.name}", short=f"{name} · {unit.brief}")


def _figures(counts: Counts, before: Counts | None, tone: Tone = Tone.TEXT) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for key in ("late", "overdue", "unclosed", "due_soon"):
        now, then = getattr(counts, key), getattr(before, key) if before is not None else None
        cells += [Cell(number(now), Tone.STRONG if key == "late" else tone, value=now), change_cell(now, then)]
    return tuple(cells)


def _rate(counts: Counts, before: Counts | None, tone: Tone = Tone.TEXT) -> tuple[Cell, Cell]:
    rate = counts.late_rate if counts.counted else None
    was = before.late_rate if before is not None and before.counted else None
    return Cell(percent(rate), tone, value=rate), points_cell(rate, was)


def _share(late: int, of: int) -> tuple[Cell]:
    share = late / of if of else None
    return (Cell(percent(share), value=share),)


def row_name(row: LateRow, by: str) -> str:
    """What a row is called, also where the exports say nothing."""
    return row.name or NO_GROUP_NAME[by]


def _ranks(rows: Iterable[LateRow]) -> dict[str, int]:
    """Places by late dossiers; equals share one."""
    ordered = sorted(rows, key=lambda row: -row.counts.late)
    ranks: dict[str, int] = {}
    for place, row in enumerate(ordered):
        same = place and row.counts.late == ordered[place - 1].counts.late
        ranks[row.key] = ranks[ordered[place - 1].key] if same else place + 1
    return ranks


def _in_board_order(rows: Sequence[LateRow], by: str) -> list[LateRow]:
    """By late dossiers, equals as the board has them; officers by what they left open, which is what they are looked at
    for; age bands in their own order: a band's key is its first day.
    """
    if by == "age":
        return sorted(rows, key=lambda row: int(row.key) if row.key.isdecimal() else -1)
    ordered = sorted(rows, key=lambda row: -row.counts.late)
    return sorted(ordered, key=lambda row: -row.counts.unclosed) if by == "officer" else ordered
