"""Ends everything that runs for officers' accounts: viewers, their SSH connections, and logins that have just begun."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

#: Seconds that viewers have to restore their terminals. Then they are killed.
GRACE = 1.0
_QUIET = 3  # looks that find nothing before all is over: a login may be between its key and its first process
_PAUSE = 0.05
_LONGEST = 15.0  # seconds, after which it is said that something goes on
#: What sshd's processes call themselves, before and after the login. Since 9.8 most are called sshd-session.
_SSHD = re.compile(r"sshd(?:-session|-auth)?: ([^ @]+)[ @]")


class _Process(NamedTuple):
    pid: int
    sshd: bool


def end_sessions(names: Collection[str], uids: Collection[int]) -> int:
    """End all processes of some accounts, and sshd's processes for them. Return the number of those still running.

    The number is 0, unless something still runs after ``_LONGEST`` seconds. The caller must make new logins impossible
    before the call.
    """
    began, quiet = time.monotonic(), 0
    asked: set[int] = set()
    while quiet < _QUIET:
        running = list(_running(names, uids))
        waited = time.monotonic() - began
        if waited > _LONGEST:
            return len(running)
        viewers = [process for process in running if not process.sshd]
        polite = bool(viewers) and waited < GRACE
        for process in viewers if polite else running:
            if not polite or process.pid not in asked:
                _end(process, names, uids, signal.SIGTERM if polite else signal.SIGKILL)
                asked.add(process.pid)
        quiet = 0 if running else quiet + 1
        time.sleep(_PAUSE)
    return 0


def _end(process: _Process, names: Collection[str], uids: Collection[int], how: signal.Signals) -> None:
    with suppress(OSError):
        descriptor = os.pidfd_open(process.pid)
        try:
            if _look(process.pid, names, uids) is not None:  # the number may have become another process's
                signal.pidfd_send_signal(descriptor, how)
        finally:
            os.close(descriptor)


def _running(names: Collection[str], uids: Collection[int]) -> Iterator[_Process]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (process := _look(int(folder.name), names, uids)) is not None:
            yield process


def _look(pid: int, names: Collection[str], uids: Collection[int]) -> _Process | None:
    """The process with the number ``pid``, if it runs for one of the accounts and is not this process; else None."""
    try:
        said = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
        title = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ")
    except OSError:  # it has ended
        return None
    lines = dict(line.split(":\t", 1) for line in said.splitlines() if ":\t" in line)
    if pid == os.getpid() or lines.get("State", "Z")[:1] in "ZX":
        return None
    owners = {int(uid) for uid in lines.get("Uid", "").split()}
    sshd = _SSHD.match(title)
    if owners & set(uids):
        return _Process(pid, sshd is not None)
    return _Process(pid, True) if sshd is not None and sshd[1] in names and owners == {0} else None
