"""The last thirty days: a small line beside each unit where there is room, and a chart on the unit's page."""

from __future__ import annotations

import re

import pytest

from cchc_tui.boards.trend import Trend, TrendRow
from cchc_tui.domain.moments import parse_iso
from cchc_tui.tui.style.render import line_width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.bars import column, spark_line
from cchc_tui.tui.widgets.chart import chart_lines
from tests.kits.line_text import text_of
from tests.kits.presentation_kit import WALL
from tests.kits.store_kit import REGISTRY

#: Of a unit whose late ones became more each day, up to yesterday.
DAYS = "▁▁▂▂▃▃▄▅▅▅▆▆▇▇█"


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
    assert text_of(spark_line(values, cells)) == drawn


@pytest.mark.parametrize(
    ("value", "most", "rows", "drawn"),
    [(8, 8, 2, ["█", "█"]), (4, 8, 2, [" ", "█"]), (6, 8, 2, ["▄", "█"]), (0, 8, 1, [" "]), (1, 800, 1, ["▁"])],
)
def test_a_standing_bar_is_as_high_as_its_value(value, most, rows, drawn):
    assert column(value, most, rows) == drawn


async def test_a_wide_leaderboard_draws_the_days_of_each_unit_and_level(app, until):
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        shown = await until(pilot, "30 ngày qua", DAYS)
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
        await pilot.resize_terminal(140, 40)
        await until(pilot, "30 ngày qua", DAYS)
        await pilot.resize_terminal(100, 40)
        await until(pilot, "Phường 6", gone="30 ngày qua")


async def test_a_load_does_not_move_the_days_that_are_over(app, source, until):
    def days(shown):
        return re.search("[▁-█]{15}", next(line for line in shown.split("\n") if "Phường 6 " in line))[0]

    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        before = days(await until(pilot, DAYS))
        source.load(u29878=100)
        assert days(await until(pilot, "▼ 312")) == before


async def test_a_unit_tells_of_its_days_in_a_line_and_of_all_in_a_chart(app, source, until):
    source.live_through()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2", "enter")
        await until(pilot, "2110", "30 ngày ▁▁▁▂", "250 → 482")
        await pilot.press("t")
        shown = await until(pilot, "30 ngày: trễ 250 → 482  ▲ 232", "tiếp nhận", "giải quyết", gone="30 ngày ▁")
        assert "╋ cuộc họp" in shown
        axis, dates = (line for line in shown.split("\n") if "┴" in line or "13/10" in line)
        assert [dates[n : n + 5] for n, char in enumerate(axis[:-3]) if char == "╋" and n > 18] == ["03/11"]
        assert "2110" in shown
        await pilot.press("t")
        await until(pilot, "30 ngày ▁▁▁▂", gone="╋ cuộc họp")


async def test_a_high_screen_has_the_chart_at_once_and_a_field_has_none(app, until):
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2", "enter")
        await until(pilot, "30 ngày: trễ 250 → 482", "2110")
        await pilot.press("escape", "g")
        await until(pilot, "Đất đai")
        await pilot.press("enter")
        shown = await until(pilot, "2110")
        assert "30 ngày" not in shown
        await pilot.press("t")
        await pilot.pause()
        assert "biểu đồ" not in await until(pilot, "2110")


def _chart(cells, rows, **more):
    day = 86_400
    late = more.get("late", tuple(range(100, 130)))
    flows = tuple(n % 5 for n in range(30))
    row = TrendRow("29878", "29878", "Phường 6", "commune", late, flows, flows[::-1], more.get("stale", 0))
    ends = tuple(parse_iso("2021-11-10T23:59:59") - day * n for n in range(29, -1, -1))
    trend = Trend(ends[-1], ends[-1], None, ends, more.get("stale", 0), (row,), {})
    return chart_lines(trend, row, [parse_iso("2021-11-03T08:00")], cells, rows)


@pytest.mark.parametrize(("cells", "rows"), [(60, 8), (80, 8), (80, 9), (100, 13), (118, 14), (140, 13), (200, 24)])
def test_a_chart_fills_its_rows_and_all_of_its_width(cells, rows):
    lines = _chart(cells, rows)
    assert len(lines) == rows
    assert max(line_width(line) for line in lines) <= cells
    axis = next(line for line in lines if "└" in text_of(line))
    assert line_width(axis) == cells - 1
    assert all(line_width(line) == cells - 1 for line in lines[1:-1])


@pytest.mark.parametrize(("cells", "rows"), [(80, 9), (120, 14), (200, 24)])
def test_each_day_stands_above_its_date(cells, rows):
    late = tuple(40 if n % 7 == 1 else 0 for n in range(30))
    *bars, axis, dates = (text_of(line) for line in _chart(cells, rows, late=late))
    foot = next(line for line in bars if re.search(" 0┤", line))
    begin = foot.index("┤")
    bars_at = [found.start() for found in re.finditer("(?<!█)█+", foot[begin:])]
    marks_at = [found.start() for found in re.finditer("[┴╋]", axis[begin:])]
    assert bars_at == marks_at
    assert re.findall(r"\S+", dates) == ["13/10", "20/10", "27/10", "03/11", "10/11"]
    assert [found.start() for found in re.finditer(r"\S+", dates[begin:])][:4] == marks_at[:4]


def test_the_base_line_is_nothing_or_a_cut_that_is_marked_and_said():
    assert re.search(r" 0┤", text_of(_chart(80, 8, late=tuple(range(30)))[3]))
    assert re.search(r" 0┤", text_of(_chart(80, 8, late=(0,) * 30)[3]))
    assert "┤█" in text_of(_chart(80, 8, late=(7,) * 30)[3])
    cut = _chart(80, 8)
    assert " 96≈" in text_of(cut[3])
    assert "≈ trục không bắt đầu từ 0" in text_of(cut[0])
    whole = _chart(80, 8, late=tuple(range(30)))
    assert "≈" not in "".join(map(text_of, whole))


def test_the_figures_beside_the_axis_are_those_of_their_rows():
    def said(late, rows):
        return [found[1] for line in _chart(120, rows, late=late) if (found := re.search(r"(\d+)[┤≈]", text_of(line)))]

    # 24 rows: 13 of late ones, 4 of each flow; a row is 10 dossiers
    assert said((*range(0, 116, 4), 130), 24)[:5] == ["130", "100", "70", "40", "0"]
    assert said((0,) * 29 + (8,), 24)[:2] == ["8", "0"]  # a row is less than a dossier
    assert said((0,) * 30, 24)[:2] == ["0", "0"]


@pytest.mark.parametrize(("size", "spare"), [((80, 24), 1), ((120, 34), 2), ((200, 55), 2)])
async def test_the_wall_s_days_fill_their_page(app, until, size, spare):
    async with app.run_test(size=size) as pilot:
        await until(pilot, "sắp đến hạn")
        page = str([name for name in REGISTRY.presentation.pages if name in WALL].index("trend") + 1)
        await pilot.press("f5", page)
        lines = (await until(pilot, f"{page}/{len(WALL)}", "Cấp xã · 30 ngày")).split("\n")
        axes = [line.rstrip() for line in lines if "└" in line]
        assert len(axes) == 2
        assert all(len(axis) >= size[0] - 2 for axis in axes)
        first = next(n for n, line in enumerate(lines) if "30 ngày:" in line)
        last = max(n for n, line in enumerate(lines) if re.search(r"10/11\s*$", line))
        empty = [line for line in lines[first:last] if not line.strip()]
        assert last - first + 1 >= size[1] - 6
        assert len(empty) <= spare


def test_days_after_a_list_that_is_too_old_are_grey_and_said_to_be():
    lines = _chart(140, 8, stale=4)
    assert "phần xám: danh sách mới nhất cũ hơn 2 ngày" in text_of(lines[0])
    assert "phần xám" in text_of(_chart(90, 8, stale=4)[0])  # it goes before what the axis says of itself
    for line in lines[1:4]:
        *_, known, grey = line
        assert (known.role, grey.role) == (TextRole.BAR, TextRole.DIM)
        assert len(grey.text) - len(known.text) * 4 / 26 < 8
    assert "phần xám" not in text_of(_chart(140, 8)[0])
    assert all(span.role is TextRole.DIM for span in _chart(140, 8, stale=30)[1] if "█" in span.text)


@pytest.mark.parametrize(("cells", "stale", "grey"), [(30, 0, 0), (30, 4, 4), (15, 4, 2), (15, 3, 2), (10, 1, 1)])
def test_the_small_line_of_such_days_is_grey_at_its_end(cells, stale, grey):
    drawn = spark_line(tuple(range(30)), cells, stale)
    assert sum(line_width((span,)) for span in drawn) == cells
    assert sum(len(span.text) for span in drawn if span.role is TextRole.DIM) == grey
