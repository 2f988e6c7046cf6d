"""The declaration of papers. A paper has frozen figures at a moment, their JSON, and a function that renders them."""

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
    """What a paper is asked to be about. A paper ignores options that it does not support.

    ``meeting`` is the number of a meeting, counted from 1 by start (None: the last one). ``unit`` is a unit's key or
    code. ``level`` is "city" or "commune" ("": both). ``first`` and ``last`` are the first and the last day of a
    period. ``last`` None means today; ``first`` None means the first day of the year of ``last``.
    """

    meeting: int | None = None
    unit: str | None = None
    level: str = ""
    first: date | None = None
    last: date | None = None


def paper_figures(moment: Moment, paper: PaperType[Any], query: PaperQuery) -> Any:
    """The figures of a paper.

    If the viewer may see one unit only, a paper with the option "unit" is about that unit. Raises NotAllowedError and
    PaperError.
    """
    moment.viewer.require(Right.TAKE)
    if moment.own is not None and "unit" in paper.options:
        moment.require_own(query.unit or moment.own)
        query = replace(query, unit=moment.own)
    return paper.figures(moment, query)


class PaperError(Exception):
    """A paper cannot be made as asked. The text says why, in the current language."""


class PaperFigures(Protocol):
    """The figures of a paper, frozen."""

    @property
    def as_of(self) -> Stamp:
        """The moment of the figures."""

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """The parts of the file name after the paper's name, such as a unit."""

    def json(self) -> Mapping[str, Any]:
        """The figures as JSON, for programs."""


F = TypeVar("F", bound=PaperFigures)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperType(Generic[F]):
    """A paper: its name, the extension of its file, its options, and the functions that make it.

    The second argument of ``render`` is whether the figures are made up; the paper then says so. ``render`` imports its
    library when it is called, so papers that nobody asks for cost nothing.
    """

    name: str = field(kw_only=False)
    ending: Literal["docx", "xlsx", "txt"]
    figures: Callable[[Moment, PaperQuery], F]
    render: Callable[[F, bool], bytes]
    options: tuple[Option, ...] = ()
    needs_unit: bool = False

    @property
    def title(self) -> str:
        """The title in the current language."""
        return PAPERS[self.name][0]

    @property
    def about(self) -> str:
        """One line on what the paper says, in the current language."""
        return PAPERS[self.name][1]
