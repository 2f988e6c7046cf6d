"""What a bad line, or somebody who means no good, sends as input: the app stays usable."""

from __future__ import annotations

import pytest
from rich.console import Console, ConsoleDimensions
from textual import events
from textual.geometry import Size

from cchc_tui.tui.terminal.driver import SturdyParser
from cchc_tui.tui.terminal.paste import PASTE_SECONDS
from cchc_tui.tui.terminal.terminal_app import TerminalApp
from cchc_tui.tui.terminal.window_size import MOST


class Clock:
    """Seconds that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def parser(clock: Clock) -> SturdyParser:
    return SturdyParser(clock=clock)


def test_a_paste_whose_end_is_lost_ends_by_itself_and_keys_work_again(parser, clock):
    assert [*parser.feed("\x1b[200~Phường 6"), *parser.feed("q")] == []
    clock.now += PASTE_SECONDS - 1
    assert [*parser.tick(), *parser.feed("2")] == []
    clock.now += 1
    (paste,) = parser.tick()
    assert isinstance(paste, events.Paste)
    assert paste.text == "Phường 6q2"
    (key,) = parser.feed("2")
    assert isinstance(key, events.Key)
    assert key.key == "2"
    clock.now += 100
    assert [*parser.tick()] == []


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_paste_that_ends_is_taken_whole_however_it_is_cut(parser, clock, cut):
    sent = "\x1b[200~a\x1b[201~"
    (paste,) = [*parser.feed(sent[:cut]), *parser.feed(sent[cut:])]
    assert paste.text == "a"
    clock.now += 100
    assert [*parser.tick()] == []


def test_after_one_paste_another_has_its_own_time(parser, clock):
    assert len([*parser.feed("\x1b[200~a")]) == 0
    clock.now += PASTE_SECONDS - 1
    assert len([*parser.feed("\x1b[201~\x1b[200~b")]) == 1
    clock.now += 2
    assert [*parser.tick()] == []


@pytest.mark.parametrize("size", ["99999;99999;0;0", "0;0;0;0", "24;1001;480;800", "501;80;480;800"])
def test_the_report_of_a_size_that_no_window_has_is_left_out(parser, size):
    assert [*parser.feed(f"\x1b[48;{size}t")] == []
    (move,) = parser.feed("\x1b[<35;10;5M")
    assert (move.x, move.y) == (9, 4)


async def test_a_terminal_of_a_size_that_no_window_has_is_not_drawn_cell_by_cell(monkeypatch):
    """Before the driver reports a size, the app asks the terminal for it: ``stty cols 65535 rows 65535; ssh …``."""
    monkeypatch.setattr(Console, "size", ConsoleDimensions(65_535, 65_535))
    assert TerminalApp().size == MOST


def test_a_true_report_is_taken_and_one_without_pixels_leaves_the_mouse_in_cells(parser):
    (report,) = parser.feed("\x1b[48;24;80;480;800t")
    assert report.size == Size(80, 24)
    (report,) = parser.feed("\x1b[48;40;140;0;0t")
    assert report.size == Size(140, 40)
    (move,) = parser.feed("\x1b[<35;10;5M")
    assert (move.x, move.y) == (9, 4)


def test_a_report_that_is_left_out_leaves_the_mouse_as_it_was(parser):
    assert len([*parser.feed("\x1b[48;24;80;480;800t")]) == 1
    assert [*parser.feed("\x1b[48;99999;99999;0;0t")] == []
    (move,) = parser.feed("\x1b[<35;101;41M")
    assert (move.x, move.y) == (10, 2)


async def test_a_window_that_says_it_is_endless_does_not_stop_the_app(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await app._post_message(events.Resize(Size(99999, 99999), Size(99999, 99999)))
        await pilot.pause()
        assert app.size == MOST
        await app._post_message(events.Resize(Size(80, 24), Size(80, 24)))
        await pilot.press("2")
        await until(pilot, "Phường 6")
