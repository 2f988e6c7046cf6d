"""Enter on a board that is fed by sheets opens the rows behind a row, below its figures."""

from __future__ import annotations

import pytest

SIZE = (80, 24)


async def test_a_unit_opens_its_plans_with_their_state(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("7", "enter")
        shown = await until(pilot, "Đợt 1/2021", "đã có kết quả", "Đợt 2/2021", "chưa đến ngày", "dòng 1 / 2")
        head = shown.split("\n")[1]
        assert "tỷ lệ đạt" in head
        assert "phải sát hạch" in head
        await pilot.press("s", "s")
        await until(pilot, "dòng 1 / 2")
        await pilot.press("escape", "escape")
        await until(pilot, "Phường 6", "1/27", gone="Đợt 1/2021")


async def test_it_is_as_it_was_at_a_moment_of_the_past(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("7", "enter")
        await until(pilot, "Đợt 1/2021")
        await pilot.press("left_square_bracket")
        await until(pilot, "QUÁ KHỨ", "Đợt 1/2021")


@pytest.mark.parametrize(("keys", "says"), [(("6",), "phạm vi"), (("6", "g"), "kiến nghị")])
async def test_a_unit_or_a_field_opens_its_procedures(app, until, keys, says):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        for key in keys:
            await pilot.press(key)
            await until(pilot, "Nhóm theo", "Tỷ lệ")
        await pilot.press("enter")
        await until(pilot, "Đăng ký khai sinh", "đã kiến nghị", "Đăng ký kết hôn", "chưa rà soát", says)


async def test_a_tile_of_the_map_opens_the_same(app, until):
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("7")
        await until(pilot, "Phường 6", "dòng 1 / 27")
        await pilot.press("v")
        await until(pilot, "bản đồ", "Hòa Thuận")
        await pilot.press("enter")
        await until(pilot, "Đợt 1/2021", "đã có kết quả")


async def test_key_fields_without_a_proposal_are_marked(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("6")
        await until(pilot, "Tỷ lệ↓")
        await pilot.press("g")
        shown = await until(pilot, "Đất đai", "✗ chưa có kiến nghị")
        marked = [line for line in shown.split("\n") if "✗" in line]
        assert len(marked) == 1
