"""When a file is whole: the end of a copy is never reported, so it has to be seen; the mtime is no sign of it.

- A sound end (zip directory, CFB header with its length, ``</html>``): whole at once. (Office programs keep a saved
  workbook open.)
- A format whose end cannot be told (text): whole when its writer has let go of it and two looks ``settle`` apart are
  the same. One that went on after it was taken must stand still for ``patience`` seconds: each is taken once.
- An end that is not sound (a copy under way, or a file that was cut): left alone until nothing was written to it for
  ``patience`` seconds, then handed on so that the reader refuses it with its reason.
- Where the kernel tells that a process has it open for writing, neither of these last two before ``HELD`` seconds
  without a change: an upload may stall. Where it does not tell (network drives), a text must be quiet for ``QUIET``.

After reading, the signature is looked at again: a file that changed under the reader is read again. And a file that was
loaded leaves the inbox only when its writer has let go: what is added to it till then is loaded as well. Where the
kernel does not tell, and the content does not end, the file stays for ``HELD`` seconds without a change.
"""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cchc_tui.collector.watch import InboxEntry, Signature
from cchc_tui.ingest.completeness import Completeness, completeness_of

#: A text that was not written to for so many seconds, and that nobody has open, needs no second look.
QUIET = 2.0
#: How long a file with an unsound end is left alone.
PATIENCE = 10.0
#: ``--once`` does not wait for a copy that stands still.
PATIENCE_ONCE = 2.0
#: How long a writer may stall.
HELD = 600.0
#: Nothing to open: reads as no file, blocks on nothing, follows no link.
OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


@dataclass(slots=True)
class _Observation:
    signature: Signature
    changed: float
    since: float  # monotonic
    whole: Completeness | None = None
    loaded: bool = False
    grew_after_load: bool = False  # it was taken once and went on


class Readiness:
    """Remembers how each file looked, and since when."""

    def __init__(
        self, settle: float, patience: float = PATIENCE, check_end: Callable[[Path], Completeness] = completeness_of
    ) -> None:
        """``check_end`` tells what the bytes of a file say of its end."""
        self._settle, self._patience, self._check_end = settle, patience, check_end
        self._observations: dict[Path, _Observation] = {}
        self._now = 0.0  # one time for all files of a look: those that came together are whole together

    def retain(self, entries: Iterable[InboxEntry]) -> None:
        """Another look at the inbox: forget files that are gone."""
        self._now = time.monotonic()
        there = {entry.path for entry in entries}
        for path in self._observations.keys() - there:
            del self._observations[path]

    def seconds_left(self, entry: InboxEntry) -> float:
        """How long to wait until the file should be looked at again; 0 when it is whole.

        Raises OSError where it cannot be opened.
        """
        seen = self._observe(entry)
        if seen.whole is None:
            seen.whole = self._check_end(entry.path) if entry.signature.size else Completeness.NO
        if seen.whole is Completeness.YES:
            return 0.0
        text = seen.whole is Completeness.UNKNOWN and not seen.grew_after_load
        held = is_being_written(entry.path)
        wait = HELD if held else self._patience
        last = entry.changed
        if text and held is not True:
            wait = self._settle if held is False else max(self._settle, min(QUIET, self._patience))
            last = entry.signature.mtime_ns / 1e9
        # Where the kernel does not tell who writes, its clock is another's too.
        if (
            held is not None
            and not seen.grew_after_load
            and time.time() - last >= max(wait, min(QUIET, self._patience))
        ):
            return 0.0
        return max(0.0, seen.since + wait - (self._now or time.monotonic()))

    def mark_loaded(self, entry: InboxEntry) -> None:
        """The file was loaded as it stood."""
        self._observe(entry).loaded = True

    def may_leave(self, entry: InboxEntry) -> bool:
        """Whether a loaded file may leave the inbox: what a stalled sender still writes to it would be lost then."""
        seen = self._observe(entry)
        held = is_held(entry.path)
        if held:
            return False
        if seen.whole is Completeness.YES:
            return True
        stood = time.monotonic() - seen.since
        if held is None:
            return stood >= HELD
        return max(stood, time.time() - entry.changed) >= min(QUIET, self._patience)

    def _observe(self, entry: InboxEntry) -> _Observation:
        """How the file stands, and since when."""
        before = self._observations.get(entry.path)
        if before is not None and (before.signature, before.changed) == (entry.signature, entry.changed):
            return before
        same = before is not None and before.signature[:2] == entry.signature[:2]
        again = same and before is not None and (before.loaded or before.grew_after_load)
        look = _Observation(entry.signature, entry.changed, self._now or time.monotonic(), grew_after_load=again)
        self._observations[entry.path] = look
        return look


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


def is_held(path: Path) -> bool | None:
    """The same of a file that may be gone by now, or closed to us."""
    try:
        return is_being_written(path)
    except OSError:
        return None
