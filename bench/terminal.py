"""Runs a program on a pseudo-terminal: what it paints, when, and in how many bytes."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

import pyte

#: pyte prints what it does not know of the keyboard protocol and of mode queries.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p")


class Chunk(NamedTuple):
    """Bytes that the program wrote, and when they were read (monotonic seconds)."""

    at: float
    data: bytes


class Terminal:
    """A command on its own pseudo-terminal, and the screen that it paints. Use it in a ``with`` block."""

    def __init__(self, command: Sequence[str], columns: int = 120, lines: int = 40):
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self._kept = tempfile.TemporaryDirectory()  # what this machine's user chose on the boards measures nothing
        environment["XDG_CONFIG_HOME"] = self._kept.name
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *command], stdin=slave, stdout=slave, stderr=slave, env=environment
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        if self._master >= 0:
            self.read(0.5)
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self._master >= 0:
            os.close(self._master)
        self._kept.cleanup()

    def fileno(self) -> int:
        """The descriptor to read from, for ``select``."""
        return self._master

    def read(self, timeout: float) -> Chunk | None:
        """The next output; None if nothing comes in ``timeout`` seconds, or if the program has ended."""
        readable, _, _ = select.select([self._master], [], [], max(0.0, timeout))
        if not readable:
            return None
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return None
        return Chunk(time.monotonic(), data) if data else None

    def send(self, keys: bytes) -> float:
        """Press keys. Return the moment (monotonic seconds)."""
        os.write(self._master, keys)
        return time.monotonic()

    def wait_for(self, shown: Callable[[list[str]], bool], timeout: float) -> float:
        """Read until ``shown`` is true for the screen's lines. Return when the last bytes came (monotonic seconds).

        Raises TimeoutError with the screen's text after ``timeout`` seconds, or if the program ends.
        """
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            chunk = self.read(left)
            if chunk is None:
                if self.process.poll() is not None:
                    break
                continue
            self.feed(chunk.data)
            if shown(self.screen.display):
                return chunk.at
        raise TimeoutError("\n".join(line.rstrip() for line in self.screen.display))

    def feed(self, data: bytes) -> None:
        """Show output on the emulated screen."""
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))

    def hang_up(self) -> None:
        """Close the terminal, as the window that shows it does. Nothing can be read after that."""
        os.close(self._master)
        self._master = -1

    def drain(self, quiet: float, at_most: float = 10.0) -> list[Chunk]:
        """Read, show and return output until none has come for ``quiet`` seconds, or for ``at_most`` seconds."""
        chunks: list[Chunk] = []
        deadline = time.monotonic() + at_most
        while time.monotonic() < deadline and (chunk := self.read(quiet)) is not None:
            self.feed(chunk.data)
            chunks.append(chunk)
        return chunks

    def collect(self, for_seconds: float) -> list[Chunk]:
        """Read, show and return the output of the next ``for_seconds`` seconds."""
        chunks: list[Chunk] = []
        deadline = time.monotonic() + for_seconds
        while (left := deadline - time.monotonic()) > 0:
            chunk = self.read(left)
            if chunk is not None:
                self.feed(chunk.data)
                chunks.append(chunk)
        return chunks

    def cursor_line(self) -> int:
        """The index of the screen line with the board's cursor; -1 if there is none."""
        return next((number for number, line in enumerate(self.screen.display) if line.startswith("▶")), -1)


_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X].*?(?:\x07|\x1b\\)|[ -/]*[0-~])", re.DOTALL)


def paints(data: bytes) -> bool:
    """Whether output has visible characters, and not only control sequences."""
    return bool(_ESCAPES.sub(b"", data).strip())


def shows(text: str) -> Callable[[list[str]], bool]:
    """A condition on screen lines: whether one of them contains ``text``."""
    return lambda lines: any(text in line for line in lines)


def go_to_late_board(terminal: Terminal) -> None:
    """Go from the start to the board of late dossiers, and wait for its figures."""
    terminal.wait_for(shows("Phường 6"), 30)
    terminal.send(b"2")
    terminal.wait_for(lambda lines: "Hồ sơ trễ hạn" in lines[0] and shows("Phường 6")(lines), 10)
