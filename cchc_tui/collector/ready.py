"""When a file is whole: the end of a copy is never reported, so it has to be seen.

- A sound end (zip directory, CFB header with its length, ``</html>``): whole at once.
- A format whose end cannot be told (text): whole when two looks ``settle`` apart are the same, or when it was last
  written at least ``QUIET`` seconds ago.
- An end that is not sound (a copy under way, or a file that was cut): left alone until nothing was written to it for
  ``patience`` seconds, then handed on so that the reader refuses it with its reason.
- Where the kernel tells that a process has it open for writing, neither of these last two before ``HELD`` seconds
  without a write: an upload may stall. (A sound end is enough: office programs keep a saved workbook open.)

After reading, the signature is looked at again: a file that changed under the reader is read anew. And a text that was
loaded leaves the inbox only when it was left alone for a while: what is added to it till then is loaded as well.
"""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cchc_tui.collector.watch import Entry, Signature
from cchc_tui.exports.whole import Whole, looks_whole

#: A text file that was not written to for so many seconds needs no second look.
QUIET = 2.0
#: How long a file with an unsound end is left alone.
PATIENCE = 10.0
#: ``--once`` does not wait for a copy that stands still.
PATIENCE_ONCE = 2.0
#: How long a writer may stall.
HELD = 60.0
#: Nothing to open: reads as no file, blocks on nothing, follows no link.
OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


@dataclass(slots=True)
class _Look:
    signature: Signature
    since: float  # monotonic
    whole: Whole | None = None


class Readiness:
    """Remembers how each file looked, and since when."""

    def __init__(self, settle: float, patience: float = PATIENCE) -> None:
        self._settle, self._patience = settle, patience
        self._looks: dict[Path, _Look] = {}

    def keep(self, entries: Iterable[Entry]) -> None:
        """Forget files that are gone."""
        there = {entry.path for entry in entries}
        for path in self._looks.keys() - there:
            del self._looks[path]

    def seconds_left(self, entry: Entry) -> float:
        """How long to wait until the file should be looked at again; 0 when it is whole.

        Raises OSError where it cannot be opened.
        """
        now = time.monotonic()
        seen = self._looks.get(entry.path)
        if seen is None or seen.signature != entry.signature:
            seen = self._looks[entry.path] = _Look(entry.signature, now)
        if seen.whole is None:
            seen.whole = looks_whole(entry.path) if entry.signature.size else Whole.NO
        if seen.whole is Whole.YES:
            return 0.0
        text = seen.whole is Whole.UNKNOWN
        wait, old_enough = (self._settle, min(QUIET, self._patience)) if text else (self._patience, self._patience)
        if is_being_written(entry.path):
            wait = old_enough = HELD
        quiet_for = time.time() - entry.signature.mtime_ns / 1e9
        if quiet_for >= old_enough:
            return 0.0
        left = seen.since + wait - now
        # A clock that runs ahead on the machine that wrote it must not hold a file back.
        return max(0.0, min(left, old_enough - quiet_for) if quiet_for >= 0 else left)

    def may_leave(self, entry: Entry) -> bool:
        """Whether a loaded file may leave the inbox: what a stalled sender still writes to it would be lost then."""
        seen = self._looks.get(entry.path)
        if seen is not None and seen.whole is Whole.YES:
            return True
        quiet_for = time.time() - entry.signature.mtime_ns / 1e9
        if quiet_for >= self._patience:
            return True
        try:
            return quiet_for >= QUIET and is_being_written(entry.path) is False
        except OSError:
            return False


def open_export(path: Path) -> int:
    """A descriptor of a regular file, never blocking, never through a link.

    Raises OSError; ``ValueError`` when what stands there is no regular file (it was exchanged since the look).
    """
    descriptor = os.open(path, OPEN_FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ValueError(path)
    return descriptor


def is_being_written(path: Path) -> bool | None:
    """Whether a process of this machine has the file open for writing; None where the kernel does not tell.

    A read lease is granted only while nobody has. Only a file's owner (or root) may ask, and not on every file system.
    """
    try:
        descriptor = open_export(path)
    except ValueError:
        return None
    try:
        # Whoever opens the file in this very moment waits until the lease is given back; the kernel's word of it must
        # not be SIGIO, which would end this process.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return None
    else:
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        return False
    finally:
        os.close(descriptor)
