"""Chosen units and their alert: what is pressed, seen, kept and heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.tui.session.preferences import Prefs, load
from cchc_tui.tui.session.queries import LateQuery
from cchc_tui.tui.session.watchlist import BELL_SECONDS
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (100, 30)
UNITS = LateQuery("unit")


async def to_late(pilot, until):
    await until(pilot, "sắp đến hạn")
    await pilot.press("2")
    return await until(pilot, "▶  1", "Phường 6")


# ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("key", ["p", "insert"])
async def test_p_chooses_the_unit_and_chooses_it_no_longer(app, until, key):
    async with app.run_test(size=SIZE) as pilot:
        await to_late(pilot, until)
        await pilot.press("down", key)
        await until(pilot, "▶★ 2  =  Phường 6", "★ Phường 6: đã chọn", "(1 đơn vị)")
        assert app.prefs.chosen == ("29878",)
        await pilot.press(key)
        await until(pilot, "Phường 6: đã bỏ chọn", gone="★")
        assert app.prefs.chosen == ()


async def test_chosen_units_are_there_at_the_next_start(tmp_path: Path, until):
    file = tmp_path / "screen.json"
    async with make_app(FakeSource(), kept=file).run_test(size=SIZE) as pilot:
        await to_late(pilot, until)
        await pilot.press("p", "A")
        await until(pilot, "Báo hiệu:", "nháy dòng chữ")
    kept, _ = load(file)
    assert (kept.chosen, kept.alert) == (("tnmt",), "flash")
    async with make_app(FakeSource(), kept=file).run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn", "★")


@pytest.mark.parametrize(("board", "unit"), [("d", "gddt"), ("4", "29863"), ("1", "tnmt")])
async def test_a_unit_can_be_chosen_on_any_board_of_units(app, until, board, unit):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press(board)
        await until(pilot, "▶", "Phường")
        await pilot.press("p")
        await until(pilot, "▶★", "đã chọn")
        assert app.prefs.chosen == (unit,)


async def test_a_unit_can_be_chosen_on_its_own_page_and_on_the_map(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await to_late(pilot, until)
        await pilot.press("enter")
        await until(pilot, "› Phòng Tài nguyên")
        await pilot.press("p")
        await until(pilot, "★ hạng 1/12")
        await pilot.press("escape", "v")
        await until(pilot, "· bản đồ")
        app.screen.map.go_to("29863")
        await pilot.press("p")
        await until(pilot, "★ Phường 11: đã chọn", "(2 đơn vị)")
        assert app.prefs.chosen == ("tnmt", "29863")


async def test_where_there_is_no_unit_it_is_said_and_not_offered(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("0", "p")
        await until(pilot, "không có đơn vị nào để chọn")
        assert "choose" not in {action.name for action in app.screen.actions_here()}
        assert app.prefs.chosen == ()


# ── the alert ────────────────────────────────────────────────────────────────────────────────────────────────────────
class Bell:
    """An app whose bell is counted, and a clock for it."""

    def __init__(self, **prefs: object) -> None:
        self.source = FakeSource()
        self.app = make_app(self.source)
        self.app.session.preferences.values = Prefs(**prefs)  # type: ignore[arg-type]
        self.now = 1000.0
        self.rung = 0
        self.app.session.watchlist.monotonic = lambda: self.now
        self.app.bell = self._ring  # type: ignore[method-assign]

    def _ring(self) -> None:
        self.rung += 1


async def test_by_default_a_change_of_a_chosen_unit_only_shows_as_any_other(until):
    bell = Bell(chosen=("29878",))
    async with bell.app.run_test(size=SIZE) as pilot:
        await to_late(pilot, until)
        bell.source.load(u29878=415)
        shown = await until(pilot, "415", "Vừa thay đổi lúc")
        assert "ĐƠN VỊ ĐÃ CHỌN" not in shown
        assert bell.rung == 0


async def test_a_flash_says_which_chosen_unit_changed_and_by_how_much_on_any_board(until):
    bell = Bell(chosen=("29878", "29863"), alert="flash")
    async with bell.app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        for board in ("2", "0", "4", "1"):
            await pilot.press(board)
            await pilot.pause()
            late = bell.source.late_by_unit["29878"]
            bell.source.load(u29878=late + 3)
            await until(pilot, "ĐƠN VỊ ĐÃ CHỌN VỪA ĐỔI", f"Phường 6 trễ {late + 3} ▲ 3")
        assert bell.rung == 0


async def test_other_units_that_change_raise_no_alert(until):
    bell = Bell(chosen=("29878",), alert="bell")
    async with bell.app.run_test(size=SIZE) as pilot:
        await to_late(pilot, until)
        bell.source.load(u29863=300)
        shown = await until(pilot, "300", "Vừa thay đổi lúc")
        assert "ĐƠN VỊ ĐÃ CHỌN" not in shown
        assert bell.rung == 0


async def test_the_bell_rings_once_for_many_changes_within_its_seconds(until):
    bell = Bell(chosen=("29878",), alert="bell")
    async with bell.app.run_test(size=SIZE) as pilot:
        await to_late(pilot, until)
        for late, seconds, rung in ((415, 0, 1), (416, 1, 1), (417, BELL_SECONDS, 2)):
            bell.now += seconds
            bell.source.load(u29878=late)
            await until(pilot, f"Phường 6 trễ {late}")
            assert bell.rung == rung


async def test_a_step_through_time_is_no_change_of_a_chosen_unit(until):
    bell = Bell(chosen=("29884", "29878", "29863", "29893"), alert="bell")
    bell.source.live_through()
    async with bell.app.run_test(size=SIZE) as pilot:
        await to_late(pilot, until)
        for _ in range(4):
            await pilot.press("left_square_bracket")
            await pilot.pause()
        shown = await until(pilot, "QUÁ KHỨ")
        assert "ĐƠN VỊ ĐÃ CHỌN" not in shown
        await pilot.press("end")
        await until(pilot, "Phường 6", gone="QUÁ KHỨ")
        assert bell.rung == 0


async def test_a_goes_from_off_to_flash_to_bell_and_says_that_none_is_chosen(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await to_late(pilot, until)
        for kept, words in (("flash", "nháy dòng chữ"), ("bell", "chuông"), ("", "Báo hiệu: tắt.")):
            await pilot.press("A")
            shown = await until(pilot, "Báo hiệu:", words)
            assert app.prefs.alert == kept
            assert ("Chưa chọn đơn vị nào: nhấn p ở dòng đơn vị." in shown) == bool(kept)


async def test_nothing_more_is_asked_while_the_alert_is_off(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await to_late(pilot, until)
        await pilot.press("p", "0")
        await until(pilot, "Nguồn dữ liệu")
        assert UNITS not in app.poller.broker.wanted
        await pilot.press("A")
        await until(pilot, "Báo hiệu:", "nháy dòng chữ")
        assert UNITS in app.poller.broker.wanted
        await pilot.press("A", "A")
        await until(pilot, "Báo hiệu: tắt.")
        assert UNITS not in app.poller.broker.wanted
