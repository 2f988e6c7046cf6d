"""The presentation on a real pseudo-terminal at 80x24: what a turn, a change and a second cost in bytes."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest

from tests.kits.presentation_kit import WALL
from tests.kits.pty_terminal import Terminal

WAITING = "đang lấy số liệu"
F5, SPACE, RIGHT, WHOLE = b"\x1b[15~", b" ", b"\x1b[C", b"\x0c"


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    made = Terminal(*getattr(request, "param", ("signal",)), columns=80, rows=24)
    made.await_text("so với lúc mở 08:33")
    made.press(F5)
    made.await_text(f"1/{len(WALL)}")
    yield made
    made.close()


def paused(terminal: Terminal) -> None:
    terminal.press(SPACE)
    terminal.await_text("TẠM DỪNG")


def turned(terminal: Terminal, page: int) -> int:
    """The bytes of a turn to that page, until it has its figures."""
    terminal.press(RIGHT)
    sent = len(terminal.await_text(f" {page}/{len(WALL)} "))
    while WAITING in terminal.text():
        sent += len(terminal.await_text(f" {page}/{len(WALL)} "))
    return sent


def whole(terminal: Terminal) -> int:
    """How many bytes it takes to send the whole screen over an empty one, until it looks as before."""
    before = terminal.looks()
    terminal.screen.erase_in_display(2)
    terminal.press(WHOLE)
    sent, end = 0, time.monotonic() + 15.0
    while terminal.looks() != before:
        assert time.monotonic() < end, "what was sent in pieces is not what the whole is"
        sent += len(terminal.read(0.2, 1.0))
    return sent + len(terminal.read(0.6))  # what changes nothing more: spaces, the end of the frame


def test_a_turn_costs_no_more_than_a_whole_screen(terminal):
    paused(terminal)
    for page in (*range(2, len(WALL) + 1), 1):
        assert 0 < turned(terminal, page) <= whole(terminal), page  # which looks the same


def test_five_units_change_in_less_than_2000_bytes(terminal):
    paused(terminal)
    terminal.press(b"3")
    terminal.await_text("Phường 6")
    terminal.process.send_signal(signal.SIGUSR1)
    sent = terminal.await_text("Xã Mỹ Tân tăng 40")  # it passes another one, row by row
    sent += terminal.read(1.0)
    assert "417" in terminal.text()
    assert 0 < len(sent) <= 2000


def test_five_units_change_the_large_figures_in_less_than_2000_bytes(terminal):
    paused(terminal)
    terminal.process.send_signal(signal.SIGUSR1)
    sent = terminal.await_text("Cấp xã tăng 42") + terminal.read(1.0)
    assert 0 < len(sent) <= 2000


def test_a_countdown_costs_some_bytes_a_second_and_a_pause_none(terminal):
    terminal.read(0.5)
    sent = terminal.read(6.5, 6.0)
    assert len(sent) <= 6 * 50
    paused(terminal)
    assert terminal.read(3.0, 3.0) == b""


def test_what_was_sent_in_pieces_is_what_the_whole_would_have_been(terminal):
    paused(terminal)
    terminal.press(b"3")
    terminal.await_text(f"3/{len(WALL)}")
    terminal.process.send_signal(signal.SIGUSR1)
    terminal.await_text("Xã Mỹ Tân tăng 40")
    terminal.read(1.5)
    for key in (b"b", b"b", b"1", b"6", b"9", b"3"):
        terminal.press(key)
        terminal.read(0.3)
    in_pieces = terminal.looks()
    terminal.press(WHOLE)
    terminal.read(0.5)
    assert terminal.looks() == in_pieces
