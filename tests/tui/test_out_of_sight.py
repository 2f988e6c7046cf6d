"""What happens on a board while another screen is open over it, and how it is found afterwards."""

from __future__ import annotations

import pytest

from cchc_tui.tui.widgets.cursor import Cursor
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (80, 24)


@pytest.mark.parametrize("key", ["f8", "p", "wider"])
async def test_changes_are_still_there_after_a_unit_was_open(key, until, text):
    app = make_app(FakeSource().live_through())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn", "8    =    5")
        await pilot.press("enter")
        await until(pilot, "/12.000")
        if key == "wider":
            await pilot.resize_terminal(82, 24)
        else:
            await pilot.press(key)
        await pilot.pause(0.1)
        await pilot.press("escape")
        await until(pilot, "sắp đến hạn", gone="Lọc [")
        await pilot.pause(0.1)
        assert "8    =    5" in text(pilot)


@pytest.mark.parametrize("after", ["4", "f5", "f1"])
async def test_nothing_fails_in_a_unit_behind_another_screen(after, source, app, until):
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2", "enter")
        await until(pilot, "dòng 1 / ", "30 ngày")
        unit = app.screen
        await pilot.press(after)
        await pilot.pause()
        for lines in unit.query("Lines"):
            lines.draw()
            assert "⚠" not in "".join(span.text for line in lines.lines for span in line)


@pytest.mark.parametrize(("way", "other"), [("1", "tab"), ("e", "size"), ("2 v", "size"), ("4", "size"), ("2", "size")])
async def test_there_is_one_cursor_wherever_the_focus_comes_from(way, other, app, until, text):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        for key in way.split():
            await pilot.press(key)
            await pilot.pause(0.1)
        if other == "size":
            await pilot.resize_terminal(40, 10)
            await until(pilot, "40x10")
            await pilot.resize_terminal(*SIZE)
            await until(pilot, gone="40x10")
        else:
            await pilot.press(other)
        await pilot.pause(0.1)
        assert isinstance(app.screen.focused, Cursor)
        for key in ("", "down", "down", "up"):
            await pilot.press(*key.split())
            await pilot.pause(0.1)
            assert text(pilot).count("▶") == 1, key
