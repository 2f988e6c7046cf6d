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


#: What everything is drawn on, in each theme: dark, light, contrast, deuteranopia.
_GROUNDS = {
    Ground.PLAIN: ("#121212", "#ffffff", "#000000", "#121212"),
    Ground.PANEL: ("#303030", "#e4e4e4", "#000087", "#303030"),
    Ground.CURSOR: ("#afd7ff", "#00005f", "#ffff00", "#d7d7ff"),
    Ground.FRESH: ("#4e4e4e", "#ffffaf", "#5f005f", "#4e4e4e"),
    Ground.ALARM: ("#ffd7d7", "#870000", "#ffd7ff", "#ffd7af"),
    Ground.PAST: ("#ffd75f", "#5f0087", "#ffaf00", "#ffff5f"),
    Ground.SHADE1: ("#5f005f", "#ffd7af", "#00005f", "#00005f"),
    Ground.SHADE2: ("#87005f", "#ffaf87", "#0000af", "#0000af"),
    Ground.SHADE3: ("#af005f", "#ff875f", "#00afff", "#005f87"),
    Ground.SHADE4: ("#ff8787", "#af005f", "#5fffff", "#d7af5f"),
    Ground.SHADE5: ("#ffd7af", "#5f005f", "#ffffff", "#ffff87"),
}
#: What is drawn on the plain ground and the panel.
_TONES = {
    Tone.TEXT: ("#eeeeee", "#121212", "#ffffff", "#eeeeee"),
    Tone.STRONG: ("#ffffff", "#000000", "#ffffff", "#ffffff"),
    Tone.DIM: ("#c6c6c6", "#3a3a3a", "#ffffff", "#c6c6c6"),
    Tone.GOOD: ("#87d7af", "#005f00", "#5fffaf", "#87d7ff"),
    Tone.BAD: ("#ffafaf", "#870000", "#ffaf87", "#ffaf5f"),
    Tone.WARN: ("#ffd787", "#5f5f00", "#ffff00", "#ffffaf"),
    Tone.ACCENT: ("#afd7ff", "#00005f", "#5fffff", "#afd7ff"),
    Tone.BAR: ("#87afd7", "#0087af", "#ffffff", "#87afd7"),
    Tone.KEY: ("#ffd787", "#5f0087", "#ffff00", "#ffffaf"),
}
#: What is drawn on other grounds, whatever its tone; of a tone by itself, "" where the same holds for it.
_INKS: dict[Ground | tuple[Tone, Ground], tuple[str, ...]] = {
    Ground.CURSOR: ("#121212", "#ffffff", "#000000", "#121212"),
    (Tone.BAR, Ground.CURSOR): ("#005f87", "#87afd7", "", "#005faf"),
    Ground.FRESH: ("#ffff87", "#121212", "#ffff5f", "#ffff87"),
    Ground.ALARM: ("#5f0000", "#ffffff", "#5f0000", "#000000"),
    Ground.PAST: ("#121212", "#ffffff", "#000000", "#121212"),
    Ground.SHADE1: ("#ffffff", "#000000", "#ffffff", "#ffffff"),
    Ground.SHADE2: ("#ffffff", "#000000", "#ffffff", "#ffffff"),
    Ground.SHADE3: ("#ffffff", "#000000", "#000000", "#ffffff"),
    Ground.SHADE4: ("#000000", "#ffffff", "#000000", "#000000"),
    Ground.SHADE5: ("#000000", "#ffffff", "#000000", "#000000"),
}


def _skin(name: str, place: int, *, dark: bool) -> Skin:
    """The skin whose colours stand in that place of the tables."""
    return Skin(
        name,
        dark=dark,
        grounds={ground: colours[place] for ground, colours in _GROUNDS.items()},
        tones={tone: colours[place] for tone, colours in _TONES.items()},
        inks={key: colours[place] for key, colours in _INKS.items() if colours[place]},
    )


DARK = _skin("cchc-dark", 0, dark=True)
LIGHT = _skin("cchc-light", 1, dark=False)
#: Black, white and what is as far from both as a colour can be: for weak projectors and weak eyes.
CONTRAST = _skin("cchc-contrast", 2, dark=True)
#: Blue and orange in place of green and red, and shades from blue to yellow: who sees no difference between green and
#: red, one man in twelve, sees one here.
DEUTERANOPIA = _skin("cchc-deuteranopia", 3, dark=True)

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
