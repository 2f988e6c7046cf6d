"""A back-dating is seen on the overview and found with three keys; the dossier says what was written before."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.domain.clock import Clock
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.session.queries import LateQuery
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import HOUR, MORNING, Office, at, dossier
from tests.kits.tui_fakes import HERE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two lists: in the second the finished date of one dossier was set back to its due time."""
    office = Office(tmp_path)
    late = dossier("000.00.30.H20-211015-0007", status=9, due=at("10-30 16:00"), finished=at("11-09 10:05"))
    other = dossier("000.00.30.H20-211015-0008", due=at("11-20 16:00"))
    office.list([late, other], MORNING - HOUR)
    office.list([late._replace(finished=at("10-30 16:00"), digest=1), other], MORNING)
    office.writer.close()
    return tmp_path


async def test_a_back_dating_is_found_with_three_keys(folder, until):
    source = AskedSource(folder, Clock(MORNING, 0))
    app = CchcApp(source, collector=lambda: HERE)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "PHÁT HIỆN", "1 hồ sơ bị ghi lùi ngày kết thúc")
        await pilot.press("0")
        await until(pilot, "phát hiện 2")
        await pilot.press("g")
        shown = await until(pilot, "▶ Ghi lùi ngày kết thúc", "09/11 10:05", "30/10 16:00", "211015-…")
        assert "0007" not in shown
        await pilot.press("enter")
        await until(pilot, "Nguồn dữ liệu › phát hiện › Hồ sơ", "từng ghi 09/11/2021 10:05", "≠ 30/10 16:00")
        await pilot.press("escape")
        await until(pilot, "▶ Ghi lùi ngày kết thúc")


async def test_before_it_happened_it_is_not_found(folder, until, text):
    source = AskedSource(folder, Clock(MORNING, 0))
    app = CchcApp(source, collector=lambda: HERE)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "1 hồ sơ bị ghi lùi ngày kết thúc")
        app.action_go_to(MORNING - HOUR)
        await until(pilot, "QUÁ KHỨ", gone="ghi lùi ngày")
        await pilot.press("0", "g")
        await until(pilot, "phát hiện 0", "Chưa phát hiện điều gì bất thường")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_no_column_of_a_finding_is_cut_off(app, until, size):
    async with app.run_test(size=size) as pilot:
        await until(pilot, "Phường 6")
        await pilot.press("0", "g")
        shown = await until(pilot, "Kết thúc trùng giờ hẹn", "Phường 6")
        assert ("Nay ghi" in shown) or size[0] < 80
        await pilot.press("down", "down")
        await until(pilot, "quá hạn ghi 5")
        await pilot.press("enter")
        await pilot.pause()
        assert "phát hiện" in await until(pilot, "Báo cáo lệch danh sách")


async def test_x_shows_the_board_as_first_seen_and_by_how_much_it_differs(folder, until):
    source = AskedSource(folder, Clock(MORNING, 0))
    app = CchcApp(source, collector=lambda: HERE)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await until(pilot, "Xếp theo", "Phường 6")
        assert app.session.answer(LateQuery()).row("29878").counts.late == 0
        await pilot.press("x")
        await until(pilot, "Theo lần ghi đầu: +1 hồ sơ trễ so với số báo cáo", "Phường 6")
        assert app.session.answer(LateQuery(first_seen=True)).row("29878").counts.late == 1
        await pilot.press("x")
        await until(pilot, "Xếp theo", gone="Theo lần ghi đầu")
