"""What a key, a click or a choice does and fails at costs a sentence; it is written down and the app goes on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import events
from textual.actions import SkipAction

from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.overlays.export import ExportScreen
from cchc_tui.tui.overlays.palette import PaletteScreen
from cchc_tui.tui.overlays.search import SearchScreen
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.screens.leaderboard import LeaderboardScreen
from cchc_tui.tui.screens.map_screen import TilesScreen
from cchc_tui.tui.screens.unit import UnitScreen
from cchc_tui.tui.wall.presentation import PresentationScreen
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.tile_board import TileMap
from tests.kits.faults import fault
from tests.kits.presentation_kit import Show
from tests.kits.steps import step

pytestmark = pytest.mark.usefixtures("log")

SIZE = (120, 40)
SAID = "Thao tác vừa rồi gặp lỗi (ZeroDivisionError)"
#: Which method fails, how one gets there, and the key that fails.
KEYS = {
    "of the app": (CchcApp, "action_alert", "1", "A"),
    "of the app, with words": (CchcApp, "action_board", "1", "4"),
    "of the app, over a board": (CchcApp, "action_help", "2 f1", "f1"),
    "of time": (CchcApp, "action_travel", "2", "space"),
    "of a board": (LeaderboardScreen, "action_level", "2", "l"),
    "of a list": (Grid, "action_move", "2", "down"),
    "that a list tells of": (LeaderboardScreen, "on_cursor_moved", "2", "down"),
    "that opens": (LeaderboardScreen, "on_cursor_opened", "2", "enter"),
    "that makes a screen": (UnitScreen, "__init__", "2", "enter"),
    "on a drilled screen": (UnitScreen, "on_cursor_opened", "2 enter", "enter"),
    "on tiles": (TileMap, "action_move", "2 v", "right"),
    "that tiles tell of": (TilesScreen, "on_cursor_opened", "2 v", "enter"),
    "that is typed": (SearchScreen, "text_changed", "2 /", "a"),
    "chosen in the palette": (PaletteScreen, "choose", "2 ctrl+p", "enter"),
    "chosen in a list": (ExportScreen, "choose", "2 e", "enter"),
    "that exports": (BoardScreen, "export_parts", "2", "e"),
}
#: What the screen says once a key has led there.
THERE = {"2": " / 27", "enter": "2110", "v": "Hòa Thuận", "/": ""}


def raises(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError


async def goes_on(app, pilot, until):
    """The app runs, on a board, and keys do what they do."""
    assert app.crash_error is None
    assert isinstance(app.screen, BoardScreen)
    await pilot.press("4")
    await until(pilot, "Phường 11", "dòng 1 / 15")


async def test_a_key_that_fails_costs_a_sentence(app, until, log, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        for name, (where, method, way, key) in KEYS.items():
            with step(name):
                await pilot.press("2", "2", "1")  # what was opened from the list is closed
                await until(pilot, "sắp đến hạn")
                for pressed in way.split():
                    await pilot.press(pressed)
                    await until(pilot, THERE.get(pressed, ""))
                kind, fail = fault()
                with monkeypatch.context() as broken:
                    broken.setattr(where, method, fail)
                    await pilot.press(key)
                    shown = await until(pilot, f"Thao tác vừa rồi gặp lỗi ({kind})")
                assert shown.count("gặp lỗi (") == 1
                assert kind in log.read_text()
                await goes_on(app, pilot, until)


async def test_an_entry_of_the_palette_that_fails(app, until, log, monkeypatch):
    monkeypatch.setattr(LeaderboardScreen, "action_level", raises)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("ctrl+p", *"cap")
        await until(pilot, "› cap")
        await pilot.press("enter")
        await until(pilot, SAID)
        await goes_on(app, pilot, until)


async def test_a_click_that_fails(app, until, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        with monkeypatch.context() as broken:
            broken.setattr(Grid, "_move_to", raises)
            await pilot.click(Grid, offset=(10, 8))
            await until(pilot, SAID)
        await goes_on(app, pilot, until)


async def test_a_key_of_the_wall_that_fails(app, until, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        show = await Show(pilot).begin()
        page = show.page
        with monkeypatch.context() as broken:
            broken.setattr(PresentationScreen, "action_show_page", raises)
            await pilot.press("right")
            await until(pilot, SAID)
        assert isinstance(app.screen, PresentationScreen)
        await pilot.press("right")
        assert show.page != page
    assert app.crash_error is None


async def test_a_key_that_fails_again_and_again_ends_nothing(app, until, monkeypatch):
    monkeypatch.setattr(LeaderboardScreen, "action_level", raises)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press(*"lllll")
        await until(pilot, SAID)
        await goes_on(app, pilot, until)


async def test_an_action_that_waits_and_fails(app, until, monkeypatch):
    async def fails(_: LeaderboardScreen) -> None:
        await asyncio.sleep(0)
        raise ZeroDivisionError

    monkeypatch.setattr(LeaderboardScreen, "action_level", fails)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("l")
        await until(pilot, SAID)
        await goes_on(app, pilot, until)


async def test_an_action_that_leaves_its_key_to_others_is_no_fault(app, until, log, monkeypatch):
    def skips(_: LeaderboardScreen) -> None:
        raise SkipAction

    monkeypatch.setattr(LeaderboardScreen, "action_level", skips)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("l")
        await goes_on(app, pilot, until)
    assert not log.exists()


async def test_what_does_not_come_from_a_hand_is_not_hidden(app, until, log, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        with monkeypatch.context() as broken:
            broken.setattr(CchcApp, "on_ready", raises)
            with pytest.raises(ZeroDivisionError):
                await app._dispatch_message(events.Ready())
    assert not log.exists()
