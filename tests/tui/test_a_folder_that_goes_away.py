"""A data folder that goes away while it is looked at: the last good figures stay, and so does the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.collector.status import CollectorStatus
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.session import status_tracker
from tests.kits.presentation_kit import Show
from tests.kits.store_kit import HOUR, MORNING, Office, dossier


class Supervisor:
    """Sees to a collector, as often as it is asked to."""

    trouble = ""
    pid = 0
    ticks = 0

    def tick(self) -> None:
        self.ticks += 1

    def may_collect(self) -> bool:
        return True


@pytest.fixture
def office(tmp_path: Path):
    made = Office(tmp_path / "office")
    made.list([dossier(f"A-{n}", due=MORNING - HOUR) for n in range(37)])
    yield made
    made.writer.close()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "office"
    made.mkdir(exist_ok=True)
    return made


def opened(office: Office, supervisor: Supervisor) -> CchcApp:
    source = office.source()
    return CchcApp(source, supervisor=supervisor, collector=CollectorStatus)


async def test_on_a_board_and_on_the_wall_the_last_figures_stay_under_a_banner(office, until, monkeypatch):
    monkeypatch.setattr(status_tracker, "_TICK_SECONDS", 0.1)
    supervisor = Supervisor()
    app = opened(office, supervisor)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6", "37")
        show = await Show(pilot).begin()
        await until(pilot, "1/", "HỒ SƠ TRỄ HẠN", gone="đang lấy")
        await pilot.press("3")
        await until(pilot, "3/", "Phường 6", "37")
        pages = len(show.screen._pages)
        away = office.folder.rename(office.folder.with_name("away"))
        shown = await until(pilot, "không còn thấy", "cchc.db", "giữ số liệu")
        assert "37" in shown
        assert "Chưa có dữ liệu" not in shown
        ticks = supervisor.ticks
        await pilot.pause(0.4)
        assert supervisor.ticks > ticks
        assert (show.page, len(show.screen._pages)) == ("late", pages)
        await pilot.press("escape")
        shown = await until(pilot, "không còn thấy", "Phường 6", "37")
        assert "Chưa có dữ liệu" not in shown
        away.rename(office.folder)
        await until(pilot, "Phường 6", "37", gone="không còn thấy")
