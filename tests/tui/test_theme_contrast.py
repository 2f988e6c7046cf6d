"""Every text is legible from the back row: 7:1 on every ground it is drawn on, in both themes."""

from __future__ import annotations

import pytest

from cchc_tui.tui.themes import SKINS, Ground, Skin, Tone


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("skin", SKINS.values(), ids=list(SKINS))
@pytest.mark.parametrize("ground", Ground)
@pytest.mark.parametrize("tone", [tone for tone in Tone if tone is not Tone.BAR])
def test_every_text_stands_at_seven_to_one(skin: Skin, ground: Ground, tone: Tone):
    assert contrast(skin.ink(tone, ground), skin.grounds[ground]) >= 7


@pytest.mark.parametrize("skin", SKINS.values(), ids=list(SKINS))
def test_bars_and_the_cursor_are_seen(skin: Skin):
    for ground in (Ground.PLAIN, Ground.CURSOR):
        assert contrast(skin.ink(Tone.BAR, ground), skin.grounds[ground]) >= 3
    assert contrast(skin.grounds[Ground.CURSOR], skin.grounds[Ground.PLAIN]) >= 7
