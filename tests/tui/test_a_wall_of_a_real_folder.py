"""A wall over a real data folder: lists taken in as a collector does, the true database, for three rotations of all
pages while nothing comes. Whatever was shown once is shown again.
"""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from cchc_tui.collector.once import run_once
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import parse_iso
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.wall.presentation import PresentationScreen
from tests.kits.asked_source import AskedSource
from tests.kits.made_folder import made_folder
from tests.kits.tui_made_up import HERE

EXPORTS = Path(__file__).parent.parent / "data" / "exports"
AT = "2021-11-10T09:40"
CHOSEN = ("29878", "29869")
WAITING, COMPUTED = "đang lấy", "đang tính"


@pytest.fixture(scope="module")
def office(readers_at_hand: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list, a later one, a unit summary that differs from both, models, a file with faults, and one refused."""
    data = tmp_path_factory.mktemp("wall") / "office"
    made_folder(data)
    (data / "registry" / "presentation.toml").write_text("without = []\n")  # with the page of data sources
    for name in (
        "igate_xlsx/DanhSachHoSo.xlsx",
        "igate_xlsx/later/DanhSachHoSo.xlsx",
        "summary/baocaothongke.xls",
        "city_year/nhan-rong-mo-hinh.xlsx",
        "igate_xls/DS_HoSo.xls",
    ):
        shutil.copy2(EXPORTS / name, data / "inbox" / name.replace("/", "-"))
        assert run_once(data, as_json=True) == 0
    (data / "inbox" / "hong.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    run_once(data, as_json=True)
    return data


def without_time(shown: str) -> str:
    """A page without what moves by itself: the thin line's countdown."""
    return re.sub("[━─]+", "", shown)


async def page(pilot, until, number: int, of: int) -> str:
    """That page, once it has its figures and what their changes are counted from."""
    await until(pilot, f" {number}/{of} ", gone=WAITING)
    app = pilot.app
    compared = [query for query in app.screen.queries() if query.compared]
    for _ in range(200):
        if all(app.session.baseline(query) is not None for query in compared):
            break
        await pilot.pause(0.03)
    await until(pilot, f" {number}/{of} ", gone=COMPUTED)
    return without_time(await until(pilot, f" {number}/{of} ", gone=WAITING))


async def board_0(pilot, until) -> str:
    """What the board of data sources says, with the problems of its first file that has any."""
    await pilot.press("0")
    await until(pilot, "› Nguồn dữ liệu", "hong.xlsx")
    await pilot.press("home")
    await until(pilot, "dòng 1 / 6")
    said = []
    for row in range(1, 7):
        said.append(await until(pilot, f"dòng {row} / 6", gone=WAITING))
        await pilot.press("down")
    return "\n".join(said)


@pytest.mark.parametrize("how", ["keys", "time"])
async def test_every_page_shows_its_figures_in_each_of_three_rotations(office, until, how):
    at = parse_iso(AT)
    app = CchcApp(AskedSource(office, Clock(at, 0)), collector=lambda: HERE)
    app.prefer(chosen=CHOSEN)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn", seconds=20)
        first: dict[int, str] = {}
        for rotation in range(3):
            await pilot.press("f5")
            show = app.screen
            assert isinstance(show, PresentationScreen)
            pages = len(show._pages)
            assert pages == 14 + len(CHOSEN)
            for number in range(1, pages + 1):
                said = await page(pilot, until, number, pages)
                assert first.setdefault(number, said) == said, (rotation, number)
                if how == "keys":
                    await pilot.press("right")
                else:
                    show.page_timer._ends = time.monotonic()
                    show.tick()
            await page(pilot, until, 1, pages)
            await pilot.press("escape")
            sources = await board_0(pilot, until)
            assert first.setdefault(0, sources) == sources, rotation
