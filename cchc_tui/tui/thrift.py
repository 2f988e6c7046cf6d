"""Sends the terminal only the cells that differ from what it already shows.

Textual repaints a dirty region from the left edge of its widget, styles and all: some 400 bytes for a line of which one
digit changed, and whole screens when one is opened over another. Over SSH, with five units changing every few seconds,
that is the difference between a board that moves and a board that flickers. So the app remembers each cell as it was
last sent, and any update becomes the runs of cells that are new, each style only where it changes and only as far as it
changes. What is not known (the first frame, another size, after Ctrl+L) is sent whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
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
    """A style as the terminal is told it: its attributes, its colours; "" leaves them as the terminal has them."""

    attributes: str
    colour: str
    ground: str


Cell: TypeAlias = tuple[str, Ink]
Piece: TypeAlias = tuple[int, int, list[Cell]]  # line, column, cells

_NONE = Ink("", "", "")
_UNKNOWN: Cell = ("", Ink("?", "?", "?"))
#: A gap of equal cells as short as this is sent again: moving the cursor across it costs as much.
_BRIDGE = 4
_BLOCKS = frozenset("▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓")
_BOLD = "1"
#: Attributes that a space does not show.
_UNSEEN = frozenset({"", _BOLD})


class Memory:
    """What the terminal shows, cell by cell."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._lines: list[list[Cell]] = []

    def forget(self) -> None:
        """Nothing is known any more: the next update is sent whole."""
        self._lines = [[_UNKNOWN] * self._size.width for _ in range(self._size.height)]

    def thrifty(self, update: CompositorUpdate, size: Size) -> CompositorUpdate:
        """The same update, in as few bytes as it takes."""
        if not isinstance(update, LayoutUpdate | ChopsUpdate):
            return update
        if size != self._size:
            self._size = size
            self.forget()
        return _Thrifty(update, self._lines)


class _Thrifty(CompositorUpdate):
    """An update that is worked out when it is sent."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, shown: list[list[Cell]]):
        self._update = update
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        system = console._color_system or ColorSystem.TRUECOLOR
        update = self._update
        pieces = _whole(update, system) if isinstance(update, LayoutUpdate) else _spans(update, system)
        writer = _Writer()
        for y, x, cells in pieces:
            if 0 <= y < len(self._shown):
                writer.changes(y, x, cells, self._shown[y])
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


def _cells(segments: Iterable[Segment], system: ColorSystem) -> list[Cell]:
    """One entry a cell. A wide character leaves an empty entry after it; a mark of no width joins the one before."""
    cells: list[Cell] = []
    for text, style, control in segments:
        if control:
            continue
        ink = _ink(style, system)
        blank = ink if ink.attributes not in _UNSEEN else Ink("", "", ink.ground)  # no colour shows on a space
        if cell_len(text) == len(text) and (text.isascii() or all(cell_len(char) == 1 for char in text)):
            cells.extend([(char, blank if char == " " else ink) for char in text])
            continue
        for char in text:
            wide = cell_len(char)
            if wide:
                cells.append((char, ink))
                cells.extend([("", ink)] * (wide - 1))
            elif cells:
                cells[-1] = (cells[-1][0] + char, cells[-1][1])
    return cells


@cache
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

    def changes(self, y: int, x: int, new: list[Cell], shown: list[Cell]) -> None:
        """Writes the cells of a piece that differ from what is shown, and notes that they are shown now."""
        end = min(len(new), len(shown) - x)
        changed = _changed(new, shown[x : x + end])
        i = 0
        while i < end:
            if not changed[i]:
                i += 1
                continue
            start, stop = _run(new, changed, i, end)
            self._write(y, x + start, new[start:stop])
            i = stop
        shown[x : x + end] = new[:end]

    def _write(self, y: int, x: int, cells: list[Cell]) -> None:
        row, column = self._at
        if (row, column) != (y, x):
            ahead = row == y and x > column
            self._out.append(f"\x1b[{x - column}C" if ahead else f"\x1b[{y + 1};{x + 1}H")
        for char, ink in cells:
            if ink != self._ink:
                self._take(ink)
            self._out.append(char)
        self._at = (y, x + len(cells))

    def _take(self, ink: Ink) -> None:
        """Tells the terminal what is different about the ink; an ink without a colour keeps the one that is there."""
        now = self._ink
        attributes, colour = ink.attributes, ink.colour or now.colour
        if not ink.colour and now.attributes in _UNSEEN:
            attributes = now.attributes  # a space looks the same bold or not
        codes: list[str] = []
        if attributes != now.attributes:
            if attributes in _UNSEEN and now.attributes in _UNSEEN:
                codes.append(_BOLD if attributes else "22")
            else:
                codes += ["0", attributes] if attributes else ["0"]
                now = _NONE
        if colour != now.colour:
            codes.append(colour)
        if ink.ground != now.ground:
            codes.append(ink.ground)
        if codes:
            self._out.append(f"\x1b[{';'.join(codes)}m")
        self._ink = Ink(attributes, colour, ink.ground)

    def text(self) -> str:
        """All of it, with the style put back to none."""
        return "".join(self._out) + ("\x1b[0m" if self._ink != _NONE else "")


def _changed(new: list[Cell], shown: list[Cell]) -> list[bool]:
    """Which cells are to be sent: those that differ, and the neighbours of blocks that come or go.

    Many a font draws blocks a pixel wider than their cell; what sticks out stays until the neighbour is drawn again.
    """
    changed = [cell != before for cell, before in zip(new, shown, strict=False)]
    for i in [i for i, differs in enumerate(changed) if differs and (new[i][0] in _BLOCKS or shown[i][0] in _BLOCKS)]:
        for beside in (i - 1, i + 1):
            if 0 <= beside < len(changed):
                changed[beside] = True
    return changed


def _run(new: list[Cell], changed: list[bool], i: int, end: int) -> tuple[int, int]:
    """The run of changed cells that begins at ``i``: from where, up to where. It never splits a wide character."""
    start = i
    while start > 0 and not new[start][0]:
        start -= 1
    stop = equal = i + 1
    while equal < end and equal - stop <= _BRIDGE:
        if changed[equal]:
            stop = equal + 1
        equal += 1
    while stop < end and not new[stop][0]:
        stop += 1
    return start, stop
