"""Decides when a file in the inbox is complete. Nothing reports the end of a copy, and the mtime does not show it.

- A file with a valid end (zip directory, CFB header with its length, ``</html>``) is complete at once, even while an
  office program keeps it open.
- A file without a recognisable end (text) is complete if no process has it open for writing and it has not changed for
  ``settle`` seconds. If it grew after it was loaded, it must not change for ``patience`` seconds.
- A file with an invalid end may be a copy under way, or truncated. After ``patience`` seconds without a change, it
  counts as complete, so that the reader refuses it with the reason.

An upload may stall. So a file without a valid end must be unchanged for ``HELD`` seconds while a process has the file
open for writing. On network drives the kernel does not tell whether a process writes. There a text must be unchanged
for ``QUIET`` seconds.

After a file was read, its signature is checked again. If the file has changed meanwhile, it is read again. A loaded
file stays in the inbox while a process has it open for writing, so that rows which the process still adds are loaded
too. If the kernel does not tell whether a process writes, a file without a recognisable end stays until it has not
changed for ``HELD`` seconds.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cchc_tui.collector.watch import InboxEntry, Signature
from cchc_tui.ingest.completeness import Completeness, completeness_of
from cchc_tui.ingest.safe_open import open_regular

#: A text that nobody writes to is complete when it is unchanged for this many seconds, even at first sight.
QUIET = 2.0
#: Seconds for which a file with an invalid end must be unchanged before it is loaded and refused.
PATIENCE = 10.0
#: ``PATIENCE`` for ``--once``, which does not wait for a stalled copy.
PATIENCE_ONCE = 2.0
#: Seconds for which a process that has the file open may write nothing.
HELD = 600.0


@dataclass(slots=True)
class _Observation:
    signature: Signature
    changed: float
    since: float  # monotonic
    whole: Completeness | None = None
    loaded: bool = False
    grew_after_load: bool = False


class Readiness:
    """Remembers the state of each inbox file, and since when the file is unchanged."""

    def __init__(
        self, settle: float, patience: float = PATIENCE, check_end: Callable[[Path], Completeness] = completeness_of
    ) -> None:
        """The docstring of the module explains ``settle`` and ``patience``. Both are in seconds.

        ``check_end`` tells from the end of a file whether the file is complete.
        """
        self._settle, self._patience, self._check_end = settle, patience, check_end
        self._observations: dict[Path, _Observation] = {}
        self._now = 0.0  # one time for all files of a scan, so that files that arrive together are ready together

    def retain(self, entries: Iterable[InboxEntry]) -> None:
        """Begin a scan that found ``entries``. Forget all files that are not among them."""
        self._now = time.monotonic()
        there = {entry.path for entry in entries}
        for path in self._observations.keys() - there:
            del self._observations[path]

    def seconds_left(self, entry: InboxEntry) -> float:
        """The seconds until the file should be checked again; 0 if the file is complete.

        Raises OSError, and any exception of ``check_end``.
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
        # File times count only if the kernel tells who writes; otherwise another machine's clock may have set them.
        if (
            held is not None
            and not seen.grew_after_load
            and time.time() - last >= max(wait, min(QUIET, self._patience))
        ):
            return 0.0
        return max(0.0, seen.since + wait - (self._now or time.monotonic()))

    def mark_loaded(self, entry: InboxEntry) -> None:
        """Remember that the file was loaded in its present state."""
        self._observe(entry).loaded = True

    def may_leave(self, entry: InboxEntry) -> bool:
        """Whether a loaded file may be removed from the inbox: its sender has certainly finished writing."""
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
        """The remembered state of the file. If the file has changed, a new state replaces it."""
        before = self._observations.get(entry.path)
        if before is not None and (before.signature, before.changed) == (entry.signature, entry.changed):
            return before
        same = before is not None and before.signature[:2] == entry.signature[:2]
        again = same and before is not None and (before.loaded or before.grew_after_load)
        look = _Observation(entry.signature, entry.changed, self._now or time.monotonic(), grew_after_load=again)
        self._observations[entry.path] = look
        return look


def is_being_written(path: Path) -> bool | None:
    """Whether a process has the file open for writing. None if the kernel does not tell, or if this is no regular file.

    This asks the kernel for a read lease, which is denied while a process writes. Only root and the file's owner can
    get a lease, and not on all file systems. Raises OSError.
    """
    try:
        descriptor = open_regular(path)
    except ValueError:
        return None
    try:
        # A process that opens the file now waits until the lease is returned. The kernel then signals this process;
        # its default signal, SIGIO, would end it.
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
    """Like ``is_being_written``, but without OSError: None if the file is gone or cannot be opened."""
    try:
        return is_being_written(path)
    except OSError:
        return None
