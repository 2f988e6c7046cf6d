"""In a high window the last days stand below short lists and beside the overview's events, so that no room is empty."""

from __future__ import annotations

import pytest

from cchc_tui.tui.screens.last_days import LastDays
from tests.kits import tui_directives
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import FIELDS

HIGH, NORMAL = (200, 55), (120, 33)
TITLE = "30 ngày: trễ"


def app_of_short_lists():
    source = FakeSource().live_through()
    source.dossier_count = 8
    source.directives = tui_directives.ROWS
    return make_app(source)


def charts_of(pilot) -> LastDays:
    return pilot.app.screen.query_one(LastDays)


async def opened(pilot, until, *keys: str) -> None:
    await until(pilot, "482")
    for key in keys:
        crumb = pilot.app.screen
        await pilot.press(key)
        for _ in range(200):
            if key != "enter" or pilot.app.screen is not crumb:
                break
            await pilot.pause(0.02)
        await until(pilot, "▶")


SCREENS = [
    ("1",),
    ("0",),
    ("4", "enter"),
    ("2", "g", "enter"),
    ("2", "enter", "enter"),
    ("8",),
    ("8", "enter"),
    ("2", "g"),
    ("5", "g"),
    ("6", "g"),
    ("7", "enter"),
]


@pytest.mark.parametrize("keys", SCREENS)
async def test_they_come_and_go_with_the_window_and_leave_no_more_than_a_quarter_of_a_high_one_empty(keys, until):
    async with app_of_short_lists().run_test(size=NORMAL) as pilot:
        await opened(pilot, until, *keys)
        assert not charts_of(pilot).display  # the rows have the room
        for size in (HIGH, NORMAL, HIGH):
            await pilot.resize_terminal(*size)
            screen = await until(pilot, *([TITLE] if size == HIGH else []), gone="" if size == HIGH else TITLE)
        lines = screen.split("\n")
        assert sum(not line.strip() for line in lines) <= HIGH[1] // 4
        assert charts_of(pilot).region.bottom <= HIGH[1] - 1


@pytest.mark.parametrize("keys", [("8",), ("0", "g"), ("0", "g", "g")])
async def test_below_a_short_list_of_files_or_directives_they_come_in_a_window_of_34_lines(keys, until):
    async with app_of_short_lists().run_test(size=(120, 34)) as pilot:
        await opened(pilot, until, *keys)
        screen = await until(pilot, TITLE)
        assert sum(not line.strip() for line in screen.split("\n")) <= 34 // 3


@pytest.mark.parametrize("keys", [("2", "g"), ("5", "g"), ("6", "g")])
async def test_below_fields_those_of_both_levels_stand_side_by_side_where_they_have_no_room_below_each_other(
    keys, until, monkeypatch
):
    for n in range(10):
        monkeypatch.setitem(FIELDS, f"Lĩnh vực {n}", 9)
    async with app_of_short_lists().run_test(size=(120, 34)) as pilot:
        await opened(pilot, until, *keys)
        titles = [line for line in (await until(pilot, TITLE)).split("\n") if TITLE in line]
        assert [line.count(TITLE) for line in titles] == [2]
        assert titles[0].index("Cấp xã") == 60 + 2
        await pilot.resize_terminal(109, 34)
        await until(pilot, gone=TITLE)


async def test_the_overview_shows_the_unit_under_the_cursor(until):
    async with app_of_short_lists().run_test(size=HIGH) as pilot:
        await opened(pilot, until, "1")
        first = await until(pilot, f"· {TITLE}")
        await pilot.press("down")
        name = pilot.app.screen.query_one("Grid").rows.get(1).cells[2].text
        assert f"{name} · {TITLE}" not in first
        await until(pilot, f"{name} · {TITLE}")


async def test_the_directives_show_the_unit_of_the_one_under_the_cursor(until):
    async with app_of_short_lists().run_test(size=HIGH) as pilot:
        await opened(pilot, until, "8")
        for name in ("Phường 6", "Phòng Nội vụ", "Cấp xã"):  # "Cấp xã" is no unit: both levels are shown
            await until(pilot, f"{name} · {TITLE}")
            await pilot.press("down")


async def test_a_short_list_of_a_unit_leaves_its_room_to_the_chart(until):
    async with app_of_short_lists().run_test(size=HIGH) as pilot:
        await opened(pilot, until, "2", "enter")
        screen = await until(pilot, TITLE, "giải quyết trễ hạn")
        grid = pilot.app.screen.grid
        for _ in range(200):
            if grid.size.height == grid.needed_height + 1:
                break
            await pilot.pause(0.02)
        assert grid.size.height == grid.needed_height + 1, screen


async def test_a_list_about_whose_rows_there_is_nothing_more_to_say_has_all_the_room(until):
    async with app_of_short_lists().run_test(size=(80, 24)) as pilot:
        await opened(pilot, until, "8")
        screen = pilot.app.screen
        assert screen.detail.region.height == 5
        await pilot.press("g", "g")  # the counts by unit
        await until(pilot, "[theo đơn vị")
        for _ in range(200):
            if screen.detail.region.height == 0:
                break
            await pilot.pause(0.02)
        assert screen.grid.region.bottom == 24 - 2
        await pilot.press("g")
        await until(pilot, "[chỉ đạo", "Chỉ tiêu")
        for _ in range(200):
            if screen.detail.region.height:
                break
            await pilot.pause(0.02)
        assert screen.grid.region.bottom == screen.detail.region.y
