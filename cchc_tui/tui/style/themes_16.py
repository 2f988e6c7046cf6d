"""The themes for terminals of 16 colours, and for terminals that must show none (``NO_COLOR``).

rich maps a 24-bit colour to the nearest of the 16, so two different colours can become the same. To avoid that, each
theme uses only the 16 colours of a VGA card, which rich maps to the right numbers. xterm shows these numbers in other
colours. So each pair of text and background was chosen to be legible with both sets of colours (a test computes this).
Text always has its background, because a terminal's default colours are unknown. Only the eight bright colours are
drawn bold: many terminals show a bold dark colour as its bright one.

Without colours, a background is an attribute: reverse, bold or underline.
"""

from __future__ import annotations

from rich.style import Style

from cchc_tui.tui.style.themes import Background, Palette, TextColours, TextRole, is_bold, palettes

BLACK, RED, BLUE, MAGENTA, CYAN, WHITE = (
    "#000000", "#aa0000", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa",
)  # fmt: skip
BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW, BRIGHT_CYAN, BRIGHT_WHITE = (
    "#ff5555", "#55ff55", "#ffff55", "#55ffff", "#ffffff",
)  # fmt: skip
_BRIGHT = frozenset({BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW, BRIGHT_CYAN, BRIGHT_WHITE})


class Palette16(Palette):
    """A theme in the 16 colours. A figure that has just changed is underlined: no colour is left for its background."""

    def _make(self, role: TextRole, background: Background) -> Style:
        text_colour = self.text_colour(role, background)
        bold = is_bold(role, background) and text_colour in _BRIGHT
        fresh = True if background is Background.FRESH else None
        return Style(color=text_colour, bgcolor=self.backgrounds[background], bold=bold, underline=fresh)


#: Colours of backgrounds in each theme: dark, light, contrast, deuteranopia. No shade is green, which would say "good".
_BACKGROUNDS = {
    Background.PLAIN: (BLACK, BRIGHT_WHITE, BLACK, BLACK),
    Background.PANEL: (BLUE, CYAN, BLUE, BLUE),
    Background.CURSOR: (WHITE, BLUE, WHITE, WHITE),
    Background.FRESH: (BLACK, BLACK, BLACK, BLACK),
    Background.ALARM: (RED, RED, BRIGHT_YELLOW, RED),
    Background.PAST: (MAGENTA, MAGENTA, CYAN, MAGENTA),
    Background.SHADE0: (BLACK, BRIGHT_WHITE, BLACK, BLACK),  # no colour is left: a sign tells it from the next
    Background.SHADE1: (BLACK, BRIGHT_WHITE, BLACK, BLACK),
    Background.SHADE2: (BLUE, WHITE, BLUE, BLUE),
    Background.SHADE3: (MAGENTA, CYAN, MAGENTA, MAGENTA),
    Background.SHADE4: (BRIGHT_RED, MAGENTA, CYAN, CYAN),
    Background.SHADE5: (BRIGHT_YELLOW, BLACK, BRIGHT_WHITE, BRIGHT_WHITE),
}
_ROLES = {
    TextRole.TEXT: (BRIGHT_WHITE, BLACK, BRIGHT_WHITE, BRIGHT_WHITE),
    TextRole.STRONG: (BRIGHT_WHITE, BLACK, BRIGHT_WHITE, BRIGHT_WHITE),
    TextRole.DIM: (WHITE, BLACK, BRIGHT_WHITE, WHITE),
    TextRole.GOOD: (BRIGHT_GREEN, BLUE, BRIGHT_CYAN, BRIGHT_CYAN),
    TextRole.BAD: (BRIGHT_RED, RED, BRIGHT_YELLOW, BRIGHT_YELLOW),
    TextRole.WARN: (BRIGHT_YELLOW, MAGENTA, BRIGHT_YELLOW, BRIGHT_WHITE),
    TextRole.ACCENT: (BRIGHT_CYAN, BLUE, BRIGHT_CYAN, BRIGHT_WHITE),
    TextRole.BAR: (CYAN, BLUE, BRIGHT_WHITE, CYAN),
    TextRole.KEY: (BRIGHT_YELLOW, BLUE, BRIGHT_YELLOW, BRIGHT_WHITE),
}
_TEXT_COLOURS: TextColours = {
    Background.PANEL: ("", BLACK, "", ""),
    (TextRole.DIM, Background.PANEL): (BRIGHT_WHITE, "", BRIGHT_WHITE, BRIGHT_WHITE),
    (TextRole.BAD, Background.PANEL): (BRIGHT_WHITE, "", BRIGHT_WHITE, BRIGHT_YELLOW),
    (TextRole.BAR, Background.PANEL): (BRIGHT_CYAN, "", BRIGHT_CYAN, BRIGHT_CYAN),
    Background.CURSOR: (BLACK, BRIGHT_WHITE, BLACK, BLACK),
    (TextRole.BAR, Background.CURSOR): (BLUE, BRIGHT_CYAN, BLUE, BLUE),
    Background.FRESH: (BRIGHT_YELLOW, BRIGHT_YELLOW, BRIGHT_YELLOW, BRIGHT_YELLOW),
    Background.ALARM: (BRIGHT_WHITE, BRIGHT_WHITE, BLACK, BRIGHT_WHITE),
    Background.PAST: (BRIGHT_WHITE, BRIGHT_WHITE, BLACK, BRIGHT_WHITE),
    Background.SHADE1: (BRIGHT_WHITE, BLACK, BRIGHT_WHITE, BRIGHT_WHITE),
    Background.SHADE2: (BRIGHT_WHITE, BLACK, BRIGHT_WHITE, BRIGHT_WHITE),
    Background.SHADE3: (BRIGHT_WHITE, BLACK, BRIGHT_WHITE, BRIGHT_WHITE),
    Background.SHADE4: (BLACK, BRIGHT_WHITE, BLACK, BLACK),
    Background.SHADE5: (BLACK, BRIGHT_WHITE, BLACK, BLACK),
}
PALETTES_16 = palettes(Palette16, _BACKGROUNDS, _ROLES, _TEXT_COLOURS)

_BOLD, _LINE, _REVERSE = Style(bold=True), Style(underline=True), Style(reverse=True)
_MARKS = {
    Background.PLAIN: Style(),
    Background.PANEL: _LINE,
    Background.CURSOR: _REVERSE + _BOLD,
    Background.FRESH: _LINE + _BOLD,
    Background.ALARM: _REVERSE + _LINE + _BOLD,
    Background.PAST: _REVERSE,
    Background.SHADE0: Style(),
    Background.SHADE1: Style(),
    Background.SHADE2: _LINE,
    Background.SHADE3: _LINE + _BOLD,
    Background.SHADE4: _REVERSE + _LINE,
    Background.SHADE5: _REVERSE,
}


class MonochromePalette(Palette):
    """A theme whose backgrounds are attributes. It still has colours, which are never sent."""

    def _make(self, role: TextRole, background: Background) -> Style:
        return _MARKS[background] + _BOLD if is_bold(role, background) else _MARKS[background]


MONOCHROME = palettes(MonochromePalette, _BACKGROUNDS, _ROLES, {})
