"""Board 0 with many files: the newest are there at once, more come with the cursor, all when they are sorted."""

from __future__ import annotations

import pytest

from cchc_tui.boards.exports import ALL
from cchc_tui.tui.screens.sources import SourcesScreen
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import MOMENT, file

FILES = 1_000


@pytest.fixture
def source() -> FakeSource:
    made = FakeSource()
    made.files = [file(n, f"tep-{n}.xlsx", "accepted", arrived=MOMENT - FILES + n) for n in range(1, FILES + 1)]
    return made


async def test_more_come_with_the_cursor(source: FakeSource, until) -> None:
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("0")
        await until(pilot, "tep-1000.xlsx", "1 / 1.000", "1.000]")
        await pilot.press("ctrl+end")
        await until(pilot, "tep-901.xlsx", "100 / 1.000")
        await pilot.press("ctrl+end")
        await until(pilot, "tep-601.xlsx", "400 / 1.000")
        await pilot.press("ctrl+end")
        await until(pilot, "tep-1.xlsx", "1.000 / 1.000")


@pytest.mark.parametrize("keys", [("s",), ("r",)])
async def test_what_is_sorted_are_all_files(source: FakeSource, until, keys: tuple[str, ...]) -> None:
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("0")
        await until(pilot, "tep-1000.xlsx", "1 / 1.000")
        await pilot.press(*keys)
        await until(pilot, "1 / 1.000")
        screen = app.screen
        assert isinstance(screen, SourcesScreen)
        for _ in range(100):
            await pilot.pause(0.03)
            if len(screen.grid.rows) == FILES:
                break
        assert len(screen.grid.rows) == FILES
        assert screen._most == ALL


async def test_a_filter_looks_through_all_files(source: FakeSource, until) -> None:
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("0")
        await until(pilot, "tep-1000.xlsx")
        screen = app.screen
        assert isinstance(screen, SourcesScreen)
        assert screen.count_matches("tep-7.xlsx") is None
        screen.set_filter("tep-7.xlsx")
        await until(pilot, "tep-7.xlsx", "1 / 1")
