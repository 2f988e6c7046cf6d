"""What lies in the inbox: reports of changes are a hint, a look through the folder is the truth."""

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

#: Seconds between looks where changes come unreported.
POLLING_SECONDS = 0.25
_AGAIN_SECONDS = 1.0


class Signature(NamedTuple):
    """What tells one state of a file from another without reading it."""

    device: int
    inode: int
    size: int
    mtime_ns: int


class EntryType(StrEnum):
    """What an entry of the inbox is; only files are opened."""

    FILE = "file"
    LINK = "link"
    PIPE = "FIFO"
    FOLDER = "directory"
    OTHER = "device"


class InboxEntry(NamedTuple):
    """One entry of the inbox as a look found it."""

    path: Path  # a name that is no UTF-8 stands in it with surrogates, as Python opens it
    name: str  # printable
    type: EntryType
    signature: Signature
    changed: float = 0.0  # when the system last saw it change (ctime), which no sender can set


def scan(inbox: Path) -> list[InboxEntry]:
    """Everything in the inbox but what is plainly unfinished; in the order of the names.

    Raises OSError where the folder is gone or closed to us.
    """
    found: list[InboxEntry] = []
    with os.scandir(os.fsencode(inbox)) as entries:
        for entry in entries:
            if is_unfinished(entry.name):
                continue
            try:
                facts = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # taken away since
                continue
            path = Path(os.fsdecode(entry.path))
            entry_type = _entry_type(facts.st_mode)
            found.append(InboxEntry(path, printable(entry.name), entry_type, signature_of(facts), facts.st_ctime))
    found.sort(key=lambda entry: entry.path)
    return found


def signature_of(facts: os.stat_result) -> Signature:
    """The signature of a file from its stat."""
    return Signature(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)


def signature_at(path: Path) -> Signature | None:
    """The signature of what stands at a path now; None when nothing does."""
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
    """A thread that calls ``on_change`` when the kernel reports a change in the inbox.

    It may miss any change and end at any time; whoever uses it looks through the folder anyway, and calls ``follow``
    at each look so that a folder that was deleted and made again is watched again.
    """

    def __init__(self, inbox: Path, on_change: Callable[[], None], step_ms: int) -> None:
        self._inbox, self._on_change, self._step_ms = inbox, on_change, step_ms
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._watched: tuple[int, int] | None = None
        self.polling = filesystems.is_network(filesystems.filesystem_of(inbox))

    def follow(self) -> None:
        """Watch the folder that stands at the path now."""
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
        """End the thread; it is gone within a step."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=1.0)
        self._thread = self._watched = None

    def _run(self, stop: threading.Event) -> None:
        from watchfiles import watch  # only who waits for changes needs it
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
                # A name that is no UTF-8 ends the watch for good; it is a change all the same.
                self._on_change()
                stop.wait(self._step_ms / 1000)
            except OSError:  # the folder is gone, or there are no watches left: the looks go on without
                stop.wait(_AGAIN_SECONDS)
