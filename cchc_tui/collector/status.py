"""The collector's status file. Every viewer can read it without the database.

The file is replaced atomically, so a reader never sees half of it. A killed collector cannot update the file. So a
collector counts as alive while a process with its id and start time exists, and as stalled if it has not written the
file for ``STALLED`` seconds. A collector on another machine counts as alive for ``STALLED`` seconds after its last
write.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path
from typing import Any

import msgspec

from cchc_tui import __version__
from cchc_tui.accounts import own_account
from cchc_tui.domain.moments import Stamp, from_epoch, iso
from cchc_tui.settings import DataFolder
from cchc_tui.whole_files import NO_ROOM, READABLE, replace_file

#: Seconds between heartbeats.
HEARTBEAT = 1.0
#: Seconds after its last heartbeat from which a running collector counts as stalled.
STALLED = 15
#: Bytes of the status file, padded with spaces: on a full disk it can only be overwritten, not replaced.
_BYTES = 4_096
#: Most names of waiting files in the status: an inbox may have thousands.
MOST_NAMES = 20
#: Least seconds between two writes of a load's progress.
_PROGRESS = 0.2


class LoadProgress(msgspec.Struct, frozen=True):
    """The export that is being loaded, the time at which the load began, and the number of rows read so far."""

    name: str
    since: Stamp
    done: int = 0  # rows
    total: int = 0  # 0: not known


class CollectorStatus(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The content of the status file. ``alive``, ``stalled`` and ``age`` are computed by ``read_status``."""

    pid: int = 0
    start_ticks: int = 0  # of the process, since boot: distinguishes it from a later process with the same id
    host: str = ""
    user: str = ""
    role: str = ""  # "service", "viewer" (a viewer's child) or "once"
    started: Stamp = 0
    beat: Stamp = 0  # the last heartbeat
    polling: bool = False  # the kernel does not report changes here, so the inbox is scanned at short intervals
    waiting: tuple[str, ...] = ()  # names of files that are not yet complete or loaded: the first ones
    waiting_count: int = 0
    loading: LoadProgress | None = None
    last_error: str = ""
    last_error_at: Stamp = 0
    note: str = ""  # the last repair
    note_at: Stamp = 0
    left: bool = False  # the collector exited normally
    loaded_at: Stamp = 0  # the last load, 0 for none since the start
    load_lag: float = 0.0  # seconds from the arrival of that file to its commit
    log_fault: str = ""  # why the log cannot be written

    alive: bool = False
    stalled: bool = False
    age: int = 0  # seconds since the last heartbeat


#: The status if there is no status file, or if it cannot be read.
NOBODY = CollectorStatus()


def read_status(folder: Path) -> CollectorStatus:
    """The status of a data folder's collector; ``NOBODY`` if there is no readable status file."""
    try:
        status = msgspec.json.decode(DataFolder(folder).status.read_bytes(), type=CollectorStatus)
    except (OSError, msgspec.DecodeError):
        return NOBODY
    age = max(0, _now() - status.beat)
    if status.left or not _lives(status, age):
        return msgspec.structs.replace(
            status, alive=False, stalled=False, age=age, waiting=(), waiting_count=0, loading=None
        )
    return msgspec.structs.replace(status, alive=True, stalled=age > STALLED, age=age)


def _lives(status: CollectorStatus, age: int) -> bool:
    if status.host != socket.gethostname():
        return age <= STALLED
    return start_ticks(status.pid) == status.start_ticks


def start_ticks(pid: int) -> int:
    """The start time of a process in clock ticks since boot; 0 if the process does not exist or is a zombie."""
    try:
        # The command name in brackets may contain anything, so the fields are counted from the last bracket.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] in {b"Z", b"X"} else int(fields[19])


class StatusWriter:
    """Writes the status file and the log.

    The status file is written after each change, and every second by a thread, so that a long load does not look
    stalled.
    """

    def __init__(self, folder: DataFolder, role: str, polling: bool = False) -> None:
        from cchc_tui.collector.event_log import EventLog  # viewers read this module too, and write no log

        self._path = folder.status
        self.log = EventLog(folder.log)
        now = _now()
        self._status = CollectorStatus(
            pid=os.getpid(),
            start_ticks=start_ticks(os.getpid()),
            host=socket.gethostname(),
            user=own_account(),
            role=role,
            started=now,
            beat=now,
            polling=polling,
        )
        #: Why the status could not be written the last time.
        self.fault: OSError | None = None
        self._lock = threading.Lock()
        self._written = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._heartbeat, name="status", daemon=True)

    def __enter__(self) -> StatusWriter:
        before = read_status(self._path.parent.parent)
        killed = before is not NOBODY and not before.left
        now = self._status
        self.log.write("started", role=now.role, pid=now.pid, user=now.user, host=now.host, version=__version__)
        if killed:
            self.log.write("killed_before", pid=before.pid, beat=iso(before.beat))
        self._change()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=HEARTBEAT)
        self.log.write("stopped", pid=self._status.pid)
        self._change(left=True, loading=None, waiting=(), waiting_count=0)
        self.log.close()

    @property
    def last_error(self) -> str:
        """The error message that the status shows now; "" if there is none."""
        return self._status.last_error

    def set_waiting(self, names: tuple[str, ...], count: int, *, write: bool = True) -> None:
        """Show the number of files that wait to be loaded, and the names of the first ones.

        If ``write`` is False, the status file is only written with the next change. The caller must make this change at
        once.
        """
        if (names, count) != (self._status.waiting, self._status.waiting_count):
            self._change(write, waiting=names, waiting_count=count)

    def begin_load(self, name: str) -> None:
        """Show that an export is being loaded."""
        self._change(loading=LoadProgress(name, _now()))

    def show_progress(self, done: int, total: int) -> None:
        """Show that ``done`` rows of the export are read.

        ``total`` is the number of all its rows; 0 if it is unknown.
        """
        loading = self._status.loading
        if loading is not None:
            soon = time.monotonic() - self._written < _PROGRESS
            self._change(write=not soon, loading=msgspec.structs.replace(loading, done=done, total=total))

    def loaded(self, arrived: float, fields: dict[str, Any]) -> None:
        """Log a loaded file, and show how long after its arrival it was loaded.

        ``arrived`` is the file's ctime in the inbox.
        """
        lag = round(max(0.0, time.time() - arrived), 3)
        self.log.write("loaded", **fields, lag=lag)
        self._change(loaded_at=_now(), load_lag=lag)

    def end_load(self) -> None:
        """Show that no export is being loaded."""
        if self._status.loading is not None:
            self._change(loading=None)

    def set_error(self, sentence: str) -> None:
        """Show an error message; "" removes the message."""
        if sentence != self._status.last_error:
            self.log.write("fault" if sentence else "fault_over", text=sentence)
            self._change(last_error=sentence, last_error_at=_now() if sentence else 0)

    def set_note(self, sentence: str) -> None:
        """Show a message about a repair, until the next repair."""
        self.log.write("repaired", text=sentence)
        self._change(note=sentence, note_at=_now())

    def _heartbeat(self) -> None:
        while not self._stop.wait(HEARTBEAT):
            self._change()

    def _change(self, write: bool = True, **fields: object) -> None:
        with self._lock:
            self._status = msgspec.structs.replace(self._status, beat=_now(), log_fault=self.log.fault, **fields)
            if write:
                self._written = time.monotonic()
                try:
                    self._write()
                    self.fault = None
                except OSError as error:  # the heartbeat thread must continue
                    self.fault = error

    def _write(self) -> None:
        content = msgspec.json.encode(self._status).ljust(_BYTES)
        try:
            # Readable, because other users' viewers read it.
            replace_file(self._path, content, READABLE, synced=False)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            names = {"waiting": ()} if len(content) > _BYTES else {}
            content = msgspec.json.encode(msgspec.structs.replace(self._status, **names))
            descriptor = os.open(self._path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                os.pwrite(descriptor, content.ljust(os.fstat(descriptor).st_size), 0)
            finally:
                os.close(descriptor)


def _now() -> Stamp:
    return from_epoch(time.time())
