"""A leaderboard by unit, declared once: what its columns hold. Its JSON, its table and its command follow from that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from cchc_tui.boards.dossiers import Only
from cchc_tui.boards.source import Source
from cchc_tui.boards.table import Answer, Column, Question, Sort, Table, Value, moments_json
from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.texts.boards import GROUPS, HEADINGS, LEVELS
from cchc_tui.texts.language import tr


class Ranking(Protocol):
    """A snapshot of units in their order; each row has ``key``, ``code``, ``name`` and ``level``."""

    @property
    def as_of(self) -> Stamp:
        """The moment that the board describes."""

    @property
    def data_as_of(self) -> Stamp | None:
        """The moment of the newest list; None without any."""

    @property
    def rows(self) -> Sequence[Any]:
        """The units."""

    @property
    def levels(self) -> Mapping[str, Any]:
        """The figures of each level."""


R = TypeVar("R", bound=Ranking)
#: What stands before a row's figures.
RANK = Column("rank", HEADINGS.source["rank"], Sort.COUNT)
NAME = Column("name", GROUPS.source["unit"], Sort.TEXT)
LEVEL = Column("level", HEADINGS.source["level"], Sort.TEXT)
_HEAD = frozenset({RANK, NAME, LEVEL})


class Sum(NamedTuple):
    """An attribute of the snapshot with figures of its own, and what its row is called."""

    name: str
    title: str
    only_where_any: bool = False


@dataclass(frozen=True, slots=True)
class Leaderboard(Generic[R]):
    """What a board says of each unit. ``figures(row)`` and the sums know a figure by its column's key: ``value``."""

    name: str
    heading: str
    columns: tuple[Column, ...]
    ask: Callable[[Source, Question], R]
    only: Only  # which of a unit's dossiers are behind its row
    figures: Callable[[Any], Any] = lambda row: row
    value: Callable[[Any, str], Value] = getattr
    head: Callable[[R], Mapping[str, Any]] = lambda board: {}  # what its JSON says besides
    sums: tuple[Sum, ...] = ()  # what stands below the levels
    titled: Callable[[R], str] | None = None  # where the heading is not all
    compared: bool = True  # False: its figures are changes themselves
    groupings: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return tr(self.heading)

    def answer(self, source: Source, question: Question) -> Answer:
        """Its snapshot in both forms."""
        board = self.ask(source, question)
        return Answer(lambda: self.json(board), lambda: self.table(board))

    def json(self, board: R) -> dict[str, Any]:
        """The contract's form (DESIGN §5)."""

        def figures(of: object) -> dict[str, Any]:
            told = (column for column in self.columns if column.in_json and column not in _HEAD)
            return {column.key: _plain(self.value(of, column.key), column.sort) for column in told}

        return {
            **moments_json(board.as_of, board.data_as_of),
            **self.head(board),
            "levels": {level: figures(of) for level, of in board.levels.items()},
            **{one.name: figures(getattr(board, one.name)) for one in self.sums},
            "rows": [
                {"unit": row.code, "name": row.name, "level": row.level, **figures(self.figures(row))}
                for row in board.rows
            ],
        }

    def table(self, board: R) -> Table:
        """One row for each unit with its place by the first figure, which descends; equals share one. Sums below."""
        columns = tuple(column for column in self.columns if column.in_table)
        figured = [column.key for column in columns if column not in _HEAD]

        def line(name: str, level: str, of: object, rank: int | None = None) -> tuple[Value, ...]:
            said = {RANK: rank, NAME: name, LEVEL: level}
            return tuple(said[one] if one in said else self.value(of, one.key) for one in columns)

        rows = [(row, self.figures(row)) for row in board.rows]
        order = [self.value(of, figured[0]) or 0 for _, of in rows]
        sums = [(LEVELS[level], of) for level, of in board.levels.items()]
        for one in self.sums:
            of = getattr(board, one.name)
            if not one.only_where_any or any(self.value(of, key) for key in figured):
                sums.append((tr(one.title), of))
        return Table(
            self.name,
            self.title if self.titled is None else self.titled(board),
            board.as_of,
            board.data_as_of,
            tuple(column.shown for column in columns),
            tuple(
                line(row.name, LEVELS[row.level], of, order.index(figure) + 1)
                for figure, (row, of) in zip(order, rows, strict=True)
            ),
            tuple(line(label, "", of) for label, of in sums),
            tuple(row.key for row, _ in rows),
            self.only,
            self.compared,
        )


def _plain(value: Value, sort: Sort) -> Value:
    if isinstance(value, float):
        return round(value, 6 if sort is Sort.SHARE else 2)
    return iso(int(value)) if sort is Sort.MOMENT and value is not None else value
