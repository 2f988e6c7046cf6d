"""What the collector is doing, in a small file that every viewer can read without the database.

The file is replaced whole, so a reader never sees half of it. A collector that was killed cannot say so: it is alive
when its process is (same number, same start), and stalled when its heart has not beaten for ``STALLED`` seconds.
"""

from __future__ import annotations

import os
import pwd
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cchc_tui.domain.moments import Stamp, from_epoch
from cchc_tui.settings import DataFolder
from cchc_tui.whole_files import READABLE, replace_file

#: Seconds between heartbeats.
HEARTBEAT = 1.0
#: A living collector whose last beat is older than this was stopped, or hangs.
STALLED = 15
#: Progress of a load is written at most so often.
_PROGRESS = 0.2


class LoadProgress(msgspec.Struct, frozen=True):
    """The export that is being read."""

    name: str
    since: Stamp
    done: int = 0  # rows
    total: int = 0  # 0: not known


class StatusRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The content of the file. ``boards.collecting`` reads a part of it."""

    pid: int
    start_ticks: int  # of the process, since boot: tells it from a later one of the same number
    host: str
    user: str
    role: str  # "service", "viewer" (a viewer's child) or "once"
    started: Stamp
    beat: Stamp
    polling: bool = False  # changes come unreported here, the inbox is only looked through
    waiting: tuple[str, ...] = ()  # exports seen and not yet whole or not yet due
    loading: LoadProgress | None = None
    last_error: str = ""
    last_error_at: Stamp = 0
    note: str = ""  # what was mended
    note_at: Stamp = 0
    left: bool = False  # ended in order


@dataclass(frozen=True, slots=True)
class CollectorStatus:
    """What a viewer knows of the collector; ``age`` is the seconds since its last sign of life."""

    alive: bool = False
    stalled: bool = False
    pid: int = 0
    user: str = ""
    host: str = ""
    role: str = ""
    started: Stamp = 0
    age: int = 0
    polling: bool = False
    waiting: tuple[str, ...] = ()
    loading: LoadProgress | None = None
    last_error: str = ""
    last_error_at: Stamp = 0
    note: str = ""
    note_at: Stamp = 0


#: There never was a collector here, or its file cannot be read.
NOBODY = CollectorStatus()


def read_status(folder: Path) -> CollectorStatus:
    """The state of the collector of a data folder; ``NOBODY`` where there is none to read of."""
    try:
        status = msgspec.json.decode(DataFolder(folder).status.read_bytes(), type=StatusRecord)
    except (OSError, msgspec.DecodeError):
        return NOBODY
    age = max(0, _now() - status.beat)
    alive = not status.left and _lives(status, age)
    return CollectorStatus(
        alive=alive,
        stalled=alive and age > STALLED,
        pid=status.pid,
        user=status.user,
        host=status.host,
        role=status.role,
        started=status.started,
        age=age,
        polling=status.polling,
        waiting=status.waiting if alive else (),
        loading=status.loading if alive else None,
        last_error=status.last_error,
        last_error_at=status.last_error_at,
        note=status.note,
        note_at=status.note_at,
    )


def _lives(status: StatusRecord, age: int) -> bool:
    if status.host != socket.gethostname():
        return age <= STALLED
    return start_ticks(status.pid) == status.start_ticks


def start_ticks(pid: int) -> int:
    """When a process started, in clock ticks since boot; 0 where there is none (a zombie is none)."""
    try:
        # The command in brackets may hold anything, so count from the last bracket.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] in {b"Z", b"X"} else int(fields[19])


class StatusWriter:
    """Writes the status at each change, and each second from a thread: a long read must not look like death."""

    def __init__(self, folder: DataFolder, role: str, polling: bool = False) -> None:
        self._path = folder.status
        now = _now()
        self._status = StatusRecord(
            pid=os.getpid(),
            start_ticks=start_ticks(os.getpid()),
            host=socket.gethostname(),
            user=_user(),
            role=role,
            started=now,
            beat=now,
            polling=polling,
        )
        self._lock = threading.Lock()
        self._written = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._heartbeat, name="status", daemon=True)

    def __enter__(self) -> StatusWriter:
        self._change()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=HEARTBEAT)
        self._change(left=True, loading=None, waiting=())

    @property
    def last_error(self) -> str:
        """The trouble last told of; "" when all is well."""
        return self._status.last_error

    def set_waiting(self, names: tuple[str, ...]) -> None:
        """These exports are seen and not yet taken."""
        if names != self._status.waiting:
            self._change(waiting=names)

    def begin_load(self, name: str) -> None:
        """An export is taken up."""
        self._change(loading=LoadProgress(name, _now()))

    def show_progress(self, done: int, total: int) -> None:
        """So many rows of it are read."""
        loading = self._status.loading
        if loading is not None:
            soon = time.monotonic() - self._written < _PROGRESS
            self._change(write=not soon, loading=msgspec.structs.replace(loading, done=done, total=total))

    def end_load(self) -> None:
        """It is done with, one way or the other."""
        self._change(loading=None)

    def set_error(self, sentence: str) -> None:
        """Something keeps the collector from its work; "" when that is over."""
        if sentence != self._status.last_error:
            self._change(last_error=sentence, last_error_at=_now() if sentence else 0)

    def set_note(self, sentence: str) -> None:
        """Something was wrong that is in order again; it is told until the next such thing."""
        self._change(note=sentence, note_at=_now())

    def _heartbeat(self) -> None:
        while not self._stop.wait(HEARTBEAT):
            self._change()

    def _change(self, write: bool = True, **fields: object) -> None:
        with self._lock:
            self._status = msgspec.structs.replace(self._status, beat=_now(), **fields)
            if write:
                self._written = time.monotonic()
                # A full disk or a folder that went away is told of elsewhere; the heart itself has to go on.
                with suppress(OSError):
                    # Viewers of other users read it.
                    replace_file(self._path, msgspec.json.encode(self._status), READABLE, synced=False)


def _now() -> Stamp:
    return from_epoch(time.time())


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
