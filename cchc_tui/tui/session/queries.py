"""Queries as values: a screen lists its queries, the poller asks the source, and the screen shows the answers.

The code that answers a query is imported at its first use, after the first frame. Screens list their queries without a
moment; the session adds the requested moment. If there is a reference (an earlier moment since which changes are
counted), the session asks each ``compared`` query for that moment too.
"""

from __future__ import annotations

from collections.abc import Hashable
from copy import copy
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

from typing_extensions import override

from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.domain.roles import Right

if TYPE_CHECKING:
    from cchc_tui.boards.board import BoardQuery, By
    from cchc_tui.boards.dossier_filter import DossierFilter
    from cchc_tui.boards.dossiers import DossierLine, DossierList
    from cchc_tui.boards.moment import Moment
    from cchc_tui.boards.search import SearchResult
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.moments import Stamp


_PERSONS = Access(personal=True, officers=True)
#: A number for each request, so that two requests with the same terms are different.
REQUEST_NUMBERS = count()


class Query:
    """A query to the source, which is also the key of its answer: equal queries share an answer.

    ``at`` is the moment that is asked about; None is now. A subclass declares the values below in its class statement.
    Queries are plain classes, because creating dataclasses would delay the first frame by 6 ms.
    """

    #: The function that answers it, as ``module.function`` in ``boards/``. It gets the moment and the terms.
    asks: ClassVar[str] = ""
    #: Seconds after which it is asked again without a load, because the clock alone makes dossiers late; 0: never.
    every: ClassVar[float] = 0.0
    #: Whether its answer depends on the moment.
    dated: ClassVar[bool] = True
    #: Whether its answer is compared with the answer at the reference's moment.
    compared: bool = False
    #: Whether each typed letter asks a new one, which replaces a waiting query of the same type.
    typed: ClassVar[bool] = False
    #: Whether its answer is small enough to keep while no screen shows it.
    small: ClassVar[bool] = True
    #: The right that its answer needs. Each query declares it.
    needs: Right
    #: Whether it writes. If a write fails, the source may still be readable.
    writes: ClassVar[bool] = False
    #: Whether it takes long: a second thread answers it, and a step to another moment does not wait for it.
    slow: bool = False
    #: The highest access level that makes a difference to its answer.
    max_access: ClassVar[Access] = HIDDEN
    #: The access level under which it is asked, never above ``max_access``.
    shows: Access = HIDDEN

    def __init_subclass__(cls, **declared: Any) -> None:
        for name, value in declared.items():
            setattr(cls, name, value)

    def __init__(self, *terms: Hashable, at: Stamp | None = None):
        self._terms: tuple[Any, ...] = (type(self), *terms)
        self.at = at

    @property
    def has_changes(self) -> bool:
        """Whether the answer is shown with its changes since the reference."""
        return self.compared

    def at_moment(self, at: Stamp | None) -> Self:
        """The same query at a moment; unchanged if its answer does not depend on the moment."""
        if not self.dated or at == self.at:
            return self
        other = copy(self)
        other.at = at
        return other

    def with_access(self, shows: Access) -> Self:
        """The same query with an access level, but not above ``max_access``."""
        shows = shows.limited_to(self.max_access)
        if shows == self.shows:
            return self
        other = copy(self)
        other.shows = shows
        return other

    @property
    def without_access(self) -> Self:
        """The same query at the lowest access level, as a screen lists it."""
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
        """The answer after too many failures; None if the query is to be tried until it succeeds."""
        return None


class TimelineQuery(Query, needs=Right.PRESENT, asks="timeline.timeline", dated=False):
    """The query for the moments of all lists and meetings."""


class DataAsOfQuery(Query, needs=Right.PRESENT, dated=False):
    """The query for the moment of the newest list; the answer is None without a list."""

    @override
    def ask(self, moment: Moment) -> Stamp | None:
        return moment.data_as_of


class NextDueQuery(Query, needs=Right.PRESENT, asks="next_due_change.next_due"):
    """The query for the next moment when the clock alone changes boards; None if there is no such moment."""


class OverviewQuery(Query, needs=Right.PRESENT, asks="overview.overview", every=30.0, compared=True):
    """The query for the overview."""


class TrendQuery(Query, needs=Right.PRESENT, asks="trend.trend", every=60.0):
    """The query for the daily figures of every unit in the last thirty days."""


class ForecastQuery(Query, needs=Right.PRESENT, asks="forecast.forecast", every=60.0, slow=True):
    """The query for the forecast for the month's end."""


class RolloutQuery(
    Query,
    needs=Right.PRESENT,
    asks="rollout.rollout_board",
    every=30.0,
    compared=True,
    max_access=Access(personal=True),
):
    """The query for the board of model practices."""


class ExportsQuery(Query, needs=Right.PRESENT, asks="exports.exports_board", every=30.0, max_access=_PERSONS):
    """The query for the board of data sources, with the newest ``most`` entries of each of its lists.

    The board counts the files that arrived today. So its answer changes at midnight, even without a new file.
    """

    def __init__(self, most: int = 100):
        super().__init__(most)
        self.most = most


class FindingsQuery(Query, needs=Right.PRESENT, asks="findings.findings_board", every=30.0, max_access=_PERSONS):
    """The query for the board of findings."""


class ProblemsQuery(Query, needs=Right.DOSSIERS, asks="export_problems.problems_of", dated=False):
    """The query for the first problems of one export, in the order of its rows."""

    def __init__(self, export: int):
        super().__init__(export)
        self.export = export


class DirectivesQuery(Query, needs=Right.PRESENT, asks="directives.directives_board", every=30.0, slow=True):
    """The query for the board of directives, with all its groupings."""


class DirectivePageQuery(Query, needs=Right.BOARDS, asks="directive_page.directive_page", every=60.0, slow=True):
    """The query for one directive; the answer is None if it was not given yet."""

    def __init__(self, directive: str):
        super().__init__(directive)
        self.directive = directive


class LastMeetingQuery(Query, needs=Right.PRESENT, asks="last_meeting.last_meeting", every=60.0, slow=True):
    """The query for the last ended meeting and its directives; the answer's ``meeting`` is None if none has ended."""


class MeetingLogQuery(Query, needs=Right.BOARDS, asks="meeting_log.meeting_log", every=30.0, slow=True):
    """The query for the log of the last meeting; the answer is None without a meeting."""


class TableQuery(Query, needs=Right.PRESENT, every=30.0, max_access=Access(officers=True)):
    """The query for a board that declares its columns. Arguments after ``board`` are the fields of ``BoardQuery``."""

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
        if board != "late":  # the first frame does not wait for that board's file: ``LateQuery`` has its values
            from cchc_tui.boards.listed import board_of

            declared = board_of(board)
            self.slow, self.compared, self.needs = declared.slow, not declared.since, declared.needs

    @property
    @override
    def has_changes(self) -> bool:
        """Always True: either the answer is compared, or its figures are themselves changes since the reference."""
        return True

    @property
    def terms(self) -> BoardQuery:
        """The arguments after ``board``, as a ``BoardQuery``."""
        from cchc_tui.boards.board import BoardQuery

        return BoardQuery(*self._terms[2:])

    @override
    def ask(self, moment: Moment) -> Any:
        from cchc_tui.boards.listed import board_of

        return board_of(self.board).snapshot(moment, self.terms)


class LateQuery(TableQuery, compared=True):
    """The query for the board of late dossiers. Overview, unit pages and alerts use its answer too."""

    def __init__(self, by: By = "unit", unit: str | None = None, level: str = "", first_seen: bool = False):
        super().__init__("late", by, unit, level, first_seen)


class DetailsQuery(Query, needs=Right.DOSSIERS, every=30.0):
    """The query for the rows behind one row of a board.

    ``by`` and ``key`` are the row's grouping and key. ``level`` is the level of the board's rows ("": both).
    """

    def __init__(self, board: str, by: By, key: str, level: str = ""):
        super().__init__(board, by, key, level)
        self.board, self.by, self.key, self.level = board, by, key, level

    @override
    def ask(self, moment: Moment) -> Any:
        from cchc_tui.boards.details import OpenedRow
        from cchc_tui.boards.listed import board_of

        return board_of(self.board).details(moment, OpenedRow(self.by, self.key, self.level))


def leaderboard_query(
    name: str, by: By = "unit", *, level: str = "", first_seen: bool = False, since: Stamp | None = None
) -> Query:
    """The query for a leaderboard. The board of late dossiers ignores ``since``."""
    if name == "late":
        return LateQuery(by, None, level, first_seen)
    return TableQuery(name, by, None, level, first_seen, since)


class ListQuery(
    Query, needs=Right.DOSSIERS, asks="dossiers.dossier_list", every=30.0, small=False, max_access=_PERSONS
):
    """The query for the dossiers that a filter finds. ``LinesRequest`` asks for their lines, page by page."""

    def __init__(self, which: DossierFilter):
        super().__init__(which)
        self.filter = which


class SearchQuery(Query, needs=Right.DOSSIERS, typed=True, small=False, max_access=_PERSONS):
    """The query for the search results for a text."""

    def __init__(self, text: str):
        super().__init__(text)
        self.text = text

    @override
    def ask(self, moment: Moment) -> SearchResult:
        from cchc_tui.boards.search import search

        return search(moment, self.text, live=self.at is None)


class DossierQuery(Query, needs=Right.DOSSIERS, asks="history.dossier_page", every=30.0, max_access=_PERSONS):
    """The query for one dossier with its versions; the answer is None if there is no such dossier."""

    def __init__(self, dossier: int):
        super().__init__(dossier)
        self.dossier = dossier


class LinesRequest(Query, needs=Right.DOSSIERS, dated=False, max_access=_PERSONS):
    """A request for one page of a list. Two requests are never equal."""

    def __init__(self, which: DossierList, offset: int, limit: int):
        super().__init__(next(REQUEST_NUMBERS), at=which.as_of)
        self.which = which
        self.offset = offset
        self.limit = limit

    @override
    def ask(self, moment: Moment) -> tuple[DossierLine, ...]:
        from cchc_tui.boards.dossiers import dossier_lines

        return dossier_lines(moment, self.which, self.offset, self.limit)


Answers: TypeAlias = dict[Query, Any]
