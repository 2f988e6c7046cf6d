"""What a page of the presentation is, and what it draws from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from cchc_tui.boards.listed import board_of
from cchc_tui.tui.session.queries import Query, leaderboard_query
from cchc_tui.tui.style.formats import change, change_role, number
from cchc_tui.tui.style.render import Line, Span, line_width, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.big_number import STROKES, LargeFigure, beside, figures_beside, rows_of

if TYPE_CHECKING:
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.registry import Registry

MARGIN = 2
GAP = 3  # cells between two blocks
_BETWEEN = 4


class PageView(NamedTuple):
    """The size of a page's body, the answers, and which figures changed a moment ago."""

    cells: int
    rows: int
    registry: Registry
    board: Any  # the answer to the page's first query; None before all that the page can't do without have come
    base: Any  # the same at the reference; None without a reference
    answer: Callable[[Query], Any]  # the answer to another of the page's queries; None before it has come
    since: str  # the reference in words; "" without one
    most: int = 10  # rows of a leaderboard
    whole: bool = False  # whether bars and figures use full cells only
    fresh: frozenset[str] = frozenset()  # keys of figures that changed
    moved: frozenset[str] = frozenset()  # keys of rows that moved
    meetings: tuple[Stamp, ...] = ()  # their starts

    @property
    def inner(self) -> int:
        """The cells between the margins."""
        return max(1, self.cells - 2 * MARGIN)


class DrawnPage(NamedTuple):
    """The lines of a page's body, and one sentence of what to notice."""

    lines: list[Line]
    notice: str = ""


class Page:
    """One page of a board. It keeps no data: it draws what a view has, once the view has the board."""

    #: Whether its rows are ranked, so that moved rows are marked.
    ranked: ClassVar[bool] = False
    #: Whether it shows changes since the reference, which the title names then.
    compared: ClassVar[bool] = True
    #: The queries that it needs, that of its board first; (): the leaderboard.
    asks: ClassVar[tuple[Query, ...]] = ()

    def __init__(self, name: str):
        """``name`` is the page's name in ``presentation.toml``, which most have from their ``board``; no other page has
        its ``key``.
        """
        self.name = self.key = self.board = name

    @property
    def title(self) -> str:
        """The title at the top."""
        return board_of(self.board).title

    def queries(self, since: Stamp | None) -> tuple[Query, ...]:
        """The queries that the page needs, that of its board first; changes are counted from ``since``."""
        return self.asks or (leaderboard_query(self.board),)

    def figures(self, view: PageView) -> Mapping[str, float]:
        """The figures whose changes are marked, by key; on a ranked page in their order."""
        return {}

    def draw(self, view: PageView) -> DrawnPage:
        """Draw the page as large as the room allows."""
        raise NotImplementedError


def count_head(
    now: int, before: int | None, label: Span, fresh: bool = False, role: TextRole = TextRole.STRONG
) -> LargeFigure:
    """Make the large figure of a count, with its label and its change below."""
    moved = change(now, before)
    return LargeFigure(
        number(now), (label, Span(f"  {moved}" if moved else "", change_role(now, before), fresh)), role=role
    )


def heads_lines(heads: Sequence[LargeFigure], cells: int, rows: int, whole: bool) -> list[Line]:
    """Draw large figures side by side with their labels, in plain digits where there is no room for large ones."""
    under = max((len(head.under) for head in heads), default=0)
    stroke = stroke_fitting(heads, cells, rows - under)
    large, labels, below = figures_beside(heads, stroke, _widths(heads, stroke), MARGIN, whole=whole)
    return [*large, labels, *below]


def stroke_fitting(heads: Sequence[LargeFigure], cells: int, rows: int) -> int:
    """The largest size at which the figures fit side by side, with a row of labels below; 0 if none does."""
    fitting = (size for size in reversed(STROKES) if rows_of(size) < rows and sum(_widths(heads, size)) <= cells)
    return next(fitting, 0)


def _widths(heads: Sequence[LargeFigure], stroke: int) -> list[int]:
    """Return the width of each figure. Two figures are a digit's width apart, so that they are not read as one."""
    gap = max(_BETWEEN, 3 * stroke)
    widths = [head.widths(stroke) for head in heads]
    return [*(max(figure + gap, label + 2) for figure, label in widths[:-1]), *map(max, widths[-1:])]


def flowing(pieces: Iterable[Line], between: int, cells: int) -> list[Line]:
    """Join pieces into lines that break only between two of them."""
    lines: list[Line] = []
    for piece in pieces:
        if lines and line_width(lines[-1]) + between + line_width(piece) <= cells:
            lines[-1] = (*lines[-1], Span(" " * between), *piece)
        else:
            lines.append(piece)
    return lines


def blocks_beside(blocks: Sequence[Sequence[Line]], cells: int) -> list[Line]:
    """Join blocks of lines, each as wide as ``cells``, with a gap between them."""
    return [beside(parts, [cells + GAP] * len(blocks), MARGIN) for parts in zip_longest(*blocks, fillvalue=())]


def figure_beside(
    figure: Sequence[str], words: Sequence[Line], gap: int, role: TextRole = TextRole.STRONG, fresh: bool = False
) -> list[Line]:
    """Join the lines of a large figure and lines of words at its right."""
    wide = width(figure[0]) + gap
    lines: list[Line] = []
    for y in range(max(len(figure), len(words))):
        part = figure[y] if y < len(figure) else ""
        lines.append((Span(part, role, fresh), Span(" " * (wide - width(part))), *(words[y] if y < len(words) else ())))
    return lines
