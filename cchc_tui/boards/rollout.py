"""The board of model practices (*mô hình*): what each unit claims of each model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.practices import CLAIMED
from cchc_tui.domain.units import Level, Unit
from cchc_tui.registry import Registry
from cchc_tui.store.database import Reader


@dataclass(frozen=True, slots=True)
class RolloutCell:
    """What one unit claims of one practice. ``state`` is a RolloutState value, "" where no sheet says anything.

    ``changed`` is the moment of the sheet that brought this claim; ``pioneer`` tells that the practice began here.
    """

    unit: str
    practice: str
    state: str = ""
    since: Stamp | None = None
    turns: int | None = None
    note: str = ""
    changed: Stamp | None = None
    pioneer: bool = False

    @property
    def claimed(self) -> bool:
        """Whether the unit says that the model runs (running or done)."""
        return self.state in CLAIMED


@dataclass(frozen=True, slots=True)
class RolloutRow:
    """One unit's cells, in the order of the board's practices."""

    key: str
    code: str
    name: str
    level: str
    cells: tuple[RolloutCell, ...]


@dataclass(frozen=True, slots=True)
class PracticeColumn:
    """One practice with its totals: how many units claim it, and how many claim each state."""

    key: str
    name: str
    short: str
    pioneer: str  # unit code
    claimed: int
    states: dict[str, int]


@dataclass(frozen=True, slots=True)
class RolloutBoard:
    """Unit × practice, as claimed by the rollout sheets known at the moment."""

    as_of: Stamp
    data_as_of: Stamp | None
    practices: tuple[PracticeColumn, ...]
    rows: tuple[RolloutRow, ...]


_SHEETS = "kind = 'rollout' AND verdict IN ('accepted', 'partial')"
_CLAIMS = """
SELECT unit, practice, state, started, turns, note, since FROM rollout
WHERE since <= :at AND (until IS NULL OR until > :at) ORDER BY id
"""


def rollout_board(reader: Reader, at: Stamp, registry: Registry) -> RolloutBoard:
    """What was claimed at a moment: by the sheets known then, before the first sheet by that one."""
    with reader.snapshot() as connection:
        known = f"SELECT max(moment) FROM export WHERE {_SHEETS} AND moment <= ?"
        data = connection.execute(known, (at,)).fetchone()[0]
        if data is None:
            data = connection.execute(f"SELECT min(moment) FROM export WHERE {_SHEETS}").fetchone()[0]
        claims = connection.execute(_CLAIMS, {"at": at if data is None else max(at, data)}).fetchall()
        said = {(reader.unit_key(unit), practice): claim for unit, practice, *claim in claims}
    claiming = {unit for unit, _ in said}
    valid = registry.units.valid(to_date(at))
    rows = tuple(
        _row(unit, registry, said)
        for unit in registry.units.units
        if unit.key in claiming or (unit in valid and unit.level == Level.COMMUNE)
    )
    return RolloutBoard(at, data, _columns(rows, registry), rows)


def _row(unit: Unit, registry: Registry, said: dict[tuple[str, str], list[Any]]) -> RolloutRow:
    cells = []
    for practice in registry.practices:
        pioneer = practice.pioneer == unit.code
        claim = said.get((unit.key, practice.key))
        cell = RolloutCell(unit.key, practice.key, pioneer=pioneer)
        if claim is not None:
            state, since, turns, note, changed = claim
            cell = replace(cell, state=state, since=since, turns=turns, note=note, changed=changed)
        cells.append(cell)
    return RolloutRow(unit.key, unit.code, unit.name, unit.level.value, tuple(cells))


def _columns(rows: tuple[RolloutRow, ...], registry: Registry) -> tuple[PracticeColumn, ...]:
    columns = []
    for place, practice in enumerate(registry.practices):
        cells = [row.cells[place] for row in rows]
        states = {state: sum(cell.state == state for cell in cells) for state in registry.state_labels}
        claimed = sum(cell.claimed for cell in cells)
        columns.append(PracticeColumn(practice.key, practice.name, practice.short, practice.pioneer, claimed, states))
    return tuple(columns)
