"""One registry of actions: footer, help, palette and keys say the same, and every action is explained."""

from __future__ import annotations

import pytest

from cchc_tui.texts.tui import BOARD_NAMES, TOPICS
from cchc_tui.tui.actions import ACTIONS, TEXTS, key_name
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.boards import BOARDS
from cchc_tui.tui.screens.base import BoardScreen
from cchc_tui.tui.screens.palette import PaletteScreen
from cchc_tui.tui.widgets.grid import Grid

SIZE = (140, 40)
PATHS = {
    "overview": (),
    "late": ("2",),
    "rollout": ("4",),
    "exports": ("0",),
    "unit": ("2", "enter"),
    "dossier": ("2", "enter", "enter"),
}
SAYS = {
    "overview": (),
    "late": ("Phường 6",),
    "rollout": ("Số đơn vị",),
    "exports": ("từ chối",),
    "unit": ("Phường 6", "000.00.30"),
    "dossier": ("Phường 6", "000.00.30", "CÁC LẦN KẾT XUẤT"),
}


async def go(pilot, until, place: str) -> BoardScreen:
    await until(pilot, "sắp đến hạn")
    for key, says in zip(PATHS[place], SAYS[place], strict=True):
        await pilot.press(key)
        await until(pilot, says)
    screen = pilot.app.screen
    assert place == screen.PLACE
    return screen


def test_every_action_has_a_name_and_a_help_text_and_no_text_is_left_over():
    assert {action.name for action in ACTIONS} == set(TEXTS)
    for action in ACTIONS:
        assert len(action.text.help) > 5, action
        assert action.text.name, action


def test_every_letter_has_a_function_key_or_a_palette_entry():
    for action in ACTIONS:
        letters = [key for key in action.keys if len(key) == 1 and key.isalpha()]
        others = [key for key in action.keys if key[0] == "f" and key[1:].isdigit()]
        assert not letters or others or action.listed, action


def test_no_key_means_two_things_in_one_place():
    for place in ("overview", "late", "unit", "dossier", "rollout", "exports"):
        also = {"ranked"} if place == "late" else set()
        keys = [
            key for action in ACTIONS if action.place in {place, "drill", "grid", "app"} | also for key in action.keys
        ]
        assert len(keys) == len(set(keys)), place


def test_a_board_is_one_line_and_has_mode_key_name_and_help():
    for board in BOARDS:
        assert board.name in CchcApp.MODES
        assert BOARD_NAMES[board.name]
        assert TOPICS[board.name]
        assert any(action.name == f"board_{board.name}" and action.keys == (board.key,) for action in ACTIONS)


@pytest.mark.parametrize("place", PATHS)
async def test_footer_and_help_say_the_same_as_the_keys_that_work(app, until, place):
    async with app.run_test(size=SIZE) as pilot:
        screen = await go(pilot, until, place)
        here = screen.actions_here()
        bound = {binding.action for _, binding in screen._bindings} | {binding.action for _, binding in app._bindings}
        for grid in screen.query(Grid):
            bound |= {binding.action for _, binding in grid._bindings}
        assert {action.action for action in here} <= bound
        footer = (await until(pilot, "F10 thoát")).split("\n")[-1]
        for action in here:
            if action.foot:
                name = screen.action_names().get(action.name, action.text.name)
                assert f"{action.shown_key} {name}" in footer
        await pilot.press("f1")
        helped = await until(pilot, "Trợ giúp ›", "ĐANG XEM")
        for _ in range(4):
            await pilot.press("pagedown")
            await pilot.pause(0.05)
            helped += await until(pilot, "Trợ giúp ›")
        for action in here:
            assert " ".join(key_name(key) for key in action.keys) in helped, action
            assert action.text.help[:30] in helped, action
        await pilot.press("escape")
        await until(pilot, gone="ĐANG XEM")
        await pilot.press("ctrl+p")
        await until(pilot, "không cần dấu")
        palette = app.screen
        assert isinstance(palette, PaletteScreen)
        offered = {entry.action.split(".", 1)[-1] for entry in palette._entries}
        listed = {action.action for action in here if action.listed and action.name != "palette"}
        assert listed <= offered
        assert not {action.action for action in here if not action.listed} & offered


async def test_help_is_of_what_is_in_sight(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, until, "late")
        await pilot.press("question_mark")
        await until(pilot, "Trợ giúp › Hồ sơ trễ hạn", "nhóm", "đổi cách nhóm", "Quá hạn", "đang mở, đã qua hạn trả")
        await pilot.press("f1")
        await until(pilot, "Nhóm theo", gone="Trợ giúp ›")
        await pilot.press("4", "f1")
        await until(pilot, "Trợ giúp › Mô hình", "nơi khởi xướng mô hình", gone="đổi cách nhóm")


@pytest.mark.parametrize(
    ("typed", "first", "lands"),
    [
        ("ho so tre", "Hồ sơ trễ hạn", "TP Cao Lãnh › Hồ sơ trễ hạn"),
        ("HỒ SƠ", "Hồ sơ trễ hạn", "TP Cao Lãnh › Hồ sơ trễ hạn"),
        ("hoa thuan", "Phường Hòa Thuận", "Hồ sơ trễ hạn › Phường Hòa Thuận"),
    ],
)
async def test_the_palette_finds_boards_and_units_without_marks(app, until, typed, first, lands):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("ctrl+p")
        await until(pilot, "không cần dấu")
        await pilot.press(*["space" if char == " " else char for char in typed])
        await until(pilot, f"› {typed}", f"▶ {first}")
        await pilot.press("enter")
        await until(pilot, lands)


async def test_the_palette_runs_the_actions_of_the_board_below(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("ctrl+p", *"cap", "enter")
        await until(pilot, "Cấp thành phố")
        await pilot.press("f12", *"tuoi tre".replace(" ", "_"))
        await pilot.press(*["backspace"] * 4, "space", *"tre")
        await until(pilot, "Nhóm theo tuổi trễ")
        await pilot.press("enter")
        await until(pilot, "Nhóm theo tuổi trễ", "trên 30 ngày")
        await pilot.press("ctrl+p", *"zzz")
        await until(pilot, "Không tìm thấy.")
        await pilot.press("enter", "escape")
        await until(pilot, "trên 30 ngày", gone="Không tìm thấy")


async def test_f8_changes_the_ground_and_everything_is_drawn_in_it(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await pilot.press("f8")
        await pilot.pause(0.2)
        strips = app.screen._compositor.render_strips()
        grounds = {segment.style.bgcolor.triplet.hex for strip in strips for segment in strip if segment.style.bgcolor}
        assert grounds <= {"#ffffff", "#e4e4e4", "#00005f"}


async def test_the_mouse_selects_and_a_second_click_opens(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.click(Grid, offset=(12, 4))
        await until(pilot, "hàng 3 / 27")
        await pilot.click(Grid, offset=(12, 4))
        await until(pilot, "› Xã Mỹ Tân", "000.00.30")
