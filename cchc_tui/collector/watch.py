"""Scans the inbox and watches it for changes.

Only scans are reliable; a report of the kernel merely triggers a scan.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from cchc_tui.collector import filesystems
from cchc_tui.collector.file_names import is_unfinished, printable

#: Seconds between scans where the kernel does not report changes.
POLLING_SECONDS = 0.25
_AGAIN_SECONDS = 1.0


class Signature(NamedTuple):
    """Identifies the state of a file without reading the file.

    If the file is changed or replaced, its signature differs.
    """

    device: int
    inode: int
    size: int
    mtime_ns: int


class EntryType(StrEnum):
    """The type of an inbox entry. Only files are opened."""

    FILE = "file"
    LINK = "link"
    PIPE = "FIFO"
    FOLDER = "directory"
    OTHER = "device"


class InboxEntry(NamedTuple):
    """One entry of the inbox at the time of a scan."""

    path: Path  # surrogates stand for bytes that are not UTF-8
    name: str  # printable
    type: EntryType
    signature: Signature
    changed: float = 0.0  # ctime, which no sender can set


def scan(inbox: Path) -> list[InboxEntry]:
    """All inbox entries, sorted by name, except those with a name that ``is_unfinished`` excludes.

    Raises OSError if the folder is gone or may not be read.
    """
    found: list[InboxEntry] = []
    with os.scandir(os.fsencode(inbox)) as entries:
        for entry in entries:
            if is_unfinished(entry.name):
                continue
            try:
                facts = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # removed since
                continue
            path = Path(os.fsdecode(entry.path))
            entry_type = _entry_type(facts.st_mode)
            found.append(InboxEntry(path, printable(entry.name), entry_type, signature_of(facts), facts.st_ctime))
    found.sort(key=lambda entry: str(entry.path))
    return found


def signature_of(facts: os.stat_result) -> Signature:
    """The signature of a file from its stat."""
    return Signature(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)


def signature_at(path: Path) -> Signature | None:
    """The signature of the file at a path; None if there is no file or it cannot be examined."""
    try:
        return signature_of(path.lstat())
    except OSError:
        return None


def _entry_type(mode: int) -> EntryType:
    if stat.S_ISREG(mode):
        return EntryType.FILE
    if stat.S_ISLNK(mode):
        return EntryType.LINK
    if stat.S_ISDIR(mode):
        return EntryType.FOLDER
    return EntryType.PIPE if stat.S_ISFIFO(mode) else EntryType.OTHER


class ChangeWatcher:
    """Calls ``on_change`` in a thread when the kernel reports a change in the inbox.

    If ``polling`` is true, the kernel reports no changes and there is no thread. The thread may also miss changes, or
    end at any time. So the caller must scan the inbox regularly. The caller also calls ``follow`` before each scan: if
    the folder was deleted and created again, the new folder is then watched.
    """

    def __init__(self, inbox: Path, on_change: Callable[[], None], step_ms: int) -> None:
        self._inbox, self._on_change, self._step_ms = inbox, on_change, step_ms
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._watched: tuple[int, int] | None = None
        self.polling = filesystems.is_network(filesystems.filesystem_of(inbox))

    def follow(self) -> None:
        """Watch the folder that is now at the path of the inbox, unless this folder is watched already."""
        if self.polling:
            return
        try:
            facts = self._inbox.stat()
        except OSError:
            self.close()
            return
        there = (facts.st_dev, facts.st_ino)
        if there == self._watched and self._thread is not None and self._thread.is_alive():
            return
        self.close()
        self._watched, self._stop = there, threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._stop,), name="inbox-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread. Wait at most a second for its end."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=1.0)
        self._thread = self._watched = None

    def _run(self, stop: threading.Event) -> None:
        from watchfiles import watch  # only a watching collector needs it
        from watchfiles._rust_notify import WatchfilesRustInternalError

        while not stop.is_set():
            try:
                for _ in watch(
                    self._inbox,
                    watch_filter=None,
                    debounce=max(50, self._step_ms),
                    step=self._step_ms,
                    stop_event=stop,
                    rust_timeout=5_000,
                    raise_interrupt=False,
                    recursive=False,
                    force_polling=False,
                ):
                    self._on_change()
            except WatchfilesRustInternalError:
                # A name that is not UTF-8 ends the watch, but it is also a change.
                self._on_change()
                stop.wait(self._step_ms / 1000)
            except OSError:  # the folder is gone, or the system has no watches left: scans go on without it
                stop.wait(_AGAIN_SECONDS)
