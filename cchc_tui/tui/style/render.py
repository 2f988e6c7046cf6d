"""From words to strips: the one place where text becomes something that a terminal is sent.

Text of the data is never markup here and never holds a control character: whatever is not printable is dropped,
although the door (``exports/``) has cleaned it already. A terminal that obeys one stray ESC obeys it for the whole
room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from cchc_tui.tui.style import ascii_fallback
from cchc_tui.tui.style.themes import Background, Palette, TextRole

#: Whether the terminal is sent ASCII alone: what is drawn by hand asks it, since half blocks won't survive that.
ascii_only = ascii_fallback.ascii_only


class Span(NamedTuple):
    """Text of one role. ``fresh`` marks a figure that changed a moment ago; ``background`` overrides the line's."""

    text: str
    role: TextRole = TextRole.TEXT
    fresh: bool = False
    background: Background | None = None


Line: TypeAlias = tuple[Span, ...]

ELLIPSIS = "…"
_APART = 3  # cells between the two parts of a line, so that they are not read as one


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """The text without anything that a terminal might obey: controls, bidi and other format characters, line ends."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)


def width(text: str) -> int:
    """How many cells a text takes once it is clean."""
    return cell_len(clean(text))


def fit(text: str, cells: int, right: bool = False) -> str:
    """The text in exactly so many cells: padded, or cut with an ellipsis."""
    if cells <= 0:
        return ""
    text = clean(text)
    taken = cell_len(text)
    if taken > cells:
        return set_cell_size(text, cells - 1) + ELLIPSIS
    room = " " * (cells - taken)
    return room + text if right else text + room


def fit_words(text: str, cells: int) -> str:
    """The text in at most so many cells, cut between words."""
    text = clean(text)
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, max(0, cells - 1)).rsplit(" ", 1)[0].rstrip(" ,") + ELLIPSIS


def fit_tail(text: str, cells: int) -> str:
    """The text in exactly so many cells: padded, or its end after an ellipsis."""
    over = width(text) - cells
    return fit(text, cells) if over <= 0 or cells <= 0 else ELLIPSIS + fit(clean(text)[over + 1 :], cells - 1)


def line_width(line: Iterable[Span]) -> int:
    """How many cells a line takes."""
    return sum(width(span.text) for span in line)


def spread(left: Sequence[Span], right: Sequence[Span], cells: int) -> Line:
    """A line with its left part at the left edge and its right part at the right one; the left part gives way."""
    room = cells - line_width(right)
    used = line_width(left)
    if used > room:
        left = crop(left, max(room, 0))
        used = line_width(left)
    return (*left, Span(" " * (room - used)), *right)


def roomiest(lefts: Sequence[Sequence[Span]], right: Sequence[Span], cells: int) -> Line:
    """The first of these left parts that the right one has room beside; the last one alone where none has."""
    room = cells - line_width(right) - (_APART if right else 0)
    fits = next((left for left in lefts if line_width(left) <= room), None)
    return spread(lefts[-1], (), cells) if fits is None else spread(fits, right, cells)


def crop(line: Sequence[Span], cells: int) -> Line:
    """The line in at most so many cells, cut with an ellipsis."""
    kept: list[Span] = []
    for span in line:
        taken = width(span.text)
        if taken > cells:
            kept.append(span._replace(text=fit(span.text, cells)))
            break
        kept.append(span)
        cells -= taken
    return tuple(kept)


def enough(head: Sequence[Span], pieces: Sequence[Line], between: str, cells: int, more: str = "+{n}") -> Line:
    """As many of the pieces as there is room for, and how many more there are: a piece is never cut, its name least."""
    line: Line = tuple(head)
    for place, piece in enumerate(pieces):
        longer = (*line, *((Span(between, TextRole.DIM),) if place else ()), *piece)
        left = len(pieces) - place - 1
        if line_width(longer) + (width(between + more.format(n=left)) if left else 0) > cells and place:
            return (*line, Span(between + more.format(n=left + 1), TextRole.DIM))
        line = longer
    return crop(line, cells)


def wrap(text: str, cells: int) -> list[str]:
    """The text in lines of at most so many cells, broken between words; a longer word is cut hard."""
    cells = max(cells, 2)  # a window may be narrower than any letter; two cells hold each of them
    lines: list[str] = []
    line = ""
    for word in clean(text).split():
        while cell_len(word) > cells:
            if line:
                lines.append(line)
                line = ""
            head = set_cell_size(word, cells).rstrip()
            lines.append(head)
            word = word[len(head) :]  # noqa: PLW2901 - what is left of the word is what is still to be placed
        if line and cell_len(line) + 1 + cell_len(word) > cells:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line or not lines:
        lines.append(line)
    return lines


def strip(line: Iterable[Span], cells: int, palette: Palette, background: Background = Background.PLAIN) -> Strip:
    """The line as a strip of exactly so many cells; neighbours of one style become one segment.

    On a terminal that knows ASCII alone, all of it is ASCII from here on.
    """
    segments: list[Segment] = []
    sent = ascii_fallback.in_ascii if ascii_only() else clean
    for text, role, fresh, own in line:
        if not text:
            continue
        under = own or background
        style = palette.style(role, Background.FRESH if fresh and under is not Background.CURSOR else under)
        if segments and segments[-1].style is style:
            segments[-1] = Segment(segments[-1].text + sent(text), style)
        else:
            segments.append(Segment(sent(text), style))
    return Strip(segments).adjust_cell_length(cells, palette.style(TextRole.TEXT, background))


def text_of(line: Iterable[Span]) -> str:
    """What the line says."""
    return "".join(span.text for span in line)
