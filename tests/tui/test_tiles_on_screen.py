"""The map of a board: one unit under the cursor of both views, neighbours by arrow, and all that works elsewhere."""

from __future__ import annotations

import pytest

from cchc_tui.tui.screens.export_snapshot import snapshot_of
from cchc_tui.tui.screens.leaderboard import LeaderboardScreen
from cchc_tui.tui.screens.map_screen import TilesScreen
from cchc_tui.tui.screens.unit import UnitScreen
from cchc_tui.tui.session.preferences import Prefs
from cchc_tui.tui.session.queries import LateQuery, RolloutQuery
from cchc_tui.tui.style.formats import change
from cchc_tui.tui.widgets.tile_map import lay_out
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (80, 24)


async def to_map(pilot, until, key="2"):
    await until(pilot, "sắp đến hạn")
    await pilot.press(key)
    await until(pilot, "Phường 6", gone="sắp đến hạn  ")
    await pilot.press("v")
    return await until(pilot, "· bản đồ", "≤")


async def test_v_shows_the_units_as_tiles_and_the_table_again(app, until):
    async with app.run_test(size=SIZE) as pilot:
        shown = await to_map(pilot, until)
        for words in ("Phường 6", "412 =", "Hòa Thuận", "Phòng TN&MT 482", "Tô màu theo trễ", "≤412"):
            assert words in shown
        await pilot.resize_terminal(120, 34)
        await until(pilot, "v xem bảng")
        await pilot.resize_terminal(*SIZE)
        await pilot.press("v")
        await until(pilot, "Nhóm theo đơn vị", gone="· bản đồ")
        assert isinstance(app.screen, LeaderboardScreen)


async def test_the_cursor_stands_on_the_same_unit_in_both_views(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "▶  1")
        await pilot.press("down", "v")
        await until(pilot, "▶Phường 6")
        await pilot.press("right")
        await until(pilot, "▶Xã Tịnh", "Xã Tịnh Thới · 235")
        await pilot.press("escape")
        await until(pilot, "▶  8  =  Xã Tịnh Thới")


async def test_arrows_go_from_ward_to_neighbouring_ward_and_on_to_the_departments(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await to_map(pilot, until)
        app.screen.map.go_to("29866")
        for key, name in (
            ("up", "Phường Mỹ Phú"), ("right", "Xã Mỹ Trà"), ("down", "Phường 3"), ("left", "Phường 2"),
            ("pagedown", "Thanh tra"), ("home", "Xã Mỹ Tân"), ("ctrl+end", "VP.HĐND"),
        ):  # fmt: skip
            await pilot.press(key)
            await until(pilot, f"▶{name}")


async def test_enter_opens_the_dossiers_of_the_unit_and_esc_leads_back_to_the_map(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await to_map(pilot, until)
        app.screen.map.go_to("29863")
        await pilot.press("enter")
        await until(pilot, "Hồ sơ trễ hạn › Phường 11", "2110")
        assert isinstance(app.screen, UnitScreen)
        await pilot.press("escape")
        await until(pilot, "▶Phường 11", "· bản đồ")


async def test_a_click_selects_a_tile_and_a_second_one_opens_it(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await to_map(pilot, until)
        tiles = app.screen.map
        box = lay_out(tiles.tiles, *tiles.size).map["29863"]
        await pilot.click(tiles, offset=(box.x + 3, box.y + 1))
        await until(pilot, "▶Phường 11")
        await pilot.click(tiles, offset=(box.x + 3, box.y + 1))
        await until(pilot, "Hồ sơ trễ hạn › Phường 11", "2110")


async def test_a_click_in_the_list_selects_a_department(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await to_map(pilot, until)
        tiles = app.screen.map
        box = lay_out(tiles.tiles, *tiles.size).list["tu-phap"]
        await pilot.click(tiles, offset=(box.x + 3, box.y))
        await until(pilot, "▶Phòng Tư pháp")


async def test_what_a_load_changes_is_marked_and_told(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        shown = await to_map(pilot, until)
        assert "◆" not in shown
        source.load(u29884=417, u29878=410)
        shown = await until(pilot, "417 ▲ 40", "410 ▼ 2", "Vừa thay đổi lúc", "Xã Mỹ Tân ▲ 40", "≤417")
        assert shown.count("◆") == 2


async def test_the_past_has_its_own_map_and_says_so(until):
    source = FakeSource().live_through()
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await to_map(pilot, until)
        now = {tile.key: tile.amount for tile in app.screen.map.tiles}
        for _ in range(3):
            await pilot.press("left_square_bracket")
            await pilot.pause()
        await until(pilot, "QUÁ KHỨ", "· bản đồ")
        then = {tile.key: tile.amount for tile in app.screen.map.tiles}
        assert sum(then.values()) < sum(now.values())
        await pilot.press("end")
        await until(pilot, "· bản đồ", gone="QUÁ KHỨ")
        assert {tile.key: tile.amount for tile in app.screen.map.tiles} == now


async def test_changes_in_the_tiles_are_counted_from_the_reference_that_is_chosen(until):
    app = make_app(FakeSource().live_through())
    async with app.run_test(size=(100, 30)) as pilot:
        await to_map(pilot, until)
        seen = {}
        for _ in range(3):
            await pilot.pause(0.4)
            base = app.session.baseline(LateQuery("unit"))
            before = {row.key: row.counts.late for row in base.rows}
            for tile in app.screen.map.tiles:
                assert tile.change == change(int(tile.amount), before[tile.key])
            seen[app.session.since_words()] = tuple(tile.change for tile in app.screen.map.tiles)
            await until(pilot, app.session.since_words())
            await pilot.press("c")
        assert len(set(seen.values())) > 1


async def test_a_jump_into_the_past_leaves_no_marks_behind(until):
    source = FakeSource().live_through()
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await to_map(pilot, until)
        source.load(u29884=417)
        await until(pilot, "◆")
        await pilot.press("left_curly_bracket")
        await until(pilot, "QUÁ KHỨ", gone="◆")


@pytest.mark.parametrize(
    ("board", "words"),
    [("d", "Tô màu theo"), ("f", "Tô màu theo"), ("4", "mô hình báo cáo mà thực tế chưa có")],
)
async def test_every_board_of_units_has_a_map(app, until, board, words):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press(board)
        await until(pilot, "Phường 6", "Phường 1")
        await pilot.press("v")
        await until(pilot, words, "· bản đồ", "Phường 6", "Hòa Thuận")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, UnitScreen)


async def test_the_map_of_models_counts_what_is_claimed_and_not_shown(app, until):
    async with app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("4")
        await until(pilot, "Số đơn vị")
        await pilot.press("v")
        shown = await until(pilot, "· bản đồ", "≤4")
        board = app.screen.last(RolloutQuery)
        for row in board.rows:
            unshown = sum(cell.claimed and cell.shown is False for cell in row.cells)
            tile = app.screen.map.tile(row.key)
            assert (tile.figure, tile.amount) == (str(unshown), unshown)
        assert "báo " in shown


async def test_a_board_of_other_things_has_no_map(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("g")
        await until(pilot, "Đất đai")
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, LeaderboardScreen)
        assert "map" not in {action.name for action in app.screen.actions_here()}


async def test_help_says_what_the_shades_mean_and_which_keys_there_are(app, until):
    async with app.run_test(size=(100, 40)) as pilot:
        await to_map(pilot, until)
        await pilot.press("f1")
        await until(pilot, "· bản đồ", "ĐANG XEM", "năm mức màu", "chuyển giữa bảng và bản đồ")


async def test_chosen_units_carry_a_star_in_table_tile_and_page(until):
    app = make_app(FakeSource())
    app.session.preferences.values = Prefs(chosen=("29878",))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn", "★")
        await pilot.press("2")
        await until(pilot, "★ 2  =  Phường 6")
        await pilot.press("v")
        shown = await until(pilot, "Phường 6     ★")
        assert shown.count("★") == 1
        app.screen.map.go_to("29878")
        await pilot.press("enter")
        await until(pilot, "★ hạng 1/15")


async def test_an_empty_folder_says_what_to_do_in_place_of_the_map(until):
    app = make_app(FakeSource(empty=True))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "v")
        await until(pilot, "· bản đồ", "/srv/cchc/inbox")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (140, 40), (200, 55), (250, 70)])
async def test_every_size_has_all_units_and_resizing_keeps_the_place(app, until, text, size):
    async with app.run_test(size=SIZE) as pilot:
        await to_map(pilot, until)
        app.screen.map.go_to("29896")
        await pilot.resize_terminal(*size)
        await until(pilot, "▶Xã Tân", "≤412")
        assert isinstance(app.screen, TilesScreen)
        box = lay_out(app.screen.map.tiles, *app.screen.map.size).map["29896"]
        assert box.y + box.height <= app.screen.map.size.height


async def test_hostile_names_on_the_map_are_plain_text(until, text):
    source = FakeSource()
    source.names = {"29884": "[red]\x1b]52;c;x\x07Phường\u202e 6[/x]", "tnmt": "=cmd|'/c calc'!A1"}
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await to_map(pilot, until)
        shown = text(pilot)
        assert "[red]" in shown
        assert not any(char in shown for char in "\x1b\x07\u202e")


async def test_the_map_is_exported_as_a_table(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await to_map(pilot, until)
        exported = snapshot_of(app.screen)
        assert exported is not None
        (table,) = exported.content.tables
        assert {row[0]: row[1] for row in table.rows}["Phường 6"] == 412
        assert len(table.rows) == len(table.keys) == 27
