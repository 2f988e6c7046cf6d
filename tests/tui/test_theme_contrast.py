"""Every text is legible from the back row, in every theme, on every background, on terminals of any number of colours.

Its contrast is 7:1, and 4.5:1 for a word of state.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from rich.color import Color, ColorSystem

from cchc_tui.tui.style import themes_16
from cchc_tui.tui.style.themes import DARK, DEUTERANOPIA, PALETTES, SHADES, Background, Palette, TextRole
from cchc_tui.tui.style.themes_16 import MONOCHROME, PALETTES_16
from cchc_tui.tui.terminal.cell_diff import _colour, _numbers

#: Contrast as WCAG 2.2 computes it, 1.4.3 (AA) and 1.4.6 (AAA).
TEXT, STATE, BAR = 7, 4.5, 3
STATES = frozenset({TextRole.GOOD, TextRole.BAD, TextRole.WARN})
PAIRS = [(role, background) for background in Background for role in TextRole]
#: What xterm shows for the 16 colours where its user has not chosen others (XTerm-col.ad); rich's are those of VGA.
XTERM = {
    themes_16.BLACK: "#000000",
    themes_16.RED: "#cd0000",
    themes_16.BLUE: "#0000ee",
    themes_16.MAGENTA: "#cd00cd",
    themes_16.CYAN: "#00cdcd",
    themes_16.WHITE: "#e5e5e5",
    themes_16.BRIGHT_RED: "#ff0000",
    themes_16.BRIGHT_GREEN: "#00ff00",
    themes_16.BRIGHT_YELLOW: "#ffff00",
    themes_16.BRIGHT_CYAN: "#00ffff",
    themes_16.BRIGHT_WHITE: "#ffffff",
}
VGA = {colour: colour for colour in XTERM}
#: Each by its number among the 16: eight dark ones, eight bright ones, in the order of ECMA-48.
NUMBERS = dict(zip(XTERM, (0, 1, 4, 5, 6, 7, 9, 10, 11, 14, 15), strict=True))
palettes = pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
palettes_16 = pytest.mark.parametrize("palette", PALETTES_16.values(), ids=list(PALETTES_16))


def linear(colour: str) -> list[float]:
    """Red, green and blue as light, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour: str) -> float:
    return sum(share * light for share, light in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(role: TextRole, background: Background) -> float:
    """What a pair needs; bars are read by their length."""
    if role is TextRole.BAR:
        return BAR
    return STATE if role in STATES else TEXT


@palettes
def test_every_text_stands_at_seven_to_one_and_every_word_of_state_at_four_and_a_half(palette: Palette):
    low = {
        (role.name, background.name): contrast(palette.text_colour(role, background), palette.backgrounds[background])
        for role, background in PAIRS
        if contrast(palette.text_colour(role, background), palette.backgrounds[background]) < least(role, background)
    }
    assert not low


@palettes
def test_on_grounds_that_say_something_by_themselves_even_states_stand_at_seven_to_one(palette: Palette):
    for background in set(Background) - {Background.PLAIN, Background.PANEL}:
        assert contrast(palette.text_colour(TextRole.BAD, background), palette.backgrounds[background]) >= TEXT


@palettes
def test_the_cursor_and_the_past_are_seen(palette: Palette):
    for background in (Background.CURSOR, Background.PAST, Background.ALARM):
        assert contrast(palette.backgrounds[background], palette.backgrounds[Background.PLAIN]) >= TEXT
        assert contrast(palette.backgrounds[background], palette.backgrounds[Background.PANEL]) >= BAR


@palettes
def test_shades_of_tiles_grow_lighter_or_darker_step_by_step(palette: Palette):
    steps = [luminance(palette.backgrounds[shade]) for shade in SHADES]
    assert steps == sorted(steps, reverse=not palette.dark)
    assert all(apart(palette.backgrounds[a], palette.backgrounds[b]) >= 10 for a, b in pairwise(SHADES))


@palettes
def test_a_tile_whose_figure_is_0_or_unknown_has_no_shade(palette: Palette):
    assert all(apart(palette.backgrounds[Background.SHADE0], palette.backgrounds[shade]) >= 10 for shade in SHADES)


@palettes_16
def test_of_sixteen_colours_such_a_tile_has_the_ground_of_the_weakest_shade_at_most(palette: Palette):
    assert palette.backgrounds[Background.SHADE0] not in [palette.backgrounds[shade] for shade in SHADES[1:]]


@palettes
def test_on_256_colours_a_theme_looks_as_it_was_drawn(palette: Palette):
    numbers = _numbers()
    for colour in {*palette.backgrounds.values(), *(palette.text_colour(*pair) for pair in PAIRS)}:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        number = numbers[red, green, blue]
        assert _colour(Color.parse(colour), ColorSystem.EIGHT_BIT, 38) == f"38;5;{number}"


@palettes_16
@pytest.mark.parametrize("terminal", [VGA, XTERM], ids=["vga", "xterm"])
def test_sixteen_colours_are_legible_on_every_ground(palette: Palette, terminal: dict[str, str]):
    for role, background in PAIRS:
        text_colour, under = terminal[palette.text_colour(role, background)], terminal[palette.backgrounds[background]]
        body = role in {TextRole.TEXT, TextRole.STRONG, TextRole.DIM} and background in {
            Background.PLAIN,
            Background.PANEL,
            Background.CURSOR,
        }
        assert contrast(text_colour, under) >= (TEXT if body else STATE), (role, background)


@palettes_16
def test_of_sixteen_colours_each_is_sent_as_the_one_that_was_meant(palette: Palette):
    for role, background in PAIRS:
        style = palette.style(role, background)
        meant = NUMBERS[palette.text_colour(role, background)], NUMBERS[palette.backgrounds[background]]
        assert tuple(one.downgrade(ColorSystem.STANDARD).number for one in (style.color, style.bgcolor)) == meant


@palettes_16
def test_of_sixteen_colours_no_dark_one_is_bold_since_terminals_show_that_as_its_bright_one(palette: Palette):
    for role, background in PAIRS:
        style = palette.style(role, background)
        assert not style.bold or (style.color.downgrade(ColorSystem.STANDARD).number or 0) >= 8


@palettes_16
def test_of_sixteen_colours_shades_and_cursor_are_five_and_one_more(palette: Palette):
    assert len({*(palette.backgrounds[shade] for shade in SHADES), palette.backgrounds[Background.CURSOR]}) == 6


@palettes_16
@pytest.mark.parametrize("terminal", [VGA, XTERM], ids=["vga", "xterm"])
def test_of_sixteen_colours_shades_grow_step_by_step_and_none_says_good(palette: Palette, terminal: dict[str, str]):
    steps = [terminal[palette.backgrounds[shade]] for shade in SHADES]
    assert [*map(luminance, steps)] == sorted(map(luminance, steps), reverse=not palette.dark)
    for red, green, blue in map(linear, steps):
        assert green <= max(red, blue)


def test_without_colour_every_ground_that_is_seen_beside_another_is_another_attribute():
    palette = MONOCHROME[DARK.name]
    marks = {background: palette.style(TextRole.TEXT, background) for background in Background}
    assert all(style.color is None and style.bgcolor is None for style in marks.values())
    frame = [Background.PLAIN, Background.PANEL, Background.CURSOR, Background.FRESH, Background.ALARM, Background.PAST]
    assert len({str(marks[background]) for background in frame}) == len(frame)
    tiles = [*SHADES, Background.CURSOR]
    assert len({str(marks[background]) for background in tiles}) == len(tiles)


# Deuteranopia, severity 1.0: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color
# Vision Deficiency", IEEE TVCG 15(6), 2009, table 1. It is applied to light, not to the codes of a screen.
DEUTAN = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def seen(light: list[float]) -> list[float]:
    """What light is to an eye that sees no green."""
    return [min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in DEUTAN]


def lab(light: list[float]) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of red, green and blue light."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * b for a, b in zip(row, light, strict=True)) for row in rows]
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def apart(one: str, other: str, eye=lambda light: light) -> float:
    """How far two colours are apart: CIE76, of which about 2 is just seen."""
    return sum((a - b) ** 2 for a, b in zip(lab(eye(linear(one))), lab(eye(linear(other))), strict=True)) ** 0.5


def test_who_does_not_see_green_from_red_sees_good_from_bad():
    for one, other in ((TextRole.GOOD, TextRole.BAD), (TextRole.GOOD, TextRole.WARN), (TextRole.BAD, TextRole.WARN)):
        assert apart(DEUTERANOPIA.roles[one], DEUTERANOPIA.roles[other], seen) >= 20
    assert apart(DEUTERANOPIA.roles[TextRole.GOOD], DEUTERANOPIA.roles[TextRole.BAD], seen) >= 60


@palettes
def test_who_does_not_see_green_from_red_sees_every_shade_from_the_next(palette: Palette):
    assert all(apart(palette.backgrounds[a], palette.backgrounds[b], seen) >= 8 for a, b in pairwise(SHADES))


def test_the_theme_for_those_eyes_is_better_for_them_than_the_dark_one():
    pair = TextRole.GOOD, TextRole.BAD
    ours, dark = (apart(*(palette.roles[role] for role in pair), seen) for palette in (DEUTERANOPIA, DARK))
    assert ours > 2 * dark


def test_red_and_green_look_alike_to_the_simulated_eye():
    """The simulation itself: else the tests above would say nothing."""
    assert apart("#d70000", "#5f8700", seen) < apart("#d70000", "#5f8700") / 4


@palettes
def test_a_style_is_what_the_pair_says(palette: Palette):
    style = palette.style(TextRole.BAD, Background.PANEL)
    assert style.color == Color.parse(palette.text_colour(TextRole.BAD, Background.PANEL))
    assert style.bgcolor == Color.parse(palette.backgrounds[Background.PANEL])
