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

from cchc_tui.tui.themes import SHADES, Ground, Skin, Tone, is_bold

BLACK, RED, GREEN, BLUE, MAGENTA, CYAN, WHITE = (
    "#000000", "#aa0000", "#00aa00", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa",
)  # fmt: skip
BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW, BRIGHT_CYAN, BRIGHT_WHITE = (
    "#ff5555", "#55ff55", "#ffff55", "#55ffff", "#ffffff",
)  # fmt: skip
_BRIGHT = frozenset({BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW, BRIGHT_CYAN, BRIGHT_WHITE})


class SixteenSkin(Skin):
    """A theme in the 16 colours. What is fresh is underlined as well: there is no ground to spare for it."""

    def _make(self, tone: Tone, ground: Ground) -> Style:
        ink = self.ink(tone, ground)
        bold = is_bold(tone, ground) and ink in _BRIGHT
        fresh = True if ground is Ground.FRESH else None
        return Style(color=ink, bgcolor=self.grounds[ground], bold=bold, underline=fresh)


_DARK_SHADES = dict(zip(SHADES, (BLACK, BLUE, MAGENTA, GREEN, CYAN), strict=True))
_DARK_SHADE_INKS: dict[Ground | tuple[Tone, Ground], str] = dict(
    zip(SHADES, (BRIGHT_WHITE, BRIGHT_WHITE, BRIGHT_WHITE, BLACK, BLACK), strict=True)
)
_DARK_GROUNDS = {
    Ground.PLAIN: BLACK,
    Ground.PANEL: BLUE,
    Ground.CURSOR: WHITE,
    Ground.FRESH: BLACK,
    Ground.ALARM: RED,
    Ground.PAST: MAGENTA,
    **_DARK_SHADES,
}
_DARK_INKS: dict[Ground | tuple[Tone, Ground], str] = {
    (Tone.DIM, Ground.PANEL): BRIGHT_WHITE,
    (Tone.BAD, Ground.PANEL): BRIGHT_WHITE,
    (Tone.BAR, Ground.PANEL): BRIGHT_CYAN,
    Ground.CURSOR: BLACK,
    (Tone.BAR, Ground.CURSOR): BLUE,
    Ground.FRESH: BRIGHT_YELLOW,
    Ground.ALARM: BRIGHT_WHITE,
    Ground.PAST: BRIGHT_WHITE,
    **_DARK_SHADE_INKS,
}
_DARK_TONES = {
    Tone.TEXT: BRIGHT_WHITE,
    Tone.STRONG: BRIGHT_WHITE,
    Tone.DIM: WHITE,
    Tone.GOOD: BRIGHT_GREEN,
    Tone.BAD: BRIGHT_RED,
    Tone.WARN: BRIGHT_YELLOW,
    Tone.ACCENT: BRIGHT_CYAN,
    Tone.BAR: CYAN,
    Tone.KEY: BRIGHT_YELLOW,
}

_DARK = SixteenSkin("cchc-dark", dark=True, grounds=_DARK_GROUNDS, tones=_DARK_TONES, inks=_DARK_INKS)
_LIGHT = SixteenSkin(
    "cchc-light",
    dark=False,
    grounds={
        Ground.PLAIN: BRIGHT_WHITE,
        Ground.PANEL: CYAN,
        Ground.CURSOR: BLUE,
        Ground.FRESH: BLACK,
        Ground.ALARM: RED,
        Ground.PAST: MAGENTA,
        **dict(zip(SHADES, (BRIGHT_WHITE, WHITE, CYAN, MAGENTA, BLACK), strict=True)),
    },
    tones={
        Tone.TEXT: BLACK,
        Tone.STRONG: BLACK,
        Tone.DIM: BLACK,
        Tone.GOOD: BLUE,
        Tone.BAD: RED,
        Tone.WARN: MAGENTA,
        Tone.ACCENT: BLUE,
        Tone.BAR: BLUE,
        Tone.KEY: BLUE,
    },
    inks={
        Ground.PANEL: BLACK,
        Ground.CURSOR: BRIGHT_WHITE,
        (Tone.BAR, Ground.CURSOR): BRIGHT_CYAN,
        Ground.FRESH: BRIGHT_YELLOW,
        Ground.ALARM: BRIGHT_WHITE,
        Ground.PAST: BRIGHT_WHITE,
        **dict(zip(SHADES, (BLACK, BLACK, BLACK, BRIGHT_WHITE, BRIGHT_WHITE), strict=True)),
    },
)
_CONTRAST = SixteenSkin(
    "cchc-contrast",
    dark=True,
    grounds={
        **_DARK_GROUNDS,
        Ground.ALARM: BRIGHT_YELLOW,
        Ground.PAST: CYAN,
        **dict(zip(SHADES, (BLACK, BLUE, GREEN, CYAN, BRIGHT_WHITE), strict=True)),
    },
    tones={
        **_DARK_TONES,
        Tone.DIM: BRIGHT_WHITE,
        Tone.BAD: BRIGHT_YELLOW,
        Tone.GOOD: BRIGHT_CYAN,
        Tone.BAR: BRIGHT_WHITE,
    },
    inks={**_DARK_INKS, Ground.ALARM: BLACK, Ground.PAST: BLACK, Ground.SHADE3: BLACK},
)
_DEUTERANOPIA = SixteenSkin(
    "cchc-deuteranopia",
    dark=True,
    grounds={**_DARK_GROUNDS, **dict(zip(SHADES, (BLACK, BLUE, MAGENTA, CYAN, BRIGHT_WHITE), strict=True))},
    tones={
        **_DARK_TONES,
        Tone.GOOD: BRIGHT_CYAN,
        Tone.BAD: BRIGHT_YELLOW,
        Tone.WARN: BRIGHT_WHITE,
        Tone.ACCENT: BRIGHT_WHITE,
        Tone.KEY: BRIGHT_WHITE,
    },
    inks={**_DARK_INKS, (Tone.BAD, Ground.PANEL): BRIGHT_YELLOW},
)
SIXTEEN: dict[str, Skin] = {skin.name: skin for skin in (_DARK, _LIGHT, _CONTRAST, _DEUTERANOPIA)}

_BOLD, _LINE, _REVERSE = Style(bold=True), Style(underline=True), Style(reverse=True)
_MARKS = {
    Ground.PLAIN: Style(),
    Ground.PANEL: _LINE,
    Ground.CURSOR: _REVERSE + _BOLD,
    Ground.FRESH: _LINE + _BOLD,
    Ground.ALARM: _REVERSE + _LINE + _BOLD,
    Ground.PAST: _REVERSE,
    Ground.SHADE1: Style(),
    Ground.SHADE2: _LINE,
    Ground.SHADE3: _LINE + _BOLD,
    Ground.SHADE4: _REVERSE + _LINE,
    Ground.SHADE5: _REVERSE,
}


class MonoSkin(Skin):
    """A theme whose grounds are attributes; the colours are there for what asks for one, and are never sent."""

    def _make(self, tone: Tone, ground: Ground) -> Style:
        return _MARKS[ground] + _BOLD if is_bold(tone, ground) else _MARKS[ground]


def without_colour(skin: Skin) -> Skin:
    """The theme without colour."""
    return MonoSkin(skin.name, dark=skin.dark, grounds=skin.grounds, tones=skin.tones, inks={})
