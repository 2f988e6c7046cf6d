"""The app with made-up boards on a real pseudo-terminal, and the screen that its output paints."""

from __future__ import annotations

import fcntl
import itertools
import os
import pty
import re
import select
import socket
import struct
import termios
import time
from collections.abc import Mapping

import pyte
import pytest

from tests.kits.forked_app import start

COLUMNS, ROWS = 120, 40


#: pyte prints what it does not know of the keyboard protocol and of mode queries.
UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p")


class Terminal:
    """The app on a pseudo-terminal, and the screen that its output paints."""

    def __init__(self, *words: str, columns: int = COLUMNS, rows: int = ROWS, environ: Mapping[str, str] | None = None):
        self.columns, self.rows = columns, rows
        self.fd, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        env = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **(environ or {})}
        self._rest, asked = socket.socketpair()
        self._questions = itertools.cycle(range(256))
        self.process = start(words, env, child, asked.fileno())
        os.close(child)
        asked.close()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)

    def close(self) -> None:
        """End the app, and close its terminal."""
        self.process.end()
        os.close(self.fd)
        self._rest.close()

    def read(self, quiet: float | None = None, longest: float = 8.0) -> bytes:
        """Read, show and return output until none has come for ``quiet`` seconds (None: until the app is at rest)."""
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
        """Read until ``many`` bytes have come, and then until the app is at rest."""
        came = 0
        end = time.monotonic() + seconds
        while came < many:
            if time.monotonic() > end:
                pytest.fail(f"only {came} bytes came")
            came += len(self.read(0.2, 2.0))
        self.read()

    def await_text(self, words: str, seconds: float = 10.0) -> bytes:
        """Read until the screen shows ``words``, and then until the app is at rest. Return the output."""
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
        """Each cell's text and colours, by line. A space has only a background colour."""
        return [
            tuple(
                f"{cell.data}{'' if cell.data == ' ' else (cell.fg, cell.bold)}{cell.bg}"
                for cell in (line[x] for x in range(self.columns))
            )
            for line in (self.screen.buffer[y] for y in range(self.rows))
        ]
