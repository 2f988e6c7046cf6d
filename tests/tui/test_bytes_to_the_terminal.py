"""On a real pseudo-terminal: how little is sent, that it is what is meant, and nothing while nothing changes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kits.pty_terminal import Terminal


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    made = Terminal(*getattr(request, "param", ("signal",)))
    yield made
    made.close()


def test_five_units_change_in_less_than_2000_bytes(terminal):
    terminal.await_text("Cấp xã")
    terminal.press(b"2")
    terminal.await_text("so với lúc mở 08:33")
    terminal.process.send_signal(signal.SIGUSR1)
    sent = terminal.await_text("Vừa thay đổi lúc")
    assert "417" in terminal.text()  # ranks change as well, and levels, the moment above and the words below
    assert 0 < len(sent) <= 2000


def test_nothing_is_sent_while_nothing_changes(terminal):
    terminal.await_text("so với lúc mở 08:33")
    terminal.press(b"2")
    terminal.await_text("Cấp cả hai")
    assert terminal.read(1.6) == b""


@pytest.mark.parametrize("terminal", [("signal", "live")], indirect=True)
def test_a_clock_that_runs_costs_nothing_within_its_minute(terminal):
    terminal.await_text("so với lúc mở 08:33")
    assert terminal.read(1.6) == b""


def test_what_was_sent_in_pieces_is_what_the_whole_would_have_been(terminal):
    terminal.await_text("Cấp xã")
    down, help_, page_down, end, theme = b"\x1b[B", b"\x1bOP", b"\x1b[6~", b"\x1b[F", b"\x1b[19~"
    keys = [
        b"2",
        down,
        down,
        help_,
        b"\x1b",
        b"g",
        b"s",
        b"l",
        b"\r",
        page_down,
        b"\r",
        b"\x1b",
        b"0",
        down,
        b"g",
        b"4",
    ]
    keys += [
        b"[",
        b"[",
        b"2",
        b"4",
        b"c",
        end,
        b"2",
        b"4",
        b"1",
        b"\t",
        theme,
        b"2",
        b"2",
        b"g",
        b"g",
        b"g",
        b"g",
        b"l",
        b"l",
    ]
    for key in keys:
        terminal.press(key)
        terminal.read(0.08, 1.0)
    terminal.process.send_signal(signal.SIGUSR1)
    terminal.await_text("3.295")
    in_pieces = terminal.looks()
    terminal.press(b"\x0c")  # Ctrl+L: everything again
    terminal.read_bytes(2500)
    assert terminal.looks() == in_pieces


def test_back_from_being_suspended_the_whole_screen_is_sent_again(terminal):
    terminal.await_text("so với lúc mở 08:33")
    terminal.process.send_signal(signal.SIGTSTP)
    stat = Path(f"/proc/{terminal.process.pid}/stat")
    for _ in range(300):
        terminal.read(0.05)
        if stat.read_text().rpartition(")")[2].split()[0] == "T":
            break
    terminal.process.send_signal(signal.SIGCONT)
    terminal.read_bytes(2500)


@pytest.mark.parametrize("terminal", [("signal", "past")], indirect=True)
@pytest.mark.parametrize("board", [b"1", b"2"])
def test_a_step_through_time_in_which_five_units_change_is_sent_in_less_than_2000_bytes(terminal, board):
    back, on = b"[", b"]"
    terminal.await_text("so với đầu cuộc họp 08:10")
    terminal.press(board)
    terminal.read()
    for moment in ("08:30", "08:00", "09/11/2021 23:59", "09/11/2021 08:00", "08/11/2021 23:59"):
        terminal.press(back)
        terminal.await_text(f"{moment} ·")
    sizes = []
    for moment in ("09/11/2021 08:00", "09/11/2021 23:59", "10/11/2021 08:00"):
        terminal.press(on)
        sizes.append(len(terminal.await_text(f"QUÁ KHỨ · {moment}")))
    assert max(sizes) <= 2000, sizes
    assert terminal.read(1.2) == b""  # and nothing while one stays there
