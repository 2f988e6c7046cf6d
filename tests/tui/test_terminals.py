"""On terminals of all kinds: what they are sent is what they have, and what matters is seen on each."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator

import pytest

from tests.kits.pty_terminal import Terminal

#: 16 colours, dark and bright, in front and behind; and the terminal's own.
PALETTES_16 = {str(first + n) for first in (30, 40, 90, 100) for n in range(8)} | {"39", "49"}
ATTRIBUTES = {"", "0", "1", "4", "7", "22"}
SELECT = re.compile(rb"\x1b\[([0-9;]*)m")
CURSOR_DOWN = b"\x1b[B"


@pytest.fixture
def on() -> Iterator[Callable[..., Terminal]]:
    """Starts the app on a terminal of that kind."""
    made: list[Terminal] = []

    def start(term: str, *words: str, **environ: str) -> Terminal:
        made.append(Terminal(*words, columns=100, rows=30, environ={"TERM": term, "COLORTERM": "", **environ}))
        return made[-1]

    yield start
    for terminal in made:
        terminal.close()


def walk(terminal: Terminal) -> bytes:
    """The overview, a leaderboard, a unit with its chart, the models, the sources, the help: all that was sent."""
    sent = terminal.await_text("482")
    for keys, words in (
        (b"2", "1.416"), (b"\r", "211002-"), (b"t", "20/10"), (b"4", "10/12"), (b"0", "62.000"), (b"\x1bOP", "F4"),
    ):  # fmt: skip
        terminal.press(keys)
        sent += terminal.await_text(words)
    return sent


def colours(sent: bytes) -> set[str]:
    """Every parameter that chose a colour or an attribute; one of 256 or of millions is left as it begins."""
    found: set[str] = set()
    for match in SELECT.finditer(sent):
        found |= set(re.sub(r"([34]8);([25])(;\d+)+?(?=;|$)", r"\1:\2", match[1].decode()).split(";"))
    return found


@pytest.mark.parametrize("term", ["xterm", "screen"])
def test_a_terminal_of_16_colours_is_sent_those_and_no_others(on, term):
    chosen = colours(walk(on(term)))
    assert chosen <= PALETTES_16 | ATTRIBUTES
    assert "44" in chosen  # the thin lines are blue, as the theme says; the nearest to their grey would be black


@pytest.mark.parametrize("term", ["tmux-256color", "screen-256color"])
def test_a_terminal_of_256_colours_is_sent_their_numbers(on, term):
    sent = walk(on(term))
    chosen = colours(sent)
    assert chosen <= {"38:5", "48:5", "39", "49"} | ATTRIBUTES
    assert {"38:5", "48:5"} <= chosen
    assert b"48;5;233" in sent  # #121212, the background of the dark theme


def test_with_no_color_no_colour_is_sent(on):
    assert colours(walk(on("tmux-256color", NO_COLOR="1"))) <= {"39", "49"} | ATTRIBUTES


def test_without_colour_cursor_and_thin_lines_are_seen_by_their_attributes(on):
    terminal = on("xterm-256color", NO_COLOR="1")
    terminal.await_text("482")
    terminal.press(b"2")
    terminal.await_text("Xã Tân Thuận Đông")
    terminal.press(CURSOR_DOWN)
    terminal.read()
    rows = {y: [terminal.screen.buffer[y][x] for x in range(100)] for y in range(30)}
    reversed_rows = [y for y, row in rows.items() if all(cell.reverse for cell in row[2:90])]
    assert len(reversed_rows) == 1
    assert terminal.screen.display[reversed_rows[0]].startswith("▶")
    assert all(cell.underscore for cell in rows[0])


def test_without_colour_what_changed_and_the_past_are_seen(on):
    terminal = on("xterm-256color", "signal", NO_COLOR="1")
    terminal.await_text("482")
    terminal.press(b"2")
    terminal.await_text("Xã Tân Thuận Đông")
    terminal.process.send_signal(signal.SIGUSR1)
    terminal.await_text("Vừa thay đổi lúc")
    changed = next(y for y, line in enumerate(terminal.screen.display) if " 417 " in line)
    x = terminal.screen.display[changed].index("417")
    assert terminal.screen.buffer[changed][x].underscore
    terminal.press(b"[")
    terminal.await_text("QUÁ KHỨ")
    assert all(terminal.screen.buffer[y][0].reverse for y in range(30))


def test_the_linux_console_is_sent_ascii_and_16_colours_alone(on):
    terminal = on("linux")
    sent = walk(terminal)
    assert sent.isascii()
    assert "Tro giup" in terminal.text()
    assert colours(sent) <= PALETTES_16 | ATTRIBUTES


def test_the_mouse_is_asked_for_and_given_back(on):
    terminal = on("xterm-256color")
    assert b"\x1b[?1000h" in terminal.await_text("482")
    terminal.press(b"M")
    off = terminal.await_text("Chuột: tắt")
    assert b"\x1b[?1000l" in off
    assert b"\x1b[?1003l" in off
    terminal.press(b"M")
    assert b"\x1b[?1000h" in terminal.await_text("Chuột: bật")


def test_without_a_mouse_none_is_asked_for_until_somebody_wants_it(on):
    terminal = on("xterm-256color", "no-mouse")
    assert b"\x1b[?1000h" not in terminal.await_text("482")
    terminal.press(b"M")
    assert b"\x1b[?1000h" in terminal.await_text("Chuột: bật")
    terminal.press(b"M")
    assert b"\x1b[?1000l" in terminal.await_text("Chuột: tắt")
