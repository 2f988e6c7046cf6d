"""No key is lost in silence: letters of an input method, keys pressed before any data, and 1, which is home."""

from __future__ import annotations

import threading

import pytest

from cchc_tui.domain.letters import NO_KEY, STANDS_ON
from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.screens.overview import OverviewScreen
from cchc_tui.tui.session.lazy import later
from cchc_tui.tui.widgets import cursor
from tests.kits.presentation_kit import WALL
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (100, 30)
READING = "Số liệu đang được đọc."


class Slow(FakeSource):
    """Is opened when a test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = None
        self.may_open = threading.Event()

    def open(self) -> None:
        self.may_open.wait(20)


def keys_of(place: str) -> list[str]:
    return [key for action in actions.of(place) for key in action.keys]


async def test_any_key_before_the_data_says_so_or_does_what_it_can(until, monkeypatch):
    source = Slow()
    app = make_app(later(source.data, source.clock, lambda: source))  # type: ignore[arg-type]
    async with app.run_test(size=SIZE) as pilot:
        for board in (board.key for board in BOARDS):
            await pilot.press(board)
            await pilot.pause()
            screen = app.board_screen
            for action in screen.actions_here():
                if board != "2" and action.place == "app":  # the same on every board
                    continue
                if action.early:
                    continue
                for key in action.keys:
                    with step((board, key)):
                        screen.unsay()
                        await until(pilot, gone=READING)
                        await pilot.press(key)
                        await until(pilot, READING)
                        assert app.screen is screen
        monkeypatch.setattr(cursor, "FRESH_SECONDS", 0.5)  # it goes by itself: the last time sooner
        await pilot.press(key)
        source.may_open.set()
        await until(pilot, "08:33", gone=READING)
    assert app.crash_error is None


async def test_before_the_data_what_needs_none_works(until):
    source = Slow()
    app = make_app(later(source.data, source.clock, lambda: source))  # type: ignore[arg-type]
    async with app.run_test(size=SIZE) as pilot:
        for key, says in (("f1", "Trợ giúp"), ("slash", "không cần dấu"), ("f12", "›"), ("f5", "đang lấy số liệu")):
            await pilot.press(key)
            await until(pilot, says)
            await pilot.press("escape")
            await pilot.pause()
        await pilot.press("2", "e")
        await until(pilot, READING)
        source.may_open.set()
        await until(pilot, "Phường 6")
        await pilot.press("e")
        await until(pilot, "csv")


@pytest.mark.parametrize(
    ("letter", "says"),
    [
        ("đ", "› Sẽ quá hạn trong hôm nay"),
        ("ê", "csv"),
        ("Ô", "ên cán bộ"),
        ("Â", "đơn vị"),
    ],
)
async def test_a_letter_of_an_input_method_is_the_key_that_it_stands_on(app, until, letter, says):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await pilot.press(letter)
        await until(pilot, says)


async def test_each_such_letter_does_something_or_says_why_not(app, until):
    async with app.run_test(size=SIZE) as pilot:
        for letter in sorted({*STANDS_ON, *NO_KEY}):
            await pilot.press("4")
            await until(pilot, "dòng 1 / ")
            app.board_screen.unsay()
            base = STANDS_ON.get(letter, "")
            bound = base in app.active_bindings
            assert bound == (base in {*"deAO"})
            await pilot.press(letter)
            if bound:
                await until(pilot, gone="không dùng ở đây")
                await pilot.press("escape")
            else:
                await until(pilot, f"Phím “{letter}” không dùng ở đây", "Ctrl+←")


async def test_where_one_types_such_letters_are_letters(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("slash", *"đấtơư")
        await until(pilot, "› đấtơư▏")
        await pilot.press("escape", "f12", *"đê")
        await until(pilot, "› đê▏")


#: How one gets to each screen from which one goes home.
WAYS = [
    *([board.key] for board in BOARDS),
    ["2", "enter"],
    ["2", "enter", "enter"],
    ["2", "v"],
    ["4", "enter"],
    ["4", "v"],
    ["d", "v"],
    ["1", "enter"],
    ["1", "enter", "enter"],
    ["2", "f1"],
    ["2", "w"],
    ["2", "left_square_bracket"],
]


async def test_1_is_home_from_everywhere(until):
    app = make_app(FakeSource().live_through())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        for way in WAYS:
            for key in way:
                await pilot.press(key)
                if key in {"2", "4", "d", "enter"}:
                    await until(pilot, "dòng 1 / ")
                await pilot.pause()
            await pilot.press("1")
            await until(pilot, "TRỄ NHIỀU NHẤT")
            assert isinstance(app.screen, OverviewScreen), way
            assert len(app.screen_stack) == 1, way
            assert app.current_mode == "overview", way
            for board in ("2", "4", "d"):  # what was opened there is closed, so that the next way begins there
                await pilot.press(board)
                await pilot.pause()
                app.up_to_top()
                await pilot.pause()


async def test_on_the_wall_1_is_its_first_page_which_is_the_same_board(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f5", "3")
        await until(pilot, f"3/{len(WALL)}")
        await pilot.press("1")
        await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN")
