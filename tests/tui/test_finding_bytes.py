"""What finding costs on the line: a letter, a filter, an order send what is another and no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kits.pty_terminal import Terminal

WHOLE = b"\x0c"


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal("signal")
    made.await_text("so với lúc mở 08:33")
    made.press(b"2")
    made.await_text("Cấp cả hai")
    yield made
    made.close()


def whole(terminal: Terminal) -> int:
    terminal.press(WHOLE)
    return len(terminal.read(0.5))


def test_an_order_costs_no_more_than_a_whole_screen_and_the_numbers_little(terminal):
    terminal.press(b"s")
    first = len(terminal.await_text("Xếp theo ± trễ ↓"))
    terminal.press(b"1")
    second = len(terminal.await_text("Xếp theo đơn vị ↑"))
    assert 0 < max(first, second) <= whole(terminal)
    assert terminal.read(6.5) != b""  # the numbers go
    assert terminal.read(1.2) == b""


def test_a_letter_that_changes_nothing_costs_the_letter(terminal):
    terminal.press(b"/")
    terminal.await_text("không cần dấu")
    terminal.press(b"phuon")
    terminal.await_text("8 tên khớp")
    terminal.press(b"g")
    sent = terminal.await_text("› phuong")
    assert 0 < len(sent) < 100
    assert terminal.read(1.0) == b""


def test_a_filter_costs_no_more_than_a_whole_screen(terminal):
    terminal.press(b"/")
    terminal.await_text("không cần dấu")
    terminal.press(b"hoa thuan\t")
    sent = len(terminal.await_text("Lọc: hoa thuan"))
    terminal.press(b"\x1b")
    back = len(terminal.await_text("Phường 6"))
    assert 0 < back <= whole(terminal)
    assert 0 < sent <= 3 * whole(terminal)  # the search came and went as well
