"""Contact sheets: many screens of the demo in one picture, each as the app draws it. A theme has a sheet of its own.

A sheet is one SVG with about 25 screens, so it is kept small. Each text is placed at its first cell and stretched to
the width of its cells, so any monospaced font fits and no font has to be downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.pilot import Pilot
from textual.strip import Strip

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.style.themes import Background, Palette, TextRole
from cchc_tui.tui.terminal.picture import FONTS
from tools.screens import Shown

#: The width and height of a cell on a sheet, and the room around a screen, in pixels.
_WIDE, _HIGH, _ROOM = 6, 12, 18
#: Texts of fewer cells are not stretched.
_LONG = 4
_WORDS = re.compile(r"\S+(?: \S+)*")
#: How often a screen is looked at until it is at rest, and the seconds between two looks.
_LOOKS, _APART = 40, 0.08


class Taken(NamedTuple):
    """A picture of one screen in one theme, as lines of styled text."""

    name: str
    theme: str
    lines: tuple[Strip, ...]


async def take(pilot: Pilot[int], screens: Iterable[Shown], themes: Sequence[str]) -> list[Taken]:
    """Go to each screen and capture it in each theme."""
    app = pilot.app
    assert isinstance(app, CchcApp)
    taken: list[Taken] = []
    for name, keys in screens:
        back = ("escape",) * 4 + (("end",) if app.session.shown_at is not None else ())
        for key in (*back, "1", *keys):
            await pilot.press(key)
            await _rest(pilot)
        for theme in themes:
            app.theme = theme
            await _rest(pilot)
            taken.append(Taken(name, theme, tuple(app.screen._compositor.render_strips())))
        app.theme = themes[0]
    return taken


async def _rest(pilot: Pilot[int]) -> None:
    """Wait until the screen stops changing and no longer says that rows are awaited.

    The screen is read at most ``_LOOKS`` times. After that, this returns even if the screen still changes.
    """
    seen: list[Strip] = []
    for _ in range(_LOOKS):
        await pilot.pause(_APART)
        now = pilot.app.screen._compositor.render_strips()
        if now == seen and not any(TEXT.waiting_for_rows in line.text for line in now):
            return
        seen = now


def sheet(taken: Sequence[Taken], palette: Palette, columns: int, title: str) -> str:
    """An SVG of the screens in ``taken``, with ``columns`` screens in a row."""
    cells, rows = taken[0].lines[0].cell_length, len(taken[0].lines)
    wide, high = cells * _WIDE + _ROOM, rows * _HIGH + _ROOM * 2
    classes: dict[Style, str] = {}
    parts: list[str] = []
    for number, one in enumerate(taken):
        x, y = number % columns * wide + _ROOM // 2, number // columns * high + _ROOM * 2
        parts.append(f'<g transform="translate({x},{y})"><text class="n" y="-6">{escape(one.name)}</text>')
        parts.append(f'<rect class="s" width="{cells * _WIDE}" height="{rows * _HIGH}"/>')
        parts += (drawn for row, line in enumerate(one.lines) for drawn in _line(row, line, classes, palette))
        parts.append("</g>")
    body = "".join(parts)
    width, height = columns * wide, -(-len(taken) // columns) * high + _ROOM
    rules = "".join(f".{name}{{{_rule(style)}}}" for style, name in classes.items())
    edge, text_colour = palette.backgrounds[Background.PANEL], palette.text_colour(TextRole.TEXT, Background.PANEL)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><title>{escape(title)}</title>'
        f"<style>text{{font:10px {FONTS},monospace}}.n{{fill:{text_colour}}}"
        f".s{{fill:{palette.backgrounds[Background.PLAIN]}}}{rules}</style>"
        f'<rect width="{width}" height="{height}" fill="{edge}"/>{body}</svg>\n'
    )


def _line(row: int, line: Strip, classes: dict[Style, str], palette: Palette) -> Iterator[str]:
    """Yield the SVG of a line: first each background that differs from the screen's own, then the texts."""
    texts: list[str] = []
    x = 0
    for text, segment_style, _ in line:
        style = segment_style or Style()
        background = style.bgcolor.get_truecolor().hex if style.bgcolor else palette.backgrounds[Background.PLAIN]
        taken = cell_len(text)
        if background != palette.backgrounds[Background.PLAIN]:
            yield (
                f'<rect x="{x * _WIDE}" y="{row * _HIGH}" width="{taken * _WIDE}"'
                f' height="{_HIGH}" fill="{background}"/>'
            )
        look = Style(color=style.color, bold=bool(style.bold))
        for words in _WORDS.finditer(text):
            name = classes.setdefault(look, f"c{len(classes)}")
            at = (x + cell_len(text[: words.start()])) * _WIDE
            cells = cell_len(words[0])
            length = f' textLength="{cells * _WIDE}"' if cells >= _LONG else ""
            texts.append(f'<tspan x="{at}" class="{name}"{length}>{escape(words[0], quote=False)}</tspan>')
        x += taken
    if texts:
        yield f'<text y="{row * _HIGH + 9}">{"".join(texts)}</text>'


def _rule(style: Style) -> str:
    colour = style.color.get_truecolor().hex if style.color else "#888888"
    return f"fill:{colour};font-weight:bold" if style.bold else f"fill:{colour}"


def file_name(theme: str, size: tuple[int, int]) -> str:
    """The file name of the contact sheet for a theme and a screen size."""
    return f"screens-{size[0]}x{size[1]}-{theme}.svg"
