"""In small windows a column is whole or it is not there, and every sign is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc_tui.store.write.meetings import Meeting
from cchc_tui.texts.language import tr, use
from cchc_tui.tui.screens.sources import SourcesScreen
from cchc_tui.tui.style.appearance import NO_TERMINAL
from cchc_tui.tui.style.ascii_fallback import in_ascii, use_ascii
from cchc_tui.tui.style.render import width
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow, header_lines, measure, place, row_line
from cchc_tui.tui.widgets.grid import CHOSEN_SIGN, FRESH_SIGN, Grid
from tests.kits.line_text import text_of
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import FILES, OPENED

SMALL = (60, 20)
SIZES = [SMALL, (80, 24)]
#: Every list of every board: its key, how often ``g`` changes it, and what is opened from it.
LISTS = [("1", 1, ""), ("2", 5, "enter enter"), ("d", 1, ""), ("f", 1, ""), ("4", 1, "down enter"), ("0", 5, "")]


def cut(grid: Grid) -> list[str]:
    """The columns in sight that are not whole."""
    found = []
    for spot in grid.placed:
        if spot.end > grid.size.width - 1:
            found.append(f"{spot.column.key} reaches beyond the edge")
        found += [line for line in tr(spot.column.title).split("\n") if width(line) > spot.width]
        if spot.column.cut or spot.column.tail:
            continue
        rows = [grid.rows.get(i) for i in range(grid.top, min(len(grid.rows), grid.top + grid.body_height))]
        cells = [row.cells[spot.number] for row in (*rows, *grid.totals) if row is not None]
        texts = [cell.short if spot.short and cell.short else cell.text for cell in cells]
        found += [text for text in texts if width(text) > spot.width]
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_a_column_is_whole_or_not_there(app, until, size):
    async with app.run_test(size=size) as pilot:
        await until(pilot, "TRỄ NHIỀU NHẤT", "482")
        for board, times, then in LISTS:
            await pilot.press(board)
            for grouping in range(times):
                with step((board, grouping)):
                    await columns_are_whole(pilot)
                if times > 1:
                    await pilot.press("g")  # the last one leads back to the first
            for key in then.split():
                with step((board, key)):
                    await pilot.press(key)
                    await columns_are_whole(pilot)
        with step("the list of a field"):
            await pilot.press("2", "2", "g")
            await until(pilot, "lĩnh vực")
            await pilot.press("enter")
            await columns_are_whole(pilot)


async def columns_are_whole(pilot) -> None:
    await pilot.pause()
    grids = [grid for grid in pilot.app.screen.query(Grid) if grid.size.width]
    assert grids
    for grid in grids:
        assert not cut(grid)


async def test_late_dossiers_and_their_change_are_always_in_sight(app, source, until):
    source.names["29878"] = "Phòng Lao động - Thương binh và Xã hội"
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "TRỄ NHIỀU NHẤT", "482")
        await pilot.press("2")
        for grouping in ("đơn vị", "lĩnh vực", "thủ tục", "cán bộ", "số ngày trễ"):
            with step(grouping):
                await until(pilot, grouping, "Trễ", "±", "dòng 1 /")
                keys = [spot.column.key for spot in app.screen.query_one(Grid).placed]
                assert {"name", "late", "change"} <= set(keys)
                await pilot.press("g")


async def test_the_view_that_is_chosen_is_named_whole_among_the_data_sources(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "TRỄ NHIỀU NHẤT", "482")
        await pilot.press("0")
        await until(pilot, "[tệp đã nhận")
        named = set()
        for view in range(5):
            with step(view):
                screen = app.screen
                assert isinstance(screen, SourcesScreen)
                named.add(screen.file_name_parts()[-1])
                shown = await until(pilot, f"[{screen.file_name_parts()[-1]} ")
                tabs = next(line for line in shown.split("\n") if "[" in line)
                assert tabs.count("]") == 1
                # how many there are of each
                assert sum(part.isdigit() for part in tabs.replace("]", " ").split()) == 5
                await pilot.press("g")
        assert len(named) == 5


async def test_both_figures_that_are_compared_are_in_sight(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "TRỄ NHIỀU NHẤT", "482")
        await pilot.press("0")
        await until(pilot, "Dòng")
        await pilot.press("g", "g", "g")
        await until(pilot, "Báo cáo", "Danh sách")


async def test_hits_tell_their_procedure_and_the_count_is_whole(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "TRỄ NHIỀU NHẤT", "482")
        await pilot.press("2", "slash", *"000.00")
        shown = await until(pilot, "hồ sơ", "Tab lọc")
        assert "…Tab" not in shown
        assert "0/27 dòng" in shown.split("\n")[1]
        grid = app.screen.query_one(Grid)
        row = grid.rows.get(0)
        assert row is not None
        assert not row.cells[1].text.startswith("000")
        assert "000.00" in shown.split("\n")[-2] + shown.split("\n")[-1]  # whole, for the row under the cursor


async def test_the_brief_signs_of_the_models_are_told(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "TRỄ NHIỀU NHẤT", "482")
        await pilot.press("4")
        await until(pilot, "dòng 1 /")
        await pilot.press("f1")
        shown = await until(pilot, "báo đang triển khai")
        await pilot.press(*["down"] * 6)
        shown += await until(pilot, "để trống")
        await pilot.press(*["down"] * 6)
        shown += await until(pilot, "chưa rõ, ?")
        for sign in ("●", "◐", "○", "·", "chưa rõ, ?"):
            assert any(line.strip().startswith(f"{sign} ") for line in shown.split("\n")), sign
        await pilot.press("escape")
        await pilot.resize_terminal(140, 40)
        await pilot.press("f1")
        await until(pilot, "báo đang hoặc đã", gone="báo đang triển khai")


def test_signs_that_mean_different_things_differ_in_ascii_too():
    for signs in ("●◐○·?✗+★→", f"{CHOSEN_SIGN}{FRESH_SIGN}▶", "·│", "·▁▃▄▆█"):
        assert len(set(in_ascii(signs))) == len(signs), (signs, in_ascii(signs))


async def test_in_ascii_the_map_says_up_to_and_not_less_than(until):
    app = make_app(FakeSource(), options=NO_TERMINAL._replace(ascii=True))
    try:
        async with app.run_test(size=SMALL) as pilot:
            await until(pilot, "482")
            await pilot.press("2", "v")
            await until(pilot, "<=412")
    finally:
        use_ascii(False)


def test_the_arrow_leaves_a_gap_before_the_next_title():
    columns = (
        GridColumn("due", "Sắp đến\nhạn", 7, right=True),
        GridColumn("done", "Chưa\nkết thúc", 8, right=True),
        GridColumn("name", "Đơn vị", 9),
        GridColumn("returned", "Trả kết quả", 8),
        GridColumn("since", "Trả cách\nđây (ngày)", 8, right=True),
        GridColumn("end", "Kết quả", 10),
    )
    widths = measure(columns, ())
    for cells in (3 + sum(widths) + 5, 3 + sum(widths) + 6, 3 + sum(widths) + 10):
        for column in columns:
            placed = place(columns, widths, cells, sorted_by=column.key)
            lines = header_lines(placed, column.key, True)
            assert sum(text_of(line).count("↓") for line in lines) == 1
            for line in lines:
                _, arrow, after = text_of(line).partition("↓")
                assert not arrow or not after or after.startswith(" "), text_of(line)


def test_what_may_be_cut_gives_way_before_a_figure_goes():
    columns = (
        GridColumn("name", "", 10, measured=True, cut=True, stays=True),
        GridColumn("late", "", 6, right=True),
        GridColumn("rate", "", 6, right=True, drop=1),
    )
    row = GridRow("1", (Cell("Một cái tên dài hơn mọi cửa sổ, dài hơn nữa"), Cell("55.248"), Cell("5 %")))
    placed = place(columns, measure(columns, [row]), 40)
    assert [spot.column.key for spot in placed] == ["name", "late"]
    assert text_of(row_line(row, placed, "  ")).endswith("… 55.248")
    assert placed[-1].end == 39


async def test_in_a_wide_window_nothing_to_choose_from_is_cut(app, source, until):
    title = "Chấn chỉnh hạn chế trong công tác cải cách hành chính của thành phố, quý IV năm 2021"
    source.meetings = [Meeting(OPENED - 600, OPENED - 60, title, "Chủ tịch")]
    async with app.run_test(size=(200, 55)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("at")
        await until(pilot, f"đầu “{title}”")
        source.files = [replace(file, kind="catalogue") for file in FILES]
        source.load()
        await pilot.press("escape", "0")
        await until(pilot, "danh mục TTHC")
        await pilot.press("2")
        for language in ("vi", "en"):
            use(language)
            await pilot.press("f12")
            assert "…" not in await until(pilot, "F10", "▶")
            await pilot.press("escape")
