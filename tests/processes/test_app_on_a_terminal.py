"""The whole app on a real pseudo-terminal, with its collector: what arrives moves the boards, nothing stays behind."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.status import read_status
from tests.kits.long_list import LONG

Start = Callable[..., Any]
EMPTY = "Chưa có dữ liệu"


@pytest.fixture
def app(terminal: Start, office: Path) -> Callable[[], Any]:
    """Opens the app on the office at the moment of the sample lists."""

    def start() -> Any:
        return terminal(sys.executable, "-m", "cchc_tui", "--data", str(office), "--clock", "2021-11-10T09:30")

    return start


def rows_of(running: Any, name: str) -> str:
    return next((line for line in running.text.splitlines() if name in line), "")


def cursor_on(running: Any) -> str:
    return next((line for line in running.text.splitlines() if line.startswith("▶")), "")


def test_a_later_list_moves_the_board_with_no_key_and_the_cursor_stays_on_its_unit(
    app: Any, office: Path, dropped: Any, exports: Path, wait: Any
) -> None:
    running = app()
    running.wait_for(EMPTY)
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    running.wait_for("10/11/2021 08:30")
    running.send(b"2")
    running.wait_for("Phòng Tài chính")
    running.send(b"\x1b[B\x1b[B\x1b[B")
    wait(lambda: "Phường 6" in cursor_on(running), "the cursor on Phường 6")
    before = running.text
    dropped(exports / "igate_xlsx" / "later" / "DanhSachHoSo.xlsx", office / "inbox")
    running.wait_for("10/11/2021 09:30")
    wait(lambda: running.text != before and "Phường 6" in cursor_on(running), "the cursor on Phường 6")


def test_two_viewers_are_both_live_and_one_takes_over_when_the_other_is_closed(
    app: Any, office: Path, dropped: Any, exports: Path, wait: Any, running_on: Any
) -> None:
    viewers = [app(), app()]
    for each in viewers:
        each.wait_for(EMPTY)
    wait(lambda: read_status(office).alive, "a collector")
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    for each in viewers:
        each.wait_for("10/11/2021 08:30")
    before = read_status(office).pid
    keeper = int(Path(f"/proc/{before}/stat").read_text().rpartition(")")[2].split()[1])
    (leaving,) = (each for each in viewers if each.process.pid == keeper)
    (staying,) = (each for each in viewers if each is not leaving)
    leaving.hang_up()
    leaving.wait_for_end()
    wait(lambda: read_status(office).alive and read_status(office).pid != before, "another collector")
    dropped(exports / "igate_xlsx" / "later" / "DanhSachHoSo.xlsx", office / "inbox")
    staying.wait_for("10/11/2021 09:30")
    staying.send(b"\x11")
    staying.wait_for_end()
    wait(lambda: running_on(office) == [], "no process left")


def test_a_collector_killed_in_mid_load_is_replaced_and_the_boards_show_the_whole_list(
    app: Any, office: Path, dropped: Any, long_list: Path, wait: Any, asked: Any, kill_in_mid_load: Any
) -> None:
    running = app()
    running.wait_for(EMPTY)
    wait(lambda: read_status(office).alive, "a collector")
    dropped(long_list, office / "inbox")
    kill_in_mid_load(office)
    wait(lambda: asked(office, "SELECT count(*) FROM dossier") == [(LONG,)], "all of it")
    running.send(b"2")
    running.wait_for(f"{LONG:_}".replace("_", "."))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_app_and_collector_with_the_terminal_restored(
    app: Any, office: Path, wait: Any, running_on: Any, number: signal.Signals
) -> None:
    running = app()
    running.wait_for(EMPTY)
    wait(lambda: read_status(office).alive, "a collector")
    os.kill(running.process.pid, number)
    running.wait_for_end()
    assert running.process.returncode == 128 + number
    wait(lambda: running_on(office) == [], "no process left")
    assert running.settings() == running.before
    left = bytes(running.raw)
    assert left.rfind(b"\x1b[?1049l") > left.rfind(b"\x1b[?1049h")
    assert left.rfind(b"\x1b[?25h") > left.rfind(b"\x1b[?25l")


def test_an_idle_app_sends_next_to_nothing(app: Any, office: Path, dropped: Any, exports: Path, wait: Any) -> None:
    running = app()
    running.wait_for(EMPTY)
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    running.wait_for("10/11/2021 08:30")
    running.send(b"2")
    running.wait_for("Phòng Tài chính")
    time.sleep(1.5)
    sent = len(running.raw)
    time.sleep(2)
    assert len(running.raw) - sent < 500
