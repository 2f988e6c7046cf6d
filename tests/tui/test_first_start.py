"""A user's first start says how to begin, once; an empty folder says what to drop and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.tui.session.preferences import Prefs, load, save
from tests.kits.tui_fakes import HERE, FakeSource, loading, make_app

BEGIN = "Nhấn phím bất kỳ"


async def test_the_first_start_says_how_to_begin_and_a_key_takes_it_away_and_does_its_work(until, tmp_path: Path):
    app = make_app(FakeSource(), kept=tmp_path / "screen.json")
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await until(pilot, "Chào bạn", "F1 giải thích", BEGIN, "sắp đến hạn")
        assert "F1 F10 thoát" in shown
        await pilot.press("2")
        await until(pilot, "Nhóm theo", "Phường 6")
        await pilot.press("1")
        await until(pilot, "sắp đến hạn", gone="Chào bạn")
    assert load(tmp_path / "screen.json")[0].greeted


async def test_the_second_start_says_nothing_of_it(until, tmp_path: Path):
    save(tmp_path / "screen.json", Prefs(greeted=True))
    app = make_app(FakeSource(), kept=tmp_path / "screen.json")
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await until(pilot, "sắp đến hạn")
        assert "Chào bạn" not in shown


async def test_it_goes_by_itself_so_that_a_wall_is_not_left_with_it(until, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("cchc_tui.tui.overlays.welcome.SECONDS", 1.0)
    app = make_app(FakeSource(), kept=tmp_path / "screen.json")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "Chào bạn")
        await until(pilot, "sắp đến hạn", gone="Chào bạn")


async def test_where_nothing_is_kept_nothing_is_said(until):
    app = make_app(FakeSource())
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await until(pilot, "sắp đến hạn")
        assert "Chào bạn" not in shown


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
@pytest.mark.parametrize("key", ["1", "2", "d", "0"])
async def test_an_empty_folder_says_what_to_drop_and_where(until, size, key):
    app = make_app(FakeSource(empty=True, data=Path("/srv/cchc")))
    async with app.run_test(size=size) as pilot:
        await until(pilot, "Chưa có dữ liệu")
        await pilot.press(key)
        shown = await until(pilot, "Chưa có dữ liệu", "Thả tệp", "/srv/cchc/inbox", "Bảng 0")
        assert "…" not in shown.split("Chưa có dữ liệu")[1].split("Bảng 0")[0]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_the_greeting_is_whole_at_every_size(until, tmp_path: Path, size):
    app = make_app(FakeSource(empty=True), kept=tmp_path / "screen.json")
    async with app.run_test(size=size) as pilot:
        shown = " ".join((await until(pilot, "Chào bạn", "Chưa có dữ liệu")).split())
        assert "để ẩn bốn dòng này." in shown
        assert "F5 trình chiếu" in shown


@pytest.mark.parametrize("key", ["1", "2", "0", "f5"])
async def test_while_the_first_files_are_loaded_nobody_is_asked_to_drop_any(key, until):
    source = FakeSource(empty=True)
    source.collector = loading("DanhSachHoSo.xlsx", 23_000, 62_000)
    async with make_app(source).run_test(size=(80, 24)) as pilot:
        await until(pilot, "Đang nạp")
        await pilot.press(key)
        for _ in range(3):
            await until(pilot, "Nạp xong, các bảng tự hiện", gone="Chưa có dữ liệu")
            source.collector = HERE
            await until(pilot, "Chưa có dữ liệu", gone="Nạp xong")
            source.collector = loading("DanhSachHoSo.xlsx", 24_000, 62_000)
