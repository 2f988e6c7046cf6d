"""What falls due today, and the forecast: boards that open to what a meeting can still do something about."""

from __future__ import annotations

from cchc_tui.boards.dossier_filter import DossierFilter


async def test_what_falls_due_today_opens_to_its_dossiers(app, source, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("d")
        shown = await until(pilot, "Sẽ quá hạn trong hôm nay", "Phường 6", "10/11 16:30")
        assert "dòng 1 / 27" in shown
        await pilot.press("down", "enter")
        await until(pilot, "Sẽ quá hạn trong hôm nay › Xã Mỹ Tân", "[hạn hôm nay]")
        assert source.filters[-1] == DossierFilter(unit="29884", only="due_today")
        await pilot.press("escape")
        await until(pilot, "dòng 2 / 27")


async def test_the_forecast_says_until_when_and_how_wrong_it_was(app, until):
    async with app.run_test(size=(140, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f")
        shown = await until(pilot, "Dự báo trễ hạn đến hết 30/11/2021 (sai số tính một phần theo ngày trong hồ sơ)")
        row = next(line for line in shown.split("\n") if "Xã Mỹ Tân" in line)
        assert all(figure in row for figure in ("395", "377", "12,3", "4,2"))


async def test_on_a_small_screen_the_names_stay_and_the_level_goes_first(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("d")
        shown = await until(pilot, "Phòng Lao động - Thương binh và Xã hội", "10/11 16:30")
        assert "Cấp xã  " not in "\n".join(line for line in shown.split("\n") if "Phường" in line)


async def test_both_are_asked_of_the_moment_that_is_looked_at(app, source, until):
    source.live_through()
    async with app.run_test(size=(140, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f")
        await until(pilot, " 506 ", "đầu cuộc họp 08:10")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ", " 500 ", gone=" 506 ")
