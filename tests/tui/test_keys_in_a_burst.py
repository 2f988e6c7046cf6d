"""Keys that arrive together, as over a slow connection: one that was typed too often does nothing further."""

from __future__ import annotations

import pytest
from textual import events

from tests.kits.persons import Persons
from tests.kits.tui_fakes import make_app

SIZE = (100, 40)


async def type_at_once(pilot, keys: str) -> None:
    for key in keys.split():
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await pilot.pause()


async def test_enter_typed_thrice_opens_a_unit_once(until):
    app = make_app(Persons())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await type_at_once(pilot, "enter enter enter")
        await until(pilot, "Lọc [")
        await pilot.press("escape")
        await until(pilot, "dòng 1 / 27")


@pytest.mark.parametrize("way", ["f12", "U"])
async def test_enter_typed_twice_closes_only_what_it_chose_from(way, until):
    app = make_app(Persons())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await pilot.press("enter")
        await until(pilot, "Lọc [")
        below = list(app.screen_stack)
        await pilot.press(way)
        await pilot.pause()
        assert len(app.screen_stack) == len(below) + 1
        await type_at_once(pilot, "m a u enter enter" if way == "f12" else "enter enter")
        await pilot.pause()
        assert app.screen_stack[: len(below)] == below
