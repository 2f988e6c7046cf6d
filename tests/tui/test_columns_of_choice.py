"""Which columns a board shows is its user's choice: made at once, kept, and names always stay."""

from __future__ import annotations

import pytest

from cchc_tui.tui.session.preferences import Prefs, load, save
from cchc_tui.tui.widgets.columns import GridColumn, chosen_columns, measure, place
from cchc_tui.tui.widgets.sortable import SortableGrid
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (100, 30)


async def choose(pilot, until, board: str = "2"):
    await until(pilot, "sắp đến hạn")
    await pilot.press(board)
    await until(pilot, "dòng 1 /")
    await pilot.press("w")
    await until(pilot, "Các cột của bảng", "Về mặc định")


def on_screen(app) -> list[str]:
    return [spot.column.key for spot in app.screen.query_one(SortableGrid).placed]


async def test_space_hides_a_column_at_once_and_shows_it_again(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await choose(pilot, until)
        await pilot.press(*["down"] * 5, "space")
        shown = await until(pilot, "[ ]  Quá hạn")
        assert "[x]  Trễ" in shown
        await pilot.press("escape")
        await until(pilot, "Phường 6", gone="Các cột")
        assert "overdue" not in on_screen(app)
        await pilot.press("w", *["down"] * 5, "enter", "escape")
        await until(pilot, "Phường 6", gone="Các cột")
        assert "overdue" in on_screen(app)


async def test_a_column_is_moved_and_the_cursor_with_it(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await choose(pilot, until)
        await pilot.press(*["down"] * 9, *["less_than_sign"] * 4, "ctrl+up", "ctrl+up")
        await until(pilot, "▶ [x]  Sắp đến hạn")
        await pilot.press("greater_than_sign", "escape")
        await until(pilot, "Phường 6", gone="Các cột")
        keys = on_screen(app)
        assert keys.index("due_soon") == keys.index("late") + 1


async def test_what_says_whose_row_it_is_cannot_be_hidden(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await choose(pilot, until)
        await pilot.press("down", "down", "space")
        await until(pilot, "[x]  Đơn vị", "luôn hiện")
        for _ in range(3):
            await pilot.press("up")
        await pilot.press(*["space", "down"] * 16, "escape")
        shown = await until(pilot, "Phường 6", gone="Các cột")
        assert "412" not in shown.split("Phường 6")[1].split("\n")[0]
        assert on_screen(app) == ["name"]


async def test_back_to_default(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "dòng 1 /")
        before = on_screen(app)
        await pilot.press("s", "4", "w", "space", "down", "down", "down", "space")
        await until(pilot, "[ ]  Trễ", "[ ]  #")
        await pilot.press("ctrl+end", "enter")
        await until(pilot, "[x]  Trễ", "[x]  #")
        await pilot.press("escape")
        await until(pilot, "Xếp theo trễ ↓", gone="Các cột")
        assert on_screen(app) == before
        assert (app.prefs.columns, app.prefs.sorts) == ({}, {})


async def test_the_choice_is_there_at_the_next_start_and_of_its_board_alone(tmp_path, until):
    kept = tmp_path / "screen.json"
    save(kept, Prefs(greeted=True))
    app = make_app(FakeSource(), kept=kept)
    async with app.run_test(size=SIZE) as pilot:
        await choose(pilot, until)
        await pilot.press(*["down"] * 5, "space")
        await until(pilot, "[ ]  Quá hạn")
    again = make_app(FakeSource(), kept=kept)
    async with again.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        assert "overdue" not in on_screen(again)
        await pilot.press("d")
        await until(pilot, "Sẽ quá hạn trong hôm nay", "dòng 1 /")
        assert len(on_screen(again)) > 3
    assert list(load(kept)[0].columns) == ["late"]


async def test_a_column_that_only_a_wider_window_has_is_not_forgotten(tmp_path, until):
    kept = tmp_path / "screen.json"
    save(kept, Prefs(greeted=True))
    app = make_app(FakeSource(), kept=kept)
    async with app.run_test(size=(180, 40)) as pilot:
        await choose(pilot, until)
        await pilot.press("space")  # the rank goes, the small line stays
        await until(pilot, "[ ]  #")
        await pilot.press("escape")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press("w", "space", "escape")
        await pilot.resize_terminal(180, 40)
        await until(pilot, "30 ngày qua")
    assert "spark" in load(kept)[0].columns["late"]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_the_list_of_columns_fits_every_window(app, until, size):
    async with app.run_test(size=size) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("w")
        shown = await until(pilot, "Các cột của bảng: Hồ sơ trễ hạn", "Space hiện/ẩn   < > đổi chỗ   Esc xong")
        assert "Chưa kết thúc" in shown
        await pilot.press("ctrl+end")
        await until(pilot, "Về mặc định")


async def test_every_board_of_rows_has_columns_to_choose_and_keeps_its_name(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        for board, views in (("0", 4), ("4", 1), ("f", 1)):
            await pilot.press(board)
            for view in range(views):
                with step((board, view)):
                    await until(pilot, "dòng 1 /")
                    grid = app.screen.query_one(SortableGrid)
                    assert any(column.stays for column in grid.columns)
                    await pilot.press("w")
                    await until(pilot, "Các cột của bảng", "luôn hiện")
                    await pilot.press("escape", "g")


def test_columns_that_were_chosen_first_get_room_first():
    columns = (
        GridColumn("name", "Tên", 10, stays=True),
        GridColumn("a", "A", 10, drop=3),
        GridColumn("b", "B", 10),
        GridColumn("c", "C", 10, drop=1),
    )
    widths = measure(columns, ())

    def shown(cells: int, *chosen: str) -> list[str]:
        return [spot.column.key for spot in place(columns, widths, cells, chosen)]

    assert shown(60, "name", "c", "a") == ["name", "c", "a"]
    assert shown(28, "name", "c", "a") == ["name", "c"]
    assert shown(10, "c", "a") == ["name"]
    assert shown(28) == ["name", "b"]
    assert chosen_columns(columns, ("gone",)) == [0, 1, 2, 3]


async def test_each_column_is_explained_by_what_this_board_counts(app, until):
    async with app.run_test(size=(160, 40)) as pilot:
        await choose(pilot, until, "d")
        shown = await until(pilot, "hạng theo số hồ sơ đến hạn hôm nay", "số hồ sơ đến hạn hôm nay thay đổi bao nhiêu")
        rows = [line for line in shown.split("\n") if "[x]" in line]
        assert all(len(line.partition("[x]")[2].split("  ")) > 2 for line in rows), shown
        assert "số hồ sơ trễ," not in shown
