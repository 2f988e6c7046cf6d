"""A load arrives while one looks on: the board moves, the cursor stays on its unit, what changed is marked."""

from __future__ import annotations

from dataclasses import replace

from cchc_tui.domain.clock import Clock
from cchc_tui.tui.widgets import cursor
from cchc_tui.tui.widgets.grid import FRESH_SIGN, Grid
from tests.kits.tui_fakes import HERE, FakeSource, loading, make_app
from tests.kits.tui_made_up import OPENED, file

SIZE = (100, 40)


def line_of(shown: str, name: str) -> str:
    return next(line for line in shown.split("\n") if f" {name} " in line.replace(FRESH_SIGN, " "))


async def test_the_cursor_stays_on_its_unit_when_ranks_change(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Xã Mỹ Tân")
        await pilot.press("down", "down")
        assert "▶" in line_of(await until(pilot, "dòng 3 / 27"), "Xã Mỹ Tân")
        source.load(u29884=500)
        shown = await until(pilot, "dòng 1 / 27")
        assert "▶" in line_of(shown, "Xã Mỹ Tân")
        assert "▶" not in line_of(shown, "Phường 6")


async def test_changes_and_ranks_are_counted_from_the_opening(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Xã Mỹ Tân", "so với lúc mở 08:33")
        await pilot.press("c")  # by itself it would go on to the list before the newest
        source.load(u29884=417, u29878=410)
        shown = await until(pilot, "417")
        assert "▲ 40" in line_of(shown, "Xã Mỹ Tân")
        assert "▲1" in line_of(shown, "Xã Mỹ Tân")
        assert "▼1" in line_of(shown, "Phường 6")
        assert "▲ 38" in line_of(shown, "Cấp xã")
        source.load(u29884=378, u29878=412)
        shown = await until(pilot, "378")
        assert "▲ 1 " in line_of(shown, "Xã Mỹ Tân")
        assert "=" in line_of(shown, "Phường 6")


async def test_what_changed_is_marked_by_sign_and_word_and_the_mark_fades(source, app, until, monkeypatch):
    monkeypatch.setattr(cursor, "FRESH_SECONDS", 0.6)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        shown = await until(pilot, "Xã Mỹ Tân")
        assert "◆" not in shown
        source.load(u29893=270)
        shown = await until(pilot, "◆", "Vừa thay đổi lúc 08:34:  Xã Hòa An ▲ 2")
        assert "◆" in line_of(shown, "Xã Hòa An")
        assert shown.count("◆") == 1
        await until(pilot, gone="◆")


async def test_only_what_changed_is_painted_again(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Xã Mỹ Tân", "so với lúc mở")
        await pilot.pause(0.3)
        painted: list[int] = []
        grid = app.screen.query_one(Grid)
        whole = grid.render_line
        grid.render_line = lambda y: (painted.append(y), whole(y))[1]
        source.load(u29893=269)
        await until(pilot, "269")
        await pilot.pause(0.1)
        assert len(set(painted)) <= 3, painted  # its row and the totals of its level
        painted.clear()
        source.load()  # a load that changes no figure of this board
        await until(pilot, "so với kết xuất trước 08:34")
        await pilot.pause(0.1)
        assert len(set(painted)) <= 3, painted  # since the list before nothing has changed: "=" where it was "▲ 1"


async def test_a_unit_that_first_appears_is_shown_without_moving_the_cursor(source, app, until):
    gone = source.late_by_unit.pop("29875")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Xã Mỹ Tân")
        await pilot.press(*["down"] * 8)
        key = app.screen.query_one(Grid).cursor_key
        source.load(u29875=gone)
        await until(pilot, "Phường 3 ", "/ 27")
        assert app.screen.query_one(Grid).cursor_key == key


async def test_the_overview_moves_too(source, app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "Cấp xã  =", "482")
        source.load(u29878=415, tnmt=470)
        shown = await until(pilot, "Cấp xã  ▲ 3 ◆", "Cấp thành phố  ▼ 12 ◆", " 415 ")
        assert "▲ 3" in line_of(shown, "Phường 6")


async def test_time_alone_makes_dossiers_late(source, until, monkeypatch):
    monkeypatch.setattr("cchc_tui.tui.session.queries.LateQuery.every", 0.2)
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Xã Mỹ Tân")
        source.late_by_unit["29884"] = 380  # no load: the source says so because the clock went on
        await until(pilot, "380")


async def test_the_age_is_said_in_words_and_becomes_a_warning(source, until):
    source.clock = Clock(OPENED, 3000)
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "phút trước")
        await until(pilot, "⚠ CŨ:")


async def test_a_load_in_progress_shows_name_rows_and_a_bar_and_the_boards_stay(source, app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        source.collector = loading("DanhSachHoSo.xlsx", 23_000, 62_000)
        shown = await until(pilot, "Đang nạp DanhSachHoSo.xlsx", "23.000 / 62.000 dòng", "███████░░░░", "37 %")
        assert "482" in shown
        source.collector = HERE
        await until(pilot, "482", gone="Đang nạp")


async def test_a_refused_file_is_one_line_at_the_foot(source, app, until):
    async with app.run_test(size=(100, 24)) as pilot:
        await until(pilot, "482")
        source.files.append(replace(source.files[-1], id=9, name="hong.xlsx"))
        source.load()
        shown = await until(pilot, "Từ chối hong.xlsx, xem bảng 0: Trang “Sheet1”")
        assert "482" in shown
        source.files.append(file(10, "lanh.xlsx", "accepted", rejected=0))
        source.load()
        await until(pilot, "08:35")
        await pilot.pause(0.2)
        await until(pilot, "Từ chối hong.xlsx")  # it stays long enough to be read
        source.files.append(file(11, "tot.xlsx", "accepted", rejected=2))
        source.load()
        await until(pilot, "08:36 2 dòng bị loại, xem bảng 0 · tot.xlsx: 62.000 dòng, 312 thay đổi", gone="Từ chối")


async def test_a_viewer_opened_before_the_first_file_needs_no_key(until):
    source = FakeSource(empty=True)
    app = make_app(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "Chưa có dữ liệu.", "/srv/cchc/inbox", "chưa có dữ liệu", gone="MÔ HÌNH")
        await pilot.press("2")
        await until(pilot, "› Hồ sơ trễ hạn", "Thả tệp kết xuất")
        source.files.append(file(1, "a.xlsx", "accepted"))
        source.load()
        shown = await until(pilot, "Phường 6", "412", "3.253")
        assert "Thả tệp" not in shown
        assert "◆" not in shown  # the first data are no change
        await pilot.press("1")
        await until(pilot, "482", "sắp đến hạn", "so với lúc mở 08:33")
