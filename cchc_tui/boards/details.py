"""What Enter opens on a row of a board: further rows, such as the plans behind a unit's row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cchc_tui.boards.moment import Moment
from cchc_tui.boards.sheets import HeldRow, held
from cchc_tui.boards.table import Column, Table, Value
from cchc_tui.domain.moments import Stamp
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.texts.language import N_, tr


class OpenedRow(NamedTuple):
    """The row of a board that the user opened. ``by`` is the board's grouping, and ``key`` the key of the row.

    ``level`` is the level to which the board was limited ("": to none).
    """

    by: str
    key: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One of the rows behind a row of a board: a unique key, and a value for each column.

    ``values`` can be a function that returns the values in the current language; it is called whenever the row is
    drawn. ``board`` is the name of the board that Enter opens ("": Enter opens nothing).
    """

    key: str
    values: tuple[Value, ...] | Callable[[], tuple[Value, ...]]
    board: str = ""

    @property
    def worded(self) -> tuple[Value, ...]:
        """The row's values, with texts in the current language."""
        return self.values() if callable(self.values) else self.values


@dataclass(frozen=True, slots=True)
class DetailList:
    """The rows behind one row of a board at a moment."""

    as_of: Stamp
    data_as_of: Stamp | None
    rows: tuple[DetailRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The declaration of what Enter opens on a row of a board: a table of further rows.

    ``ask`` computes the rows. In the column with the key ``column``, the text ``words[column][value]`` is shown instead
    of ``value``. ``order`` is ``Table.order``. ``nothing`` is the text that is shown if there are no rows.
    """

    columns: tuple[Column, ...]
    ask: Callable[[Moment, OpenedRow], DetailList]
    words: Mapping[str, Mapping[Value, str]] = field(default_factory=dict)
    order: str = ""
    nothing: str = N_("Chưa có dòng nào.")

    def table(self, name: str, title: str, found: DetailList) -> Table:
        """Make a table with this name and title from the rows in ``found``, in the current language."""
        words = [self.words.get(column.key, {}) for column in self.columns]

        def shown(value: Value, said: Mapping[Value, str]) -> Value:
            return tr(said[value]) if value in said else value

        return Table(
            name,
            title,
            found.as_of,
            found.data_as_of,
            tuple(column.shown for column in self.columns),
            tuple(tuple(map(shown, row.worded, words)) for row in found.rows),
            ids=tuple(row.key for row in found.rows),
            order=self.order,
        )


def sheet_list(
    moment: Moment,
    name: str,
    columns: Iterable[Column],
    rows: Iterable[HeldRow],
    more: Callable[[HeldRow], Mapping[str, Value]] = lambda row: {},
) -> DetailList:
    """Rows of the sheet ``name`` as a list of details.

    A column's key is the name of a field of the sheet, or the key of a value that ``more`` returns for a row.
    """
    keys = [column.key for column in columns]

    def values(row: HeldRow) -> tuple[Value, ...]:
        said: Mapping[str, Any] = {**row.values, **more(row)}
        return tuple(said[key] for key in keys)

    found = (DetailRow(f"{row.export}/{row.row}", values(row)) for row in rows)
    return DetailList(moment.at, moment.newest_of(name), tuple(found))


def sheet_details(name: str, columns: tuple[Column, ...], **more: Any) -> Details:
    """Declare details that show the current rows of the sheet ``name`` about the opened unit.

    ``more`` are further fields of ``Details``.
    """

    def ask(moment: Moment, opened: OpenedRow) -> DetailList:
        named = [field.name for field in SHEETS[name].fields if field.type.startswith("unit")]
        rows = (row for row in held(moment, name) if any(_has(row.values[unit], opened.key) for unit in named))
        return sheet_list(moment, name, columns, rows)

    return Details(columns=columns, ask=ask, **more)


def _has(value: str | tuple[str, ...], unit: str) -> bool:
    return value == unit or (isinstance(value, tuple) and unit in value)
