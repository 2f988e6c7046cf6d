"""Board 3 on the screen: from a row to exactly its dossiers, and what its help says of the row."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from cchc_tui.domain.clock import Clock
from cchc_tui.tui.app import CchcApp
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import MORNING, Office, at, dossier
from tests.kits.tui_fakes import NO_TERMINAL
from tests.kits.tui_made_up import HERE

ROWS = [
    *(dossier(f"A-{n}", returned=at(f"11-0{n} 09:00"), due=at("10-29 16:00")) for n in range(1, 5)),
    dossier("A-5", returned=at("09-20 09:00"), due=at("12-29 16:00"), officer="Trần Văn Hai"),
    dossier("A-6", returned=at("11-09 09:00"), due=at("11-10 16:00"), officer="Trần Văn Hai"),
    dossier("A-7", due=at("10-29 16:00")),
    dossier("A-8", returned=at("11-01 09:00"), status=5),
    dossier("B-1", agency="Phường 2", returned=at("11-08 09:00"), due=at("12-29 16:00")),
]


@pytest.fixture
def unclosed(office: Office) -> CchcApp:
    office.list(ROWS)
    return CchcApp(AskedSource(office.folder, Clock(MORNING, 0)), collector=lambda: HERE, options=NO_TERMINAL)


async def test_each_grouping_leads_to_its_dossiers_the_longest_returned_first(unclosed: CchcApp, until: Any) -> None:
    async with unclosed.run_test(size=(120, 34)) as pilot:
        await opened(pilot, until)
        await pilot.press("enter")
        shown = await until(pilot, "[chưa kết thúc]", "dòng 1 / 6")
        assert lines_with(shown, "/2021")[1:][:3] == ["20/09/2021", "01/11/2021", "02/11/2021"]
        await pilot.press("escape", "g")
        await until(pilot, "Nhóm theo cán bộ", "Cán bộ số")
        await pilot.press("enter")
        await until(pilot, "dòng 1 / 4")
        await pilot.press("escape", "g", "g", "g")
        await until(pilot, "Nhóm theo số ngày từ khi trả", "từ 31 ngày")
        await pilot.press("down", "down", "down", "down", "enter")
        await until(pilot, "từ 31 ngày", "20/09/2021", "dòng 1 / 1")
        await pilot.press("g")
        await until(pilot, "[sắp đến hạn]")


async def opened(pilot: Pilot[int], until: Any) -> None:
    await until(pilot, "sắp đến hạn")
    await pilot.press("3")
    await until(pilot, "Chưa kết thúc trên phần mềm", "Phường 6")


def lines_with(shown: str, part: str) -> list[str]:
    """The words that contain a part, one a line."""
    return [next(word for word in line.split() if part in word) for line in shown.split("\n") if part in line]


async def test_the_help_has_the_arithmetic_of_the_row(unclosed: CchcApp, until: Any) -> None:
    async with unclosed.run_test(size=(140, 60)) as pilot:
        await opened(pilot, until)
        await pilot.press("f1")
        shown = await until(pilot, "Tỷ trọng 80,0 % = 4 / 5: tính trễ / mọi hồ sơ trễ hạn")
        assert "Chưa kết thúc 6: đã trả kết quả mà chưa có ngày kết thúc xử lý" in shown
        assert "Lâu nhất (ngày) 37: số ngày làm việc từ ngày trả kết quả" in shown
        await pilot.press("end")
        await until(pilot, "hạng theo chưa kết thúc, trong các dòng của bảng")
