"""A viewer that finds no collector starts one as its child, and the child goes with it.

The rule: a collector started by a viewer lives as long as that viewer. It holds the reading end of a pipe whose writing
end only the viewer has; when the viewer ends, in order or not, the kernel closes the pipe and the child leaves within a
second. Another viewer then finds the lock free at its next look and starts its own. Of two that start at once one gets
the lock; the other ends quietly.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cchc_tui.collector.lock import is_free
from cchc_tui.collector.parent_watch import CHILD
from cchc_tui.domain.clock import Clock
from cchc_tui.settings import DataFolder
from cchc_tui.texts import collector as texts

#: The exit code of a collector that found another at work.
BUSY = 3
#: Where the package is found, wherever the viewer was started.
_PACKAGE_PARENT = str(Path(__file__).resolve().parents[2])
#: Pauses after a collector that ended by itself: a fault that stays must not cost the processor.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
#: A child that lived so long had no fault at its start.
_SETTLED = 10.0


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    started: float
    stderr: IO[bytes]


class CollectorSupervisor:
    """Sees to it that there is a collector while this viewer runs.

    Call ``tick`` about each second and ``close`` at the end, from one thread of your choice. ``trouble`` is a sentence
    for the screen, "" when all is well.
    """

    def __init__(self, data: Path, clock: Clock | None = None) -> None:
        """``clock``: the clock of a demo, by which files arrive too."""
        self._folder, self._clock = DataFolder(data), clock
        self._child: _Child | None = None
        self._pause, self._not_before = _FIRST_PAUSE, 0.0
        self._closed = False
        self.trouble = ""

    @property
    def pid(self) -> int:
        """The number of our own collector; 0 while another's is at work."""
        return self._child.process.pid if self._child else 0

    def may_collect(self) -> bool:
        """Whether this viewer may write: one that may only read never starts a collector."""
        there = self._folder.path
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            return False
        if os.geteuid() == 0 and there.stat().st_uid != 0:
            return False  # what root makes, the folder's owner could not write to afterwards
        return is_free(self._folder.lock) is not None

    def tick(self) -> None:
        """Look after the collector: reap ours when it ended, start one when there is none."""
        self._reap()
        if self._child or self._closed or time.monotonic() < self._not_before:
            return
        if self.may_collect() and is_free(self._folder.lock):
            self._start()

    def close(self) -> None:
        """Let our collector go; it leaves within a second, whether or not anybody waits for it."""
        self._closed = True
        if self._child is None:
            return
        with suppress(OSError):
            if self._child.process.stdin is not None:
                self._child.process.stdin.close()

    def wait(self, seconds: float) -> bool:
        """After ``close``: whether our collector is gone by then."""
        if self._child is not None:
            with suppress(subprocess.TimeoutExpired):
                self._child.process.wait(seconds)
            self._reap()
        return self._child is None

    def _start(self) -> None:
        # A file takes what it says, so that a full pipe can never stop it.
        stderr = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the child
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
                start_new_session=True,  # Ctrl+C and the end of the terminal are the viewer's affair
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
