"""Large figures of half blocks, readable from the back row, as large as the room allows.

A figure is never cut: if it does not fit, its size is reduced. If no size fits, it becomes plain text. Without half
blocks (``--ascii``) each cell is full or empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from cchc_tui.tui.style.ascii_fallback import ascii_only
from cchc_tui.tui.style.render import Line, Span, line_width, width
from cchc_tui.tui.style.themes import TextRole

# Each glyph has six columns and ten half rows; points, commas and blanks are narrower. Strokes are two columns wide,
# because thin ones vanish on a projector. Columns and half rows come in pairs, so that all strokes have one width at
# odd sizes too.
_GLYPHS = {
    "0": "·####· ###### ##··## ##··## ##··## ##··## ##··## ##··## ###### ·####·",
    "1": "··##·· ·###·· ####·· ··##·· ··##·· ··##·· ··##·· ··##·· ###### ######",
    "2": "·####· ###### ##··## ····## ···### ··###· ·###·· ###··· ###### ######",
    "3": "·####· ###### ····## ····## ··###· ··###· ····## ····## ###### ·####·",
    "4": "···### ··#### ·##·## ##··## ##··## ###### ###### ····## ····## ····##",
    "5": "###### ###### ##···· ##···· #####· ###### ····## ····## ###### #####·",
    "6": "·####· #####· ##···· ##···· #####· ###### ##··## ##··## ###### ·####·",
    "7": "###### ###### ····## ···##· ···##· ··##·· ··##·· ·##··· ·##··· ·##···",
    "8": "·####· ###### ##··## ##··## ·####· ·####· ##··## ##··## ###### ·####·",
    "9": "·####· ###### ##··## ##··## ###### ·##### ····## ····## ·##### ·####·",
    ".": "·· ·· ·· ·· ·· ·· ·· ·· ## ##",
    ",": "·· ·· ·· ·· ·· ·· ## ## ## #·",
    ":": "·· ·· ## ## ·· ·· ## ## ·· ··",
    "–": "······ ······ ······ ······ ·####· ·####· ······ ······ ······ ······",
    "+": "······ ······ ··##·· ··##·· ###### ###### ··##·· ··##·· ······ ······",
    "=": "······ ······ ###### ###### ······ ······ ###### ###### ······ ······",
    "%": "##··## ##··## ···##· ···##· ··##·· ··##·· ·##··· ·##··· ##··## ##··##",
    "/": "····## ····## ···##· ···##· ··##·· ··##·· ·##··· ·##··· ##···· ##····",
    "▲": "········ ···##··· ···##··· ··####·· ··####·· ·######· ·######· ######## ######## ········",
    "▼": "········ ######## ######## ·######· ·######· ··####·· ··####·· ···##··· ···##··· ········",
    " ": "·· ·· ·· ·· ·· ·· ·· ·· ·· ··",
}
_GLYPHS |= {"−": _GLYPHS["–"], "-": _GLYPHS["–"], "\u00a0": _GLYPHS[" "]}
_HALVES = {"··": " ", "#·": "▀", "·#": "▄", "##": "█"}
_WHOLE = {"··": " ", "#·": "█", "·#": "█", "##": "█"}
#: Sizes: the width of a stroke in pixels. At size 2 a figure has five rows.
STROKES = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
LEAST = STROKES[0]
_BETWEEN = 4  # least cells between two figures


def rows_of(stroke: int) -> int:
    """The number of rows that a figure takes at the size ``stroke``."""
    return (5 * stroke + 1) // 2


def big(text: str, stroke: int = LEAST) -> tuple[str, ...]:
    """Draw the figure in ``rows_of(stroke)`` lines of ``big_width`` cells. In ASCII, no half blocks are used."""
    return bitmap(text, stroke, ascii_only())


@lru_cache(maxsize=64)
def bitmap(text: str, stroke: int, whole: bool) -> tuple[str, ...]:
    """The lines that ``big`` returns. With ``whole``, they have no half blocks."""
    rows = [""] * 10
    for number, char in enumerate(text):
        for y, pixels in enumerate(_GLYPHS.get(char, _GLYPHS[" "]).split()):
            gap = "·" * _gap(stroke) if number else ""
            rows[y] += gap + _stretched(pixels, stroke)
    lines = [line for y, line in enumerate(rows) for _ in range(_times(y, len(rows), stroke))]
    if len(lines) % 2:
        lines.insert(stroke + 1, lines[stroke])  # an odd half row widens the upper gap
    cells = _WHOLE if whole else _HALVES
    return tuple(
        "".join(cells[upper + lower] for upper, lower in zip(lines[y], lines[y + 1], strict=True))
        for y in range(0, len(lines), 2)
    )


def big_width(text: str, stroke: int = LEAST) -> int:
    """The number of cells that a figure takes at the size ``stroke``."""
    return sum(_glyph_width(char, stroke) for char in text) + _gap(stroke) * max(0, len(text) - 1)


@lru_cache(maxsize=512)
def _glyph_width(char: str, stroke: int) -> int:
    return len(_stretched(_GLYPHS.get(char, _GLYPHS[" "]).split()[0], stroke))


def _gap(stroke: int) -> int:
    return max(1, stroke // 2)


def stroke_for(texts: Sequence[str], cells: int, rows: int, between: int = 0) -> int:
    """The largest size at which all texts fit side by side, ``between`` cells apart; 0 if no size fits."""
    room = cells - between * (len(texts) - 1)
    sizes = (size for size in reversed(STROKES) if rows_of(size) <= rows)
    return next((size for size in sizes if sum(big_width(text, size) for text in texts) <= room), 0)


def fitted(text: str, cells: int, rows: int) -> tuple[str, ...]:
    """Draw the figure at the largest size that fits, or else as plain text."""
    stroke = stroke_for([text], cells, rows)
    return big(text, stroke) if stroke else (text,)


class LargeFigure(NamedTuple):
    """A large figure, the label below it, and the lines below the label."""

    text: str
    label: Line
    under: Sequence[Line] = ()
    role: TextRole = TextRole.STRONG


def stroke_fitting(figures: Sequence[LargeFigure], cells: int, rows: int) -> int:
    """The largest size at which the figures fit side by side, with a row of labels below; 0 if no size does."""
    fitting = (size for size in reversed(STROKES) if rows_of(size) < rows and sum(_widths(figures, size)) <= cells)
    return next(fitting, 0)


def _widths(figures: Sequence[LargeFigure], stroke: int) -> list[int]:
    """The width that each figure's column needs. Between two figures there is at least the width of a digit."""
    gap = max(_BETWEEN, 3 * stroke)
    large = [big_width(figure.text, stroke) if stroke else width(figure.text) for figure in figures]
    below = [max(map(line_width, (figure.label, *figure.under))) for figure in figures]
    widths = [max(cells + gap, words + 2) for cells, words in zip(large, below, strict=True)]
    return [*widths[:-1], *map(max, large[-1:], below[-1:])]


def figures_beside(
    figures: Sequence[LargeFigure], stroke: int, cells: int, margin: int
) -> tuple[list[Line], Line, list[Line]]:
    """Draw figures side by side at a size (0: as plain text), in columns of one width if ``cells`` are enough for that.

    Return the lines of the figures, the line of the labels, and the lines below the labels. Each line begins with
    ``margin`` blanks.
    """
    widths, even = _widths(figures, stroke), cells // max(1, len(figures))
    if all(each <= even for each in widths):
        widths = [even] * len(widths)
    drawn = [big(figure.text, stroke) if stroke else (figure.text,) for figure in figures]
    roles = [figure.role for figure in figures]
    large = [
        beside([(part,) for part in map(Span, parts, roles)], widths, margin) for parts in zip(*drawn, strict=True)
    ]
    labels = beside([figure.label for figure in figures], widths, margin)
    under = zip_longest(*(figure.under for figure in figures), fillvalue=())
    return large, labels, [beside(parts, widths, margin) for parts in under]


def beside(parts: Sequence[Line], widths: Sequence[int], margin: int) -> Line:
    """Join parts into one line after ``margin`` blanks. Each part but the last is padded to its width in ``widths``."""
    spans: list[Span] = [Span(" " * margin)]
    for part, cells in zip(parts, widths, strict=True):
        spans += [*part, Span(" " * (cells - line_width(part)))]
    return tuple(spans[:-1])


def _stretched(pixels: str, stroke: int) -> str:
    return "".join(pixel * _times(x, len(pixels), stroke) for x, pixel in enumerate(pixels))


def _times(place: int, places: int, stroke: int) -> int:
    """How many times a glyph's pixel number ``place`` is repeated, in a row or column of ``places`` pixels.

    Two neighbouring pixels are together ``stroke`` wide. The first and the last pixel are repeated equally often.
    """
    mirrored = 2 * (place // 2) + 1 > places // 2
    return stroke // 2 if (place % 2 == 0) != mirrored else stroke - stroke // 2
