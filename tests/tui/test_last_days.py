"""The last thirty days: a small line beside each unit where there is room, and a chart on the unit's page."""

from __future__ import annotations

import re

import pytest

from cchc_tui.tui.widgets.bars import column, spark


@pytest.mark.parametrize(
    ("values", "cells", "drawn"),
    [
        ((1, 2, 3, 4, 5, 6, 7, 8), 8, "▁▂▃▄▅▆▇█"),
        ((100, 101), 2, "▁█"),
        ((5, 5, 5), 3, "▁▁▁"),
        ((0, 0), 2, "▁▁"),
        (tuple(range(30)), 15, "▁▂▂▃▃▄▄▅▅▆▆▇▇██"),
        ((9, 1, 9, 1, 9), 3, "███"),  # every second one, the last among them
        ((1, 8), 4, "  ▁█"),
        ((), 3, "   "),
    ],
)
def test_a_small_line_goes_from_its_least_to_its_greatest(values, cells, drawn):
    assert spark(values, cells) == drawn


@pytest.mark.parametrize(
    ("value", "most", "rows", "drawn"),
    [(8, 8, 2, ["█", "█"]), (4, 8, 2, [" ", "█"]), (6, 8, 2, ["▄", "█"]), (0, 8, 1, [" "]), (1, 800, 1, ["▁"])],
)
def test_a_standing_bar_is_as_high_as_its_value(value, most, rows, drawn):
    assert column(value, most, rows) == drawn


async def test_a_wide_leaderboard_draws_the_days_of_each_unit_and_level(app, until):
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        shown = await until(pilot, "30 ngày qua", "▁▂▂▃▃▄▄▅▅▅▆▆▇▇█")
        drawn = [line for line in shown.split("\n") if re.search("[▁-█]{15}", line)]
        assert len(drawn) == 27 + 2
        await pilot.press("g")
        await until(pilot, "Đất đai", gone="30 ngày qua")


async def test_a_narrow_one_does_not_even_ask_for_them_until_it_is_wide(app, source, until):
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 6", gone="30 ngày qua")
        assert source.trends == 0
        await pilot.resize_terminal(120, 40)
        await until(pilot, "30 ngày qua", "▁▂▂▃▃▄▄▅▅▅▆▆▇▇█")
        await pilot.resize_terminal(100, 40)
        await until(pilot, "Phường 6", gone="30 ngày qua")


async def test_what_a_load_changes_is_the_last_of_the_days_at_once(app, source, until):
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "▁▂▂▃▃▄▄▅▅▅▆▆▇▇█")
        source.load(u29878=100)
        shown = await until(pilot, "▼ 312")
        row = next(line for line in shown.split("\n") if "Phường 6 " in line)
        assert row.rstrip(" ┃│█▏▎▍▌▋▊▉").endswith("▁"), row
