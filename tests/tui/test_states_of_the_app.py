"""What is said when something is missing, broken, too small or not what it seems."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from cchc_tui.collector.status import CollectorStatus
from cchc_tui.domain.clock import Clock
from cchc_tui.registry import RegistryError
from cchc_tui.settings import Settings
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.session import status_tracker
from cchc_tui.tui.session.lazy import later
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (100, 30)
NOBODY = CollectorStatus()


class Supervisor:
    """A supervisor that starts nothing."""

    def __init__(self, pid: int = 0, may: bool = True, trouble: str = ""):
        self.pid, self.may, self.trouble, self.ticks = pid, may, trouble, 0

    def tick(self) -> None:
        self.ticks += 1

    def may_collect(self) -> bool:
        return self.may


@pytest.fixture
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_tracker, "_GRACE_SECONDS", 0.0)


@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk I/O error"), FileNotFoundError("không còn")])
async def test_a_lost_source_shows_a_banner_with_the_last_good_moment_and_keeps_the_boards(source, app, until, error):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6", "3.253", "10/11/2021 08:30")
        source.failing = error
        shown = await until(pilot, "⚠ Không đọc được dữ liệu", "giữ số liệu lúc 10/11/2021 08:30", "KHÔNG cập nhật")
        assert "3.253" in shown
        source.failing = None
        source.load(u29878=500)
        await until(pilot, "500", gone="Không đọc được")


async def test_a_faulty_registry_is_told_and_tried_again(until):
    source = FakeSource()
    source.opening = RegistryError(Path("units.toml"), 12, "unit.kind", "thiếu")
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "⚠ Không đọc được dữ liệu", "units.toml")
        source.opening = None
        await until(pilot, "482", gone="Không đọc được")


async def test_a_fault_of_our_own_in_the_thread_is_said_and_goes_by(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        source.failing = ZeroDivisionError()
        await until(pilot, "⚠ Không đọc được dữ liệu (ZeroDivisionError)", "482")
        await pilot.press("f1")
        await until(pilot, "Trợ giúp › Tổng quan")
        await pilot.press("f1")
        source.failing = None
        source.load(u29878=500)
        await until(pilot, "500", gone="Không đọc được")


@pytest.mark.usefixtures("no_grace")
async def test_a_dead_collector_shows_a_banner_until_there_is_one(source, until):
    source.collector = NOBODY
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "⚠ Không có ai nhận tệp", "482")
        source.collector = CollectorStatus(alive=True, pid=7, host="pc-07")
        await until(pilot, "pc-07 nhận tệp", gone="Không có ai")


@pytest.mark.usefixtures("no_grace")
async def test_a_viewer_who_may_not_write_is_told_so(source, until):
    source.collector = NOBODY
    app = make_app(source, supervisor=Supervisor(may=False))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "Chỉ xem: thư mục dữ liệu không cho máy này ghi")


@pytest.mark.usefixtures("no_grace")
async def test_the_trouble_of_our_own_collector_is_told(source, until):
    source.collector = NOBODY
    app = make_app(source, supervisor=Supervisor(trouble="Tiến trình nhận tệp dừng đột ngột."))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "⚠ Tiến trình nhận tệp dừng đột ngột.")


async def test_who_collects_is_said(source, until):
    supervisor = Supervisor(pid=4242)
    app = make_app(source, supervisor=supervisor)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, "máy này đang nhận tệp")
        assert supervisor.ticks


async def test_the_name_of_a_file_that_waits_is_read_on_the_board_of_sources(source, until):
    source.data = Path("/srv/cchc")
    source.collector = CollectorStatus(alive=True, pid=7, host="pc-07", waiting=("DanhSachHoSo.xlsx",), waiting_count=1)
    app = make_app(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await pilot.press("0")
        await until(pilot, "/srv/cchc/inbox", "đang chờ 1 tệp: DanhSachHoSo.xlsx")


async def test_a_stalled_collector_is_told(source, app, until):
    source.collector = CollectorStatus(alive=True, stalled=True, pid=7, host="pc-07", age=125)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "Việc nhận tệp đứng lại đã 2 phút")
        source.collector = CollectorStatus(alive=True, stalled=True, pid=7, host="pc-07", age=20)
        await until(pilot, "Việc nhận tệp vừa đứng lại")


async def test_whose_time_it_is_is_always_said(until):
    for app, words in (
        (make_app(FakeSource()), "tập huấn 08:33"),
        (make_app(FakeSource(), demo=True), "MINH HỌA 08:33"),
        (make_app(FakeSource(clock=Clock())), "trực tiếp"),
    ):
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, words)


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (20, 5)])
async def test_a_window_too_small_says_the_size_needed_and_the_size_there_is(app, until, size):
    async with app.run_test(size=size) as pilot:
        shown = await until(pilot, "60x20")
        assert f"{size[0]}x{size[1]}" in shown
        assert "Trễ" not in shown
        await pilot.resize_terminal(80, 24)
        await until(pilot, "sắp đến hạn", gone="60x20")


async def test_the_smallest_window_that_is_not_too_small_shows_every_board(app, until):
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, "Cấp xã", "TRỄ NHIỀU NHẤT")
        for key, words in (("2", "Phòng Tài nguyên và Môi trường"), ("4", "Đoàn viên\n"), ("0", "từ chối")):
            await pilot.press(key)
            await until(pilot, words)


async def test_the_event_loop_never_asks_the_source(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        for key in ("2", "g", "4", "0", "1", "2"):
            await pilot.press(key)
            await pilot.pause()
        await until(pilot, "Đất đai")
        await pilot.press("enter")
        await until(pilot, "2110")
        await pilot.press("enter")
        await until(pilot, "CÁC LẦN KẾT XUẤT")
    assert source.threads - {"slow queries"} == {"poller"}


async def test_ctrl_c_does_not_end_a_meeting(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        await pilot.press("ctrl+c")
        await until(pilot, "Nhấn F10 để thoát.")
        await pilot.press("f10")
    assert app.return_value == 0


async def test_a_source_is_made_only_after_the_first_frame_and_the_theme_follows_its_settings(until):
    made: list[str] = []
    real = FakeSource()
    real.settings = Settings(theme="light")

    def make() -> FakeSource:
        made.append(threading.current_thread().name)
        return real

    app = CchcApp(later(real.data, real.clock, make), collector=lambda: real.collector)
    assert not made
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        assert made == ["poller"]
        assert app.theme == "light"


async def test_one_question_that_fails_costs_the_others_nothing(source, app, until, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        monkeypatch.setattr(source, "due_today", fail)
        await pilot.press("d")
        await until(pilot, "⚠ Một phần màn hình chưa tính được vì lỗi (ZeroDivisionError)")
        await pilot.press("2")
        await until(pilot, "Xã Mỹ Tân")
        source.load(u29884=1_234)
        await until(pilot, "1.234")


async def test_keys_before_the_data_are_there_do_no_harm(until):
    from cchc_tui.tui.session.lazy import later  # as the command opens it

    fake, there = FakeSource(), threading.Event()
    app = make_app(later(fake.data, fake.clock, lambda: there.wait(20) and fake))  # type: ignore[arg-type]
    async with app.run_test(size=SIZE) as pilot:
        for key in ("F", "p", "A", "n", "v", "O", "U", "escape", "w", "escape", "slash", "escape", "e", "escape"):
            await pilot.press(key)
        there.set()
        await until(pilot, "Phường 6", "412")


@pytest.mark.parametrize("size", [(1, 1), (1, 24), (2, 24), (3, 3), (20, 5), (57, 23)])
async def test_no_window_is_too_small_to_live_in(source, app, until, size):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        await pilot.press("4", "right")
        await pilot.resize_terminal(*size)
        for key in ("d", "f", "4", "2", "0"):
            await pilot.press(key)
            await pilot.pause()
        await pilot.resize_terminal(*SIZE)
        await pilot.press("2")
        await until(pilot, "Xã Mỹ Tân")
