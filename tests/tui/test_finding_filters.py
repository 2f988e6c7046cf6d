"""What is typed can filter the board below: always said, never taken for the whole, gone with Esc."""

from __future__ import annotations

from cchc_tui.tui.widgets.grid import Grid
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (100, 30)


async def filtered(pilot, until, typed: str, board: str = "2"):
    await until(pilot, "sắp đến hạn")
    await pilot.press(board)
    await until(pilot, "dòng 1 /")
    await pilot.press("slash", *["space" if char == " " else char for char in typed], "tab")


async def test_tab_shows_only_rows_with_these_words_and_says_so(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await filtered(pilot, until, "hoa thuan")
        shown = await until(pilot, "Lọc: hoa thuan", "1/27 dòng", "dòng 1 / 1", gone="Phường 6")
        assert "dòng tổng là của cả bảng" in shown
        assert "3.253" in shown  # the total of all, not of what is left


async def test_a_filter_stays_through_refreshes_and_counts_anew(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await filtered(pilot, until, "xa my")
        await until(pilot, "3/27 dòng", "377")
        source.load(u29884=390)
        shown = await until(pilot, "3/27 dòng", "390")
        assert "◆" in next(line for line in shown.split("\n") if "Xã Mỹ Tân" in line)


async def test_esc_takes_the_filter_away_and_the_cursor_stays(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await filtered(pilot, until, "xa my")
        await until(pilot, "3/27 dòng")
        await pilot.press("down", "escape")
        await until(pilot, "Phường 6", gone="Lọc:")
        assert app.screen.query_one(Grid).cursor_key == "29881"


async def test_an_exclamation_mark_leaves_rows_with_these_words_out(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await pilot.press("slash", "exclamation_mark", *"phong")
        await until(pilot, "Enter bỏ khỏi bảng này các dòng có: phong")
        await pilot.press("enter")
        shown = await until(pilot, "Lọc bỏ: phong", "/27 dòng", "Phường 6")
        assert "Phòng" not in shown


async def test_a_filter_that_leaves_nothing_says_how_to_get_back(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await filtered(pilot, until, "zzz")
        shown = await until(pilot, "Lọc: zzz", "0/27 dòng", "Không có dòng nào khớp. Esc bỏ lọc.")
        assert "dòng" not in shown.split("\n")[-1]
        await pilot.press("down", "enter", "s", "escape", "escape")  # the first Esc ends the numbers of the columns
        await until(pilot, "Phường 6", "/ 27")


async def test_what_tab_would_leave_is_said_while_one_types(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await pilot.press("slash", *"my")
        await until(pilot, "Tab lọc bảng này: 4/27 dòng")


async def test_another_grouping_begins_without_the_filter(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await filtered(pilot, until, "hoa thuan")
        await until(pilot, "1/27 dòng")
        await pilot.press("g")
        await until(pilot, "Đất đai", gone="Lọc:")


async def test_a_filter_works_in_the_past_and_through_time(source, until):
    source.live_through()
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await filtered(pilot, until, "hoa thuan")
        await until(pilot, "1/27 dòng")
        await pilot.press("left_square_bracket")
        await until(pilot, "QUÁ KHỨ", "Lọc: hoa thuan", "1/27 dòng")
        await pilot.press("end")
        await until(pilot, "Lọc: hoa thuan", gone="QUÁ KHỨ")


async def test_sorting_and_filtering_go_together(app, until):
    async with app.run_test(size=(120, 40)) as pilot:
        await filtered(pilot, until, "phuong")
        await until(pilot, "8/27 dòng")
        await pilot.press("s", "1")
        shown = await until(pilot, "Xếp theo đơn vị ↑", "8/27 dòng")
        assert shown.index("Phường 1 ") < shown.index("Phường 2 ") < shown.index("Phường 11 ")


async def test_a_list_of_dossiers_is_filtered_where_it_comes_from(source: FakeSource, until):
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("enter")
        await until(pilot, "dòng 1 / 12.000", "2110")
        await pilot.press("slash", *"khai", "space", *"sinh", "tab")
        await until(pilot, "Lọc: khai sinh", "dòng 1 / 1.200", "1.200 hồ sơ", "Esc bỏ lọc Enter")
        assert source.filters[-1].text == "khai sinh"
        await pilot.press("escape")
        await until(pilot, "dòng 1 / 12.000", gone="Lọc: khai")
        assert source.filters[-1].text == ""
        await pilot.press("escape")
        await until(pilot, "TP Cao Lãnh › Hồ sơ trễ hạn")


async def test_the_filter_fits_the_smallest_window(app, until):
    async with app.run_test(size=(60, 20)) as pilot:
        await filtered(pilot, until, "my")
        shown = await until(pilot, "Lọc: my", "4/27 dòng", "Esc bỏ lọc")
        assert all(len(line) <= 60 for line in shown.split("\n"))


async def test_the_overview_cannot_be_filtered_and_says_so(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("slash", "exclamation_mark", "a")
        await until(pilot, "Bảng này không lọc được.")
        await pilot.press("enter", "tab", "escape")
        await until(pilot, "TRỄ NHIỀU NHẤT", gone="không lọc được")
