"""Columns of lists, each declared with the function that makes its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from cchc_tui.texts.tui import COLUMNS, TEXT
from cchc_tui.texts.tui_privacy import COLUMNS as PERSONAL_COLUMNS
from cchc_tui.tui.style.formats import day, day_time, number
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

if TYPE_CHECKING:
    from cchc_tui.boards.board import KeyedRow
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.registry import Registry

T = TypeVar("T")
K = TypeVar("K", bound="KeyedRow")
_TITLES = COLUMNS | PERSONAL_COLUMNS


class Context(NamedTuple):
    """What a cell needs besides its record."""

    registry: Registry
    moment: Stamp  # of the board

    def unit_cell(self, name: str, key: str | None, **more: Any) -> Cell:
        """The cell of a unit's name. If room is short, it shows the registry's short name."""
        unit = self.registry.units.by_key.get(key or "")
        return Cell(name, short=unit.brief if unit else "", **more)


class ListColumn(NamedTuple, Generic[T]):
    """A column of a grid, and the function that makes its cell from a record."""

    column: GridColumn
    cell: Callable[[T, Context], Cell]


def column(
    key: str,
    width: int,
    cell: Callable[[T, Context], Cell],
    *,
    heading: str = "",
    titles: Mapping[str, tuple[str, str]] = _TITLES,
    **more: Any,
) -> ListColumn[T]:
    """A column with the title of ``heading`` (else of ``key``). ``more`` are further fields of ``GridColumn``."""
    return ListColumn(GridColumn(key, titles[heading or key][0], width, **more), cell)


def text(key: str, width: int, words: Callable[[T], str], role: TextRole = TextRole.TEXT, **more: Any) -> ListColumn[T]:
    """A column of texts."""
    return column(key, width, lambda one, context: Cell(words(one), role), **more)


def figure(
    key: str,
    width: int,
    count: Callable[[T], int | None],
    role: TextRole = TextRole.TEXT,
    *,
    blank: bool = False,
    **more: Any,
) -> ListColumn[T]:
    """A column of counts. An unknown count (None) is ``–``. With ``blank`` a cell with 0 is empty."""

    def cell(one: T, context: Context) -> Cell:
        found = count(one)
        words = TEXT.nothing if found is None else number(found) if found or not blank else ""
        return Cell(words, role, value=found)

    return column(key, width, cell, right=True, kind="count", **more)


def stamp(key: str, at: Callable[[T], Stamp | None], role: TextRole = TextRole.TEXT, **more: Any) -> ListColumn[T]:
    """A column of moments."""
    return column(key, 11, lambda one, context: Cell(day_time(at(one)), role, value=at(one)), kind="moment", **more)


def day_stamp(key: str, at: Callable[[T], Stamp | None], **more: Any) -> ListColumn[T]:
    """A column of moments of which only the days are shown."""
    return column(key, 10, lambda one, context: Cell(day(at(one)), value=at(one)), kind="day", **more)


def grid_columns(columns: Sequence[ListColumn[T]]) -> tuple[GridColumn, ...]:
    """The ``GridColumn`` of each column."""
    return tuple(each.column for each in columns)


def grid_row(key: str, columns: Sequence[ListColumn[T]], record: T, context: Context) -> GridRow:
    """The row of the grid for a record."""
    return GridRow(key, tuple(each.cell(record, context) for each in columns))


def grid_rows(columns: Sequence[ListColumn[K]], records: Iterable[K], context: Context) -> list[GridRow]:
    """The rows of the grid for records that have keys."""
    return [grid_row(record.key, columns, record, context) for record in records]
