"""What a screen wants to know, as values: the live thread asks the source, the screens only show the answers.

What answers a question is imported when it is first asked, after the first frame. A screen asks without saying when;
the app asks ``of`` the moment looked at, and of the one changes are counted from.
"""

from __future__ import annotations

from collections.abc import Hashable
from copy import copy
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, TypeAlias

from typing_extensions import override

from cchc_tui.domain.privacy import HIDDEN, Access, AccessRecord

if TYPE_CHECKING:
    from cchc_tui.boards.board import By
    from cchc_tui.boards.dossier_filter import DossierFilter
    from cchc_tui.boards.dossiers import DossierLine, DossierList
    from cchc_tui.boards.late import LateBoard
    from cchc_tui.boards.moment import Moment
    from cchc_tui.boards.search import SearchResult
    from cchc_tui.boards.source import Source
    from cchc_tui.boards.table import Table
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.registry import Registry


_NUMBERS = count()


class Query:
    """A question to the source, and a key: equal questions have one answer. ``at`` None is now. Plain classes and not
    dataclasses, which would take 6 ms of the first frame to be made.
    """

    #: What answers it: a function of a moment and of the query's terms in a module of ``boards/``.
    asks: ClassVar[str] = ""
    #: After so many seconds it is asked again without a load, since time alone makes dossiers late; 0: never.
    every: ClassVar[float] = 0.0
    #: Whether it can be asked of any moment.
    dated: ClassVar[bool] = True
    #: Whether what it tells is held against the same of an earlier moment.
    compared: bool = False
    #: Whether it is asked with each letter that is typed: one that waits is dropped when the next one comes.
    typed: ClassVar[bool] = False
    #: Whether an answer is small enough to be kept at hand when it goes out of sight.
    small: ClassVar[bool] = True
    #: Whether it writes something: then it is not the boards that fail with it.
    writes: ClassVar[bool] = False
    #: Whether it takes long: it is answered in a thread of its own, and another moment's boards come without it.
    slow: bool = False
    #: The personal data that an answer may hold, if they are asked for.
    max_access: ClassVar[Access] = HIDDEN
    #: The personal data that the answer shall hold; never more than ``max_access``.
    shows: Access = HIDDEN

    def __init__(self, *terms: Hashable, at: Stamp | None = None):
        self._terms = (type(self), *terms)
        self.at = at

    def at_moment(self, at: Stamp | None) -> Self:
        """The same question of another moment."""
        if not self.dated or at == self.at:
            return self
        other = copy(self)
        other.at = at
        return other

    def with_access(self, shows: Access) -> Self:
        """The same question, to be answered with that of persons."""
        shows = shows.limited_to(self.max_access)
        if shows == self.shows:
            return self
        other = copy(self)
        other.shows = shows
        return other

    @property
    def without_access(self) -> Self:
        """The same query without access to personal data, as screens write it."""
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
        """What is told when it failed again and again; None: it is never given up."""
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


class LateQuery(Query):
    """The board of late dossiers under one grouping, of all units or of one."""

    every = 5.0
    compared = True
    max_access = Access(officers=True)

    def __init__(self, by: By = "unit", unit: str | None = None, first_seen: bool = False, level: str = ""):
        super().__init__(by, unit, first_seen, level)
        self.level = level
        self.by = by
        self.unit = unit
        self.first_seen = first_seen

    def ask(self, moment: Moment) -> LateBoard:
        """The answer."""
        from cchc_tui.boards.board import BoardQuery
        from cchc_tui.boards.late import late_board

        return late_board(moment, BoardQuery(self.by, self.unit, self.level, self.first_seen))


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
    """Any board that says its columns, under one of its groupings; where it has them of one level's units, with dates
    as first seen, or since when changes count.
    """

    every = 5.0
    max_access = Access(officers=True)

    def __init__(
        self, board: str, by: By = "unit", level: str = "", first_seen: bool = False, since: Stamp | None = None
    ):
        from cchc_tui.boards.listed import board_of

        super().__init__(board, by, level, first_seen, since)
        self.board, self.by, self.level, self.first_seen, self.since = board, by, level, first_seen, since
        self._declared = board_of(board)
        self.slow, self.compared = self._declared.slow, not self._declared.since

    def ask(self, moment: Moment) -> Any:
        """The answer, a snapshot of the board."""
        from cchc_tui.boards.board import BoardQuery

        return self._declared.ask(moment, BoardQuery(self.by, None, self.level, self.first_seen, self.since))


def leaderboard_query(
    name: str, by: By = "unit", *, level: str = "", first_seen: bool = False, since: Stamp | None = None
) -> Query:
    """The question that a leaderboard answers."""
    if name == "late":  # overview, unit pages and alerts rest on the same answer
        return LateQuery(by, first_seen=first_seen, level=level)
    return TableQuery(name, by, level, first_seen, since)


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
        super().__init__(next(_NUMBERS), at=which.as_of)
        self.which = which
        self.offset = offset
        self.limit = limit

    def ask(self, moment: Moment) -> tuple[DossierLine, ...]:
        """The answer."""
        from cchc_tui.boards.dossiers import dossier_lines

        return dossier_lines(moment, self.which, self.offset, self.limit)


class Marked(NamedTuple):
    """What became of a mark: at which moment it was made, and why it could not be written ("" when it was)."""

    start: bool
    at: Stamp
    trouble: str = ""


class MarkMeeting(Query):
    """Writes the start or the end of a meeting, at the moment at which it was asked for; two are never the same."""

    dated = False
    writes = True

    def __init__(self, start: bool, when: Stamp):
        super().__init__(next(_NUMBERS))
        self.start = start
        self.when = when

    def answer(self, source: Source) -> Marked:
        """What became of it."""
        source.mark_meeting(self.start, self.when)
        return Marked(self.start, self.when)

    def given_up(self, error: Exception) -> Marked:
        """A folder that can't be written is no fault of the boards."""
        return Marked(self.start, self.when, _trouble(error))


class Begun(NamedTuple):
    """That a look at personal data was logged; or why it could not be, and so may not begin."""

    access: AccessRecord | None
    trouble: str = ""


class BeginAccess(Query):
    """Logs the beginning of a look at personal data; two are never the same."""

    dated = False
    writes = True

    def __init__(self, reason: str):
        super().__init__(next(_NUMBERS))
        self.reason = reason

    def answer(self, source: Source) -> Begun:
        """That it is logged."""
        return Begun(source.begin_access(self.reason))

    def given_up(self, error: Exception) -> Begun:
        """Nothing may be shown then."""
        return Begun(None, _trouble(error))


class EndAccess(Query):
    """Logs its end, which is tried until it succeeds; while it fails, what was logged at the beginning stands."""

    dated = False
    writes = True

    def __init__(self, access: AccessRecord):
        super().__init__(next(_NUMBERS))
        self.access = access

    def answer(self, source: Source) -> None:
        """Nothing is told."""
        source.end_access(self.access)


def _trouble(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


Answers: TypeAlias = dict[Query, Any]
