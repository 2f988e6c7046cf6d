"""One registry of actions: footer, help, palette and keys say the same, and every action is explained."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from textual.keys import _character_to_key
from textual.screen import ModalScreen

from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.texts.tui import BOARD_NAMES
from cchc_tui.texts.tui_help_overlays import OVERLAYS, PLACES
from cchc_tui.texts.tui_topics import TOPICS
from cchc_tui.tui import overlays
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.action import is_typed, key_name
from cchc_tui.tui.keys.actions import ACTIONS, BY_NAME, of
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.overlays.palette import PaletteScreen
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.style.render import line_width
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from tests.kits.line_text import text_of
from tests.kits.steps import step
from tests.kits.tui_directives import ROWS
from tests.kits.tui_fakes import FakeSource
from tools import keys_page

SIZE, SMALLEST = (240, 60), (60, 20)
#: A key of these does what it does unless something nearer has taken it: the filter goes before one goes up.
NEARER = {"back", "unfilter"}
PATHS = {
    "overview": (),
    "late": ("2",),
    "due": ("d",),
    "rollout": ("4",),
    "exports": ("0",),
    "unit": ("2", "enter"),
    "dossier": ("2", "enter", "enter"),
    "tiles": ("2", "v"),
    "evidence": ("4", "enter"),
    "online": ("5",),
    "review": ("6",),
    "testing": ("7",),
    "directives": ("8",),
    "directive_page": ("8", "enter"),
    "meeting_log": ("2", "H"),
    "present": ("f5",),
}
SAYS = {
    "overview": (),
    "late": ("Phường 6",),
    "due": ("Phường 6",),
    "rollout": ("Số đơn vị",),
    "exports": ("từ chối",),
    "unit": ("Phường 6", "2110"),
    "dossier": ("Phường 6", "2110", "CÁC LẦN KẾT XUẤT"),
    "tiles": ("Phường 6", "· bản đồ"),
    "evidence": ("Số đơn vị", "2110"),
    "online": ("Phường 6",),
    "review": ("Phường 6",),
    "testing": ("Phường 6",),
    "directives": ("QUÁ HẠN",),
    "directive_page": ("QUÁ HẠN", "Chỉ đạo số 2"),
    "meeting_log": ("Phường 6", "Diễn biến cuộc họp"),
    "present": ("1/",),
}


@pytest.fixture
def source() -> FakeSource:
    """Made-up figures, with directives."""
    source = FakeSource()
    source.directives = ROWS
    return source


async def go(pilot, until, place: str) -> BoardScreen:
    await until(pilot, "sắp đến hạn")
    for key, says in zip(PATHS[place], SAYS[place], strict=True):
        await pilot.press(key)
        await until(pilot, says)
    screen = pilot.app.screen
    assert place == screen.topic
    return screen


async def home(pilot) -> None:
    """Closes what is open."""
    await pilot.press("escape", "escape", "escape", "1")


def whole_help(app) -> str:
    """All that the help says, scrolled away or not. No line is wider than the window."""
    page = app.screen.query_one(".page", Lines)
    assert all(line_width(line) <= page.size.width for line in page.lines)
    return "\n".join(text_of(line).rstrip() for line in page.lines)


def test_every_action_has_a_name_of_its_own_a_title_and_a_description():
    told_by_boards = {f"board_{name}" for name in board_names() if board_of(name).about}
    assert len(BY_NAME) == len(ACTIONS)
    for action in ACTIONS:
        assert bool(action.title) != (action.name in told_by_boards), action
        assert len(action.description_text) > 5, action
        assert action.title_text, action


#: In a presentation and over a board there is no palette: what a figure does there, arrows do too, or s again.
ARROWS_TOO = {"jump", "pause", "export_numbered", "sort_by_number"}


def test_every_action_is_reached_without_a_key_that_an_input_method_may_swallow():
    palette = next(action for action in ACTIONS if action.name == "palette")
    assert not any(map(is_typed, palette.keys))
    for action in ACTIONS:
        if action.place == "present":
            assert not all(map(is_typed, action.keys)) or action.name in ARROWS_TOO, action
        else:
            assert action.listed or not all(map(is_typed, action.keys)) or action.name in ARROWS_TOO, action


def test_no_key_is_bound_outside_the_registry():
    room = Path(actions.__file__).parent
    others = [file for file in room.parent.rglob("*.py") if room not in file.parents]
    assert len(others) > 50
    assert [file.name for file in others if "Binding(" in file.read_text(encoding="utf-8")] == []


def test_the_page_of_keys_is_made_from_the_registry():
    kept = Path(keys_page.__file__).parents[1] / "docs" / "keys.md"
    assert kept.read_text(encoding="utf-8") == keys_page.document(), "make keys"


def test_the_page_of_keys_has_every_action_and_every_place():
    page = keys_page.document()
    assert {action.place for action in ACTIONS} == set(PLACES)
    for action in ACTIONS:
        assert f"| {action.words[0]}" in page, action
        for key in action.keys:
            assert f"`{key_name(key)}`".replace("<", "&lt;") in page, key


def test_every_overlay_has_its_help():
    classes = {
        name: each
        for module in pkgutil.iter_modules(overlays.__path__)
        for name, each in vars(importlib.import_module(f"{overlays.__name__}.{module.name}")).items()
        if isinstance(each, type) and issubclass(each, ModalScreen) and each.__module__.startswith(overlays.__name__)
    }
    found = set(classes)
    assert found - {"HelpScreen", "Overlay", "Chooser", "FileScreen", "PromptScreen"} == set(OVERLAYS)
    for name, screen in classes.items():
        assert of(*screen.PLACES) or name not in OVERLAYS, name


def test_a_board_is_one_line_and_has_mode_key_name_and_help():
    for board in BOARDS:
        assert board.name in CchcApp.MODES
        assert BOARD_NAMES.get(board.name) or board_of(board.name).title
        assert TOPICS.get(board.name) or board_of(board.name).topic
        assert any(action.name == f"board_{board.name}" and action.keys == (board.key,) for action in ACTIONS)


async def test_no_key_means_two_things_in_one_place_and_footer_and_help_say_what_works(app, until):
    async with app.run_test(size=SIZE) as pilot:
        for place in PATHS:
            with step(place):
                screen = await go(pilot, until, place)
                here = screen.actions_here()
                no_key_means_two_things(here)
                await keys_work_and_stand_in_the_footer(app, pilot, until, here, place)
                await pilot.press("f1")
                await until(pilot, "Trợ giúp ›", "ĐANG XEM")
                helped = whole_help(app)
                assert "Nguồn: " in helped
                for action in here:
                    assert action.shown_keys in helped, action
                    assert action.description_text[:30] in helped, action
                await pilot.press("escape")
                await until(pilot, gone="ĐANG XEM")
                if place != "present":  # on the wall nothing is chosen from a list
                    await palette_offers_what_is_listed(app, pilot, until, here)
                await home(pilot)


def no_key_means_two_things(here) -> None:
    one = {key: [action.name for action in here if key in action.keys] for a in here for key in a.keys}
    twice = {key: names for key, names in one.items() if len(names) > 1}
    assert not {key: names for key, names in twice.items() if set(names) - NEARER}, twice


async def keys_work_and_stand_in_the_footer(app, pilot, until, here, place) -> None:
    screen = app.screen
    bound = {
        (key, binding.action.removeprefix("app."))
        for node in (app, screen, *screen.walk_children())
        for key, binding in node._bindings
    }
    for action in here:
        for key in action.keys:
            name = _character_to_key(key) if len(key) == 1 else key
            assert (name, action.run.format(key=key).removeprefix("app.")) in bound, (key, action)
    footer = (await until(pilot, "F10 thoát")).split("\n")[-1] if place != "present" else ""
    for action in here if footer else ():
        if action.footer:
            name = screen.action_names().get(action.name, action.title_text)
            assert f"{action.shown_key} {name}" in footer


async def palette_offers_what_is_listed(app, pilot, until, here) -> None:
    await pilot.press("ctrl+p")
    await until(pilot, "không cần dấu")
    palette = app.screen
    assert isinstance(palette, PaletteScreen)
    offered = {action.split(".", 1)[-1] for action in palette._by_action}
    listed = {action.run.removeprefix("app.") for action in here if action.listed}
    assert listed <= offered
    assert not {action.run.removeprefix("app.") for action in here if not action.listed} & offered


async def test_help_is_of_what_is_in_sight(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, until, "late")
        await pilot.press("question_mark")
        await until(pilot, "Trợ giúp › Hồ sơ trễ hạn", "nhóm", "chuyển cách nhóm")
        helped = whole_help(app)
        assert "Quá hạn         đang mở, đã qua hạn trả" in helped
        await pilot.press("f1")
        await until(pilot, "Nhóm theo", gone="Trợ giúp ›")
        await pilot.press("4", "f1")
        await until(pilot, "Trợ giúp › Mô hình", "nơi khởi xướng mô hình", gone="chuyển cách nhóm")


async def test_a_long_name_in_the_help_is_not_read_as_one_with_its_description(app, until):
    async with app.run_test(size=(80, 60)) as pilot:
        await until(pilot, "482")
        await pilot.press("2", "f1", "end")
        await until(pilot, "Dịch vụ công trực tuyến\n", gone="trực tuyến hồ sơ")


#: Where one stands, keys to press there, and what the help then begins with.
CHOSEN = [
    ("overview", (), ("Trễ 482 = giải quyết trễ hạn 338 + quá hạn 144", "Tỷ lệ trễ 8,3 % = 482 / 5.820")),
    ("overview", ("tab",), ("Ngày Chủ Nhật thân thiện", "đơn vị báo đang hoặc đã triển khai")),
    ("tiles", (), ("Phòng Tài nguyên và Môi trường", "Trễ 482 = ")),
    ("late", ("down",), ("Phường 6", "Trễ 412 = ", "nửa số hồ sơ trễ")),
    (
        "due",
        (),
        ("Hạn hôm nay 8: đang mở, trong hạn lúc này", "\n   Cấp thành phố: phòng ban là cấp thành phố; phường"),
    ),
    ("rollout", (), ("Phường 11 · Ngày Chủ Nhật thân thiện", "0 trong 3 Chủ Nhật", "practices.toml")),
    ("rollout", ("right",), ("Phường 11 · Ngày thứ Tư trực tuyến", "nộp trực tuyến / số hồ sơ tiếp nhận")),
    ("exports", (), ("Từ chối: không nhận ra loại tệp",)),
    ("due", (), ("Hạn hôm nay 8: ", "\n   Cấp thành phố: phòng ban là cấp thành phố; phường")),
    ("exports", ("g",), ("Ghi lùi ngày kết thúc", "Kết xuất sau ghi ngày kết thúc sớm hơn")),
    ("unit", (), ("211002-…", "Quá hạn: chưa kết thúc, không tạm dừng", "Nguồn của cách tính: cchc.toml")),
    ("dossier", (), ("Quá hạn: chưa kết thúc",)),
]


async def test_help_begins_with_what_the_cursor_stands_on_and_its_rule(app, until):
    async with app.run_test(size=(120, 40)) as pilot:
        for place, keys, says in CHOSEN:
            with step((place, keys)):
                await go(pilot, until, place)
                for key in keys:
                    await pilot.press(key)
                await pilot.press("f1")
                shown = await until(pilot, "Trợ giúp ›", "ĐANG XEM", *says)
                assert shown.index("ĐANG CHỌN") < shown.index(says[0]) < shown.index("ĐANG XEM")
                await home(pilot)


#: The keys of what opens over a board, and what its help says.
OVER_A_BOARD = {
    "ctrl+p": "mọi việc làm được bằng phím đều có ở đây",
    "f3": "Dấu ! ở đầu là trừ ra",
    "at": "chọn một kết xuất, một cuộc họp bên dưới",
    "ctrl+e": "không ghi đè tệp nào",
    "w": "cột được chọn có chỗ trước",
}


async def test_f1_works_over_what_stands_over_a_board_and_leads_back_there(app, until):
    async with app.run_test(size=SMALLEST) as pilot:
        await go(pilot, until, "late")
        for key, says in OVER_A_BOARD.items():
            with step(key):
                await pilot.press(key)
                over = app.screen
                assert over is not app.main_screen
                await pilot.press("f1")
                await until(pilot, "ĐANG MỞ")
                helped = whole_help(app)
                assert says in " ".join(helped.split())
                await pilot.press("f1")
                assert app.screen is over
                await pilot.press("escape")
                assert app.screen is app.main_screen


async def test_a_question_mark_is_typed_where_one_types(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, until, "late")
        await pilot.press("ctrl+p", "question_mark")
        await until(pilot, "› ?")


async def test_nothing_of_the_help_is_cut_on_the_smallest_screen(app, until):
    async with app.run_test(size=SMALLEST) as pilot:
        await until(pilot, "Tổng quan")
        for place, keys in PATHS.items():
            with step(place):
                for key in keys:
                    await pilot.press(key)
                    await pilot.pause()
                await pilot.press("f1")
                assert app.main_screen.topic == place
                helped = whole_help(app)
                assert "…" not in helped.replace("-…", "").replace("1 … 5", "")
                words = " ".join(helped.split())
                for action in app.main_screen.actions_here():
                    assert words.count(action.description_text.split()[-1]), action
                await home(pilot)


async def test_on_the_smallest_screen_the_help_is_scrolled_to_its_end(app, until):
    async with app.run_test(size=SMALLEST) as pilot:
        await go(pilot, until, "late")
        await pilot.press("f1")
        seen: list[str] = []
        for _ in range(60):
            shown = (await until(pilot, "Trợ giúp ›")).split("\n")[1:]
            new = [line for line in shown if line not in seen]
            if not new:
                break
            seen += new
            await pilot.press("pagedown")
        assert len(seen) > 60
        assert {line for line in whole_help(app).split("\n") if line} <= {*seen}


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
        await pilot.press("f12", *"so ngay tre".replace(" ", "_"))
        await pilot.press(*["backspace"] * 4, "space", *"tre")
        await until(pilot, "Nhóm theo số ngày trễ")
        await pilot.press("enter")
        await until(pilot, "Nhóm theo số ngày trễ", "trên 30 ngày")
        await pilot.press("ctrl+p", *"zzz")
        await until(pilot, "Không tìm thấy.")
        await pilot.press("enter", "escape")
        await until(pilot, "trên 30 ngày", gone="Không tìm thấy")


async def test_the_mouse_selects_and_a_second_click_opens(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.click(Grid, offset=(12, 4))
        await until(pilot, "dòng 3 / 27")
        await pilot.click(Grid, offset=(12, 4))
        await until(pilot, "› Xã Mỹ Tân", "2110")
