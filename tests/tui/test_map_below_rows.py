"""In a high window the city's map stands below the rows of a board of units: one cursor, and no room left empty."""

from __future__ import annotations

import pytest

from cchc_tui.tui.screens.map_screen import MapBelow
from cchc_tui.tui.screens.unit import UnitScreen
from cchc_tui.tui.widgets.tile_map import lay_out
from tests.kits.tui_fakes import FakeSource, make_app

WIDE, NORMAL, SMALL = (200, 55), (120, 34), (80, 24)


def map_of(pilot) -> MapBelow:
    return pilot.app.screen.query_one(MapBelow)


def cursor_of(pilot) -> str:
    return pilot.app.screen.query_one("Grid").cursor_key


async def shown(pilot, until, *, map_there: bool) -> str:
    for _ in range(200):
        if map_of(pilot).display is map_there:
            return await until(pilot, "Phường 6")
        await pilot.pause(0.02)
    return pytest.fail(f"the map is {'not ' if map_there else ''}there")


async def on_one_unit(pilot, key: str) -> None:
    for _ in range(200):
        if map_of(pilot).cursor_key == cursor_of(pilot) == key:
            return
        await pilot.pause(0.02)
    pytest.fail(f"grid {cursor_of(pilot)}, map {map_of(pilot).cursor_key}, not {key}")


@pytest.mark.parametrize("key", ["2", "d", "f", "b", "4"])
async def test_no_board_of_units_leaves_more_than_a_quarter_of_a_high_window_empty(key, until):
    async with make_app(FakeSource().live_through()).run_test(size=WIDE) as pilot:
        await until(pilot, "482")
        await pilot.press(key)
        screen = await shown(pilot, until, map_there=True)
        empty = longest = 0
        for line in screen.split("\n"):
            empty = 0 if line.strip() else empty + 1
            longest = max(longest, empty)
        assert longest <= WIDE[1] // 8
        assert map_of(pilot).region.bottom <= WIDE[1] - 1


async def test_it_comes_and_goes_with_the_window_round_after_round(until):
    async with make_app(FakeSource().live_through()).run_test(size=WIDE) as pilot:
        await until(pilot, "482")
        await pilot.press("2")
        before = await shown(pilot, until, map_there=True)
        for size in (NORMAL, WIDE, SMALL, WIDE, NORMAL, SMALL, WIDE):
            await pilot.resize_terminal(*size)
            await shown(pilot, until, map_there=size == WIDE)
        assert await shown(pilot, until, map_there=True) == before


async def test_the_cursor_of_both_stands_on_one_unit_and_a_second_click_opens_it(until):
    async with make_app(FakeSource().live_through()).run_test(size=WIDE) as pilot:
        await until(pilot, "482")
        await pilot.press("2")
        await shown(pilot, until, map_there=True)
        for _ in range(3):
            before = cursor_of(pilot)
            await pilot.press("down")
            assert cursor_of(pilot) not in ("", before)
            await on_one_unit(pilot, cursor_of(pilot))
        below = map_of(pilot)
        boxes = lay_out(below.tiles, below.size.width, below.size.height).map
        for key in list(boxes)[:3]:
            spot = boxes[key]
            await pilot.click(below, offset=(spot.x + 2, spot.y + 1))
            await on_one_unit(pilot, key)
            assert pilot.app.focused is pilot.app.screen.query_one("Grid")
        await pilot.click(below, offset=(spot.x + 2, spot.y + 1))
        await until(pilot, "Hẹn trả")
        assert isinstance(pilot.app.screen, UnitScreen)


async def test_the_cursor_never_goes_back_when_keys_come_fast(until):
    async with make_app(FakeSource().live_through()).run_test(size=WIDE) as pilot:
        await until(pilot, "482")
        await pilot.press("2")
        await shown(pilot, until, map_there=True)
        grid = pilot.app.screen.query_one("Grid")
        for _ in range(3):
            start = grid.cursor
            for _ in range(4):
                grid.action_move("down")
                await pilot.pause(0)
            await on_one_unit(pilot, cursor_of(pilot))
            assert grid.cursor == start + 4


async def test_rows_that_are_no_units_and_rows_that_fill_the_window_have_none(until):
    async with make_app(FakeSource().live_through()).run_test(size=WIDE) as pilot:
        await until(pilot, "482")
        await pilot.press("2")
        await shown(pilot, until, map_there=True)
        await pilot.press("g")
        await until(pilot, "Nhóm theo lĩnh vực", "30 ngày: trễ")  # the last days have the map's room
        assert not map_of(pilot).display
        await pilot.press("G")
        await shown(pilot, until, map_there=True)
        await pilot.press("g")
        await until(pilot, "Nhóm theo lĩnh vực", "30 ngày: trễ")  # also where all answers are there
