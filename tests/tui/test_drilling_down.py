"""Unit → its dossiers → one dossier, and back up."""

from __future__ import annotations

from typing import Any

from cchc_tui.tui.screens import dossier_list
from cchc_tui.tui.screens.list_columns import grid_row
from cchc_tui.tui.widgets.columns import GridRow
from cchc_tui.tui.widgets.grid import Grid
from tests.kits.tui_fakes import FakeSource, make_app


async def test_enter_leads_down_to_a_dossier_and_esc_up_again(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("down", "enter")
        await until(pilot, "Hồ sơ trễ hạn › Phường 6", "211002-…", "hạng 1/15", "dòng 1 / 12.000")
        await pilot.press("enter")
        shown = await until(pilot, "Phường 6 › Hồ sơ", "CÁC LẦN KẾT XUẤT ĐÃ GHI NHẬN", "≠ Đã xử lý xong")
        assert "tiếp nhận 23/10/2021 08:30  →  HẸN TRẢ 02/11/2021 08:30" in shown
        assert "Dời hạn sau khi đã quá hạn. Hạn trả 29/10/2021 16:00 đã qua" in shown
        await pilot.press("escape")
        await until(pilot, "Hồ sơ trễ hạn › Phường 6", "dòng 1 / 12.000")
        await pilot.press("backspace")
        await until(pilot, "TP Cao Lãnh › Hồ sơ trễ hạn", "dòng 2 / 27")  # the cursor where it was


async def test_a_long_list_is_there_at_once_and_comes_page_by_page(source, until):
    source.dossier_count = 100_000
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("enter")
        await until(pilot, "dòng 1 / 100.000", "2110")
        await pilot.press("ctrl+end")
        shown = await until(pilot, "100.000/100.000", gone=" …\n")
        assert "2110" in shown
        await pilot.press("pageup", "home")
        await until(pilot, "dòng 1 / 100.000")
    asked = sorted(source.pages)
    assert len(asked) <= 6  # the first, the last and their neighbours: not a hundred thousand rows
    assert asked[-1] >= 99_000


async def test_g_filters_the_dossiers(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("enter")
        await until(pilot, "[trễ hạn]", "dòng 1 / 12.000")
        await pilot.press("g")
        await until(pilot, "[quá hạn]", "dòng 1 / 3.000")
        await pilot.press("f4", "f4", "f4", "f4")
        await until(pilot, "[tất cả]", "dòng 1 / 24.000")


async def test_a_refresh_keeps_the_place_in_the_list_and_never_blanks_it(source, until, text):
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("enter")
        await until(pilot, "dòng 1 / 12.000", "2110")
        await pilot.press("pagedown", "pagedown", "pagedown")
        key = app.screen.query_one(Grid).cursor_key
        source.dossier_count = 12_400
        source.load()
        for _ in range(60):
            assert "2110" in text(pilot)
            await pilot.pause(0.02)
        await until(pilot, "/ 12.400")
        assert app.screen.query_one(Grid).cursor_key == key


async def test_other_groupings_and_the_matrix_lead_to_dossiers_too(source, until):
    app = make_app(source)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("2", "g")
        await until(pilot, "Đất đai")
        await pilot.press("enter")
        await until(pilot, "› Đất đai", "Phường 6", "2110")  # across units: each line names its unit
        assert source.filters[-1].field == "Đất đai"
        await pilot.press("4")
        await until(pilot, "đang")
        await pilot.press("right", "enter")
        await until(pilot, "Mô hình › Phường 11 · Thứ Tư", "2110")
        asked = source.filters[-1]
        assert (asked.unit, asked.only, asked.evidence) == ("29863", "all", "wednesday-online")


async def test_each_board_keeps_its_own_place(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("down", "enter")
        await until(pilot, "› Phường 6", "2110")
        await pilot.press("1")
        await until(pilot, "› Tổng quan")
        await pilot.press("2")
        await until(pilot, "› Phường 6", "2110")
        await pilot.press("2")  # once more: back to the top of the board
        await until(pilot, "TP Cao Lãnh › Hồ sơ trễ hạn", "dòng 2 / 27")


async def test_the_worst_unit_opens_from_the_overview(until):
    app = make_app(FakeSource())
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "482")
        await pilot.press("down", "enter")
        await until(pilot, "Tổng quan › Phường 6", "2110")
        await pilot.press("escape", "tab", "enter")
        await until(pilot, "› Mô hình", "nhận")


async def test_of_a_page_of_rows_those_in_sight_are_made(app, until, monkeypatch):
    made: list[str] = []

    def counted(key: str, *more: Any) -> GridRow:
        made.append(key)
        return grid_row(key, *more)

    monkeypatch.setattr(dossier_list, "grid_row", counted)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("enter")
        await until(pilot, "211002-…", "dòng 1 / 12.000")
        assert 20 < len(made) < 2 * 30
        assert len({*made}) == len(made)  # once each
        await pilot.press("pagedown", "pagedown")
        await until(pilot, "dòng 4")
        assert len({*made}) == len(made) < 4 * 30
