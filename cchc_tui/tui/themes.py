"""The two themes, dark and light, and the styles that the line-drawn widgets paint with.

A projector washes colours out and a meeting reads from the back row, so every text colour stands at 7:1 or more on
every ground that it is drawn on (a test computes it), and each meaning is a word or a sign before it is a colour.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Skin:
    """The colours of one theme, as ``#rrggbb``."""

    name: str
    dark: bool
    grounds: dict[Ground, str]
    tones: dict[Tone, str]
    cursor_bar: str
    cursor_text: str  # on the cursor's row all tones are one: the row is found by its ground
    fresh_text: str
    alarm_text: str
    past_text: str
    shade_texts: tuple[str, ...]  # one ink a shade: what a figure means is said by its sign

    @cached_property
    def _styles(self) -> dict[tuple[Tone, Ground], Style]:
        return {(tone, ground): self._make(tone, ground) for tone in Tone for ground in Ground}

    def style(self, tone: Tone, ground: Ground = Ground.PLAIN) -> Style:
        """The style of a tone on a ground."""
        return self._styles[tone, ground]

    def ink(self, tone: Tone, ground: Ground) -> str:
        """The text colour of a tone on a ground."""
        if tone is Tone.BAR and ground is Ground.CURSOR:
            return self.cursor_bar
        single = {
            Ground.CURSOR: self.cursor_text,
            Ground.FRESH: self.fresh_text,
            Ground.ALARM: self.alarm_text,
            Ground.PAST: self.past_text,
            **dict(zip(SHADES, self.shade_texts, strict=True)),
        }
        return single.get(ground, self.tones[tone])

    def _make(self, tone: Tone, ground: Ground) -> Style:
        bold = tone in {Tone.STRONG, Tone.KEY} or ground in {Ground.FRESH, Ground.ALARM, Ground.CURSOR}
        return Style(color=self.ink(tone, ground), bgcolor=self.grounds[ground], bold=bold)

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


# Grounds and tones lie on or near the colours of a 256-colour terminal, where they come out nearly the same.
DARK = Skin(
    name="cchc-dark",
    dark=True,
    grounds={
        Ground.PLAIN: "#121212",
        Ground.PANEL: "#303030",
        Ground.CURSOR: "#afd7ff",
        Ground.FRESH: "#4e4e4e",
        Ground.ALARM: "#ffd7d7",
        Ground.PAST: "#ffd75f",
        Ground.SHADE1: "#5f005f",
        Ground.SHADE2: "#87005f",
        Ground.SHADE3: "#af005f",
        Ground.SHADE4: "#ff8787",
        Ground.SHADE5: "#ffd7af",
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
    cursor_text="#121212",
    cursor_bar="#005f87",
    fresh_text="#ffff87",
    alarm_text="#5f0000",
    past_text="#121212",
    shade_texts=("#ffffff", "#ffffff", "#ffffff", "#000000", "#000000"),
)

LIGHT = Skin(
    name="cchc-light",
    dark=False,
    grounds={
        Ground.PLAIN: "#ffffff",
        Ground.PANEL: "#e4e4e4",
        Ground.CURSOR: "#00005f",
        Ground.FRESH: "#ffffaf",
        Ground.ALARM: "#870000",
        Ground.PAST: "#5f0087",
        Ground.SHADE1: "#ffd7af",
        Ground.SHADE2: "#ffaf87",
        Ground.SHADE3: "#ff875f",
        Ground.SHADE4: "#af005f",
        Ground.SHADE5: "#5f005f",
    },
    tones={
        Tone.TEXT: "#121212",
        Tone.STRONG: "#000000",
        Tone.DIM: "#3a3a3a",
        Tone.GOOD: "#004d1f",
        Tone.BAD: "#870000",
        Tone.WARN: "#553500",
        Tone.ACCENT: "#00005f",
        Tone.BAR: "#5f87af",
        Tone.KEY: "#5f0087",
    },
    cursor_text="#ffffff",
    cursor_bar="#87afd7",
    fresh_text="#121212",
    alarm_text="#ffffff",
    past_text="#ffffff",
    shade_texts=("#000000", "#000000", "#000000", "#ffffff", "#ffffff"),
)

SKINS = {skin.name: skin for skin in (DARK, LIGHT)}
