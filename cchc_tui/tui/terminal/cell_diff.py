"""Sends to the terminal only the cells that the terminal does not show already.

Textual sends every cell between the first and the last change of a line, with the whole style before each piece. Over
SSH a board flickers then. So the app stores each cell as it was last sent. An update becomes the runs of cells that
differ, with the codes of a style only where it changes. The first frame, a new size and Ctrl+L send everything.

A screen has some 5,000 cells, and all of them are compared when another board is shown. Equal cells are one object, so
Python compares lists of them without running code for each cell.
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
from rich.color_triplet import ColorTriplet
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip


class StyleCodes(NamedTuple):
    """A style as escape codes. ``attributes`` "": no attributes. ``colour`` "": the terminal keeps its text colour."""

    attributes: str
    colour: str
    background: str


Cell: TypeAlias = tuple[str, StyleCodes]
Piece: TypeAlias = tuple[int, int, list[Cell]]  # line, column, cells

_NONE = StyleCodes("", "", "")
_UNKNOWN: Cell = ("", StyleCodes("?", "?", "?"))
#: Runs of changed cells. A gap of up to four equal ones is sent again: moving the cursor across it costs as much.
_RUNS = re.compile(rb"\x01+(?:\x00{1,4}\x01+)*")
_BLOCKS = frozenset("▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓")
_BOLD = "1"
#: Attributes that are not visible on a space.
_UNSEEN = frozenset({"", _BOLD})
#: Characters that are known to take one cell.
_NARROW: set[str] = set()


class SentCells:
    """The cells as they were last sent, which the terminal now shows."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._lines: list[list[Cell]] = []

    def forget(self) -> None:
        """Send the next update whole, because the content of the terminal is unknown."""
        self._lines = [[_UNKNOWN] * self._size.width for _ in range(self._size.height)]

    def changes_of(self, update: CompositorUpdate, size: Size) -> CompositorUpdate:
        """The part of an update that the terminal does not show yet."""
        if not isinstance(update, LayoutUpdate | ChopsUpdate):
            return update
        if size != self._size:
            self._size = size
            self.forget()
        return _Changes(update, self._lines)


class _Changes(CompositorUpdate):
    """An update whose cells are compared only when Textual sends it."""

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


class _StyledCells(dict[str, Cell]):
    """The cells of one style, by character. The entry "" is the second cell of a wide character."""

    def __init__(self, codes: StyleCodes):
        super().__init__()
        self._codes = codes
        # No colour shows on a space.
        self._blank = codes if codes.attributes not in _UNSEEN else StyleCodes("", "", codes.background)

    def __missing__(self, char: str) -> Cell:
        cell = (char, self._blank if char == " " else self._codes)
        self[char] = _ONE.setdefault(cell, cell)
        return self[char]


#: Cells by colour system and style.
_BY_STYLE: dict[int, dict[Style | None, _StyledCells]] = {}
#: The object that all equal cells share.
_ONE: dict[Cell, Cell] = {}


def _cells(segments: Iterable[Segment], system: ColorSystem) -> list[Cell]:
    """Split segments into cells. A wide character has a second, empty cell; a combining mark joins its letter."""
    cells: list[Cell] = []
    styled = _BY_STYLE.setdefault(system.value, {})
    for text, style, control in segments:
        if control:
            continue
        known = styled.get(style)
        if known is None:
            known = styled[style] = _StyledCells(_codes_of(style, system))
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
    """Whether each character is one cell wide."""
    _NARROW.update(char for char in text if cell_len(char) == 1)
    return _NARROW.issuperset(text)


def _codes_of(style: Style | None, system: ColorSystem) -> StyleCodes:
    if style is None:
        return _NONE
    attributes = Strip.render_ansi(style.without_color, system)
    return StyleCodes(attributes, _colour(style.color, system, 38), _colour(style.bgcolor, system, 48))


def _colour(colour: Color | None, system: ColorSystem, code: int) -> str:
    """A colour's codes. If the 256-colour table has the colour, its number is sent, which takes half the bytes.

    On terminals of 256 colours, this also keeps greys exact. rich would choose a neighbouring grey. ``code`` is 38 for
    text, 48 for a background.
    """
    if colour is None or colour.is_default:
        return str(code + 1)
    if system in {ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT} and colour.triplet is not None:
        number = _numbers().get(colour.triplet)
        if number is not None:
            return f"{code};5;{number}"
    return ";".join(colour.downgrade(system).get_ansi_codes(code == 38))


@cache
def _numbers() -> dict[ColorTriplet, int]:
    """Colour → its number on a 256-colour terminal. Numbers below 16 are left out: their colours vary."""
    return {Color.from_ansi(number).get_truecolor(): number for number in range(16, 256)}


class _Writer:
    """Writes runs of cells with the shortest cursor moves and the fewest style codes."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._codes = _NONE
        self._at = (-1, -1)

    def write_changes(self, y: int, x: int, new: list[Cell], shown: list[Cell]) -> None:
        """Write the cells that differ from ``shown``, and update ``shown``."""
        end = min(len(new), len(shown) - x)
        new, before = new[:end], shown[x : x + end]
        if new == before:
            return
        for run in _RUNS.finditer(_changed(new, before)):
            start, stop = _whole_characters(new, *run.span())
            self._write(y, x + start, new[start:stop])
        shown[x : x + end] = new

    def _write(self, y: int, x: int, cells: list[Cell]) -> None:
        out, now = self._out, self._codes
        row, column = self._at
        if (row, column) != (y, x):
            ahead = row == y and x > column
            out.append(f"\x1b[{x - column}C" if ahead else f"\x1b[{y + 1};{x + 1}H")
        asked = now
        for char, wanted in cells:
            if wanted is not asked:
                codes, now = _switch(now, wanted)
                asked = wanted
                out.append(codes)
            out.append(char)
        self._codes = now
        self._at = (y, x + len(cells))

    def text(self) -> str:
        """All that was written, with the style reset at the end."""
        return "".join(self._out) + ("\x1b[0m" if self._codes != _NONE else "")


@lru_cache(maxsize=4096)
def _switch(now: StyleCodes, wanted: StyleCodes) -> tuple[str, StyleCodes]:
    """The escape sequence that changes the terminal's style from ``now`` to ``wanted``, and the style that then holds.

    If ``wanted`` has no text colour, the colour of ``now`` stays.
    """
    attributes, colour = wanted.attributes, wanted.colour or now.colour
    if not wanted.colour and now.attributes in _UNSEEN:
        attributes = now.attributes  # bold or not makes no difference on a space
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
    if wanted.background != before.background:
        codes.append(wanted.background)
    return f"\x1b[{';'.join(codes)}m" if codes else "", StyleCodes(attributes, colour, wanted.background)


def _changed(new: list[Cell], shown: list[Cell]) -> bytearray:
    """Return 1 for each cell to send, and 0 for each other cell.

    A cell is sent if it differs, or if a block character beside it appears or disappears. Many fonts draw blocks a
    pixel wider than their cell, and that pixel stays until the neighbour is drawn again.
    """
    changed = bytearray(map(ne, new, shown))
    last = len(changed) - 1
    for i in [i for i in compress(range(last + 1), changed) if new[i][0] in _BLOCKS or shown[i][0] in _BLOCKS]:
        changed[max(i - 1, 0)] = changed[min(i + 1, last)] = 1
    return changed


def _whole_characters(cells: list[Cell], start: int, stop: int) -> tuple[int, int]:
    """Widen a run so that it does not cut a wide character."""
    while start > 0 and not cells[start][0]:
        start -= 1
    while stop < len(cells) and not cells[stop][0]:
        stop += 1
    return start, stop
