"""The contact sheets: every board is on them, in the theme's own colours, and nothing is fetched."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.strip import Strip

from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.style.themes import DARK, Background, TextRole
from tools.contact_sheet import Taken, sheet
from tools.screens import shown

WORDS, MARKED = DARK.style(TextRole.TEXT), DARK.style(TextRole.STRONG, Background.CURSOR)


def drawn() -> str:
    lines = (
        Strip([Segment(" Xã Mỹ Tân    377 <b>", WORDS)]),
        Strip([Segment("▶ Phường 6   412  ███", MARKED)]),
    )
    return sheet([Taken("one", DARK.name, lines), Taken("two", DARK.name, lines)], DARK, 2, "made up")


def test_every_board_of_the_registry_is_on_the_sheets():
    assert {board.name for board in BOARDS} <= {one.name for one in shown()}
    assert len({one.name for one in shown()}) == len(shown())


def test_texts_stand_in_their_columns_and_are_never_markup():
    picture = drawn()
    assert '<tspan x="84" class="c0" textLength="42">377 &lt;b&gt;</tspan>' in picture
    assert picture.count("Xã Mỹ Tân") == 2
    assert "<b>" not in picture


def test_the_cursor_stands_on_its_ground_and_the_screen_on_the_themes():
    picture = drawn()
    assert f'width="126" height="12" fill="{DARK.backgrounds[Background.CURSOR]}"' in picture
    assert f".s{{fill:{DARK.backgrounds[Background.PLAIN]}}}" in picture


def test_a_sheet_fetches_nothing():
    assert not re.search(r"url\(|href|font-face|https?://(?!www\.w3\.org)", drawn())
