"""Starts a collector as a child process of a viewer, if no collector is running.

This collector lives as long as the viewer. It reads from a pipe, and only the viewer holds the writing end. When the
viewer ends for any reason, the kernel closes the pipe, and the child exits within a second. Another viewer then finds
the lock free and starts its own collector. If two collectors start at once, one gets the lock and the other exits.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cchc_tui.collector.lock import is_free
from cchc_tui.domain.clock import Clock
from cchc_tui.parent_watch import CHILD
from cchc_tui.settings import DataFolder
from cchc_tui.texts import collector as texts

#: The exit code of a collector that finds another one running.
BUSY = 3
#: The folder from which the child imports the package, in any working directory.
_PACKAGE_PARENT = str(Path(__file__).resolve().parents[2])
#: Pauses between restarts of a collector that ended by itself, so that a lasting fault does not use up the processor.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
#: A child that has run for this many seconds counts as started successfully.
_SETTLED = 10.0


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    started: float
    stderr: IO[bytes]


class CollectorSupervisor:
    """Makes sure that a collector runs while this viewer runs.

    Call ``tick`` about every second and ``close`` at the end, always from the same thread. ``trouble`` is an error
    message for the screen; "" if there is none.
    """

    def __init__(self, data: Path, clock: Clock | None = None) -> None:
        """``clock`` is given in a demo: the collector then uses this clock for the time at which a file arrives."""
        self._folder, self._clock = DataFolder(data), clock
        self._child: _Child | None = None
        self._pause, self._not_before = _FIRST_PAUSE, 0.0
        self._closed = False
        self.trouble = ""

    @property
    def pid(self) -> int:
        """The process id of the collector that this viewer started; 0 if there is none."""
        return self._child.process.pid if self._child else 0

    def may_collect(self) -> bool:
        """Whether this user may run a collector on the folder. If not, this viewer never starts one."""
        there = self._folder.path
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            return False
        if os.geteuid() == 0 and there.stat().st_uid != 0:
            return False  # the folder's owner could not write to files that root made
        return is_free(self._folder.lock) is not None

    def tick(self) -> None:
        """If this viewer's collector ended, reap the process. If no collector is running, start one."""
        self._reap()
        if self._child or self._closed or time.monotonic() < self._not_before:
            return
        if self.may_collect() and is_free(self._folder.lock):
            self._start()

    def close(self) -> None:
        """Close the pipe to this viewer's collector. The collector then exits by itself within a second."""
        self._closed = True
        if self._child is None:
            return
        with suppress(OSError):
            if self._child.process.stdin is not None:
                self._child.process.stdin.close()

    def wait(self, seconds: float) -> bool:
        """After ``close``, wait at most ``seconds`` for this viewer's collector to exit. Return whether it did."""
        if self._child is not None:
            with suppress(subprocess.TimeoutExpired):
                self._child.process.wait(seconds)
            self._reap()
        return self._child is None

    def _start(self) -> None:
        # Standard error goes to memory: a full pipe could block the collector, and a full disk the start of one.
        stderr = open(os.memfd_create("collector-stderr"), "w+b")  # noqa: PTH123, SIM115  lives as long as the child
        command = [sys.executable, "-P", "-m", "cchc_tui", "collect", CHILD, "--data", str(self._folder.path)]
        if self._clock is not None:
            command += ["--story", str(self._clock.start), str(self._clock.speed), repr(self._clock.origin)]
        paths = [_PACKAGE_PARENT, *filter(None, [os.environ.get("PYTHONPATH")])]
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
                start_new_session=True,  # the terminal's signals are for the viewer alone
            )
        except OSError as error:
            stderr.close()
            self._fail(str(error))
            return
        self._child = _Child(process, time.monotonic(), stderr)

    def _reap(self) -> None:
        child = self._child
        if child is None:
            return
        code = child.process.poll()
        if code is None:
            if time.monotonic() - child.started > _SETTLED:
                self._pause, self.trouble = _FIRST_PAUSE, ""
            return
        self._child = None
        with suppress(OSError):
            if child.process.stdin is not None:
                child.process.stdin.close()
        with child.stderr as stderr:
            last = _last_line(stderr)
        if code == BUSY:
            self.trouble = ""
        elif code and code > 0:
            self._fail(last)

    def _fail(self, reason: str) -> None:
        self.trouble = texts.collector_failed(reason)
        self._not_before = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)


def _last_line(stderr: IO[bytes]) -> str:
    stderr.seek(0, os.SEEK_END)
    stderr.seek(max(0, stderr.tell() - 2_000))
    lines = stderr.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
