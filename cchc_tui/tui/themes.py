"""The four themes and the styles that the line-drawn widgets paint with: for a dim room, for a bright one, of high
contrast, and one without green and red.

A projector washes colours out and a meeting reads from the back row, so every text stands at 7:1 or more on every
ground that it is drawn on, and a word of state at 4.5:1 (a test computes them all). Each meaning is a word or a sign
before it is a colour. All colours are among those of a 256-colour terminal, where they come out as they are here; for
terminals with fewer there is ``lowcolour.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cached_property

from rich.style import Style
from textual.theme import Theme


class Tone(Enum):
    """What a piece of text is, for its colour; its meaning is in the text itself."""

    TEXT = "text"
    STRONG = "strong"
    DIM = "dim"
    GOOD = "good"
    BAD = "bad"
    WARN = "warn"
    ACCENT = "accent"
    BAR = "bar"
    KEY = "key"  # a key to press, in the footer and the help


class Ground(Enum):
    """What a piece of text is drawn on."""

    PLAIN = "plain"
    PANEL = "panel"  # the thin lines at top and bottom
    CURSOR = "cursor"
    FRESH = "fresh"  # a figure that changed a moment ago
    ALARM = "alarm"  # a banner that must be seen
    PAST = "past"  # the frame around what is not now
    SHADE1 = "shade1"  # a tile of the map, from little…
    SHADE2 = "shade2"
    SHADE3 = "shade3"
    SHADE4 = "shade4"
    SHADE5 = "shade5"  # …to most


SHADES = (Ground.SHADE1, Ground.SHADE2, Ground.SHADE3, Ground.SHADE4, Ground.SHADE5)


class Skin:
    """The colours of one theme, as ``#rrggbb``.

    On a ground that stands in ``inks`` all tones have that one colour: what is drawn there is found by its ground.
    A pair of tone and ground that stands there has a colour of its own.
    """

    def __init__(
        self,
        name: str,
        *,
        dark: bool,
        grounds: Mapping[Ground, str],
        tones: Mapping[Tone, str],
        inks: Mapping[Ground | tuple[Tone, Ground], str],
    ):
        self.name = name
        self.dark = dark
        self.grounds = grounds
        self.tones = tones
        self._inks = inks

    @cached_property
    def _styles(self) -> dict[tuple[Tone, Ground], Style]:
        return {(tone, ground): self._make(tone, ground) for tone in Tone for ground in Ground}

    def style(self, tone: Tone, ground: Ground = Ground.PLAIN) -> Style:
        """The style of a tone on a ground."""
        return self._styles[tone, ground]

    def ink(self, tone: Tone, ground: Ground) -> str:
        """The text colour of a tone on a ground."""
        return self._inks.get((tone, ground)) or self._inks.get(ground) or self.tones[tone]

    def _make(self, tone: Tone, ground: Ground) -> Style:
        return Style(color=self.ink(tone, ground), bgcolor=self.grounds[ground], bold=is_bold(tone, ground))

    def theme(self) -> Theme:
        """The same colours as a theme for the widgets that Textual draws."""
        tone = self.tones
        return Theme(
            name=self.name,
            dark=self.dark,
            primary=tone[Tone.ACCENT],
            secondary=tone[Tone.DIM],
            warning=tone[Tone.WARN],
            error=tone[Tone.BAD],
            success=tone[Tone.GOOD],
            accent=tone[Tone.ACCENT],
            foreground=tone[Tone.TEXT],
            background=self.grounds[Ground.PLAIN],
            surface=self.grounds[Ground.PLAIN],
            panel=self.grounds[Ground.PANEL],
        )


def is_bold(tone: Tone, ground: Ground) -> bool:
    """Whether a tone on a ground is drawn heavier."""
    return tone in {Tone.STRONG, Tone.KEY} or ground in {Ground.FRESH, Ground.ALARM, Ground.CURSOR}


def _shades(*pairs: str) -> tuple[dict[Ground, str], dict[Ground | tuple[Tone, Ground], str]]:
    """Grounds and inks of the five shades, each given as ``ink on ground``."""
    split = [pair.split(" on ") for pair in pairs]
    return (
        {shade: ground for shade, (_, ground) in zip(SHADES, split, strict=True)},
        {shade: ink for shade, (ink, _) in zip(SHADES, split, strict=True)},
    )


_GROUNDS, _INKS = _shades(
    "#ffffff on #5f005f", "#ffffff on #87005f", "#ffffff on #af005f", "#000000 on #ff8787", "#000000 on #ffd7af"
)
DARK = Skin(
    "cchc-dark",
    dark=True,
    grounds={
        Ground.PLAIN: "#121212",
        Ground.PANEL: "#303030",
        Ground.CURSOR: "#afd7ff",
        Ground.FRESH: "#4e4e4e",
        Ground.ALARM: "#ffd7d7",
        Ground.PAST: "#ffd75f",
        **_GROUNDS,
    },
    tones={
        Tone.TEXT: "#eeeeee",
        Tone.STRONG: "#ffffff",
        Tone.DIM: "#c6c6c6",
        Tone.GOOD: "#87d7af",
        Tone.BAD: "#ffafaf",
        Tone.WARN: "#ffd787",
        Tone.ACCENT: "#afd7ff",
        Tone.BAR: "#87afd7",
        Tone.KEY: "#ffd787",
    },
    inks={
        Ground.CURSOR: "#121212",
        (Tone.BAR, Ground.CURSOR): "#005f87",
        Ground.FRESH: "#ffff87",
        Ground.ALARM: "#5f0000",
        Ground.PAST: "#121212",
        **_INKS,
    },
)

_GROUNDS, _INKS = _shades(
    "#000000 on #ffd7af", "#000000 on #ffaf87", "#000000 on #ff875f", "#ffffff on #af005f", "#ffffff on #5f005f"
)
LIGHT = Skin(
    "cchc-light",
    dark=False,
    grounds={
        Ground.PLAIN: "#ffffff",
        Ground.PANEL: "#e4e4e4",
        Ground.CURSOR: "#00005f",
        Ground.FRESH: "#ffffaf",
        Ground.ALARM: "#870000",
        Ground.PAST: "#5f0087",
        **_GROUNDS,
    },
    tones={
        Tone.TEXT: "#121212",
        Tone.STRONG: "#000000",
        Tone.DIM: "#3a3a3a",
        Tone.GOOD: "#005f00",
        Tone.BAD: "#870000",
        Tone.WARN: "#5f5f00",
        Tone.ACCENT: "#00005f",
        Tone.BAR: "#0087af",
        Tone.KEY: "#5f0087",
    },
    inks={
        Ground.CURSOR: "#ffffff",
        (Tone.BAR, Ground.CURSOR): "#87afd7",
        Ground.FRESH: "#121212",
        Ground.ALARM: "#ffffff",
        Ground.PAST: "#ffffff",
        **_INKS,
    },
)

# Black, white and what is as far from both as a colour can be: for weak projectors and weak eyes.
_GROUNDS, _INKS = _shades(
    "#ffffff on #00005f", "#ffffff on #0000af", "#000000 on #00afff", "#000000 on #5fffff", "#000000 on #ffffff"
)
CONTRAST = Skin(
    "cchc-contrast",
    dark=True,
    grounds={
        Ground.PLAIN: "#000000",
        Ground.PANEL: "#000087",
        Ground.CURSOR: "#ffff00",
        Ground.FRESH: "#5f005f",
        Ground.ALARM: "#ffd7ff",
        Ground.PAST: "#ffaf00",
        **_GROUNDS,
    },
    tones={
        Tone.TEXT: "#ffffff",
        Tone.STRONG: "#ffffff",
        Tone.DIM: "#ffffff",
        Tone.GOOD: "#5fffaf",
        Tone.BAD: "#ffaf87",
        Tone.WARN: "#ffff00",
        Tone.ACCENT: "#5fffff",
        Tone.BAR: "#ffffff",
        Tone.KEY: "#ffff00",
    },
    inks={
        Ground.CURSOR: "#000000",
        Ground.FRESH: "#ffff5f",
        Ground.ALARM: "#5f0000",
        Ground.PAST: "#000000",
        **_INKS,
    },
)

# Blue and orange in place of green and red, and shades from blue to yellow: who sees no difference between green and
# red, one man in twelve, sees one here.
_GROUNDS, _INKS = _shades(
    "#ffffff on #00005f", "#ffffff on #0000af", "#ffffff on #005f87", "#000000 on #d7af5f", "#000000 on #ffff87"
)
DEUTERANOPIA = Skin(
    "cchc-deuteranopia",
    dark=True,
    grounds={
        Ground.PLAIN: "#121212",
        Ground.PANEL: "#303030",
        Ground.CURSOR: "#d7d7ff",
        Ground.FRESH: "#4e4e4e",
        Ground.ALARM: "#ffd7af",
        Ground.PAST: "#ffff5f",
        **_GROUNDS,
    },
    tones={
        Tone.TEXT: "#eeeeee",
        Tone.STRONG: "#ffffff",
        Tone.DIM: "#c6c6c6",
        Tone.GOOD: "#87d7ff",
        Tone.BAD: "#ffaf5f",
        Tone.WARN: "#ffffaf",
        Tone.ACCENT: "#afd7ff",
        Tone.BAR: "#87afd7",
        Tone.KEY: "#ffffaf",
    },
    inks={
        Ground.CURSOR: "#121212",
        (Tone.BAR, Ground.CURSOR): "#005faf",
        Ground.FRESH: "#ffff87",
        Ground.ALARM: "#000000",
        Ground.PAST: "#121212",
        **_INKS,
    },
)

#: In the order of F8.
SKINS = {skin.name: skin for skin in (DARK, LIGHT, CONTRAST, DEUTERANOPIA)}
_PREFIX = "cchc-"


def theme_of(setting: str) -> str:
    """The theme that a setting, an option or a user's choice names; KeyError when there is none."""
    name = setting if setting.startswith(_PREFIX) else _PREFIX + setting
    return SKINS[name].name


def setting_of(theme: str) -> str:
    """What settings and options call a theme."""
    return theme.removeprefix(_PREFIX)
