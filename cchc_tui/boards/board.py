"""How boards are declared. A board takes a query and computes a snapshot, which it turns into JSON or into a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar, get_args

from cchc_tui.boards.details import DetailList, Details, OpenedRow
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Column, Table, Value, ValueType, moments_json
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.roles import Right
from cchc_tui.registry import Registry
from cchc_tui.texts.boards import GROUPS, HEADINGS
from cchc_tui.texts.language import tr

#: The groupings: the kinds of rows that a board may have.
By: TypeAlias = Literal["unit", "field", "procedure", "officer", "age", "directive", "advisory"]
EVERY_GROUPING: tuple[By, ...] = get_args(By)
#: The groupings of dossiers.
GROUPINGS: tuple[By, ...] = ("unit", "field", "procedure", "officer", "age")

#: The groupings whose rows show something of single dossiers: who handles them, and what they are about.
_OF_DOSSIERS = frozenset(GROUPINGS) - {"unit"}


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """The options of a query to a board. A board ignores options that it does not support.

    ``by`` is the grouping. ``unit`` is the key or code of one unit (None: all units). ``level`` is "city" or "commune"
    ("": both). With ``first_seen``, dossiers are counted by the dates that exports showed first, not by later changes
    of these dates. ``since`` is the moment from which changes are computed (None: the first moment that
    ``reference.references`` returns).
    """

    by: By = "unit"
    unit: str | None = None
    level: str = ""
    first_seen: bool = False
    since: Stamp | None = None


@dataclass(frozen=True, slots=True)
class BoardResult:
    """A board's answer to a query: ``json`` computes it as JSON, ``table`` computes it as a table."""

    json: Callable[[], dict[str, Any]]
    table: Callable[[], Table]


class Snapshot(Protocol):
    """What a board computes from the data: its figures at one moment."""

    @property
    def as_of(self) -> Stamp:
        """The moment for which the figures are computed."""

    @property
    def data_as_of(self) -> Stamp | None:
        """The moment of the newest list or sheet that the figures use; None if there is none."""


class KeyedRow(Protocol):
    """A row with a key that stays the same from one snapshot to the next."""

    @property
    def key(self) -> str:
        """The row's key, which is unique within the snapshot."""


K = TypeVar("K", bound=KeyedRow)


class KeyedRows(Generic[K]):
    """A snapshot whose rows have keys."""

    __slots__ = ()
    rows: tuple[K, ...]

    def row(self, key: str) -> K | None:
        """The row with this key; None if there is none."""
        return next((row for row in self.rows if row.key == key), None)


S = TypeVar("S", bound=Snapshot)
#: The key of a row, and the row's values.
Line: TypeAlias = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Generic[S]):
    """The declaration of a board: its names, its options, and the function ``ask`` that computes a snapshot."""

    name: str = field(kw_only=False)
    heading: str = field(kw_only=False)
    needs: Right  # what a viewer needs to see it: PRESENT for counts, DOSSIERS for rows about dossiers
    columns: tuple[Column, ...]
    ask: Callable[[Moment, BoardQuery], S]
    groupings: tuple[By, ...] = ()
    opens: Details | None = None  # the rows that Enter opens; None: dossiers, or nothing
    group_names: Mapping[str, str] = field(default_factory=dict)  # grouping → its name, if the board has its own
    compared: bool = True  # False if the figures are changes
    differs: Callable[[S], Mapping[str, Any]] | None = None  # by name of a sum: first-seen minus reported counts
    by_level: bool = False  # whether it supports ``BoardQuery.level``
    sheet: str = ""  # the kind of sheet without which it has no figures; "": none
    lacks: Callable[[S], str] = lambda snapshot: ""  # the kind of a sheet without which some figures are unknown
    since: bool = False  # whether it supports ``BoardQuery.since``
    trend: bool = False  # whether screens show a chart of the last days for a unit's row
    slow: bool = False  # whether a snapshot takes long; other boards then do not wait for it
    serials: bool = False  # whether exported files have whole dossier codes
    explain: Callable[[Any], Sequence[str]] | None = None  # sentences on how a row's figures follow from each other
    about: str = ""  # one line for the palette: what the board shows
    topic: str = ""  # the paragraph of the help; "": ``about``

    @property
    def title(self) -> str:
        """The board's title in the current language."""
        return tr(self.heading)

    def group_name(self, by: str) -> str:
        """A grouping's name in the current language, as a heading. A board may have its own name for a grouping."""
        return tr(self.group_names.get(by, GROUPS.source[by]))

    @property
    def first_seen(self) -> bool:
        """Whether the board supports ``BoardQuery.first_seen``."""
        return self.differs is not None

    @property
    def groupings_with_own_columns(self) -> frozenset[str]:
        """The groupings that have at least one column which no other grouping shows.

        Only leaderboards have such groupings.
        """
        return frozenset()

    def snapshot(self, moment: Moment, query: BoardQuery) -> S:
        """The snapshot at a moment, limited to what the moment's viewer may see.

        Raises NotAllowedError if the viewer lacks the right ``needs``.

        For a viewer who may see only one unit's dossiers, groupings by field, procedure, officer or age count only that
        unit. Groupings by unit still count all units, unless ``needs`` is DOSSIERS. If the counts are limited, a query
        for another unit raises NotAllowedError. This method does not limit a board without groupings.
        """
        moment.viewer.require(self.needs)
        own = moment.own
        of_dossiers = self.needs is Right.DOSSIERS or query.by in _OF_DOSSIERS
        if own is not None and of_dossiers and self.groupings:
            moment.require_own(query.unit or own)
            query = replace(query, unit=own)
        return self.ask(moment, query)

    def details(self, moment: Moment, opened: OpenedRow) -> DetailList | None:
        """The rows that Enter opens on a row of the board; None if the board declares no such rows (``opens``).

        Raises NotAllowedError if the viewer may not see them.
        """
        moment.viewer.require(Right.DOSSIERS)
        if self.opens is None:
            return None
        moment.require_own(opened.key if opened.by == "unit" else None)
        return self.opens.ask(moment, opened)

    def answer(self, moment: Moment, query: BoardQuery) -> BoardResult:
        """The board's answer to a query at a moment, with only what ``snapshot`` lets the viewer see.

        Raises NotAllowedError if the viewer lacks a right that the query needs.
        """
        board, registry = self.snapshot(moment, query), moment.registry
        return BoardResult(lambda: self.json(board, registry), lambda: self.table(board, registry))

    def json(self, board: S, registry: Registry) -> dict[str, Any]:
        """The JSON of a snapshot. Scripts rely on the keys in it."""
        raise NotImplementedError

    def table(self, board: S, registry: Registry, *, screen: bool = False) -> Table:
        """The table of a snapshot. With ``screen``, it has the columns and the row order of screens."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBoard(Board[S]):
    """A board that is not a leaderboard. It has one function for its JSON, and one for the rows of its table."""

    json_content: Callable[[S, Registry], Mapping[str, Any]]  # the JSON after the moments
    lines: Callable[[S, Registry], Iterable[Line]]
    sums: Callable[[S], Iterable[tuple[Value, ...]]] = lambda board: ()
    by: Callable[[S], By] | None = None  # the grouping of a snapshot, which selects the columns; None: it has only one

    def json(self, board: S, registry: Registry) -> dict[str, Any]:
        """The JSON of a snapshot: first ``as_of`` and ``data_as_of``, then everything that ``json_content`` returns."""
        return {**moments_json(board.as_of, board.data_as_of), **self.json_content(board, registry)}

    def table(self, board: S, registry: Registry, *, screen: bool = False) -> Table:
        """The table of a snapshot: the rows that ``lines`` yields, and ``sums`` below them. ``screen`` is ignored."""
        lines = list(self.lines(board, registry))
        by = self.by(board) if self.by is not None else ""
        keys = tuple(key for key, _ in lines)
        return Table(
            self.name,
            self.title,
            board.as_of,
            board.data_as_of,
            tuple(one.shown for one in self.columns if not by or by in one.groupings),
            tuple(values for _, values in lines),
            tuple(self.sums(board)),
            keys=keys if by == "unit" else (),
            ids=() if by == "unit" else keys,
            by=by or "unit",
        )


def columns_of(**sorts: ValueType) -> tuple[Column, ...]:
    """Make a column for each keyword argument.

    The argument's name is the key of the column, and its value is the type. The heading is the one that all boards use
    for the key.
    """
    return tuple(Column(key, HEADINGS.source[key], sort) for key, sort in sorts.items())
