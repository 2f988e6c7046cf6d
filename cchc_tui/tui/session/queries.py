"""Queries as values: a screen lists its queries, the poller asks the source, and the screen shows the answers.

The code that answers a query is imported when it is first needed, after the first frame. Screens list their queries
without a moment; the session adds the requested moment. The poller asks ``compared`` queries a second time, at the
moment of the reference.
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


#: Numbers that make two requests with the same terms different.
REQUEST_NUMBERS = count()


class Query:
    """A query to the source, and the key of its answer: equal queries share an answer. ``at`` None is now.

    Queries are plain classes, because making dataclasses would take 6 ms of the first frame.
    """

    #: The function that answers it, as ``module.function`` in ``boards/``. Its arguments are the moment and the terms.
    asks: ClassVar[str] = ""
    #: Seconds after which it is asked again even without a load, since the clock alone makes dossiers late; 0: never.
    every: ClassVar[float] = 0.0
    #: Whether its answer depends on the moment.
    dated: ClassVar[bool] = True
    #: Whether its answer is compared with the answer at the reference's moment.
    compared: bool = False
    #: Whether it is asked at each typed letter: a new query of the same type replaces a waiting one.
    typed: ClassVar[bool] = False
    #: Whether its answer is small enough to be kept while no screen shows it.
    small: ClassVar[bool] = True
    #: Whether it writes. A failing write does not mean that the source can't be read.
    writes: ClassVar[bool] = False
    #: Whether it takes long: a second thread answers it, and a step through time does not wait for it.
    slow: bool = False
    #: The highest access level that makes a difference to its answer.
    max_access: ClassVar[Access] = HIDDEN
    #: The access level under which it is asked, never above ``max_access``.
    shows: Access = HIDDEN

    def __init__(self, *terms: Hashable, at: Stamp | None = None):
        self._terms: tuple[Any, ...] = (type(self), *terms)
        self.at = at

    @property
    def has_changes(self) -> bool:
        """Whether changes since the reference are shown with its answer."""
        return self.compared

    def at_moment(self, at: Stamp | None) -> Self:
        """The same query at another moment."""
        if not self.dated or at == self.at:
            return self
        other = copy(self)
        other.at = at
        return other

    def with_access(self, shows: Access) -> Self:
        """The same query under an access level, limited to ``max_access``."""
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
        """Ask a source for the answer."""
        return source.answer(self)

    def ask(self, moment: Moment) -> Any:
        """The answer at a moment, a frozen snapshot."""
        module, _, function = self.asks.partition(".")
        return getattr(import_module(f"cchc_tui.boards.{module}"), function)(moment, *self._terms[1:])

    def given_up(self, error: Exception) -> object:
        """The answer after too many failures; None: the query is tried until it succeeds."""
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
    """The forecast for the month's end."""

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
    """The board of data sources, with the newest ``most`` entries of each of its lists."""

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
    """A board that declares its columns. The terms after ``board`` are the fields of ``BoardQuery``, in order."""

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
    @override
    def has_changes(self) -> bool:
        """Always: the answer is compared, or its figures are themselves changes since the reference."""
        return True

    @property
    def terms(self) -> BoardQuery:
        """The terms as a ``BoardQuery``."""
        from cchc_tui.boards.board import BoardQuery

        return BoardQuery(*self._terms[2:])

    @override
    def ask(self, moment: Moment) -> Any:
        from cchc_tui.boards.listed import board_of

        return board_of(self.board).ask(moment, self.terms)


class LateQuery(TableQuery):
    """The board of late dossiers. Overview, unit pages and alerts ask for it too."""

    compared = True

    def __init__(self, by: By = "unit", unit: str | None = None, level: str = "", first_seen: bool = False):
        super().__init__("late", by, unit, level, first_seen)

    @override
    def _use_declaration(self) -> None:
        """Read no declaration: the first frame asks for this board, and must not wait for the import of its file."""


def leaderboard_query(
    name: str, by: By = "unit", *, level: str = "", first_seen: bool = False, since: Stamp | None = None
) -> Query:
    """The query of a leaderboard."""
    if name == "late":  # overview, unit pages and alerts share its answer
        return LateQuery(by, None, level, first_seen)
    return TableQuery(name, by, None, level, first_seen, since)


def table_of(name: str, answer: Any, registry: Registry) -> Table:
    """A board's answer as the table that screens show."""
    from cchc_tui.boards.listed import board_of

    return board_of(name).table(answer, registry, screen=True)


class ListQuery(Query):
    """The dossiers that a filter finds. ``LinesRequest`` asks for their lines, page by page."""

    asks = "dossiers.dossier_list"
    every = 30.0
    small = False
    max_access = Access(personal=True, officers=True)

    def __init__(self, which: DossierFilter):
        super().__init__(which)
        self.filter = which


class SearchQuery(Query):
    """The search results for a text."""

    typed = True
    small = False
    max_access = Access(personal=True, officers=True)

    def __init__(self, text: str):
        super().__init__(text)
        self.text = text

    def ask(self, moment: Moment) -> SearchResult:
        """The search results at a moment."""
        from cchc_tui.boards.search import search

        return search(moment, self.text, live=self.at is None)


class DossierQuery(Query):
    """One dossier with its versions; None if there is no such dossier."""

    asks = "history.dossier_page"
    every = 30.0
    max_access = Access(personal=True, officers=True)

    def __init__(self, dossier: int):
        super().__init__(dossier)
        self.dossier = dossier


class LinesRequest(Query):
    """A page of a list, asked for once. Two requests are never equal."""

    dated = False
    max_access = Access(personal=True, officers=True)

    def __init__(self, which: DossierList, offset: int, limit: int):
        super().__init__(next(REQUEST_NUMBERS), at=which.as_of)
        self.which = which
        self.offset = offset
        self.limit = limit

    def ask(self, moment: Moment) -> tuple[DossierLine, ...]:
        """The lines of the page."""
        from cchc_tui.boards.dossiers import dossier_lines

        return dossier_lines(moment, self.which, self.offset, self.limit)


Answers: TypeAlias = dict[Query, Any]
