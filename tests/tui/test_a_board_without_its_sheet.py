"""A folder with lists and no sheet: boards 4, 6 and 7 say which sheet to drop, and no unknown figure is 0."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cchc_tui.collector.once import run_once
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import parse_iso
from cchc_tui.texts.language import use
from cchc_tui.tui.app import CchcApp
from tests.kits.asked_source import AskedSource
from tests.kits.made_folder import made_folder
from tests.kits.tui_made_up import HERE

SIZES = [(80, 24), (120, 34), (200, 55)]
#: Key of a board → the sheet that it lacks, and the template.
LACKING = {
    "4": ("mô hình", "templates/nhan-rong-mo-hinh.xlsx"),
    "6": ("rà soát", "templates/ra-soat-thu-tuc.xlsx"),
    "7": ("sát hạch", "templates/sat-hach.xlsx"),
}


@pytest.fixture(scope="module")
def office(readers_at_hand: None, short_exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("no sheet") / "office"
    made_folder(data)
    shutil.copy2(short_exports / "igate_xlsx" / "DanhSachHoSo.xlsx", data / "inbox")
    assert run_once(data, as_json=True) == 0
    return data


@pytest.fixture
def app(office: Path) -> CchcApp:
    return CchcApp(AskedSource(office, Clock(parse_iso("2021-11-10T09:40"), 0)), collector=lambda: HERE)


def said_of(shown: str) -> str:
    """The words on a screen, without the line breaks of the wall's sentences."""
    return " ".join(shown.split())


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_each_board_names_the_sheet_and_its_template(app, until, size):
    async with app.run_test(size=size) as pilot:
        await until(pilot, "sắp đến hạn")
        for key, (sheet, template) in LACKING.items():
            await pilot.press(key)
            shown = await until(pilot, "Chưa có bảng", template)
            assert sheet in next(line for line in shown.split("\n") if template in line)
            assert "cần chú ý" not in shown or key == "4"  # no legend of a map that knows no figure


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_board_5_names_the_catalogue_that_its_levels_lack(app, until, size):
    async with app.run_test(size=size) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("5")
        template = "templates/danh-muc-thu-tuc.xlsx"
        await until(pilot, "Chưa có bảng danh mục", *([template, "Mức độ"] if size[0] >= 120 else ()))
        await pilot.press("f1")
        said = said_of(await until(pilot, "Trợ giúp", template))
        assert f"Chưa có bảng danh mục thủ tục hành chính: điền mẫu {template}" in said


async def test_in_english_too(app, until):
    use("en")
    async with app.run_test(size=(80, 24)) as pilot:
        for key, (_, template) in LACKING.items():
            await pilot.press(key)
            await until(pilot, "No sheet of", template)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_overview_and_board_4_have_dashes_and_no_0(app, until, size):
    async with app.run_test(size=size) as pilot:
        shown = await until(pilot, "Chưa có bảng", "templates/nhan-rong-mo-hinh.xlsx", "Chủ Nhật")
        row = next(line for line in shown.split("\n") if "Chủ Nhật" in line)
        after = row[row.index("Chủ Nhật") :]
        assert "–" in after
        assert "= " not in after
        assert "0/15" not in after
        await pilot.press("4")
        shown = await until(pilot, "Số đơn vị")
        assert "–" in next(line for line in shown.split("\n") if "Số đơn vị" in line)


async def test_each_page_of_the_wall_names_it(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f5")
        show = app.screen
        named, catalogue = set(), []
        for number in range(1, len(show._pages) + 1):
            said = said_of(await until(pilot, f" {number}/{len(show._pages)} ", gone="đang lấy"))
            named |= {template for _, template in LACKING.values() if "Chưa có bảng" in said and template in said}
            if "Chưa có bảng danh mục TTHC." in said:
                catalogue.append(show.page.key)
            await pilot.press("right")
        assert named == {template for _, template in LACKING.values()}
        assert catalogue == ["online"]  # beside its sentence on what to notice


def test_scripts_get_null(office):
    source = AskedSource(office, Clock(parse_iso("2021-11-10T09:40"), 0))
    source.open()
    columns = source.board("rollout").json()["practices"]
    assert {(each["claimed"], each["claimed_not_shown"]) for each in columns} == {(None, None)}
    source.close()
