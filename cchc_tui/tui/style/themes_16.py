"""The themes on terminals of 16 colours, and on those that are to show none (``NO_COLOR``).

Left to itself a colour of 24 bits becomes the nearest of the 16, and two that were apart become one. So each theme says
which of the 16 it means. They are given by the colours that a VGA card had, which rich turns into their numbers again;
xterm's own differ, so what is drawn on what was chosen to be read on either (a test computes both). A ground is always
given along with its text: which colours the terminal has by default does not matter. Text is drawn heavier only in the
eight bright colours: many a terminal shows a bold dark colour as its bright one.

Without colour a ground is an attribute: reverse, bold, underline.
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


class SixteenSkin(Palette):
    """A theme in the 16 colours. What is fresh is underlined as well: there is no ground to spare for it."""

    def _make(self, tone: TextRole, ground: Background) -> Style:
        ink = self.ink(tone, ground)
        bold = is_bold(tone, ground) and ink in _BRIGHT
        fresh = True if ground is Background.FRESH else None
        return Style(color=ink, bgcolor=self.grounds[ground], bold=bold, underline=fresh)


_DARK_SHADES = dict(zip(SHADES, (BLACK, BLUE, MAGENTA, GREEN, CYAN), strict=True))
_DARK_SHADE_INKS: dict[Background | tuple[TextRole, Background], str] = dict(
    zip(SHADES, (BRIGHT_WHITE, BRIGHT_WHITE, BRIGHT_WHITE, BLACK, BLACK), strict=True)
)
_DARK_GROUNDS = {
    Background.PLAIN: BLACK,
    Background.PANEL: BLUE,
    Background.CURSOR: WHITE,
    Background.FRESH: BLACK,
    Background.ALARM: RED,
    Background.PAST: MAGENTA,
    **_DARK_SHADES,
}
_DARK_INKS: dict[Background | tuple[TextRole, Background], str] = {
    (TextRole.DIM, Background.PANEL): BRIGHT_WHITE,
    (TextRole.BAD, Background.PANEL): BRIGHT_WHITE,
    (TextRole.BAR, Background.PANEL): BRIGHT_CYAN,
    Background.CURSOR: BLACK,
    (TextRole.BAR, Background.CURSOR): BLUE,
    Background.FRESH: BRIGHT_YELLOW,
    Background.ALARM: BRIGHT_WHITE,
    Background.PAST: BRIGHT_WHITE,
    **_DARK_SHADE_INKS,
}
_DARK_TONES = {
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

_DARK = SixteenSkin("cchc-dark", dark=True, grounds=_DARK_GROUNDS, tones=_DARK_TONES, inks=_DARK_INKS)
_LIGHT = SixteenSkin(
    "cchc-light",
    dark=False,
    grounds={
        Background.PLAIN: BRIGHT_WHITE,
        Background.PANEL: CYAN,
        Background.CURSOR: BLUE,
        Background.FRESH: BLACK,
        Background.ALARM: RED,
        Background.PAST: MAGENTA,
        **dict(zip(SHADES, (BRIGHT_WHITE, WHITE, CYAN, MAGENTA, BLACK), strict=True)),
    },
    tones={
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
    inks={
        Background.PANEL: BLACK,
        Background.CURSOR: BRIGHT_WHITE,
        (TextRole.BAR, Background.CURSOR): BRIGHT_CYAN,
        Background.FRESH: BRIGHT_YELLOW,
        Background.ALARM: BRIGHT_WHITE,
        Background.PAST: BRIGHT_WHITE,
        **dict(zip(SHADES, (BLACK, BLACK, BLACK, BRIGHT_WHITE, BRIGHT_WHITE), strict=True)),
    },
)
_CONTRAST = SixteenSkin(
    "cchc-contrast",
    dark=True,
    grounds={
        **_DARK_GROUNDS,
        Background.ALARM: BRIGHT_YELLOW,
        Background.PAST: CYAN,
        **dict(zip(SHADES, (BLACK, BLUE, GREEN, CYAN, BRIGHT_WHITE), strict=True)),
    },
    tones={
        **_DARK_TONES,
        TextRole.DIM: BRIGHT_WHITE,
        TextRole.BAD: BRIGHT_YELLOW,
        TextRole.GOOD: BRIGHT_CYAN,
        TextRole.BAR: BRIGHT_WHITE,
    },
    inks={**_DARK_INKS, Background.ALARM: BLACK, Background.PAST: BLACK, Background.SHADE3: BLACK},
)
_DEUTERANOPIA = SixteenSkin(
    "cchc-deuteranopia",
    dark=True,
    grounds={**_DARK_GROUNDS, **dict(zip(SHADES, (BLACK, BLUE, MAGENTA, CYAN, BRIGHT_WHITE), strict=True))},
    tones={
        **_DARK_TONES,
        TextRole.GOOD: BRIGHT_CYAN,
        TextRole.BAD: BRIGHT_YELLOW,
        TextRole.WARN: BRIGHT_WHITE,
        TextRole.ACCENT: BRIGHT_WHITE,
        TextRole.KEY: BRIGHT_WHITE,
    },
    inks={**_DARK_INKS, (TextRole.BAD, Background.PANEL): BRIGHT_YELLOW},
)
SIXTEEN: dict[str, Palette] = {skin.name: skin for skin in (_DARK, _LIGHT, _CONTRAST, _DEUTERANOPIA)}

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


class MonoSkin(Palette):
    """A theme whose grounds are attributes; the colours are there for what asks for one, and are never sent."""

    def _make(self, tone: TextRole, ground: Background) -> Style:
        return _MARKS[ground] + _BOLD if is_bold(tone, ground) else _MARKS[ground]


def without_colour(skin: Palette) -> Palette:
    """The theme without colour."""
    return MonoSkin(skin.name, dark=skin.dark, grounds=skin.grounds, tones=skin.tones, inks={})
