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
from cchc_tui.tui.widgets.big_number import STROKES, big, big_width, rows_of

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


class PageHead(NamedTuple):
    """A large figure, with its label below."""

    text: str
    label: Line
    under: Sequence[Line] = ()
    role: TextRole = TextRole.STRONG


def count_head(
    now: int, before: int | None, label: Span, fresh: bool = False, role: TextRole = TextRole.STRONG
) -> PageHead:
    """Make the large figure of a count, with its label and its change below."""
    moved = change(now, before)
    return PageHead(
        number(now), (label, Span(f"  {moved}" if moved else "", change_role(now, before), fresh)), role=role
    )


def heads_lines(heads: Sequence[PageHead], cells: int, rows: int, whole: bool) -> list[Line]:
    """Draw large figures side by side with their labels, in plain digits where there is no room for large ones."""
    under = list(zip_longest(*(head.under for head in heads), fillvalue=()))
    labels = [max(map(line_width, (head.label, *head.under))) for head in heads]
    stroke = next((size for size in reversed(STROKES) if _fits(heads, labels, size, cells, rows - 1 - len(under))), 0)
    drawn = [big(head.text, stroke, whole) if stroke else (head.text,) for head in heads]
    widths = _widths([len(each[0]) for each in drawn], labels, stroke)
    lines = [
        beside([(Span(part, head.role),) for part, head in zip(parts, heads, strict=True)], widths)
        for parts in zip(*drawn, strict=True)
    ]
    lines.append(beside([head.label for head in heads], widths))
    return lines + [beside(parts, widths) for parts in under]


def _fits(heads: Sequence[PageHead], labels: Sequence[int], stroke: int, cells: int, rows: int) -> bool:
    figures = [big_width(head.text, stroke) for head in heads]
    return rows_of(stroke) <= rows and sum(_widths(figures, labels, stroke)) <= cells


def _widths(figures: Sequence[int], labels: Sequence[int], stroke: int) -> list[int]:
    """Return the width of each figure. Two figures are a digit's width apart, so that they are not read as one."""
    last = len(figures) - 1
    gap = max(_BETWEEN, 3 * stroke)
    return [
        max(figure, label) if place == last else max(figure + gap, label + 2)
        for place, (figure, label) in enumerate(zip(figures, labels, strict=True))
    ]


def beside(parts: Sequence[Line], widths: Sequence[int]) -> Line:
    """Join parts of a line, each in its width, after the left margin."""
    spans: list[Span] = [Span(" " * MARGIN)]
    for part, cells in zip(parts, widths, strict=True):
        spans += [*part, Span(" " * max(0, cells - line_width(part)))]
    return tuple(spans)


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
    return [beside(parts, [cells + GAP] * len(blocks)) for parts in zip_longest(*blocks, fillvalue=())]


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
