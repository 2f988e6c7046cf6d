"""The demo as a stranger starts it: on a terminal, through the real collector."""

from __future__ import annotations

import fcntl
import json
import os
import re
import select
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyte
import pytest

from cchc_tui.domain.findings import ChangeKind
from tests.kits.commands import run, small_year

#: pyte prints what it does not know of the keyboard protocol and of mode queries.
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p")
PATIENCE = 150.0  # seconds until a test gives up


class Demo:
    """``cchc-tui demo`` on a pseudo-terminal."""

    def __init__(self, temporary: Path, *options: str) -> None:
        self.temporary = temporary
        self._screen = pyte.Screen(140, 40)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "TMPDIR": str(temporary)}
        self.process = subprocess.Popen(
            ["env", "--default-signal=HUP", "setsid", "--ctty", sys.executable, "-m", "cchc_tui", "demo", *options],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
        )
        os.close(slave)

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    def read(self, seconds: float = 0.1) -> None:
        if select.select([self._master], [], [], seconds)[0]:
            try:
                data = os.read(self._master, 65_536)
            except OSError:  # the program has ended
                time.sleep(0.01)
                return
            self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))

    def until(self, condition: Callable[[], object]) -> None:
        """Read until something is so."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                pytest.fail(f"not within {PATIENCE} s; the screen:\n{self.text}")
            self.read()

    def folders(self) -> list[Path]:
        """The folders it has made. Python tries with a file of a moment whether it may write there."""
        return [path for path in self.temporary.iterdir() if path.is_dir()]

    def press(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Callable[..., Demo]]:
    """Starts demos whose temporary folders stand in ``tmp_path``."""
    started: list[Demo] = []

    def start(*options: str) -> Demo:
        temporary = tmp_path / "tmp"
        temporary.mkdir(exist_ok=True)
        started.append(Demo(temporary, *options))
        return started[-1]

    yield start
    for each in started:
        each.close()


def board(folder: Path, name: str, at: str) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(run("board", name, "--data", str(folder), "--as-of", at, "--format", "json"))
    return shown


def back_dated(folder: Path) -> bool:
    """Whether a back-dating came through the collector."""
    with closing(sqlite3.connect(f"{(folder / 'cchc.db').as_uri()}?mode=ro", uri=True)) as connection:
        query = "SELECT 1 FROM finding WHERE kind = ? LIMIT 1"
        return connection.execute(query, (int(ChangeKind.BACKDATED),)).fetchone() is not None


def test_demo_starts_at_the_articles_figures_and_lives(demo: Callable[..., Demo], tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    running = demo("--data", str(kept), "--seed", "3", "--speed", "2")
    running.until(lambda: "MINH HỌA" in running.text)
    running.press(b"2")
    running.until(lambda: "1.416" in running.text and "3.253" in running.text)
    assert len(list((kept / "archive").rglob("*.*"))) >= 20
    running.until(lambda: back_dated(kept))
    running.process.terminate()
    running.until(lambda: running.process.poll() is not None)

    shown = board(kept, "late", "2021-11-10T08:30")
    assert shown["levels"]["city"]["late"] == 1_416
    assert shown["levels"]["commune"]["late"] == 3_253
    assert shown["levels"]["city"]["unclosed"] == 374
    assert shown["levels"]["commune"]["unclosed"] == 801
    later = board(kept, "late", "2021-11-10T08:31")
    assert later["levels"] != shown["levels"]
    findings = board(kept, "findings", "2021-11-10T08:31")["rows"]
    assert {row["unit"].isdecimal() for row in findings if row["kind"] == "backdated"} == {True}
    assert not list((kept / "inbox").iterdir()) or later


def test_made_up_data_are_never_mixed_into_a_folder_that_holds_something(
    demo: Callable[..., Demo], tmp_path: Path
) -> None:
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "cchc.toml").write_text("")
    refused = demo("--data", str(tmp_path / "office"))
    refused.until(lambda: refused.process.poll() is not None)
    refused.read()
    assert refused.process.returncode == 1
    assert "không được trộn vào" in refused.text
    assert [path.name for path in (tmp_path / "office").iterdir()] == ["cchc.toml"]


@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_nothing_is_left_behind(
    demo: Callable[..., Demo], how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", small_year(tmp_path / "first"))
    running = demo("--speed", "60")
    running.until(lambda: "MINH HỌA" in running.text)
    folder = running.folders()[0]
    getattr(running.process, how)()
    running.until(lambda: running.process.poll() is not None)
    running.until(lambda: not folder.exists())
    running.until(lambda: not _processes_of(folder))


@pytest.mark.parametrize("files", [0, 1, 4])
@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_nothing_is_left_behind_while_the_year_is_made(demo: Callable[..., Demo], how: str, files: int) -> None:
    running = demo()
    running.until(running.folders)
    folder = running.folders()[0]
    running.until(lambda: _processes_of(folder))
    running.until(lambda: sum(path.is_file() for path in (folder / "archive").rglob("*")) >= files)
    getattr(running.process, how)()
    running.until(lambda: running.process.poll() is not None)
    running.until(lambda: not _processes_of(folder))
    assert not folder.exists()


def _processes_of(folder: Path) -> list[Path]:
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and os.fsencode(folder) in (process / "cmdline").read_bytes().split(b"\0"):
                found.append(process)
        except OSError:
            continue
    return found
