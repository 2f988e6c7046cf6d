"""Pictures of the screen, which load nothing from the internet."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any, NamedTuple

from rich.console import RenderableType
from textual.screen import Screen

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_ROOM = "&#160;"
_TEXT = re.compile(
    r'(<text [^>]*?\bx=")([\d.]+)("[^>]*? textLength=")([\d.]+)("[^>]*>)((?:&#160;)*)([^<]*?)((?:&#160;)*)</text>'
)
_OUTSIDE = "Fira Code"
#: Monospaced fonts of common systems that have Vietnamese letters and block characters.
FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Consolas, Menlo, 'Liberation Mono'"


def in_place(svg: str) -> str:
    """Place each text at the position of its first letter.

    rich pads texts with no-break spaces, which the viewing program must stretch to a given width. LibreOffice, Word and
    librsvg drop the spaces or do not stretch, so figures would be in wrong columns.
    """
    return _TEXT.sub(_moved, svg)


def _moved(found: re.Match[str]) -> str:
    head, x, middle, length, tail, before, words, after = found.groups()
    if not words:
        return ""
    cell = float(length) / len(unescape(before + words + after))
    left, right = (part.count(_ROOM) * cell for part in (before, after))
    return f"{head}{float(x) + left:g}{middle}{float(length) - left - right:g}{tail}{words}</text>"


class Frame(NamedTuple):
    """A copy of a screen at one moment, and its size in cells and rows."""

    drawn: RenderableType
    cells: int
    rows: int

    def svg(self, title: str) -> str:
        """Return the picture as SVG."""
        from rich.console import Console  # imported only to make a picture

        console = Console(
            width=self.cells,
            height=self.rows,
            file=io.StringIO(),
            force_terminal=True,
            color_system="truecolor",
            record=True,
            legacy_windows=False,
            safe_box=False,
        )
        console.print(self.drawn)
        # rich would load a font from a server: use those of the viewer's machine
        svg = _FONT_FACE.sub("", console.export_svg(title=title))
        return in_place(svg.replace(f'"{_OUTSIDE}"', FONTS).replace(_OUTSIDE, FONTS))


def frame_of(screen: Screen[Any]) -> Frame:
    """Capture the present content of a screen."""
    size, stack = screen.app.size, screen.app.screen_stack
    below = stack[: stack.index(screen)]  # seen where an overlay leaves room
    drawn = screen._compositor.render_update(full=True, screen_stack=below)
    return Frame(drawn or "", size.width, size.height)
