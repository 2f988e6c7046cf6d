"""Board 9 as people read it: score, of how many points, the lever; into the criteria, and from one to its board."""

from __future__ import annotations

from cchc_tui.tui.screens.details import DetailsScreen
from cchc_tui.tui.style.render import width


async def test_a_unit_opens_into_its_criteria_and_a_criterion_into_its_board_at_that_unit(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("g")  # another grouping of that board, and another level, are left for the unit's row
        await until(pilot, "Đất đai")
        await pilot.press("9")
        shown = await until(pilot, "Bộ tiêu chí mẫu", "Còn nhiều điểm nhất", "Hồ sơ trễ hạn, còn")
        assert "▶" in shown
        screen = app.board_screen
        key = screen.grid.rows.find("29878")
        screen.grid.go_to("29878")
        assert key >= 0
        await pilot.press("f1")
        await until(pilot, "Trợ giúp ›", "Điểm ", " = Hồ sơ trễ hạn ", "Chưa biết nên không tính")
        await pilot.press("escape", "enter")
        await until(pilot, "Tiêu chí", "Tỷ lệ trễ", "thẩm định", "chưa biết", "1/10")
        assert isinstance(app.screen, DetailsScreen)
        await pilot.press("enter")
        await until(pilot, "Hồ sơ trễ hạn", "Nhóm theo đơn vị", "Phường 6")
        assert app.board_screen.topic == "late"
        assert app.board_screen.grid.cursor_key == "29878"
        await pilot.press("9")
        await until(pilot, "Tiêu chí", "1/10")
        await pilot.press(*("down",) * 9, "enter")  # a criterion without a figure opens nothing
        await pilot.pause()
        assert isinstance(app.screen, DetailsScreen)


async def test_a_scale_of_points_is_whole_or_not_there(app, until):
    async with app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("9")
        await until(pilot, "Bộ tiêu chí mẫu", "▶")
        await pilot.press("enter")
        await until(pilot, "Tiêu chí", "Tỷ lệ trễ", "Thang điểm")
        grid, seen = app.screen.grid, set()
        for cells in range(70, 180, 2):
            await pilot.resize_terminal(cells, 34)
            scale = next((spot for spot in grid.placed if spot.column.key == "scale"), None)
            seen.add(scale is not None)
            if scale is not None:
                assert scale.width >= max(width(row.cells[scale.number].text) for row in grid.rows.loaded)
        assert seen == {True, False}
