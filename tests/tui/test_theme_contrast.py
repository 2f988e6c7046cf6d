"""Every text is legible from the back row, in every theme, on every ground, on terminals of any number of colours: 7:1,
and 4.5:1 for a word of state."""

from __future__ import annotations

from itertools import pairwise

import pytest
from rich.color import Color, ColorSystem

from cchc_tui.tui.style import themes_16
from cchc_tui.tui.style.themes import DARK, DEUTERANOPIA, PALETTES, SHADES, Background, Palette, TextRole
from cchc_tui.tui.style.themes_16 import SIXTEEN, without_colour
from cchc_tui.tui.terminal.cell_diff import _colour, _numbers

#: Contrast as WCAG 2.2 computes it, 1.4.3 (AA) and 1.4.6 (AAA).
TEXT, STATE, BAR = 7, 4.5, 3
STATES = frozenset({TextRole.GOOD, TextRole.BAD, TextRole.WARN})
PAIRS = [(tone, ground) for ground in Background for tone in TextRole]
#: What xterm shows for the 16 colours where its user has not chosen others (XTerm-col.ad); rich's are those of VGA.
XTERM = {
    themes_16.BLACK: "#000000",
    themes_16.RED: "#cd0000",
    themes_16.GREEN: "#00cd00",
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
NUMBERS = dict(zip(XTERM, (0, 1, 2, 4, 5, 6, 7, 9, 10, 11, 14, 15), strict=True))
skins = pytest.mark.parametrize("skin", PALETTES.values(), ids=list(PALETTES))
sixteen = pytest.mark.parametrize("skin", SIXTEEN.values(), ids=list(SIXTEEN))


def linear(colour: str) -> list[float]:
    """Red, green and blue as light, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour: str) -> float:
    return sum(share * light for share, light in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(tone: TextRole, ground: Background) -> float:
    """What a pair needs; bars are read by their length."""
    if tone is TextRole.BAR:
        return BAR
    return STATE if tone in STATES else TEXT


@skins
def test_every_text_stands_at_seven_to_one_and_every_word_of_state_at_four_and_a_half(skin: Palette):
    low = {
        (tone.name, ground.name): contrast(skin.ink(tone, ground), skin.grounds[ground])
        for tone, ground in PAIRS
        if contrast(skin.ink(tone, ground), skin.grounds[ground]) < least(tone, ground)
    }
    assert not low


@skins
def test_on_grounds_that_say_something_by_themselves_even_states_stand_at_seven_to_one(skin: Palette):
    for ground in set(Background) - {Background.PLAIN, Background.PANEL}:
        assert contrast(skin.ink(TextRole.BAD, ground), skin.grounds[ground]) >= TEXT


@skins
def test_the_cursor_and_the_past_are_seen(skin: Palette):
    for ground in (Background.CURSOR, Background.PAST, Background.ALARM):
        assert contrast(skin.grounds[ground], skin.grounds[Background.PLAIN]) >= TEXT
        assert contrast(skin.grounds[ground], skin.grounds[Background.PANEL]) >= BAR


@skins
def test_shades_of_tiles_grow_lighter_or_darker_step_by_step(skin: Palette):
    steps = [luminance(skin.grounds[shade]) for shade in SHADES]
    assert steps == sorted(steps, reverse=not skin.dark)
    assert all(apart(skin.grounds[a], skin.grounds[b]) >= 10 for a, b in pairwise(SHADES))


@skins
def test_on_256_colours_a_theme_looks_as_it_was_drawn(skin: Palette):
    numbers = _numbers()
    for colour in {*skin.grounds.values(), *(skin.ink(*pair) for pair in PAIRS)}:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        number = numbers[red, green, blue]
        assert _colour(Color.parse(colour), ColorSystem.EIGHT_BIT, 38) == f"38;5;{number}"


@sixteen
@pytest.mark.parametrize("palette", [VGA, XTERM], ids=["vga", "xterm"])
def test_sixteen_colours_are_legible_on_every_ground(skin: Palette, palette: dict[str, str]):
    for tone, ground in PAIRS:
        ink, under = palette[skin.ink(tone, ground)], palette[skin.grounds[ground]]
        body = tone in {TextRole.TEXT, TextRole.STRONG, TextRole.DIM} and ground in {
            Background.PLAIN,
            Background.PANEL,
            Background.CURSOR,
        }
        assert contrast(ink, under) >= (TEXT if body else STATE), (tone, ground)


@sixteen
def test_of_sixteen_colours_each_is_sent_as_the_one_that_was_meant(skin: Palette):
    for tone, ground in PAIRS:
        style = skin.style(tone, ground)
        meant = NUMBERS[skin.ink(tone, ground)], NUMBERS[skin.grounds[ground]]
        assert tuple(one.downgrade(ColorSystem.STANDARD).number for one in (style.color, style.bgcolor)) == meant


@sixteen
def test_of_sixteen_colours_no_dark_one_is_bold_since_terminals_show_that_as_its_bright_one(skin: Palette):
    for tone, ground in PAIRS:
        style = skin.style(tone, ground)
        assert not style.bold or (style.color.downgrade(ColorSystem.STANDARD).number or 0) >= 8


@sixteen
def test_of_sixteen_colours_shades_and_cursor_are_five_and_one_more(skin: Palette):
    assert len({*(skin.grounds[shade] for shade in SHADES), skin.grounds[Background.CURSOR]}) == 6


def test_without_colour_every_ground_that_is_seen_beside_another_is_another_attribute():
    skin = without_colour(DARK)
    marks = {ground: skin.style(TextRole.TEXT, ground) for ground in Background}
    assert all(style.color is None and style.bgcolor is None for style in marks.values())
    frame = [Background.PLAIN, Background.PANEL, Background.CURSOR, Background.FRESH, Background.ALARM, Background.PAST]
    assert len({str(marks[ground]) for ground in frame}) == len(frame)
    tiles = [*SHADES, Background.CURSOR]
    assert len({str(marks[ground]) for ground in tiles}) == len(tiles)


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
        assert apart(DEUTERANOPIA.tones[one], DEUTERANOPIA.tones[other], seen) >= 20
    assert apart(DEUTERANOPIA.tones[TextRole.GOOD], DEUTERANOPIA.tones[TextRole.BAD], seen) >= 60


@skins
def test_who_does_not_see_green_from_red_sees_every_shade_from_the_next(skin: Palette):
    assert all(apart(skin.grounds[a], skin.grounds[b], seen) >= 8 for a, b in pairwise(SHADES))


def test_the_theme_for_those_eyes_is_better_for_them_than_the_dark_one():
    pair = TextRole.GOOD, TextRole.BAD
    ours, dark = (apart(*(skin.tones[tone] for tone in pair), seen) for skin in (DEUTERANOPIA, DARK))
    assert ours > 2 * dark


def test_red_and_green_look_alike_to_the_simulated_eye():
    """The simulation itself: else the tests above would say nothing."""
    assert apart("#d70000", "#5f8700", seen) < apart("#d70000", "#5f8700") / 4


@skins
def test_a_style_is_what_the_pair_says(skin: Palette):
    style = skin.style(TextRole.BAD, Background.PANEL)
    assert style.color == Color.parse(skin.ink(TextRole.BAD, Background.PANEL))
    assert style.bgcolor == Color.parse(skin.grounds[Background.PANEL])
