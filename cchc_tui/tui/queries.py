"""What a screen wants to know, as values: the live thread asks the source, the screens only show the answers."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

if TYPE_CHECKING:
    from cchc_tui.boards.contract import Table
    from cchc_tui.boards.dossiers import DossierFilter, DossierLine, DossierList, DossierPage
    from cchc_tui.boards.exports import ExportsBoard
    from cchc_tui.boards.late import By, LateBoard
    from cchc_tui.boards.overview import Overview
    from cchc_tui.boards.rollout import RolloutBoard
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.problems import Problem


class Query:
    """A question to the source, and a key: equal questions have one answer.

    Plain classes and not dataclasses, which would take 6 ms of the first frame to be made.
    """

    #: After so many seconds it is asked again without a load, since time alone makes dossiers late; 0: never.
    every: ClassVar[float] = 0.0

    def __init__(self, *terms: Hashable):
        self._terms = (type(self), *terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self._terms == other._terms

    def __hash__(self) -> int:
        return hash(self._terms)

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._terms[1:]}"

    def ask(self, source: Source) -> object:
        """The answer, a frozen snapshot."""
        raise NotImplementedError


class OverviewQuery(Query):
    """The overview."""

    every = 5.0

    def ask(self, source: Source) -> Overview:
        """The answer now."""
        return source.overview()


class LateQuery(Query):
    """The board of late dossiers under one grouping, of all units or of one."""

    every = 5.0

    def __init__(self, by: By = "unit", unit: str | None = None):
        super().__init__(by, unit)
        self.by = by
        self.unit = unit

    def ask(self, source: Source) -> LateBoard:
        """The answer now."""
        return source.late(by=self.by, unit=self.unit)


class RolloutQuery(Query):
    """The matrix of model practices."""

    def ask(self, source: Source) -> RolloutBoard:
        """The answer now."""
        return source.rollout()


class ExportsQuery(Query):
    """The board of data sources."""

    def ask(self, source: Source) -> ExportsBoard:
        """The answer now."""
        return source.exports()


class ProblemsQuery(Query):
    """The first problems of one export, in the order of its rows."""

    LIMIT = 100

    def __init__(self, export: int):
        super().__init__(export)
        self.export = export

    def ask(self, source: Source) -> tuple[Problem, ...]:
        """The answer now."""
        return source.problems(self.export, 0, self.LIMIT)


class TableQuery(Query):
    """Any board that says its columns, under one of its groupings ("" where it has none)."""

    every = 5.0

    def __init__(self, board: str, by: str = ""):
        super().__init__(board, by)
        self.board = board
        self.by = by

    def ask(self, source: Source) -> Table:
        """The answer now."""
        from cchc_tui.boards.contract import BOARDS, Question  # noqa: PLC0415 - after the first frame
        from cchc_tui.boards.late import GROUPINGS  # noqa: PLC0415

        by = next((name for name in GROUPINGS if name == self.by), GROUPINGS[0])
        return BOARDS[self.board].answer(source, Question(by=by)).table()


class ListQuery(Query):
    """Which dossiers a filter finds; their lines are asked for page by page."""

    every = 30.0

    def __init__(self, which: DossierFilter):
        super().__init__(which)
        self.filter = which

    def ask(self, source: Source) -> DossierList:
        """The answer now."""
        return source.dossiers(self.filter)


class DossierQuery(Query):
    """One dossier with its versions; None when it is not known."""

    every = 30.0

    def __init__(self, dossier: int):
        super().__init__(dossier)
        self.dossier = dossier

    def ask(self, source: Source) -> DossierPage | None:
        """The answer now."""
        return source.dossier(self.dossier)


class LinesRequest(Query):
    """A page of a list, asked for once; two are never the same question."""

    def __init__(self, which: DossierList, offset: int, limit: int):
        super().__init__(id(self))
        self.which = which
        self.offset = offset
        self.limit = limit

    def ask(self, source: Source) -> tuple[DossierLine, ...]:
        """The answer now."""
        return source.lines(self.which, self.offset, self.limit)


Answers: TypeAlias = dict[Query, Any]


def same(old: Any, new: Any) -> bool:
    """Whether two snapshots show the same, whatever the second at which each was made."""
    from dataclasses import is_dataclass, replace  # noqa: PLC0415 - after the first frame

    if type(old) is not type(new):
        return False
    if is_dataclass(old) and not isinstance(old, type) and hasattr(old, "as_of"):
        return bool(replace(old, as_of=new.as_of) == new)
    return bool(old == new)
