"""Snapshots with one row of figures per unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from cchc_tui.boards.board import KeyedRows
from cchc_tui.boards.moment import Moment
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.names import by_name
from cchc_tui.domain.units import Level

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class UnitRow(Generic[F]):
    """The figures of one unit. ``key`` is unique within a snapshot. The JSON has only ``code``, not ``key``."""

    key: str
    code: str
    name: str
    level: str
    figures: F


@dataclass(frozen=True, slots=True)
class UnitRanking(KeyedRows[UnitRow[F]]):
    """The rows of all units, and the figures of each level ("city", "commune")."""

    as_of: Stamp
    data_as_of: Stamp | None
    rows: tuple[UnitRow[F], ...]
    levels: Mapping[str, F]


def by_unit(
    moment: Moment, data_as_of: Stamp | None, figures: Mapping[str, F], add: Callable[[Iterable[F]], F]
) -> UnitRanking[F]:
    """Make a snapshot from ``figures``, the figures of units by unit key. The rows are sorted by name.

    ``add`` combines the figures of a level's units into the figures of the level. A unit without figures gets a row
    with ``add(())`` if the unit exists on the moment's day; otherwise it has no row.
    """
    valid = {unit.key for unit in moment.registry.units.valid(to_date(moment.at))}
    rows = [
        UnitRow(unit.key, unit.code, unit.name, unit.level.value, figures.get(unit.key, add(())))
        for unit in sorted(moment.registry.units.units, key=lambda unit: by_name(unit.name))
        if unit.key in valid or unit.key in figures
    ]
    levels = {
        level.value: add(row.figures for row in rows if row.level == level.value and row.key in figures)
        for level in Level
    }
    return UnitRanking(moment.at, data_as_of, tuple(rows), levels)
