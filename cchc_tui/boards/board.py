"""What a board is to whoever asks it: a name, its groupings, and an answer as JSON and as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar, get_args

from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Column, Table, Value, ValueType, moments_json
from cchc_tui.domain.moments import Stamp
from cchc_tui.registry import Registry
from cchc_tui.texts.boards import HEADINGS
from cchc_tui.texts.language import tr

#: What the rows of a board may be.
By: TypeAlias = Literal["unit", "field", "procedure", "officer", "age"]
GROUPINGS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """What is asked of a board, where it can be: a grouping, one unit (its key or its code), the units of one level
    ("city" or "commune"), dates as first seen, and since when changes count (None: the first reference).
    """

    by: By = "unit"
    unit: str | None = None
    level: str = ""
    first_seen: bool = False
    since: Stamp | None = None


@dataclass(frozen=True, slots=True)
class BoardResult:
    """A board in both forms."""

    json: Callable[[], dict[str, Any]]
    table: Callable[[], Table]


class Snapshot(Protocol):
    """What a board is at a moment."""

    @property
    def as_of(self) -> Stamp:
        """The moment that the board describes."""

    @property
    def data_as_of(self) -> Stamp | None:
        """The moment of the newest list; None without any."""


S = TypeVar("S", bound=Snapshot)
#: A row: what tells it from all others, and its values.
Line: TypeAlias = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class ListBoard(Generic[S]):
    """A board that is no leaderboard: it says itself what its JSON holds and what stands in the rows of its table."""

    name: str
    heading: str
    columns: tuple[Column, ...]
    ask: Callable[[Moment, BoardQuery], S]
    json_content: Callable[[S, Registry], Mapping[str, Any]]  # its JSON after the moments
    lines: Callable[[S, Registry], Iterable[Line]]
    sums: Callable[[S], Iterable[tuple[Value, ...]]] = lambda board: ()
    groupings: tuple[By, ...] = ()
    first_seen: bool = False  # whether it can be asked for dates as first seen
    since: bool = False  # whether it can be asked since when changes count
    serials: bool = False  # whether files of it have dossiers' whole codes

    @property
    def title(self) -> str:
        """What it is called."""
        return tr(self.heading)

    def answer(self, moment: Moment, query: BoardQuery) -> BoardResult:
        """Its snapshot in both forms."""
        board, registry = self.ask(moment, query), moment.registry
        return BoardResult(lambda: self.json(board, registry), lambda: self.table(board, registry))

    def json(self, board: S, registry: Registry) -> dict[str, Any]:
        """The contract's form (DESIGN §5)."""
        return {**moments_json(board.as_of, board.data_as_of), **self.json_content(board, registry)}

    def table(self, board: S, registry: Registry) -> Table:
        """Its rows, and the sums below them."""
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
    """Columns with the headings that tables and exports share."""
    return tuple(Column(key, HEADINGS.source[key], sort) for key, sort in sorts.items())
