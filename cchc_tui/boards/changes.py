"""What changed since a moment (*chuyển biến*): each unit's figures then and now, and who got better or worse most.

Late of the year can only rise (DOMAIN §4, rule 12), so overdue, not closed and the rate stand first. Less is better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import LateBoard, LateRow, by_name, late_board
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.reference import references
from cchc_tui.boards.table import Answer, Question, Sort, Table, Value, moments_json, unit_columns
from cchc_tui.boards.timeline import timeline
from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.domain.units import Level
from cchc_tui.registry import Registry
from cchc_tui.store.moves import Moves, overdue_moves
from cchc_tui.store.standing import year_of
from cchc_tui.texts import boards as texts
from cchc_tui.texts.numbers import points_between

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: A rate of fewer dossiers than this, then or now, is in no list of the best and worst: one dossier would move it much.
LEAST_COUNTED = 50
#: A change of a rate below half a tenth of a point would read as none.
_LEAST_POINTS = 0.0005
_LEADING = 3


@dataclass(frozen=True, slots=True)
class Change:
    """The figures of a unit, a level or the city. ``before`` is None where it did not exist.

    ``resolved`` of those overdue then are resolved now, ``other`` left otherwise (withdrawn, waiting, another due
    time); ``new`` are overdue now and were not then.
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
    same_year: bool = True  # rates of two years say nothing about one another

    def change(self, figure: str) -> int | None:
        """By how much a count changed."""
        return None if self.before is None else getattr(self.now, figure) - getattr(self.before, figure)

    @property
    def rate(self) -> float | None:
        """The late rate now; None where there is nothing to divide by."""
        return self.now.late_rate if self.now.counted else None

    @property
    def rate_before(self) -> float | None:
        """The late rate then; None also where that was in another year."""
        return self.before.late_rate if self.before is not None and self.before.counted and self.same_year else None

    @property
    def rate_change(self) -> float | None:
        """By how much the rate changed, as a fraction of 1: 0.004 is 0.4 points."""
        now, before = self.rate, self.rate_before
        return None if now is None or before is None else now - before


@dataclass(frozen=True, slots=True)
class ChangesBoard:
    """Changes from ``since`` to ``as_of``. ``since`` is None where there is no earlier moment to count from.

    ``rows`` are sorted by the change of overdue, the greatest rise first, then by name. ``levels`` are "city" and
    "commune"; ``total`` is everything, dossiers of no known unit included.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    since: Stamp | None
    since_data: Stamp | None
    rows: tuple[Change, ...]
    levels: Mapping[str, Change]
    total: Change

    def by_overdue(self, better: bool) -> tuple[Change, ...]:
        """The three units whose overdue dossiers fell most, or rose most."""
        return _leading(self.rows, lambda row: row.change("overdue"), 1, better)

    def by_rate(self, better: bool) -> tuple[Change, ...]:
        """The three units whose rate fell most, or rose most; only rates of 50 dossiers or more."""
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
    """The changes up to a moment; since the first reference that is offered then, unless another moment is given."""
    if since is None:
        since = next((one.at for one in references(timeline(moment.reader), moment.at)), None)
    now = late_board(moment)
    then = late_board(moment.when(since)) if since is not None and since <= moment.at else None
    moves = overdue_moves(moment.connection, moment.at if then is None else then.as_of, moment.at, moment.compare)
    named = [Counter({moment.reader.unit_key(unit): n for unit, n in each.items()}) for each in moves]
    return _Maker(now, then, Moves(*named), moment.registry).board()


class _Maker:
    """Sets two boards beside one another."""

    def __init__(self, now: LateBoard, then: LateBoard | None, moves: Moves[str], registry: Registry) -> None:
        self._now, self._then, self._moves = now, then, moves
        self._levels = {unit.key: unit.level.value for unit in registry.units.units}
        self._same_year = then is None or year_of(then.as_of) == year_of(now.as_of)

    def board(self) -> ChangesBoard:
        now, then = self._now, self._then
        before = {row.key: row for row in then.rows} if then is not None else {}
        rows = {row.key: self._row(row, row.counts, before.get(row.key)) for row in now.rows}
        for key, row in before.items():
            if key not in rows:
                rows[key] = self._row(row, Counts(), row)
        ordered = sorted(rows.values(), key=lambda row: (-(row.change("overdue") or 0), by_name(row.name), row.key))
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
        there = before.counts if before is not None else None
        resolved, other, new = (each[row.key] for each in self._moves)
        return Change(
            row.key, row.code, row.name, row.level, now, there, resolved, other, new, same_year=self._same_year
        )

    def _sum(self, level: str, now: Counts, before: Counts | None, units: Iterable[str]) -> Change:
        units = list(units)
        resolved, other, new = (sum(each[key] for key in units) for each in self._moves)
        return Change(level, level, "", level, now, before, resolved, other, new, same_year=self._same_year)


_FIGURES = ("overdue", "unclosed", "late", "due_soon")


def changes_answer(source: Source, question: Question) -> Answer:
    """What changed since a moment."""
    board = source.changes(question.at, question.since)
    return Answer(lambda: changes_json(board), lambda: changes_table(board))


def changes_json(board: ChangesBoard) -> dict[str, Any]:
    """Figures now (``overdue``), then (``overdue_before``) and the change; nulls where there was nothing before."""

    def figures(of: Change) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in _FIGURES:
            before = None if of.before is None else getattr(of.before, name)
            found |= {name: getattr(of.now, name), f"{name}_before": before, f"{name}_change": of.change(name)}
        rates = {"late_rate": of.rate, "late_rate_before": of.rate_before, "late_rate_change": of.rate_change}
        found |= {name: None if rate is None else round(rate, 6) for name, rate in rates.items()}
        return found | {"overdue_resolved": of.resolved, "overdue_left": of.other, "overdue_new": of.new}

    def lists(better: bool) -> dict[str, list[str]]:
        return {
            "overdue": [row.code for row in board.by_overdue(better)],
            "late_rate": [row.code for row in board.by_rate(better)],
        }

    return {
        **moments_json(board.as_of, board.data_as_of),
        "since": None if board.since is None else iso(board.since),
        "since_data_as_of": None if board.since_data is None else iso(board.since_data),
        "least_counted": LEAST_COUNTED,
        "better": lists(True),
        "worse": lists(False),
        "total": figures(board.total),
        "levels": {level: figures(of) for level, of in board.levels.items()},
        "rows": [{"unit": row.code, "name": row.name, "level": row.level, **figures(row)} for row in board.rows],
    }


_COLUMNS = (
    ("name", Sort.TEXT),
    ("overdue_change", Sort.CHANGE),
    ("overdue", Sort.COUNT),
    ("overdue_resolved", Sort.COUNT),
    ("overdue_new", Sort.COUNT),
    ("rate_change", Sort.POINTS),
    ("late_rate", Sort.SHARE),
    ("unclosed_change", Sort.CHANGE),
    ("unclosed", Sort.COUNT),
    ("late_change", Sort.CHANGE),
    ("late", Sort.COUNT),
    ("due_soon_change", Sort.CHANGE),
    ("due_soon", Sort.COUNT),
    ("overdue_left", Sort.COUNT),
    ("level", Sort.TEXT),
)


def changes_table(board: ChangesBoard) -> Table:
    """One row for each unit, the greatest rise of overdue dossiers first; the levels and the city below."""

    def values(of: Change, name: str, level: str) -> tuple[Value, ...]:
        there = {
            "name": name,
            "level": level,
            "rate_change": points_between(of.rate, of.rate_before),
            "late_rate": of.rate,
            "overdue_resolved": of.resolved,
            "overdue_new": of.new,
            "overdue_left": of.other,
        }
        for key in _FIGURES:
            there |= {key: getattr(of.now, key), f"{key}_change": of.change(key)}
        return tuple(there[key] for key, _ in _COLUMNS)

    rows = [values(row, row.name, texts.LEVELS[row.level]) for row in board.rows]
    totals = [values(of, texts.LEVELS[level], "") for level, of in board.levels.items()]
    totals.append(values(board.total, texts.BOARD.whole_city, ""))
    keys = tuple(row.key for row in board.rows)
    title = texts.changes_title(board.since)
    return Table(
        "changes",
        title,
        board.as_of,
        board.data_as_of,
        unit_columns(_COLUMNS),
        tuple(rows),
        tuple(totals),
        keys,
        "overdue",
        False,
    )
