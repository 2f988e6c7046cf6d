"""Names and files may hold anything: it is shown as text, runs nothing and reaches no terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.kits.tui_fakes import FakeSource, make_app

HOSTILE = "[/x] [@click=app.quit]Bấm[/] \x1b]52;c;AAAA\x07\x1b[2J\x9b31m\u202eabc\u2066\ufeff\x00[bold red]$HOME"


def hostile_source() -> FakeSource:
    source = FakeSource()
    source.names = {"29878": f"Phường {HOSTILE}", "29887": HOSTILE}
    source.files = [replace(row, name=HOSTILE + ".xlsx") for row in source.files]
    return source


@pytest.mark.parametrize("key", ["1", "2", "4", "0"])
async def test_hostile_names_are_plain_text_on_every_board(until, key):
    app = make_app(hostile_source())
    async with app.run_test(size=(200, 40), notifications=True, tooltips=True) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press(key)
        shown = await until(pilot, "[/x] [@click=app.quit]Bấm[/]", "[bold red]$HOME")
        assert all(char.isprintable() for char in shown.replace("\n", ""))
        for char in "\x1b\x9b\u202e\u2066\ufeff\x00\x07":
            assert char not in shown
        await pilot.click(offset=(20, 14))
        await pilot.press("down", "f1", "escape")
        await pilot.pause()
        assert app.is_running
        assert app.return_value is None


async def test_hostile_names_open_and_stand_in_the_breadcrumb(until):
    app = make_app(hostile_source())
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("2")
        await until(pilot, "[@click=app.quit]")
        await pilot.press("down", "enter")
        shown = await until(pilot, "[bold red]$HOME", "2110")
        assert "\x1b" not in shown
        source = app.source
        source.load(u29878=500)  # and in the words about what changed
        await until(pilot, "trễ 500 ▲ 88")
        await pilot.press("escape")
        await until(pilot, "▲ 88")
        assert app.is_running
