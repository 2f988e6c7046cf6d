"""The palette: units, boards, moments, actions and groupings by name, in Vietnamese without marks and in English."""

from __future__ import annotations

from cchc_tui.domain.moments import parse_iso
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (100, 30)


def keys(text: str) -> list[str]:
    return ["space" if char == " " else char for char in text]


async def find(pilot, until, typed: str, first: str):
    await pilot.press("ctrl+p")
    await until(pilot, "không cần dấu")
    await pilot.press(*keys(typed))
    return await until(pilot, f"› {typed}", f"▶ {first}")


async def test_units_and_boards_are_found_however_they_are_written(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        for typed, first, lands in (
            ("p11", "Phường 11", "Hồ sơ trễ hạn › Phường 11"),
            ("phuong 1", "Phường 1 ", "Hồ sơ trễ hạn › Phường 1 "),
            ("tai chinh", "Phòng Tài chính - Kế hoạch", "› Phòng Tài chính - Kế hoạch"),
            ("du bao", "Dự báo cuối tháng", "› Dự báo cuối tháng"),
            ("nguon", "Nguồn dữ liệu", "› Nguồn dữ liệu"),
        ):
            with step(typed):
                await find(pilot, until, typed, first)
                await pilot.press("enter")
                await until(pilot, lands)
                app.session.recent = ()  # what was chosen lately comes first


async def test_english_words_find_the_same(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 6")
        for typed, first in (
            ("late dossiers", "Hồ sơ trễ hạn"),
            ("help", "Trợ giúp"),
            ("data sources", "Nguồn dữ liệu"),
            ("group by field", "Nhóm theo lĩnh vực"),
            ("columns", "Chọn cột"),
        ):
            with step(typed):
                await find(pilot, until, typed, first)
                await pilot.press("escape", "escape")
                await until(pilot, gone="không cần dấu")


async def test_a_moment_is_gone_to(until):
    app = make_app(FakeSource().live_through())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "so với đầu cuộc họp")
        for typed, first, at in (
            ("08:10", "Lúc 10/11/2021 08:10", "2021-11-10T08:10"),
            ("hom qua", "Lúc 09/11/2021 23:59", "2021-11-09T23:59:59"),
            ("hom q", "Hôm qua 09/11/2021 23:59", "2021-11-09T23:59:59"),
            ("yesterday", "Lúc 09/11/2021 23:59", "2021-11-09T23:59:59"),
            ("dau cuoc hop", "Đầu cuộc họp 10/11/2021 08:10", "2021-11-10T08:10"),
            ("cuoi cuoc hop", "Cuối cuộc họp 03/11/2021 10:00", "2021-11-03T10:00"),
            ("ket xuat 10/11 08:00", "Kết xuất 10/11/2021 08:00", "2021-11-10T08:00"),
        ):
            with step(typed):
                await find(pilot, until, typed, first)
                await pilot.press("enter")
                await until(pilot, "QUÁ KHỨ")
                assert app.session.shown_at == parse_iso(at)
                await pilot.press("end")
                await until(pilot, gone="QUÁ KHỨ")
                app.session.recent = ()


async def test_what_was_chosen_lately_comes_first(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await find(pilot, until, "du bao", "Dự báo cuối tháng")
        await pilot.press("enter")
        await until(pilot, "› Dự báo cuối tháng")
        await find(pilot, until, "hoa thuan", "Phường Hòa Thuận")
        await pilot.press("enter")
        await until(pilot, "› Phường Hòa Thuận")
        await pilot.press("1", "ctrl+p")
        shown = await until(pilot, "▶ Phường Hòa Thuận")
        lines = shown.split("\n")
        assert lines[3].strip().startswith("Dự báo cuối tháng")
        assert sum("Phường Hòa Thuận" in line for line in lines) == 1


async def test_what_a_secretary_would_type_finds_the_end_of_a_meeting(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await find(pilot, until, "ket thuc hop", "Ghi mốc cuộc họp")


async def test_the_palette_fits_the_smallest_window(app, until):
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f12")
        shown = await until(pilot, "Tổng quan")
        assert all(len(line) <= 60 for line in shown.split("\n"))
