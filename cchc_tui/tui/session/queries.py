"""Queries: what a screen wants to know, as values. The poller asks the source, and the screens show the answers.

What answers a query is imported when it is first asked, after the first frame. A screen asks without a moment; the
session asks at the moment that is requested, and at the one that changes are counted from.
"""

from __future__ import annotations

from collections.abc import Hashable
from copy import copy
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

from typing_extensions import override

from cchc_tui.domain.privacy import HIDDEN, Access

if TYPE_CHECKING:
    from cchc_tui.boards.board import BoardQuery, By
    from cchc_tui.boards.dossier_filter import DossierFilter
    from cchc_tui.boards.dossiers import DossierLine, DossierList
    from cchc_tui.boards.moment import Moment
    from cchc_tui.boards.search import SearchResult
    from cchc_tui.boards.source import Source
    from cchc_tui.boards.table import Table
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.registry import Registry


#: Makes two requests with the same terms different.
REQUEST_NUMBERS = count()


class Query:
    """A query to the source, and a key: equal queries have one answer. ``at`` None is now.

    Queries are plain classes, because making dataclasses would take 6 ms of the first frame.
    """

    #: What answers it: a function of a moment and of the query's terms in a module of ``boards/``.
    asks: ClassVar[str] = ""
    #: After so many seconds it is asked again without a load, since time alone makes dossiers late; 0: never.
    every: ClassVar[float] = 0.0
    #: Whether it can be asked of any moment.
    dated: ClassVar[bool] = True
    #: Whether its answer is compared with that of an earlier moment.
    compared: bool = False
    #: Whether it is asked with each letter that is typed: a new one replaces one that waits.
    typed: ClassVar[bool] = False
    #: Whether an answer is small enough to be kept at hand when it goes out of sight.
    small: ClassVar[bool] = True
    #: Whether it writes something: its failure says nothing about the boards.
    writes: ClassVar[bool] = False
    #: Whether it takes long: it is answered in a thread of its own, and another moment's boards come without it.
    slow: bool = False
    #: The access level that its answer can make use of.
    max_access: ClassVar[Access] = HIDDEN
    #: The access level that it is asked under, never above ``max_access``.
    shows: Access = HIDDEN

    def __init__(self, *terms: Hashable, at: Stamp | None = None):
        self._terms: tuple[Any, ...] = (type(self), *terms)
        self.at = at

    def at_moment(self, at: Stamp | None) -> Self:
        """The same query at another moment."""
        if not self.dated or at == self.at:
            return self
        other = copy(self)
        other.at = at
        return other

    def with_access(self, shows: Access) -> Self:
        """The same query under an access level, as far as it can make use of it."""
        shows = shows.limited_to(self.max_access)
        if shows == self.shows:
            return self
        other = copy(self)
        other.shows = shows
        return other

    @property
    def without_access(self) -> Self:
        """The same query as a screen asks it, without an access level."""
        return self.with_access(HIDDEN)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Query) or self._terms != other._terms:
            return False
        return self.at == other.at and self.shows == other.shows

    def __hash__(self) -> int:
        return hash((self._terms, self.at, self.shows))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._terms[1:]}" + ("" if self.at is None else f".at_moment({self.at})")

    def answer(self, source: Source) -> object:
        """The answer of a source."""
        return source.answer(self)

    def ask(self, moment: Moment) -> Any:
        """The answer, a frozen snapshot."""
        module, _, function = self.asks.partition(".")
        return getattr(import_module(f"cchc_tui.boards.{module}"), function)(moment, *self._terms[1:])

    def given_up(self, error: Exception) -> object:
        """The answer after it has failed too often; None: it is never given up."""
        return None


class TimelineQuery(Query):
    """The moments of all lists and meetings."""

    asks = "timeline.timeline"
    dated = False


class DataAsOfQuery(Query):
    """The moment of the newest list; None without any."""

    dated = False

    @override
    def ask(self, moment: Moment) -> Stamp | None:
        return moment.data_as_of


class NextDueQuery(Query):
    """The next moment at which the clock alone changes the boards; None: never. Answered in under a millisecond."""

    asks = "next_due_change.next_due"


class OverviewQuery(Query):
    """The overview."""

    asks = "overview.overview"
    every = 5.0
    compared = True


class TrendQuery(Query):
    """The last thirty days of every unit."""

    asks = "trend.trend"
    every = 60.0


class ForecastQuery(Query):
    """What is expected at the month's end."""

    asks = "forecast.forecast"
    every = 60.0
    slow = True


class RolloutQuery(Query):
    """The matrix of model practices."""

    asks = "rollout.rollout_board"
    every = 30.0
    compared = True
    max_access = Access(personal=True)


class ExportsQuery(Query):
    """The board of data sources: of each of its lists the newest, ``most`` of them."""

    asks = "exports.exports_board"
    every = 30.0  # what came today
    max_access = Access(personal=True, officers=True)

    def __init__(self, most: int = 100):
        super().__init__(most)
        self.most = most


class FindingsQuery(Query):
    """The board of findings."""

    asks = "findings.findings_board"
    every = 30.0
    max_access = Access(personal=True, officers=True)


class ProblemsQuery(Query):
    """The first problems of one export, in the order of its rows."""

    asks = "exports.problems_of"
    dated = False

    def __init__(self, export: int):
        super().__init__(export)
        self.export = export


class TableQuery(Query):
    """A board that declares its columns. The terms are those of a ``BoardQuery``, in its order."""

    every = 5.0
    max_access = Access(officers=True)

    def __init__(
        self,
        board: str,
        by: By = "unit",
        unit: str | None = None,
        level: str = "",
        first_seen: bool = False,
        since: Stamp | None = None,
    ):
        super().__init__(board, by, unit, level, first_seen, since)
        self.board = board
        self._use_declaration()

    def _use_declaration(self) -> None:
        from cchc_tui.boards.listed import board_of

        declared = board_of(self.board)
        self.slow, self.compared = declared.slow, not declared.since

    @property
    def terms(self) -> BoardQuery:
        """What is asked of the board."""
        from cchc_tui.boards.board import BoardQuery

        return BoardQuery(*self._terms[2:])

    @override
    def ask(self, moment: Moment) -> Any:
        from cchc_tui.boards.listed import board_of

        return board_of(self.board).ask(moment, self.terms)


class LateQuery(TableQuery):
    """The board of late dossiers, which overview, unit pages and alerts ask too."""

    compared = True

    def __init__(self, by: By = "unit", unit: str | None = None, level: str = "", first_seen: bool = False):
        super().__init__("late", by, unit, level, first_seen)

    @override
    def _use_declaration(self) -> None:
        """The first frame asks for this board, and must not wait for its file."""


def leaderboard_query(
    name: str, by: By = "unit", *, level: str = "", first_seen: bool = False, since: Stamp | None = None
) -> Query:
    """The question that a leaderboard answers."""
    if name == "late":  # overview, unit pages and alerts rest on the same answer
        return LateQuery(by, None, level, first_seen)
    return TableQuery(name, by, None, level, first_seen, since)


def table_of(name: str, answer: Any, registry: Registry) -> Table:
    """The answer of a board as its table for screens."""
    from cchc_tui.boards.listed import board_of

    return board_of(name).table(answer, registry, screen=True)


class ListQuery(Query):
    """Which dossiers a filter finds; their lines are asked for page by page."""

    asks = "dossiers.dossier_list"
    every = 30.0
    small = False
    max_access = Access(personal=True, officers=True)

    def __init__(self, which: DossierFilter):
        super().__init__(which)
        self.filter = which


class SearchQuery(Query):
    """What a text finds."""

    typed = True
    small = False
    max_access = Access(personal=True, officers=True)

    def __init__(self, text: str):
        super().__init__(text)
        self.text = text

    def ask(self, moment: Moment) -> SearchResult:
        """The answer."""
        from cchc_tui.boards.search import search

        return search(moment, self.text, live=self.at is None)


class DossierQuery(Query):
    """One dossier with its versions; None when it is not known."""

    asks = "history.dossier_page"
    every = 30.0
    max_access = Access(personal=True, officers=True)

    def __init__(self, dossier: int):
        super().__init__(dossier)
        self.dossier = dossier


class LinesRequest(Query):
    """A page of a list, asked for once; two are never the same question."""

    dated = False
    max_access = Access(personal=True, officers=True)

    def __init__(self, which: DossierList, offset: int, limit: int):
        super().__init__(next(REQUEST_NUMBERS), at=which.as_of)
        self.which = which
        self.offset = offset
        self.limit = limit

    def ask(self, moment: Moment) -> tuple[DossierLine, ...]:
        """The answer."""
        from cchc_tui.boards.dossiers import dossier_lines

        return dossier_lines(moment, self.which, self.offset, self.limit)


Answers: TypeAlias = dict[Query, Any]
