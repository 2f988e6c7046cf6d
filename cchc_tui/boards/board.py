"""What a board is: a name, its groupings, and a result as JSON and as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar, get_args

from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Column, Table, Value, ValueType, moments_json
from cchc_tui.domain.moments import Stamp
from cchc_tui.registry import Registry
from cchc_tui.texts.boards import HEADINGS
from cchc_tui.texts.language import tr

#: What the rows of a board may represent.
By: TypeAlias = Literal["unit", "field", "procedure", "officer", "age"]
GROUPINGS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """A query to a board, as far as it supports each part.

    A grouping, one unit (key or code), the units of one level ("city" or "commune"), dates as first seen, and the
    moment since which changes count (None: the first reference).
    """

    by: By = "unit"
    unit: str | None = None
    level: str = ""
    first_seen: bool = False
    since: Stamp | None = None


@dataclass(frozen=True, slots=True)
class BoardResult:
    """A board as JSON and as a table."""

    json: Callable[[], dict[str, Any]]
    table: Callable[[], Table]


class Snapshot(Protocol):
    """The state of a board at a moment."""

    @property
    def as_of(self) -> Stamp:
        """The moment that the board describes."""

    @property
    def data_as_of(self) -> Stamp | None:
        """The moment of the newest list; None if there is none."""


class KeyedRow(Protocol):
    """A row that is known by its key from one snapshot to the next."""

    @property
    def key(self) -> str:
        """The key, which no other row has."""


K = TypeVar("K", bound=KeyedRow)


class KeyedRows(Generic[K]):
    """A snapshot whose rows have keys."""

    __slots__ = ()
    rows: tuple[K, ...]

    def row(self, key: str) -> K | None:
        """The row with that key."""
        return next((row for row in self.rows if row.key == key), None)


S = TypeVar("S", bound=Snapshot)
#: A row: its key, and its values.
Line: TypeAlias = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Generic[S]):
    """The declaration of a board: what it is called, what answers, and what else it can be asked."""

    name: str = field(kw_only=False)
    heading: str = field(kw_only=False)
    columns: tuple[Column, ...]
    ask: Callable[[Moment, BoardQuery], S]
    groupings: tuple[By, ...] = ()
    compared: bool = True  # False if the figures are changes
    differs: Callable[[S], Mapping[str, Any]] | None = None  # by sum, how its counts differ with dates as first seen
    by_level: bool = False  # the units of one level, whatever the rows are
    since: bool = False  # since when changes count
    trend: bool = False  # a unit's row has a line of its last days
    slow: bool = False  # its snapshot takes long: screens show others without waiting for it
    serials: bool = False  # files of it have dossiers' whole codes
    about: str = ""  # what it shows, in a line, for the palette
    topic: str = ""  # what its help says of it; "": ``about``

    @property
    def title(self) -> str:
        """The title in the current language."""
        return tr(self.heading)

    @property
    def first_seen(self) -> bool:
        """Whether it supports dates as first seen."""
        return self.differs is not None

    @property
    def own_columns(self) -> frozenset[str]:
        """The groupings that have a column of their own."""
        return frozenset()

    def answer(self, moment: Moment, query: BoardQuery) -> BoardResult:
        """The result for a moment."""
        board, registry = self.ask(moment, query), moment.registry
        return BoardResult(lambda: self.json(board, registry), lambda: self.table(board, registry))

    def json(self, board: S, registry: Registry) -> dict[str, Any]:
        """The JSON of the contract (DESIGN §5)."""
        raise NotImplementedError

    def table(self, board: S, registry: Registry, *, screen: bool = False) -> Table:
        """The table of a snapshot; with ``screen`` as screens show it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBoard(Board[S]):
    """A board that is not a leaderboard, with its own functions for the JSON and for the rows of the table."""

    json_content: Callable[[S, Registry], Mapping[str, Any]]  # the JSON after the moments
    lines: Callable[[S, Registry], Iterable[Line]]
    sums: Callable[[S], Iterable[tuple[Value, ...]]] = lambda board: ()

    def json(self, board: S, registry: Registry) -> dict[str, Any]:
        """The moments, then its own content."""
        return {**moments_json(board.as_of, board.data_as_of), **self.json_content(board, registry)}

    def table(self, board: S, registry: Registry, *, screen: bool = False) -> Table:
        """Its lines, and the sums below."""
        lines = list(self.lines(board, registry))
        return Table(
            self.name,
            self.title,
            board.as_of,
            board.data_as_of,
            tuple(column.shown for column in self.columns),
            tuple(values for _, values in lines),
            tuple(self.sums(board)),
            ids=tuple(key for key, _ in lines),
        )


def columns_of(**sorts: ValueType) -> tuple[Column, ...]:
    """Columns with the shared headings of tables and exports."""
    return tuple(Column(key, HEADINGS.source[key], sort) for key, sort in sorts.items())
