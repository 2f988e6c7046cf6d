"""Another board, and back: each leaderboard keeps its grouping, level, order, filter and cursor, round after round."""

from __future__ import annotations

import pytest

from cchc_tui.tui.screens.unit import UnitScreen
from tests.kits.tui_fakes import FakeSource, make_app

#: A board's key, how its rows are arranged, and words on the screen afterwards. Each round moves the cursor on.
BOARDS = {
    "2": (("g", "g", "l"), "đăng", "Hồ sơ trễ hạn"),
    "d": (("s", "r", "l", "l"), "!tinh thoi", "Sẽ quá hạn trong hôm nay"),
    "f": (("s",), "!phuong", "Dự báo"),
}


def kept(app) -> dict[str, object]:
    """What a board keeps."""
    screen, grid = app.screen, app.screen.grid
    rows = [grid.rows.get(index).cells for index in range(len(grid.rows))]
    return {
        "choices": dict(vars(app.session.leaderboards[screen.board.name])),
        "grid": (str(grid.order), grid.filter.text, grid.cursor, grid.cursor_key, grid.top),
        "rows": [tuple(cell.text for cell in row) for row in rows],
        "marks": dict(grid._fresh),
        "place": (screen.crumbs(), screen.position_text()),
    }


async def to_board(pilot, until, key: str) -> None:
    await pilot.press(key)
    await until(pilot, f"› {BOARDS[key][2]}", "dòng ")


@pytest.mark.parametrize("size", [(120, 34), (200, 55)])
async def test_three_boards_round_after_round(size, until):
    app = make_app(FakeSource().live_through())
    async with app.run_test(size=size) as pilot:
        await until(pilot, "sắp đến hạn")
        left = {}
        for key, (keys, words, _) in BOARDS.items():
            await to_board(pilot, until, key)
            await pilot.press(*keys)
            await pilot.pause()
            app.screen.set_filter(words)
            await until(pilot, "Lọc", words.removeprefix("!"))
            await pilot.press("down", "down")
            left[key] = kept(app)
            assert len(left[key]["rows"]) >= 3
        for round_ in range(3):
            for key in BOARDS:
                await to_board(pilot, until, key)
                assert kept(app) == left[key], (round_, key)
                assert not left[key]["marks"]
                await pilot.press("down" if round_ else "up")
                left[key] = kept(app)
        await pilot.press("1", "4", "0")
        for key in reversed(BOARDS):
            await to_board(pilot, until, key)
            assert kept(app) == left[key], key


async def test_what_is_open_over_a_board_is_still_open_and_closes_to_the_board_as_it_was(until):
    app = make_app(FakeSource().live_through())
    async with app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        await to_board(pilot, until, "d")
        await pilot.press("s", "down", "down")
        due = kept(app)
        await to_board(pilot, until, "2")
        await pilot.press("down", "l")
        late = kept(app)
        await pilot.press("enter")
        await until(pilot, "Hồ sơ trễ hạn", "dòng 1 / ")
        assert isinstance(app.screen, UnitScreen)
        await to_board(pilot, until, "d")
        assert kept(app) == due
        await pilot.press("2")
        await until(pilot, "Hồ sơ trễ hạn", "dòng 1 / ", gone="Quá hạn trong")
        assert isinstance(app.screen, UnitScreen)
        await pilot.press("escape")
        await to_board(pilot, until, "2")
        assert kept(app) == late


async def test_a_load_meanwhile_is_marked_on_the_way_back_and_nothing_else_is(until):
    source = FakeSource()
    app = make_app(source)
    async with app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        await to_board(pilot, until, "2")
        await to_board(pilot, until, "d")
        assert not kept(app)["marks"]
        source.load(u29878=450)
        await pilot.pause()
        await to_board(pilot, until, "2")
        await until(pilot, "450", "◆")
        assert set(kept(app)["marks"]) == {"29878"}
