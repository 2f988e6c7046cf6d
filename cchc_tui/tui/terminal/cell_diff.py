"""Send to the terminal only the cells that it does not show already.

Textual sends a region whole when anything in it changed, every cell between the first and the last change of a line,
with the whole style before each piece. Over SSH, with five units changing every few seconds, that is the difference
between a board that moves and a board that flickers. So the app keeps each cell as it was last sent, and any update
becomes the runs of cells that are new, each style only where it changes and only as far as it changes. What is not
known (the first frame, another size, after Ctrl+L) is sent whole.

A screen has some 5.000 cells, and all of them are compared when another board comes into sight. Equal cells are one
object, so that lists of them are made and compared without running Python code for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import compress
from operator import ne
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip


class Ink(NamedTuple):
    """A style as escape codes: attributes, colour, background; "" leaves them as the terminal has them."""

    attributes: str
    colour: str
    ground: str


Cell: TypeAlias = tuple[str, Ink]
Piece: TypeAlias = tuple[int, int, list[Cell]]  # line, column, cells

_NONE = Ink("", "", "")
_UNKNOWN: Cell = ("", Ink("?", "?", "?"))
#: Runs of changed cells. A gap of up to four equal ones is sent again: moving the cursor across it costs as much.
_RUNS = re.compile(rb"\x01+(?:\x00{1,4}\x01+)*")
_BLOCKS = frozenset("▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓")
_BOLD = "1"
#: Attributes that a space does not show.
_UNSEEN = frozenset({"", _BOLD})
#: Characters that are known to take one cell.
_NARROW: set[str] = set()


class SentCells:
    """What the terminal shows, cell by cell."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._lines: list[list[Cell]] = []

    def forget(self) -> None:
        """Nothing is known any more: the next update is sent whole."""
        self._lines = [[_UNKNOWN] * self._size.width for _ in range(self._size.height)]

    def changes_of(self, update: CompositorUpdate, size: Size) -> CompositorUpdate:
        """The part of an update that the terminal does not show already."""
        if not isinstance(update, LayoutUpdate | ChopsUpdate):
            return update
        if size != self._size:
            self._size = size
            self.forget()
        return _Changes(update, self._lines)


class _Changes(CompositorUpdate):
    """An update that is worked out when it is sent."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, shown: list[list[Cell]]):
        self._update = update
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        system = console._color_system or ColorSystem.TRUECOLOR
        update, shown = self._update, self._shown
        pieces = _whole(update, system) if isinstance(update, LayoutUpdate) else _spans(update, system)
        writer = _Writer()
        for y, x, cells in pieces:
            if 0 <= y < len(shown):
                writer.write_changes(y, x, cells, shown[y])
        return writer.text()


def _whole(update: LayoutUpdate, system: ColorSystem) -> Iterator[Piece]:
    for y, strips in enumerate(update.strips, update.region.y):
        yield y, update.region.x, _cells((segment for part in strips for segment in part), system)


def _spans(update: ChopsUpdate, system: ColorSystem) -> Iterator[Piece]:
    for y, first, last in update.spans:
        for x, part in update.chops[y].items():
            if part is None or x >= last:
                continue
            cells = _cells(part, system)
            if x + len(cells) > first:
                begin = max(first - x, 0)
                yield y, x + begin, cells[begin : last - x]


class _InkCells(dict[str, Cell]):
    """The cells of one ink by their character; a character that takes no or two cells is a cell here too."""

    def __init__(self, ink: Ink):
        super().__init__()
        self._ink = ink
        # No colour shows on a space.
        self._blank = ink if ink.attributes not in _UNSEEN else Ink("", "", ink.ground)

    def __missing__(self, char: str) -> Cell:
        cell = self[char] = _one((char, self._blank if char == " " else self._ink))
        return cell


#: By colour system and style: their cells.
_BY_STYLE: dict[int, dict[Style | None, _InkCells]] = {}
_ONE: dict[Cell, Cell] = {}


def _one(cell: Cell) -> Cell:
    """The one object that stands for all cells that are equal to this one."""
    return _ONE.setdefault(cell, cell)


def _cells(segments: Iterable[Segment], system: ColorSystem) -> list[Cell]:
    """One entry a cell. A wide character leaves an empty entry after it; a mark of no width joins the one before."""
    cells: list[Cell] = []
    styled = _BY_STYLE.setdefault(system.value, {})
    for text, style, control in segments:
        if control:
            continue
        known = styled.get(style)
        if known is None:
            known = styled[style] = _InkCells(_ink(style, system))
        if _NARROW.issuperset(text) or _all_narrow(text):
            cells.extend(map(known.__getitem__, text))
            continue
        for char in text:
            wide = cell_len(char)
            if wide:
                cells.append(known[char])
                cells.extend([known[""]] * (wide - 1))
            elif cells:
                cells[-1] = (cells[-1][0] + char, cells[-1][1])
    return cells


def _all_narrow(text: str) -> bool:
    """Whether each character takes one cell."""
    _NARROW.update(char for char in text if cell_len(char) == 1)
    return _NARROW.issuperset(text)


def _ink(style: Style | None, system: ColorSystem) -> Ink:
    if style is None:
        return _NONE
    plain = Style(
        bold=style.bold, dim=style.dim, italic=style.italic, underline=style.underline, reverse=style.reverse,
        strike=style.strike,
    )  # fmt: skip
    return Ink(Strip.render_ansi(plain, system), _colour(style.color, system, 38), _colour(style.bgcolor, system, 48))


def _colour(colour: Color | None, system: ColorSystem, code: int) -> str:
    """A colour's codes; one that 256-colour terminals have as well is told by its number, in half the bytes.

    On those themselves too: rich would have a grey become the one before it.
    """
    if colour is None or colour.is_default:
        return str(code + 1)
    if system in {ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT} and colour.triplet is not None:
        number = _numbers().get((colour.triplet.red, colour.triplet.green, colour.triplet.blue))
        if number is not None:
            return f"{code};5;{number}"
    return ";".join(colour.downgrade(system).get_ansi_codes(code == 38))


@cache
def _numbers() -> dict[tuple[int, int, int], int]:
    """The fixed colours of a 256-colour terminal: a cube of six steps a channel, and the greys."""
    steps = (0, 95, 135, 175, 215, 255)
    numbers = {(8 + 10 * n, 8 + 10 * n, 8 + 10 * n): 232 + n for n in range(24)}
    numbers.update(
        ((steps[r], steps[g], steps[b]), 16 + 36 * r + 6 * g + b) for r in range(6) for g in range(6) for b in range(6)
    )
    return numbers


class _Writer:
    """The terminal sequences of some runs of cells: the shortest move, and of a style only what changes."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._ink = _NONE
        self._at = (-1, -1)

    def write_changes(self, y: int, x: int, new: list[Cell], shown: list[Cell]) -> None:
        """Writes the cells of a piece that differ from what is shown, and notes that they are shown now."""
        end = min(len(new), len(shown) - x)
        new, before = new[:end], shown[x : x + end]
        if new == before:
            return
        for run in _RUNS.finditer(_changed(new, before)):
            start, stop = _whole_characters(new, *run.span())
            self._write(y, x + start, new[start:stop])
        shown[x : x + end] = new

    def _write(self, y: int, x: int, cells: list[Cell]) -> None:
        out, now = self._out, self._ink
        row, column = self._at
        if (row, column) != (y, x):
            ahead = row == y and x > column
            out.append(f"\x1b[{x - column}C" if ahead else f"\x1b[{y + 1};{x + 1}H")
        asked = now
        for char, ink in cells:
            if ink is not asked:
                codes, now = _switch(now, ink)
                asked = ink
                out.append(codes)
            out.append(char)
        self._ink = now
        self._at = (y, x + len(cells))

    def text(self) -> str:
        """All of it, with the style put back to none."""
        return "".join(self._out) + ("\x1b[0m" if self._ink != _NONE else "")


@lru_cache(maxsize=4096)
def _switch(now: Ink, ink: Ink) -> tuple[str, Ink]:
    """The codes that bring the terminal from one ink to another, and what it has then.

    An ink without a colour keeps the one that is there.
    """
    attributes, colour = ink.attributes, ink.colour or now.colour
    if not ink.colour and now.attributes in _UNSEEN:
        attributes = now.attributes  # a space looks the same bold or not
    codes: list[str] = []
    before = now
    if attributes != now.attributes:
        if attributes in _UNSEEN and now.attributes in _UNSEEN:
            codes.append(_BOLD if attributes else "22")
        else:
            codes += ["0", attributes] if attributes else ["0"]
            before = _NONE
    if colour != before.colour:
        codes.append(colour)
    if ink.ground != before.ground:
        codes.append(ink.ground)
    return f"\x1b[{';'.join(codes)}m" if codes else "", Ink(attributes, colour, ink.ground)


def _changed(new: list[Cell], shown: list[Cell]) -> bytearray:
    """Which cells are to be sent (1 or 0): those that differ, and the neighbours of blocks that come or go.

    Many a font draws blocks a pixel wider than their cell; what sticks out stays until the neighbour is drawn again.
    """
    changed = bytearray(map(ne, new, shown))
    last = len(changed) - 1
    for i in [i for i in compress(range(last + 1), changed) if new[i][0] in _BLOCKS or shown[i][0] in _BLOCKS]:
        changed[max(i - 1, 0)] = changed[min(i + 1, last)] = 1
    return changed


def _whole_characters(cells: list[Cell], start: int, stop: int) -> tuple[int, int]:
    """The run with all cells of the wide characters at its ends."""
    while start > 0 and not cells[start][0]:
        start -= 1
    while stop < len(cells) and not cells[stop][0]:
        stop += 1
    return start, stop
