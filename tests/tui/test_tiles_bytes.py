"""On a real pseudo-terminal: what the map sends is what changed, and nothing while nothing does."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.kits.pty_terminal import Terminal


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal("signal")
    made.await_text("so với lúc mở 08:33")
    yield made
    made.close()


def test_the_map_sends_its_tiles_once_and_the_cursor_two_tiles(terminal):
    terminal.press(b"2")
    terminal.await_text("Xã Tân Thuận Đông")
    terminal.press(b"v")
    opened = len(terminal.await_text("≤412"))
    terminal.press(b"\x0c")  # Ctrl+L: the whole screen again
    assert opened <= 1.5 * len(terminal.read())  # what stood there before is taken away first
    terminal.press(b"\x1b[A")
    moved = terminal.read()
    assert 0 < len(moved) <= 2000  # two tiles of eight rows, with their large figures
    terminal.press(b"\x1b[D")
    assert 0 < len(terminal.read()) <= 2000


def test_units_that_change_repaint_their_own_tiles(terminal):
    terminal.press(b"2")
    terminal.await_text("Xã Tân Thuận Đông")
    terminal.press(b"v")
    terminal.await_text("≤412")
    terminal.process.send_signal(signal.SIGUSR1)  # five units: four tiles, one in the list, and a new greatest figure
    sent = terminal.await_text("Vừa thay đổi lúc")
    assert "≤417" in terminal.text()
    assert 0 < len(sent) <= 4000
    assert terminal.read(1.2) == b""


def test_what_the_map_sent_in_pieces_is_what_the_whole_would_have_been(terminal):
    keys = (b"2", b"v", b"\x1b[B", b"\x1b[C", b"p", b"\x1b[6~", b"\x1b[A", b"\x1b[H", b"v", b"v")
    for key in keys:
        terminal.press(key)
        terminal.read(0.1, 1.0)
    terminal.press(b"\r")
    terminal.await_text("hạng 2/15")
    terminal.press(b"\x1b")
    terminal.await_text("≤412")
    terminal.process.send_signal(signal.SIGUSR1)
    terminal.await_text("≤417")
    in_pieces, words = terminal.looks(), terminal.text()
    terminal.press(b"\x0c")
    terminal.read_bytes(2500)
    assert terminal.text() == words
    assert terminal.looks() == in_pieces
