"""A short list to choose from stands at the foot of the window, and its board stays in sight above it."""

from __future__ import annotations

import pytest

LARGE = (140, 50)


def shown(app) -> str:
    return app.export_screenshot().replace("&#160;", " ")


async def on_late(pilot, until) -> None:
    await until(pilot, "sắp đến hạn")
    await pilot.press("2")
    await until(pilot, "dòng 1 /")


@pytest.mark.parametrize(
    ("key", "says"),
    [("w", "Về mặc định"), ("at", "ngày, giờ"), ("U", "Lý do xem"), ("e", "Bảng tính Excel")],
)
async def test_the_board_is_seen_while_its_user_chooses(app, until, key, says):
    async with app.run_test(size=LARGE) as pilot:
        await on_late(pilot, until)
        await pilot.press(key)
        await until(pilot, says)
        assert "Phường 6" in shown(app)
        assert says in shown(app)
        assert app.screen.head.region.y > LARGE[1] // 3


async def test_only_the_rows_that_keys_act_on_have_a_cursor(app, until):
    async with app.run_test(size=LARGE) as pilot:
        await on_late(pilot, until)
        on_board = shown(app).count("▶")
        await pilot.press("w")
        await until(pilot, "▶ [x]")
        assert shown(app).count("▶") == 1
        await pilot.press("escape")
        await until(pilot, "Phường 6", gone="Về mặc định")
        for _ in range(200):
            if shown(app).count("▶") == on_board:
                return
            await pilot.pause(0.03)
        pytest.fail("the board's cursors did not come back")


async def test_what_is_chosen_shows_on_the_board_at_once(app, until):
    async with app.run_test(size=LARGE) as pilot:
        await on_late(pilot, until)
        await pilot.press("w")
        await until(pilot, "Về mặc định")
        assert ">412<" in shown(app)
        await pilot.press("down", "down", "down", "space")
        await until(pilot, "[ ]  Trễ")
        assert ">412<" not in shown(app)


async def test_a_question_stays_where_it_is_while_its_answer_is_typed(app, until):
    async with app.run_test(size=LARGE) as pilot:
        await on_late(pilot, until)
        await pilot.press("at")
        await until(pilot, "Xem lúc")
        before = app.screen.head.region
        await pilot.press("8", "x")
        await until(pilot, "8x")
        assert app.screen.head.region == before


async def test_in_the_smallest_window_each_row_of_a_long_list_is_reached(app, until):
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, "1.416")
        await pilot.press("2")
        await until(pilot, "dòng 1 /")
        await pilot.press("w")
        await until(pilot, "Các cột")
        assert app.screen.head.region.bottom + app.screen.grid.size.height == 20
        await pilot.press("ctrl+end")
        await until(pilot, "Về mặc định")


async def test_each_change_is_named_after_its_figure(app, until):
    async with app.run_test(size=LARGE) as pilot:
        await on_late(pilot, until)
        await pilot.press("w")
        await until(pilot, "± trễ", "± quá hạn", "± chưa kết thúc", "± sắp đến hạn", "± tỷ lệ")
