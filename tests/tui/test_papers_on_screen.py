"""Papers from the screen, by `e` or from the palette: of the moment and the unit in sight; a message to be pasted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from cchc_tui.domain.clock import Clock
from cchc_tui.report.papers.listed import NAMES
from cchc_tui.settings import Settings, Take
from cchc_tui.tui.app import CchcApp
from tests.kits.asked_source import AskedSource
from tests.kits.papers_kit import tables_of, word
from tests.kits.store_kit import DAY, HOUR, MORNING, Office, dossier
from tests.kits.tui_made_up import HERE

NUMBER = {name: str(place) for place, name in enumerate((*NAMES, "copy"), 1)}


class _Source(AskedSource):
    """A real folder without a collector."""

    def open(self) -> None:
        super().open()
        self.settings = Settings(take=Take(folder=str(self.data / "giay-to")))


@dataclass
class Shown:
    app: CchcApp
    folder: Path
    copied: list[str]


@pytest.fixture
def shown(office: Office, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """A day with one late dossier of Phường 6, and one with two."""
    office.list([dossier("A-1")], MORNING - DAY)
    office.list([dossier("A-1"), dossier("A-2")], MORNING - HOUR)
    app = CchcApp(_Source(office.folder, Clock(MORNING, 0)), collector=lambda: HERE)
    copied: list[str] = []
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    return Shown(app, office.folder / "giay-to", copied)


async def test_papers_are_made_of_what_is_in_sight(shown: Shown, until: Callable[..., Any]) -> None:
    async with shown.app.run_test(size=(100, 34)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("e")
        await until(pilot, "Văn bản")
        await pilot.press("6")
        await until(pilot, "Lập văn bản", "đơn vị: Phường 6", "luôn bằng tiếng Việt")
        await pilot.press(NUMBER["unit"])
        await until(pilot, "Đường dẫn đã chép")
        await pilot.press(NUMBER["copy"])
        await until(pilot, "Đã chép tin nhắn")
        await pilot.press(NUMBER["minutes"])
        await until(pilot, "Chưa có cuộc họp nào")
        await pilot.press("escape")
        await pilot.press("[", "[")  # the end of the day before
        await until(pilot, "QUÁ KHỨ", "09/11")
        await pilot.press("f12", *"bieu ii")
        await until(pilot, "Biểu II.06a")
        await pilot.press("enter")
        await until(pilot, "✓ Đã ghi")
    form, page = sorted(shown.folder.iterdir())
    assert (page.suffix, shown.copied[0]) == (".docx", str(page))
    assert page.name == "phieu-don-vi-phuong-6_2021-11-10T0830.docx"
    assert ["Trễ hạn trong năm", "2", "1", "+1"] in tables_of(word(page.read_bytes()))[1]
    assert "Trễ hạn trong năm: 2 hồ sơ" in shown.copied[1]
    rows = CalamineWorkbook.from_path(form).get_sheet_by_index(0).to_python()
    assert form.name == "bieu-ii-06a-2021-01-01-2021-11-09_2021-11-09T2359.xlsx"
    assert next(row for row in rows if row[1] == "Tổng cộng")[2] == 1.0
