"""The presentation (F5): what a chairman presses and the room sees."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import DAY
from cchc_tui.registry import RegistryError
from cchc_tui.registry.presentation import PAGES
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.overlays.help import HelpScreen
from cchc_tui.tui.screens.overview import OverviewScreen
from cchc_tui.tui.style.themes import Background
from cchc_tui.tui.wall import pages as drawn_pages
from cchc_tui.tui.wall import presentation
from cchc_tui.tui.wall.presentation import PresentationScreen
from tests.kits.presentation_kit import WALL, Show
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import REGISTRY

SIZE = (80, 24)
#: The pages of an office whose last meeting gave no directives, in order.
ORDER = [name for name in REGISTRY.presentation.order(WALL) if name in WALL]


@pytest.fixture
def chosen(app):
    """An app whose user has chosen two units."""
    app.prefer(chosen=("29878", "tnmt", "no-such-unit"))
    return app


async def started(pilot, until) -> Show:
    await until(pilot, "sắp đến hạn")
    show = await Show(pilot).begin()
    await until(pilot, "1/", "HỒ SƠ TRỄ HẠN", gone="đang lấy số liệu")
    return show


def test_the_registry_knows_every_board_of_the_app():
    assert set(PAGES) == {*(board.name for board in BOARDS), "trend", "map"}


async def test_f5_starts_it_from_any_board_and_esc_leads_back_there(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        for board in (board.key for board in BOARDS):
            with step(board):
                await pilot.press(board)
                await pilot.pause()
                before = app.screen
                await pilot.press("f5")
                await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN")
                assert isinstance(app.screen, PresentationScreen)
                await pilot.press("escape")
                await pilot.pause()
                assert app.screen is before
                await until(pilot, "F1 F10")


async def test_it_shows_a_page_and_one_thin_line_and_nothing_else(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot, until)
        lines = (await until(pilot, "TP Cao Lãnh")).split("\n")
        assert "HỒ SƠ TRỄ HẠN" in lines[0]
        assert f"1/{len(WALL)}" in lines[-1]
        assert "10/11/2021 08:30" in lines[-1]
        assert "phút trước" in lines[-1]
        assert "tập huấn" in lines[-1]
        assert "F10" not in "".join(lines)


async def test_pages_turn_by_themselves_in_the_order_of_the_registry_and_begin_again(app, until):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        seen = [show.page]
        for _ in range(len(ORDER)):
            await show.wait(20)
            seen.append(show.page)
        assert seen == [*ORDER, "overview"]


async def test_chosen_units_have_pages_after_the_boards(chosen, until):
    pages = len(ORDER) + 2
    async with chosen.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        await pilot.press("end")
        await until(pilot, "Phòng Tài nguyên và Môi trường", "hạng 1/12", f"{pages}/{pages}")
        await pilot.press("left")
        await until(pilot, "Phường 6", "hạng 1/15", f"{pages - 1}/{pages}", "412")
        await show.wait(15)  # a unit's page stays for fifteen seconds
        assert show.page == "unit tnmt"


async def test_the_countdown_runs_down_in_sight(app, until, text):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        lengths = []
        for _ in range(19):
            await show.wait(1)
            lengths.append(text(pilot).split("\n")[-1].count("━"))
        assert lengths == sorted(lengths, reverse=True)
        assert lengths[0] == 10
        assert lengths[-1] == 1
        await show.wait(1)
        await until(pilot, f"2/{len(WALL)} ━━━━━━━━━━")


async def test_space_pauses_and_time_goes_on_where_it_stood(app, until):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        await show.wait(15)
        await pilot.press("space")
        await until(pilot, "TẠM DỪNG")
        await show.wait(100)
        assert show.page == "overview"
        await pilot.press("space")
        await until(pilot, "━", gone="TẠM DỪNG")
        await show.wait(4)
        assert show.page == "overview"
        await show.wait(1)
        assert show.page == "changes"


async def test_arrows_a_remote_and_digits_turn_pages(app, until):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        for keys, page in (
            (["right"], "changes"),
            (["pagedown", "pagedown"], "late"),
            (["left"], "exports"),
            (["pageup", "pageup"], ORDER[-2]),
            (["end"], "exports"),
            (["end", "home"], "overview"),
            (["end", "right"], "overview"),
            (["5"], "due"),
            (["9"], ORDER[8]),
        ):
            with step(keys):
                await pilot.press("end", "home")
                await show.wait(15)
                await pilot.press(*keys)
                assert show.page == page
                await show.wait(19)  # a page that somebody turned to stays for its whole time
                assert show.page == page


async def test_a_page_that_is_not_there_is_said(app, until):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        await pilot.press("0")
        await until(pilot, "Không có trang 0.")
        assert show.page == "overview"


async def test_with_many_pages_two_digits_are_one_number(source, until):
    units = list(source.late_by_unit)[:8]
    app = make_app(source)
    app.prefer(chosen=tuple(units))
    pages = len(ORDER) + len(units)
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        await pilot.press("1", "2")
        await until(pilot, f"12/{pages}")
        await pilot.press("3")  # no page begins with a three but itself
        assert show.page == "late"
        await pilot.press("1")
        await until(pilot, "trang 1…")
        await until(pilot, f"1/{pages}", gone="trang 1…")
        assert show.page == "overview"


@pytest.mark.parametrize("key", ["b", "full_stop"])
async def test_b_blanks_the_screen_and_holds_the_time(app, until, text, key):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        await pilot.press(key)
        await pilot.pause()
        assert text(pilot).strip() == ""
        await show.wait(50)
        assert text(pilot).strip() == ""
        await pilot.press(key)
        await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN")
        await pilot.press(key)
        await pilot.press("right")  # whoever turns a page wants to see it
        await until(pilot, f"2/{len(WALL)}", "Chuyển biến")


async def test_no_key_of_the_boards_works_in_it(app, until):
    """A chairman who leans on the keyboard does not lead the room elsewhere."""
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        for key in ("d", "f", "g", "s", "r", "x", "c", "C", "m", "w", "p", "n", "A", "F", "v", "O", "U", "f2", "f3",
                    "f4", "f6", "f7", "f9", "slash", "ctrl+p", "left_square_bracket", "at", "plus", "tab"):  # fmt: skip
            await pilot.press(key)
        await pilot.pause()
        assert app.screen is show.screen
        assert app.session.shown_at is None
        assert app.current_mode == "overview"


async def test_help_opens_over_it_says_its_keys_and_holds_the_time(app, until):
    async with app.run_test(size=(100, 40)) as pilot:
        show = await started(pilot, until)
        await show.wait(15)
        await pilot.press("f1")
        await until(pilot, "Trình chiếu", "tạm dừng", "che màn hình", "presentation.toml")
        assert isinstance(app.screen, HelpScreen)
        await show.wait(100)
        await pilot.press("escape")
        await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN")
        await show.wait(5)
        assert show.page == "changes"


async def test_mouse_buttons_turn_pages(app, until):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        await pilot.click(offset=(10, 10))
        assert show.page == "changes"
        await pilot.click(offset=(10, 10), button=3)
        assert show.page == "overview"


async def test_figures_move_while_it_is_shown(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot, until)
        await pilot.press("3")
        await until(pilot, "412", "377")
        source.load(u29878=430)
        await until(pilot, "430", "Phường 6 tăng 18")


async def test_a_lost_source_leaves_the_page_and_says_so_and_turning_goes_on(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        await pilot.press("3")
        await until(pilot, "412")
        source.failing = sqlite3.OperationalError("disk I/O error")
        await until(pilot, "Không đọc được dữ liệu", "412", "10/11/2021 08:30")
        await show.wait(20)
        assert show.page == "unclosed"
        await until(pilot, "Không đọc được dữ liệu")
        source.failing = None
        await until(pilot, f"4/{len(WALL)}", "Tính trễ", gone="Không đọc được")


async def test_a_fault_in_its_file_is_said_for_a_while_and_it_is_shown_all_the_same(until, monkeypatch):
    monkeypatch.setattr(presentation, "NOTICE_SECONDS", 1.0)
    source = FakeSource()
    wrong = RegistryError(Path("/srv/registry/presentation.toml"), 1, "seconds", "Expected `int` >= 3")
    source.registry = replace(source.registry, presentation_fault=wrong)
    async with make_app(source).run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f5")
        shown = await until(pilot, f"1/{len(WALL)}", "⚠ presentation.toml, dòng 1, mục seconds")
        assert "phải là số giây, số nguyên từ 3 đến 3600. Đang" in " ".join(shown.split())
        await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN", gone="presentation.toml")


async def test_a_page_that_fails_says_so_and_the_others_go_on(app, until, monkeypatch):
    def fails(*_):
        raise ZeroDivisionError

    real = drawn_pages.of_table
    monkeypatch.setattr(
        drawn_pages, "of_table", lambda table, *rest: (fails if table.name == "late" else real)(table, *rest)
    )
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        await show.wait(20)
        await show.wait(20)
        await until(pilot, f"3/{len(WALL)}", "Trang này không vẽ được (ZeroDivisionError)")
        await show.wait(20)
        await until(pilot, f"4/{len(WALL)}", "Tính trễ")


async def test_an_empty_folder_says_what_to_drop_and_the_first_list_is_shown(until):
    source = FakeSource(empty=True)
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "Chưa có dữ liệu.")
        show = await Show(pilot).begin()
        await until(pilot, "Thả tệp kết xuất", f"1/{len(WALL)}")
        await show.wait(20)
        await until(pilot, "Thả tệp kết xuất", f"2/{len(WALL)}")
        await show.wait(20)
        source.files = list(FakeSource().files)
        source.load(u29878=412)
        await until(pilot, "Phường 6", "412", gone="Thả tệp")


async def test_the_past_is_presented_and_says_so(until):
    source = FakeSource().live_through()
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ")
        await pilot.press("f5")
        await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN", "QUÁ KHỨ", gone="đang lấy")
        await pilot.press("2")
        await until(pilot, f"2/{len(WALL)}", "QUÁ KHỨ", gone="đang lấy")
        await pilot.press("escape")
        await until(pilot, "QUÁ KHỨ", "End về hiện tại")


async def test_the_thin_line_is_framed_too_and_promises_no_key_that_leads_elsewhere(until, text):
    source = FakeSource().live_through()
    async with make_app(source).run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f5")
        await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN")
        assert pilot.app.screen.footer.background is Background.PANEL
        await pilot.press("escape", "left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ", "End về hiện tại")
        await pilot.press("f5")
        shown = await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN", "QUÁ KHỨ")
        assert "End về hiện tại" not in shown  # here that key goes to the last page
        assert pilot.app.screen.footer.background is Background.PAST


async def test_pages_that_were_there_come_at_once_while_the_source_is_busy(until, text):
    class Busy(FakeSource):
        free = threading.Event()

        def _ask(self):
            self.free.wait(20)
            super()._ask()

    source = Busy()
    source.free.set()
    async with make_app(source).run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        for _ in ORDER:
            await show.settled(until)
            await pilot.press("right")
        await show.settled(until)
        source.free.clear()
        try:
            for _ in ORDER:
                await pilot.press("right")
                await pilot.pause()
                assert "đang lấy số liệu" not in text(pilot)
        finally:
            source.free.set()


async def test_a_day_goes_by(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        source.clock = Clock(source.clock.now() + DAY, 0)
        source.load(u29878=450)
        await show.wait(86_400)
        assert show.screen.page_timer.turned == 4320
        await pilot.press("3")
        await until(pilot, "11/11/2021", "450")


async def test_units_that_are_chosen_meanwhile_get_their_pages_without_a_jump(app, until):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        await show.wait(30)
        app.prefer(chosen=("29878",))
        await until(pilot, f"2/{len(WALL) + 1}")
        assert show.page == "changes"
        await show.wait(10)
        assert show.page == "late"


@pytest.mark.parametrize("back", ["escape", None])
async def test_turning_ends_with_it(app, until, back):
    async with app.run_test(size=SIZE) as pilot:
        show = await started(pilot, until)
        if back:
            await pilot.press(back)
            await pilot.pause()
            assert isinstance(app.screen, OverviewScreen)
            assert not show.screen.is_attached
