"""``cchc-tui collect``: runs the collector, as a service or as the child of a viewer, until it is asked to end."""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import closing
from pathlib import Path

from cchc_tui.collector import reading_context
from cchc_tui.collector.audit_service import AuditService
from cchc_tui.collector.inbox_loop import InboxLoop
from cchc_tui.collector.intake import StopRequested
from cchc_tui.collector.lock import PATIENCE, Lock, acquire
from cchc_tui.collector.readiness import PATIENCE as UNSOUND_PATIENCE
from cchc_tui.collector.status import StatusWriter
from cchc_tui.collector.waker import GRACE, GRACE_CHILD, Stop, Waker
from cchc_tui.collector.watch import POLLING_SECONDS, ChangeWatcher
from cchc_tui.collector.world_writable import world_writable
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import DAY, from_epoch
from cchc_tui.settings import DataFolder
from cchc_tui.texts import collector as texts

#: Exit codes: ended normally, failed, another collector is running.
FINE, FAILED, BUSY = 0, 1, 3
#: The collector has a lower priority than viewers, so that a load of a million rows does not delay a key press.
NICENESS = 10


def run_service(data: Path, *, child: bool = False, clock: Clock = Clock()) -> int:  # noqa: B008 - a value
    """Run the collector until SIGTERM or SIGINT, and return the exit code.

    With ``child``, this is the child process of a viewer and runs until its standard input ends. ``clock`` gives the
    time at which a file arrives. Raises RegistryError if the registry or the settings cannot be read.
    """
    os.nice(NICENESS)  # inherited by the reader process, which starts below
    folder = DataFolder(data)
    lock = enter(folder)
    if isinstance(lock, int):
        return lock
    context = reading_context.load(folder)  # after the lock: of many that start at once, one starts a reader
    waker = Waker()
    stop = Stop(waker, GRACE_CHILD if child else GRACE)
    stop.listen(to_input=child)
    watcher = ChangeWatcher(folder.inbox, waker.wake, context.settings.collector.step_ms)
    role = "viewer" if child else "service"
    with lock, StatusWriter(folder, role, watcher.polling) as status, closing(AuditService(folder)):
        inbox_loop = InboxLoop(folder, context, status, lambda: stop.requested, UNSOUND_PATIENCE, clock=clock)
        # The calendar's first use takes a tenth of a second, so this is done before the first load.
        context.registry.calendar.ordinal(from_epoch(time.time()) // DAY)
        try:
            return _run(inbox_loop, lock, stop, waker, watcher, context.settings.collector.sweep_seconds)
        finally:
            inbox_loop.close()
            watcher.close()
            stop.finished()


def enter(folder: DataFolder) -> Lock | int:
    """Create the missing parts of the data folder, and return its lock. On failure, print why and return the exit code.

    If every user of the machine may write the folder, this is a failure too.
    """
    unsafe = world_writable(folder.path)
    if unsafe is not None:
        sys.stderr.write(texts.world_writable(*unsafe) + "\n")
        return FAILED
    try:
        lock = _open_folder(folder)
    except OSError as error:
        sys.stderr.write(texts.cannot_collect(str(error.filename or folder.path), error.strerror or "") + "\n")
        return FAILED
    if lock is None:
        sys.stderr.write(texts.SAID.busy + "\n")
        return BUSY
    return lock


def _open_folder(folder: DataFolder) -> Lock | None:
    """Create the folders, set the umask and acquire the lock. None if another collector has the lock.

    Raises OSError.
    """
    folder.path.mkdir(mode=0o750, parents=True, exist_ok=True)
    # The collector's user may write its files. The group (viewers) may read them where it may read the folder.
    os.umask(0o027 if folder.path.stat().st_mode & stat.S_IRGRP else 0o077)
    folder.make_folders()
    return acquire(folder.lock, PATIENCE)


def _run(
    inbox_loop: InboxLoop, lock: Lock, stop: Stop, waker: Waker, watcher: ChangeWatcher, sweep_seconds: float
) -> int:
    longest = min(sweep_seconds, POLLING_SECONDS) if watcher.polling else sweep_seconds
    while not stop.requested:
        if not lock.held():
            sys.stderr.write(texts.SAID.lock_gone + "\n")
            return FAILED
        watcher.follow()
        try:
            pause = inbox_loop.run_once()
        except StopRequested:
            break
        inbox_loop.outcomes.clear()
        if pause > 0:
            waker.wait(min(pause, longest))
    return FINE
