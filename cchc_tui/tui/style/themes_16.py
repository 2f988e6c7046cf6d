"""The themes for terminals of 16 colours, and for terminals that shall show none (``NO_COLOR``).

rich maps a 24-bit colour to the nearest of the 16, and two different colours can become the same. So each theme names
its 16 colours itself, by their values on a VGA card, which rich maps to the right numbers. xterm shows other values, so
each pair of text and background was chosen to be legible on both (a test computes both). Text always has its
background, because a terminal's default colours are not known. Only the eight bright colours are drawn bold: many
terminals show a bold dark colour as its bright one.

Without colours, a background is an attribute: reverse, bold or underline.
"""

from __future__ import annotations

from rich.style import Style

from cchc_tui.tui.style.themes import SHADES, Background, Palette, TextRole, is_bold

BLACK, RED, GREEN, BLUE, MAGENTA, CYAN, WHITE = (
    "#000000", "#aa0000", "#00aa00", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa",
)  # fmt: skip
BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW, BRIGHT_CYAN, BRIGHT_WHITE = (
    "#ff5555", "#55ff55", "#ffff55", "#55ffff", "#ffffff",
)  # fmt: skip
_BRIGHT = frozenset({BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW, BRIGHT_CYAN, BRIGHT_WHITE})


class Palette16(Palette):
    """A theme in the 16 colours. A fresh figure is underlined, since no background colour is left for it."""

    def _make(self, role: TextRole, background: Background) -> Style:
        text_colour = self.text_colour(role, background)
        bold = is_bold(role, background) and text_colour in _BRIGHT
        fresh = True if background is Background.FRESH else None
        return Style(color=text_colour, bgcolor=self.backgrounds[background], bold=bold, underline=fresh)


_DARK_SHADES = dict(zip(SHADES, (BLACK, BLUE, MAGENTA, GREEN, CYAN), strict=True))
_DARK_SHADE_TEXT_COLOURS: dict[Background | tuple[TextRole, Background], str] = dict(
    zip(SHADES, (BRIGHT_WHITE, BRIGHT_WHITE, BRIGHT_WHITE, BLACK, BLACK), strict=True)
)
_DARK_BACKGROUNDS = {
    Background.PLAIN: BLACK,
    Background.PANEL: BLUE,
    Background.CURSOR: WHITE,
    Background.FRESH: BLACK,
    Background.ALARM: RED,
    Background.PAST: MAGENTA,
    **_DARK_SHADES,
}
_DARK_TEXT_COLOURS: dict[Background | tuple[TextRole, Background], str] = {
    (TextRole.DIM, Background.PANEL): BRIGHT_WHITE,
    (TextRole.BAD, Background.PANEL): BRIGHT_WHITE,
    (TextRole.BAR, Background.PANEL): BRIGHT_CYAN,
    Background.CURSOR: BLACK,
    (TextRole.BAR, Background.CURSOR): BLUE,
    Background.FRESH: BRIGHT_YELLOW,
    Background.ALARM: BRIGHT_WHITE,
    Background.PAST: BRIGHT_WHITE,
    **_DARK_SHADE_TEXT_COLOURS,
}
_DARK_ROLES = {
    TextRole.TEXT: BRIGHT_WHITE,
    TextRole.STRONG: BRIGHT_WHITE,
    TextRole.DIM: WHITE,
    TextRole.GOOD: BRIGHT_GREEN,
    TextRole.BAD: BRIGHT_RED,
    TextRole.WARN: BRIGHT_YELLOW,
    TextRole.ACCENT: BRIGHT_CYAN,
    TextRole.BAR: CYAN,
    TextRole.KEY: BRIGHT_YELLOW,
}

_DARK = Palette16(
    "cchc-dark", dark=True, backgrounds=_DARK_BACKGROUNDS, roles=_DARK_ROLES, text_colours=_DARK_TEXT_COLOURS
)
_LIGHT = Palette16(
    "cchc-light",
    dark=False,
    backgrounds={
        Background.PLAIN: BRIGHT_WHITE,
        Background.PANEL: CYAN,
        Background.CURSOR: BLUE,
        Background.FRESH: BLACK,
        Background.ALARM: RED,
        Background.PAST: MAGENTA,
        **dict(zip(SHADES, (BRIGHT_WHITE, WHITE, CYAN, MAGENTA, BLACK), strict=True)),
    },
    roles={
        TextRole.TEXT: BLACK,
        TextRole.STRONG: BLACK,
        TextRole.DIM: BLACK,
        TextRole.GOOD: BLUE,
        TextRole.BAD: RED,
        TextRole.WARN: MAGENTA,
        TextRole.ACCENT: BLUE,
        TextRole.BAR: BLUE,
        TextRole.KEY: BLUE,
    },
    text_colours={
        Background.PANEL: BLACK,
        Background.CURSOR: BRIGHT_WHITE,
        (TextRole.BAR, Background.CURSOR): BRIGHT_CYAN,
        Background.FRESH: BRIGHT_YELLOW,
        Background.ALARM: BRIGHT_WHITE,
        Background.PAST: BRIGHT_WHITE,
        **dict(zip(SHADES, (BLACK, BLACK, BLACK, BRIGHT_WHITE, BRIGHT_WHITE), strict=True)),
    },
)
_CONTRAST = Palette16(
    "cchc-contrast",
    dark=True,
    backgrounds={
        **_DARK_BACKGROUNDS,
        Background.ALARM: BRIGHT_YELLOW,
        Background.PAST: CYAN,
        **dict(zip(SHADES, (BLACK, BLUE, GREEN, CYAN, BRIGHT_WHITE), strict=True)),
    },
    roles={
        **_DARK_ROLES,
        TextRole.DIM: BRIGHT_WHITE,
        TextRole.BAD: BRIGHT_YELLOW,
        TextRole.GOOD: BRIGHT_CYAN,
        TextRole.BAR: BRIGHT_WHITE,
    },
    text_colours={**_DARK_TEXT_COLOURS, Background.ALARM: BLACK, Background.PAST: BLACK, Background.SHADE3: BLACK},
)
_DEUTERANOPIA = Palette16(
    "cchc-deuteranopia",
    dark=True,
    backgrounds={**_DARK_BACKGROUNDS, **dict(zip(SHADES, (BLACK, BLUE, MAGENTA, CYAN, BRIGHT_WHITE), strict=True))},
    roles={
        **_DARK_ROLES,
        TextRole.GOOD: BRIGHT_CYAN,
        TextRole.BAD: BRIGHT_YELLOW,
        TextRole.WARN: BRIGHT_WHITE,
        TextRole.ACCENT: BRIGHT_WHITE,
        TextRole.KEY: BRIGHT_WHITE,
    },
    text_colours={**_DARK_TEXT_COLOURS, (TextRole.BAD, Background.PANEL): BRIGHT_YELLOW},
)
PALETTES_16: dict[str, Palette] = {palette.name: palette for palette in (_DARK, _LIGHT, _CONTRAST, _DEUTERANOPIA)}

_BOLD, _LINE, _REVERSE = Style(bold=True), Style(underline=True), Style(reverse=True)
_MARKS = {
    Background.PLAIN: Style(),
    Background.PANEL: _LINE,
    Background.CURSOR: _REVERSE + _BOLD,
    Background.FRESH: _LINE + _BOLD,
    Background.ALARM: _REVERSE + _LINE + _BOLD,
    Background.PAST: _REVERSE,
    Background.SHADE1: Style(),
    Background.SHADE2: _LINE,
    Background.SHADE3: _LINE + _BOLD,
    Background.SHADE4: _REVERSE + _LINE,
    Background.SHADE5: _REVERSE,
}


class MonochromePalette(Palette):
    """A theme whose backgrounds are attributes. It keeps its colours, which are never sent."""

    def _make(self, role: TextRole, background: Background) -> Style:
        return _MARKS[background] + _BOLD if is_bold(role, background) else _MARKS[background]


def without_colour(palette: Palette) -> Palette:
    """Return the palette with attributes in place of colours."""
    return MonochromePalette(
        palette.name, dark=palette.dark, backgrounds=palette.backgrounds, roles=palette.roles, text_colours={}
    )
