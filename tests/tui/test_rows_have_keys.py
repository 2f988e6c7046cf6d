"""A row is known by its own key and not by what it is called: two of one name, and one that is called otherwise."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from cchc_tui.boards.table import Column, Table, ValueType
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.screens.leaderboard import LeaderboardScreen
from cchc_tui.tui.screens.unit import UnitScreen
from cchc_tui.tui.wall.ranking import of_table
from cchc_tui.tui.widgets.grid import Grid
from tests.kits.presentation_kit import Show
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (120, 40)
TWINS = {"29884": "Xã Tân Lập", "29878": "Xã Tân Lập", "29893": "Xã Tân Lập"}


async def test_of_two_units_of_one_name_each_is_its_own(until):
    source = FakeSource()
    source.names.update(TWINS)
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        for board, rows in (("2", 27), ("b", 27), ("d", 27), ("f", 27), ("4", 15)):
            await pilot.press(board)
            await until(pilot, "Xã Tân Lập", f"dòng 1 / {rows}")
            grid = app.screen.query_one(Grid)
            for key in TWINS:
                if grid.rows.find(key) < 0:  # no commune of the matrix
                    continue
                with step((board, key)):
                    assert app.screen.grid.go_to(key)
                    await pilot.pause()
                    assert grid.cursor_key == key
                    assert app.screen.current_unit() == key
                    if board == "4":
                        continue
                    await pilot.press("enter")
                    await until(pilot, "Xã Tân Lập", "Mã hồ sơ", "dòng 1 / ")
                    assert isinstance(app.screen, UnitScreen)
                    assert source.filters[-1].unit == key
                    await pilot.press("escape")
                    await until(pilot, "/ 27")


async def test_the_cursor_stays_on_a_unit_that_is_called_otherwise(until):
    source = FakeSource()
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        for number, board in enumerate(("b", "d", "f")):
            with step(board):
                name = f"Xã Mỹ Tân (mới {number})"
                await pilot.press(board)
                await until(pilot, "dòng 1 / 27", "Xã Mỹ Tân")
                assert app.screen.grid.go_to("29884")
                grid = app.screen.query_one(Grid)
                source.names["29884"] = name
                source.load(u29878=413 + number, u29884=3 + number)
                await until(pilot, name)
                assert grid.cursor_key == "29884"
                assert grid.rows.get(grid.cursor).key == "29884"


async def test_changes_are_those_of_each_key(until):
    source = FakeSource()
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f")
        await until(pilot, "dòng 1 / 27")
        await pilot.press("c")
        source.names.update({"29884": "Xã Tân Lập", "29878": "Xã Tân Lập"})
        source.load(u29884=477, u29878=412)
        shown = await until(pilot, "Xã Tân Lập", "500")
        twins = [line for line in shown.split("\n") if "Xã Tân Lập" in line and "Vừa thay đổi" not in line]
        assert len(twins) == 2
        assert "▲" in twins[0]
        assert "▲" not in twins[1]


def table(*rows: tuple[str, int], keys: tuple[str, ...] = (), ids: tuple[str, ...] = ()) -> Table:
    columns = (Column("name", "Đơn vị", ValueType.TEXT), Column("n", "Số", ValueType.COUNT))
    return Table("x", "x", 0, 0, columns, rows, keys=keys, ids=ids)


@pytest.mark.parametrize("which", ["keys", "ids"])
def test_a_wall_counts_by_keys(which):
    now = table(("A", 5), ("A", 3), **{which: ("1", "2")})
    base = table(("A", 1), ("B", 3), **{which: ("2", "1")})
    entries = of_table(now, base).entries
    assert [(entry.key, entry.change.text) for entry in entries] == [("1", "▲ 2"), ("2", "▲ 2")]


async def test_officers_of_one_name_are_two_rows(until):
    source = FakeSource()
    real = source.late

    def twins(*words, **more):
        board = real(*words, **more)
        if board.by != "officer":
            return board
        rows = [replace(row, name="Cán bộ A", key=f"{row.unit}/{place}") for place, row in enumerate(board.rows)]
        return replace(board, rows=tuple(rows))

    source.late = twins

    class More(CchcApp):
        MODES = {**CchcApp.MODES, "again": partial(LeaderboardScreen, "late")}  # noqa: RUF012

    app = More(source, collector=lambda: source.collector)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        app.switch_mode("again")
        await until(pilot, "dòng 1 / 27")
        for _ in range(3):
            await pilot.press("g")
            await pilot.pause()
        await until(pilot, "Cán bộ A", "dòng 1 / 17")
        await pilot.press(*["down"] * 3)
        key = app.screen.query_one(Grid).cursor_key
        source.load()
        await until(pilot, "08:34", "dòng 4 / 17")
        assert app.screen.query_one(Grid).cursor_key == key


@pytest.mark.parametrize(("turns", "field"), [(2, "findings"), (3, "differences")])
async def test_on_board_0_the_cursor_stays_on_its_row_when_one_comes_before_it(until, turns, field):
    source = FakeSource()
    app = make_app(source)
    real = source.exports
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("0")
        await until(pilot, "dòng 1 / ")
        await pilot.press(*["g"] * turns)
        await until(pilot, "dòng 1 / ")
        grid = app.screen.query_one(Grid)
        many, before = len(grid.rows), grid.rows.get(0)
        first = getattr(real(), field)[0]
        more = replace(first, export=99, export_name="moi.xlsx")

        def with_one_more(*words, **other):
            board = real(*words, **other)
            return replace(board, **{field: (more, *getattr(board, field))})

        source.exports = with_one_more
        source.load()
        await until(pilot, f"dòng 2 / {many + 1}")
        assert grid.cursor_key == before.key
        assert grid.rows.get(1).cells == before.cells


async def test_the_wall_shows_both_of_one_name(until):
    source = FakeSource()
    source.names.update(TWINS)
    async with make_app(source).run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        show = await Show(pilot).begin()
        await pilot.press("4")
        await show.settled(until)
        assert len({entry.key for entry in show.screen.page.ranking(show.screen._view()).entries}) > 3
