"""Lines of text, made of spans. The functions measure, cut, join and wrap lines; ``strips.py`` draws them.

Text is never markup here. ``ingest`` has cleaned the data already; nevertheless unprintable characters are dropped
here, because a terminal obeys any ESC that it receives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size

from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.terminal.wrap import divide_line


class Span(NamedTuple):
    """A piece of text of one role. ``fresh`` marks a figure that has just changed.

    If ``background`` is None, the piece has the background of its line.
    """

    text: str
    role: TextRole = TextRole.TEXT
    fresh: bool = False
    background: Background | None = None


Line: TypeAlias = tuple[Span, ...]

ELLIPSIS = "…"
_APART = 3  # cells between two parts of a line, so that they are not read as one word


@lru_cache(maxsize=2048)
def clean(text: str) -> str:
    """Replace line ends by spaces, and drop control, bidi and other format characters."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)


@lru_cache(maxsize=2048)
def width(text: str) -> int:
    """The number of cells that a text takes after ``clean``."""
    return cell_len(clean(text))


def fit(text: str, cells: int, right: bool = False) -> str:
    """Pad the text to exactly ``cells``, on the left if ``right``. A text that is too long is cut with an ellipsis."""
    if cells <= 0:
        return ""
    text = clean(text)
    used = cell_len(text)
    if used > cells:
        return set_cell_size(text, cells - 1) + ELLIPSIS
    room = " " * (cells - used)
    return room + text if right else text + room


def fit_words(text: str, cells: int) -> str:
    """Cut the text between words, with an ellipsis, to at most ``cells``."""
    text = clean(text)
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, max(0, cells - 1)).rsplit(" ", 1)[0].rstrip(" ,") + ELLIPSIS


def fit_tail(text: str, cells: int) -> str:
    """Pad the text to exactly ``cells``, or cut its beginning and put an ellipsis there."""
    over = width(text) - cells
    return fit(text, cells) if over <= 0 or cells <= 0 else ELLIPSIS + fit(clean(text)[over + 1 :], cells - 1)


def line_width(line: Iterable[Span]) -> int:
    """Return how many cells a line takes."""
    return sum(width(span.text) for span in line)


def spread(left: Sequence[Span], right: Sequence[Span], cells: int) -> Line:
    """Place one part at the left edge and one at the right edge. If they would touch or overlap, cut the left one."""
    room = cells - line_width(right)
    used = line_width(left)
    apart = 1 if right and not right[0].text.startswith(" ") else 0
    if used > room or (used == room and apart and left and not left[-1].text.endswith(" ")):
        left = crop(left, max(room - apart, 0))
        used = line_width(left)
    return (*left, Span(" " * (room - used)), *right)


def roomiest(lefts: Sequence[Sequence[Span]], right: Sequence[Span], cells: int) -> Line:
    """A line with ``right`` at the right edge, and at the left the first of ``lefts`` that fits beside it.

    If none fits beside ``right``, the line has only the last of ``lefts``.
    """
    room = cells - line_width(right) - (_APART if right else 0)
    fits = next((left for left in lefts if line_width(left) <= room), None)
    return spread(lefts[-1], (), cells) if fits is None else spread(fits, right, cells)


def crop(line: Sequence[Span], cells: int) -> Line:
    """Cut a line with an ellipsis to at most ``cells``."""
    kept: list[Span] = []
    for span in line:
        used = width(span.text)
        if used > cells:
            kept.append(span._replace(text=fit(span.text, cells)))
            break
        kept.append(span)
        cells -= used
    return tuple(kept)


def enough(head: Sequence[Span], pieces: Sequence[Line], between: str, cells: int, more: str = "+{n}") -> Line:
    """Append to ``head`` as many pieces as fit, at least one, and the number of the others, in brief if need be."""
    line: Line = tuple(head)
    for place, piece in enumerate(pieces):
        longer = (*line, *((Span(between, TextRole.DIM),) if place else ()), *piece)
        left = len(pieces) - place - 1
        if line_width(longer) + (width(between + more.format(n=left)) if left else 0) > cells and place:
            rests = [Span(between + words.format(n=left + 1), TextRole.DIM) for words in (more, "+{n}")]
            fits = line_width((*line, rests[0])) <= cells
            return crop((*line, rests[0] if fits else rests[1]), cells)
        line = longer
    return crop(line, cells)


def wrap(text: str, cells: int) -> list[str]:
    """Break the text between words into lines of at most ``cells``. A word that is too long is broken too."""
    text = " ".join(clean(text).split())
    breaks = divide_line(text, max(cells, 2))  # any letter fits into two cells; a narrower window is possible
    lines = [text[start:end].strip() for start, end in pairwise([0, *breaks, len(text)])]
    return [line for line in lines if line] or [""]


def halves(text: str) -> list[str]:
    """Break the text between words into two lines as narrow as possible. A single word stays one line."""
    words = text.split()
    pairs = [[" ".join(words[:n]), " ".join(words[n:])] for n in range(1, len(words))]
    return min(pairs, key=lambda pair: max(map(width, pair)), default=[text])


def hanging(sign: Span, text: str, cells: int, role: TextRole = TextRole.TEXT) -> list[Line]:
    """Break the text into lines of at most ``cells``. Add ``sign`` before the first line, blanks before the others."""
    blank = sign._replace(text=" " * width(sign.text))
    return [(blank if place else sign, Span(line, role)) for place, line in enumerate(wrap(text, cells))]


def broken(line: Line, cells: int) -> list[Line]:
    """The text of a line in lines of at most ``cells``, with the same indentation.

    A line that fits, or that has several spans, is not broken.
    """
    if len(line) != 1 or line_width(line) <= cells:
        return [line]
    text, role = line[0].text, line[0].role
    indent = text[: len(text) - len(text.lstrip())]
    return paragraph(text, cells - 2 * len(indent), role, indent)


def paragraph(text: str, cells: int, role: TextRole = TextRole.TEXT, indent: str = " ") -> list[Line]:
    """Break the text into lines of at most ``cells``, and add ``indent`` before each line."""
    return [(Span(indent + line, role),) for line in wrap(text, cells)]
