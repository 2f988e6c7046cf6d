"""The base of the pages of the presentation, and the data that they draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, ClassVar, NamedTuple

from cchc_tui.boards.listed import board_of
from cchc_tui.domain.moments import Stamp
from cchc_tui.registry import Registry
from cchc_tui.texts.tui_present import PAGE_TITLES
from cchc_tui.tui.session.queries import Query, leaderboard_query
from cchc_tui.tui.style.formats import change, change_role, count
from cchc_tui.tui.style.render import Line, Span, line_width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.big_number import LargeFigure, beside, figures_beside, stroke_fitting

MARGIN = 2
GAP = 3  # cells between two blocks


class PageView(NamedTuple):
    """The size of a page's body, the answers, and the figures that have just changed."""

    cells: int
    rows: int
    registry: Registry
    board: Any  # the answer to the page's first query; None until all that the page needs have arrived
    base: Any  # the same answer at the reference; None without a reference
    answer: Callable[[Query], Any]  # returns the answer to another query of the page; None until it has arrived
    since: str  # the reference in words; "" if there is none
    most: int = 10  # most rows of a leaderboard
    fresh: frozenset[str] = frozenset()  # keys of figures that changed
    moved: frozenset[str] = frozenset()  # keys of rows that moved
    meetings: tuple[Stamp, ...] = ()  # starts of meetings

    @property
    def inner(self) -> int:
        """The number of cells between the margins."""
        return max(1, self.cells - 2 * MARGIN)


class DrawnPage(NamedTuple):
    """The lines of a page's body, and a sentence on what to notice."""

    lines: list[Line]
    notice: str = ""


class Page:
    """One page of a board. It stores no data: it draws the data of a view that has the board's answer."""

    #: Whether its rows are ranked: moved rows are then marked.
    ranked: ClassVar[bool] = False
    #: Whether it shows changes since the reference, which its title then names.
    compared: ClassVar[bool] = True
    #: The queries that it needs, its board's first; (): the query of the leaderboard ``board``.
    asks: ClassVar[tuple[Query, ...]] = ()

    def __init__(self, name: str):
        """``name`` is the page's name in ``presentation.toml``, mostly its board's name. Each ``key`` is unique."""
        self.name = self.key = self.board = name

    @property
    def title(self) -> str:
        """The title at the top of the page."""
        return PAGE_TITLES[self.name] if self.name in PAGE_TITLES else board_of(self.board).title

    def queries(self, since: Stamp | None) -> tuple[Query, ...]:
        """The queries that the page needs, its board's first. ``since`` is the reference's moment; None without one."""
        return self.asks or (leaderboard_query(self.board),)

    def figures(self, view: PageView) -> Mapping[str, float]:
        """All figures whose changes are marked, by their keys. On a ranked page, they are in the order of the rows."""
        return {}

    def draw(self, view: PageView) -> DrawnPage:
        """Draw the page as large as the room allows."""
        raise NotImplementedError


def count_head(
    now: int | None, before: int | None, label: Span, fresh: bool = False, role: TextRole = TextRole.STRONG
) -> LargeFigure:
    """A count as a large figure; below, its label and its change."""
    moved = change(now, before)
    return LargeFigure(
        count(now), (label, Span(f"  {moved}" if moved else "", change_role(now, before), fresh)), role=role
    )


def heads_lines(heads: Sequence[LargeFigure], cells: int, rows: int, *, even: bool = True) -> list[Line]:
    """Draw large figures and labels side by side, in plain digits if room is short.

    With ``even``, all have columns of the same width.
    """
    under = max((len(head.under) for head in heads), default=0)
    stroke = stroke_fitting(heads, cells, rows - under)
    large, labels, below = figures_beside(heads, stroke, cells if even else 0, MARGIN)
    return [*large, labels, *below]


def flowing(pieces: Iterable[Line], between: int, cells: int) -> list[Line]:
    """Join pieces, with a gap of ``between`` cells, into lines at most ``cells`` wide. No piece is broken."""
    lines: list[Line] = []
    for piece in pieces:
        if lines and line_width(lines[-1]) + between + line_width(piece) <= cells:
            lines[-1] = (*lines[-1], Span(" " * between), *piece)
        else:
            lines.append(piece)
    return lines


def blocks_beside(blocks: Sequence[Sequence[Line]], cells: int) -> list[Line]:
    """Join blocks of lines side by side, each ``cells`` wide, with a gap between them."""
    return [beside(parts, [cells + GAP] * len(blocks), MARGIN) for parts in zip_longest(*blocks, fillvalue=())]
