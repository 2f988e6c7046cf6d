"""A real OpenSSH server on loopback: the app comes up, lives, and leaves nothing behind."""

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.sshd
Start = Callable[..., Any]
PROJECT = Path(__file__).resolve().parents[2]


def command(office: Path) -> str:
    """The app, as the shell of the server is given it; run from the project so that it need not be installed."""
    app = shlex.join([sys.executable, "-m", "cchc_tui", "--data", str(office), "--clock", "2021-11-10T09:30"])
    return f"cd {shlex.quote(str(PROJECT))} && exec {app}"


@pytest.fixture
def over_ssh(terminal: Start, server: Any, office: Path) -> Any:
    """The app on the far side, its screen on this one."""
    running = terminal(*server.client(command(office), "-tt"))
    running.wait_for("Chưa có dữ liệu")
    return running


def test_a_drop_reaches_the_screen_and_a_killed_client_leaves_nothing_running(
    over_ssh: Any, office: Path, dropped: Any, exports: Path, running_on: Any, wait: Any
) -> None:
    wait(lambda: len(running_on(office)) >= 3, "app, collector and reader")
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    over_ssh.wait_for("10/11/2021 08:30")
    over_ssh.send(b"2")
    over_ssh.wait_for("Phòng Tài chính")
    dropped(exports / "igate_xlsx" / "later" / "DanhSachHoSo.xlsx", office / "inbox")
    over_ssh.wait_for("10/11/2021 09:30")
    over_ssh.process.kill()
    wait(lambda: running_on(office) == [], "nothing left running")


def test_a_closed_window_leaves_nothing_running(over_ssh: Any, office: Path, running_on: Any, wait: Any) -> None:
    over_ssh.hang_up()
    wait(lambda: running_on(office) == [], "nothing left running")


def test_it_can_be_left_from_afar(over_ssh: Any, office: Path, running_on: Any, wait: Any) -> None:
    over_ssh.send(b"\x11")
    over_ssh.wait_for_end()
    assert over_ssh.process.returncode == 0
    wait(lambda: running_on(office) == [], "nothing left running")
    assert over_ssh.settings() == over_ssh.before


def test_without_a_terminal_it_says_how_to_get_one(server: Any, office: Path, running_on: Any) -> None:
    far = server.client(command(office), "-T")
    done = subprocess.run(far, check=False, timeout=15, capture_output=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "ssh -t" in done.stderr.decode()
    assert b"\x1b" not in done.stdout + done.stderr
    assert running_on(office) == []
