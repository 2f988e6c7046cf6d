"""Leaderboards: boards with ranked rows. A leaderboard declares its columns; its JSON and table follow from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from cchc_tui.boards.board import Board, By, Snapshot
from cchc_tui.boards.dossier_filter import Only
from cchc_tui.boards.figures import by_change, ranks_of
from cchc_tui.boards.table import CHANGES, Column, Table, Value, ValueType, moments_json
from cchc_tui.domain.moments import iso
from cchc_tui.texts.boards import BOARD, GROUPS, HEADINGS, LEVELS
from cchc_tui.texts.language import tr

if TYPE_CHECKING:
    from cchc_tui.registry import Registry


class RankedSnapshot(Snapshot, Protocol):
    """A snapshot whose rows are units or groups. Each row has ``key``, ``code``, ``name`` and ``level``."""

    @property
    def rows(self) -> Sequence[Any]:
        """The units or groups."""

    @property
    def levels(self) -> Mapping[str, Any]:
        """The figures of the levels "city" and "commune"."""


R = TypeVar("R", bound=RankedSnapshot)
#: The columns before a row's figures.
RANK = Column("rank", HEADINGS.source["rank"], ValueType.COUNT)
NAME = Column("name", GROUPS.source["unit"], ValueType.TEXT)
LEVEL = Column("level", HEADINGS.source["level"], ValueType.TEXT)  # for rows of units
UNIT = Column("unit", HEADINGS.source["unit"], ValueType.TEXT)  # for rows of officers: ``unit_name``
HEAD_COLUMNS = frozenset({RANK.key, NAME.key, LEVEL.key, UNIT.key})
_ONLY_BY = {LEVEL.key: "unit", UNIT.key: "officer"}
#: Grouping → its field in ``DossierFilter``, if the name differs.
OPENED_AS = {"age": "band"}


class Total(NamedTuple):
    """A sum that a table shows in a row of its own below the levels. The row's title is ``title``.

    The snapshot's attribute ``name`` has the figures of the sum. With ``only_where_any``, the table leaves out the row
    if all its figures are 0.
    """

    name: str
    title: str
    only_where_any: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaderboard(Board[R]):
    """A board with ranked rows of figures. The declaration says how to read a figure from a row, a level or a sum.

    In a row, the value of a column is ``value(figures(row), key)``, where ``key`` is the column's key. In a level or
    sum, the value is ``value(of, key)``, where ``of`` is the level or sum.
    """

    only: Only | None = None  # the state of the dossiers behind a row; None: there are none
    figures: Callable[[Any], Any] = lambda row: row
    value: Callable[[Any, str], Value] = getattr
    head: Callable[[R], Mapping[str, Any]] = lambda board: {}  # further keys of the JSON
    sums: tuple[Total, ...] = ()  # sums below the levels
    titled: Callable[[R], str] | None = None  # the title of a snapshot; None: the heading
    by: Callable[[R], By] = lambda board: "unit"  # the grouping of a snapshot
    rank: Callable[[Any], int | None] | None = None  # a row's rank (a unit's: in its level); None: by the first figure
    opened_as: Mapping[str, str] = field(default_factory=lambda: OPENED_AS)  # grouping → its field in ``DossierFilter``
    more_json: Callable[[Any], Mapping[str, Any]] = lambda of: {}  # further keys of a row's or level's JSON
    json_order: tuple[str, ...] = ()  # the order of the figures in JSON; (): as the columns
    of_lists: bool = False  # if true, the JSON has no figure before the first list
    order: Mapping[str, str] = field(default_factory=dict)  # grouping ("": any other) → ``Table.order`` on screens

    def json(self, board: R, registry: Registry | None = None) -> dict[str, Any]:
        """The JSON of a snapshot, made from the columns. Scripts rely on its keys."""
        by, differs = self.by(board), self.differs(board) if self.differs else {}
        there = self._of_grouping(by)
        told = [column for column in there if column.in_json and column.key not in HEAD_COLUMNS]
        if self.json_order:
            told.sort(key=lambda column: self.json_order.index(column.key))

        def figures(of: object) -> dict[str, Any]:
            if self.of_lists and board.data_as_of is None:
                return {column.key: None for column in told}
            said = {column.key: plain(self.value(of, column.key), column.type) for column in told}
            return {**said, **self.more_json(of)}

        def more(name: str) -> dict[str, Any]:
            """The JSON entry "differs" for the level or sum ``name``: first-seen minus reported counts.

            {} if the snapshot has no such differences.
            """
            counts = [column.key for column in told if column.type is ValueType.COUNT]
            return {"differs": {key: self.value(differs[name], key) for key in counts}} if differs else {}

        def named(row: Any) -> dict[str, Any]:
            if by == "unit":
                return {"unit": row.code, "name": row.name, "level": row.level}
            return {by: row.key, "name": row.name, **({"unit": row.code or None} if by == "officer" else {})}

        return {
            **moments_json(board.as_of, board.data_as_of),
            "by": by,
            **self.head(board),
            **({"as_first_seen": True, **more("all")} if differs else {}),
            "levels": {level: {**figures(of), **more(level)} for level, of in board.levels.items()},
            **{one.name: {**figures(getattr(board, one.name)), **more(one.name)} for one in self.sums},
            "rows": [{**named(row), **figures(self.figures(row))} for row in board.rows],
        }

    def table(self, board: R, registry: Registry | None = None, *, screen: bool = False) -> Table:
        """The table of a snapshot: a ranked row for each unit or group, and below them the levels and sums.

        Equal figures share a rank. With ``screen``, the table has the columns and the row order of screens.
        """
        by = self.by(board)
        columns = self._columns(by, screen)
        figured = [column.key for column in columns if column.key not in HEAD_COLUMNS and not column.share_of]
        rows = [(row, self.figures(row)) for row in board.rows]
        main = next((one.key for one in columns if one.main), figured[0])
        by_main = [_figure(self.value(of, main)) for _, of in rows]
        ranks = ranks_of(by_main) if self.rank is None else map(self.rank, board.rows)
        ranked: list[tuple[int | None, Any]] = list(zip(ranks, rows, strict=True))
        ordered = self._order(by) if screen or self.rank is None else ""
        if ordered.startswith("-"):
            changes = any(one.key == ordered[1:] and one.type in CHANGES for one in columns)
            order_key = _changed_first if changes else _last_where_unknown
            ranked.sort(key=lambda each: order_key(self.value(each[1][1], ordered[1:])))
        titles = {NAME.key: self.group_names.get(by, GROUPS.source[by])}
        if by == "unit" and self.rank is not None:  # the rank within the unit's level
            titles[RANK.key] = HEADINGS.source["rank_in_level"]
        sums = [(level, LEVELS[level], of) for level, of in board.levels.items()]
        for one in self.sums:
            of = getattr(board, one.name)
            if not one.only_where_any or any(self.value(of, key) for key in figured):
                sums.append((one.name, tr(one.title), of))
        line = _Line(self, columns, [of for _, of in rows], screen)
        below = line._replace(all=[of for _, _, of in sums])
        keys = tuple(row.key for _, (row, _) in ranked)
        return Table(
            self.name,
            self.title if self.titled is None else self.titled(board),
            board.as_of,
            board.data_as_of,
            tuple(replace(one, title=titles.get(one.key, one.title)).shown for one in columns),
            tuple(line.values(of, _head(row, rank, by)) for rank, (row, of) in ranked),
            tuple(below.values(of, {RANK.key: None, NAME.key: label}) for _, label, of in sums),
            keys=keys if by == "unit" else (),
            only=self.only,
            compared=self.compared,
            ids=() if by == "unit" else keys,
            opens=self.opened_as.get(by, by),
            by=by,
            order=ordered if screen else "",
            levels=tuple(row.level for _, (row, _) in ranked),
            total_keys=tuple(key for key, _, _ in sums),
            units=tuple(row.unit for _, (row, _) in ranked) if by == "officer" else (),
            targets=_targets(columns, registry),
        )

    def _order(self, by: By) -> str:
        """The value of ``Table.order`` for screens.

        Without a declared order, rows are sorted by the main column, descending.
        """
        main = next((f"-{one.key}" for one in self.columns if one.main), "")
        return self.order.get(by) or self.order.get("") or main

    def _columns(self, by: By, screen: bool) -> tuple[Column, ...]:
        """The columns of a grouping. With ``screen``, only those that screens show, sorted by ``Column.lesser``.

        Screens leave out the column ``UNIT``, because they show an officer's unit beside the name.
        """
        there = self._of_grouping(by)
        if not screen:
            return tuple(one for one in there if one.in_table)
        shown = (one for one in there if (one.in_table if one.on_screen is None else one.on_screen))
        grouped = (one for one in shown if one.key != UNIT.key and (not one.groupings or by in one.groupings))
        return tuple(sorted(grouped, key=lambda one: one.lesser))

    def _of_grouping(self, by: By) -> tuple[Column, ...]:
        """The columns of the grouping ``by``. A column that is declared for one other grouping only is left out."""
        there = (one for one in self.columns if _ONLY_BY.get(one.key, by) == by)
        return tuple(one for one in there if len(one.groupings) != 1 or by in one.groupings)

    @property
    def groupings_with_own_columns(self) -> frozenset[str]:
        """The groupings that have at least one column which no other grouping shows."""
        return frozenset(one.groupings[0] for one in self.columns if len(one.groupings) == 1)


class _Line(NamedTuple):
    """Computes the values of rows. ``all`` has the figures of all rows; columns with shares of a sum need them."""

    board: Leaderboard[Any]
    columns: tuple[Column, ...]
    all: Sequence[Any]
    screen: bool

    def values(self, of: object, head: Mapping[str, Value]) -> tuple[Value, ...]:
        return tuple(head.get(one.key, "") if one.key in HEAD_COLUMNS else self._value(of, one) for one in self.columns)

    def _value(self, of: object, one: Column) -> Value:
        if one.share_of:
            total = sum(_amount(self.board.value(each, one.share_of)) for each in self.all)
            return _amount(self.board.value(of, one.share_of)) / total if total else None
        if self.screen and one.whole and not self.board.value(of, one.whole):
            return None
        return self.board.value(of, one.key)


def _figure(value: Value) -> float | None:
    return value if isinstance(value, int | float) else None


def _changed_first(value: Value) -> tuple[int, float]:
    return by_change(_amount(value))


def _last_where_unknown(value: Value) -> tuple[bool, float]:
    return value is None, -_amount(value)


def _amount(value: Value) -> float:
    return value if isinstance(value, int | float) else 0.0


def _head(row: Any, rank: int | None, by: By) -> dict[str, Value]:
    """The values of the columns ``RANK``, ``NAME``, ``LEVEL`` and ``UNIT`` in a row, by column key."""
    named: dict[str, Value] = {RANK.key: rank, NAME.key: row.name}
    if by == "unit":
        return {**named, LEVEL.key: LEVELS[row.level]}
    return {**named, UNIT.key: row.unit_name or BOARD.unplaced} if by == "officer" else named


def _targets(columns: Sequence[Column], registry: Registry | None) -> dict[str, float]:
    """The targets that the registry sets for columns, by column key. Columns without a target are left out."""
    if registry is None:
        return {}
    return {column.key: float(getattr(registry.targets, column.target)) for column in columns if column.target}


def plain(value: Value, sort: ValueType) -> Value:
    """A value as the JSON has it: a float is rounded, a moment is an ISO time, any other value is unchanged."""
    if isinstance(value, float):
        return round(value, 6 if sort is ValueType.SHARE else 2)
    return iso(int(value)) if sort is ValueType.MOMENT and value is not None else value
