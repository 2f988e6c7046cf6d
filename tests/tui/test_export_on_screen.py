"""What is on the screen goes into a file or the clipboard: the same rows, order and columns, and nothing else."""

from __future__ import annotations

import base64
import csv
import json
import stat
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from python_calamine import CalamineWorkbook

from cchc_tui.settings import Settings, Take
from cchc_tui.tui.widgets.grid import Grid
from tests.kits.steps import step
from tests.kits.taking_kit import CHOICE, export, go, only_file
from tests.kits.tui_fakes import FakeSource, make_app

HOSTILE = "=cmd|' /C calc'!A0 [/x] \x1b]52;c;AAAA\x07\x9b31m\u202eabc\u2066\ufeff\x00\t"


@pytest.fixture
def folder(source: FakeSource, tmp_path: Path) -> Path:
    """Where the files go."""
    source.settings = Settings(take=Take(folder=str(tmp_path / "mang-ve")))
    return tmp_path / "mang-ve"


@pytest.fixture
def copied(app: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was given to the clipboard."""
    texts: list[str] = []
    monkeypatch.setattr(app, "copy_to_clipboard", texts.append)
    return texts


async def test_the_rows_in_sight_come_in_their_order_with_their_values(app, until, folder, copied):
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("l", "l")
        await until(pilot, "Cấp xã")
        keys = [row.cells[2].text for i in range(15) if (row := app.screen.query_one(Grid).rows.get(i))]
        await export(pilot, until, "json", "đã chép")
    path = only_file(folder)
    assert path.name == "ho-so-tre-han-cap-xa_2021-11-10T0833.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert copied == [str(path)]
    said = json.loads(path.read_text())
    rows = said["tables"][0]["rows"]
    assert "bar" not in rows[0]
    assert [row["name"] for row in rows] == keys
    assert rows[0] | {"name": "Phường 6", "late": 412, "overdue": 123} == rows[0]
    assert rows[0]["rate"] == pytest.approx(0.0826645)
    assert [row["name"] for row in said["tables"][0]["totals"]] == ["Cấp xã"]
    assert (said["as_of"], said["data_as_of"]) == ("2021-11-10T08:33:00", "2021-11-10T08:30:00")
    assert "made_up" not in said


async def test_only_the_columns_in_sight_come(app, until, folder, copied):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        shown = await until(pilot, "Phường 6")
        assert "Tổng" not in shown
        await export(pilot, until, "json", "đã chép")
    columns = {column["key"] for column in json.loads(only_file(folder).read_text())["tables"][0]["columns"]}
    assert "late" in columns
    assert not columns & {"total", "bar"}


#: The keys from the overview to each screen, whose board is left as it was.
SCREENS = ("", "2", "2 enter", "2 enter enter", "d", "f", "4", "0", "6 g", "7 enter")


async def test_every_screen_comes_in_every_kind(app, source, until, folder, copied):
    source.dossier_count = 1_200
    async with app.run_test(size=(100, 30)) as pilot:
        for way in SCREENS:
            with step(way):
                await go(pilot, until, way)
                for kind in ("xlsx", "csv", "json", "svg"):
                    await export(pilot, until, kind, "đã chép")
                    assert only_file(folder).suffix == f".{kind}"
                    assert only_file(folder).stat().st_size > 500, kind
                    only_file(folder).unlink()
                    await pilot.press("escape")
                    await until(pilot, gone="Bảng tính Excel")
    assert len(copied) == 4 * len(SCREENS)


async def test_a_long_list_comes_whole_though_only_a_page_of_it_was_seen(app, source, until, folder, copied):
    source.dossier_count = 3_000
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("enter")
        await until(pilot, "2110", "dòng 1 / 3.000")
        await export(pilot, until, "xlsx", "đã chép")
    assert "MainThread" not in source.threads  # it draws while the pages are fetched
    rows = CalamineWorkbook.from_path(str(only_file(folder))).get_sheet_by_index(0).to_python()
    heading = next(i for i, row in enumerate(rows) if row[1].startswith("Mã hồ sơ"))
    assert len(rows) - heading - 1 == 3_000
    assert isinstance(rows[heading + 1][rows[heading].index("Trễ (ngày)")], float)
    assert only_file(folder).name.endswith("-tre-han_2021-11-10T0833.xlsx")


async def test_esc_stops_a_long_list_and_no_file_is_left(app, source, until, folder, copied):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("enter")
        await until(pilot, "2110")
        plain = source.lines

        def slow(which, offset, limit, *more):
            if limit > 900:
                source.gate.wait(5)
            return plain(which, offset, limit, *more)

        source.gate = threading.Event()
        source.lines = slow
        await pilot.press("e")
        await until(pilot, "Bảng tính Excel")
        await pilot.press("1")
        await until(pilot, "Đang lấy 0 / 12.000 dòng", "Esc dừng")
        await pilot.press("down")  # keys go on working
        await until(pilot, "▶ 2")
        await pilot.press("escape")
        await until(pilot, "Esc đóng", gone="Đang lấy")
        source.gate.set()
        await pilot.pause(0.3)
        await pilot.press("escape")
        await until(pilot, "dòng 1 / 12.000")
    assert not folder.exists()
    assert copied == []


async def test_a_source_that_fails_meanwhile_is_said(app, source, until, folder, copied):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("enter")
        await until(pilot, "2110")
        source.failing = OSError("gone")
        await export(pilot, until, "csv", "✗ Không lấy đủ các dòng (không có trả lời)")
    assert not folder.exists()


async def test_what_is_looked_at_of_the_past_is_what_comes(app, source, until, folder, copied):
    source.live_through()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("left_square_bracket")
        await until(pilot, "QUÁ KHỨ")
        await export(pilot, until, "json", "đã chép")
    said = json.loads(only_file(folder).read_text())
    assert said["past"] is True
    assert said["as_of"] == "2021-11-10T08:30:00"
    assert "2021-11-10T0830" in only_file(folder).name


async def test_first_seen_and_what_changes_are_counted_from_are_said(app, until, folder, copied):
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("x")
        await until(pilot, "Theo lần ghi đầu")
        await export(pilot, until, "csv", "đã chép")
    head = only_file(folder).read_text(encoding="utf-8-sig").split("#,")[0]
    assert not any(char in head for char in "▁▄█⣀")
    assert "so với lúc mở 08:33" in head
    assert "Theo lần ghi đầu" in head


async def test_a_board_of_changes_says_what_they_are_counted_from(app, until, folder, copied):
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("b")
        await until(pilot, "Phường 6", "so với lúc mở 08:33")
        await export(pilot, until, "json", "đã chép")
    assert json.loads(only_file(folder).read_text())["changes_since"] == "2021-11-10T08:33:00"


async def test_made_up_figures_say_so_in_the_file_and_its_name(source, until, folder):
    app = make_app(source, demo=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await export(pilot, until, "csv")
    assert "số liệu giả định" in only_file(folder).read_text(encoding="utf-8-sig")
    assert only_file(folder).name.startswith("minh-hoa-tong-quan_")


async def test_the_overview_comes_with_its_figures_and_both_lists(app, until, folder, copied):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await export(pilot, until, "json", "đã chép")
    figures, worst, models = json.loads(only_file(folder).read_text())["tables"]
    assert [row["late"] for row in figures["rows"]] == [1416, 3253]
    assert worst["rows"][0]["late"] == 482
    assert (len(worst["rows"]), len(models["rows"])) == (5, 4)


async def test_the_matrix_says_claimed_and_shown_in_columns_of_their_own(app, until, folder, copied):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("4")
        await until(pilot, "Số đơn vị")
        await export(pilot, until, "csv", "đã chép")
    rows = list(csv.reader(only_file(folder).read_text(encoding="utf-8-sig").splitlines()))
    assert next(row for row in rows if len(row) > 5)[:3] == [
        "Đơn vị",
        "Ngày Chủ Nhật thân thiện: báo cáo",
        "Ngày Chủ Nhật thân thiện: thực tế",
    ]
    assert ["Phường 11", "đang triển khai", "chưa có (0/3)"] in [row[:3] for row in rows]


async def test_a_short_table_is_copied_and_a_long_one_is_not(app, until, folder, copied):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await export(pilot, until, "copy", "✓ Đã chép 27 dòng")
        await pilot.press("escape", "enter")
        await until(pilot, "2110")
        await export(pilot, until, "copy", "quá dài để chép")
    (text,) = copied
    assert len(base64.b64encode(text.encode())) <= 8192
    lines = [line.split("\t") for line in text.splitlines()]
    assert lines[0][2:4] == ["Đơn vị", "Trễ"]
    assert lines[2][2:4] == ["Phường 6", "412"]
    assert not folder.exists()


async def test_a_path_too_long_for_a_terminal_is_shown_and_not_copied(source, tmp_path, until):
    deep = tmp_path.joinpath(*["a" * 200] * 17)
    source.settings = Settings(take=Take(folder=str(deep)))
    app = make_app(source)
    sent: list[str] = []
    app.copy_to_clipboard = sent.append
    async with app.run_test(size=(250, 70)) as pilot:
        await until(pilot, "sắp đến hạn")
        await export(pilot, until, "csv", "✓ Đã ghi")
        shown = await until(pilot, "tong-quan_2021")
    assert ("không chép" in shown) == (not sent)


async def test_the_same_again_stands_beside_the_first(app, until, folder, copied):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await export(pilot, until, "csv", "đã chép")
        await pilot.press("3", "2")
        await until(pilot, "2.csv")
    names = sorted(path.name.partition("_")[2] for path in folder.iterdir())
    assert names == ["2021-11-10T0833-2.csv", "2021-11-10T0833.csv", "2021-11-10T0833.json"]


async def test_what_went_wrong_is_said_with_what_to_do(app, until, folder, copied, monkeypatch):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        for number, says in ((28, "hết chỗ"), (13, "không được"), (5, "Không ghi"), (30, "không được")):
            with step(number):
                failing = Mock(side_effect=OSError(number, "reason"))
                monkeypatch.setattr("cchc_tui.tui.overlays.file_screen.save_new", failing)
                await export(pilot, until, "csv", says)
                failing.assert_called_once()
                await pilot.press("escape")
                await until(pilot, gone="Bảng tính Excel")
    assert copied == []


async def test_a_file_in_the_way_of_the_folder_is_said(source, tmp_path, until):
    (tmp_path / "tep").write_text("")
    source.settings = Settings(take=Take(folder=str(tmp_path / "tep")))
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        shown = await export(pilot, until, "csv", "✗")
        assert "không phải là thư mục ghi được (File exists)." in " ".join(shown.split())


async def test_nothing_is_written_where_exports_are_dropped(source, tmp_path, until):
    source.data = tmp_path
    (tmp_path / "inbox").mkdir()
    source.settings = Settings(take=Take(folder=str(tmp_path / "inbox")))
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await export(pilot, until, "csv", "sẽ bị nạp")
    assert list((tmp_path / "inbox").iterdir()) == []


async def test_hostile_names_leave_no_controls_and_no_formulas_in_any_file(source, until, folder):
    source.names = {"29878": HOSTILE, "29887": HOSTILE}
    source.dossier_count = 1_200
    source.files = [replace(row, name=HOSTILE + ".xlsx") for row in source.files]
    app = make_app(source)
    async with app.run_test(size=(140, 40)) as pilot:
        for way in ("", "2", "2 enter enter", "4", "0", "2 down enter"):
            with step(way):
                await go(pilot, until, way)
                await pilot.press("e")
                await until(pilot, "Bảng tính Excel")
                for number, kind in enumerate(("csv", "json", "svg", "xlsx"), 1):
                    await pilot.press(CHOICE[kind])
                    await until(pilot, f".{kind}", "đã chép")
                    assert len(list(folder.iterdir())) == number
                await pilot.press("escape")
                for path in folder.iterdir():
                    no_controls_and_no_formulas(path)
                    path.unlink()


def no_controls_and_no_formulas(path: Path) -> None:
    assert set(path.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_T.")
    if path.suffix != ".xlsx":
        text = path.read_text(encoding="utf-8-sig")
        assert all(char.isprintable() or char in "\r\n" or char == "\xa0" for char in text), path
    if path.suffix == ".csv":
        for row in csv.reader(text.splitlines()):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


async def test_a_picture_needs_nothing_from_outside_and_shows_the_board_not_the_choice(app, until, folder, copied):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await export(pilot, until, "svg", "đã chép")
    svg = only_file(folder).read_text()
    assert "@font-face" not in svg
    assert "url(" not in svg.replace("url(#", "")
    assert "Hòa&#160;Thuận" in svg
    assert "Bảng&#160;tính&#160;Excel" not in svg


async def test_on_the_wall_a_picture_is_saved_at_once_and_nothing_is_asked(app, until, folder, copied):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f5")
        await until(pilot, "1/")
        await pilot.press("e")
        shown = await until(pilot, "Đã chụp màn hình")
        assert "Bảng tính Excel" not in shown
    assert only_file(folder).suffix == ".svg"
    assert copied == [str(only_file(folder))]


async def test_each_choice_says_what_it_is_good_for(app, until, folder):
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("e")
        shown = await until(pilot, "số, ngày tính được")
        await pilot.press("down", "down", "down")
        shown += await until(pilot, "phóng to không vỡ")
        assert "…" not in shown


async def test_nothing_can_be_exported_before_there_is_anything_but_a_picture(until, tmp_path):
    source = FakeSource(empty=True)
    source.settings = Settings(take=Take(folder=str(tmp_path)))
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "Chưa có dữ liệu")
        await pilot.press("ctrl+e")
        await until(pilot, "Ảnh màn hình")
        await pilot.press("1")
        await until(pilot, "✓ Đã ghi")
    assert only_file(tmp_path).suffix == ".svg"


async def test_filter_and_order_are_those_of_the_screen_and_the_filter_is_said(app, until, folder, copied):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "dòng 1 / 27")
        await pilot.press("slash", *"xa", "space", *"my", "tab")
        await until(pilot, "3/27 dòng")
        await pilot.press("s", "1", "escape")
        await until(pilot, "Xếp theo đơn vị ↑")
        await export(pilot, until, "json", "đã chép")
    said = json.loads(only_file(folder).read_text())
    assert [row["name"] for row in said["tables"][0]["rows"]] == ["Xã Mỹ Ngãi", "Xã Mỹ Tân", "Xã Mỹ Trà"]
    assert said["filter"] == "xa my"
