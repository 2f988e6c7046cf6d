"""The four themes: dark, light, high contrast, and one without green and red.

A projector washes colours out, and a meeting reads from the back row. So text has a contrast of 7:1 or more to every
background that it is drawn on; text of the roles GOOD, BAD and WARN has 4.5:1 or more (a test computes them all). Each
meaning is also a word or a sign, never only a colour. All colours exist on a 256-colour terminal; ``themes_16.py`` has
the themes for terminals with fewer colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from rich.style import Style


class TextRole(Enum):
    """The roles of a piece of text. A palette gives each role its colour."""

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
    """The backgrounds of a piece of text. A palette gives each background its colour."""

    PLAIN = "plain"
    PANEL = "panel"  # the thin lines at top and bottom
    CURSOR = "cursor"
    FRESH = "fresh"  # a figure that changed a moment ago
    ALARM = "alarm"  # a banner that must be seen
    PAST = "past"  # the frame around a board of the past
    SHADE0 = "shade0"  # a tile of the map whose figure is 0 or unknown
    SHADE1 = "shade1"  # a tile of the map whose figure is good
    SHADE2 = "shade2"
    SHADE3 = "shade3"
    SHADE4 = "shade4"
    SHADE5 = "shade5"  # whose figure needs attention


SHADES = (Background.SHADE1, Background.SHADE2, Background.SHADE3, Background.SHADE4, Background.SHADE5)


#: Background, or role and background → colours of text in each theme; "": the colour is not overridden.
TextColours: TypeAlias = Mapping[Background | tuple[TextRole, Background], tuple[str, ...]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Palette:
    """The colours of one theme, as ``#rrggbb``.

    ``roles`` has the text colours. ``text_colours`` overrides them on a background, for all roles or for one role.
    """

    name: str
    dark: bool
    backgrounds: Mapping[Background, str]
    roles: Mapping[TextRole, str]
    text_colours: Mapping[Background | tuple[TextRole, Background], str]

    @cached_property
    def _styles(self) -> dict[tuple[TextRole, Background], Style]:
        return {(role, background): self._make(role, background) for role in TextRole for background in Background}

    def style(self, role: TextRole, background: Background = Background.PLAIN) -> Style:
        """Return the style of a role on a background."""
        return self._styles[role, background]

    def text_colour(self, role: TextRole, background: Background) -> str:
        """Return the text colour of a role on a background."""
        return self.text_colours.get((role, background)) or self.text_colours.get(background) or self.roles[role]

    def _make(self, role: TextRole, background: Background) -> Style:
        colour, bold = self.text_colour(role, background), is_bold(role, background)
        return Style(color=colour, bgcolor=self.backgrounds[background], bold=bold)


def is_bold(role: TextRole, background: Background) -> bool:
    """Whether a role on a background is drawn bold."""
    bold = {Background.FRESH, Background.ALARM, Background.CURSOR}
    return role in {TextRole.STRONG, TextRole.KEY} or background in bold


#: Colours of backgrounds in each theme: dark, light, contrast, deuteranopia.
_BACKGROUNDS = {
    Background.PLAIN: ("#121212", "#ffffff", "#000000", "#121212"),
    Background.PANEL: ("#303030", "#e4e4e4", "#000087", "#303030"),
    Background.CURSOR: ("#afd7ff", "#00005f", "#ffff00", "#d7d7ff"),
    Background.FRESH: ("#4e4e4e", "#ffffaf", "#5f005f", "#4e4e4e"),
    Background.ALARM: ("#ffd7d7", "#870000", "#ffd7ff", "#ffd7af"),
    Background.PAST: ("#ffd75f", "#5f0087", "#ffaf00", "#ffff5f"),
    Background.SHADE0: ("#303030", "#e4e4e4", "#000000", "#303030"),
    Background.SHADE1: ("#5f005f", "#ffd7af", "#00005f", "#00005f"),
    Background.SHADE2: ("#87005f", "#ffaf87", "#0000af", "#0000af"),
    Background.SHADE3: ("#af005f", "#ff875f", "#00afff", "#005f87"),
    Background.SHADE4: ("#ff8787", "#af005f", "#5fffff", "#d7af5f"),
    Background.SHADE5: ("#ffd7af", "#5f005f", "#ffffff", "#ffff87"),
}
#: Colours of text on the plain background and the panel.
_ROLES = {
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
#: Colours of text on other backgrounds, for all roles or for one role; "" leaves that role the colour of all roles.
_TEXT_COLOURS: TextColours = {
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


def palettes(
    kind: type[Palette],
    backgrounds: Mapping[Background, tuple[str, ...]],
    roles: Mapping[TextRole, tuple[str, ...]],
    text_colours: TextColours,
) -> dict[str, Palette]:
    """Make the palettes of the themes, in the order in which F8 shows them. Each tuple has a colour for each theme."""
    return {
        name: kind(
            name=name,
            dark=name != "light",
            backgrounds={background: colours[index] for background, colours in backgrounds.items()},
            roles={role: colours[index] for role, colours in roles.items()},
            text_colours={key: colours[index] for key, colours in text_colours.items() if colours[index]},
        )
        for index, name in enumerate(("dark", "light", "contrast", "deuteranopia"))
    }


PALETTES = palettes(Palette, _BACKGROUNDS, _ROLES, _TEXT_COLOURS)
#: CONTRAST is for weak projectors and weak eyes. DEUTERANOPIA has blue and orange in place of green and red, and shades
#: from blue to yellow, for the one man in twelve who sees no difference between green and red.
DARK, LIGHT, CONTRAST, DEUTERANOPIA = PALETTES.values()
