"""Of a hundred thousand dossiers each list is a megabyte: only what is in sight is kept, however one walks."""

from __future__ import annotations

import gc

import pytest

from cchc_tui.boards.dossiers import DossierList
from cchc_tui.tui.widgets.grid import Grid
from tests.kits.presentation_kit import WALL
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (100, 30)


def lists() -> list[DossierList]:
    gc.collect()
    return [each for each in gc.get_objects() if type(each) is DossierList]


async def settled(pilot, most: int) -> None:
    """No more lists than that are kept, once what is under way has come."""
    for _ in range(100):
        if len(lists()) <= most:
            return
        await pilot.pause(0.05)
    pytest.fail(f"{len(lists())} lists are kept: {[each.filter for each in lists()]}")


async def there(pilot, row: int) -> None:
    """That row has come, and is the one under the cursor."""
    grid = pilot.app.screen.query_one(Grid)
    for _ in range(100):
        if grid.cursor == row and grid.rows.get(row) is not None:
            break
        await pilot.pause(0.05)
    assert (grid.cursor, grid.rows.get(row) is None) == (row, False)
    await pilot.pause()


@pytest.fixture
def source() -> FakeSource:
    source = FakeSource()
    source.dossier_count = 100_000
    return source


async def test_after_all_parts_and_orders_of_a_list_one_is_kept(source, app, until):
    before = len(lists())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await pilot.press("enter")
        await until(pilot, "dòng 1 / 100.000")
        for _ in range(7):
            await pilot.press("g")
            await until(pilot, "dòng 1 / ")
            await pilot.press("s")
            await pilot.pause()
        await until(pilot, "dòng 1 / ")
        await settled(pilot, before + 1)
        assert len(app.screen._shown_answers) <= len(app.screen.queries())


async def test_lists_of_all_groupings_go_when_another_board_is_in_sight(source, app, until):
    before = len(lists())
    async with app.run_test(size=SIZE) as pilot:
        for board in ("1", "2", "d", "f", "4"):
            await pilot.press(board)
            await until(pilot, "dòng 1 / " if board != "1" else "TRỄ NHIỀU NHẤT")
            await pilot.press("enter")
            await until(pilot, "Mã hồ sơ", "dòng 1 / ")
        await settled(pilot, before + 1)
        await pilot.press("0")
        await until(pilot, "hồ sơ")
        await settled(pilot, before)
        for board in ("2", "d", "4"):  # what was opened there is there again
            await pilot.press(board)
            await until(pilot, "Mã hồ sơ", "dòng 1 / ")
        await settled(pilot, before + 1)


async def test_of_all_groupings_of_the_board_one_list_at_a_time_is_kept(source, app, until):
    before = len(lists())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        for _ in range(5):
            await pilot.press("g")
            await until(pilot, "dòng 1 / ")
            await pilot.press("enter")
            await until(pilot, "Mã hồ sơ", "dòng 1 / ")
            await settled(pilot, before + 1)
            await pilot.press("escape")
            await until(pilot, "Nhóm theo")
        await settled(pilot, before)


async def test_back_from_a_dossier_the_list_stands_where_it_was(source, app, until):
    before = len(lists())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await pilot.press("enter")
        await until(pilot, "dòng 1 / 100.000")
        await pilot.press("ctrl+end", "up", "up")
        await there(pilot, 99_997)
        shown = await until(pilot, "99.998/100.000")
        key = app.screen.query_one(Grid).cursor_key
        await pilot.press("enter")
        await until(pilot, "CÁC LẦN KẾT XUẤT")
        await settled(pilot, before)
        await pilot.press("escape")
        assert await until(pilot, "99.998/100.000") == shown  # at once, and
        await settled(pilot, before + 1)
        assert await until(pilot, "99.998/100.000") == shown  # once it has come
        assert app.screen.query_one(Grid).cursor_key == key
        await pilot.press("home")
        await there(pilot, 0)


async def test_help_and_search_over_a_list_cost_it_nothing(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await pilot.press("enter")
        await until(pilot, "dòng 1 / 100.000")
        asked = len(source.filters)
        for key in ("f1", "slash", "e"):
            await pilot.press(key)
            await pilot.pause()
            await pilot.press("escape")
            await until(pilot, "dòng 1 / 100.000")
        assert len(source.filters) == asked


async def test_a_wall_keeps_no_list(source, until):
    before = len(lists())
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await pilot.press("enter")
        await until(pilot, "dòng 1 / 100.000")
        await pilot.press("f5")
        await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN")
        await settled(pilot, before)
        await pilot.press("escape")
        await until(pilot, "dòng 1 / 100.000")
