"""On a real pseudo-terminal: how little is sent, that it is what is meant, and nothing while nothing changes."""

from __future__ import annotations

import fcntl
import itertools
import os
import pty
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyte
import pytest

COLUMNS, ROWS = 120, 40
HERE = Path(__file__).parent
#: pyte prints what it does not know of the keyboard protocol and of mode queries.
UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p")


class Terminal:
    """The app on a pseudo-terminal, and the screen that its bytes paint."""

    def __init__(self, *words: str, columns: int = COLUMNS, rows: int = ROWS, environ: Mapping[str, str] | None = None):
        self.columns, self.rows = columns, rows
        self.fd, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        self._rest, asked = socket.socketpair()
        self._questions = itertools.cycle(range(256))
        env |= {**(environ or {}), "AT_REST": str(asked.fileno())}
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "tui_fakes.py"), *words],
            stdin=child, stdout=child, stderr=child, env=env, start_new_session=True,
            pass_fds=[asked.fileno()],
        )  # fmt: skip
        os.close(child)
        asked.close()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)

    def read(self, quiet: float | None = None, longest: float = 8.0) -> bytes:
        """What comes until nothing has come for so long; where that is not said, until the app has come to rest."""
        came, question = b"", bytes([next(self._questions)])
        end = time.monotonic() + longest
        if quiet is None:
            self._rest.send(question)
        while (left := end - time.monotonic()) > 0:
            ready = select.select([self.fd, self._rest], [], [], left if quiet is None else quiet)[0]
            if self.fd in ready:
                came += os.read(self.fd, 65536)
            elif not ready:
                break
            elif self._rest.recv(1) == question:
                quiet = 0.05  # all is written, and may be on its way
        self._stream.feed(UNKNOWN.sub(b"", came))
        return came

    def read_bytes(self, many: int, seconds: float = 15.0) -> None:
        """Reads until so many bytes have come, and then to rest."""
        came = 0
        end = time.monotonic() + seconds
        while came < many:
            if time.monotonic() > end:
                pytest.fail(f"only {came} bytes came")
            came += len(self.read(0.2, 2.0))
        self.read()

    def await_text(self, words: str, seconds: float = 10.0) -> bytes:
        """What comes until the screen says the words and then comes to rest."""
        came = b""
        end = time.monotonic() + seconds
        while words not in self.text():
            if time.monotonic() > end:
                pytest.fail(f"never said {words!r}:\n{self.text()}")
            came += self.read(0.1, 0.5)
        return came + self.read()

    def press(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def looks(self) -> list[tuple[str, ...]]:
        """Each cell with its colours: a space has no colour of its own."""
        return [
            tuple(
                f"{cell.data}{'' if cell.data == ' ' else (cell.fg, cell.bold)}{cell.bg}"
                for cell in (line[x] for x in range(self.columns))
            )
            for line in (self.screen.buffer[y] for y in range(self.rows))
        ]


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    made = Terminal(*getattr(request, "param", ("signal",)))
    yield made
    made.process.send_signal(signal.SIGKILL)
    made.process.wait()
    os.close(made.fd)


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
    terminal.press(b"\x0c")  # Ctrl+L: everything anew
    terminal.read_bytes(2500)
    assert terminal.looks() == in_pieces


def test_back_from_being_suspended_the_whole_screen_is_sent_again(terminal):
    terminal.await_text("so với lúc mở 08:33")
    terminal.process.send_signal(signal.SIGTSTP)
    terminal.read(0.5)
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
