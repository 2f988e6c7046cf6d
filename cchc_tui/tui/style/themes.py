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


class TextRole(Enum):
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


class Background(Enum):
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


SHADES = (Background.SHADE1, Background.SHADE2, Background.SHADE3, Background.SHADE4, Background.SHADE5)


class Palette:
    """The colours of one theme, as ``#rrggbb``.

    On a ground that stands in ``inks`` all tones have that one colour: what is drawn there is found by its ground.
    A pair of tone and ground that stands there has a colour of its own.
    """

    def __init__(
        self,
        name: str,
        *,
        dark: bool,
        grounds: Mapping[Background, str],
        tones: Mapping[TextRole, str],
        inks: Mapping[Background | tuple[TextRole, Background], str],
    ):
        self.name = name
        self.dark = dark
        self.grounds = grounds
        self.tones = tones
        self._inks = inks

    @cached_property
    def _styles(self) -> dict[tuple[TextRole, Background], Style]:
        return {(tone, ground): self._make(tone, ground) for tone in TextRole for ground in Background}

    def style(self, tone: TextRole, ground: Background = Background.PLAIN) -> Style:
        """The style of a tone on a ground."""
        return self._styles[tone, ground]

    def ink(self, tone: TextRole, ground: Background) -> str:
        """The text colour of a tone on a ground."""
        return self._inks.get((tone, ground)) or self._inks.get(ground) or self.tones[tone]

    def _make(self, tone: TextRole, ground: Background) -> Style:
        return Style(color=self.ink(tone, ground), bgcolor=self.grounds[ground], bold=is_bold(tone, ground))

    def theme(self) -> Theme:
        """The same colours as a theme for the widgets that Textual draws."""
        tone = self.tones
        return Theme(
            name=self.name,
            dark=self.dark,
            primary=tone[TextRole.ACCENT],
            secondary=tone[TextRole.DIM],
            warning=tone[TextRole.WARN],
            error=tone[TextRole.BAD],
            success=tone[TextRole.GOOD],
            accent=tone[TextRole.ACCENT],
            foreground=tone[TextRole.TEXT],
            background=self.grounds[Background.PLAIN],
            surface=self.grounds[Background.PLAIN],
            panel=self.grounds[Background.PANEL],
        )


def is_bold(tone: TextRole, ground: Background) -> bool:
    """Whether a tone on a ground is drawn heavier."""
    return tone in {TextRole.STRONG, TextRole.KEY} or ground in {Background.FRESH, Background.ALARM, Background.CURSOR}


#: What everything is drawn on, in each theme: dark, light, contrast, deuteranopia.
_GROUNDS = {
    Background.PLAIN: ("#121212", "#ffffff", "#000000", "#121212"),
    Background.PANEL: ("#303030", "#e4e4e4", "#000087", "#303030"),
    Background.CURSOR: ("#afd7ff", "#00005f", "#ffff00", "#d7d7ff"),
    Background.FRESH: ("#4e4e4e", "#ffffaf", "#5f005f", "#4e4e4e"),
    Background.ALARM: ("#ffd7d7", "#870000", "#ffd7ff", "#ffd7af"),
    Background.PAST: ("#ffd75f", "#5f0087", "#ffaf00", "#ffff5f"),
    Background.SHADE1: ("#5f005f", "#ffd7af", "#00005f", "#00005f"),
    Background.SHADE2: ("#87005f", "#ffaf87", "#0000af", "#0000af"),
    Background.SHADE3: ("#af005f", "#ff875f", "#00afff", "#005f87"),
    Background.SHADE4: ("#ff8787", "#af005f", "#5fffff", "#d7af5f"),
    Background.SHADE5: ("#ffd7af", "#5f005f", "#ffffff", "#ffff87"),
}
#: What is drawn on the plain ground and the panel.
_TONES = {
    TextRole.TEXT: ("#eeeeee", "#121212", "#ffffff", "#eeeeee"),
    TextRole.STRONG: ("#ffffff", "#000000", "#ffffff", "#ffffff"),
    TextRole.DIM: ("#c6c6c6", "#3a3a3a", "#ffffff", "#c6c6c6"),
    TextRole.GOOD: ("#87d7af", "#005f00", "#5fffaf", "#87d7ff"),
    TextRole.BAD: ("#ffafaf", "#870000", "#ffaf87", "#ffaf5f"),
    TextRole.WARN: ("#ffd787", "#5f5f00", "#ffff00", "#ffffaf"),
    TextRole.ACCENT: ("#afd7ff", "#00005f", "#5fffff", "#afd7ff"),
    TextRole.BAR: ("#87afd7", "#0087af", "#ffffff", "#87afd7"),
    TextRole.KEY: ("#ffd787", "#5f0087", "#ffff00", "#ffffaf"),
}
#: What is drawn on other grounds, whatever its tone; of a tone by itself, "" where the same holds for it.
_INKS: dict[Background | tuple[TextRole, Background], tuple[str, ...]] = {
    Background.CURSOR: ("#121212", "#ffffff", "#000000", "#121212"),
    (TextRole.BAR, Background.CURSOR): ("#005f87", "#87afd7", "", "#005faf"),
    Background.FRESH: ("#ffff87", "#121212", "#ffff5f", "#ffff87"),
    Background.ALARM: ("#5f0000", "#ffffff", "#5f0000", "#000000"),
    Background.PAST: ("#121212", "#ffffff", "#000000", "#121212"),
    Background.SHADE1: ("#ffffff", "#000000", "#ffffff", "#ffffff"),
    Background.SHADE2: ("#ffffff", "#000000", "#ffffff", "#ffffff"),
    Background.SHADE3: ("#ffffff", "#000000", "#000000", "#ffffff"),
    Background.SHADE4: ("#000000", "#ffffff", "#000000", "#000000"),
    Background.SHADE5: ("#000000", "#ffffff", "#000000", "#000000"),
}


def _skin(name: str, place: int, *, dark: bool) -> Palette:
    """The skin whose colours stand in that place of the tables."""
    return Palette(
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
PALETTES = {skin.name: skin for skin in (DARK, LIGHT, CONTRAST, DEUTERANOPIA)}
_PREFIX = "cchc-"


def theme_of(setting: str) -> str:
    """The theme that a setting, an option or a user's choice names; KeyError when there is none."""
    name = setting if setting.startswith(_PREFIX) else _PREFIX + setting
    return PALETTES[name].name


def setting_of(theme: str) -> str:
    """What settings and options call a theme."""
    return theme.removeprefix(_PREFIX)
