"""A unit whose rank changes is marked for some seconds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.tui.style.themes import DARK, Background
from cchc_tui.tui.wall.change_marks import movers
from cchc_tui.tui.widgets import cursor
from tests.kits.presentation_kit import WALL, Show
from tests.kits.tui_fakes import FakeSource, make_app

KEYS = st.lists(st.sampled_from("abcdefghijklmno"), unique=True, max_size=10)


@given(KEYS, KEYS)
def test_those_that_stayed_are_in_the_same_order_as_before(old, new):
    moved = movers(old, new)
    assert [key for key in old if key in new and key not in moved] == [
        key for key in new if key in old and key not in moved
    ]
    if old and set(old) & set(new):
        assert set(new) - set(old) <= moved


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ("abcdef", "eabcdf", "e"),  # one rises past four: the four made room
        ("abcdef", "bcdefa", "a"),
        ("ab", "ba", "b"),  # of two that changed places the one that rose
        ("abc", "abc", ""),
        ("abc", "abx", "x"),
        ("", "abc", ""),
    ],
)
def test_only_those_that_moved_past_others_are_marked(old, new, moved):
    assert movers(old, new) == set(moved)


def names(shown: str) -> list[str]:
    found = ("Phường 6", "Xã Mỹ Tân", "Phòng Quản lý đô thị", "Phường 11", "Xã Hòa An")
    return [
        next(name for name in found if name in line)
        for line in shown.split("\n")[9:20]
        if any(n in line for n in found)
    ]


def backgrounds_of(app, words: str) -> set[str]:
    """The backgrounds of the segments that hold these words."""
    strips = app.screen._compositor.render_strips()
    return {
        segment.style.bgcolor.triplet.hex
        for strip in strips
        for segment in strip
        if words in segment.text and segment.style and segment.style.bgcolor
    }


async def test_a_unit_that_overtakes_others_is_marked_and_those_that_made_room_are_not(source, app, until, text):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await Show(pilot).begin()
        await pilot.press("3")
        await until(pilot, "412", "268")
        assert names(text(pilot)).index("Xã Hòa An") == 4
        source.load(u29893=420)  # Xã Hòa An passes four others
        shown = await until(pilot, "▲4", "Xã Hòa An tăng 152")
        assert names(shown).index("Xã Hòa An") == 0
        fresh = DARK.backgrounds[Background.FRESH]
        assert fresh in backgrounds_of(app, "Xã Hòa An")
        assert fresh in backgrounds_of(app, "420")
        assert fresh not in backgrounds_of(app, "Phường 11")  # it only made room


async def test_the_mark_goes_after_some_seconds_and_the_row_stays(source, app, until, monkeypatch):
    monkeypatch.setattr(cursor, "FRESH_SECONDS", 0.3)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await Show(pilot).begin()
        await pilot.press("3")
        await until(pilot, "412")
        source.load(u29893=420)
        await until(pilot, "▲4")
        for _ in range(100):
            if backgrounds_of(app, "Xã Hòa An") == {DARK.backgrounds[Background.PLAIN]}:
                break
            await pilot.pause(0.05)
        else:
            pytest.fail("the mark stays")


async def test_what_changed_while_another_page_was_shown_is_marked_when_its_page_comes(source, app, until, text):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await Show(pilot).begin()
        await pilot.press("3")
        await until(pilot, "412")
        await pilot.press("4")
        await until(pilot, "Tính trễ")
        source.load(u29893=420)
        await until(pilot, "08:34")
        await pilot.press("3")
        await until(pilot, "420")
        await until(pilot, "▲4", "Xã Hòa An")
        assert DARK.backgrounds[Background.FRESH] in backgrounds_of(app, "Xã Hòa An")


async def test_a_step_through_time_marks_nothing(until):
    source = FakeSource().live_through()
    app = make_app(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("left_square_bracket", "left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ")
        show = await Show(pilot).begin()
        await until(pilot, f"1/{len(WALL)}", "QUÁ KHỨ")
        assert not show.screen._marks.fresh
        await pilot.press("3")
        await until(pilot, "412")
        assert not show.screen._marks.fresh
        assert not show.screen._marks.moved
