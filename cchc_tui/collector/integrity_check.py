"""Checks every page of the databases in a thread: once after the collector opened the databases, then once a day."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

from cchc_tui.store.read.database_file import StoreError, damage_in, read_only

#: Seconds between two checks.
EVERY = 86_400.0


class IntegrityCheck:
    """Checks the databases at ``paths`` for damage, in a thread. The result is in ``fault``.

    Call ``begin`` whenever there is nothing else to do, and ``close`` at the end.
    """

    def __init__(self, *paths: Path) -> None:
        self._paths = paths
        self._next = 0.0
        self._thread: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None
        #: The damage that was found; None for none.
        self.fault: StoreError | None = None

    def begin(self) -> None:
        """Start a check in a thread if a check is due and none is running."""
        if time.monotonic() < self._next or (self._thread is not None and self._thread.is_alive()):
            return
        self._next = time.monotonic() + EVERY
        self._thread = threading.Thread(target=self._check, name="integrity-check", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Interrupt a running check. Wait at most a second for its end."""
        if self._thread is not None:
            if self._connection is not None:
                with suppress(sqlite3.ProgrammingError):  # the check has ended by itself
                    self._connection.interrupt()
            self._thread.join(timeout=1.0)

    def _check(self) -> None:
        for path in self._paths:
            self._check_file(path)

    def _check_file(self, path: Path) -> None:
        try:
            with closing(read_only(path, check_same_thread=False)) as connection:
                self._connection = connection
                damage = damage_in(connection)
        except sqlite3.OperationalError:  # busy, interrupted, or deleted, which other parts notice
            return
        if damage:
            self.fault = StoreError("broken", path, damage)
