"""A fault of ours in the middle of a meeting: the screen comes back by itself, and shows nobody what it was."""

import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.cli.init import make
from cchc_tui.collector.once import run_once
from cchc_tui.tui.terminal.crash import Place, RestartPolicy
from tests.kits.forked_readers import forked_readers

#: The app with a fault that a key (l) brings about a moment later, and a secret among the variables of where it is.
FAULTY = """
import os, sys
from cchc_tui.tui import app
from cchc_tui.tui.screens import leaderboard
ask_to_end = lambda: os.kill(os.getpid(), int(os.environ["NUMBER"]))
when, begun = os.environ.get("WHEN"), []
def fail():
    secret = "Nguyen Van Bi Mat"
    if when == "crashes":
        ask_to_end()
    raise LookupError("made up for a test")
leaderboard.LeaderboardScreen.action_level = lambda screen: screen.set_timer(0.01, fail)
make, mount = app.CchcApp.__init__, app.CchcApp.on_mount
def made(self, *words, **more):
    begun.append(self)
    if when == "before it begins" and len(begun) == 2:
        ask_to_end()
    make(self, *words, **more)
def mounted(self):
    if when == "begins" and len(begun) == 2:
        ask_to_end()
    mount(self)
app.CchcApp.__init__, app.CchcApp.on_mount = made, mounted
from cchc_tui.cli import main
sys.argv = ["cchc-tui", *sys.argv[1:]]
main()
"""


@pytest.fixture(scope="module")
def _loaded(tmp_path_factory: pytest.TempPathFactory, dropped: Any, exports: Path) -> Path:
    path = tmp_path_factory.mktemp("loaded") / "office"
    make(path)
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", path / "inbox")
    with forked_readers():
        assert run_once(path, as_json=True) == 0
    return path


@pytest.fixture
def office(_loaded: Path, tmp_path: Path) -> Path:
    """A data folder with a list."""
    return Path(shutil.copytree(_loaded, tmp_path / "office"))


@pytest.fixture
def faulty(terminal: Callable[..., Any], office: Path, tmp_path: Path) -> Any:
    """Opens the faulty app."""

    def start(**environment: str) -> Any:
        options = ("--data", str(office), "--clock", "2021-11-10T08:31")
        state = {"XDG_STATE_HOME": str(tmp_path / "state")}
        running = terminal(sys.executable, "-c", FAULTY, *options, env={**state, **environment})
        running.wait_for("10/11/2021 08:30")
        return running

    return start


@pytest.fixture
def app(faulty: Any) -> Any:
    """The faulty app with its data."""
    return faulty()


def fall(running: Any) -> None:
    """On the board of late dossiers, presses the key that fails."""
    running.send(b"2")
    running.wait_for("Xếp theo")
    running.send(b"l")


def test_a_fault_brings_the_same_board_back_and_is_written_down(app: Any, tmp_path: Path):
    fall(app)
    app.wait_for("tự mở lại sau một lỗi")
    app.wait_for("Xếp theo")
    log = next((tmp_path / "state").rglob("faults.log"))
    said = log.read_text()
    assert "LookupError: made up for a test" in said
    assert log.stat().st_mode & 0o777 == 0o600
    for place in (said, app.raw.decode(errors="replace")):
        assert "Bi Mat" not in place
    assert "Traceback" not in app.raw.decode(errors="replace")


def fall_and_come_back(running: Any, wait: Any) -> None:
    """Waits for the sentence of this restart: that of the one before may still stand on the screen."""
    begin, before = b"\x1b[?1049h", bytes(running.raw)
    fall(running)
    wait(lambda: running.raw.count(begin) > before.count(begin), "a restart")
    wait(lambda: "tự mở lại".encode() in running.raw.rpartition(begin)[2], "the sentence of this restart")


def test_a_fault_that_comes_again_and_again_ends_it_with_a_sentence(app: Any, wait: Any):
    for _ in range(2):
        fall_and_come_back(app, wait)
        app.send(b"1")
        app.wait_for("TRỄ NHIỀU NHẤT")
    fall(app)
    app.wait_for_end()
    app.settle()
    assert app.process.returncode == 1
    assert "dừng vì một lỗi lặp lại" in app.raw.decode(errors="replace")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("when", ["crashes", "before it begins", "begins"])
def test_it_does_not_come_back_where_it_is_asked_to_end_meanwhile(
    faulty: Any, number: signal.Signals, when: str, office: Path, running_on: Any, wait: Any
):
    app = faulty(NUMBER=str(int(number)), WHEN=when)
    fall(app)
    app.wait_for_end()
    app.settle()
    assert app.process.returncode in {128 + number, -number}
    assert app.settings() == app.before
    left = bytes(app.raw)
    assert left.rfind(b"\x1b[?1049l") > left.rfind(b"\x1b[?1049h")
    assert left.rfind(b"\x1b[?25h") > left.rfind(b"\x1b[?25l")
    assert b"Traceback" not in left
    wait(lambda: running_on(office) == [], "nothing left running")


def test_where_it_begins_anew():
    now = [0.0]
    policy = RestartPolicy(None, lambda: now[0])
    there = Place("late", presenting=True)
    assert policy.place_after(ValueError(), there) == there
    assert policy.place_after(ValueError(), there) == Place()  # there it may be that fails
    now[0] = 100.0
    assert policy.place_after(ValueError(), there) == there  # long after
    assert policy.place_after(ValueError(), there) == Place()
    assert policy.place_after(ValueError(), there) is None
