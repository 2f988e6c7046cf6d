"""The app with made-up boards on a terminal, in a process of its own that is forked from a prepared one.

The prepared process has everything imported: a normal start would take longer than most tests. The start of the command
itself is tested elsewhere.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import cchc_tui.tui
from cchc_tui.domain.clock import Clock
from cchc_tui.tui.style.appearance import CliOptions
from cchc_tui.tui.terminal.guard import Guard
from cchc_tui.tui.widgets import cursor
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import OPENED
from tests.kits.tui_rest import answer


class ForkedApp:
    """The process of an app."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process = os.pidfd_open(pid)

    def send_signal(self, number: int) -> None:
        signal.pidfd_send_signal(self._process, number)

    def has_ended(self, seconds: float | None = 0.0) -> bool:
        """Whether the process ends within ``seconds``. None waits without a limit."""
        return bool(select.select([self._process], [], [], seconds)[0])

    def end(self) -> None:
        """Kill the process if it is running, and wait for its end."""
        if not self.has_ended():
            self.send_signal(signal.SIGKILL)
            self.has_ended(None)
        os.close(self._process)


def start(words: tuple[str, ...], environ: Mapping[str, str], terminal: int, asked: int) -> ForkedApp:
    """Start an app on the terminal ``terminal``. The app answers on the socket ``asked`` when it is at rest."""
    server, _ = _server()
    socket.send_fds(server, [json.dumps([words, {**os.environ, **environ}]).encode()], [terminal, asked])
    return ForkedApp(int(server.recv(64)))


@cache
def _server() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """The socket to the process that forks apps, and that process, which ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.kits.forked_app", str(theirs.fileno())]
    env = os.environ | {"LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command, pass_fds=[theirs.fileno()], env=env, cwd=Path(__file__).parents[2], stdin=subprocess.DEVNULL
    )
    theirs.close()
    return ours, process


def serve(requests: socket.socket) -> None:
    """Fork an app for each request. Return when the other end of the socket is closed."""
    for module in walk_packages(cchc_tui.tui.__path__, "cchc_tui.tui."):
        import_module(module.name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        request, descriptors, *_ = socket.recv_fds(requests, 65_536, 2)
        if not request:
            return
        pid = os.fork()
        if not pid:
            requests.close()
            words, environ = json.loads(request)
            _become(environ, *descriptors)
            run(words, descriptors[1])
            os._exit(0)
        requests.send(str(pid).encode())
        for descriptor in descriptors:
            os.close(descriptor)


def _become(environ: Mapping[str, str], terminal: int, asked: int) -> None:
    """Make this process one that was started on the terminal: its session, standard streams and environment."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    for number in range(3):
        os.dup2(terminal, number)
    os.close(terminal)
    sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", closefd=False)
    os.environ.clear()
    os.environ.update(environ)


def run(words: list[str], asked: int) -> None:
    """Run the app. ``words`` choose its variant: "past", "signal", "live", "no-mouse"."""
    fake = FakeSource()
    if "past" in words:
        fake.live_through()
    if "signal" in words:
        moved = {"u29884": fake.late_by_unit["29884"] + 40, "u29878": 410, "u29863": 295, "tnmt": 480, "u29866": 197}
        signal.signal(signal.SIGUSR1, lambda *_: fake.load(**moved))
        cursor.FRESH_SECONDS = 600.0  # no mark fades while bytes are counted
    if "live" in words:
        fake.clock = Clock(OPENED, 1)
    app = make_app(fake, options=CliOptions(mouse=False) if "no-mouse" in words else CliOptions())
    answer(app, asked)
    with Guard(app):  # a test that is killed closes the terminal: then this ends as well
        app.run(mouse=app.mouse)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
