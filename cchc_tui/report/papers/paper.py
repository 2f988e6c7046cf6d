"""How papers are declared. A paper computes figures at a moment, and turns them into JSON or into a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.roles import Right
from cchc_tui.texts.tui_papers import PAPERS

#: What a paper may be asked for, besides its moment.
Option: TypeAlias = Literal["meeting", "unit", "period", "level"]


@dataclass(frozen=True, slots=True)
class PaperQuery:
    """The options of a query for a paper. A paper ignores options that it does not support.

    ``meeting`` is the number of a meeting, counted from 1 by start (None: the last one). ``unit`` is a unit's key or
    code. ``level`` is "city" or "commune" ("": both). ``first`` and ``last`` are the first and the last day of a
    period. If ``last`` is None, it is today. If ``first`` is None, it is the first day of the year of ``last``.
    """

    meeting: int | None = None
    unit: str | None = None
    level: str = ""
    first: date | None = None
    last: date | None = None


def paper_figures(moment: Moment, paper: PaperType[Any], query: PaperQuery) -> Any:
    """The figures of a paper at a moment. Raises NotAllowedError and PaperError.

    If the viewer may see only one unit, a paper with the option "unit" is made for that unit.
    """
    moment.viewer.require(Right.TAKE)
    if moment.own is not None and "unit" in paper.options:
        moment.require_own(query.unit or moment.own)
        query = replace(query, unit=moment.own)
    return paper.figures(moment, query)


class PaperError(Exception):
    """The paper cannot be made as the query asks. The text says why, in the current language."""


class PaperFigures(Protocol):
    """The figures of a paper at one moment, as a frozen object."""

    @property
    def as_of(self) -> Stamp:
        """The moment for which the figures are computed."""

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """The words that follow the paper's name in the file name, such as the name of a unit."""

    def json(self) -> Mapping[str, Any]:
        """The paper's content as JSON, for programs."""


F = TypeVar("F", bound=PaperFigures)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperType(Generic[F]):
    """The declaration of a paper: its name, the extension of its file, its options, and two functions.

    ``figures`` computes the paper's figures. ``render`` turns them into the content of the file. The second argument of
    ``render`` tells whether the data are made up; the paper then says so. ``render`` imports its library only when it
    is called, so papers that nobody asks for cost nothing.
    """

    name: str = field(kw_only=False)
    ending: Literal["docx", "xlsx", "txt"]
    figures: Callable[[Moment, PaperQuery], F]
    render: Callable[[F, bool], bytes]
    options: tuple[Option, ...] = ()
    needs_unit: bool = False

    @property
    def title(self) -> str:
        """The paper's title in the current language."""
        return PAPERS[self.name][0]

    @property
    def about(self) -> str:
        """A line that says what the paper is for, in the current language."""
        return PAPERS[self.name][1]
