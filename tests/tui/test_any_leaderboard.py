"""A board that says its columns has a screen by one line in the registry of boards."""

from __future__ import annotations

from functools import partial

import pytest

from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.screens.leaderboard import LeaderboardScreen
from tests.kits.tui_fakes import FakeSource


class MoreBoards(CchcApp):
    """The app with two boards more."""

    MODES = {  # noqa: RUF012
        **CchcApp.MODES,
        "again": partial(LeaderboardScreen, "late"),
        "list": partial(LeaderboardScreen, "rollout"),
    }


@pytest.fixture
def more(source: FakeSource) -> MoreBoards:
    return MoreBoards(source, collector=lambda: source.collector)


async def test_it_is_ranked_by_its_first_figure_with_its_change_and_a_bar(more, source, until):
    async with more.run_test(size=(210, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        more.switch_mode("again")
        shown = await until(pilot, "Phường 6", "412", "3.253", "8,3 %", "█")
        assert "dòng 1 / 27" in shown
        source.load(u29878=450)
        shown = await until(pilot, "450")
        row = next(line for line in shown.split("\n") if "Phường 6 " in line)
        assert "◆" in row
        assert "▲ 38" in row


async def test_it_sorts_and_groups_by_the_same_keys(more, until):
    async with more.run_test(size=(140, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        more.switch_mode("again")
        await until(pilot, "Phường 6")
        await pilot.press("r")
        shown = await until(pilot, "↑")
        names = [line for line in shown.split("\n") if "Phòng" in line or "Thanh tra" in line]
        assert "Thanh tra thành phố" in names[0]
        await pilot.press("g")
        await until(pilot, "Đất đai", gone="Phường 6")


async def test_a_board_without_figures_or_groupings_is_a_plain_list(more, until):
    async with more.run_test(size=(140, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        more.switch_mode("list")
        shown = await until(pilot, "Phường 11", "Ngày Chủ Nhật thân thiện", "dòng 1 / 60")
        assert "g nhóm" not in shown
        await pilot.press("down", "g", "enter")
        await until(pilot, "dòng 2 / 60")
        await pilot.press("s")
        await until(pilot, "Xếp theo số lượt ↓", "/ 60")


async def test_names_are_kept_and_columns_dropped_where_it_is_narrow(more, until):
    async with more.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        more.switch_mode("again")
        shown = await until(pilot, "Phòng Tài nguyên và Môi trường", "482")
        assert "%" not in shown
