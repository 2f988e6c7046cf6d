"""The app leaves its terminal as it found it, and never outlives it. A small app stands in for the whole one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TINY = """
import sys, time
from textual.app import App
from textual.widgets import Static
from cchc_tui.collector.terminal import check_terminal
from cchc_tui.tui.terminal.guard import Guard

class Tiny(App):
    def compose(self):
        yield Static("xin chào")
    def on_key(self, event):
        if event.key == "h":
            time.sleep(600)  # hangs

problem = check_terminal()
if problem:
    print(problem, file=sys.stderr)
    sys.exit(2)
app = Tiny()
with Guard(app):
    app.run()
sys.exit(app.return_code)
"""
Start = Callable[..., Any]


@pytest.fixture
def tiny(terminal: Start) -> Any:
    running = terminal(sys.executable, "-c", TINY)
    running.wait_for("xin chào")
    return running


def assert_restored(running: Any) -> None:
    assert running.settings() == running.before
    left = bytes(running.raw)
    assert left.rfind(b"\x1b[?1049l") > left.rfind(b"\x1b[?1049h"), "still on the other screen"
    assert left.rfind(b"\x1b[?25h") > left.rfind(b"\x1b[?25l"), "cursor hidden"
    assert left.rfind(b"\x1b[?1000l") > left.rfind(b"\x1b[?1000h"), "mouse still reported"
    assert left.rfind(b"\x1b[<u") > left.rfind(b"\x1b[>"), "keyboard protocol still on"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_app_with_the_terminal_restored(tiny: Any, number: signal.Signals) -> None:
    os.kill(tiny.process.pid, number)
    tiny.wait_for_end()
    assert tiny.process.returncode == 128 + number
    tiny.settle()
    assert_restored(tiny)


def test_a_hanging_app_is_ended_by_force_with_the_terminal_restored(tiny: Any) -> None:
    tiny.send(b"h")
    time.sleep(0.3)
    os.kill(tiny.process.pid, signal.SIGTERM)
    tiny.wait_for_end()
    tiny.settle()
    assert_restored(tiny)


def test_a_closed_window_ends_the_app(tiny: Any) -> None:
    tiny.hang_up()
    tiny.wait_for_end()


def test_a_closed_window_ends_the_app_even_where_hang_ups_are_ignored(terminal: Start) -> None:
    running = terminal("sh", "-c", 'trap "" HUP; exec "$0" -c "$1"', sys.executable, TINY)
    running.wait_for("xin chào")
    running.hang_up()
    running.wait_for_end()


def test_a_closed_window_ends_an_app_that_no_signal_reaches(
    terminal: Start, tmp_path: Path, running_on: Any, wait: Any
) -> None:
    running = terminal("setsid", "--wait", sys.executable, "-c", TINY, str(tmp_path))
    running.wait_for("xin chào")
    running.hang_up()
    wait(lambda: running_on(tmp_path) == [], "no process left")


def test_a_closed_window_ends_a_hanging_app(tiny: Any) -> None:
    tiny.send(b"h")
    time.sleep(0.3)
    tiny.hang_up()
    tiny.wait_for_end()


def test_no_app_without_a_terminal() -> None:
    for given in ({"stdin": subprocess.DEVNULL}, {"stdin": subprocess.PIPE}):
        done = subprocess.run([sys.executable, "-c", TINY], check=False, timeout=10, capture_output=True, **given)
        assert done.returncode == 2
        assert "ssh -t" in done.stderr.decode()
        assert b"\x1b" not in done.stdout + done.stderr


def test_no_app_where_input_or_output_alone_is_no_terminal(terminal: Start) -> None:
    for redirected in ("</dev/null", ">/dev/null"):
        running = terminal("sh", "-c", f'"$0" -c "$1" {redirected}', sys.executable, TINY)
        running.wait_for_end()
        assert running.process.returncode == 2
        running.wait_for("ssh -t")


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_no_app_on_a_dumb_terminal(terminal: Start, kind: str) -> None:
    running = terminal(sys.executable, "-c", TINY, env={"TERM": kind})
    running.wait_for_end()
    assert running.process.returncode == 2
    running.wait_for("TERM")
    assert b"\x1b" not in running.raw
