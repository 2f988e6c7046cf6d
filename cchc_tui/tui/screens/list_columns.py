"""Columns of lists, each declared with the function that makes its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.units import Unit
from cchc_tui.texts.tui import COLUMNS
from cchc_tui.texts.tui_privacy import COLUMNS as PERSONAL_COLUMNS
from cchc_tui.tui.style.formats import day_time, number
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

T = TypeVar("T")
_HEADINGS = COLUMNS | PERSONAL_COLUMNS
#: The registry's units by key.
Units: TypeAlias = Mapping[str, Unit]


class ListColumn(NamedTuple, Generic[T]):
    """A column of a grid, and the function that makes its cell from a record."""

    column: GridColumn
    cell: Callable[[T, Units], Cell]


def column(key: str, width: int, cell: Callable[[T, Units], Cell], *, heading: str = "", **more: Any) -> ListColumn[T]:
    """A column with the heading of its key, or of the key ``heading``. ``more`` are fields of its ``GridColumn``."""
    title, _ = _HEADINGS[heading or key]
    return ListColumn(GridColumn(key, title, width, **more), cell)


def text(key: str, width: int, words: Callable[[T], str], role: TextRole = TextRole.TEXT, **more: Any) -> ListColumn[T]:
    """A column of texts."""
    return column(key, width, lambda one, units: Cell(words(one), role), **more)


def figure(
    key: str, width: int, count: Callable[[T], int], role: TextRole = TextRole.TEXT, **more: Any
) -> ListColumn[T]:
    """A column of counts."""

    def cell(one: T, units: Units) -> Cell:
        return Cell(number(count(one)), role, value=count(one))

    return column(key, width, cell, right=True, kind="count", **more)


def stamp(key: str, at: Callable[[T], Stamp | None], role: TextRole = TextRole.TEXT, **more: Any) -> ListColumn[T]:
    """A column of moments."""
    return column(key, 11, lambda one, units: Cell(day_time(at(one)), role, value=at(one)), kind="moment", **more)


def grid_columns(columns: Sequence[ListColumn[T]]) -> tuple[GridColumn, ...]:
    """The columns in the form for a grid."""
    return tuple(each.column for each in columns)


def grid_row(key: str, columns: Sequence[ListColumn[T]], record: T, units: Units) -> GridRow:
    """The row of the grid for a record."""
    return GridRow(key, tuple(each.cell(record, units) for each in columns))


def unit_cell(name: str, key: str | None, units: Units) -> Cell:
    """The cell of a unit's name. If room is short, it shows the registry's short name."""
    unit = units.get(key or "")
    return Cell(name, short=unit.brief if unit else "")
